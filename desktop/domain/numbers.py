"""How KetWell Desk reads a telephone number, in whatever form it comes.

The numbering library (``phonenumbers``) does the numbering plans; what it gets wrong on real
inputs is put right before and after it. Both are loaded on the first reading, not on import.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from desktop.domain.number_display import display
from desktop.domain.number_facts import NumberKind, kind_of, place_of, zones_of
from desktop.domain.number_search import (
    e164_prefix,
    national_prefix,
    reversed_digits,
    search_digits,
)
from desktop.domain.number_typing import typed

__all__ = [
    "NumberKind",
    "NumberReading",
    "NumberStatus",
    "display",
    "e164_prefix",
    "kind_of",
    "national_prefix",
    "place_of",
    "read_number",
    "reversed_digits",
    "search_digits",
    "typed",
    "zones_of",
]


class NumberStatus(StrEnum):
    """What a reading is worth."""

    VALID = "valid"
    UNUSUAL = "unusual"
    """Readable, but the library doubts it: kept, flagged, never dropped."""
    WITHHELD = "withheld"
    """The caller shows no number; there is none to ring."""
    SERVICE = "service"
    """911, 988, 411, ``*69``, an internal extension: never rung by the program."""
    UNREADABLE = "unreadable"
    """No number; the text is kept."""


@dataclass(frozen=True, slots=True)
class NumberReading:
    """How one text is read. ``e164`` is set for valid and unusual numbers only."""

    raw: str
    e164: str | None
    extension: str | None
    status: NumberStatus
    more: tuple[NumberReading, ...] = ()
    """The other numbers of the same text, in order; each without more of its own."""

    @property
    def kind(self) -> NumberKind:
        """See :func:`desktop.domain.number_facts.kind_of`."""
        return kind_of(self.e164) if self.e164 else NumberKind.UNKNOWN

    @property
    def zones(self) -> tuple[str, ...]:
        """See :func:`desktop.domain.number_facts.zones_of`."""
        return zones_of(self.e164) if self.e164 else ()

    @property
    def place(self) -> str | None:
        """See :func:`desktop.domain.number_facts.place_of`; the first call takes half a second."""
        return place_of(self.e164) if self.e164 else None


@lru_cache(maxsize=64)
def read_number(text: str, region: str = "US") -> NumberReading:
    """Read ``text``: as typed, pasted, sent by a telephone system or found in a table.

    ``region`` is the two-letter country whose national numbers are meant; with an unknown one only
    international numbers are read. Every text gets an answer, none raises. The last answers are
    kept: a number is looked up while it is typed and read again, as it was, when the call is saved.
    """
    from desktop.domain.number_reading import read

    return read(text, region)
