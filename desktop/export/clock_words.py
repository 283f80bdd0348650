"""Many instants as text, quickly: "2025-11-18 14:14:03" on the clock of one zone.

A million rows hold a million times, most of the same day as the one before: date and offset are
looked up when the day changes.
"""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta, tzinfo
from typing import NamedTuple
from zoneinfo import ZoneInfo

_DAY = 86_400
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_CLOCK = tuple(
    f"{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}" for second in range(_DAY)
)

Words = Callable[[Iterable[int | None]], list[str]]
"""Makes text of whole seconds since 1970 in UTC; None is no text."""


def local_words(zone: str) -> Words:
    """On the clock of ``zone``, as a spreadsheet takes it for a time. Which of two equal hours
    (summer time ends) is meant, it does not say."""
    return _words(ZoneInfo(zone), " ", "")


def utc_words() -> Words:
    """ "2025-11-18T21:14:03Z"."""
    return _words(UTC, "T", "Z")


class _Stretch(NamedTuple):
    """The seconds from ``begin`` until ``end`` are of one date; the clock shows ``first`` seconds
    after midnight at ``begin``, and runs evenly."""

    begin: int
    end: int
    first: int
    date: str


def _words(zone: tzinfo, between: str, behind: str) -> Words:
    def words(values: Iterable[int | None]) -> list[str]:
        begin = end = first = 0
        date = ""
        made: list[str] = []
        for seconds in values:
            if seconds is None:
                made.append("")
                continue
            if not begin <= seconds < end:
                begin, end, first, date = _stretch(zone, seconds)
                date += between
            made.append(f"{date}{_CLOCK[seconds - begin + first]}{behind}")
        return made

    return words


def _stretch(zone: tzinfo, seconds: int) -> _Stretch:
    offset = _offset(zone, seconds)
    shown = seconds + offset
    date = (_EPOCH + timedelta(seconds=shown)).date().isoformat()
    begin = shown // _DAY * _DAY - offset
    if _offset(zone, begin) == _offset(zone, begin + _DAY - 1) == offset:
        return _Stretch(begin, begin + _DAY, 0, date)
    return _Stretch(seconds, seconds + 1, shown % _DAY, date)  # the clock is changed on that day


def _offset(zone: tzinfo, seconds: int) -> int:
    offset = (_EPOCH + timedelta(seconds=seconds)).astimezone(zone).utcoffset()
    return int(offset.total_seconds()) if offset else 0
