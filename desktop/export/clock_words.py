"""Many instants as text, quickly: "2025-11-18 14:14:03" on the clock of one zone.

A million rows take a million times: a day's date is made once, and a zone is asked for its offset
once for each day on which it keeps one.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

_DAY = 86_400
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EPOCH_DAY = date(1970, 1, 1)
_CLOCK = tuple(
    f"{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}" for second in range(_DAY)
)


def local_words(zone: str) -> Callable[[int], str]:
    """Makes text of whole seconds since 1970. A spreadsheet takes it for a time; which of two equal
    hours (summer time ends) is meant, it does not say."""
    there = ZoneInfo(zone)
    days: dict[int, str] = {}
    offsets: dict[int, int | None] = {}

    def words(seconds: int) -> str:
        utc_day = seconds // _DAY
        if utc_day not in offsets:
            begin, end = _offset(there, utc_day * _DAY), _offset(there, (utc_day + 1) * _DAY)
            offsets[utc_day] = begin if begin == end else None
        offset = offsets[utc_day]
        day, second = divmod(
            seconds + (_offset(there, seconds) if offset is None else offset), _DAY
        )
        shown = days.get(day)
        if shown is None:
            shown = days[day] = f"{_day(day)} "
        return shown + _CLOCK[second]

    return words


def utc_words(seconds: int) -> str:
    """ "2025-11-18T21:14:03Z"."""
    day, second = divmod(seconds, _DAY)
    return f"{_day(day)}T{_CLOCK[second]}Z"


def _offset(zone: ZoneInfo, seconds: int) -> int:
    offset = (_EPOCH + timedelta(seconds=seconds)).astimezone(zone).utcoffset()
    return int(offset.total_seconds()) if offset else 0


def _day(day: int) -> str:
    return (_EPOCH_DAY + timedelta(days=day)).isoformat()
