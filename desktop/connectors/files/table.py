"""Rows of a delimited text, streamed, with quotation marks that were never closed put right.

A mark that opens a cell and is not closed would swallow the rows behind it. The row it stands in is
given up (:attr:`Line.trouble`) and the next line is read afresh, so no good row is lost with it.
"""

import csv
import io
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice
from typing import NamedTuple

CELL_AT_MOST = 1024 * 1024
"""A cell that is longer is a quotation mark that was not closed."""
DELIMITERS = ",;\t|:"
_OPEN = "A quotation mark in this row is not closed. Close it or take it out."
_LONG = "A cell of this row is longer than a megabyte. Shorten it."
_LOOKED_AT = 60
_TOLD = re.compile(r"\"?sep=([,;\t|:])\"?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Dialect:
    """How the cells of a table are told apart."""

    delimiter: str = ","
    escape: str | None = None
    """The backslash, where it and not a second mark hides a quotation mark."""


class Line(NamedTuple):
    """One row of a table: its number (from 1, blank ones count), its cells, and what is wrong with
    it ("" for a sound one)."""

    number: int
    cells: list[str]
    trouble: str = ""

    @property
    def is_blank(self) -> bool:
        """Whether nothing stands in it."""
        return not any(cell.strip() for cell in self.cells)


def told_delimiter(line: str) -> str:
    """The delimiter that a first line ``sep=;`` tells to Excel, "" where it is another line."""
    found = _TOLD.fullmatch(line.strip(" \r\n\ufeff"))
    return found[1] if found else ""


def dialect_of(text: str) -> Dialect:
    """What a first line says, else what cuts the first rows of ``text`` (whole lines) most
    evenly."""
    escape = _escape(text)
    if told := told_delimiter(text[: text.find("\n") + 1 or text.find("\r") + 1]):
        return Dialect(told, escape)
    best, most = ",", 0.0
    for mark in DELIMITERS:
        if mark not in text:
            continue
        score = _evenness(text, mark, escape)
        if score > most:
            best, most = mark, score
    return Dialect(best, escape)


def sample_rows(text: str, dialect: Dialect, most: int) -> tuple[list[str], ...]:
    """The first ``most`` rows of ``text`` that are not blank, cells trimmed."""
    rows: list[list[str]] = []
    for line in read_lines(io.StringIO(text, newline=""), dialect, 0):
        if not line.is_blank:
            rows.append([cell.strip() for cell in line.cells])
        if len(rows) == most:
            break
    return tuple(rows)


def read_lines(lines: Iterator[str], dialect: Dialect, usual: int) -> Iterator[Line]:
    """The rows of ``lines``. ``usual``: how many cells a row has as a rule (0: not known); a row
    over several lines that has another number, while its second line alone has this one, has an
    open quotation mark."""
    csv.field_size_limit(CELL_AT_MOST)
    number = 0
    first = next(lines, "")
    if told_delimiter(first):
        number = 1
    else:
        lines = chain([first] if first else [], lines)
    feed = _Feed(lines)
    reader = _reader(feed, dialect)
    while True:
        number += 1
        seen = feed.seen
        seen.clear()
        trouble = ""
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            cells, trouble = [], _LONG
        if len(seen) > 1 or trouble or feed.ended:
            if (feed.ended and not trouble) or (
                not trouble and _swallowed(seen, len(cells), usual, dialect)
            ):
                trouble = _OPEN
            if trouble:
                cells = _alone(seen[0], dialect) if seen else []
                feed.again(seen[1:])
                reader = _reader(feed, dialect)
        yield Line(number, cells, trouble)


class _Feed:
    """Lines for the reader; remembers those of the row that is being read, and takes lines back."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._back: deque[str] = deque()
        self.seen: list[str] = []
        self.ended = False
        """The reader asked for a line when there was none left: an open mark, within a row."""

    def __iter__(self) -> Iterator[str]:
        seen, back = self.seen, self._back
        while True:
            while back:
                line = back.popleft()
                seen.append(line)
                yield line
            line = next(self._lines, "")
            if not line:
                self.ended = True
                return
            if "\0" in line:
                line = line.replace("\0", "") or "\n"
            seen.append(line)
            yield line

    def again(self, lines: list[str]) -> None:
        """Give these lines out once more, before the others."""
        self._back.extendleft(reversed(lines))
        self.ended = False


def _reader(feed: _Feed, dialect: Dialect) -> Iterator[list[str]]:
    return csv.reader(iter(feed), delimiter=dialect.delimiter, escapechar=dialect.escape)


def _alone(line: str, dialect: Dialect) -> list[str]:
    """The cells of a line with an open mark, for the person to see."""
    return line.rstrip("\r\n").split(dialect.delimiter)


def _swallowed(seen: list[str], width: int, usual: int, dialect: Dialect) -> bool:
    """Whether a row over several lines took in rows that are not its own."""
    if len(seen) < 2:
        return False
    # The line that closes a cell has an odd number of marks.
    if dialect.escape is None and seen[-1].count('"') % 2 == 0:
        return True
    if usual < 3 or width == usual:
        return False
    return any(_width(line, dialect) == usual for line in islice(seen, 1, 4))


def _width(line: str, dialect: Dialect) -> int:
    try:
        # Strict: a line with an open mark of its own is not a whole row.
        reader = csv.reader(
            [line], delimiter=dialect.delimiter, escapechar=dialect.escape, strict=True
        )
        return len(next(reader, []))
    except csv.Error:
        return 0


def _evenness(text: str, mark: str, escape: str | None) -> float:
    widths: list[int] = []
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, escapechar=escape)
        widths.extend(len(row) for row in islice((row for row in reader if row), _LOOKED_AT))
    except csv.Error:
        pass
    several = [width for width in widths if width > 1]
    if not several:
        return 0.0
    usual = max(set(several), key=lambda width: (several.count(width), width))
    # Colons stand in times: only where nothing else cuts the rows.
    weight = 0.2 if mark == ":" else 1.0
    return float((usual - 1) ** 0.5 * several.count(usual) / len(widths) * weight)


def _escape(text: str) -> str | None:
    """The backslash where ``\\"`` stands within words; at the end of a cell it is a folder's."""
    at, within, at_end = 0, 0, 0
    while (at := text.find('\\"', at)) >= 0:
        after = text[at + 2 : at + 3]
        if after in ("", "\r", "\n", *DELIMITERS):
            at_end += 1
        elif after != '"':
            within += 1
        at += 2
    return "\\" if within > at_end else None
