"""The calls of the demo's day and of the day before, besides those that left a promise.

Many were not typed: the phone system noted them, or a file brought them. One was corrected.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol
from uuid import UUID

from desktop.domain.local_time import instant, local_day
from desktop.domain.numbers import reversed_digits
from desktop.domain.vocabulary import CallOutcome, Direction, Reason, Relation, Source
from desktop.services.changes import Writing
from desktop.services.demo import day as demo_day
from desktop.services.demo import story

Event = tuple[datetime, str, Callable[[Writing], UUID | None]]

_IN, _OUT = Direction.IN, Direction.OUT
_DESK, _PHONE, _FILE = Source.DESK, Source.PHONE_SYSTEM, Source.FILE
_MAIN, _TRANSITION = "855-KET-WELL", "Transition"
_WREN, _ROBIN, _JAY, _LARK = story.CLERK, "Robin Vale", "Jay Marsh", story.MANAGER


class Teller(Protocol):
    """What a story is told with (see :mod:`desktop.services.demo.build`)."""

    now: datetime
    calls: dict[str, UUID]
    zones: dict[str, str]
    ids: dict[tuple[str, str], UUID]

    def id_of(self, kind: str, name: str) -> UUID:
        """The identity of what was written under this name."""

    def new_id(self, at: datetime) -> UUID:
        """The same identity each time the story is told."""

    def keep(self, writing: Writing, record: str, called: str, /, **values: object) -> UUID:
        """Write a record and remember it by its name."""


@dataclass(frozen=True, slots=True)
class DayCall:
    """``who`` is somebody of the story, or a number that nobody is known by."""

    days: int
    minute: int
    who: str
    outcome: CallOutcome
    seconds: int
    by: str
    direction: Direction = _IN
    line: str = _MAIN
    reasons: tuple[Reason, ...] = ()
    source: Source = _DESK
    notes: str = ""


_R = Reason
_O = CallOutcome
CALLS = (
    DayCall(0, 851, "+12065550116", _O.MISSED, 24, _WREN, source=_PHONE),
    DayCall(
        0, 843, "Fern Oakes", _O.RESOLVED, 400, _ROBIN, line=_TRANSITION, reasons=(_R.REFUND,),
        notes="The refund is on its way, she saw the letter.",
    ),
    DayCall(
        0, 832, "Linden Ash", _O.MESSAGE, 48, _JAY, _OUT, reasons=(_R.REFUND,), source=_PHONE
    ),
    DayCall(
        0, 817, "Clover Reed", _O.MESSAGE, 125, _JAY, reasons=(_R.APPOINTMENT,),
        notes="Poppy has a cough. Clinic to say whether Thursday is still wise.",
    ),
    DayCall(
        0, 800, "Heath Barrow", _O.TRANSFERRED, 211, _WREN, line=_TRANSITION,
        reasons=(_R.RECORDS,), notes="Put through to records in Houston.",
    ),
    DayCall(0, 778, "+16025550199", _O.HUNG_UP, 9, _WREN, source=_PHONE),
    DayCall(
        0, 690, "Hazel Birch", _O.MISSED, 41, _WREN, _OUT, reasons=(_R.RECORDS,), source=_PHONE
    ),
    DayCall(
        0, 640, "Sage Holloway", _O.MISSED, 31, _ROBIN, _OUT, reasons=(_R.ACQUISITION,),
        source=_PHONE,
    ),
    DayCall(
        0, 595, "+18135550188", _O.WRONG_NUMBER, 52, _JAY, reasons=(_R.OTHER,),
        notes="Wanted a bakery.",
    ),
    DayCall(0, 552, "+14255550140", _O.SPAM, 15, _ROBIN, notes="A recording about solar panels."),
    DayCall(
        1, 1007, "Olive Marlow", _O.RESOLVED, 183, _ROBIN, reasons=(_R.REFUND,), source=_FILE,
        notes="Asked which card the refund goes to.",
    ),
    DayCall(
        1, 991, "Basil Thornby", _O.RESOLVED, 584, _JAY, reasons=(_R.NEW_PATIENT,), source=_FILE,
        notes="How a first visit goes, how long it takes, who drives him home.",
    ),
    DayCall(
        1, 922, "Tansy Copse", _O.MESSAGE, 161, _JAY, reasons=(_R.NEW_PATIENT,), source=_FILE,
        notes="Will ring again with her calendar.",
    ),
    DayCall(
        1, 700, "Cedar Pell", _O.RESOLVED, 438, _LARK, line=_TRANSITION, reasons=(_R.REFUND,),
        notes="Read him v3. He waits for the closing.",
    ),
)  # fmt: skip

CORRECTED = "Juniper Moss"
"""Whose call of today was first logged as resolved."""
_CORRECTED_AGO = timedelta(minutes=22)
_BECAUSE = "She was promised a call, so this is not resolved."


def events(teller: Teller) -> Iterator[Event]:
    """The calls as they came in, and the correction."""
    today = local_day(teller.now, demo_day.ZONE)
    for number, call in enumerate(CALLS):
        at = instant(today - timedelta(days=call.days), call.minute, demo_day.ZONE)
        yield at, "log_call", partial(_log, teller, call, number)
    yield teller.now - _CORRECTED_AGO, "correct_call", partial(_correct, teller)


def _log(teller: Teller, call: DayCall, number: int, writing: Writing) -> UUID:
    person = next((each for each in story.PEOPLE if each.name == call.who), None)
    person_id = teller.id_of("person", call.who) if person else None
    e164 = person.number if person else call.who
    if ("phone_number", e164) not in teller.ids:
        teller.keep(
            writing,
            "phone_number",
            e164,
            e164=e164,
            extension="",
            reversed_digits=reversed_digits(e164),
            unusual=False,
            place=None,
        )
    answered = call.outcome is not CallOutcome.MISSED
    ended = writing.now + timedelta(seconds=call.seconds)
    return writing.insert(
        "call",
        {
            "id": teller.new_id(writing.now),
            "direction": call.direction,
            "number_id": teller.id_of("phone_number", e164),
            "number_text": "",
            "withheld": False,
            "called_line": call.line,
            "speaker_id": person_id,
            "subject_id": person_id,
            "relation": Relation.PATIENT,
            "identity_check": None,
            "identity_checked_at": None,
            "started_at": writing.now,
            "answered_at": writing.now if answered else None,
            "ended_at": ended,
            "late_entry": False,
            "entered_at": ended,
            "zone": teller.zones[person.city] if person else demo_day.ZONE,
            "user_id": teller.id_of("user_account", call.by),
            "desk_id": teller.id_of("desk", story.DESK),
            "site_id": teller.id_of("site", person.city) if person else None,
            "outcome": call.outcome,
            "language": person.language if person else "English",
            "interpreter": person.interpreter if person else False,
            "notes": call.notes,
            "source": call.source,
            "external_id": None if call.source is Source.DESK else f"demo-{number}",
        },
        [{"reason": reason, "position": place} for place, reason in enumerate(call.reasons)],
    )


def _correct(teller: Teller, writing: Writing) -> UUID:
    call_id = teller.calls[CORRECTED]
    writing.update("call", call_id, {"outcome": CallOutcome.CALLBACK})
    writing.insert(
        "call_correction",
        {
            "id": teller.new_id(writing.now),
            "call_id": call_id,
            "reason": _BECAUSE,
            "at": writing.now,
            "user_id": teller.id_of("user_account", story.MANAGER),
        },
    )
    return call_id
