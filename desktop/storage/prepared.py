"""Core statements for the hottest paths: compiled once, then run by the SQLite driver itself.

Running a small statement through SQLAlchemy costs several times what SQLite needs for it, and
saving a call runs a dozen. A :class:`Prepared` statement is written in Core like any other and
has its types; only the way to the driver is short. PostgreSQL, where the network costs more than
all of this, gets the Core statement.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Dialect, Executable
from sqlalchemy.exc import IntegrityError
from sqlalchemy.sql import Select

Values = Mapping[str, Any]
Processor = Callable[[Any], Any] | None


@dataclass(frozen=True, slots=True)
class _Compiled:
    """SQL of the driver; each mark's name and its type's way in; what stands at a mark that is
    given nothing; each column's way out."""

    sql: str
    marks: tuple[tuple[str, Processor], ...]
    defaults: Values
    columns: tuple[Processor, ...]

    def bound(self, values: Values) -> list[Any]:
        """The values at the marks, as the driver takes them."""
        whole = {**self.defaults, **values}
        return [process(whole[name]) if process else whole[name] for name, process in self.marks]

    def read(self, row: Sequence[Any]) -> Sequence[Any]:
        """A row of the driver, as its types read it."""
        return [
            process(value) if process else value
            for process, value in zip(self.columns, row, strict=True)
        ]


class Prepared:
    """One statement. ``columns`` names what an INSERT or UPDATE sets; what it has no value for is
    NULL. ``IN`` with a list of unknown length cannot be prepared."""

    def __init__(self, statement: Executable, columns: Sequence[str] = ()) -> None:
        self._statement = statement
        self._columns = tuple(columns)
        self._compiled: _Compiled | None = None

    def rows(self, conn: Connection, values: Values) -> Sequence[Sequence[Any]]:
        """All rows that a SELECT finds."""
        if conn.dialect.name != "sqlite":
            return conn.execute(self._statement, values).all()
        compiled = self._compiled or self._compile(conn.dialect)
        driver: Any = conn.connection.driver_connection
        return [compiled.read(row) for row in driver.execute(compiled.sql, compiled.bound(values))]

    def first(self, conn: Connection, values: Values) -> Sequence[Any] | None:
        """The first row that a SELECT finds."""
        found = self.rows(conn, values)
        return found[0] if found else None

    def run(self, conn: Connection, *rows: Values) -> None:
        """Write once for each of ``rows``. Raises SQLAlchemy's IntegrityError."""
        if conn.dialect.name != "sqlite":
            conn.execute(self._statement, [self._whole(row) for row in rows])
            return
        compiled = self._compiled or self._compile(conn.dialect)
        driver: Any = conn.connection.driver_connection
        refused: Any = conn.dialect.loaded_dbapi.IntegrityError
        try:
            driver.executemany(compiled.sql, [compiled.bound(row) for row in rows])
        except refused as problem:
            raise IntegrityError(compiled.sql, None, problem) from problem

    def _whole(self, row: Values) -> dict[str, Any]:
        return {**dict.fromkeys(self._columns), **row}

    def _compile(self, dialect: Dialect) -> _Compiled:
        statement: Any = self._statement
        compiled = statement.compile(dialect=dialect, column_keys=self._columns or None)
        binds = {name: compiled.binds[name] for name in compiled.positiontup}
        marks = tuple(
            (name, binds[name].type.dialect_impl(dialect).bind_processor(dialect))
            for name in compiled.positiontup
        )
        defaults = {name: bind.value for name, bind in binds.items() if not bind.required}
        defaults |= dict.fromkeys(self._columns)
        columns: tuple[Processor, ...] = ()
        if isinstance(statement, Select):
            columns = tuple(
                column.type.dialect_impl(dialect).result_processor(dialect, None)
                for column in statement.selected_columns
            )
        self._compiled = _Compiled(str(compiled), marks, defaults, columns)
        return self._compiled
