"""How long a promise may wait for a milestone: it always has a latest date, and a policy says how
far that may be."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from desktop.domain.calling_hours import CallingHours
from desktop.domain.local_time import instant, local_day
from desktop.domain.suitable_hours import next_suitable
from desktop.domain.vocabulary import Reason
from desktop.domain.work_days import SiteCalendar
from desktop.domain.zones import Candidates

_LAST_HOUR = 20 * 60
_TEN = 10 * 60
_DAY = timedelta(days=1)


def latest_due(
    wanted: datetime,
    days: int,
    now: datetime,
    candidates: Candidates,
    hours: CallingHours,
    site: SiteCalendar,
    next_appointment_at: datetime | None = None,
) -> datetime:
    """``wanted``, or the time that takes its place where it lies too far ahead.

    A promise may wait ``days`` dates of the person's calendar, moved on to when the clinic works;
    and where an appointment is near, not so long that an answer comes after it: the day before,
    or half of what is left of today. Never later than ``wanted``.
    """
    zone = candidates.zones[0]
    last_day = local_day(now, zone) + timedelta(days=days)
    due_at = wanted
    if wanted > next_suitable(instant(last_day, _LAST_HOUR, zone), candidates, hours, site):
        due_at = next_suitable(instant(last_day, _TEN, zone), candidates, hours, site)
    if next_appointment_at is not None and now < next_appointment_at <= due_at:
        due_at = _before(next_appointment_at, now, candidates, hours, site)
    return min(due_at, wanted)


@dataclass(frozen=True, slots=True)
class WaitLimit:
    """How long one promise may wait: ``days`` by policy, and not beyond ``appointment``, the next
    of whom it is for or whom it concerns."""

    days: int
    appointment: datetime | None = None

    def latest(
        self,
        wanted: datetime,
        now: datetime,
        candidates: Candidates,
        hours: CallingHours,
        site: SiteCalendar,
    ) -> datetime:
        """``wanted``, or the earlier time that takes its place; see :func:`latest_due`."""
        return latest_due(wanted, self.days, now, candidates, hours, site, self.appointment)


def days_of(reason: Reason, by_reason: Mapping[Reason, int], otherwise: int) -> int:
    """How many days a promise for this reason may wait."""
    return by_reason.get(reason, otherwise)


def _before(
    appointment: datetime,
    now: datetime,
    candidates: Candidates,
    hours: CallingHours,
    site: SiteCalendar,
) -> datetime:
    """The last working morning before an appointment that is still to come, else as soon as can
    be."""
    zone = candidates.zones[0]
    day = local_day(appointment, zone)
    for _ in range(7):
        day -= _DAY
        morning = next_suitable(instant(day, _TEN, zone), candidates, hours, site)
        if now < morning < appointment:
            return morning
        if instant(day, 0, zone) < now:
            break
    return min(next_suitable(now, candidates, hours, site), appointment)
