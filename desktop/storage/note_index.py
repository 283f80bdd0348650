"""Search in notes: one interface over FTS5 and tsvector.

Both engines keep the words as :func:`desktop.domain.folding.words_of` folds them, so that the same
words find the same notes. The indexes hold no text, only which record has which word; they are
kept by :class:`desktop.services.records.Kind` in the transaction of each write. Newest first means
the running number here: what is written down last is found first.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Connection, Table, bindparam, event, text, true

from desktop.domain.folding import words_of
from desktop.storage.tables import metadata

NOTED: dict[str, tuple[str, ...]] = {
    "call": ("notes", "speaker_name", "subject_name"),
    "person": ("notes",),
    "callback": ("promise", "resolution_note"),
}
"""The records whose words are searched, and the columns that hold them."""

_SQLITE = "sqlite"
_SHORTEST = 2
"""A single Latin letter begins too many words to be looked for in a million notes."""
_LONGEST = 500
"""PostgreSQL keeps no word of over 2,046 bytes; nobody types one."""
_MERGED = 64
"""Pages of an index that are written anew in one step: some 30 ms."""


def creation(dialect: str, record: str) -> Sequence[str]:
    """The statements that make the index of one kind of record."""
    name = index_of(record)
    if dialect == _SQLITE:
        return (
            (
                f"CREATE VIRTUAL TABLE {name} USING fts5(words, content='', contentless_delete=1, "
                "tokenize='ascii', detail=none, prefix='2 3')"
            ),
        )
    return (
        (
            f"CREATE TABLE {name} (seq BIGINT NOT NULL CONSTRAINT pk_{name} PRIMARY KEY, "
            "words TSVECTOR NOT NULL)"
        ),
        f"CREATE INDEX ix_{name}_words ON {name} USING gin (words)",
    )


def index_of(record: str) -> str:
    """The name of the index of one kind of record."""
    return f"{record}_note_index"


def put(conn: Connection, record: str, key: Any, texts: Iterable[str | None]) -> None:
    """Index what a record says; ``key`` is its identity. It must not be indexed yet."""
    words = _storable(texts)
    if not words:
        return
    if conn.dialect.name == _SQLITE:
        driver: Any = conn.connection.driver_connection
        driver.execute(*insertion(record, words, key))
        return
    _put_on_server(conn, record, [(words, key)])


def put_many(
    conn: Connection, record: str, keys: Sequence[Any], texts: Iterable[Iterable[str | None]]
) -> None:
    """The same of many records that were just written together: what each of ``keys`` says."""
    said = list(map(_storable, texts))
    if not any(said):
        return
    if conn.dialect.name == _SQLITE:
        driver: Any = conn.connection.driver_connection
        numbers = _numbers_of(driver, record, keys)
        # Not INSERT … SELECT: before each of those FTS5 writes out all that it holds back.
        driver.executemany(
            f"INSERT INTO {index_of(record)} (rowid, words) VALUES (?, ?)",  # noqa: S608
            [(seq, " ".join(words)) for seq, words in zip(numbers, said, strict=True) if words],
        )
        return
    filled = [(words, key) for key, words in zip(keys, said, strict=True) if words]
    _put_on_server(conn, record, filled)


def _numbers_of(driver: Any, record: str, keys: Sequence[Any]) -> Iterable[int]:
    """The running numbers of records that were written together: mostly one after the other."""
    number = f"SELECT seq FROM {_quoted(record)} WHERE id = ?"  # noqa: S608 - our own names
    ends = [driver.execute(number, (key.bytes,)).fetchone()[0] for key in (keys[0], keys[-1])]
    together = range(ends[0], ends[1] + 1)
    if len(together) == len(keys):
        return together
    return [driver.execute(number, (key.bytes,)).fetchone()[0] for key in keys]


def _put_on_server(conn: Connection, record: str, filled: list[tuple[list[str], Any]]) -> None:
    conn.exec_driver_sql(
        f"INSERT INTO {index_of(record)} (seq, words)"  # noqa: S608 - our own names
        f" SELECT seq, array_to_tsvector(%s) FROM {_quoted(record)} WHERE id = %s",
        filled,
    )


def insertion(record: str, words: Sequence[str], key: Any) -> tuple[str, tuple[str, bytes]]:
    """SQLite's statement that indexes one record, and what stands at its marks."""
    sql = (
        f"INSERT INTO {index_of(record)} (rowid, words)"  # noqa: S608 - our own names
        f" SELECT seq, ? FROM {_quoted(record)} WHERE id = ?"
    )
    return sql, (" ".join(words), key.bytes)


def put_all(
    conn: Connection, record: str, rows: Iterable[tuple[int, Iterable[str | None]]]
) -> None:
    """Index many records at once: the running number of each and what it says."""
    filled = [(seq, words) for seq, texts in rows if (words := _storable(texts))]
    if not filled:
        return
    name = index_of(record)
    if conn.dialect.name == _SQLITE:
        driver: Any = conn.connection.driver_connection
        driver.executemany(
            f"INSERT INTO {name} (rowid, words) VALUES (?, ?)",  # noqa: S608 - our own names
            [(seq, " ".join(words)) for seq, words in filled],
        )
        return
    conn.exec_driver_sql(
        f"INSERT INTO {name} (seq, words) VALUES (%s, array_to_tsvector(%s))",  # noqa: S608
        filled,
    )


