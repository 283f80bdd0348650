"""A table of people: its row of titles, and the rows below it."""

import re
from collections.abc import Callable, Iterator, Sequence

from desktop.connectors.files.content import Content
from desktop.connectors.files.headed import is_types
from desktop.connectors.files.table import Line
from desktop.domain.channels import is_email
from desktop.domain.clean_text import whole_text
from desktop.domain.time_reading import DayOrder, day_order, needs_order

_LOOKED_AT = 12
_FORM_BODY = re.compile(r"[^\s=&]+=[^\s&]*&")


def find_titles(
    content: Content, is_titles: Callable[[Sequence[str]], bool]
) -> tuple[str, ...] | None:
    """The first of the first rows that ``is_titles`` says is the row of titles. A row with an
    address in it is somebody, not titles."""
    if content.head_text.lstrip("\ufeff \t\r\n")[:1] in ("{", "["):
        return None
    for row in content.first_rows[:_LOOKED_AT]:
        sound = not any(is_email(cell) or _FORM_BODY.match(cell) for cell in row)
        if sound and is_titles(row):
            return tuple(row)
    return None


def rows_below(content: Content, titles: Sequence[str] | None) -> Iterator[Line]:
    """The rows below the row of titles, trimmed; blank rows, a second row of types and titles that
    come again are left out. Without titles every row."""
    seen = titles is None
    first = titles[0] if titles else ""
    below = False
    for line in content.lines():
        if line.trouble:
            if seen:
                yield line
            continue
        cells = [whole_text(cell) for cell in line.cells]
        if not any(cells):
            continue
        if titles is not None and cells[0].strip("\ufeff") == first and _same(cells, titles):
            seen = True
        elif seen and (below or not is_types(cells, at_least=2)):
            below = True
            yield Line(line.number, cells)


def _same(cells: Sequence[str], titles: Sequence[str]) -> bool:
    return [cell.strip("\ufeff") for cell in cells] == list(titles)


def row_text(content: Content, line: Line) -> str:
    """The row as it stands in the file. (Most rows need no writer for that.)"""
    text = content.delimiter.join(line.cells)
    plain = (
        text.isprintable() and '"' not in text and text.count(content.delimiter) < len(line.cells)
    )
    return text if plain else content.row_text(line)


def order_of_dates(content: Content, place: int) -> DayOrder | None:
    """How the dates of a column are meant: by its first rows, else by all of it."""
    first = [row[place] for row in content.first_rows if len(row) > place]
    found = day_order(first)
    if found is not None or not any(map(needs_order, first)):
        return found
    return day_order(line.cells[place] for line in content.lines() if len(line.cells) > place)
