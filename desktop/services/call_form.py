"""What is on the call card while it is typed: saved as a draft, logged as a call."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from desktop.domain.vocabulary import (
    CallbackKind,
    CallOutcome,
    Direction,
    IdentityCheck,
    MilestoneKind,
    OutsiderKind,
    Reason,
    Relation,
    RequestKind,
)


@dataclass(frozen=True, slots=True)
class PromiseForm:
    """The promise panel. ``due_at`` is always set when a promise is saved; with ``milestone`` it is
    the latest date. ``choice`` is the quick time's key, for showing it pressed again.
    ``owner_user_id`` None means the team. ``hours_reason`` is asked for outside allowed hours."""

    choice: str = ""
    due_at: datetime | None = None
    milestone: MilestoneKind | None = None
    owner_team_id: UUID | None = None
    owner_user_id: UUID | None = None
    what: str = ""
    kind: CallbackKind = CallbackKind.SERVICE
    hours_reason: str = ""


@dataclass(frozen=True, slots=True)
class ReadLine:
    """Words that were read out: the line, in which version of it (0: as it shipped), what it was
    called, and when."""

    line_id: UUID
    version: int
    title: str
    read_at: datetime


@dataclass(frozen=True, slots=True)
class ToldWords:
    """ "Told caller" is ticked: the version of the approved words that was read, and when. It is
    named as it was read, also when it is withdrawn before the call is saved. ``also_subject``:
    whom the call concerns heard it too; telling who speaks for them is not telling them."""

    statement_id: UUID
    told_at: datetime
    also_subject: bool = False


@dataclass(frozen=True, slots=True)
class AskedRequest:
    """What the caller asks of the transition; see
    :class:`desktop.services.request_rows.NewRequest`. ``due_at`` None takes that of the kind."""

    kind: RequestKind
    note: str = ""
    due_at: datetime | None = None
    organisation: str = ""
    contact: str = ""
    contact_source: str = ""
    no_callback_reason: str = ""


@dataclass(frozen=True, slots=True)
class CallForm:
    """One call card. Everything may be empty but ``started_at``.

    ``speaker_id`` is who spoke; ``speaker_name`` what was typed when nobody was picked.
    ``subject_id`` None means the call is about the caller. ``real_started_at`` is filled for a late
    entry (the true time; ``started_at`` stays the time the card was opened).
    ``zone`` is the IANA zone of where they say they are; asked when neither the person's own nor
    the number tells it.
    ``sensitive_kept`` says the clerk chose to keep a card or social security number unmasked.
    ``read_lines`` are the approved words read out so far, each line once. ``phone_call_id`` is the
    call as the phone system announced it: what is typed becomes part of that call. ``told`` are the
    approved words that the caller was told; ``outsider`` a caller who is told nothing of patients.
    ``requests`` are opened with the call.
    """

    started_at: datetime
    direction: Direction = Direction.IN
    number_text: str = ""
    called_line: str = "855-KET-WELL"
    speaker_id: UUID | None = None
    speaker_name: str = ""
    relation: Relation = Relation.PATIENT
    subject_id: UUID | None = None
    subject_name: str = ""
    site_id: UUID | None = None
    zone: str | None = None
    language: str = "English"
    interpreter: bool = False
    identity_check: IdentityCheck | None = None
    identity_checked_at: datetime | None = None
    reasons: tuple[Reason, ...] = ()
    notes: str = ""
    outcome: CallOutcome | None = None
    promise: PromiseForm = field(default_factory=PromiseForm)
    ended_at: datetime | None = None
    real_started_at: datetime | None = None
    sensitive_kept: bool = False
    read_lines: tuple[ReadLine, ...] = ()
    phone_call_id: UUID | None = None
    told: tuple[ToldWords, ...] = ()
    outsider: OutsiderKind | None = None
    requests: tuple[AskedRequest, ...] = ()

    @property
    def outside(self) -> bool:
        """Whether nothing may be said of any patient: an outsider, or another clinic."""
        clinic = RequestKind.CLINIC_RECORDS
        return self.outsider is not None or any(each.kind is clinic for each in self.requests)

    @property
    def is_blank(self) -> bool:
        """Nothing typed or picked: not worth a draft. The clinic and the owner of a promise are
        filled in by the desk."""
        promise = replace(self.promise, owner_team_id=None)
        return replace(self, site_id=None, promise=promise) == CallForm(self.started_at)


_ENUMS: Mapping[str, type[StrEnum]] = {
    "direction": Direction,
    "relation": Relation,
    "identity_check": IdentityCheck,
    "outcome": CallOutcome,
    "milestone": MilestoneKind,
    "kind": CallbackKind,
    "outsider": OutsiderKind,
}


def _plain(value: Any) -> Any:
    if isinstance(value, PromiseForm | ReadLine | ToldWords | AskedRequest):
        return {f.name: _plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, UUID):
        return value.hex
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(v) for v in value]
    return value


def _rich(name: str, value: Any) -> Any:
    if value is None:
        return None
    if name == "promise":
        return PromiseForm(**{k: _rich(k, v) for k, v in value.items() if k in _PROMISE_FIELDS})
    if name == "reasons":
        return tuple(Reason(v) for v in value)
    if name == "read_lines":
        return tuple(ReadLine(**{k: _rich(k, v) for k, v in line.items()}) for line in value)
    if name == "told":
        return tuple(ToldWords(**{k: _rich(k, v) for k, v in words.items()}) for words in value)
    if name == "requests":
        return tuple(
            AskedRequest(
                **{k: _rich(k, v) for k, v in asked.items() if k != "kind"}
                | {"kind": RequestKind(asked["kind"])}
            )
            for asked in value
        )
    if name.endswith("_id"):
        return UUID(hex=value)
    if name.endswith("_at"):
        return datetime.fromisoformat(value)
    if name in _ENUMS:
        return _ENUMS[name](value)
    return value


_FORM_FIELDS = frozenset(f.name for f in fields(CallForm))
_PROMISE_FIELDS = frozenset(f.name for f in fields(PromiseForm))


def to_json(form: CallForm) -> str:
    """The payload of a draft."""
    return json.dumps({f.name: _plain(getattr(form, f.name)) for f in fields(form)})


def from_json(text: str) -> CallForm:
    """The form of a payload; fields of another version of the program are left out."""
    body = json.loads(text)
    return CallForm(**{k: _rich(k, v) for k, v in body.items() if k in _FORM_FIELDS})
