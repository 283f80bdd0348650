"""One message with what is known of whoever left it: who it may be, what binds, when it suits."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, bindparam, literal_column, or_, select

from desktop.domain.calling_hours import CallingHours
from desktop.domain.errors import NotFound
from desktop.domain.incoming_states import VoicemailState
from desktop.domain.local_time import local_day
from desktop.domain.numbers import NumberReading, place_of, read_number
from desktop.domain.vocabulary import CallbackKind, CallbackState, Reason, Source
from desktop.domain.work_days import SiteCalendar
from desktop.domain.zones import Candidates, city_of_zone
from desktop.services.actor import Actor
from desktop.services.do_not_call import DoNotCallRow
from desktop.services.number_rows import number_row_of
from desktop.services.person_card import PersonRow, person_card
from desktop.services.person_rows import PersonMatch, matches
from desktop.services.promising import all_in_force, number_to_ring
from desktop.services.reach import hours_within_law, site_calendar, zones_at
from desktop.services.voicemail_rows import Heard, VoicemailRow, read_one
from desktop.services.who_stays import who_stays
from desktop.storage import tables

_of = tables.metadata.tables
_voicemail, _call, _callback = _of["voicemail"], _of["call"], _of["callback"]
_number = _of["phone_number"]

_STORED = (
    select(
        _voicemail.c.number_id,
        _call.c.called_line,
        _call.c.source,
        _call.c.language,
        _callback.c.kind,
        _callback.c.state.label("promise_state"),
    )
    .select_from(
        _voicemail.join(_call, _call.c.id == _voicemail.c.call_id).outerjoin(
            _callback, _callback.c.id == _voicemail.c.callback_id
        )
    )
    .where(_voicemail.c.id == bindparam("this_id"))
)
_E164 = select(_number.c.e164, _number.c.extension).where(_number.c.id == bindparam("this_number"))

_PLACE = (
    select(_number.c.place)
    .where(_number.c.e164 == bindparam("this_number"), _number.c.place.is_not(None))
    .limit(1)
)


_PROMISED = (
    select(_callback.c.promise, _callback.c.reason, _callback.c.due_at)
    .where(
        _callback.c.state == literal_column("'open'"),
        or_(
            _callback.c.person_id == bindparam("this_person"),
            _callback.c.subject_id == bindparam("this_person"),
        ),
        or_(_callback.c.call_id.is_(None), _callback.c.call_id != bindparam("this_call")),
    )
    .order_by(_callback.c.due_at, _callback.c.id)
    .limit(9)
)


@dataclass(frozen=True, slots=True)
class OtherPromise:
    """What somebody is promised beside the ring back for a message."""

    what: str
    reason: Reason
    due_at: datetime


@dataclass(frozen=True, slots=True)
class VoicemailLook:
    """``heard`` is what was asked about. ``reading`` is how the number they say is read, None while
    none is typed.

    ``people`` are those who use the number they said, then those of the one they rang from;
    ``person`` who it is taken to be. ``e164`` with ``extension`` is the number that would be rung
    ("" where there is none), ``number_place`` where it is from; ``forbidden`` says that the one
    asked for must never be rung.
    ``safety_open``: a safety follow-up waits for this message. ``promised`` is what else the person
    is promised, due first. ``place`` names where they are.
    """

    row: VoicemailRow
    heard: Heard
    reading: NumberReading | None
    people: tuple[PersonMatch, ...]
    person: PersonRow | None
    e164: str
    extension: str
    number_place: str
    forbidden: bool
    do_not_call: tuple[DoNotCallRow, ...]
    candidates: Candidates
    hours: CallingHours
    calendar: SiteCalendar
    place: str
    called_line: str
    source: Source
    language: str
    safety_open: bool
    promised: tuple[OtherPromise, ...]


def look_at(
    conn: Connection,
    actor: Actor,
    voicemail_id: UUID,
    heard: Heard,
    now: datetime,
) -> VoicemailLook:
    """What is known of a message. Raises :class:`NotFound`."""
    row = read_one(conn, voicemail_id)
    if row is None:
        raise NotFound("This message is not here any more. Go on with the next one.")
    stored = conn.execute(_STORED, {"this_id": voicemail_id}).one()
    reading = read_number(heard.spoken) if heard.spoken.strip() else None
    spoken_id = number_row_of(conn, reading) if reading is not None and reading.e164 else None
    person_id = None if heard.nobody else heard.person_id or row.person_id
    person = (
        person_card(conn, who_stays(conn, person_id), local_day(now, actor.zone))
        if (person_id)
        else None
    )
    e164, extension, forbidden = _to_ring(conn, reading, spoken_id, stored.number_id, person)
    numbers = [number for number in (spoken_id, stored.number_id) if number is not None]
    people = {
        match.person_id: match
        for number in numbers
        for match in matches(conn, [number], local_day(now, actor.zone))
    }
    place = conn.execute(_PLACE, {"this_number": e164}).scalar() if e164 else None
    whose: list[UUID | None] = [person.id] if person else [None]
    candidates = zones_at(person.zone if person else None, e164 or None, actor.zone)
    stated = person.city if person is not None and person.city and person.zone else None
    return VoicemailLook(
        row=row,
        heard=heard,
        reading=reading,
        people=tuple(people.values()),
        person=person,
        e164=e164,
        extension=extension,
        number_place=str(place or (place_of(e164) if e164 else None) or ""),
        forbidden=forbidden,
        do_not_call=all_in_force(
            conn, ((who, number) for who in whose for number in numbers or [None])
        ),
        candidates=candidates,
        hours=hours_within_law(person.hours_from, person.hours_to) if person else CallingHours(),
        calendar=site_calendar(conn, actor.site_id),
        place=stated or city_of_zone(candidates.zones[0]),
        called_line=stored.called_line,
        source=Source(stored.source),
        language=person.language if person else stored.language,
        safety_open=stored.kind == CallbackKind.SAFETY
        and stored.promise_state == CallbackState.OPEN
        and row.state is VoicemailState.WAITING,
        promised=_promised(conn, person.id, row.call_id) if person else (),
    )


def _promised(conn: Connection, person_id: UUID, call_id: UUID) -> tuple[OtherPromise, ...]:
    found = conn.execute(_PROMISED, {"this_person": person_id, "this_call": call_id})
    return tuple(OtherPromise(row.promise, Reason(row.reason), row.due_at) for row in found)


def _to_ring(
    conn: Connection,
    reading: NumberReading | None,
    spoken_id: UUID | None,
    caller_id: UUID | None,
    person: PersonRow | None,
) -> tuple[str, str, bool]:
    """The number that a promise would ring, and whether the one asked for must never be."""
    if reading is not None and reading.e164 is None:
        return "", "", False
    if reading is not None and reading.e164 is not None and spoken_id is None:
        return reading.e164, reading.extension or "", False  # new here: nothing binds it
    asked = spoken_id if reading is not None else caller_id
    rung = asked if person is None else number_to_ring(conn, asked, person.id, person.id)
    row = conn.execute(_E164, {"this_number": rung}).first()
    forbidden = asked is not None and rung != asked
    return (row.e164, row.extension, forbidden) if row else ("", "", forbidden)
