"""What a table or a person says of appointments, series and balances, read from text.

Each reader gives None where nothing is said, and raises :class:`UnreadableField` with a sentence
where something is said that cannot be read: half a date guessed at would send somebody to the end
of a list.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from desktop.domain.folding import fold
from desktop.domain.lead_times import birthday
from desktop.domain.quoting import quoted
from desktop.domain.time_reading import DayOrder, TimeReader, UnreadableTime

MOST_INFUSIONS: Final = 200
MOST_CENTS: Final = 100_000_000
_MONEY = re.compile(
    r"(?:usd|us)?\s*\$?\s*(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d{1,2}))?\s*(?:usd)?", re.I
)
_NOTHING: Final = frozenset(
    ("", "-", "n/a", "na", "none", "null", "nil", "no", "ninguno", "ninguna")
)
_YES: Final = frozenset(("yes", "y", "true", "1", "x", "si", "consented", "agreed", "given"))
_NO: Final = frozenset(("no", "n", "false", "0", "refused", "declined"))


class UnreadableField(ValueError):
    """The sentence is for the person."""


@dataclass(frozen=True, slots=True)
class Concern:
    """How the transition concerns somebody, as far as it was said: None says nothing, 0 that there
    is nothing. ``consent`` is "yes" or "no" to their data going to the new owner."""

    next_appointment_at: datetime | None = None
    series_left: int | None = None
    last_infusion_on: date | None = None
    prepaid_cents: int | None = None
    consent: str | None = None


NO_CONCERN: Final = Concern()


def read_appointment(text: str, zone: str, *, month_first: bool) -> datetime | None:
    """When somebody is booked next; ``zone`` is that of times without one."""
    if fold(text.strip()) in _NOTHING:
        return None
    order = DayOrder.MONTH_FIRST if month_first else DayOrder.DAY_FIRST
    try:
        return TimeReader(zone, order).at(text)
    except UnreadableTime as problem:
        raise UnreadableField(f"The next appointment, {_short(text)}, cannot be read.") from problem


def read_day(text: str, what: str, *, month_first: bool) -> date | None:
    """A day ("the last infusion")."""
    if fold(text.strip()) in _NOTHING:
        return None
    found = birthday(text.strip().split()[0], month_first=month_first)
    if found is None:
        raise UnreadableField(f"The day of {what}, {_short(text)}, cannot be read.")
    return found


def read_count(text: str, what: str) -> int | None:
    """A whole number ("infusions to come")."""
    text = text.strip()
    if fold(text) in _NOTHING:
        return None
    plain = text.removesuffix(".0")
    if not (plain.isascii() and plain.isdecimal() and int(plain[:6]) <= MOST_INFUSIONS):
        raise UnreadableField(f"The number of {what}, {_short(text)}, is none to 200.")
    return int(plain)


def read_money(text: str) -> int | None:
    """US cents of "$1,200.50", "1200.5", "USD 90"."""
    text = text.strip()
    if fold(text) in _NOTHING:
        return None
    found = _MONEY.fullmatch(text)
    if found is None:
        raise UnreadableField(f"The amount paid ahead, {_short(text)}, cannot be read.")
    cents = int(found[1].replace(",", "")) * 100 + int((found[2] or "").ljust(2, "0"))
    if cents > MOST_CENTS:
        raise UnreadableField(f"The amount paid ahead, {_short(text)}, is too large to be right.")
    return cents


def read_consent(text: str) -> str | None:
    """Whether somebody said yes or no."""
    said = fold(text.strip())
    if said in _YES:
        return "yes"
    if said in _NO:
        return "no"
    if said in _NOTHING:
        return None
    raise UnreadableField(f"The consent to hand over, {_short(text)}, is neither yes nor no.")


def _short(text: str) -> str:
    text = " ".join(text.split())
    return quoted(text if len(text) <= 40 else text[:40] + "…")
