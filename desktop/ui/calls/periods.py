"""The times that the list of calls is narrowed to, in days of the desk."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from desktop.domain.local_time import instant

PERIODS = (
    ("Any", ""),
    ("Today", "today"),
    ("Yesterday", "yesterday"),
    ("This week", "week"),
    ("This month", "month"),
    ("From … to …", "range"),
)
"""Words and key."""


@dataclass(frozen=True, slots=True)
class Days:
    """From ``first`` to ``last``, both included; None: without a bound."""

    first: date | None = None
    last: date | None = None


def days_of(period: str, today: date) -> Days:
    """The days of a period. A week begins on Monday."""
    if period == "today":
        return Days(today, today)
    if period == "yesterday":
        before = today - timedelta(days=1)
        return Days(before, before)
    if period == "week":
        return Days(today - timedelta(days=today.weekday()), None)
    if period == "month":
        return Days(today.replace(day=1), None)
    return Days()


def bounds(days: Days, zone: str) -> tuple[datetime | None, datetime | None]:
    """From when (included) until when (not)."""
    since = instant(days.first, 0, zone) if days.first else None
    until = instant(days.last + timedelta(days=1), 0, zone) if days.last else None
    return since, until
