"""The spine of every write: permission, idempotency key, version check, items, undo, one COMMIT.

A service hands :meth:`Ledger.write` a function that does the work through a :class:`Writing`.
What the function touched becomes the items of one Change, in the same transaction; when the call
returns, COMMIT has returned.
"""

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Connection, bindparam, insert, select, text, update

from desktop.domain.audit import Event
from desktop.domain.errors import ChangedSince, NotFound
from desktop.domain.ids import uuid7
from desktop.domain.vocabulary import Permission
from desktop.services import chain
from desktop.services.actor import Actor, demand, demand_role
from desktop.services.desk_chains import Anchored, Linked, append, append_event, nowhere
from desktop.services.images import to_json
from desktop.services.records import KINDS, Kind, Values, storable
from desktop.services.tallies import count_record
from desktop.services.who_stays import led_on
from desktop.storage import tables
from desktop.storage.engine import Database
from desktop.storage.prepared import Prepared

Clock = Callable[[], datetime]

_ID_BITS = 73
"""One less than an identity has, so that counting on from a random number never overflows."""

_change = tables.metadata.tables["change"]
_item = tables.metadata.tables["change_item"]
_head = tables.metadata.tables["chain_head"]
_users = tables.metadata.tables["user_account"]

# Built once: building a statement costs more than running it.
_LOCK_HEAD = Prepared(select(_head.c.seq).where(_head.c.id == 1).with_for_update())
_START_HEAD = text(
    "INSERT INTO chain_head (id, seq, hash) VALUES (1, 0, :hash) ON CONFLICT DO NOTHING"
)
_MOVE_HEAD = Prepared(update(_head).where(_head.c.id == 1), ("seq",))
_BY_KEY = Prepared(
    select(_change.c.id, _change.c.result).where(_change.c.idempotency_key == bindparam("this_key"))
)
_TOUCHED = (
    select(_item.c.record, _item.c.record_id)
    .where(_item.c.change_id == bindparam("this_id"))
    .order_by(_item.c.position)
)
_INSERT_CHANGE = Prepared(insert(_change).inline(), _change.c.keys())
_INSERT_ITEMS = Prepared(insert(_item).inline(), _item.c.keys())
_MARK_UNDONE = update(_change).where(_change.c.id == bindparam("this_id"))
_LAST_WRITER = (
    select(_change.c.user_id, _users.c.name)
    .select_from(
        _item.join(_change, _change.c.id == _item.c.change_id).outerjoin(
            _users, _users.c.id == _change.c.user_id
        )
    )
    .where(_item.c.record_id == bindparam("this_id"))
    .order_by(_change.c.seq.desc())
    .limit(1)
)


class Touched(NamedTuple):
    """One record that a write changed: its kind (table name) and identity."""

    record: str
    id: UUID


@dataclass(frozen=True, slots=True)
class Written:
    """What a write did. ``change_id`` is None when there was nothing to change.

    ``value`` is the identity of the record the caller will ask about next. ``repeated`` says the
    idempotency key had been used: nothing was written again.
    """

    change_id: UUID | None
    touched: tuple[Touched, ...]
    value: UUID | None = None
    repeated: bool = False


class Item(NamedTuple):
    """One item on its way into the trail; images are JSON texts."""

    record: str
    record_id: UUID
    before: str | None
    after: str | None

    @property
    def is_mark(self) -> bool:
        """Whether it is about no change: it says under which break-glass the Change was made."""
        return self.before == self.after


