"""What the callback queue is made of. Plain values: the first page comes before SQLAlchemy."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol
from uuid import UUID

from desktop.domain.due_groups import due_group
from desktop.domain.next_try import Tried
from desktop.domain.safety_climb import SafetyClimb, asks, safety_climb
from desktop.domain.vocabulary import (
    AttemptResult,
    CallbackKind,
    DueGroup,
    MilestoneKind,
    Reason,
    Resolution,
    Role,
)
from desktop.services.called import NOBODY, called

Who = Literal["all", "mine", "team", "due", "waiting", "closed"]
"""The tabs. ``mine``: the owner is me; ``team``: given to my team as a whole, or to a
team that nobody sits with; ``due``: overdue, due soon or asking for a decision; ``waiting``: on a
milestone, its latest date not near yet."""


@dataclass(frozen=True, slots=True)
class ViewFilter:
    """A view of the queue. ``text`` is found anywhere in the name or the number; among the closed
    ones at the beginning of words, and at either end of numbers."""

    who: Who = "all"
    text: str = ""
    reason: Reason | None = None
    team_id: UUID | None = None
    owner_id: UUID | None = None
    site_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One promise in the queue.

    ``zone`` is where the person is (stated, else as promised); ``group`` is None once closed.
    ``name`` is the person's, else the name typed on the call, else the number; ``subject_name`` is
    whom it concerns when that is somebody else. ``lease_by`` is who is at work on it now.
    ``reason`` is why they called. An open safety follow-up has the ``climb`` that says who is
    asked to act on it now; ``asks_me`` when that is whoever looks.
    """

    id: UUID
    version: int
    kind: CallbackKind
    group: DueGroup | None
    due_at: datetime
    zone: str
    zone_certain: bool
    milestone: MilestoneKind | None
    person_id: UUID | None
    name: str
    who_line: str
    subject_name: str | None
    number_id: UUID | None
    e164: str | None
    extension: str
    reason: Reason
    attempts: int
    last_result: AttemptResult | None
    last_attempt_at: datetime | None
    last_note: str
    owner_team_id: UUID
    owner_team: str
    owner_user_id: UUID | None
    owner_name: str | None
    is_mine: bool
    needs_decision: bool
    asks_number: bool
    lease_by: str | None
    marketing: bool
    subject_id: UUID | None = None
    resolution: Resolution | None = None
    closed_at: datetime | None = None
    name_is_known: bool = True
    climb: SafetyClimb | None = None
    asks_me: bool = False


@dataclass(frozen=True, slots=True)
class QueueCursor:
    """Where the next page begins: after this row, in the groups as they were at ``as_of``."""

    as_of: datetime
    segment: int
    at: datetime
    id: UUID


@dataclass(frozen=True, slots=True)
class QueuePage:
    """Rows in their order; ``next`` is None on the last page."""

    rows: tuple[QueueRow, ...]
    next: QueueCursor | None


@dataclass(frozen=True, slots=True)
class QueueCounts:
    """How many open promises stand in each tab; ``due_now`` is what the rail's badge shows.

    ``next_due_at`` and ``next_name`` are the first that falls due after now.
    """

    due_now: int
    overdue: int
    soon: int
    mine: int
    team: int
    waiting: int
    all: int
    next_due_at: datetime | None
    next_name: str | None


@dataclass(frozen=True, slots=True)
class StoredRow:
    """One row as it is stored and joined, column by column; see :func:`queue_row`."""

    id: UUID
    version: int
    kind: str
    state: str
    due_at: datetime
    promised_zone: str
    zone_certain: bool
    milestone: str | None
    person_id: UUID | None
    person_name: str | None
    person_kind: str | None
    person_city: str | None
    person_zone: str | None
    subject_id: UUID | None
    subject_name: str | None
    typed_name: str | None
    typed_subject: str | None
    number_id: UUID | None
    e164: str | None
    extension: str | None
    reason: str
    attempts: int
    last_result: str | None
    last_attempt_at: datetime | None
    last_note: str | None
    owner_team_id: UUID
    owner_team: str
    owner_user_id: UUID | None
    owner_name: str | None
    needs_decision: bool
    asks_number: bool
    lease_by: str | None
    resolution: str | None
    closed_at: datetime | None
    first_due_at: datetime
    reached_at: datetime | None


