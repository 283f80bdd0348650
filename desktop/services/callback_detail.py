"""One promise in full: what was promised, what binds the desk, what to do next, what happened."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Connection, bindparam, select

from desktop.domain.calling_hours import CallingHours
from desktop.domain.errors import NeedsReason, NotFound, Refused
from desktop.domain.local_time import local_day
from desktop.domain.next_action import next_best_action
from desktop.domain.next_try import Tried
from desktop.domain.outcome_labels import neutral_words, outcome_labels
from desktop.domain.vocabulary import AttemptResult, Reason, RestrictionKind, VoicemailRule
from desktop.domain.voicemail_words import VoicemailWords, voicemail_words
from desktop.domain.waiting import WaitLimit
from desktop.domain.wording import moment
from desktop.domain.work_days import SiteCalendar
from desktop.domain.zones import Candidates, city_of_zone
from desktop.services import callback_queue
from desktop.services.actor import Actor
from desktop.services.attempts import tries_of
from desktop.services.do_not_call import DoNotCallRow, in_force
from desktop.services.history import HistoryEntry, entries_of_callback
from desktop.services.history_calls import told
from desktop.services.leases import LeaseRow, lease_of
from desktop.services.person_card import NumberOfPerson, PersonRow, person_card
from desktop.services.person_rows import RestrictionRow, restrictions_of
from desktop.services.places import SiteRow
from desktop.services.queue_row import QueueRow
from desktop.services.reach import Reach, reach, site_of_team
from desktop.services.resolving import resolved_words
from desktop.services.ringing import check_ring
from desktop.services.transition_settings import read_choices
from desktop.services.waiting import wait_limit
from desktop.storage import tables

_callback = tables.metadata.tables["callback"]
_users = tables.metadata.tables["user_account"]
_site = tables.metadata.tables["site"]
_disclosure = tables.metadata.tables["disclosure"]
_statement = tables.metadata.tables["statement"]

_PROMISED = (
    select(_callback, _users.c.name.label("by"))
    .outerjoin(_users, _users.c.id == _callback.c.promised_by)
    .where(_callback.c.id == bindparam("this_id"))
)
_LAST_TOLD = (
    select(_statement.c.number)
    .join(_disclosure, _disclosure.c.statement_id == _statement.c.id)
    .where(_disclosure.c.told_id == bindparam("this_id"), _disclosure.c.struck_reason.is_(None))
    .order_by(_disclosure.c.told_at.desc(), _disclosure.c.id.desc())
    .limit(1)
)


_TOLL_FREE = "855-538-9355"
"""Only for who permitted details: it is the clinic's."""
_NO_MACHINE = frozenset({RestrictionKind.NO_VOICEMAIL, RestrictionKind.LETTER_ONLY})
_ABOUT: Mapping[Reason, str] = {
    Reason.ACQUISITION: "the sale of the clinics",
    Reason.APPOINTMENT: "your appointment",
    Reason.RECORDS: "your records",
    Reason.REFUND: "your refund",
    Reason.NEW_PATIENT: "a first visit",
}
"""As it may be said to who permitted details. Nothing medical is told to a machine."""


@dataclass(frozen=True, slots=True)
class NextAction:
    """The next step in words. ``call_now`` makes the call the main act; ``can_call`` is False when
    ringing would be refused, for the reason in ``why_not``; ``needs_reason`` asks for one first."""

    title: str
    body: str
    call_now: bool
    can_call: bool
    needs_reason: bool
    why_not: str


@dataclass(frozen=True, slots=True)
class CallbackDetail:
    """Beside the row: ``promised_wall`` is the time as it was said, in ``promised_zone``; ``hours``
    and ``candidates`` decide when the person may be rung. ``restrictions`` are those of whom to
    ring and of whom it concerns. ``outcome_lines`` is the second line of each result's button.
    ``last_statement`` is the version they heard last ("v2"), ``site`` the clinic whose team keeps
    the promise and ``calendar`` its days. ``wait`` is how long it may wait, where it waits on a
    milestone. ``place`` names where the person is: their city, else
    that of their zone. ``voicemail_words`` may be left on their machine.
    ``lease`` is valid now. ``timeline`` is newest first."""

    row: QueueRow
    promise: str
    promised_at: datetime
    promised_by: str
    promised_wall: str
    promised_zone: str
    first_due_at: datetime
    hours_reason: str
    resolution_note: str
    hours: CallingHours
    candidates: Candidates
    restrictions: tuple[RestrictionRow, ...]
    voicemail: VoicemailRule
    prefers: str | None
    do_not_call: tuple[DoNotCallRow, ...]
    neutral_words: str
    voicemail_words: VoicemailWords
    last_statement: str | None
    timeline: tuple[HistoryEntry, ...]
    next_action: NextAction
    outcome_lines: Mapping[AttemptResult, str]
    other_numbers: tuple[NumberOfPerson, ...]
    site: SiteRow
    calendar: SiteCalendar
    place: str
    wait: WaitLimit | None
    lease: LeaseRow | None


