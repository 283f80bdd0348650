"""Somebody with the database in their hands changes the trail; every kind is found, and the first
entry that does not hold is named."""

import random
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Connection, Row, delete, insert, select, update

from desktop.domain.audit import Event
from desktop.domain.vocabulary import Permission
from desktop.services import chain
from desktop.services.actor import Actor
from desktop.services.anchors import Anchors
from desktop.services.changes import Ledger
from desktop.services.records_check import altered_records
from desktop.services.safekeeping import broken_trail
from desktop.services.trail import BrokenLink
from desktop.services.undo import Undo, restore_images
from desktop.storage import tables
from desktop.storage.engine import open_database
from tests.conftest import A_TUESDAY, Clock
from tests.drills.frame import Tally
from tests.services.world import World, build_world, edit

_of = tables.metadata.tables
_change, _item, _event = _of["change"], _of["change_item"], _of["audit_event"]
_desk_chain, _head = _of["desk_chain"], _of["chain_head"]
ENTRIES = 40
_EDIT = Permission.READ_PEOPLE

Named = tuple[UUID, set[int]]
"""The desk whose entry has to be named, and which numbers will do."""


class _Enough(Exception):
    """Takes the tampering back."""


def run(count: int, seed: int, planted: bool, folder: Path) -> Tally:
    """``count`` acts of tampering, each in a transaction that is taken back."""
    tally, chance = Tally(), random.Random(seed)
    data = folder / "desk"
    database = open_database(data, prefer_key_file=True).database
    world = _entries(build_world(database, Clock(A_TUESDAY)), data)
    with database.read() as conn:
        if [*broken_trail(conn, data), *altered_records(conn)]:
            raise AssertionError("the trail is broken before anybody touched it")
    kinds = list(KINDS)
    for number in range(count):
        kind = kinds[number % len(kinds)]
        try:
            with database.write() as conn:
                named = KINDS[kind](conn, chance, world)
                found = [] if planted else [*broken_trail(conn, data), *altered_records(conn)]
                _judge(tally, f"{kind} {number}", named, found)
                raise _Enough
        except _Enough:
            tally.tried += 1
        if planted:
            break
    database.close()
    tally.note = f"{len(kinds)} kinds: {', '.join(kinds)}"
    return tally


def _judge(tally: Tally, what: str, named: Named, found: list[BrokenLink]) -> None:
    desk, numbers = named
    of_desk = [each for each in found if each.desk_id == desk]
    if not found:
        tally.fail(f"{what}: nothing was found")
    elif not any(each.number in numbers for each in of_desk):
        said = [(each.number, each.what) for each in found]
        tally.fail(f"{what}: entry {sorted(numbers)} is not named: {said}")


def _entries(world: World, folder: Path) -> World:
    """Changes and events of two desks, each of them anchored."""
    anchors = Anchors(folder)
    ledger = Ledger(world.database, world.clock, anchored=anchors.note)
    world = replace(world, ledger=ledger)
    other = uuid4()
    for number in range(ENTRIES):
        world.clock.forward(minutes=3)
        who = world.wren if number % 3 else replace(world.lark, desk_id=other)
        if number % 4 == 0:
            ledger.note(Event.OPEN_PERSON, who, record="person", record_id=world.hazel)
        else:
            edit(world, who, "person", world.juniper, notes=f"note {number}")
        if number == ENTRIES - 2:
            undo = Undo(world.database, ledger, {"edit_person": (_EDIT, restore_images)})
            undo.undo(who, _newest_of(world, who), uuid4())
    anchors.close()
    return world


def _newest_of(world: World, who: Actor) -> UUID:
    with world.database.read() as conn:
        mine = select(_change.c.id).where(_change.c.user_id == who.user_id)
        newest: UUID = conn.execute(mine.order_by(_change.c.seq.desc()).limit(1)).scalar_one()
        return newest


def _rows(conn: Connection, desk: UUID | None = None) -> list[Row[Any]]:
    """Entries of both kinds that stand in a desk's chain, by number."""
    columns = ("seq", "id", "at", "user_id", "desk_id", "action", "chain_number", "hash")
    both = [
        row
        for table in (_change, _event)
        for row in conn.execute(
            select(*(table.c[name] for name in columns)).where(table.c.desk_id.is_not(None))
        )
        if desk is None or row.desk_id == desk
    ]
    return sorted(both, key=lambda row: int(row.seq))


def _table_of(conn: Connection, seq: int) -> Any:
    found = conn.execute(select(_change.c.seq).where(_change.c.seq == seq)).first()
    return _change if found else _event


