"""When something happened, as machines and people write it: the text becomes an instant.

A time with a zone (or an epoch) is exact. One without is read on the clock of the source's zone,
and :class:`Moment` says so; where that clock skips or repeats the hour it is what
:func:`desktop.domain.local_time.instant` makes of it. ``1/2/2026`` is read by the order of the
column it stands in (:func:`day_order`) and refused where the column does not tell.
"""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from enum import StrEnum
from typing import NamedTuple
from zoneinfo import ZoneInfo

from desktop.domain.quoting import quoted
from desktop.domain.time_titles import named_zone
from desktop.domain.time_words import MERIDIEMS, MONTHS, SKIPPED, ZONES

NOT_SET = frozenset(
    (
        "",
        "-",
        "0",
        "n/a",
        "na",
        "nil",
        "none",
        "null",
        "0000-00-00",
        "0000-00-00 00:00:00",
        "1970-01-01 00:00:00",
    )
)
"""What systems write where there is no time."""
_LONGEST = 80
_FIRST_YEAR, _LAST_YEAR = 1970, 2199
_LAST_EPOCH_YEAR = 2100
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_HOUR = timedelta(hours=1)
_MINUTE = timedelta(minutes=1)

_NUMERIC = re.compile(r"(?<![\d:.])(\d{1,4})([/.\-])(\d{1,2})\2(\d{1,4})(?![\d])")
_CLOCK = re.compile(
    r"(?<!\d)(\d{1,2})[:h](\d{2})(?:[:](\d{2})(?:[.,](\d{1,9}))?)?(?!\d)(?!:)", re.IGNORECASE
)
_HOUR_ALONE = re.compile(r"(?<!\d)(\d{1,2})\s*(?=[ap]\.?\s?m\b)", re.IGNORECASE)
_OFFSET = re.compile(r"(?:\b(?:utc|gmt)\s*)?([+-])(\d{1,2})(?::?(\d{2}))?$", re.IGNORECASE)
_ENDS_IN_DATE = re.compile(r"(?<!\d)\d{1,4}-(?:\d{1,2}|[^\W\d_]{3,10}\.?)-\d{1,4}$")
_MONTH_IN_DASHES = re.compile(r"(?<=\d)-([^\W\d_]{3,10}\.?)-(?=\d)")
_PLACE = re.compile(r"\s*[\s(\[]([A-Za-z]{2,10}(?:/[A-Za-z_+\-]{2,20}){1,2})[)\]]?$")
_SAID_TWICE = re.compile(r"\s*\([^()\d]*\)$")
"""The zone's name behind its offset, in the language of the browser."""
_EPOCH_TEXT = re.compile(r"(\d{9,19})(?:\.(\d{1,9}))?")
_WORDS = re.compile(r"[^\W\d_][^\s\d,;()/]*|\d+|\S")
_UNITS = {9: 1, 10: 1, 11: 1, 13: 10**3, 15: 10**6, 16: 10**6, 18: 10**9, 19: 10**9}


class UnreadableTime(ValueError):
    """This is no time; the sentence is for the person."""


class DayOrder(StrEnum):
    """How ``1/2/2026`` is meant."""

    DAY_FIRST = "dmy"
    MONTH_FIRST = "mdy"


class Moment(NamedTuple):
    """An instant (UTC) and whether the source's zone had to be used to know it."""

    at: datetime
    zone_assumed: bool


def day_order(texts: Iterable[str]) -> DayOrder | None:
    """How the dates of a column are written, from all of its texts; None where they do not tell
    (no day above 12) or contradict each other."""
    day = month = False
    for text in texts:
        found = _NUMERIC.search(text)
        if found is None or len(found[1]) == 4:
            continue
        # Dots are the German and Spanish way, in which the day always comes first.
        day = day or int(found[1]) > 12 or (found[2] == "." and len(found[4]) == 4)
        month = month or int(found[3]) > 12
    if day == month:
        return None
    return DayOrder.DAY_FIRST if day else DayOrder.MONTH_FIRST


def needs_order(text: str) -> bool:
    """Whether a date stands in ``text`` that only the order of day and month tells."""
    found = _NUMERIC.search(text)
    return found is not None and len(found[1]) < 3


