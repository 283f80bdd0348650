"""The rows of a file on their way in: written in small parts under one identity, taken back whole.

Each part is one Change, so that the desk works on in between. What becomes of each record when an
import is taken back is told in :mod:`desktop.services.import_undo`.
"""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, Protocol
from uuid import UUID, uuid4

from sqlalchemy import Connection, bindparam, func, insert, select, update

from desktop.domain.incoming import Fate, Incoming, IncomingKind, Receipt
from desktop.domain.incoming_states import ImportState
from desktop.domain.local_time import instant
from desktop.domain.vocabulary import Permission
from desktop.services.actor import Actor
from desktop.services.changes import Item, Ledger, Writing
from desktop.services.import_undo import Place, take_back_item
from desktop.services.receiving import Receiving
from desktop.services.told_again import forget_told_again
from desktop.storage import tables
from desktop.storage.engine import Database
from desktop.storage.prepared import Prepared

_batch = tables.metadata.tables["import_batch"]
_part = tables.metadata.tables["import_part"]
_item = tables.metadata.tables["change_item"]

_ITEMS_A_TIME = 64
_LAST = (
    select(_part.c.position, _part.c.change_id, _part.c.left)
    .where(_part.c.batch_id == bindparam("this_batch"), _part.c.left > 0)
    .order_by(_part.c.position.desc())
    .limit(1)
)
_DONE = (
    select(_batch.c.id)
    .where(_batch.c.digest == bindparam("this_digest"), _batch.c.state == ImportState.DONE)
    .limit(1)
)
_PUT_PART = Prepared(insert(_part).inline(), _part.c.keys())


class _Plan(Protocol):
    """What is known of a file before it is written."""

    @property
    def path(self) -> Path: ...
    @property
    def format(self) -> str: ...
    @property
    def kind(self) -> IncomingKind: ...
    @property
    def zone(self) -> str: ...
    @property
    def sha256(self) -> str: ...
    @property
    def missed_since(self) -> date | None: ...


class _Counts(Protocol):
    """What became of a file's rows."""

    @property
    def read(self) -> int: ...
    @property
    def created(self) -> int: ...
    @property
    def updated(self) -> int: ...
    @property
    def unchanged(self) -> int: ...
    @property
    def duplicates(self) -> int: ...
    @property
    def ignored(self) -> int: ...
    @property
    def rejected(self) -> int: ...


class ImportIntake:
    """Where an import's records go."""

    def __init__(self, database: Database, ledger: Ledger, receiving: Receiving) -> None:
        self._database = database
        self._ledger = ledger
        self._receiving = receiving
        self._missed_since: dict[UUID, datetime] = {}
        """Of the imports under way."""

    def look(self, actor: Actor, records: Sequence[Incoming]) -> Sequence[Receipt]:
        """What taking each of them would do now; nothing is written."""
        return self._receiving.look(actor, records)

    def begin(self, actor: Actor, plan: _Plan) -> UUID:
        """A new import: the identity that its parts are written under."""

        def work(writing: Writing) -> UUID:
            row: dict[str, Any] = {
                "file_name": plan.path.name,
                "digest": plan.sha256,
                "format": plan.format,
                "kind": plan.kind,
                "source": plan.format,
                "zone": plan.zone,
                "state": ImportState.COMMITTING,
                "rows": 0,
                "user_id": actor.user_id,
                "started_at": writing.now,
            }
            return writing.insert("import_batch", {**row, **dict.fromkeys(_COUNTED.values(), 0)})

        written = self._ledger.write(actor, "begin_import", Permission.RECEIVE, uuid4(), work)
        if written.value is None:
            raise RuntimeError("an import that was begun has an identity")
        if plan.missed_since is not None:
            self._missed_since[written.value] = instant(plan.missed_since, 0, plan.zone)
        return written.value

    def take(self, actor: Actor, import_id: UUID, records: Sequence[Incoming]) -> Sequence[Receipt]:
        """Write one part in one transaction; what each record became, in their order."""

        def note(writing: Writing) -> None:
            if not writing.items:
                return
            last = select(func.coalesce(func.max(_part.c.position), -1)).where(
                _part.c.batch_id == import_id
            )
            position = writing.conn.execute(last).scalar_one() + 1
            values = {"batch_id": import_id, "position": position, "left": len(writing.items)}
            _PUT_PART.run(writing.conn, {**values, "change_id": writing.change_id})

        since = self._missed_since.get(import_id)
        receipts, _ = self._receiving.take_all(actor, records, note, since, import_id)
        return receipts

    def finish(self, actor: Actor, import_id: UUID, counts: _Counts) -> None:
        """The import is whole: what became of its rows."""

        def work(writing: Writing) -> UUID:
            told = {name: getattr(counts, name) for name in _COUNTED.values()}
            columns = {**told, "rows": counts.read, "finished_at": writing.now}
            writing.update("import_batch", import_id, {**columns, "state": ImportState.DONE})
            return import_id

        self._ledger.write(actor, "finish_import", Permission.RECEIVE, uuid4(), work)
        self._missed_since.pop(import_id, None)

    def was_read(self, sha256: str) -> bool:
        """Whether a file with this content was imported whole."""
        with self._database.read() as conn:
            return conn.execute(_DONE, {"this_digest": sha256}).first() is not None

    def take_back(self, actor: Actor, import_id: UUID) -> bool:
        """Take back a few of the records that the import wrote, the last first; whether there is
        more. Goes on where it was broken off."""
        more = False

        def work(writing: Writing) -> UUID:
            nonlocal more
            part = writing.conn.execute(_LAST, {"this_batch": import_id}).first()
            if part is not None:
                items = _items(writing.conn, part.change_id, part.left)
                for nth, item in enumerate(items, 1):
                    place = Place(import_id, part.position, part.left - nth)
                    take_back_item(writing, item, place)
                left = part.left - len(items)
                writing.conn.execute(
                    update(_part)
                    .where(_part.c.batch_id == import_id, _part.c.position == part.position)
                    .values(left=left)
                )
            more = writing.conn.execute(_LAST, {"this_batch": import_id}).first() is not None
            if not more:
                forget_told_again(writing.conn, import_id)
                was = writing.row("import_batch", import_id)["state"]
                state = ImportState.UNDONE if was == ImportState.DONE else ImportState.CANCELLED
                if was in (ImportState.DONE, ImportState.COMMITTING):
                    writing.update("import_batch", import_id, {"state": state})
            return import_id

        self._ledger.write(actor, "take_back_import", Permission.RECEIVE, uuid4(), work)
        return more


_COUNTED = {
    Fate.CREATED: "created",
    Fate.UPDATED: "updated",
    Fate.UNCHANGED: "unchanged",
    Fate.DUPLICATE: "duplicates",
    Fate.IGNORED: "ignored",
    None: "rejected",
}


def _items(conn: Connection, change_id: UUID, left: int) -> list[Item]:
    """The last of the first ``left`` items of a Change, newest first."""
    rows = conn.execute(
        select(_item.c.record, _item.c.record_id, _item.c.before, _item.c.after)
        .where(
            _item.c.change_id == change_id,
            _item.c.position < left,
            _item.c.position >= left - _ITEMS_A_TIME,
        )
        .order_by(_item.c.position.desc())
    )
    return [Item(row.record, row.record_id, row.before, row.after) for row in rows]
