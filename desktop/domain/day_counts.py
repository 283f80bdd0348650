"""The days of a zone, made of quarters of an hour that are numbered from 1970 in UTC."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_QUARTER = timedelta(minutes=15)
_DAY_OF_QUARTERS = 96


class Span(NamedTuple):
    """Quarters ``first`` to ``last`` (included), in which the clock is ``ahead`` quarters ahead of
    UTC throughout."""

    first: int
    last: int
    ahead: int


def spans_of(first: int, last: int, zone: str) -> Iterator[Span]:
    """Cut the quarters ``first`` to ``last`` where the clock of ``zone`` is put on or back.

    All clocks are whole quarters ahead of UTC or behind (since 1972); before, they are rounded.
    """
    there = ZoneInfo(zone)

    def ahead(quarter: int) -> int:
        offset = (_EPOCH + quarter * _QUARTER).astimezone(there).utcoffset() or timedelta()
        return round(offset / _QUARTER)

    begun, here = first, ahead(first)
    at = first
    while at <= last:
        step = min(at + _DAY_OF_QUARTERS, last + 1)
        if step <= last and ahead(step) != here:
            while step - at > 1:
                middle = (at + step) // 2
                at, step = (middle, step) if ahead(middle) == here else (at, middle)
            yield Span(begun, step - 1, here)
            begun, here = step, ahead(step)
        at = step
    yield Span(begun, last, here)
