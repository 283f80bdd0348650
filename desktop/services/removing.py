"""Removing one person's data for good, where the law allows: looked at first, with a reason.

Everything happens in the transaction of one entry of the trail: the records become stubs
(``domain.removal``), and what the trail kept of them is blanked, which leaves every chain as it can
be verified. There is no undo. Backups keep what they have until they are thinned. What stays behind
in the index of words is cleared in short steps afterwards, so that nobody waits for it.
"""

from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from uuid import UUID, uuid4

from sqlalchemy import Connection, func, literal, or_, select

from desktop.domain.audit import Event
from desktop.domain.errors import ChangedSince, NotFound, Refused, StorageProblem
from desktop.domain.removal import GONE, REMOVED_KIND, STAYS, STUBS, WITHOUT_CHILDREN, must_stay
from desktop.domain.vocabulary import HoldKind, Permission
from desktop.services import tallies
from desktop.services.actor import Actor, demand
from desktop.services.changes import Clock, Ledger
from desktop.services.erasing import blank_items, noted
from desktop.services.half_typed import is_half_typed
from desktop.services.holds import holds_of
from desktop.services.legal_holds import held_for_law
from desktop.services.many_ids import some_at_a_time
from desktop.services.once_theirs import at_nobody_else, names, once_theirs
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
_ROUNDS = 2
"""A merge of the index that somebody's write had begun before leaves something for a second one."""


@dataclass(frozen=True, slots=True)
class Removal:
    """What would be removed: how many records of each kind, how many stay as they are, how many
    numbers stay nameless because they are not to be called, how many entries of the trail are
    blanked. ``why_not`` is empty where it may be done."""

    name: str
    removed: Mapping[str, int]
    kept: Mapping[str, int]
    not_to_call: int
    entries: int
    why_not: str


@dataclass(frozen=True, slots=True)
class _Plan:
    people: frozenset[UUID]
    records: Mapping[str, frozenset[UUID]]
    gone: Found
    """What only the trail has of them by now."""
    kept: Mapping[str, frozenset[UUID]]
    wishes: Mapping[UUID, frozenset[UUID]]
    """Do-not-calls that stay, and at which of their numbers."""
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
            return _told(conn, *self._plan(conn, person_id))

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
            told = _told(conn, name, plan)
        if plan.why_not:
            raise Refused(plan.why_not)

        def within(conn: Connection) -> None:
            # Nobody else writes meanwhile, so only what came since is looked through.
            _, now = self._plan(conn, person_id, plan)
            same = all(
                getattr(now, part) == getattr(plan, part)
                for part in ("people", "records", "gone", "kept", "wishes")
            )
            if not same or now.why_not or not now.items <= plan.items:
                raise ChangedSince("Something was added meanwhile. Look at it again first.")
            blank_items(conn, plan.items)
            _keep_wishes(conn, plan)
            _make_stubs(conn, plan)

        self._ledger.note(
            Event.ERASE,
            actor,
            record="person",
            record_id=person_id,
            details=noted(plan.items, reason.strip()),
            within=within,
        )
        self._forget_words()
        return told

    def _forget_words(self) -> None:
        """Off the removal's own write: with a million calls it takes seconds. What is not done when
        the program ends, or the disk is full, is done with the next removal; until then a word
        stands in the index that leads to nobody."""
        with suppress(StorageProblem):
            for _ in range(_ROUNDS):
                more = first = True
                while more:
                    with self._database.write() as conn:
                        more = forget_words(conn, first=first)
                    first = False

    def _plan(
        self, conn: Connection, person_id: UUID, before: _Plan | None = None
    ) -> tuple[str, _Plan]:
        """``before`` is one of a moment ago: only what the trail has since is looked through."""
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
        gone = dict(before.gone if before else once_theirs(conn, found))
        if before:
            gone["phone_number"] = at_nobody_else(conn, gone["phone_number"], found)
        people = frozenset(found["person"])
        held = held_for_law(conn) - people
        items, names_held = _items(
            conn, (wanted, gone), people, before.until if before else 0, held
        )
        until = conn.execute(select(func.max(_change.c.seq))).scalar() or 0
        why_not = _why_not(conn, stays, found)
        if not why_not and (names_held or _concern(conn, wanted, held)):
            why_not = HELD_TOO
        wishes = _wishes(conn, wanted)
        return row.name, _Plan(people, wanted, gone, kept, wishes, items, why_not, until)

    def _kept(self, conn: Connection, record: str, ids: Collection[UUID]) -> frozenset[UUID]:
        if record in STAYS:
            return frozenset(ids)
        if record != "safety_event":
            return frozenset()
        event, now = _of["safety_event"], self._clock()
        rows = conn.execute(select(event.c.id, event.c.opened_at).where(event.c.id.in_(ids)))
        return frozenset(row.id for row in rows if must_stay(record, row.opened_at, now))


