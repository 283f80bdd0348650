"""Making a promise to ring somebody: the one place where a callback begins.

A call logged with an outcome that promises one and "New callback" both come here, so that no
promise gets past the hours, a do-not-call, or a restriction such as "never ring home".
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, bindparam, literal_column, or_, select

from desktop.domain.calling_hours import CallingHours, HourCheck, allowed, may_place
from desktop.domain.errors import NotFound, Refused
from desktop.domain.roles import may
from desktop.domain.suitable_hours import next_suitable
from desktop.domain.vocabulary import (
    CallbackKind,
    CallbackState,
    DoNotCallPurpose,
    MilestoneKind,
    NumberKind,
    Permission,
    Reason,
    RestrictionKind,
    Role,
)
from desktop.domain.wording import promise_line
from desktop.domain.zones import Candidates, is_zone
from desktop.services.actor import Actor
from desktop.services.changes import Writing
from desktop.services.closed_sites import refuse_closed
from desktop.services.do_not_call import DoNotCallRow, in_force, stops
from desktop.services.naming import named
from desktop.services.reach import hours_within_law, site_calendar, site_of_team, zones_at
from desktop.services.waiting import latest_by_policy, may_wait
from desktop.services.who_stays import who_stays
from desktop.storage import tables
from desktop.storage.prepared import Prepared, one_of_these

_person = tables.metadata.tables["person"]
_uses = tables.metadata.tables["person_number"]
_number = tables.metadata.tables["phone_number"]
_restriction = tables.metadata.tables["restriction"]
_do_not_call = tables.metadata.tables["do_not_call"]
_callback = tables.metadata.tables["callback"]
_account = tables.metadata.tables["user_account"]
_site = tables.metadata.tables["site"]
_team = tables.metadata.tables["team"]

_PERSON = Prepared(
    select(_person.c.name, _person.c.zone, _person.c.hours_from, _person.c.hours_to).where(
        _person.c.id == bindparam("this_id")
    )
)
_PEOPLE = Prepared(
    select(
        _person.c.id, _person.c.name, _person.c.zone, _person.c.hours_from, _person.c.hours_to
    ).where(one_of_these(_person.c.id))
)
_E164 = Prepared(select(_number.c.e164).where(_number.c.id == bindparam("this_id")))
_ACCOUNT = Prepared(
    select(_account.c.active, _account.c.role).where(_account.c.id == bindparam("this_id"))
)
_TEAM_ZONE = (
    select(_site.c.zone)
    .join(_team, _team.c.site_id == _site.c.id)
    .where(_team.c.id == bindparam("this_id"))
)
_NUMBERS = Prepared(
    select(_uses.c.person_id, _uses.c.number_id, _uses.c.kind, _restriction.c.kind.label("bound"))
    .outerjoin(_restriction, _restriction.c.person_id == _uses.c.person_id)
    .where(
        or_(
            _uses.c.person_id == bindparam("this_person"),
            _uses.c.person_id == bindparam("this_subject"),
        )
    )
    .order_by(_uses.c.position, _uses.c.id)
)
_WRONG = select(_callback.c.number_id).where(
    _callback.c.person_id == bindparam("this_person"),
    _callback.c.state == literal_column("'open'"),
    _callback.c.asks_number.is_(True),
)
_users_of_number = select(_uses.c.person_id).where(_uses.c.number_id == bindparam("this_number"))
_ANY_DO_NOT_CALL = Prepared(
    select(_do_not_call.c.id)
    .where(
        _do_not_call.c.lifted_at.is_(None),
        or_(
            _do_not_call.c.person_id == bindparam("this_person"),
            _do_not_call.c.number_id == bindparam("this_number"),
            _do_not_call.c.person_id.in_(_users_of_number),
        ),
    )
    .limit(1)
)

_FORBIDS = {
    (RestrictionKind.NEVER_RING_HOME, NumberKind.HOME),
    (RestrictionKind.NEVER_RING_WORK, NumberKind.WORK),
}
_PURPOSES = {
    DoNotCallPurpose.ALL: "not to be called",
    DoNotCallPurpose.MARKETING: "to get no marketing calls",
    DoNotCallPurpose.TRANSITION: "to get no calls about the sale",
}


@dataclass(frozen=True, slots=True)
class Promise:
    """What is promised, to whom, and until when.

    ``due_at`` is the latest date when the promise also waits on a ``milestone``. ``number_id`` may
    be missing when the person has a number. ``owner_team_id`` None means the desk's team,
    ``owner_user_id`` None the whole team. ``given_at`` is when it was said (now, unless the call
    is a late entry); ``not_before`` the start of the call it was said on. ``zone`` is where they
    said they are, which counts where no place of theirs was stated before.
    """

    reason: Reason
    what: str
    due_at: datetime
    kind: CallbackKind = CallbackKind.SERVICE
    person_id: UUID | None = None
    subject_id: UUID | None = None
    number_id: UUID | None = None
    call_id: UUID | None = None
    site_id: UUID | None = None
    milestone: MilestoneKind | None = None
    owner_team_id: UUID | None = None
    owner_user_id: UUID | None = None
    hours_reason: str = ""
    given_at: datetime | None = None
    not_before: datetime | None = None
    zone: str | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """What the hours need of a person: a name for sentences, the stated zone, their hours."""

    name: str
    zone: str | None
    hours: CallingHours


NOBODY = Facts("This caller", None, CallingHours())
"""Nobody is named yet."""


@dataclass(frozen=True, slots=True)
class Callee:
    """Who would be rung: a name for sentences, the number, where they may be, their hours."""

    name: str
    number_id: UUID | None
    candidates: Candidates
    hours: CallingHours


def facts_of(conn: Connection, person_id: UUID | None) -> Facts:
    """Raises :class:`NotFound` for a person who is gone."""
    if person_id is None:
        return NOBODY
    person = _PERSON.first(conn, {"this_id": person_id})
    if person is None:
        raise NotFound("This person is not here any more. Pick them again.")
    return _facts(*person)


def facts_of_many(conn: Connection, people: Collection[UUID]) -> dict[UUID, Facts]:
    """The same of many people; those who are gone are not in it."""
    return {person_id: _facts(*person) for person_id, *person in _PEOPLE.among(conn, people)}


def _facts(name: str, zone: str | None, hours_from: int | None, hours_to: int | None) -> Facts:
    stated = zone if zone and is_zone(zone) else None
    return Facts(name, stated, hours_within_law(hours_from, hours_to))


def add_promise(
    writing: Writing, actor: Actor, promise: Promise, facts: Facts | None = None
) -> UUID:
    """Write the callback of a promise inside an open Change and return its identity. ``facts`` are
    those of the person, where they have been read already.

    Raises :class:`Refused` (nothing to ring, do-not-call, a time gone by, a marketing call outside
    the hours) and :class:`NeedsReason` (another call outside the hours), each with what to do. A
    safety follow-up is let through always, also without a number: the desk then asks for one.
    """
    promise = _led_on(writing.conn, promise)
    safety = promise.kind is CallbackKind.SAFETY
    who = callee(writing.conn, actor, promise, facts or facts_of(writing.conn, promise.person_id))
    if who.number_id is None and not safety:
        raise Refused(_nothing_to_ring(promise, who))
    if promise.not_before is not None and promise.due_at < promise.not_before:
        raise Refused("The time promised is before the call. Choose a later one.")
    refuse_stopped(writing.conn, promise.kind, promise.person_id, who.number_id, who.name)
    if not safety:
        site_id = promise.site_id or actor.site_id
        team_id = promise.owner_team_id or actor.team_id
        refuse_closed(writing.conn, site_id, team_id, promise.reason)
    if promise.milestone is not None:
        promise = _waiting(writing, actor, promise, who)
    check = allowed(promise.due_at, who.candidates, who.hours)
    may_place(promise.kind, check, promise.hours_reason)
    return writing.insert("callback", promise_row(writing, actor, promise, who, check))


def _waiting(writing: Writing, actor: Actor, promise: Promise, who: Callee) -> Promise:
    """It waits for something that can still come, and not longer than the policy allows."""
    if promise.milestone is None:
        return promise
    site_id = promise.site_id or actor.site_id
    may_wait(writing.conn, promise.milestone, site_id)
    due_at = latest_by_policy(
        writing.conn,
        writing.now,
        promise.due_at,
        promise.reason,
        (promise.person_id, promise.subject_id),
        who.candidates,
        who.hours,
        site_of_team(writing.conn, promise.owner_team_id or actor.team_id),
    )
    return replace(promise, due_at=due_at)


def _led_on(conn: Connection, promise: Promise) -> Promise:
    """Somebody who was merged meanwhile is meant as who stays."""
    person_id, subject_id = promise.person_id, promise.subject_id
    stays = who_stays(conn, person_id) if person_id else None
    subject = stays if subject_id == person_id else subject_id and who_stays(conn, subject_id)
    if (stays, subject) == (person_id, subject_id):
        return promise
    return replace(promise, person_id=stays, subject_id=subject)


def callee(conn: Connection, actor: Actor, promise: Promise, facts: Facts) -> Callee:
    """Whom the promise would ring, and where."""
    number_id = promise.number_id
    if promise.person_id is not None:
        number_id = number_to_ring(conn, number_id, promise.person_id, promise.subject_id)
    stated_zone = facts.zone or promise.zone
    row = None
    if number_id is not None and stated_zone is None:  # else the number has no say
        row = _E164.first(conn, {"this_id": number_id})
    e164 = row[0] if row else None
    site_zone = actor.zone
    if promise.owner_team_id not in (None, actor.team_id):
        site_zone = conn.execute(_TEAM_ZONE, {"this_id": promise.owner_team_id}).scalar_one()
    return Callee(facts.name, number_id, zones_at(stated_zone, e164, site_zone), facts.hours)


def soonest(writing: Writing, actor: Actor, who: Callee) -> datetime:
    """The first time from now that suits them and the desk's clinic."""
    site = site_calendar(writing.conn, actor.site_id)
    return next_suitable(writing.now, who.candidates, who.hours, site)


