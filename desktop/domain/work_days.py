"""When a site works: its hours, its days, its holidays."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from desktop.domain.local_time import MINUTES_OF_DAY, instant, local_day, next_opening

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class SiteCalendar:
    """A site's hours in minutes after midnight of its own zone, closing time not included.

    ``work_days`` are weekdays, Monday 0. Raises ValueError when no day or no minute is left.
    """

    zone: str
    opens: int
    closes: int
    work_days: frozenset[int]
    holidays: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        """A site that never opens could keep no promise."""
        if not 0 <= self.opens < self.closes <= MINUTES_OF_DAY:
            raise ValueError(f"site hours {self.opens} to {self.closes}")
        if not self.work_days or not self.work_days <= set(range(7)):
            raise ValueError(f"work days {sorted(self.work_days)}")

    def is_working(self, day: date) -> bool:
        """Whether the site works on this date."""
        return day.weekday() in self.work_days and day not in self.holidays

    def next_working_day(self, day: date) -> date:
        """The first working day after ``day``."""
        day += _DAY
        while not self.is_working(day):
            day += _DAY
        return day

    def opening(self, day: date) -> datetime:
        """When the site opens on this date, whether it works then or not."""
        midnight = instant(day, 0, self.zone)
        return next_opening(midnight, self.zone, self.opens, self.closes)

    def next_open(self, at: datetime) -> datetime:
        """``at`` itself when the site is open then, else when it next opens."""
        moment = next_opening(at, self.zone, self.opens, self.closes)
        while not self.is_working(day := local_day(moment, self.zone)):
            moment = self.opening(self.next_working_day(day))
        return moment

    def is_open(self, at: datetime) -> bool:
        """Whether the site is open at this instant."""
        return self.next_open(at) == at


def us_holidays(year: int) -> Mapping[date, str]:
    """The federal holidays kept in ``year`` by name, on the weekday on which they are kept.

    From 5 U.S.C. 6103 and Executive Order 11582: one that falls on a Saturday is kept on the
    Friday before, on a Sunday on the Monday after.
    """
    fixed = {
        date(year, 1, 1): "New Year’s Day",
        date(year, 6, 19): "Juneteenth",
        date(year, 7, 4): "Independence Day",
        date(year, 11, 11): "Veterans Day",
        date(year, 12, 25): "Christmas Day",
        date(year + 1, 1, 1): "New Year’s Day",
    }
    last_monday_of_may = _nth_weekday(year, 6, 0, 1) - timedelta(days=7)
    kept = {_kept_on(day): name for day, name in fixed.items()} | {
        _nth_weekday(year, 1, 0, 3): "Martin Luther King Day",
        _nth_weekday(year, 2, 0, 3): "Presidents’ Day",
        last_monday_of_may: "Memorial Day",
        _nth_weekday(year, 9, 0, 1): "Labor Day",
        _nth_weekday(year, 10, 0, 2): "Columbus Day",
        _nth_weekday(year, 11, 3, 4): "Thanksgiving Day",
    }
    return {day: name for day, name in sorted(kept.items()) if day.year == year}


def _kept_on(day: date) -> date:
    return day + {5: -_DAY, 6: _DAY}.get(day.weekday(), timedelta())


def _nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))
