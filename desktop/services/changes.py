"""The spine of every write: permission, idempotency key, version check, items, undo, one COMMIT.

A service hands :meth:`Ledger.write` a function that does the work through a :class:`Writing`.
What the function touched becomes the items of one Change, in the same transaction; when the call
returns, COMMIT has returned.
"""

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, delete, insert, select, update

from desktop.domain.errors import ChangedSince, NotFound
from desktop.domain.ids import uuid7
from desktop.domain.vocabulary import Permission
from desktop.services import chain
from desktop.services.actor import Actor, demand
from desktop.services.images import (
    KINDS,
    Kind,
    Values,
    read_children,
    read_record,
    to_json,
    write_children,
)
from desktop.storage import tables
from desktop.storage.engine import Database

Clock = Callable[[], datetime]

_change = tables.metadata.tables["change"]
_item = tables.metadata.tables["change_item"]
_head = tables.metadata.tables["chain_head"]


@dataclass(frozen=True, slots=True)
class Touched:
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


@dataclass(frozen=True, slots=True)
class Item:
    """One item on its way into the trail; images are JSON texts."""

    record: str
    record_id: UUID
    before: str | None
    after: str | None


class Writing:
    """The open transaction of one Change. Every record is written through here."""

    def __init__(self, conn: Connection, now: datetime) -> None:
        self.conn = conn
        self.now = now
        self.items: list[Item] = []

    def new_id(self) -> UUID:
        """A fresh UUIDv7 at this write's time."""
        return uuid7(self.now)

    def insert(self, record: str, values: Values, children: Sequence[Values] = ()) -> UUID:
        """Insert a record (``id`` made when missing, ``version`` 1) and return its identity."""
        kind = KINDS[record]
        row = {**values, "version": 1}
        row.setdefault("id", self.new_id())
        self._insert_row(kind, row, children)
        record_id: UUID = row["id"]
        return record_id

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
        old_children = read_children(self.conn, kind, record_id)
        new_children = old_children if children is None else [dict(row) for row in children]
        after = {**before, **values, "version": before["version"] + 1}
        if new_children == old_children and all(before[k] == v for k, v in values.items()):
            return
        self.conn.execute(
            update(kind.table)
            .where(kind.table.c.id == record_id)
            .values({**values, "version": after["version"]})
        )
        if children is not None:
            write_children(self.conn, kind, record_id, new_children, fresh=False)
        self.items.append(
            Item(record, record_id, to_json(before, old_children), to_json(after, new_children))
        )

    def delete(self, record: str, record_id: UUID) -> None:
        """Remove a record; its image stays in the trail."""
        kind = KINDS[record]
        before = self.row(record, record_id)
        old_children = read_children(self.conn, kind, record_id)
        write_children(self.conn, kind, record_id, (), fresh=False)
        self.conn.execute(delete(kind.table).where(kind.table.c.id == record_id))
        self.items.append(Item(record, record_id, to_json(before, old_children), None))

    def reinsert(self, record: str, row: Values, children: Sequence[Values]) -> None:
        """Put a deleted record back as it was (undo only)."""
        self._insert_row(KINDS[record], row, children)

    def row(self, record: str, record_id: UUID) -> dict[str, Any]:
        """The current row; raises :class:`NotFound`."""
        row = read_record(self.conn, KINDS[record], record_id)
        if row is None:
            raise NotFound("This is not here any more. Go back to the list and open it again.")
        return row

    def changed_since(self, record_id: UUID) -> ChangedSince:
        """The refusal that names who changed this record last."""
        users = tables.metadata.tables["user_account"]
        query = (
            select(users.c.name)
            .select_from(
                _item.join(_change, _change.c.id == _item.c.change_id).outerjoin(
                    users, users.c.id == _change.c.user_id
                )
            )
            .where(_item.c.record_id == record_id)
            .order_by(_change.c.seq.desc())
            .limit(1)
        )
        name = self.conn.execute(query).scalar() or "Somebody"
        return ChangedSince(f"{name} changed this after you opened it. Look at it again first.")

    def _insert_row(self, kind: Kind, row: Values, children: Sequence[Values]) -> None:
        self.conn.execute(insert(kind.table).values(row))
        write_children(self.conn, kind, row["id"], children, fresh=True)
        self.items.append(Item(kind.table.name, row["id"], None, to_json(row, children)))


class Ledger:
    """Writes Changes, one after the other, and undoes them."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

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
        return self._write(actor.user_id, actor.desk_id, action, key, work, undoes_id)

    def write_unattended(
        self, action: str, key: UUID, work: Callable[[Writing], UUID | None]
    ) -> Written:
        """A Change with nobody signed in: the first set-up only."""
        return self._write(None, None, action, key, work, None)

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
            earlier = self._earlier(conn, key)
            if earlier is not None:
                return earlier
            writing = Writing(conn, self._clock())
            value = work(writing)
            if not writing.items:
                return Written(None, (), value)
            header = chain.Header(
                uuid7(writing.now), writing.now, user_id, desk_id, action, key, undoes_id
            )
            self._append(conn, header, writing.items, value)
        touched = tuple(dict.fromkeys(Touched(i.record, i.record_id) for i in writing.items))
        return Written(header.id, touched, value)

    def _earlier(self, conn: Connection, key: UUID) -> Written | None:
        found = conn.execute(
            select(_change.c.id, _change.c.result).where(_change.c.idempotency_key == key)
        ).first()
        if found is None:
            return None
        rows = conn.execute(
            select(_item.c.record, _item.c.record_id)
            .where(_item.c.change_id == found.id)
            .order_by(_item.c.position)
        )
        touched = tuple(dict.fromkeys(Touched(r.record, r.record_id) for r in rows))
        value = UUID(hex=found.result) if found.result else None
        return Written(found.id, touched, value, repeated=True)

    def _append(
        self, conn: Connection, header: chain.Header, items: Sequence[Item], value: UUID | None
    ) -> None:
        head = conn.execute(
            select(_head.c.seq, _head.c.hash).where(_head.c.id == 1).with_for_update()
        ).one()
        rows: list[Mapping[str, Any]] = []
        for position, item in enumerate(items):
            salt = secrets.token_bytes(16)
            rows.append(
                {
                    "change_id": header.id,
                    "position": position,
                    "record": item.record,
                    "record_id": item.record_id,
                    "before": item.before,
                    "after": item.after,
                    "salt": salt,
                    "commitment": chain.commitment(
                        salt, item.record, item.record_id, item.before, item.after
                    ),
                }
            )
        previous = bytes(head.hash)
        new_hash = chain.link(previous, header, [row["commitment"] for row in rows])
        conn.execute(
            insert(_change).values(
                seq=head.seq + 1,
                id=header.id,
                at=header.at,
                user_id=header.user_id,
                desk_id=header.desk_id,
                action=header.action,
                idempotency_key=header.key,
                undoes_id=header.undoes_id,
                undone_by_id=None,
                result=value.hex if value else None,
                previous_hash=previous,
                hash=new_hash,
            )
        )
        conn.execute(insert(_item), rows)
        conn.execute(update(_head).where(_head.c.id == 1).values(seq=head.seq + 1, hash=new_hash))
        if header.undoes_id is not None:
            conn.execute(
                update(_change)
                .where(_change.c.id == header.undoes_id)
                .values(undone_by_id=header.id)
            )