def drop(conn: Connection, record: str, key: Any) -> None:
    """Forget what a record said, while its row is still there."""
    row, column = (key.bytes, "rowid") if conn.dialect.name == _SQLITE else (key, "seq")
    mark = "?" if conn.dialect.name == _SQLITE else "%s"
    conn.exec_driver_sql(
        f"DELETE FROM {index_of(record)} WHERE {column} ="  # noqa: S608 - our own names
        f" (SELECT seq FROM {_quoted(record)} WHERE id = {mark})",
        (row,),
    )


def searchable(words: Sequence[str]) -> tuple[str, ...]:
    """Of folded words those that notes are searched for."""
    return tuple(
        word for word in dict.fromkeys(words) if len(word) >= _SHORTEST or not word.isascii()
    )


def found(
    conn: Connection, record: str, words: Sequence[str], limit: int, before: int | None = None
) -> list[int]:
    """Running numbers of records in whose notes each of ``words`` (folded) begins a word, newest
    first; those below ``before``, which leads to the next page. No words find nothing."""
    wanted = searchable(words)
    if not wanted:
        return []
    name = index_of(record)
    sqlite = conn.dialect.name == _SQLITE
    below = 2**62 if before is None else before
    if sqlite:
        driver: Any = conn.connection.driver_connection
        rows = driver.execute(
            f"SELECT rowid FROM {name} WHERE {name} MATCH ?"  # noqa: S608 - our own names
            " AND rowid < ? ORDER BY rowid DESC LIMIT ?",
            (query(_SQLITE, wanted), below, limit),
        )
        return [row[0] for row in rows]
    rows = conn.exec_driver_sql(
        f"SELECT seq FROM {name} WHERE words @@ %s::tsquery"  # noqa: S608 - our own names
        " AND seq < %s ORDER BY seq DESC LIMIT %s",
        (query("postgresql", wanted), below, limit),
    )
    return [row[0] for row in rows]


def says(
    dialect: str, record: str, words: Sequence[str], between: tuple[int, int] | None = None
) -> ColumnElement[bool]:
    """The condition on a record's table that its notes have, for each of ``words`` (folded), a
    word that begins with it. Words too short to look for are no condition. Who looks only at the
    running numbers ``between`` (both included) says so: the other notes are left alone then."""
    wanted = searchable(words)
    if not wanted:
        return true()
    return answers(dialect, record, bindparam("note_words", query(dialect, wanted)), between)


def answers(
    dialect: str,
    record: str,
    asked: BindParameter[str],
    between: tuple[int, int] | None = None,
) -> ColumnElement[bool]:
    """The condition on a record's table that its notes answer the :func:`query` that is bound."""
    name, key = index_of(record), asked.key
    if dialect == _SQLITE:
        seq, matches = "rowid", f"{name} MATCH :{key}"
    else:
        seq, matches = "seq", f"words @@ CAST(:{key} AS tsquery)"
    sql = f"SELECT {seq} FROM {name} WHERE {matches}"  # noqa: S608 - our own names
    given: list[BindParameter[Any]] = [asked]
    if between is not None:
        sql += f" AND {seq} BETWEEN :first_note AND :last_note"
        given += [bindparam("first_note", between[0]), bindparam("last_note", between[1])]
    return metadata.tables[record].c.seq.in_(text(sql).bindparams(*given))


def query(dialect: str, words: Sequence[str]) -> str:
    """What the index is asked for: each of ``words`` begins a word. Folded words hold letters and
    digits only, so that no operator can be in them."""
    if dialect == _SQLITE:
        return " AND ".join(f'"{word}"*' for word in words)
    return " & ".join(f"'{word}':*" for word in words)


def forget_words(conn: Connection, *, first: bool) -> bool:
    """One short step towards an index in which the words of dropped records are nowhere: FTS5
    only marks them until it writes that part of its index anew. Whether there is more to do. The
    ``first`` step begins with all that there is; whoever is stopped on the way begins again."""
    if conn.dialect.name != _SQLITE:
        return False
    driver: Any = conn.connection.driver_connection
    pages = -_MERGED if first else _MERGED
    done = [_merge(driver, index_of(record), pages) for record in NOTED]
    return any(done)


def _storable(texts: Iterable[str | None]) -> list[str]:
    words: dict[str, None] = {}
    for each in texts:
        if each:
            words |= dict.fromkeys(words_of(each))
    return [word for word in words if len(word) <= _LONGEST]


def _merge(driver: Any, name: str, pages: int) -> bool:
    before = driver.total_changes
    sql = f"INSERT INTO {name} ({name}, rank) VALUES ('merge', ?)"  # noqa: S608 - our own names
    driver.execute(sql, (pages,))
    # The command itself counts as one.
    return bool(driver.total_changes - before > 1)


def _quoted(record: str) -> str:
    return f'"{record}"'


def _make_indexes(_target: Table, connection: Connection, **_options: Any) -> None:
    for record in NOTED:
        for statement in creation(connection.dialect.name, record):
            connection.exec_driver_sql(statement)


event.listen(metadata, "after_create", _make_indexes)
