"""Which column of a table of people means what: by its title, or as somebody has said."""

import re
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
_BESIDE: Final = frozenset(
    (
        *("id", "time", "date", "start", "started", "end", "ended", "number", "name", "type"),
        *("status", "result", "seconds", "sec", "secs", "minutes", "min", "s", "url", "link"),
        *("file", "total", "party", "by", "at", "in", "de", "la", "hora", "fecha", "tipo"),
    )
)
"""Words that say which part of a call is meant."""
_WRITTEN: Final = frozenset((PersonField.MESSAGE, PersonField.EMAIL))
_CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NO_WORD: Final = re.compile(r"[\W_]+")


def meanings_of(titles: Sequence[str]) -> list[PersonField | None]:
    """What the titles mean."""
    return [meaning_of(title) for title in titles]


def is_of_calls(titles: Sequence[str]) -> bool:
    """Whether these are rather the titles of a table of calls."""
    words = {word for title in titles for word in _words(title)}
    if len(words & _OF_CALLS) < 2:
        return False
    return _of_calls_alone(titles) > 1 or not _asks_for_words(titles)


def is_call(titles: Sequence[str]) -> bool:
    """Whether these are rather the fields of a call than of a form, which may ask for the "best
    time to call" and for the "duration of symptoms" too."""
    return _of_calls_alone(titles) > (2 if _asks_for_words(titles) else 1)


def _of_calls_alone(titles: Sequence[str]) -> int:
    """How many titles are those of a call and of nothing else."""
    return sum(_is_of_call(_words(title)) for title in titles)


def _asks_for_words(titles: Sequence[str]) -> bool:
    return any(meaning_of(title) in _WRITTEN for title in titles)


def _is_of_call(words: Sequence[str]) -> bool:
    return not _OF_CALLS.isdisjoint(words) and _OF_CALLS.union(_BESIDE).issuperset(words)


def _words(title: str) -> list[str]:
    return _NO_WORD.sub(" ", fold(_CAMEL.sub(" ", title))).split()


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
