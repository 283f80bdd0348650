"""When a person may be rung: between 8:00 and 21:00 on the clocks of every place they may be.

The bounds are those of 47 CFR 64.1200(c)(1). The closing minute is not included, so that nobody
is rung at 9:00 pm sharp.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from desktop.domain.errors import NeedsReason, Refused
from desktop.domain.local_time import minute_of_day, next_opening
from desktop.domain.vocabulary import CallbackKind, HourVerdict
from desktop.domain.wording import clock_of_minute, hours_words
from desktop.domain.zones import Candidates, city_of_zone

EARLIEST = 8 * 60
LATEST = 21 * 60

# Every clock repeats its day, so a common minute shows within a day or not. One that only a change
# of summer time would bring next week is no time to promise.
_LOOK_AHEAD = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class CallingHours:
    """A person's hours in minutes after their midnight: 8:00 to 21:00, or narrower by their wish.

    Raises ValueError for wider hours.
    """

    opens: int = EARLIEST
    closes: int = LATEST

    def __post_init__(self) -> None:
        """Nobody's wish makes the hours wider."""
        if not EARLIEST <= self.opens < self.closes <= LATEST:
            raise ValueError(f"calling hours {self.opens} to {self.closes}")

    def verdict(self, minute: int) -> HourVerdict:
        """What these hours say about a minute of the day."""
        if minute < self.opens:
            return HourVerdict.TOO_EARLY
        return HourVerdict.ALLOWED if minute < self.closes else HourVerdict.TOO_LATE


@dataclass(frozen=True, slots=True)
class ZoneHour:
    """What the clock of one candidate zone shows, and whether that suits."""

    zone: str
    minute: int
    verdict: HourVerdict


@dataclass(frozen=True, slots=True)
class HourCheck:
    """An instant held against a person's hours, zone by zone (never empty)."""

    hours: CallingHours
    zones: tuple[ZoneHour, ...]

    @property
    def allowed(self) -> bool:
        """Whether the hour suits every zone the person may be in."""
        return self.deciding.verdict is HourVerdict.ALLOWED

    @property
    def deciding(self) -> ZoneHour:
        """The first zone that says no, else the first."""
        against = (each for each in self.zones if each.verdict is not HourVerdict.ALLOWED)
        return next(against, self.zones[0])

    def why(self, place: str | None = None) -> str:
        """ "10:30 pm in Chicago · too late"; ``place`` when the city is known by name."""
        hour = self.deciding
        return hours_words(hour.minute, hour.zone, hour.verdict, place)


def allowed(at: datetime, candidates: Candidates, hours: CallingHours) -> HourCheck:
    """Whether a person may be rung at this instant, and why."""
    minutes = ((zone, minute_of_day(at, zone)) for zone in candidates.zones)
    return HourCheck(
        hours, tuple(ZoneHour(zone, minute, hours.verdict(minute)) for zone, minute in minutes)
    )


def next_allowed(at: datetime, candidates: Candidates, hours: CallingHours) -> datetime:
    """``at`` itself when the hour suits every zone, else the first instant that does.

    Zones far apart with narrow hours may have no minute in common. Then the first zone alone
    gives the time, so that a promise still has one, and :func:`allowed` goes on saying no: a
    service call then needs a reason or an answer to "where are you?", marketing is refused.
    """
    moment = at
    while moment <= at + _LOOK_AHEAD:
        latest = max(
            next_opening(moment, zone, hours.opens, hours.closes) for zone in candidates.zones
        )
        if latest == moment:
            return latest
        moment = latest
    return next_opening(at, candidates.zones[0], hours.opens, hours.closes)


def may_place(kind: CallbackKind, check: HourCheck, reason: str | None) -> None:
    """Let a call or a promise at this hour pass, or say why not.

    A safety follow-up always passes. Outside the hours a service or transition callback needs a
    recorded reason (raises NeedsReason) and a marketing one is refused (raises Refused).
    """
    if check.allowed or kind is CallbackKind.SAFETY:
        return
    hour = check.deciding
    place = city_of_zone(hour.zone)
    opens, closes = clock_of_minute(check.hours.opens), clock_of_minute(check.hours.closes)
    verdict = "early" if hour.verdict is HourVerdict.TOO_EARLY else "late"
    said = f"{clock_of_minute(hour.minute)} in {place} is too {verdict}"
    instead = f"choose a time from {opens} to {closes} in {place}."
    if kind is CallbackKind.MARKETING:
        raise Refused(f"{said} for a marketing call. C{instead[1:]}")
    if not (reason and reason.strip()):
        raise NeedsReason(f"{said} to ring. Say why it cannot wait, or {instead}")