def read_detail(conn: Connection, actor: Actor, callback_id: UUID, now: datetime) -> CallbackDetail:
    """Everything about one promise, open or closed. Raises :class:`NotFound`."""
    row = callback_queue.one(conn, actor, callback_id, now)
    if row is None:
        raise NotFound("This promise is not here any more. Go back to the list.")
    stored = conn.execute(_PROMISED, {"this_id": callback_id}).mappings().one()
    site_id = site_of_team(conn, row.owner_team_id)
    said_zone = row.zone if row.zone_certain else None
    there = reach(conn, row.person_id, row.number_id, site_id, said_zone)
    person = _person(conn, row, local_day(now, actor.zone))
    tried = tries_of(conn, callback_id)
    return CallbackDetail(
        row=row,
        promise=stored["promise"],
        promised_at=stored["promised_at"],
        promised_by=stored["by"] or "",
        promised_wall=stored["promised_wall"],
        promised_zone=stored["promised_zone"],
        first_due_at=stored["first_due_at"],
        hours_reason=stored["hours_reason"] or "",
        resolution_note=stored["resolution_note"],
        hours=there.hours,
        candidates=there.candidates,
        restrictions=_restrictions(conn, row),
        voicemail=person.voicemail if person else VoicemailRule.NEUTRAL,
        prefers=person.prefers if person else None,
        do_not_call=in_force(conn, row.person_id, row.number_id),
        neutral_words=neutral_words(_first_name(row), actor.name.split()[0]),
        voicemail_words=_voicemail_words(conn, actor, row, person),
        last_statement=_last_statement(conn, row.person_id),
        timeline=_timeline(conn, row),
        next_action=_next_action(conn, actor, row, tried, there, person, now),
        outcome_lines=outcome_labels(
            tried,
            now,
            row.kind,
            there.candidates,
            there.hours,
            there.site,
            stored["first_due_at"],
        ),
        other_numbers=tuple(
            number
            for number in (person.numbers if person else ())
            if number.number_id != row.number_id
        ),
        site=_site_row(conn, there),
        calendar=there.site,
        place=_place(person, there),
        wait=(
            wait_limit(conn, now, row.reason, (row.person_id, row.subject_id))
            if row.milestone is not None
            else None
        ),
        lease=lease_of(conn, callback_id, now),
    )


def _person(conn: Connection, row: QueueRow, today: date) -> PersonRow | None:
    return person_card(conn, row.person_id, today) if row.person_id else None


def _place(person: PersonRow | None, there: Reach) -> str:
    """Their city, where it is what the times shown go by; else the place the zone is named for."""
    if person is not None and person.city and person.zone:
        return person.city
    return city_of_zone(there.zone)


def _restrictions(conn: Connection, row: QueueRow) -> tuple[RestrictionRow, ...]:
    people = dict.fromkeys(who for who in (row.person_id, row.subject_id) if who)
    return tuple(bound for who in people for bound in restrictions_of(conn, who))


def _first_name(row: QueueRow) -> str:
    """The name to ask for; a number is none."""
    first = row.name.split()[0]
    return first if row.name_is_known else ""


def _voicemail_words(
    conn: Connection, actor: Actor, row: QueueRow, person: PersonRow | None
) -> VoicemailWords:
    """What may be left on their machine. What concerns somebody else is told to no machine."""
    rule = person.voicemail if person else VoicemailRule.NEUTRAL
    if rule is VoicemailRule.FULL and row.subject_id not in (None, row.person_id):
        rule = VoicemailRule.NEUTRAL
    choices = read_choices(conn)
    full = rule is VoicemailRule.FULL
    forbidden = {bound.kind for bound in _restrictions(conn, row)}
    return voicemail_words(
        rule,
        me=actor.name,
        number=choices.voicemail_number or (_TOLL_FREE if full else ""),
        clinic=choices.company,
        reason=_ABOUT.get(row.reason, ""),
        no_voicemail=not forbidden.isdisjoint(_NO_MACHINE),
    )


def _last_statement(conn: Connection, person_id: UUID | None) -> str | None:
    number = conn.execute(_LAST_TOLD, {"this_id": person_id}).scalar()
    return f"v{number}" if number is not None else None


def _timeline(conn: Connection, row: QueueRow) -> tuple[HistoryEntry, ...]:
    entries = [*entries_of_callback(conn, row.id)]
    if row.person_id is not None:
        entries += told(conn, row.person_id)
    return tuple(sorted(entries, key=lambda entry: (entry.at, entry.id), reverse=True))


def _next_action(
    conn: Connection,
    actor: Actor,
    row: QueueRow,
    tried: tuple[Tried, ...],
    there: Reach,
    person: PersonRow | None,
    now: datetime,
) -> NextAction:
    if row.closed_at is not None and row.resolution is not None:
        words = resolved_words(row.resolution)
        when = moment(row.closed_at, actor.zone, now)
        return NextAction(f"Promise {words}", f"{when}.", False, False, False, "It is closed.")
    best = next_best_action(
        row.due_at,
        tried,
        now,
        row.kind,
        there.candidates,
        there.hours,
        actor.zone,
        row.needs_decision,
        row.milestone,
        person.city if person else None,
        row.asks_number,
    )
    can_call, needs_reason, why_not = True, False, ""
    try:
        check_ring(conn, actor, row, now, reason="")
    except NeedsReason as ask:
        needs_reason, why_not = True, str(ask)
    except Refused as refusal:
        can_call, why_not = False, str(refusal)
    call_now = best.call_now and can_call
    return NextAction(best.title, best.body, call_now, can_call, needs_reason, why_not)


def _site_row(conn: Connection, there: Reach) -> SiteRow:
    named = conn.execute(
        select(_site.c.name, _site.c.city).where(_site.c.id == there.site_id)
    ).one()
    calendar = there.site
    return SiteRow(
        there.site_id,
        named.name,
        named.city,
        calendar.zone,
        calendar.opens,
        calendar.closes,
        calendar.work_days,
    )