@dataclass(frozen=True, slots=True)
class Reader:
    """Who looks at the queue; ``unattended`` are teams that nobody sits with."""

    user_id: UUID
    team_id: UUID
    role: Role
    unattended: frozenset[UUID] = frozenset()


def queue_row(stored: StoredRow, reader: Reader, as_of: datetime) -> QueueRow:
    """The row as ``reader`` sees it, in its group at ``as_of``."""
    name = called(stored.person_name, stored.typed_name, stored.e164, stored.extension)
    about = [stored.person_kind, stored.person_city]
    if stored.person_id is None and name != NOBODY:
        about = ["Name as said" if stored.typed_name else NOBODY]
    for_themselves = stored.subject_id is not None and stored.subject_id == stored.person_id
    subject = None if for_themselves else stored.subject_name or stored.typed_subject
    milestone = MilestoneKind(stored.milestone) if stored.milestone else None
    is_open = stored.state == "open"
    climb = climb_of(stored, as_of) if is_open and stored.kind == CallbackKind.SAFETY else None
    group = due_group(stored.due_at, as_of, milestone is not None, stored.needs_decision)
    return QueueRow(
        id=stored.id,
        version=stored.version,
        kind=CallbackKind(stored.kind),
        group=group if is_open else None,
        due_at=stored.due_at,
        zone=stored.person_zone or stored.promised_zone,
        zone_certain=stored.zone_certain or stored.person_zone is not None,
        milestone=milestone,
        person_id=stored.person_id,
        name=name,
        who_line=" · ".join(part for part in about if part),
        subject_name=subject or None,
        number_id=stored.number_id,
        e164=stored.e164,
        extension=stored.extension or "",
        reason=Reason(stored.reason),
        attempts=stored.attempts,
        last_result=AttemptResult(stored.last_result) if stored.last_result else None,
        last_attempt_at=stored.last_attempt_at,
        last_note=stored.last_note or "",
        owner_team_id=stored.owner_team_id,
        owner_team=stored.owner_team,
        owner_user_id=stored.owner_user_id,
        owner_name=stored.owner_name,
        is_mine=stored.owner_user_id == reader.user_id,
        needs_decision=stored.needs_decision,
        asks_number=stored.asks_number,
        lease_by=stored.lease_by,
        marketing=stored.kind == CallbackKind.MARKETING,
        subject_id=stored.subject_id,
        resolution=Resolution(stored.resolution) if stored.resolution else None,
        closed_at=stored.closed_at,
        name_is_known=bool(stored.person_name or stored.typed_name),
        climb=climb,
        asks_me=climb is not None and asks_reader(climb, stored, reader),
    )


class Climbing(Protocol):
    """What the climb of a safety follow-up is told from."""

    @property
    def first_due_at(self) -> datetime: ...
    @property
    def reached_at(self) -> datetime | None: ...
    @property
    def owner_user_id(self) -> UUID | None: ...
    @property
    def owner_team_id(self) -> UUID: ...


def contact_of(row: Climbing) -> tuple[Tried, ...]:
    """The try with which they were reached last, if they were."""
    return (Tried(row.reached_at, AttemptResult.REACHED),) if row.reached_at else ()


def climb_of(row: Climbing, now: datetime) -> SafetyClimb:
    """Who is asked now to act on a safety follow-up."""
    return safety_climb(row.first_due_at, now, contact_of(row))


def asks_reader(climb: SafetyClimb, row: Climbing, reader: Reader) -> bool:
    """Whether that is this reader."""
    return asks(
        climb.asked,
        reader.role,
        is_owner=row.owner_user_id == reader.user_id,
        in_team=row.owner_team_id in {reader.team_id, *reader.unattended},
        has_owner=row.owner_user_id is not None,
    )
