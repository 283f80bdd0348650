"""The newest notes with some words, for a look on each key press.

The index answers beginnings of two and three letters at once; for longer ones it gathers every
note with a word that begins so, which takes a hundred milliseconds for a common word. So the newest
notes are found by the first three letters and held against the whole words. Only where hardly any
of them has the words, and so few notes can have them, is the index asked for the whole words.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection

from desktop.domain.folding import words_of
from desktop.storage.note_index import NOTED, found, searchable

_AT_ONCE = 3
_SQLITE = "sqlite"
_BATCHES = (40, 160)
"""How many of the newest notes are held against the words, one batch after the other."""

_TEXTS = {
    record: f'SELECT seq, {", ".join(columns)} FROM "{record}" WHERE seq IN '  # noqa: S608
    for record, columns in NOTED.items()
}


def newest(conn: Connection, record: str, words: Sequence[str], limit: int) -> list[int]:
    """As :func:`desktop.storage.note_index.found`, without waiting for common words."""
    wanted = searchable(words)
    if conn.dialect.name != _SQLITE or all(len(word) <= _AT_ONCE for word in wanted):
        return found(conn, record, wanted, limit)
    beginnings = [word[:_AT_ONCE] for word in wanted]
    kept: list[int] = []
    before: int | None = None
    for size in _BATCHES:
        looked = found(conn, record, beginnings, size, before)
        kept += _with_words(conn, record, looked, wanted)
        if len(kept) >= limit or len(looked) < size:
            return kept[:limit]
        before = looked[-1]
    return found(conn, record, wanted, limit)


def _with_words(
    conn: Connection, record: str, seqs: Sequence[int], wanted: Sequence[str]
) -> list[int]:
    """Those that have them, in the same order."""
    if not seqs:
        return []
    having: set[int] = set()
    driver: Any = conn.connection.driver_connection
    marks = ", ".join("?" * len(seqs))
    for seq, *texts in driver.execute(f"{_TEXTS[record]}({marks})", seqs):
        said = words_of(" ".join(text for text in texts if text))
        if all(any(word.startswith(begin) for word in said) for begin in wanted):
            having.add(seq)
    return [seq for seq in seqs if seq in having]
