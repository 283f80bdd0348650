"""People that a text names."""

from collections.abc import Sequence

from sqlalchemy import Connection

from desktop.domain.folding import words_of
from desktop.storage import search

_LOOKED_FOR = 3
"""Words by which people are looked for, as many as a name has; the few that are found are held
against the others. Each one more makes the look-up longer where all of them are common."""
_SPARE = 4


def people_named(
    conn: Connection, words: Sequence[str], limit: int
) -> tuple[search.FoundPerson, ...]:
    """People whose name has, for each of ``words`` (folded), a word that begins with it."""
    if len(words) <= _LOOKED_FOR:
        return search.people_by_words(conn, words, limit)
    longest = sorted(words, key=len, reverse=True)[:_LOOKED_FOR]
    likely = search.people_by_words(conn, longest, limit * _SPARE)
    return tuple(person for person in likely if _has(person.name, words))[:limit]


def _has(name: str, words: Sequence[str]) -> bool:
    named = words_of(name)
    return all(any(word.startswith(begin) for word in named) for begin in words)
