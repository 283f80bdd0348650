"""Who is asked to act on a safety follow-up now.

It starts at once with the clerk who saved it. After a quarter of an hour without contact the whole
team is asked, after another the managers on duty too, until somebody was reached or a welfare
check is decided (which closes it). Neither hours nor a do-not-call hold it up. All of it follows
from the clock and the tries, so that it climbs also while no program is running.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from desktop.domain.next_try import Tried
from desktop.domain.vocabulary import AttemptResult, Role

STEP = timedelta(minutes=15)
"""So long each of them has before the next are asked too."""


class Asked(StrEnum):
    """How far it has climbed; those below stay asked. Never stored."""

    CLERK = "clerk"
    TEAM = "team"
    MANAGER = "manager"


@dataclass(frozen=True, slots=True)
class SafetyClimb:
    """Who is asked ``since`` when, and when the next are asked too (None: nobody is left)."""

    asked: Asked
    since: datetime
    next_at: datetime | None


def climb_steps(first_due_at: datetime, tried: Sequence[Tried]) -> tuple[SafetyClimb, ...]:
    """Every step of the climb with its time, first to last.

    It begins when the follow-up was due first, or was due again after a talk; a try that reached
    nobody changes nothing.
    """
    reached = [each.at for each in tried if each.result is AttemptResult.REACHED]
    start = max([first_due_at, *reached])
    times = [start + STEP * place for place in range(len(Asked))]
    after = [*times[1:], None]
    return tuple(map(SafetyClimb, Asked, times, after))


def safety_climb(first_due_at: datetime, now: datetime, tried: Sequence[Tried]) -> SafetyClimb:
    """Who is asked ``now``. Before it begins (a time agreed with the person) it is the clerk."""
    steps = climb_steps(first_due_at, tried)
    return next((step for step in reversed(steps) if step.since <= now), steps[0])


def asks(asked: Asked, role: Role, *, is_owner: bool, in_team: bool, has_owner: bool) -> bool:
    """Whether somebody is asked at this step: the owner at each, their team from the second (from
    the first where nobody owns it), managers of any team at the third."""
    if is_owner or (in_team and not has_owner):
        return True
    if asked is Asked.CLERK:
        return False
    return in_team or (asked is Asked.MANAGER and role is Role.MANAGER)
