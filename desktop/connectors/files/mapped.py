"""Which column of a table of people means what: by its title, or as somebody has said."""

from collections.abc import Mapping, Sequence
from typing import Final

from desktop.connectors.files.content import Content
from desktop.domain.folding import fold
from desktop.domain.people_titles import PersonField, meaning_of

_OF_CALLS: Final = frozenset(
    [
        "call",
        "calls",
        "duration",
        "direction",
        "disposition",
        "billsec",
        "talking",
        "ringing",
        "extension",
        "answered",
        "uniqueid",
        "dst",
        "src",
        "caller",
        "called",
        "callid",
        "talk",
        "recording",
        "duracion",
        "llamada",
        "llamadas",
    ]
)


def meanings_of(titles: Sequence[str]) -> list[PersonField | None]:
    """What the titles mean."""
    return [meaning_of(title) for title in titles]


def is_of_calls(titles: Sequence[str]) -> bool:
    """Whether these are rather the titles of a table of calls."""
    words = {word for title in titles for word in fold(title.replace("_", " ")).split()}
    return len(words & _OF_CALLS) > 1


def chosen(
    content: Content, titles: Sequence[str] | None, columns: Mapping[str, str]
) -> tuple[Sequence[str] | None, list[PersonField | None]]:
    """The titles and what each column means. ``columns`` (our field → title, or place from 1)
    wins over the titles; a title that is not there is passed over. A field that stands in several
    columns is named ``phone``, ``phone#2`` …"""
    if titles is None and columns:
        titles = _row_of_titles(content, set(columns.values()))
    width = max((len(row) for row in content.first_rows), default=0)
    width = len(titles) if titles is not None else width
    meanings: list[PersonField | None] = [None] * width
    if titles is not None and not columns:
        meanings = meanings_of(titles)
    else:
        # What somebody has said is all that counts: what was left out was left out on purpose.
        for name, column in columns.items():
            field = name.partition("#")[0]
            place = _place(titles, column, width)
            if place is not None and field in set(PersonField):
                meanings[place] = PersonField(field)
    return titles, meanings


def _row_of_titles(content: Content, named: set[str]) -> Sequence[str] | None:
    for row in content.first_rows[:12]:
        if named & set(row):
            return row
    return None


def _place(titles: Sequence[str] | None, column: str, width: int) -> int | None:
    column = column.strip()
    if titles is not None and column in titles:
        return list(titles).index(column)
    if column.isascii() and column.isdecimal() and 0 < int(column[:4]) <= width:
        return int(column[:4]) - 1
    return None
