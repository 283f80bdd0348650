"""How many calls each day has, in the desk's zone, and where in a day a call stands.

Read from the counts that the database keeps (:mod:`desktop.storage.call_counts`); no call is
counted here. The quarters of an hour are what lies between a day and a row: whoever knows how many
calls began after a quarter knows the place of its newest.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, bindparam, func, select

from desktop.domain.day_counts import spans_of
from desktop.domain.local_time import instant, local_day
from desktop.storage import tables
from desktop.storage.call_counts import ALL_CALLS, quarter_of, start_of
from desktop.storage.prepared import Prepared

_quarter = tables.metadata.tables["call_quarter"]
_tally = tables.metadata.tables["tally"]
_EPOCH_DAY = date(1970, 1, 1)
_OF_DAY = 100
"""Quarters of a day at the most, also where it has 25 hours."""

_used = _quarter.c.calls > 0
_NEWEST = Prepared(
    select(_quarter.c.quarter).where(_used).order_by(_quarter.c.quarter.desc()).limit(1)
)
_OLDEST = Prepared(select(_quarter.c.quarter).where(_used).order_by(_quarter.c.quarter).limit(1))
_LONG_BEFORE = 100_000
"""Days; divisions of what is not below nothing are rounded down by both engines."""
_BY_DAY = (
    select(
        ((_quarter.c.quarter + bindparam("ahead") + _LONG_BEFORE * 96) // 96).label("day"),
        func.sum(_quarter.c.calls).label("calls"),
    )
    .where(
        _used, _quarter.c.quarter >= bindparam("since"), _quarter.c.quarter <= bindparam("until")
    )
    .group_by("day")
)
_BEFORE = Prepared(
    select(_quarter.c.quarter, _quarter.c.calls)
    .where(_used, _quarter.c.quarter < bindparam("until"))
    .order_by(_quarter.c.quarter.desc())
    .limit(_OF_DAY)
)
_WITHIN = Prepared(
    select(func.sum(_quarter.c.calls)).where(
        _quarter.c.quarter >= bindparam("since"), _quarter.c.quarter < bindparam("until")
    )
)
_TOTAL = Prepared(select(_tally.c.value).where(_tally.c.name == ALL_CALLS))


@dataclass(frozen=True, slots=True)
class CallDay:
    """A day with calls. ``begins`` and ``ends`` (not included) are its midnights as instants."""

    day: date
    begins: datetime
    ends: datetime
    calls: int


def total(conn: Connection) -> int:
    """How many calls there are."""
    found = _TOTAL.first(conn, {})
    return int(found[0]) if found else 0


def calls_between(conn: Connection, since: datetime, until: datetime) -> int:
    """How many began from ``since`` to ``until``, both on a quarter of an hour."""
    found = _WITHIN.first(conn, {"since": quarter_of(since), "until": quarter_of(until)})
    return int(found[0] or 0) if found else 0


def midnights(day: date, zone: str) -> tuple[datetime, datetime]:
    """When a day begins and ends on the clock of ``zone``."""
    return instant(day, 0, zone), instant(day + timedelta(days=1), 0, zone)


def calls_on(conn: Connection, at: datetime, zone: str) -> CallDay:
    """The day that ``at`` is in, also when nobody called."""
    day = local_day(at, zone)
    begins, ends = midnights(day, zone)
    return CallDay(day, begins, ends, calls_between(conn, begins, ends))


def days_with_calls(conn: Connection, zone: str) -> tuple[CallDay, ...]:
    """Every day on which somebody called, newest first."""
    newest, oldest = _NEWEST.first(conn, {}), _OLDEST.first(conn, {})
    if newest is None or oldest is None:
        return ()
    counts: defaultdict[int, int] = defaultdict(int)
    for first, last, ahead in spans_of(oldest[0], newest[0], zone):
        for row in conn.execute(_BY_DAY, {"ahead": ahead, "since": first, "until": last}):
            counts[int(row.day) - _LONG_BEFORE] += int(row.calls)
    found = []
    for number in sorted(counts, reverse=True):
        day = _EPOCH_DAY + timedelta(days=number)
        found.append(CallDay(day, *midnights(day, zone), counts[number]))
    return tuple(found)


def quarter_at(conn: Connection, until: datetime, skip: int) -> tuple[datetime, int] | None:
    """Behind the ``skip`` newest calls before ``until`` (a quarter of an hour): the end of the
    quarter in which the next one began, and how many of its own calls are among them. None when
    there are no more within a day."""
    for quarter, calls in _BEFORE.rows(conn, {"until": quarter_of(until)}):
        if skip < calls:
            return start_of(quarter + 1), skip
        skip -= calls
    return None
