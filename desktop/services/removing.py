"""Removing one person's data for good, where the law allows: looked at first, with a reason.

Everything happens in the transaction of one entry of the trail: the records become stubs
(``domain.removal``), and what the trail kept of them is blanked, which leaves every chain as it can
be verified. There is no undo. Backups keep what they have until they are thinned.
"""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID, uuid4

from sqlalchemy import Connection, func, or_, select

from desktop.domain.audit import Event
from desktop.domain.errors import ChangedSince, NotFound, Refused
from desktop.domain.removal import GONE, REMOVED_KIND, STAYS, STUBS, WITHOUT_CHILDREN, must_stay
from desktop.domain.vocabulary import HoldKind, Permission
from desktop.services import tallies
from desktop.services.actor import Actor, demand
from desktop.services.changes import Clock, Ledger
from desktop.services.erasing import blank_items, noted
from desktop.services.half_typed import is_half_typed
from desktop.services.holds import held_for_law, holds_of
from desktop.services.many_ids import some_at_a_time
from desktop.services.person_records import OWN, Found, records_of
from desktop.services.records import KINDS
from desktop.services.who_stays import who_stays
from desktop.storage import tables
from desktop.storage.engine import Database
from desktop.storage.note_index import forget_words

_of = tables.metadata.tables
_change = _of["change"]
_item, _person, _draft = _of["change_item"], _of["person"], _of["draft"]
_safety_draft, _dnc = _of["safety_draft"], _of["do_not_call"]


@dataclass(frozen=True, slots=True)
class Removal:
    """What would be removed: how many records of each kind, how many stay as they are, how many
    entries of the trail are blanked. ``why_not`` is empty where it may be done."""

    name: str
    removed: Mapping[str, int]
    kept: Mapping[str, int]
    entries: int
    why_not: str


@dataclass(frozen=True, slots=True)
class _Plan:
    people: frozenset[UUID]
    records: Mapping[str, frozenset[UUID]]
    kept: Mapping[str, frozenset[UUID]]
    items: frozenset[tuple[UUID, int]]
    why_not: str
    until: int
    """The last Change that was looked through."""


class Removing:
    """Looks, and removes."""

    def __init__(self, database: Database, ledger: Ledger, clock: Clock) -> None:
        self._database = database
        self._ledger = ledger
        self._clock = clock

    def preview(self, actor: Actor, person_id: UUID) -> Removal:
        """What removing them would mean. Goes through the whole trail: seconds where it is long.
        Raises :class:`NotFound`."""
        demand(actor, Permission.KEEP_RECORDS)
        with self._database.read() as conn:
            return _told(*self._plan(conn, person_id))

    def remove(self, actor: Actor, person_id: UUID, reason: str) -> Removal:
        """Remove them; ``reason`` names nobody. What was removed.

        Raises :class:`Refused` with what stands in the way, and :class:`ChangedSince` when
        something was added meanwhile.
        """
        demand(actor, Permission.KEEP_RECORDS)
        if not reason.strip():
            raise Refused("This needs a reason. Say why in a few words that name nobody.")
        with self._database.read() as conn:
            name, plan = self._plan(conn, person_id)
        if plan.why_not:
            raise Refused(plan.why_not)

        def within(conn: Connection) -> None:
            # Nobody else writes meanwhile, so only what came since is looked through.
            _, now = self._plan(conn, person_id, after=plan.until)
            same = (now.people, now.records, now.kept) == (plan.people, plan.records, plan.kept)
            if not same or now.why_not or not now.items <= plan.items:
                raise ChangedSince("Something was added meanwhile. Look at it again first.")
            blank_items(conn, plan.items)
            _keep_wishes(conn, plan)
            _make_stubs(conn, plan)
            forget_words(conn)

        self._ledger.note(
            Event.ERASE,
            actor,
            record="person",
            record_id=person_id,
            details=noted(plan.items, reason.strip()),
            within=within,
        )
        return _told(name, plan)

    def _plan(self, conn: Connection, person_id: UUID, after: int = 0) -> tuple[str, _Plan]:
        stays = who_stays(conn, person_id)
        row = conn.execute(select(_person).where(_person.c.id == stays)).first()
        if row is None or row.kind == REMOVED_KIND:
            raise NotFound("This person is not here any more. Search for them again.")
        found = records_of(conn, stays)
        kept = {
            record: ids
            for record, ids in ((each, self._kept(conn, each, found[each])) for each in found)
            if ids
        }
        wanted = {
            record: frozenset(ids - kept.get(record, frozenset())) for record, ids in found.items()
        }
        wanted = {record: ids for record, ids in wanted.items() if ids}
        once = _once_theirs(conn, found["person"])
        if once:
            wanted["phone_number"] = wanted.get("phone_number", frozenset()) | once
        people = frozenset(found["person"])
        items = _items(conn, wanted, people, after)
        until = conn.execute(select(func.max(_change.c.seq))).scalar() or 0
        why_not = _why_not(conn, stays, found)
        return row.name, _Plan(people, wanted, kept, items, why_not, until)

    def _kept(self, conn: Connection, record: str, ids: Collection[UUID]) -> frozenset[UUID]:
        if record in STAYS:
            return frozenset(ids)
        if record != "safety_event":
            return frozenset()
        event, now = _of["safety_event"], self._clock()
        rows = conn.execute(select(event.c.id, event.c.opened_at).where(event.c.id.in_(ids)))
        return frozenset(row.id for row in rows if must_stay(record, row.opened_at, now))