class Writing:
    """The open transaction of one Change. Every record is written through here."""

    def __init__(self, conn: Connection, now: datetime, after: int) -> None:
        self.conn = conn
        self.now = now.astimezone(UTC)
        self.after = after
        """The number of the last Change before this one: nothing comes between."""
        self.change_id = uuid7(self.now)
        """The Change that this becomes, if anything is written."""
        self.items: list[Item] = []
        self._bits = secrets.randbits(_ID_BITS)

    def new_id(self) -> UUID:
        """A fresh UUIDv7 at this write's time, behind those made before in the same write: what
        is written down first comes first."""
        self._bits += 1
        return uuid7(self.now, self._bits)

    def insert(self, record: str, values: Values, children: Sequence[Values] = ()) -> UUID:
        """Insert a record (``id`` made when missing, ``version`` 1) and return its identity."""
        row = {**values, "version": 1}
        row.setdefault("id", self.new_id())
        return self._insert(KINDS[record], row, children)

    def update(
        self,
        record: str,
        record_id: UUID,
        values: Values,
        *,
        expected: int | None = None,
        children: Sequence[Values] | None = None,
    ) -> None:
        """Change columns of a record; nothing is noted when nothing differs.

        ``expected`` is the version the person saw. Raises :class:`ChangedSince` when the record
        has another by now, :class:`NotFound` when it is gone.
        """
        kind = KINDS[record]
        before = self.row(record, record_id)
        if expected is not None and before["version"] != expected:
            raise self.changed_since(record_id)
        values = storable(led_on(self.conn, kind.people, values))
        old_children = kind.read_children(self.conn, record_id)
        new_children = old_children if children is None else [storable(row) for row in children]
        differs = {k: v for k, v in values.items() if before[k] != v}
        same_children = _in_order(new_children) == _in_order(old_children)
        if same_children and not differs:
            return
        differs["version"] = before["version"] + 1
        kind.update(self.conn, record_id, differs)
        if not same_children:
            kind.replace_children(self.conn, record_id, new_children)
        after = {**before, **differs}
        self.items.append(
            Item(record, record_id, to_json(before, old_children), to_json(after, new_children))
        )

    def delete(self, record: str, record_id: UUID) -> None:
        """Remove a record; its image stays in the trail."""
        kind = KINDS[record]
        before = self.row(record, record_id)
        old_children = kind.read_children(self.conn, record_id)
        kind.delete(self.conn, record_id)
        count_record(self.conn, record, -1)
        self.items.append(Item(record, record_id, to_json(before, old_children), None))

    def reinsert(self, record: str, row: Values, children: Sequence[Values]) -> None:
        """Put a deleted record back as it was (undo only)."""
        self._insert(KINDS[record], row, children)

    def row(self, record: str, record_id: UUID) -> dict[str, Any]:
        """The current row; raises :class:`NotFound`."""
        row = KINDS[record].read(self.conn, record_id)
        if row is None:
            raise NotFound("This is not here any more. Go back to the list and open it again.")
        return row

    def last_writer(self, record_id: UUID) -> tuple[UUID | None, str]:
        """Who wrote this record last: the account, and the name for the screen."""
        found = self.conn.execute(_LAST_WRITER, {"this_id": record_id}).first()
        return (found.user_id, found.name or "Somebody") if found else (None, "Somebody")

    def changed_since(self, record_id: UUID) -> ChangedSince:
        """The refusal that names who changed this record last."""
        _, name = self.last_writer(record_id)
        return ChangedSince(f"{name} changed this after you opened it. Look at it again first.")

    def _insert(self, kind: Kind, values: Values, children: Sequence[Values]) -> UUID:
        row = storable(led_on(self.conn, kind.people, kind.whole(values)))
        rows = [storable(child) for child in children]
        kind.insert(self.conn, row, rows)
        count_record(self.conn, kind.name, 1)
        self.items.append(Item(kind.name, row["id"], None, to_json(row, rows)))
        record_id: UUID = row["id"]
        return record_id


def _in_order(children: Sequence[Values]) -> list[Values]:
    return sorted(children, key=lambda row: sorted((k, str(v)) for k, v in row.items()))


Settle = Callable[[Writing, UUID | None], None]
"""What must hold whatever was written, seen to at the end of every Change, inside it; it is told
whose Change it is."""


