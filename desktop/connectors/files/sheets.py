"""Which sheet of a workbook is read: the first that holds what is known here, and behind it the
others with the same titles (a sheet for each day). What is left out is told."""

import contextlib
from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple

from desktop.connectors.files.table import Line
from desktop.connectors.files.workbook import SheetRow, sheet_rows, workbook_rows
from desktop.domain.channels import is_email, may_be_number
from desktop.domain.quoting import quoted

_FIRST_ROWS: Final = 60
_TITLES_WITHIN: Final = 12
_SHEETS_AT_MOST: Final = 50
"""Looked at for one that is known. (Of all of them it is told when they are not read.)"""


class ChosenSheet(NamedTuple):
    """A sheet by its place, and its first rows that are not blank, trimmed."""

    place: int
    first_rows: tuple[list[str], ...]


def choose_sheet(data: bytes, is_known: Callable[[ChosenSheet], bool]) -> ChosenSheet:
    """The first sheet that ``is_known``, else the first. Raises
    :class:`desktop.connectors.files.workbook_guard.RefusedWorkbook`."""
    first = ChosenSheet(0, _sample(workbook_rows(data)))
    if is_known(first):
        return first
    others: dict[int, list[list[str]]] = {}
    with contextlib.closing(sheet_rows(data)) as rows:
        for row in rows:
            if row.place > _SHEETS_AT_MOST:
                break
            sample = others.setdefault(row.place, [])
            if row.place and len(sample) < _FIRST_ROWS and any(map(str.strip, row.cells)):
                sample.append([cell.strip() for cell in row.cells])
    for place, sample in others.items():
        if place and is_known(found := ChosenSheet(place, tuple(sample))):
            return found
    return first


def sheet_lines(data: bytes, chosen: ChosenSheet) -> Iterator[Line]:
    """The rows of ``chosen``, then those below the same titles on the sheets behind it, counted as
    if all stood on one sheet; then a line of trouble for each other sheet with somebody to reach
    on it."""
    number = 0
    beside: dict[int, _Beside] = {}
    with contextlib.closing(sheet_rows(data)) as rows:
        for row in rows:
            if row.place == chosen.place:
                number += 1
                yield Line(number, row.cells, row.trouble)
                continue
            if row.place not in beside:
                beside[row.place] = _Beside(row.name)
            other = beside[row.place]
            if other.is_read:
                number += 1
                yield Line(number, row.cells, row.trouble)
            elif other.begins_with(row, chosen):
                # The rows above the titles count too.
                number += other.rows
    for other in beside.values():
        if other.has_somebody and not other.is_read:
            number += 1
            name = quoted(other.name)
            told = f"Another sheet was not read: {name}. Save it as CSV and import that."
            yield Line(number, [other.name], told)


class _Beside:
    """What is known of a sheet beside the chosen one."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.rows = 0
        self.is_read = False
        self.has_somebody = False

    def begins_with(self, row: SheetRow, chosen: ChosenSheet) -> bool:
        """Look at its next row; whether that is the row of titles as the chosen sheet has it."""
        self.rows += 1
        cells = _bare(row.cells)
        self.has_somebody = self.has_somebody or any(
            may_be_number(cell) or is_email(cell) for cell in cells
        )
        if row.place > chosen.place and self.rows <= _TITLES_WITHIN and _are_titles(cells):
            self.is_read = cells in map(_bare, chosen.first_rows[:_TITLES_WITHIN])
        return self.is_read


def _sample(rows: Iterator[list[str]]) -> tuple[list[str], ...]:
    found: list[list[str]] = []
    for cells in rows:
        if any(cell.strip() for cell in cells):
            found.append([cell.strip() for cell in cells])
        if len(found) == _FIRST_ROWS:
            break
    return tuple(found)


def _bare(cells: Sequence[str]) -> list[str]:
    """Trimmed, without the empty cells behind the last."""
    found = [cell.strip() for cell in cells]
    while found and not found[-1]:
        found.pop()
    return found


def _are_titles(cells: Sequence[str]) -> bool:
    """Whether this may be a row of titles: no call and no person is without a digit or an @."""
    return len(cells) > 1 and not any(c.isdigit() or c == "@" for cell in cells for c in cell)