def _one(conn: Connection, chance: random.Random, *, but_last: int = 0) -> Row[Any]:
    """An entry of some desk, with so many behind it in its chain."""
    desk = chance.choice(sorted({row.desk_id for row in _rows(conn)}))
    rows = _rows(conn, desk)
    return chance.choice(rows[: len(rows) - but_last])


def _edit_header(conn: Connection, chance: random.Random, world: World) -> Named:
    row = _one(conn, chance)
    table = _table_of(conn, row.seq)
    value: dict[str, Any] = chance.choice(
        [
            {"user_id": world.robin.user_id if row.user_id != world.robin.user_id else uuid4()},
            {"action": "other"},
            {"at": row.at - timedelta(minutes=1)},
            {"id": uuid4()} if table is _event else {"idempotency_key": uuid4()},
        ]
    )
    conn.execute(update(table).where(table.c.seq == row.seq).values(**value))
    return row.desk_id, {row.chain_number}


def _edit_image(conn: Connection, chance: random.Random, world: World) -> Named:
    rows = [row for row in _rows(conn) if _table_of(conn, row.seq) is _change]
    row = chance.choice(rows)
    column = chance.choice(["before", "after", "record_id", "commitment"])
    value: Any = {"record_id": uuid4(), "commitment": chance.randbytes(32)}.get(column, "{}")
    conn.execute(update(_item).where(_item.c.change_id == row.id).values({column: value}))
    return row.desk_id, {row.chain_number}


def _edit_event(conn: Connection, chance: random.Random, world: World) -> Named:
    row = chance.choice([row for row in _rows(conn) if _table_of(conn, row.seq) is _event])
    value: dict[str, Any] = chance.choice(
        [{"record_id": world.rowan}, {"details": "{}"}, {"record": "call"}]
    )
    conn.execute(update(_event).where(_event.c.seq == row.seq).values(**value))
    return row.desk_id, {row.chain_number}


def _blank(conn: Connection, chance: random.Random, world: World) -> Named:
    row = chance.choice(_rows(conn))
    if _table_of(conn, row.seq) is _change:
        blank = update(_item).where(_item.c.change_id == row.id)
        conn.execute(blank.values(before=None, after=None, salt=None))
    else:
        blank = update(_event).where(_event.c.seq == row.seq)
        conn.execute(blank.values(details=None, record_id=None, record=None, salt=None))
    return row.desk_id, {row.chain_number}


def _edit_mark(conn: Connection, chance: random.Random, world: World) -> Named:
    """A Change was taken back, or not, other than the trail says."""
    rows = [row for row in _rows(conn) if _table_of(conn, row.seq) is _change]
    row = chance.choice(rows)
    there = conn.execute(select(_change.c.undone_by_id).where(_change.c.id == row.id)).scalar()
    value = None if there else chance.choice(rows).id
    conn.execute(update(_change).where(_change.c.id == row.id).values(undone_by_id=value))
    return row.desk_id, {row.chain_number}


def _edit_record(conn: Connection, chance: random.Random, world: World) -> Named:
    """A record is changed, or goes, and no entry says so."""
    people = _of["person"]
    last = [row for row in _rows(conn) if row.action.endswith("edit_person")][-1]
    here = people.c.id == world.juniper
    if chance.random() < 0.5:
        conn.execute(
            update(people).where(here).values(notes="forged", version=chance.randint(1, 99))
        )
    else:
        conn.execute(update(people).where(here).values(zone="UTC"))
    return last.desk_id, {last.chain_number}


def _swap(conn: Connection, chance: random.Random, world: World) -> Named:
    """What two entries of a desk say changes places."""
    desk = chance.choice(sorted({row.desk_id for row in _rows(conn)}))
    rows = [row for row in _rows(conn, desk) if _table_of(conn, row.seq) is _change]
    first, second = sorted(chance.sample(rows, 2), key=lambda row: int(row.seq))
    for one, other in ((first, second), (second, first)):
        conn.execute(
            update(_change)
            .where(_change.c.seq == one.seq)
            .values(at=other.at, user_id=other.user_id, action=f"{other.action} ")
        )
    return desk, {first.chain_number}


def _remove(conn: Connection, row: Row[Any]) -> None:
    table = _table_of(conn, row.seq)
    if table is _change:
        conn.execute(delete(_item).where(_item.c.change_id == row.id))
    conn.execute(delete(table).where(table.c.seq == row.seq))


def _delete(conn: Connection, chance: random.Random, world: World) -> Named:
    row = _one(conn, chance, but_last=1)
    _remove(conn, row)
    return row.desk_id, {row.chain_number, row.chain_number + 1}