class Ledger:
    """Writes Changes, one after the other, and undoes them."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        settle: Sequence[Settle] = (),
        anchored: Anchored = nowhere,
    ) -> None:
        self._database = database
        self._clock = clock
        self._settle = settle
        self._anchored = anchored

    def write(
        self,
        actor: Actor,
        action: str,
        needs: Permission,
        key: UUID,
        work: Callable[[Writing], UUID | None],
        undoes_id: UUID | None = None,
    ) -> Written:
        """Do ``work`` as one Change named ``action``.

        ``key`` is the idempotency key: the same key again writes nothing and answers as before.
        Raises the refusals of ``work``, :class:`NotAllowed`, and the storage problems.
        """
        demand(actor, needs)
        return self._write(
            actor.user_id, actor.desk_id, action, key, _still_allowed(actor, needs, work), undoes_id
        )

    def write_unattended(
        self, action: str, key: UUID, work: Callable[[Writing], UUID | None]
    ) -> Written:
        """A Change with nobody signed in: the first set-up, and what a restore leaves to do."""
        return self._write(None, None, action, key, work, None)

    def note(
        self,
        event: Event,
        actor: Actor | None,
        *,
        record: str | None = None,
        record_id: UUID | None = None,
        details: Mapping[str, Any] | None = None,
        desk_id: UUID | None = None,
        within: Callable[[Connection], None] = lambda _conn: None,
    ) -> None:
        """Note in the trail what wrote no record. ``actor`` is None where nobody is signed in, and
        ``desk_id`` then says where. ``details`` are plain values and name nobody. ``within`` is
        done in the same transaction."""
        now = self._clock().astimezone(UTC)
        by, desk = (actor.user_id, actor.desk_id) if actor else (None, desk_id)
        header = chain.Header(uuid7(now), now, by, desk, event, None, None, "event")
        with self._database.write() as conn:
            (seq,) = _LOCK_HEAD.first(conn, {}) or _first_head(conn)
            within(conn)
            glass = actor.standing.within(conn)[1] if actor and actor.standing else None
            if glass is not None:
                details = {**(details or {}), "break_glass": glass.hex}
            linked = append_event(
                conn, header, seq, record=record, record_id=record_id, details=details
            )
            _MOVE_HEAD.run(conn, {"seq": linked.seq})
        self._anchored(linked)

    def _write(
        self,
        user_id: UUID | None,
        desk_id: UUID | None,
        action: str,
        key: UUID,
        work: Callable[[Writing], UUID | None],
        undoes_id: UUID | None,
    ) -> Written:
        with self._database.write() as conn:
            # First of all: on PostgreSQL this row is what makes the desks wait for each other, so
            # that a key, a version and a link are looked at when nobody else can change them.
            (seq,) = _LOCK_HEAD.first(conn, {}) or _first_head(conn)
            earlier = self._earlier(conn, key)
            if earlier is not None:
                return earlier
            writing = Writing(conn, self._clock(), seq)
            value = work(writing)
            if not writing.items:
                return Written(None, (), value)
            for settle in self._settle:
                settle(writing, user_id)
            header = chain.Header(
                writing.change_id, writing.now, user_id, desk_id, action, key, undoes_id
            )
            linked = _append(conn, seq, header, writing.items, value)
        self._anchored(linked)
        changed = (i for i in writing.items if not i.is_mark)
        touched = tuple(dict.fromkeys(Touched(i.record, i.record_id) for i in changed))
        return Written(header.id, touched, value)

    def _earlier(self, conn: Connection, key: UUID) -> Written | None:
        found = _BY_KEY.first(conn, {"this_key": key})
        if found is None:
            return None
        change_id, result = found
        rows = conn.execute(_TOUCHED, {"this_id": change_id})
        touched = tuple(dict.fromkeys(Touched(r.record, r.record_id) for r in rows))
        return Written(change_id, touched, UUID(hex=result) if result else None, repeated=True)


def _still_allowed(
    actor: Actor, needs: Permission, work: Callable[[Writing], UUID | None]
) -> Callable[[Writing], UUID | None]:
    """``work`` by whoever may still do it when its turn comes; the Change says so where they may
    only because they stand in for a manager."""
    standing = actor.standing
    if standing is None:
        return work

    def checked(writing: Writing) -> UUID | None:
        role, glass = standing.within(writing.conn)
        demand_role(role, needs)
        value = work(writing)
        if glass is not None and writing.items:
            image = to_json(writing.row("break_glass", glass), ())
            writing.items.append(Item("break_glass", glass, image, image))
        return value

    return checked


def _first_head(conn: Connection) -> Sequence[Any]:
    """The link before the first Change, made once, also when two desks begin together."""
    conn.execute(_START_HEAD, {"hash": chain.GENESIS})
    (head,) = _LOCK_HEAD.rows(conn, {})
    return head


def _append(
    conn: Connection,
    last: int,
    header: chain.Header,
    items: Sequence[Item],
    value: UUID | None,
) -> Linked:
    """Add the Change and its items behind the running number ``last``, with its link."""
    bits = secrets.token_bytes(16 * len(items))
    salts = [bits[start : start + 16] for start in range(0, len(bits), 16)]
    commitments = [chain.commitment(salt, *item) for salt, item in zip(salts, items, strict=True)]
    result = value.hex if value else None
    linked = append(conn, header, last, commitments, result)
    _INSERT_CHANGE.run(
        conn,
        {
            "seq": linked.seq,
            "id": header.id,
            "at": header.at,
            "user_id": header.user_id,
            "desk_id": header.desk_id,
            "action": header.action,
            "idempotency_key": header.key,
            "undoes_id": header.undoes_id,
            "undone_by_id": None,
            "result": result,
            "previous_hash": linked.previous,
            "hash": linked.hash,
            "chain_number": linked.number,
        },
    )
    records, ids, before, after = zip(*items, strict=True)
    _INSERT_ITEMS.run_columns(
        conn,
        {
            "change_id": [header.id] * len(items),
            "position": range(len(items)),
            "record": records,
            "record_id": ids,
            "before": before,
            "after": after,
            "salt": salts,
            "commitment": commitments,
        },
    )
    _MOVE_HEAD.run(conn, {"seq": linked.seq})
    if header.undoes_id is not None:
        conn.execute(_MARK_UNDONE, {"this_id": header.undoes_id, "undone_by_id": header.id})
    return linked