class TimeReader:
    """Reads the times of one source. ``zone`` is the IANA zone of those without one, ``told`` that
    the source itself names it (in the title of the column, say).

    It keeps what the zone's clock was in each hour it met: a million rows meet a few thousand.
    """

    def __init__(self, zone: str, order: DayOrder | None = None, *, told: bool = False) -> None:
        self._zone = ZoneInfo(zone)
        self._assumed = not told
        self._order = order
        self._offsets: dict[str, timedelta | None] = {}

    def read(self, text: str) -> Moment | None:
        """The instant; None where no time is set. Raises :class:`UnreadableTime`."""
        at = self.plain(text)
        return Moment(at, self._assumed) if at is not None else self._any(text)

    def at(self, text: str) -> datetime | None:
        """The instant alone."""
        at = self.plain(text)
        if at is None:
            moment = self._any(text)
            at = moment.at if moment is not None else None
        return at

    def plain(self, text: str) -> datetime | None:
        """``2026-11-17 21:18:00`` on the clock of the zone, which most rows of most systems have,
        by the short way; None for all others."""
        if len(text) != 19 or text[4] != "-" or text[13] != ":":
            return None
        hour = text[:13]
        offset = self._offsets.get(hour)
        if offset is None:
            offset = self._offset(hour)
            if offset is None:
                return None
        try:
            # Read as UTC and moved: cheaper than asking the zone each time.
            shown = datetime.fromisoformat(text + "+00:00")
        except ValueError:
            return None
        return shown - offset if _FIRST_YEAR < shown.year <= _LAST_YEAR else None

    def _offset(self, hour: str) -> timedelta | None:
        """How far the clock is ahead of UTC all through an hour (``2026-11-17 21``); None where
        it changes within, or where this is no hour."""
        if hour in self._offsets:
            return self._offsets[hour]
        try:
            start = datetime.fromisoformat(hour + ":00:00").replace(tzinfo=self._zone)
            offset = start.utcoffset()
            if offset != (start + _HOUR - _MINUTE).utcoffset():
                offset = None
        except (ValueError, OverflowError):
            offset = None
        if len(self._offsets) > 100_000:
            self._offsets.clear()
        self._offsets[hour] = offset
        return offset

    def _any(self, text: str) -> Moment | None:
        if len(text) > _LONGEST:
            raise UnreadableTime("The time is too long to be one.")
        clean = " ".join(text.replace("\u200e", "").replace("\u200f", "").split())
        if clean.casefold() in NOT_SET:
            return None
        if epoch := _EPOCH_TEXT.fullmatch(clean):
            moment = _epoch(epoch)
            if moment is not None:
                return moment
        try:
            shown = _iso(clean) or self._written(clean)
            return self._instant(shown)
        except UnreadableTime:
            raise
        except (ValueError, OverflowError) as problem:
            raise UnreadableTime(f"There is no such time as {quoted(clean)}.") from problem

    def _instant(self, shown: datetime) -> Moment:
        if not _FIRST_YEAR <= shown.year <= _LAST_YEAR:
            raise UnreadableTime(f"The year {shown.year} cannot be right.")
        if shown.tzinfo is not None:
            return Moment(shown.astimezone(UTC), zone_assumed=False)
        return Moment(shown.replace(tzinfo=self._zone).astimezone(UTC), self._assumed)

    def _written(self, text: str) -> datetime:
        """Everything else: the clock, the zone and the date are taken out one after the other."""
        rest, zone = _without_zone(_MONTH_IN_DASHES.sub(r" \1 ", text))
        clock = _CLOCK.search(rest)
        hour = minute = second = micro = 0
        if clock is not None:
            hour, minute, second = int(clock[1]), int(clock[2]), int(clock[3] or 0)
            micro = int((clock[4] or "").ljust(6, "0")[:6])
            rest = rest[: clock.start()] + " " + rest[clock.end() :]
        elif alone := _HOUR_ALONE.search(rest):
            hour = int(alone[1])
            rest = rest[: alone.start()] + " " + rest[alone.end() :]
        rest, meridiem = _without_meridiem(rest)
        if meridiem is not None:
            if not 1 <= hour <= 12:
                raise UnreadableTime(f"There is no such time as {quoted(text)}.")
            hour = hour % 12 + (12 if meridiem == "p" else 0)
        rest, words_zone = _without_zone_word(rest)
        year, month, day = self._date(rest, text)
        # In the hour that comes twice, the word says which of both it is.
        told = words_zone or zone
        shown = datetime(year, month, day, hour, minute, second, micro, tzinfo=told)
        if zone and words_zone:
            ahead = {shown.replace(tzinfo=zone, fold=fold).utcoffset() for fold in (0, 1)}
            if shown.utcoffset() not in ahead:
                raise UnreadableTime(f"{quoted(text)} names two zones.")
        return shown

    def _date(self, rest: str, text: str) -> tuple[int, int, int]:
        if numeric := _NUMERIC.search(rest):
            _refuse_leftovers(rest[: numeric.start()] + " " + rest[numeric.end() :], text)
            first, second, third = int(numeric[1]), int(numeric[3]), int(numeric[4])
            if len(numeric[1]) == 4:
                return first, second, third
            if len(numeric[1]) > 2 or len(numeric[4]) == 3:
                raise UnreadableTime(f"{quoted(text)} is no date.")
            year = third if len(numeric[4]) == 4 else 2000 + third
            return (year, *self._month_and_day(first, second, text, dotted=numeric[2] == "."))
        return _named_date(rest, text)

    def _month_and_day(
        self, first: int, second: int, text: str, *, dotted: bool
    ) -> tuple[int, int]:
        if first > 12 or first == second:
            return second, first
        if second > 12:
            return first, second
        order = self._order or (DayOrder.DAY_FIRST if dotted else None)
        if order is None:
            raise UnreadableTime(
                f"{quoted(text)} may be day/month or month/day, and no other date of the file "
                "tells which. Say which it is and import again."
            )
        return (second, first) if order is DayOrder.DAY_FIRST else (first, second)


