"""Where the rows of an import go: small Changes one after the other, each of which can be taken
back as long as nobody worked on what it brought.

The parts of an import are found by their idempotency keys, which are made from the import's
identity and their place: what was written before the program was killed can be taken back too.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, Final, Protocol
from uuid import UUID, uuid4, uuid5

from sqlalchemy import bindparam, delete, select
from sqlalchemy.exc import IntegrityError

from desktop.domain.incoming import Incoming, IncomingKind, Receipt
from desktop.domain.incoming_states import ImportState
from desktop.domain.vocabulary import Permission
from desktop.services.actor import Actor
from desktop.services.changes import Item, Ledger, Writing
from desktop.services.images import from_json
from desktop.services.import_plan import ImportCounts, ImportPlan
from desktop.services.records import KINDS
from desktop.services.undo import still_as_left
from desktop.storage import tables
from desktop.storage.engine import Database
from desktop.storage.prepared import Prepared

BEGIN, ROWS, FINISH, TAKE_BACK = (
    "begin_import",
    "import_rows",
    "finish_import",
    "take_back_import",
)
_ITEMS_AT_ONCE: Final = 120
"""Items taken back in one Change: about as long as a batch takes to write."""
_of = tables.metadata.tables
_change, _item, _key = _of["change"], _of["change_item"], _of["incoming_key"]
_PART = Prepared(select(_change.c.id).where(_change.c.idempotency_key == bindparam("this_key")))
_ITEMS = (
    select(_item.c.record, _item.c.record_id, _item.c.before, _item.c.after)
    .where(_item.c.change_id == bindparam("this_id"))
    .order_by(_item.c.position.desc())
)
_FORGET = delete(_key).where(_key.c.record_id == bindparam("this_record"))


class Taker(Protocol):
    """Writes a batch of records of one kind inside an open Change."""

    def take(self, writing: Writing, actor: Actor, records: Sequence[Any]) -> Sequence[Receipt]:
        """What became of each, in their order."""


class _Looked(Exception):
    """Ends a Change that was only tried: nothing of it is kept."""

    def __init__(self, receipts: Sequence[Receipt]) -> None:
        self.receipts = receipts


class LedgerIntake:
    """Writes the rows of imports. ``takers`` know what a record of each kind becomes."""

    def __init__(
        self, database: Database, ledger: Ledger, takers: Mapping[IncomingKind, Taker]
    ) -> None:
        self._database = database
        self._ledger = ledger
        self._takers = takers
        self._kinds: dict[UUID, IncomingKind] = {}
        self._parts: dict[UUID, int] = {}
        self._kept_from: dict[UUID, int] = {}

    def look(
        self, actor: Actor, kind: IncomingKind, records: Sequence[Incoming]
    ) -> Sequence[Receipt]:
        """What taking each of them would do now: it is done, counted and undone before anybody
        sees it, in one transaction."""

        def work(writing: Writing) -> UUID | None:
            raise _Looked(self._takers[kind].take(writing, actor, records))

        try:
            self._ledger.write(actor, ROWS, Permission.EDIT_PEOPLE, uuid4(), work)
        except _Looked as found:
            return found.receipts
        return ()

    def begin(self, actor: Actor, plan: ImportPlan) -> UUID:
        """A new import, noted before its first row."""

        def work(writing: Writing) -> UUID:
            return writing.insert(
                "import_batch",
                {
                    "file_name": plan.path.name,
                    "digest": plan.sha256,
                    "format": plan.format,
                    "kind": plan.kind.value,
                    "source": plan.format,
                    "zone": plan.zone,
                    "state": ImportState.COMMITTING.value,
                    **_columns(ImportCounts()),
                    "user_id": actor.user_id,
                    "started_at": writing.now,
                },
            )

        written = self._ledger.write(actor, BEGIN, Permission.EDIT_PEOPLE, uuid4(), work)
        assert written.value is not None, "an import has an identity"  # noqa: S101
        self._kinds[written.value] = plan.kind
        self._parts[written.value] = 0
        return written.value

    def take(self, actor: Actor, import_id: UUID, records: Sequence[Incoming]) -> Sequence[Receipt]:
        """Write one batch as one Change."""
        taker = self._takers[self._kinds[import_id]]
        receipts: Sequence[Receipt] = ()

        def work(writing: Writing) -> UUID:
            nonlocal receipts
            receipts = taker.take(writing, actor, records)
            return import_id

        part = self._parts[import_id]
        written = self._ledger.write(
            actor, ROWS, Permission.EDIT_PEOPLE, _part_key(import_id, part), work
        )
        if written.change_id is not None:
            self._parts[import_id] = part + 1
        return receipts

    def finish(self, actor: Actor, import_id: UUID, counts: ImportCounts) -> None:
        """The import is whole."""
        self._close(actor, import_id, ImportState.DONE, counts)

    def was_read(self, sha256: str) -> bool:
        """Whether a file with this content was imported whole."""
        batch = _of["import_batch"]
        query = select(batch.c.id).where(
            batch.c.digest == sha256, batch.c.state == ImportState.DONE.value
        )
        with self._database.read() as conn:
            return conn.execute(query.limit(1)).first() is not None

    def take_back(self, actor: Actor, import_id: UUID) -> bool:
        """Take back up to :data:`_ITEMS_AT_ONCE` of what it wrote, the newest first; whether there
        is more. What somebody worked on since stays."""
        part = self._parts.get(import_id)
        if part is None:
            part = self._parts[import_id] = self._count_parts(import_id)
        if part == 0:
            self._close(actor, import_id, ImportState.UNDONE, None)
            return False
        start = self._kept_from.get(import_id, 0)
        more = False

        def work(writing: Writing) -> UUID:
            nonlocal more
            found = _PART.first(writing.conn, {"this_key": _part_key(import_id, part - 1)})
            rows = writing.conn.execute(_ITEMS, {"this_id": found[0]}).all() if found else []
            for row in rows[start : start + _ITEMS_AT_ONCE]:
                _take_back(writing, Item(row.record, row.record_id, row.before, row.after))
            more = len(rows) > start + _ITEMS_AT_ONCE
            return import_id

        self._ledger.write(actor, TAKE_BACK, Permission.EDIT_PEOPLE, uuid4(), work)
        self._kept_from[import_id] = start + _ITEMS_AT_ONCE if more else 0
        if not more:
            self._parts[import_id] = part - 1
        return True

    def _count_parts(self, import_id: UUID) -> int:
        count = 0
        with self._database.read() as conn:
            while _PART.first(conn, {"this_key": _part_key(import_id, count)}) is not None:
                count += 1
        return count

    def _close(
        self, actor: Actor, import_id: UUID, state: ImportState, counts: ImportCounts | None
    ) -> None:
        def work(writing: Writing) -> UUID:
            columns = _columns(counts) if counts is not None else {}
            values = {**columns, "state": state.value, "finished_at": writing.now}
            writing.update("import_batch", import_id, values)
            return import_id

        self._ledger.write(actor, FINISH, Permission.EDIT_PEOPLE, uuid4(), work)


def _part_key(import_id: UUID, part: int) -> UUID:
    return uuid5(import_id, f"part {part}")


def _columns(counts: ImportCounts) -> dict[str, int]:
    return {"rows": counts.read, **asdict(counts)}


def _take_back(writing: Writing, item: Item) -> None:
    """Put one record back as it was, unless somebody worked on it since."""
    if not still_as_left(writing, item):
        return
    items = len(writing.items)
    try:
        with writing.conn.begin_nested():
            if item.before is None:
                writing.delete(item.record, item.record_id)
                writing.conn.execute(_FORGET, {"this_record": item.record_id})
            else:
                before, children = from_json(KINDS[item.record], item.before)
                values = {k: v for k, v in before.items() if k not in ("id", "version")}
                writing.update(item.record, item.record_id, values, children=children)
    except IntegrityError:
        # Something of somebody's hangs on it by now (a call from the same number): it stays.
        del writing.items[items:]
