"""When a form was sent, as forms and their exports write it.

A time that can be read in two ways, or in a language that is not known here, is not read at all:
the remark says so, and the moment of arrival is all that is known.
"""

from datetime import date, datetime
from typing import Final, NamedTuple

from desktop.domain.time_reading import TimeReader, UnreadableTime


class Sent(NamedTuple):
    """The instant (UTC), whether its zone was assumed, and why a time could not be read."""

    at: datetime | None = None
    zone_assumed: bool = False
    remark: str = ""


NEVER_SAID: Final = Sent()


def sent_at(times: TimeReader, text: str) -> Sent:
    """The instant that ``text`` tells."""
    if not text:
        return NEVER_SAID
    try:
        moment = times.read(text)
    except UnreadableTime:
        shown = text if len(text) <= 60 else text[:60] + "…"
        return Sent(remark=f"The time it was sent, “{shown}”, cannot be read for certain.")
    return Sent(moment.at, moment.zone_assumed) if moment else NEVER_SAID


def birthday(text: str, *, month_first: bool) -> date | None:
    """A whole date of birth ("1980-03-21", "19800321", "3/21/1980"), None where the year is
    missing or there is no such day. ``month_first`` is how 3/4/1980 is meant."""
    text = text.strip().partition("T")[0]
    if len(text) == 8 and text.isascii() and text.isdecimal():
        text = f"{text[:4]}-{text[4:6]}-{text[6:]}"
    parts = text.replace("/", "-").replace(".", "-").split("-")
    if len(parts) != 3 or not all(part.isascii() and part.isdecimal() for part in parts):
        return None
    first, second, third = (int(part[:6]) for part in parts)
    if len(parts[0]) == 4:
        year, month, day = first, second, third
    elif first > 12 or (second <= 12 and not month_first):
        year, month, day = third, second, first
    else:
        year, month, day = third, first, second
    try:
        return date(year, month, day) if 1850 < year < 2200 else None
    except ValueError:
        return None
