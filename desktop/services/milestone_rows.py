"""The steps of the transition as rows, and what marking one would do."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from desktop.domain.vocabulary import MilestoneKind


@dataclass(frozen=True, slots=True)
class MilestoneRow:
    """One step. ``id`` and ``version`` are None and 0 where nobody has written anything of it yet.
    ``waiting`` open callbacks wait for it. ``site_id`` is the site of a closure (None: all)."""

    id: UUID | None
    kind: MilestoneKind
    site_id: UUID | None
    site_name: str | None
    planned_on: date | None
    happened_at: datetime | None
    note: str
    custodian: str
    custodian_contact: str
    recorded_by: str
    recorded_at: datetime | None
    waiting: int
    is_next: bool
    version: int


@dataclass(frozen=True, slots=True)
class DayOfCallbacks:
    """How many callbacks a team would have to ring on one day of its site."""

    day: date
    team: str
    callbacks: int


@dataclass(frozen=True, slots=True)
class MarkPreview:
    """What marking would do. ``becoming_due`` callbacks are spread over ``days``, the last at
    ``last_due_at``; ``keep_latest`` of them would fall later and keep their latest date.
    ``ending`` names the statements that end with it, and ``without_words`` says where no approved
    words are left then; ``to_tell`` people heard one of those. ``skipped`` are steps before it
    that are not marked. ``stranded`` open callbacks belong to a team of a site that closes.
    ``open_drafts`` calls are being typed now."""

    kind: MilestoneKind
    site_id: UUID | None
    becoming_due: int
    keep_latest: int
    days: tuple[DayOfCallbacks, ...]
    last_due_at: datetime | None
    ending: tuple[str, ...]
    without_words: bool
    to_tell: int
    skipped: tuple[MilestoneKind, ...]
    stranded: int
    open_drafts: int


@dataclass(frozen=True, slots=True)
class MarkResult:
    """What marking did. ``run_id`` is the identity of all its parts."""

    milestone_id: UUID
    run_id: UUID
    callbacks: int
    said: str


@dataclass(frozen=True, slots=True)
class WorkedCallback:
    """A callback that a milestone made due and that was worked since: it stays as it is."""

    callback_id: UUID
    name: str
    what: str


@dataclass(frozen=True, slots=True)
class UnmarkResult:
    """What taking a milestone back did: so many wait again, and these were worked and stay."""

    waiting_again: int
    worked: tuple[WorkedCallback, ...]
    said: str


@dataclass(frozen=True, slots=True)
class MilestoneQuestion:
    """A planned day went by and nobody said what happened: asked of a manager."""

    milestone: MilestoneRow
    planned_on: date
    waiting: int
    words: str
