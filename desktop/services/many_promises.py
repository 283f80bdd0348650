"""Promises to ring many numbers back, looked up and written together.

Only what is plain is told here: nobody asked not to be called, nobody must never be rung there, no
promise that waits has to be moved. Whatever is not plain is for the one at a time
(:mod:`desktop.services.receiving_promises`), where the rules are.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from operator import itemgetter
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import exists, or_, select

from desktop.domain.calling_hours import HourCheck, allowed, may_place
from desktop.domain.vocabulary import CallbackKind, CallbackState, CallOutcome
from desktop.domain.zones import Candidates
from desktop.services.batch_memory import Memory
from desktop.services.intake_desk import IntakeDesk
from desktop.services.promising import NOBODY, Callee, Facts, Promise, facts_of_many, promise_row
from desktop.services.reach import site_of_team, zones_at
from desktop.storage import tables
from desktop.storage.prepared import Prepared, one_of_these

_of = tables.metadata.tables
_callback = _of["callback"]
_attempt = _of["attempt"]
_made_for = _of["call"].alias("made_for")
_do_not_call = _of["do_not_call"]
_restriction = _of["restriction"]

_OPEN = Prepared(
    select(
        _callback.c.number_id,
        _callback.c.id,
        _callback.c.person_id,
        _callback.c.due_at,
        exists().where(_attempt.c.callback_id == _callback.c.id).label("tried"),
        _callback.c.zone_certain,
        _callback.c.owner_team_id,
        _made_for.c.outcome,
    )
    .select_from(_callback.outerjoin(_made_for, _made_for.c.id == _callback.c.call_id))
    .where(
        one_of_these(_callback.c.number_id),
        _callback.c.state == CallbackState.OPEN,
        _callback.c.kind == CallbackKind.SERVICE,
    )
    .order_by(_callback.c.due_at, _callback.c.id)
)
_ELSEWHERE = Prepared(
    select(_made_for.c.number_id)
    .join(_callback, _callback.c.call_id == _made_for.c.id)
    .where(
        one_of_these(_made_for.c.number_id),
        _made_for.c.outcome == CallOutcome.MISSED,
        _callback.c.state == CallbackState.OPEN,
        _callback.c.kind == CallbackKind.SERVICE,
        or_(_callback.c.number_id.is_(None), _callback.c.number_id != _made_for.c.number_id),
    )
)
"""Calls missed from a number that are to be rung back at another."""
_STOPPED_NUMBERS = Prepared(
    select(_do_not_call.c.number_id).where(
        _do_not_call.c.lifted_at.is_(None),
        one_of_these(_do_not_call.c.number_id),
    )
)
_STOPPED_PEOPLE = Prepared(
    select(_do_not_call.c.person_id).where(
        _do_not_call.c.lifted_at.is_(None),
        one_of_these(_do_not_call.c.person_id),
    )
)
_BOUND = Prepared(select(_restriction.c.person_id).where(one_of_these(_restriction.c.person_id)))


class _Open(NamedTuple):
    """An open promise at a number: whom it is to, and what its call was."""

    id: UUID
    person_id: UUID | None
    due_at: datetime
    tried: bool
    zone_certain: bool
    owner_team_id: UUID
    outcome: str | None


class Ring(NamedTuple):
    """Somebody to ring: the number, its row, and who is meant, if anybody is."""

    number_id: UUID
    e164: str
    person_id: UUID | None


def know_facts(desk: IntakeDesk, memory: Memory, people: Iterable[UUID]) -> None:
    """Look up what the hours need of these people."""
    unknown = {each for each in people if each not in memory.facts}
    memory.facts.update(facts_of_many(desk.conn, unknown))


def not_free(desk: IntakeDesk, memory: Memory, rings: Collection[Ring]) -> set[UUID]:
    """The numbers that something may keep from being rung: a do-not-call of anybody who uses them,
    a restriction of who is meant."""
    asked = [each for each in rings if (each.number_id, each.person_id) not in memory.free]
    if not asked:
        return set()
    users = {each.number_id: memory.users_of(each.number_id) for each in asked}
    meant = {each.person_id for each in asked if each.person_id is not None}
    stopped_numbers = _found(desk, _STOPPED_NUMBERS, users)
    stopped_people = _found(desk, _STOPPED_PEOPLE, meant.union(*users.values()))
    bound = _found(desk, _BOUND, meant)
    kept: set[UUID] = set()
    for each in asked:
        who = {*users[each.number_id], each.person_id}
        if each.number_id in stopped_numbers or who & stopped_people or each.person_id in bound:
            kept.add(each.number_id)
        else:
            memory.free.add((each.number_id, each.person_id))
    return kept


def _found(desk: IntakeDesk, query: Prepared, these: Collection[UUID]) -> set[UUID]:
    return {row[0] for row in query.among(desk.conn, these)}


def waiting(desk: IntakeDesk, memory: Memory, rings: Sequence[Ring]) -> set[UUID]:
    """Note the promises that wait for missed calls from these numbers already; the numbers of
    which this way does not tell enough. What is neither noted nor told has no promise yet."""
    ids = [each.number_id for each in rings]
    unusual = _found(desk, _ELSEWHERE, ids)
    there: dict[UUID, list[_Open]] = {}
    for number_id, *row in sorted(_OPEN.among(desk.conn, ids), key=itemgetter(3, 1)):
        there.setdefault(number_id, []).append(_Open(*row))
    know_facts(desk, memory, {r.person_id for rows in there.values() for r in rows if r.person_id})
    for ring in rings:
        rows = there.get(ring.number_id, ())
        if not rows or ring.number_id in unusual:
            continue
        missed = [row for row in rows if row.outcome == CallOutcome.MISSED]
        theirs = [row for row in missed if row.person_id == ring.person_id]
        if ring.person_id is None:
            theirs = missed
        if any(row.tried for row in missed) or (missed and not theirs):
            unusual.add(ring.number_id)
        elif theirs:
            if _may_come_forward(desk, memory, ring, theirs[0]):
                unusual.add(ring.number_id)
            else:
                memory.rung_back[ring.number_id] = rows[0].id
    return unusual


def _may_come_forward(desk: IntakeDesk, memory: Memory, ring: Ring, row: _Open) -> bool:
    """Whether a promise may be due sooner, now that they have rung again."""
    if row.due_at <= desk.writing.now:
        return False
    facts = memory.facts[row.person_id] if row.person_id is not None else NOBODY
    candidates = _candidates(desk, memory, facts, ring.e164)
    # What was said then, and another clinic's hours, are looked at one at a time.
    site_id = memory.sites.get(row.owner_team_id)
    if site_id is None:
        site_id = memory.sites[row.owner_team_id] = site_of_team(desk.conn, row.owner_team_id)
    if site_id != desk.actor.site_id or (row.zone_certain and not candidates.certain):
        return True
    there = Callee(facts.name, ring.number_id, candidates, facts.hours)
    return desk.first_suitable(there) < row.due_at


def callee_of(desk: IntakeDesk, memory: Memory, ring: Ring) -> Callee:
    """Whom a promise rings, where nothing keeps anybody from being rung."""
    facts = memory.facts[ring.person_id] if ring.person_id is not None else NOBODY
    candidates = _candidates(desk, memory, facts, ring.e164)
    return Callee(facts.name, ring.number_id, candidates, facts.hours)


def new_promise(
    desk: IntakeDesk,
    promise: Promise,
    who: Callee,
    checks: dict[tuple[datetime, Candidates], HourCheck],
) -> dict[str, Any]:
    """The row of a promise that nothing stops; ``checks`` keeps what the hours of many say."""
    place = (promise.due_at, who.candidates)
    check = checks.get(place) if who.hours == NOBODY.hours else None
    if check is None:
        check = allowed(promise.due_at, who.candidates, who.hours)
        if who.hours == NOBODY.hours:
            checks[place] = check
    may_place(promise.kind, check, promise.hours_reason)
    row = promise_row(desk.writing, desk.actor, promise, who, check)
    return {**row, "id": desk.writing.new_id()}


def _candidates(desk: IntakeDesk, memory: Memory, facts: Facts, e164: str) -> Candidates:
    if facts.zone is None:
        return memory.zones.candidates(e164)
    return zones_at(facts.zone, e164, desk.actor.zone)
