"""What is on the Safety card while it is filled in: kept as a draft, saved as an event."""

import json
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from desktop.domain.vocabulary import Reason, SafetyBranch, SafetyEnding, SafetyStepKind
from desktop.services.call_form import CallForm


@dataclass(frozen=True, slots=True)
class SafetyAnswer:
    """A step answered yes (``done``) or no, and when."""

    step: SafetyStepKind
    done: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class SafetyForm:
    """One Safety card. Everything may be empty but ``opened_at``, when the call or the card began.

    ``call_draft_id`` is the call in Intake it belongs to. ``name`` is whom to ring back,
    ``number_typed`` says that the number was typed on this card, ``number_place`` is where it is
    from, ``address`` their city on file. ``no_number`` says that there is none to ring back.
    ``site_id`` is the clinic, None while nobody picked one. ``left_message``: nobody is on the
    line, somebody left a message, and ``call_draft_id`` is its call.
    """

    opened_at: datetime
    call_draft_id: UUID | None = None
    person_id: UUID | None = None
    subject_id: UUID | None = None
    name: str = ""
    number_text: str = ""
    number_typed: bool = False
    number_place: str = ""
    address: str = ""
    language: str = "English"
    site_id: UUID | None = None
    reason: Reason = Reason.OTHER
    no_number: bool = False
    left_message: bool = False
    branch: SafetyBranch | None = None
    answers: tuple[SafetyAnswer, ...] = ()
    place: str = ""
    note: str = ""
    ending: SafetyEnding | None = None

    @property
    def is_blank(self) -> bool:
        """Nothing was recorded: not worth keeping. What came from the call is there already."""
        recorded = self.branch or self.answers or self.ending or self.no_number
        return not recorded and not self.place.strip() and not self.note.strip()

    @property
    def answered(self) -> frozenset[SafetyStepKind]:
        """The steps with an answer."""
        return frozenset(answer.step for answer in self.answers)

    def answer_to(self, step: SafetyStepKind) -> SafetyAnswer | None:
        """The answer to a step, if there is one."""
        return next((answer for answer in self.answers if answer.step is step), None)

    def with_answer(self, step: SafetyStepKind, done: bool, at: datetime) -> "SafetyForm":
        """The card with this answer; one that was the same keeps its time."""
        before = self.answer_to(step)
        if before is not None and before.done == done:
            return self
        kept = [answer for answer in self.answers if answer.step is not step]
        found = sorted(
            [*kept, SafetyAnswer(step, done, at)],
            key=lambda answer: list(SafetyStepKind).index(answer.step),
        )
        return replace(self, answers=tuple(found))


def form_of_call(form: CallForm, draft_id: UUID) -> SafetyForm:
    """The card as a call in Intake fills it."""
    return SafetyForm(
        opened_at=form.started_at,
        call_draft_id=draft_id,
        person_id=form.speaker_id,
        subject_id=form.subject_id or (None if form.subject_name.strip() else form.speaker_id),
        name=form.speaker_name.strip(),
        number_text=form.number_text,
        language=form.language,
        site_id=form.site_id,
        reason=form.reasons[0] if form.reasons else Reason.OTHER,
    )


def followed(form: SafetyForm, call: SafetyForm) -> SafetyForm:
    """The card after the call it belongs to was changed: who it is follows the call, a number that
    was typed on the card stays, and so does everything recorded."""
    return replace(
        form,
        person_id=call.person_id,
        subject_id=call.subject_id,
        name=call.name or form.name,
        number_text=form.number_text if form.number_typed else call.number_text or form.number_text,
        number_place=call.number_place or form.number_place,
        address=call.address,
        language=call.language,
        site_id=call.site_id,
        reason=call.reason,
    )


def to_json(form: SafetyForm) -> str:
    """The payload of a draft."""
    body = {f.name: _plain(getattr(form, f.name)) for f in fields(form)}
    body["answers"] = [[a.step, a.done, a.at.isoformat()] for a in form.answers]
    return json.dumps(body)


def from_json(text: str) -> SafetyForm:
    """The form of a payload; fields of another version of the program are left out."""
    body = {k: _rich(k, v) for k, v in json.loads(text).items() if k in _FIELDS}
    return SafetyForm(**body)


_FIELDS = frozenset(f.name for f in fields(SafetyForm))
_ENUMS = {"branch": SafetyBranch, "ending": SafetyEnding, "reason": Reason}


def _plain(value: Any) -> Any:
    if isinstance(value, UUID):
        return value.hex
    return value.isoformat() if isinstance(value, datetime) else value


def _rich(name: str, value: Any) -> Any:
    if value is None:
        return None
    if name == "answers":
        return tuple(
            SafetyAnswer(SafetyStepKind(step), done, datetime.fromisoformat(at))
            for step, done, at in value
        )
    if name.endswith("_id"):
        return UUID(hex=value)
    if name.endswith("_at"):
        return datetime.fromisoformat(value)
    return _ENUMS[name](value) if name in _ENUMS else value
