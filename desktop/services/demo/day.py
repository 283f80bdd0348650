"""The demo's clock: a Tuesday, 2:18 pm in Phoenix, whatever the hour outside.

A demo opened at night must still show a working desk, so its clock starts on the latest Tuesday
and runs on at the pace of real time from the last thing that happened in the data.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ZONE = "America/Phoenix"
AT = time(14, 18)
_TUESDAY = 1


def demo_day(today: date) -> date:
    """The latest Tuesday up to ``today``."""
    return today - timedelta(days=(today.weekday() - _TUESDAY) % 7)


def demo_moment(day: date) -> datetime:
    """2:18 pm in Phoenix on ``day``, in UTC."""
    return datetime.combine(day, AT, ZoneInfo(ZONE)).astimezone(UTC)


def running_from(start: datetime, real: Callable[[], datetime]) -> Callable[[], datetime]:
    """A clock that shows ``start`` now and runs at the pace of ``real``."""
    opened = real()

    def clock() -> datetime:
        return start + (real() - opened)

    return clock
