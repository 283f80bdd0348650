"""What a writer is given: columns that say how their values are meant, and pages of rows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import IO, Any, Protocol


class Meaning(Enum):
    """How the values of a column are meant. Any value may be None: an empty cell."""

    TEXT = "text"
    """What people typed: anything may stand in it."""
    WORD = "word"
    """A word, number or identity that the program made; never a formula."""
    COUNT = "count"
    """A whole number."""
    FLAG = "flag"
    """Yes or no."""
    LOCAL_TIME = "local time"
    """Whole seconds since 1970 in UTC, shown on the clock of the table's zone."""
    UTC_TIME = "utc time"
    """Whole seconds since 1970 in UTC, shown as such."""


@dataclass(frozen=True, slots=True)
class Heading:
    """The head of one column."""

    title: str
    meaning: Meaning


@dataclass(frozen=True, slots=True)
class Table:
    """``pages`` are read once, one after the other, and never held together. A page is one sequence
    of values for every heading, all of the same length. ``zone`` is the IANA zone of local
    times."""

    headings: Sequence[Heading]
    pages: Iterable[Sequence[Sequence[Any]]]
    zone: str


class Writer(Protocol):
    """One format."""

    ending: str
    """Of its files' names: ".csv"."""

    def write(self, table: Table, file: IO[bytes]) -> None:
        """Write the whole table. Raises OSError as the disk does."""
