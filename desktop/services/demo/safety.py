"""The demo's safety numbers, a Safety card of last month and one of today, both followed up."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol
from uuid import UUID

from desktop.domain.ids import uuid7
from desktop.domain.local_time import instant, local_day
from desktop.domain.vocabulary import (
    AttemptResult,
    CallbackKind,
    CallbackState,
    CallOutcome,
    Direction,
    Reason,
    Relation,
    Resolution,
    SafetyBranch,
    SafetyContactKind,
    SafetyEnding,
    SafetyStepKind,
    Source,
)
from desktop.domain.wording import promise_line
from desktop.services.changes import Writing
from desktop.services.demo import day as demo_day
from desktop.services.demo import story
from desktop.services.safety import SAFETY

_Work = Callable[[Writing], UUID | None]
_NUMBERS = (
    # kind, place, name, number
    (SafetyContactKind.DISPATCH, "Phoenix", "Phoenix dispatch", "+16025550198"),
    (SafetyContactKind.DISPATCH, "Chicago", "Chicago dispatch", "+13125550199"),
    (SafetyContactKind.DISPATCH, "Denver", "Denver dispatch", "+13035550197"),
    (SafetyContactKind.DISPATCH, "Houston", "Houston dispatch", "+17135550196"),
    (SafetyContactKind.DISPATCH, "Seattle", "Seattle dispatch", "+12065550195"),
    (SafetyContactKind.DISPATCH, "Tampa", "Tampa dispatch", "+18135550194"),
    (SafetyContactKind.MANAGER, "", story.MANAGER, "+16025550100"),
    (SafetyContactKind.CLINICIAN, "", "Clinician on call", "+16025550102"),
)
"""Las Vegas, Minneapolis and Salt Lake City are not filled in yet, as it is in the beginning."""


class Teller(Protocol):
    """Who tells the story, as far as this chapter needs them."""

    @property
    def now(self) -> datetime: ...
    @property
    def zones(self) -> Mapping[str, str]: ...
    def id_of(self, kind: str, name: str) -> UUID: ...
    def new_id(self, at: datetime) -> UUID: ...


def events(teller: Teller) -> Iterator[tuple[datetime, str, _Work]]:
    """What happened, each with its time and action."""
    start = teller.now - timedelta(days=60)
    yield start + timedelta(minutes=1), "edit_safety_number", partial(_numbers, teller)
    october = _at(teller, 29, 665)
    answers = {step: step is not SafetyStepKind.DISPATCH_CALLED for step in SafetyStepKind}
    last_month = _Card(
        "Juniper Moss",
        "Chicago",
        october,
        timedelta(minutes=24),
        SafetyBranch.SUICIDE,
        answers,
        "At home in Chicago; Rowan is with her",
        "Low since the second infusion. Talked to 988 with us on the line.",
        SafetyEnding.WITH_988,
        Reason.MEDICAL,
        story.CLERK,
        story.MANAGER,
        _at(teller, 28, 540),
        "Safe, with Rowan.",
    )
    today = _Card(
        "Ivy Larkspur",
        "Phoenix",
        _at(teller, 0, 668),
        timedelta(minutes=18, seconds=26),
        SafetyBranch.SUICIDE,
        dict.fromkeys(SafetyStepKind, True) | {SafetyStepKind.DISPATCH_CALLED: False},
        "At her desk at work, Phoenix; a friend is coming",
        "Said she cannot go on like this. Agreed to talk to 988.",
        SafetyEnding.WITH_988,
        Reason.MEDICAL,
        story.CLERK,
        story.CLERK,
        _at(teller, 0, 760),
        "At home with her friend, sees her doctor at four.",
    )
    for card in (last_month, today):
        yield card.began + card.length, "log_call", card.logged(teller)
        yield card.kept_at, "record_attempt", card.kept(teller)


def _at(teller: Teller, days: int, minute: int) -> datetime:
    day = local_day(teller.now, demo_day.ZONE) - timedelta(days=days)
    return instant(day, minute, demo_day.ZONE)


def _numbers(teller: Teller, writing: Writing) -> None:
    for kind, place, name, e164 in _NUMBERS:
        writing.insert(
            "safety_contact",
            {
                "id": teller.new_id(writing.now),
                "kind": kind,
                "site_id": teller.id_of("site", place) if place else None,
                "place": place,
                "name": name,
                "e164": e164,
                "extension": "",
            },
        )


@dataclass(frozen=True, slots=True)
class _Card:
    """A call on which the Safety card was used, and the follow-up that was kept."""

    name: str
    city: str
    began: datetime
    length: timedelta
    branch: SafetyBranch
    answers: Mapping[SafetyStepKind, bool]
    place: str
    note: str
    ending: SafetyEnding
    reason: Reason
    by: str
    kept_by: str
    kept_at: datetime
    kept_note: str

    def logged(self, teller: Teller) -> _Work:
        """Write call, follow-up and event, as they come about at the end of the call."""
        return partial(self._log, teller)

    def kept(self, teller: Teller) -> _Work:
        """Write that they were reached, and that the follow-up is kept."""
        return partial(self._keep, teller)

    def _log(self, teller: Teller, writing: Writing) -> UUID:
        person = teller.id_of("person", self.name)
        number = next(each.number for each in story.PEOPLE if each.name == self.name)
        user, desk = teller.id_of("user_account", self.by), teller.id_of("desk", story.DESK)
        site, zone = teller.id_of("site", self.city), teller.zones[self.city]
        whose = {
            "number_id": teller.id_of("phone_number", number),
            "subject_id": person,
            "site_id": site,
        }
        call_id = writing.insert(
            "call",
            {
                **whose,
                "id": teller.new_id(writing.now),
                "direction": Direction.IN,
                "number_text": "",
                "withheld": False,
                "called_line": "855-KET-WELL",
                "speaker_id": person,
                "relation": Relation.PATIENT,
                "started_at": self.began,
                "answered_at": self.began + timedelta(seconds=5),
                "ended_at": writing.now,
                "late_entry": False,
                "entered_at": writing.now,
                "zone": zone,
                "user_id": user,
                "desk_id": desk,
                "outcome": CallOutcome.SAFETY,
                "language": "English",
                "interpreter": False,
                "notes": "See the Safety card.",
                "source": Source.DESK,
            },
            [{"reason": self.reason, "position": 0}],
        )
        follow_up = writing.insert(
            "callback",
            {
                **whose,
                "id": self._follow_up_id(teller),
                "kind": CallbackKind.SAFETY,
                "state": CallbackState.OPEN,
                "call_id": call_id,
                "person_id": person,
                "reason": self.reason,
                "promise": SAFETY,
                "promised_at": writing.now,
                "promised_by": user,
                "promised_wall": promise_line(writing.now, zone, zone, "", writing.now),
                "promised_zone": zone,
                "zone_certain": True,
                "first_due_at": writing.now,
                "due_at": writing.now,
                "owner_team_id": teller.id_of("team", story.TEAM),
                "owner_user_id": user,
                "attempts": 0,
                "needs_decision": False,
                "asks_number": False,
                "resolution_note": "",
            },
        )
        step = self.length / (len(self.answers) + 2)
        writing.insert(
            "safety_event",
            {
                **whose,
                "id": teller.new_id(writing.now),
                "call_id": call_id,
                "call_draft_id": call_id,
                "person_id": person,
                "number_text": number,
                "branch": self.branch,
                "place": self.place,
                "dispatch": "",
                "note": self.note,
                "ending": self.ending,
                "opened_at": self.began,
                "saved_at": writing.now,
                "follow_up_id": follow_up,
                "user_id": user,
                "desk_id": desk,
            },
            [
                {"step": kind, "done": done, "at": self.began + step * place}
                for place, (kind, done) in enumerate(self.answers.items(), start=1)
            ],
        )
        return call_id

    def _keep(self, teller: Teller, writing: Writing) -> UUID:
        follow_up = self._follow_up_id(teller)
        user = teller.id_of("user_account", self.kept_by)
        writing.insert(
            "attempt",
            {
                "id": teller.new_id(writing.now),
                "callback_id": follow_up,
                "user_id": user,
                "at": writing.now,
                "result": AttemptResult.REACHED,
                "note": "",
            },
        )
        kept = {
            "state": CallbackState.CLOSED,
            "resolution": Resolution.KEPT,
            "resolution_note": self.kept_note,
            "closed_at": writing.now,
            "closed_by": user,
            "attempts": 1,
            "last_result": AttemptResult.REACHED,
            "last_attempt_at": writing.now,
        }
        writing.update("callback", follow_up, kept)
        return follow_up

    def _follow_up_id(self, teller: Teller) -> UUID:
        """The same for both, and the same in every demo of that day."""
        place = len(self.name)
        return uuid7(self.began + self.length, place)
