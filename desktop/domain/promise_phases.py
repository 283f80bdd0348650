"""What became of a promise, and the figures of each phase of the transition."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from desktop.domain.transition import Phase
from desktop.domain.vocabulary import MilestoneKind, Resolution

_MINUTE = timedelta(minutes=1)
_KEPT = frozenset(
    (Resolution.KEPT, Resolution.RANG_US, Resolution.LETTER, Resolution.WELFARE_CHECK)
)
_BROKEN = frozenset((Resolution.UNREACHABLE,))


class PromiseFate(StrEnum):
    """How a promise stands. Never stored."""

    ON_TIME = "on_time"
    """Kept by the time that was promised last (within its minute)."""
    LATE = "late"
    """Kept, after it."""
    BROKEN = "broken"
    """Closed without anybody having been reached."""
    ENDED = "ended"
    """Not needed any more, a duplicate, or they asked not to be called."""
    OPEN = "open"
    OVERDUE = "overdue"
    """Open, past the time that was promised."""


@dataclass(frozen=True, slots=True)
class Stood:
    """What is told from of one promise: when it was given, the time promised to the person, how
    and when it ended."""

    opened_at: datetime
    promised_for: datetime
    closed_at: datetime | None
    resolution: Resolution | None


def fate(promise: Stood, now: datetime) -> PromiseFate:
    """How it stands."""
    if promise.closed_at is None:
        late = promise.promised_for + _MINUTE <= now
        return PromiseFate.OVERDUE if late else PromiseFate.OPEN
    if promise.resolution in _KEPT:
        in_time = promise.closed_at < promise.promised_for + _MINUTE
        return PromiseFate.ON_TIME if in_time else PromiseFate.LATE
    return PromiseFate.BROKEN if promise.resolution in _BROKEN else PromiseFate.ENDED


def phase_at(phases: Sequence[Phase], at: datetime) -> int:
    """The place in ``phases`` of the one that a time lies in."""
    place = 0
    for number, phase in enumerate(phases):
        if phase.since is not None and phase.since <= at:
            place = number
    return place


def carried_over(
    phases: Sequence[Phase], promise: Stood, now: datetime
) -> tuple[MilestoneKind, ...]:
    """The steps that a promise lived through: those that happened while it was open."""
    closed = promise.closed_at
    return tuple(
        phase.kind
        for phase in phases
        if phase.kind is not None
        and phase.since is not None
        and promise.opened_at < phase.since <= now
        and (closed is None or phase.since < closed)
    )


@dataclass(frozen=True, slots=True)
class PhaseCount:
    """The promises opened in one phase. opened = on_time + late + broken + ended + open."""

    phase: Phase
    opened: int
    on_time: int
    late: int
    broken: int
    ended: int
    open: int
    overdue: int
    carried_over: int


def count_phases(
    phases: Sequence[Phase], promises: Iterable[Stood], now: datetime
) -> tuple[PhaseCount, ...]:
    """The figures of each phase, in order."""
    tally = [dict.fromkeys([*PromiseFate, "carried"], 0) for _ in phases]
    for promise in promises:
        mine = tally[phase_at(phases, promise.opened_at)]
        mine[fate(promise, now)] += 1
        mine["carried"] += bool(carried_over(phases, promise, now))
    return tuple(
        PhaseCount(
            phase,
            sum(each[one] for one in PromiseFate),
            each[PromiseFate.ON_TIME],
            each[PromiseFate.LATE],
            each[PromiseFate.BROKEN],
            each[PromiseFate.ENDED],
            each[PromiseFate.OPEN] + each[PromiseFate.OVERDUE],
            each[PromiseFate.OVERDUE],
            each["carried"],
        )
        for phase, each in zip(phases, tally, strict=True)
    )
