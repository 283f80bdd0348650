"""Tables with titles: the row of titles is found (after a few title lines), a row of types below it
is passed over, and cells are asked for by title."""

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from desktop.connectors.files.content import Content
from desktop.connectors.files.table import Line
from desktop.domain.column_guess import plain_forms

_LOOKED_AT = 30
_TYPES_TEXT = (
    "integer int bigint smallint string text varchar char date datetime timestamp time boolean "
    "bool float double decimal number numeric uniqueidentifier email phone url currency "
    "percent picklist textarea id reference uuid json long short real timestamptz"
)
_TYPES = frozenset(_TYPES_TEXT.split())


class TitledRow(NamedTuple):
    """A row under titles."""

    line: Line
    places: dict[str, int]

    @property
    def number(self) -> int:
        """The row of the file, from 1."""
        return self.line.number

    def get(self, *titles: str) -> str:
        """The first cell that is not blank under these titles (plain: lower case, no spaces)."""
        cells = self.line.cells
        for title in titles:
            place = self.places.get(title)
            if place is not None and place < len(cells):
                cell = cells[place].strip()
                if cell:
                    return cell
        return ""

    def has(self, title: str) -> bool:
        """Whether there is a column of this title at all."""
        return title in self.places


def titles_of(cells: Sequence[str]) -> dict[str, int]:
    """Plain titles → their places, whole ones before shortened ones ("Duration (seconds)"); of two
    columns with one title the first."""
    whole: dict[str, int] = {}
    shortened: dict[str, int] = {}
    for place, cell in enumerate(cells):
        for count, title in enumerate(plain_forms(cell)):
            (shortened if count else whole).setdefault(title, place)
    return shortened | whole


def find_titles(content: Content, required: Collection[str]) -> list[str] | None:
    """The row that has all the ``required`` titles, among the first rows."""
    for row in content.first_rows[:_LOOKED_AT]:
        if len(row) >= len(required) and titles_of(row).keys() >= set(required):
            return row
    return None


def titled_rows(content: Content, titles: Sequence[str]) -> Iterator[TitledRow]:
    """The rows below the row ``titles``, blank ones left out, titles that come again too."""
    places = titles_of(titles)
    same = list(titles)
    below = False
    for line in content.lines():
        if not line.cells or line.is_blank:
            continue
        if not below:
            below = [cell.strip(" \t\r\n\ufeff") for cell in line.cells] == same
            continue
        if line.cells[0].strip() == same[0] and [c.strip() for c in line.cells] == same:
            continue
        if is_types(line.cells):
            continue
        yield TitledRow(line, places)


def is_types(cells: Sequence[str], at_least: int = 3) -> bool:
    """Whether every cell is the name of a column type (Cisco's second row), ``at_least`` so many:
    anywhere in a table two cells may be words that somebody wrote, right below the titles not."""
    first = cells[0].partition("(")[0].strip().casefold() if cells else ""
    if first and first not in _TYPES:
        return False  # so it is for nearly every row
    kept = [cell for cell in cells if cell.strip()]
    return len(kept) >= at_least and all(
        cell.partition("(")[0].strip().casefold() in _TYPES for cell in kept
    )