def number_to_ring(
    conn: Connection, asked: UUID | None, person_id: UUID, subject_id: UUID | None
) -> UUID | None:
    """The number to ring: the one asked for, else the person's first.

    A number that the person, or whom it concerns, must never be rung at is passed over, and so is
    one that was wrong, unless it is asked for; None when no other is left.
    """
    who = {"this_person": person_id, "this_subject": subject_id or person_id}
    rows = _NUMBERS.rows(conn, who)
    forbidden = {number for _, number, kind, bound in rows if (bound, kind) in _FORBIDS}
    if asked is not None and asked not in forbidden:
        return asked
    own = [number for user, number, _, _ in rows if user == person_id]
    wrong = conn.execute(_WRONG, {"this_person": person_id}).scalars().all() if own else ()
    return next((number for number in own if number not in {*forbidden, *wrong}), None)


def stopped_by(
    conn: Connection, kind: CallbackKind, person_id: UUID | None, number_id: UUID | None
) -> DoNotCallRow | None:
    """The do-not-call that stops a callback of this kind, if any. Nearly always there is none, so
    one cheap look comes first."""
    if not any_do_not_call(conn, person_id, number_id):
        return None
    return stops(kind, in_force(conn, person_id, number_id))


def refuse_stopped(
    conn: Connection,
    kind: CallbackKind,
    person_id: UUID | None,
    number_id: UUID | None,
    name: str,
) -> None:
    """Raise :class:`Refused` when a do-not-call stops a callback of this kind."""
    stopped = stopped_by(conn, kind, person_id, number_id)
    if stopped is not None:
        if stopped.person_id is None:  # whoever of the household it was
            name = f"Somebody at {named(conn, None, stopped.number_id)}"
        raise Refused(
            f"{name} asked {_PURPOSES[stopped.purpose]}. "
            "Take a message instead, or ask a manager to lift it."
        )


