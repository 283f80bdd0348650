"""What the inbox of leads and the preview of one are made of. Plain values."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Literal
from uuid import UUID

from desktop.domain.calling_hours import CallingHours
from desktop.domain.incoming import Consent
from desktop.domain.lead_fields import LeadField
from desktop.domain.lead_merge import LeadDifference, Says
from desktop.domain.lead_wishes import LeadWishes
from desktop.domain.work_days import SiteCalendar
from desktop.domain.zones import Candidates
from desktop.services.alike import Somebody

LeadTab = Literal["new", "open", "done"]
"""The tabs. ``new``: nobody did anything with it yet (and, below, what was dealt with since
yesterday); ``open``: its promise is still to be kept, or it has none and is still to be answered;
``done``: nothing is left to do."""

GOAL = timedelta(minutes=30)
"""Until then whoever wrote should have been rung."""


class LeadVia(StrEnum):
    """How it came in. Never stored."""

    WEB = "web"
    MAIL = "mail"
    FILE = "file"
    REFERRAL = "referral"


class LeadFate(StrEnum):
    """What came of it so far, what tells most first. Never stored."""

    SPAM = "spam"
    KEPT = "kept"
    CLOSED = "closed"
    """Its promise was closed otherwise."""
    CALLED = "called"
    MERGED = "merged"
    ANSWERED = "answered"
    """Somebody said so: nobody is promised a call."""
    SCHEDULED = "scheduled"
    WAITS = "waits"


@dataclass(frozen=True, slots=True)
class LeadRow:
    """One lead in the inbox.

    ``name`` as it was given, else the number or the address. ``came_at`` is when it came to the
    desk; ``gist`` the beginning of what was written; ``fate_at`` when that came of it, for
    SCHEDULED when it is due in ``zone``. ``looks_same`` as somebody who is known already.
    ``pending``: only its identity came, and its contact data are still missing.
    ``unanswered``: something was done with it, nobody can be rung about it, and nobody said yet
    that it is answered.
    """

    id: UUID
    version: int
    name: str
    came_at: datetime
    via: LeadVia
    source: str
    form: str
    gist: str
    seen: bool
    danger: bool
    looks_same: bool
    about_sale: bool
    fate: LeadFate
    fate_at: datetime | None
    pending: bool
    unanswered: bool
    zone: str


@dataclass(frozen=True, slots=True)
class LeadCursor:
    """Where the next page begins: after the lead that came at this time, in this part of the
    view (those with words of danger first, then the rest, then what was dealt with)."""

    part: int
    at: datetime
    id: UUID


@dataclass(frozen=True, slots=True)
class LeadPage:
    """Rows in their order; ``next`` is None on the last page."""

    rows: tuple[LeadRow, ...]
    next: LeadCursor | None


@dataclass(frozen=True, slots=True)
class LeadCounts:
    """How many stand in each tab; ``oldest_at`` is when the new one that waits longest came."""

    new: int
    open: int
    oldest_at: datetime | None
    danger: int


@dataclass(frozen=True, slots=True)
class LeadMatch:
    """Somebody who looks like whoever wrote: what differs and what is the same. ``history`` says
    what is on file ("1 call, 2 promises"), "" where there is nothing. ``certain`` is False where
    only a number or a name speaks for it."""

    person_id: UUID
    version: int
    name: str
    since: datetime
    same: str
    differences: tuple[LeadDifference, ...]
    history: str


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A new person as a lead would make them: what the lead says, what they agreed to, and who may
    be the same: ``shares`` has their number or address, ``namesake`` only a name like theirs."""

    says: Says
    consents: tuple[Consent, ...]
    shares: Somebody | None
    namesake: Somebody | None


@dataclass(frozen=True, slots=True)
class LeadDetail:
    """One lead in full. ``number`` is the one to ring, E.164 where it can be read; ``callback_id``
    the promise that was made of it, with the version seen, while it is open. ``person_id`` is who
    it belongs to, once it was merged. ``caller_id`` is who is rung as far as that is known: who
    shares only a number with whoever wrote is not. ``external_id`` is its
    identity where it comes from. ``can_be_rung``: there is a number, and nobody
    asked not to be called."""

    row: LeadRow
    e164: str
    extension: str
    external_id: str
    can_be_rung: bool
    number_text: str
    more_numbers: tuple[str, ...]
    emails: tuple[str, ...]
    message: str
    remarks: tuple[str, ...]
    danger_words: tuple[str, ...]
    campaign: str
    wishes: LeadWishes
    fields: tuple[LeadField, ...]
    payload: str
    person_id: UUID | None
    person_name: str
    match: LeadMatch | None
    caller_id: UUID | None
    caller_name: str
    callback_id: UUID | None
    callback_version: int
    due_at: datetime | None
    candidates: Candidates
    hours: CallingHours
    calendar: SiteCalendar
    place: str
