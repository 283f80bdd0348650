"""The lines of a long list that is never read whole: heads, and rows in blocks that come and go.

Rows are numbered from the end of the list, so that what comes in at the top moves nothing below.
"""

from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any, Generic, TypeVar

from desktop.ui.widgets.delegates import GroupRow

R = TypeVar("R")

BLOCK = 128
"""Rows that are read at once."""
_KEPT = 96
"""Blocks that are kept: some twelve thousand rows."""


@dataclass(frozen=True, slots=True)
class Section:
    """A head and how many rows stand under it. ``key`` tells it from the others and puts it in its
    place: the greatest stands first."""

    key: Any
    head: GroupRow
    rows: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """A block that is on the screen and not there: its ``rows`` follow the ``skip`` first ones of
    section ``key``, also into the next sections. ``of`` is how many rows the list had then."""

    block: int
    key: Any
    skip: int
    rows: int
    of: int


class SectionLines(Generic[R]):
    """Where each line is, and the rows that are at hand."""

    def __init__(self, identity: Callable[[R], object]) -> None:
        self._identity = identity
        self._blocks: OrderedDict[int, tuple[R, ...]] = OrderedDict()
        self._stale: set[int] = set()
        self._places: dict[object, int] = {}
        self._missed: set[int] = set()
        self.set_sections(())

    def set_sections(self, sections: Sequence[Section]) -> None:
        """The list has these now; the rows at hand keep their numbers from the end."""
        # Blocks that came shorter than the list said: asked for again, now that it says otherwise.
        self._short: set[int] = set()
        self.sections = tuple(sections)
        self._first_rows = [0, *accumulate(each.rows for each in self.sections)]
        self._heads = [row + n for n, row in enumerate(self._first_rows[:-1])]
        self.rows = self._first_rows[-1]

    # -- lines ---------------------------------------------------------------------------------

    def count(self) -> int:
        """How many lines there are, heads included."""
        return self.rows + len(self.sections)

    def heads(self) -> tuple[int, ...]:
        """The lines of the heads."""
        return tuple(self._heads)

    def head_at(self, line: int) -> GroupRow | None:
        """The head that stands at a line; None for a row."""
        at = bisect_right(self._heads, line) - 1
        return self.sections[at].head if at >= 0 and self._heads[at] == line else None

    def row_at(self, line: int) -> R | None:
        """The row at a line, where it is at hand; else it is wanted from now on."""
        at = bisect_right(self._heads, line) - 1
        if at < 0 or self._heads[at] == line or line >= self.count():
            return None
        # A head more than sections above it, and counted from the end.
        block, within = divmod(self.rows - 1 - (line - at - 1), BLOCK)
        rows = self._blocks.get(block)
        if rows is None or within >= len(rows):
            if block not in self._short:
                self._missed.add(block)
            return None
        if block in self._stale:
            self._missed.add(block)
        return rows[within]

    def line_of(self, identity: object) -> int:
        """The line of a record, -1 when it is not at hand."""
        number = self._places.get(identity)
        return -1 if number is None or number >= self.rows else self.line_of_number(number)

    def line_of_number(self, number: int) -> int:
        """The line of a row that is numbered from the end."""
        row = self.rows - 1 - number
        return row + bisect_right(self._first_rows, row)

    def number_at(self, line: int) -> int:
        """The number from the end of the row at a line, or of the next one under a head; -1 where
        there is none."""
        at = bisect_right(self._heads, line) - 1
        if at < 0 or not 0 <= line < self.count():
            return -1
        under_head = self._heads[at] == line
        return self.rows - 1 - (line - at - (0 if under_head else 1))

    def line_in(self, key: Any, skip: int) -> int:
        """The line of the row behind the ``skip`` first ones of a section; -1 without it."""
        for at, section in enumerate(self.sections):
            if section.key == key and skip < section.rows:
                return self._heads[at] + 1 + skip
        return -1

    def at_hand(self) -> tuple[R, ...]:
        """Every row that is at hand, first lines first."""
        return tuple(
            row for block in sorted(self._blocks, reverse=True) for row in self._blocks[block][::-1]
        )

    # -- blocks --------------------------------------------------------------------------------

    @property
    def misses(self) -> bool:
        """Whether rows were asked for that are not at hand, or may say something else by now."""
        return bool(self._missed)

    def missed(self) -> tuple[Wanted, ...]:
        """The blocks that were asked for in vain since the last time, and what to read for them."""
        asked, self._missed = sorted(self._missed, reverse=True), set()
        return tuple(self._wanted(block) for block in asked if block * BLOCK < self.rows)

    def _wanted(self, block: int) -> Wanted:
        last = self.rows - 1 - block * BLOCK
        first = max(0, last - BLOCK + 1)
        at = bisect_right(self._first_rows, first) - 1
        section = self.sections[at]
        skip = first - self._first_rows[at]
        return Wanted(block, section.key, skip, last - first + 1, self.rows)

    def give(self, wanted: Wanted, rows: Sequence[R]) -> tuple[int, int]:
        """The rows of a block have come; returns the first and the last line they stand in.

        A block of a list that has become longer or shorter meanwhile is read again when it is
        looked at.
        """
        block = wanted.block
        self._forget(block)
        self._blocks[block] = tuple(reversed(rows))
        for within, row in enumerate(self._blocks[block]):
            self._places[self._identity(row)] = block * BLOCK + within
        if wanted.of != self.rows:
            self._stale.add(block)
        elif len(rows) < wanted.rows:
            self._short.add(block)
        while len(self._blocks) > _KEPT:
            self._forget(next(iter(self._blocks)))
        newest = min(self.rows, (block + 1) * BLOCK) - 1
        if newest < block * BLOCK:
            return -1, -1
        return self.line_of_number(newest), self.line_of_number(block * BLOCK)

    def mark_stale(self) -> None:
        """What is at hand may say something else by now: it is shown until it has been read
        again."""
        self._stale = set(self._blocks)

    def drop_above(self, number: int) -> None:
        """Rows from this number (from the end) on have moved: forget their blocks."""
        for block in [block for block in self._blocks if (block + 1) * BLOCK > number]:
            self._forget(block)

    def drop_all(self) -> None:
        """Forget every row."""
        self.drop_above(0)
        self._missed.clear()

    def _forget(self, block: int) -> None:
        rows = self._blocks.pop(block, ())
        self._stale.discard(block)
        for within, row in enumerate(rows):
            if self._places.get(self._identity(row)) == block * BLOCK + within:
                del self._places[self._identity(row)]
