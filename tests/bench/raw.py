"""The other side: the driver alone, with the same key, the same pragmas and the same statements."""

import os
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, event
from sqlalchemy.engine import Engine

from desktop.storage import note_index, sqlite_connection
from desktop.storage.data_files import DataFiles
from desktop.storage.key_file import read_key_file
from desktop.storage.prepared import Prepared, Values

Statement = tuple[str, tuple[Any, ...]]


def connect(data: Path, *, read_only: bool) -> Any:
    """A raw sqlcipher3 connection, prepared as the program prepares its own."""
    files = DataFiles.of(data)
    raw = read_key_file(files)
    assert raw is not None, "the benchmark wants data with a key file, as `demo` makes it"
    return sqlite_connection.connect(files.database, raw, read_only=read_only)


def statements_of(work: Callable[[], object]) -> list[Statement]:
    """The statements that ``work`` sends, through SQLAlchemy or prepared, with what they got."""
    seen: list[Statement] = []

    def note(
        _conn: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, many: bool
    ) -> None:
        rows = parameters if many else [parameters]
        seen.extend((statement, tuple(row)) for row in rows)

    def write(self: Prepared, conn: Connection, compiled: Any, rows: Iterable[Any]) -> None:
        written = [tuple(row) for row in rows]
        plain_write(self, conn, compiled, written)
        seen.extend((compiled.sql, row) for row in written)

    def read(self: Prepared, conn: Connection, values: Values) -> Sequence[Sequence[Any]]:
        found = plain_rows(self, conn, values)
        assert self._compiled is not None
        seen.append((self._compiled.sql, tuple(self._compiled.bound(values))))
        return found

    def insertion(record: str, words: Sequence[str], key: Any) -> tuple[str, tuple[str, bytes]]:
        seen.append(plain_insertion(record, words, key))
        return plain_insertion(record, words, key)

    plain_write, plain_rows = Prepared._write, Prepared.rows
    plain_insertion = note_index.insertion
    event.listen(Engine, "before_cursor_execute", note)
    Prepared._write, Prepared.rows = write, read  # type: ignore[method-assign]
    note_index.insertion = insertion
    try:
        work()
    finally:
        Prepared._write, Prepared.rows = plain_write, plain_rows  # type: ignore[method-assign]
        note_index.insertion = plain_insertion
        event.remove(Engine, "before_cursor_execute", note)
    return seen


def rows_of(connection: Any, statements: Sequence[Statement]) -> list[Any]:
    """Every row of the statements, as tuples."""
    return [connection.execute(sql, given).fetchall() for sql, given in statements]


class Replay:
    """Writes the rows of one captured write again and again, each time under new identities."""

    def __init__(self, connection: Any, statements: Sequence[Statement]) -> None:
        self._connection = connection
        statements = [
            (sql, tuple(bytes(v) if isinstance(v, memoryview) else v for v in given))
            for sql, given in statements
        ]
        self._writes = [
            s for s in statements if s[0].lstrip().upper().startswith(("INSERT", "UPDATE"))
        ]
        self._new = {
            value
            for sql, given in self._writes
            if sql.lstrip().upper().startswith("INSERT")
            for value in given
            if isinstance(value, bytes) and len(value) == 16
        }
        known = self._known()
        self._new = {value for value in self._new if value not in known}

    def __call__(self, _number: int) -> None:
        fresh = {value: value[:6] + os.urandom(10) for value in self._new}
        connection = self._connection
        connection.execute("BEGIN IMMEDIATE")
        seq = connection.execute("SELECT seq FROM chain_head WHERE id = 1").fetchone()[0] + 1
        number = connection.execute("SELECT max(number) FROM desk_chain").fetchone()[0] + 1
        for sql, given in self._writes:
            row = [
                fresh.get(value, value) if isinstance(value, bytes) else value for value in given
            ]
            if sql.startswith("INSERT INTO change ("):
                row[_column(sql, "seq")] = seq
                row[_column(sql, "chain_number")] = number
            if sql.startswith("UPDATE chain_head"):
                row[_column_set(sql, "seq")] = seq
            if sql.startswith("UPDATE desk_chain"):
                row[_column_set(sql, "number")] = number
            connection.execute(sql, row)
        connection.execute("COMMIT")

    def _known(self) -> set[bytes]:
        """Identities that were there before: users, desks, people, numbers."""
        tables = ("site", "team", "desk", "user_account", "person", "phone_number")
        found: set[bytes] = set()
        for value in self._new:
            for table in tables:
                sql = f"SELECT 1 FROM {table} WHERE id = ?"  # noqa: S608 - names of our own
                if self._connection.execute(sql, (value,)).fetchone():
                    found.add(value)
        return found


def _column(sql: str, name: str) -> int:
    inside = sql[sql.index("(") + 1 : sql.index(")")]
    return [column.strip(' "') for column in inside.split(",")].index(name)


def _column_set(sql: str, name: str) -> int:
    inside = sql[sql.index(" SET ") + 5 : sql.index(" WHERE ")]
    return [part.split("=")[0].strip(' "') for part in inside.split(",")].index(name)