HELD_TOO = (
    "There is a legal hold on somebody else whom these records concern: nothing of them may be "
    "removed. A manager lifts it, with a reason."
)


def _told(conn: Connection, name: str, plan: _Plan) -> Removal:
    removed = {record: len(ids) for record, ids in plan.records.items()}
    wished = {number for numbers in plan.wishes.values() for number in numbers}
    own = plan.records.get("phone_number", frozenset())
    removed["phone_number"] = len(at_nobody_else(conn, own, plan.records) - wished)
    removed["do_not_call"] = removed.get("do_not_call", 0) - len(plan.wishes)
    return Removal(
        name,
        {record: many for record, many in removed.items() if many},
        {record: len(ids) for record, ids in plan.kept.items()},
        len(wished),
        len({entry for entry, _ in plan.items}),
        plan.why_not,
    )


def _why_not(conn: Connection, person_id: UUID, found: Found) -> str:
    if any(each.kind is HoldKind.LEGAL for each in holds_of(conn, person_id)):
        return "There is a legal hold: nothing may be removed. A manager lifts it, with a reason."
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


def _concern(
    conn: Connection, wanted: Mapping[str, Collection[UUID]], held: Collection[UUID]
) -> bool:
    """Whether any of these records names one of these people."""
    if not held:
        return False
    for record in wanted.keys() & OWN.keys():
        table = _of[record]
        named = or_(*(table.c[column].in_(sorted(held)) for column in OWN[record]))
        for some in some_at_a_time(wanted[record]):
            if conn.execute(select(table.c.id).where(table.c.id.in_(some), named).limit(1)).first():
                return True
    return False


def _items(
    conn: Connection,
    wanted: Collection[Mapping[str, Collection[UUID]]],
    people: Collection[UUID],
    after: int,
    held: Collection[UUID],
) -> tuple[frozenset[tuple[UUID, int]], bool]:
    """What the trail has of these records, and, in Changes ``after`` a number, of those of before
    that named the person; and whether any of it names somebody who is ``held``."""
    found: dict[tuple[UUID, int], bool] = {}
    images = (_item.c.before, _item.c.after)
    names_held = func.coalesce(names(held, *images), False) if held else literal(False)
    pair = select(_item.c.change_id, _item.c.position, names_held)
    pair = pair.where(_item.c.salt.is_not(None))
    for records in wanted:
        for ids in records.values():
            for some in some_at_a_time(ids):
                rows = conn.execute(pair.where(_item.c.record_id.in_(some)))
                found |= {(row[0], row[1]): row[2] for row in rows}
    but = _item.c.record.not_in(sorted(STAYS | {"safety_event"}))
    since = pair.join(_change, _change.c.id == _item.c.change_id).where(_change.c.seq > after)
    named = conn.execute(since.where(but, names(people, *images)))
    found |= {(row[0], row[1]): row[2] for row in named}
    return frozenset(found), any(found.values())


def _wishes(
    conn: Connection, wanted: Mapping[str, Collection[UUID]]
) -> Mapping[UUID, frozenset[UUID]]:
    """Their do-not-calls in force, and at which of their own numbers. At a number that others use
    a wish ends with whose it was: it was never those others'."""
    own = frozenset(wanted.get("phone_number", ()))
    found: dict[UUID, frozenset[UUID]] = {}
    for some in some_at_a_time(wanted.get("do_not_call", ())):
        for row in conn.execute(
            select(_dnc).where(_dnc.c.id.in_(some), _dnc.c.lifted_at.is_(None))
        ):
            at = own if row.number_id is None else own & {row.number_id}
            if at:
                found[row.id] = at
    return found


def _keep_wishes(conn: Connection, plan: _Plan) -> None:
    """A do-not-call in force is one of their numbers from here on: whom it was of goes."""
    kind = KINDS["do_not_call"]
    for each in plan.records.get("do_not_call", ()):
        row = kind.read(conn, each)
        if row is None:
            continue
        for place, number in enumerate(sorted(plan.wishes.get(each, ()))):
            where = {"person_id": None, "number_id": number, "reason": ""}
            if place:
                kind.insert(conn, {**row, **where, "id": uuid4()}, ())
            else:
                kind.update(conn, each, where)
        if row["lifted_at"] is not None and row["number_id"] is not None:
            kind.delete(conn, each)  # or it would keep the number for nothing


def _make_stubs(conn: Connection, plan: _Plan) -> None:
    numbers = plan.records.get("phone_number", frozenset()) | plan.gone["phone_number"]
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
    # A do-not-call in force refers to its number: it goes on protecting whoever answers there.
    for number in at_nobody_else(conn, numbers, {}):
        KINDS["phone_number"].delete(conn, number)
    tallies.count(conn, tallies.PEOPLE, -1)
    tallies.forget(conn, tallies.PAIRS)