def _insert(conn: Connection, chance: random.Random, world: World) -> Named:
    """An entry that never was, at the end of a chain, with the ends moved to it."""
    desk = chance.choice(sorted({row.desk_id for row in _rows(conn)}))
    last, head = _rows(conn, desk)[-1], conn.execute(select(_head.c.seq)).scalar_one()
    made, number = chance.randbytes(32), last.chain_number + 1
    conn.execute(
        insert(_event).values(
            seq=head + 1,
            id=uuid4(),
            at=last.at,
            user_id=last.user_id,
            desk_id=desk,
            action="sign_in",
            salt=b"",
            commitment=chain.event_commitment(b"", None, None, None),
            chain_number=number,
            previous_hash=last.hash,
            hash=made,
        )
    )
    conn.execute(update(_head).values(seq=head + 1))
    where = _desk_chain.c.desk_id == desk
    conn.execute(update(_desk_chain).where(where).values(number=number, hash=made))
    return desk, {number}


def _cut_tail(conn: Connection, chance: random.Random, world: World) -> Named:
    """The last entries of all desks go, and every end is moved back, as in an older copy."""
    rows = _rows(conn)
    gone = rows[-chance.randint(1, len(rows) - 10) :]
    for row in gone:
        _remove(conn, row)
    left = _rows(conn)
    conn.execute(update(_head).values(seq=left[-1].seq))
    for desk in {row.desk_id for row in gone}:
        last = [row for row in left if row.desk_id == desk][-1]
        where = _desk_chain.c.desk_id == desk
        conn.execute(
            update(_desk_chain).where(where).values(number=last.chain_number, hash=last.hash)
        )
    return gone[0].desk_id, {gone[0].chain_number}


def _cut_tail_alone(conn: Connection, chance: random.Random, world: World) -> Named:
    row = _rows(conn)[-1]
    _remove(conn, row)
    return row.desk_id, {row.chain_number}


def _rebuild(conn: Connection, chance: random.Random, key: bytes | None) -> Named:
    """An entry is changed, and every link of its chain from there on is made anew."""
    row = _one(conn, chance, but_last=1)
    rows = _rows(conn, row.desk_id)
    place = rows.index(row)
    where = _desk_chain.c.desk_id == row.desk_id
    own = bytes(conn.execute(select(_desk_chain.c.key).where(where)).scalar_one())
    previous = _previous(conn, row)
    for each in rows[place:]:
        table = _table_of(conn, each.seq)
        user = uuid4() if each.seq == row.seq else each.user_id
        whole = conn.execute(select(table).where(table.c.seq == each.seq)).mappings().one()
        event = table is _event
        header = chain.Header(
            each.id,
            each.at,
            user,
            each.desk_id,
            each.action,
            None if event else whole["idempotency_key"],
            None if event else whole["undoes_id"],
            "event" if event else "change",
        )
        items = conn.execute(
            select(_item.c.commitment)
            .where(_item.c.change_id == each.id)
            .order_by(_item.c.position)
        ).scalars()
        commitments = [bytes(whole["commitment"])] if event else [bytes(one) for one in items]
        made = chain.link(
            own if key is None else key,
            previous,
            header,
            (each.seq, each.chain_number),
            None if event else whole["result"],
            commitments,
        )
        conn.execute(
            update(table)
            .where(table.c.seq == each.seq)
            .values(user_id=user, previous_hash=previous, hash=made)
        )
        previous = made
    conn.execute(update(_desk_chain).where(where).values(hash=previous))
    return row.desk_id, {row.chain_number}


def _previous(conn: Connection, row: Row[Any]) -> bytes:
    table = _table_of(conn, row.seq)
    found = conn.execute(select(table.c.previous_hash).where(table.c.seq == row.seq))
    return bytes(found.scalar_one())


def _rebuilt_without_key(conn: Connection, chance: random.Random, world: World) -> Named:
    return _rebuild(conn, chance, chance.randbytes(32))


def _rebuilt_with_key(conn: Connection, chance: random.Random, world: World) -> Named:
    return _rebuild(conn, chance, None)


KINDS: Mapping[str, Callable[[Connection, random.Random, World], Named]] = {
    "edit of an entry": _edit_header,
    "edit of an image": _edit_image,
    "edit of an event": _edit_event,
    "mark of an undo": _edit_mark,
    "edit of a record": _edit_record,
    "blank": _blank,
    "swap": _swap,
    "delete": _delete,
    "insert": _insert,
    "end cut off": _cut_tail_alone,
    "older copy put back": _cut_tail,
    "rebuilt without the key": _rebuilt_without_key,
    "rebuilt with the key": _rebuilt_with_key,
}