def any_do_not_call(conn: Connection, person_id: UUID | None, number_id: UUID | None) -> bool:
    """Whether any do-not-call at all is kept for the person, the number or its users."""
    who = {"this_person": person_id, "this_number": number_id}
    return _ANY_DO_NOT_CALL.first(conn, who) is not None


def all_in_force(
    conn: Connection, pairs: Iterable[tuple[UUID | None, UUID | None]]
) -> tuple[DoNotCallRow, ...]:
    """What is in force for any of these people at these numbers, each row once."""
    found: dict[UUID, DoNotCallRow] = {}
    for person_id, number_id in pairs:
        if any_do_not_call(conn, person_id, number_id):
            found.update((row.id, row) for row in in_force(conn, person_id, number_id))
    return tuple(found.values())


def _nothing_to_ring(promise: Promise, who: Callee) -> str:
    if promise.number_id is not None:
        return f"{who.name} must never be rung at this number. Ask for another one and type it."
    return "There is no number to ring. Ask for one and type it, or take a message instead."


def owner_still_here(conn: Connection, actor: Actor, owner_id: UUID | None) -> UUID | None:
    """Who is to ring; None (the whole team) where whoever was picked has left since."""
    if owner_id in (None, actor.user_id):
        return owner_id
    row = _ACCOUNT.first(conn, {"this_id": owner_id})
    may_ring = row is not None and row[0] and may(Role(row[1]), Permission.KEEP_CALLBACKS)
    return owner_id if may_ring else None


@lru_cache(maxsize=256)
def _wall(due_at: datetime, zone: str, given_at: datetime) -> str:
    """What is promised, on their clock; many rows of a file are promised one time."""
    return promise_line(due_at, zone, zone, "", given_at)


def promise_row(
    writing: Writing, actor: Actor, promise: Promise, who: Callee, check: HourCheck
) -> dict[str, Any]:
    """The columns of a promise that is new, but for its identity; ``check`` is what the person's
    hours say about the time that is promised."""
    given_at = promise.given_at or writing.now
    zone = who.candidates.zones[0]
    return {
        "kind": promise.kind,
        "state": CallbackState.OPEN,
        "call_id": promise.call_id,
        "number_id": who.number_id,
        "person_id": promise.person_id,
        "subject_id": promise.subject_id,
        "site_id": promise.site_id or actor.site_id,
        "reason": promise.reason,
        "promise": promise.what,
        "promised_at": given_at,
        "promised_by": actor.user_id,
        "promised_wall": _wall(promise.due_at, zone, given_at),
        "promised_zone": zone,
        "zone_certain": who.candidates.certain,
        "first_due_at": promise.due_at,
        "due_at": promise.due_at,
        "milestone": promise.milestone,
        "owner_team_id": promise.owner_team_id or actor.team_id,
        "owner_user_id": owner_still_here(writing.conn, actor, promise.owner_user_id),
        "attempts": 0,
        "needs_decision": False,
        "asks_number": who.number_id is None,
        "hours_reason": None if check.allowed else promise.hours_reason.strip() or None,
        "resolution_note": "",
    }