def _told(name: str, plan: _Plan) -> Removal:
    return Removal(
        name,
        {record: len(ids) for record, ids in plan.records.items()},
        {record: len(ids) for record, ids in plan.kept.items()},
        len({entry for entry, _ in plan.items}),
        plan.why_not,
    )


def _why_not(conn: Connection, person_id: UUID, found: Found) -> str:
    if any(each.kind is HoldKind.LEGAL for each in holds_of(conn, person_id)):
        return "There is a legal hold: nothing may be removed. A manager lifts it, with a reason."
    if _held_too(conn, found):
        return (
            "Somebody else whom these records concern has a legal hold: nothing of them may be "
            "removed. A manager lifts it, with a reason."
        )
    for record, words in (("callback", "promise"), ("request", "request")):
        table = _of[record]
        many = sum(
            conn.execute(
                select(func.count()).where(table.c.id.in_(some), table.c.state == "open")
            ).scalar_one()
            for some in some_at_a_time(found.get(record, ()))
        )
        if many:
            return f"An open {words} is to be kept first: close it, then remove."
    for table in (_draft, _safety_draft):
        named = or_(*(table.c.payload.contains(each.hex) for each in found["person"]))
        if conn.execute(select(func.count()).where(named)).scalar_one():
            return "A call about them is still open at a desk. Log it or put it away first."
    if is_half_typed(conn, found["person"]):
        return "A call with their name or number is still open at a desk. Log it or throw it away."
    return ""


def _once_theirs(conn: Connection, people: Collection[UUID]) -> frozenset[UUID]:
    """Numbers that were theirs and are nobody's now, which nothing else refers to."""
    uses = _of["person_number"].name
    named = or_(*(_item.c.before.contains(each.hex) for each in people))
    gone = select(_item.c.before).where(_item.c.record == uses, _item.c.after.is_(None), named)
    numbers = {UUID(hex=json.loads(image)["number_id"]) for image in conn.execute(gone).scalars()}
    return frozenset(each for each in numbers if not any(_refer_to(conn, each)))


def _held_too(conn: Connection, found: Found) -> bool:
    """Whether a record of theirs that would be emptied names somebody with a legal hold."""
    held = held_for_law(conn) - found["person"]
    if not held:
        return False
    for record in ("call", "callback", "voicemail", "request", "safety_event", "lead"):
        table = _of[record]
        names = or_(*(table.c[column].in_(sorted(held)) for column in OWN[record]))
        for some in some_at_a_time(found.get(record, ())):
            if conn.execute(select(table.c.id).where(table.c.id.in_(some), names).limit(1)).first():
                return True
    return False


def _items(
    conn: Connection,
    wanted: Mapping[str, frozenset[UUID]],
    people: Collection[UUID],
    after: int,
) -> frozenset[tuple[UUID, int]]:
    """What the trail has of these records, and, in Changes ``after`` a number, of those of before
    that named the person."""
    found: set[tuple[UUID, int]] = set()
    pair = select(_item.c.change_id, _item.c.position).where(_item.c.salt.is_not(None))
    for ids in wanted.values():
        for some in some_at_a_time(ids):
            found |= {tuple(row) for row in conn.execute(pair.where(_item.c.record_id.in_(some)))}
    named = or_(
        *(side.contains(each.hex) for each in people for side in (_item.c.before, _item.c.after))
    )
    but = _item.c.record.not_in(sorted(STAYS | {"safety_event"}))
    since = pair.join(_change, _change.c.id == _item.c.change_id).where(_change.c.seq > after)
    found |= {tuple(row) for row in conn.execute(since.where(but, named))}
    return frozenset(found)


def _keep_wishes(conn: Connection, plan: _Plan) -> None:
    """A do-not-call of theirs is one of their numbers from here on: whom it was of goes."""
    kind, numbers = KINDS["do_not_call"], sorted(plan.records.get("phone_number", ()))
    for each in plan.records.get("do_not_call", ()):
        row = kind.read(conn, each)
        if row is None or row["lifted_at"] is not None or row["number_id"] is not None:
            continue
        for place, number in enumerate(numbers):
            where = {"person_id": None, "number_id": number}
            if place:
                kind.insert(conn, {**row, **where, "id": uuid4(), "reason": ""}, ())
            else:
                kind.update(conn, each, where)


def _make_stubs(conn: Connection, plan: _Plan) -> None:
    numbers = plan.records.get("phone_number", frozenset())
    for record in GONE:
        for each in plan.records.get(record, ()):
            KINDS[record].delete(conn, each)
    for record, stub in STUBS.items():
        kind = KINDS[record]
        for each in plan.records.get(record, ()):
            row = kind.read(conn, each)
            if row is None:
                continue
            values = {
                name: value
                for name, value in stub.items()
                # The number of a household stays what it is.
                if not name.endswith("number_id") or row[name] in numbers
            }
            kind.update(conn, each, {**values, "version": row["version"] + 1})
            if record in WITHOUT_CHILDREN:
                kind.replace_children(conn, each, ())
    for number in numbers:
        if not any(_refer_to(conn, number)):
            KINDS["phone_number"].delete(conn, number)
    tallies.count(conn, tallies.PEOPLE, -1)
    tallies.forget(conn, tallies.PAIRS)


def _refer_to(conn: Connection, number_id: UUID) -> Iterator[bool]:
    """Whether each of the columns that refer to numbers refers to this one. A do-not-call in force
    does: it goes on protecting whoever answers there."""
    for table in tables.metadata.tables.values():
        for column in table.c:
            if any(key.column.table.name == "phone_number" for key in column.foreign_keys):
                rows = conn.execute(select(column).where(column == number_id).limit(1))
                yield rows.first() is not None
