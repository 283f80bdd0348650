"""Many callbacks that become due at once, spread so that people can ring them all.

Each team rings from its site's desks while the site is open, and only so many in an hour; who has
an owner is rung by the owner. Everybody is placed at a time that suits them and the site, the most
urgent first, and never later than the latest date they were promised.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from desktop.domain.calling_hours import CallingHours
from desktop.domain.local_time import minute_of_day, up_to_quarter
from desktop.domain.work_days import SiteCalendar
from desktop.domain.zones import Candidates

_QUARTER = timedelta(minutes=15)
QUARTERS_OF_HOUR = 4
LONGEST = timedelta(days=120)
"""Nobody is placed further ahead: what does not fit keeps its latest date."""


@dataclass(frozen=True, slots=True)
class Lane:
    """Who rings one after the other: a team with its ``desks``, or one owner. ``per_hour`` calls
    from each desk."""

    key: UUID
    site: SiteCalendar
    desks: int
    per_hour: int

    @property
    def in_quarter(self) -> float:
        """How many fit into a quarter of an hour."""
        return max(1, self.desks) * max(1, self.per_hour) / QUARTERS_OF_HOUR


@dataclass(frozen=True, slots=True)
class ToPlace:
    """Somebody to be rung: in which lane, where they may be, their hours, and the ``latest`` time
    they were promised."""

    id: UUID
    lane: Lane
    candidates: Candidates
    hours: CallingHours
    latest: datetime | None


@dataclass(frozen=True, slots=True)
class Placed:
    """When to ring them. ``kept_latest``: no earlier time suits, so what was promised stays."""

    id: UUID
    due_at: datetime
    kept_latest: bool


def spread(people: Sequence[ToPlace], now: datetime) -> tuple[Placed, ...]:
    """A time for each of ``people``, in their order: whoever stands first gets the first time that
    suits. The same people in the same order at the same ``now`` get the same times."""
    rows: dict[UUID, _Row] = {}
    found = []
    for each in people:
        row = rows.get(each.lane.key)
        if row is None:
            row = rows[each.lane.key] = _Row(each.lane, up_to_quarter(now))
        latest = each.latest or now + LONGEST
        due_at = row.place(each.candidates.zones, each.hours, latest)
        found.append(Placed(each.id, due_at or latest, kept_latest=due_at is None))
    return tuple(found)


class _Row:
    """The quarters of one lane, filled from the front. People whose places and hours are the same
    look on from where the last of them was placed: what is full or does not suit stays so."""

    def __init__(self, lane: Lane, start: datetime) -> None:
        self._in_quarter = lane.in_quarter
        self._quarters: list[datetime] = []
        self._free: list[int] = []
        self._further = _open_quarters(lane.site, start)
        self._reached: dict[tuple[tuple[str, ...], CallingHours], int] = {}
        self._minutes: dict[tuple[int, str], int] = {}

    def place(
        self, zones: tuple[str, ...], hours: CallingHours, latest: datetime
    ) -> datetime | None:
        """Take the first free place that suits; None where there is none up to ``latest``."""
        alike = zones, hours
        at = self._reached.get(alike, 0)
        while (quarter := self._quarter(at)) is not None and quarter <= latest:
            if self._free[at] and self._suits(at, zones, hours):
                self._reached[alike] = at
                due_at = quarter + self._step(at)
                if due_at > latest:
                    return None
                self._free[at] -= 1
                return due_at
            at += 1
        self._reached[alike] = at
        return None

    def _step(self, at: int) -> timedelta:
        """The calls of one quarter are spread over its minutes."""
        room = self._room(at)
        return timedelta(minutes=15 * (room - self._free[at]) // room)

    def _room(self, at: int) -> int:
        """Whole calls: of one and a half in a quarter every second one has two."""
        return int(self._in_quarter * (at + 1)) - int(self._in_quarter * at)

    def _suits(self, at: int, zones: tuple[str, ...], hours: CallingHours) -> bool:
        """The whole quarter lies in their hours: clocks change on a full hour."""
        return all(
            hours.opens <= (minute := self._minute(at, zone)) and minute + 15 <= hours.closes
            for zone in zones
        )

    def _minute(self, at: int, zone: str) -> int:
        found = self._minutes.get((at, zone))
        if found is None:
            found = self._minutes[at, zone] = minute_of_day(self._quarters[at], zone)
        return found

    def _quarter(self, at: int) -> datetime | None:
        while len(self._quarters) <= at:
            quarter = next(self._further, None)
            if quarter is None:
                return None
            self._free.append(self._room(len(self._quarters)))
            self._quarters.append(quarter)
        return self._quarters[at]


def _open_quarters(site: SiteCalendar, start: datetime) -> Iterator[datetime]:
    moment, last = start, start + LONGEST
    while moment < last:
        opens = up_to_quarter(site.next_open(moment))
        if opens > moment:
            moment = opens
            continue
        yield moment
        moment += _QUARTER


def days_of(placed: Iterable[Placed]) -> int:
    """On how many dates (UTC) somebody is to be rung."""
    return len({each.due_at.date() for each in placed})
