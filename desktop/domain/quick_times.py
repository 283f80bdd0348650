"""The times offered with one click when a callback is promised."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from desktop.domain.calling_hours import CallingHours, allowed
from desktop.domain.local_time import (
    instant,
    local_day,
    minute_of_day,
    up_to_quarter,
    whole_minute,
)
from desktop.domain.suitable_hours import next_suitable, suits
from desktop.domain.vocabulary import MilestoneKind, QuickKey
from desktop.domain.wording import or_by, quick_line, spoken_day
from desktop.domain.work_days import SiteCalendar
from desktop.domain.zones import Candidates

WAIT_AT_MOST = timedelta(weeks=4)
"""The latest date of a promise that waits on a milestone."""

_TEN = 10 * 60
_TWO_PM = 14 * 60
_NOON = 12 * 60
_EVENING = 18 * 60
_WEEK = 7
_DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


@dataclass(frozen=True, slots=True)
class QuickTime:
    """One offer. ``label`` and ``line`` are the two lines of its button; ``due_at`` is the latest
    date where it ``waits_on`` a milestone. ``allowed`` is False only where no hour suits every
    zone the person may be in."""

    key: QuickKey
    label: str
    line: str
    due_at: datetime
    allowed: bool
    waits_on: MilestoneKind | None = None


def quick_times(
    now: datetime, candidates: Candidates, hours: CallingHours, site: SiteCalendar
) -> tuple[QuickTime, ...]:
    """In an hour, this afternoon, tomorrow, when the deal closes; one for each key, in order.

    A time that does not suit both sides, or has passed, moves to the next that does and its label
    says so. ``site`` is where the promise is kept, and "here".
    """
    zone = candidates.zones[0]
    today = local_day(now, zone)
    next_day = site.next_working_day(local_day(now, site.zone))
    in_an_hour = whole_minute(now) + timedelta(hours=1)
    afternoon = max(instant(today, _TWO_PM, zone), up_to_quarter(now + timedelta(hours=2)))
    if not suits(afternoon, candidates, hours, site):
        afternoon = max(instant(next_day, _TWO_PM, zone), site.opening(next_day))
    wanted = {
        QuickKey.HOUR: in_an_hour,
        QuickKey.AFTERNOON: afternoon,
        QuickKey.TOMORROW: max(instant(next_day, _TEN, zone), site.opening(next_day)),
        QuickKey.CLOSING: instant(today + WAIT_AT_MOST, _TEN, zone),
    }
    due = {key: next_suitable(at, candidates, hours, site) for key, at in wanted.items()}
    hour_suits = due[QuickKey.HOUR] == in_an_hour
    labels = {
        QuickKey.HOUR: "In 1 hour" if hour_suits else _part_of_day(due[QuickKey.HOUR], zone, now),
        QuickKey.AFTERNOON: _part_of_day(due[QuickKey.AFTERNOON], zone, now),
        QuickKey.TOMORROW: _day(due[QuickKey.TOMORROW], zone, now),
        QuickKey.CLOSING: "When the deal closes…",
    }
    lines = {key: quick_line(at, zone, site.zone) for key, at in due.items()}
    lines[QuickKey.CLOSING] = or_by(due[QuickKey.CLOSING], zone, now)
    waits_on = {QuickKey.CLOSING: MilestoneKind.CLOSING}
    return tuple(
        QuickTime(
            key,
            labels[key],
            lines[key],
            due[key],
            allowed(due[key], candidates, hours).allowed,
            waits_on.get(key),
        )
        for key in QuickKey
    )


def held_to(
    offer: QuickTime,
    latest: Callable[[datetime], datetime],
    zone: str,
    here: str,
    now: datetime,
) -> QuickTime:
    """The offer for a promise that waits, where the policy lets it wait until ``latest`` only."""
    due_at = latest(offer.due_at)
    if offer.waits_on is not None:
        return replace(offer, due_at=due_at, line=or_by(due_at, zone, now))
    if due_at == offer.due_at:
        return offer
    label = _part_of_day(due_at, zone, now)
    return replace(offer, label=label, due_at=due_at, line=quick_line(due_at, zone, here))


def _part_of_day(at: datetime, zone: str, now: datetime) -> str:
    """ "This afternoon", "Tomorrow morning", "Monday evening"."""
    minute = minute_of_day(at, zone)
    part = "morning" if minute < _NOON else "afternoon" if minute < _EVENING else "evening"
    today = local_day(at, zone) == local_day(now, zone)
    return f"{'This' if today else _day(at, zone, now)} {part}"


def _day(at: datetime, zone: str, now: datetime) -> str:
    """ "Tomorrow", within a week "Monday", else "Dec 28"."""
    day, today = local_day(at, zone), local_day(now, zone)
    ahead = (day - today).days
    return _DAYS[day.weekday()] if 1 < ahead < _WEEK else spoken_day(day, today)
