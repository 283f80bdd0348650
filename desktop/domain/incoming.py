"""What comes in by itself: a call, a lead or a contact, the same from every source.

A reader says what its source said and decides nothing: numbers are the text that was sent
(:mod:`desktop.domain.numbers` reads them), times are instants, and one service takes the records.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple, TypeAlias
from uuid import UUID

from desktop.domain.transition_fields import NO_CONCERN, Concern
from desktop.domain.vocabulary import Direction


class IncomingKind(StrEnum):
    """What a source brings."""

    CALL = "call"
    LEAD = "lead"
    CONTACT = "contact"


class Disposition(StrEnum):
    """What became of a call, as far as its source knows. ``MISSED`` means nobody of ours spoke:
    unanswered, busy on our side, given up by the caller."""

    RINGING = "ringing"
    ANSWERED = "answered"
    MISSED = "missed"
    VOICEMAIL = "voicemail"
    BLOCKED = "blocked"
    NOT_REACHED = "not_reached"
    """Of a call out: busy, no answer, failed."""
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class IncomingCall:
    """One phone call (not a leg, not a log line).

    ``caller`` and ``called`` are as sent, also "anonymous" or an extension; ``line`` is the line of
    ours that was rung, when the source tells it apart from ``called``. Times are UTC;
    ``zone_assumed`` says that they came without a zone and the source's was used.
    ``talked_seconds`` None: not known. ``message`` is a voicemail's text, ``recording`` where
    it can be listened to (see :mod:`desktop.domain.recordings`), both "" of other calls.
    ``left_out`` is what a notice says beside it and may hold words of danger all the same.
    ``external_id`` is the source's own identity of the whole call, "" when it has none.
    """

    direction: Direction
    caller: str
    called: str
    source: str
    name: str = ""
    line: str = ""
    started_at: datetime | None = None
    answered_at: datetime | None = None
    ended_at: datetime | None = None
    talked_seconds: int | None = None
    disposition: Disposition = Disposition.UNKNOWN
    message: str = ""
    external_id: str = ""
    zone_assumed: bool = False
    recording: str = ""
    left_out: str = ""


@dataclass(frozen=True, slots=True)
class Consent:
    """Something a form asked leave for; ``given`` is what was answered."""

    name: str
    given: bool
    text: str = ""


@dataclass(frozen=True, slots=True)
class IncomingLead:
    """A request by web form, e-mail or file. ``payload`` is the original, whole, without secrets.

    ``is_test``: acknowledged and never queued. ``is_pending``: the source sent an identity and no
    contact data, which have to be fetched. ``remarks`` are sentences for the desk on what was sent
    and could not be read (a date in a language that is not known here). ``left_out`` is what stays
    out of the message and may hold words of danger all the same.
    """

    source: str
    name: str = ""
    numbers: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    message: str = ""
    form: str = ""
    campaign: str = ""
    submitted_at: datetime | None = None
    consents: tuple[Consent, ...] = ()
    external_id: str = ""
    payload: str = ""
    is_test: bool = False
    is_pending: bool = False
    zone_assumed: bool = False
    remarks: tuple[str, ...] = ()
    left_out: str = ""


@dataclass(frozen=True, slots=True)
class ContactNumber:
    """A number as written, and what its label says it is for ("mobile")."""

    text: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class IncomingContact:
    """Somebody from an address book. ``clinic`` is the name of their clinic, ``concern`` how the
    transition concerns them."""

    source: str
    name: str
    numbers: tuple[ContactNumber, ...] = ()
    emails: tuple[str, ...] = ()
    birthday: date | None = None
    city: str = ""
    address: str = ""
    organisation: str = ""
    language: str = ""
    note: str = ""
    external_id: str = ""
    payload: str = ""
    clinic: str = ""
    concern: Concern = NO_CONCERN


Incoming: TypeAlias = IncomingCall | IncomingLead | IncomingContact


@dataclass(frozen=True, slots=True)
class Taken:
    """A row that was read. ``row`` counts the rows of the source from 1; of a call that stands in
    several rows, the first. ``more`` are further calls that one mail tells of."""

    row: int
    record: Incoming
    more: tuple[IncomingCall, ...] = ()


@dataclass(frozen=True, slots=True)
class Ignored:
    """A row that is none of ours, and why ("internal call", "fax")."""

    row: int
    reason: str


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that could not be read: the sentence says why and what to do, ``raw`` is its text."""

    row: int
    reason: str
    raw: str


RowRead: TypeAlias = Taken | Ignored | Rejected


class Fate(StrEnum):
    """What became of a record that was handed in."""

    CREATED = "created"
    UPDATED = "updated"
    """It told something new of a record that was here."""
    UNCHANGED = "unchanged"
    """It was here already, word for word."""
    DUPLICATE = "duplicate"
    """The same, told by another source or twice in one file."""
    IGNORED = "ignored"
    """None of ours: a test lead, an internal call."""


class Receipt(NamedTuple):
    """The answer to a record that was handed in; what it says is safely written.

    ``record_id`` is the call, lead or person it became, ``callback_id`` the promise it opened;
    ``danger`` says that words of danger stand in it (their absence says nothing).
    """

    fate: Fate
    record_id: UUID | None = None
    callback_id: UUID | None = None
    danger: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Something from a source that could not be read: kept for a person to look at, never dropped.
    ``reason`` is a sentence that says why and what to do; ``raw`` is what came, without secrets."""

    source: str
    reason: str
    raw: bytes
    external_id: str = ""


Take: TypeAlias = Callable[[Incoming], Receipt]
"""How a connector hands a record in: returns when it is safely written. Raises
:class:`desktop.domain.errors.Problem` when it cannot be taken now (the desk is out of reach): the
connector keeps it and tries again."""

SetAside: TypeAlias = Callable[[Unreadable], None]
"""How a connector hands in what it could not read; returns when it is safely written."""