def _epoch(found: re.Match[str]) -> Moment | None:
    digits, fraction = found[1], found[2] or ""
    unit = _UNITS.get(len(digits))
    if unit is None:  # 12 and 14 digits are dates without marks
        return None
    whole, part = divmod(int(digits), unit)
    micro = part * 10**6 // unit if unit > 1 else int(fraction.ljust(6, "0")[:6])
    at = _EPOCH + timedelta(seconds=whole, microseconds=micro)
    return Moment(at, zone_assumed=False) if at.year < _LAST_EPOCH_YEAR else None


def _iso(text: str) -> datetime | None:
    if text.isascii() and text.isdecimal():
        if len(text) not in (8, 12, 14):
            return None
        return datetime.fromisoformat(text[:8] + "T" + text[8:].ljust(6, "0"))
    if len(text) < 8 or not text[:4].isdecimal():
        return None
    try:
        return datetime.fromisoformat(text.replace("/", "-"))
    except ValueError:
        return None


def _without_zone(text: str) -> tuple[str, tzinfo | None]:
    """``… +0530``, ``… UTC-3``, ``… GMT-0700 (Mountain Standard Time)``, ``… America/Phoenix``; the
    minus of a date is none."""
    place = _PLACE.search(text)
    zone = named_zone(place[1]) if place else None
    if place and zone:
        text = text[: place.start()]
    bare = _SAID_TWICE.sub("", text)
    found = _OFFSET.search(bare)
    if found is None or ":" not in bare[: found.start()] or _ENDS_IN_DATE.search(bare):
        return text, zone
    text = bare
    hours, minutes = int(found[2]), int(found[3] or 0)
    if hours > 14 or minutes > 59:
        raise UnreadableTime(f"There is no such time as {quoted(text)}.")
    ahead = timedelta(hours=hours, minutes=minutes)
    return text[: found.start()], timezone(ahead if found[1] == "+" else -ahead)


def _without_meridiem(rest: str) -> tuple[str, str | None]:
    found = MERIDIEMS.search(rest)
    if found is None:
        return rest, None
    return rest[: found.start()] + " " + rest[found.end() :], found[1][0].lower()


def _without_zone_word(rest: str) -> tuple[str, timezone | None]:
    for word in _WORDS.findall(rest):
        hours = ZONES.get(word.strip("()").upper())
        if hours is not None:
            return rest.replace(word, " ", 1), timezone(timedelta(hours=hours))
    return rest, None


def _named_date(rest: str, text: str) -> tuple[int, int, int]:
    """``17 November 2026``, ``Nov 17, 2026``, ``17 de noviembre de 2026``."""
    month, numbers, others = 0, [], []
    for word in _WORDS.findall(rest):
        plain = word.casefold().rstrip(".,")
        if word.isdecimal():
            numbers.append(word)
        elif plain in MONTHS and not month:
            month = MONTHS[plain]
        else:
            others.append(word)
    _refuse_leftovers(" ".join(others), text)
    years = [number for number in numbers if len(number) == 4]
    days = [number for number in numbers if len(number) <= 2]
    if not month or len(numbers) != 2 or len(days) + len(years) != 2 or not days:
        raise UnreadableTime(f"{quoted(text)} is no date.")
    if not years:
        return 2000 + int(days[1]), month, int(days[0])
    return int(years[0]), month, int(days[0])


def _refuse_leftovers(rest: str, text: str) -> None:
    for word in _WORDS.findall(rest):
        if (word.casefold().rstrip(".,") or ",") not in SKIPPED:
            raise UnreadableTime(f"{quoted(text)} is no date.")
