"""Core statements for the hottest paths: compiled once, then run by the SQLite driver itself.

Running a small statement through SQLAlchemy costs several times what SQLite needs for it, and
saving a call runs a dozen. A :class:`Prepared` statement is written in Core like any other and
has its types; only the way to the driver is short. PostgreSQL, where the network costs more than
all of this, gets the Core statement.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat
from operator import is_
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, Connection, Dialect, Executable, bindparam
from sqlalchemy.exc import IntegrityError
from sqlalchemy.sql import Select
from sqlalchemy.types import TypeEngine

from desktop.storage.column_types import QuickType

Values = Mapping[str, Any]
Processor = Callable[[Any], Any] | None


NOTHING: Values = MappingProxyType({})
_SIZES = (8, 64, 512)
"""How many values an ``IN`` is written for: a few lengths, each compiled once by the driver."""
_THESE = "these"


def one_of_these(column: ColumnElement[Any]) -> ColumnElement[bool]:
    """The column is one of those that :meth:`Prepared.among` is asked for."""
    return column.in_(bindparam(_THESE, expanding=True))


@dataclass(frozen=True, slots=True)
class _Compiled:
    """SQL of the driver; what stands at each mark: its name, its default when nothing is given, and
    by place the ways in of those types that need one; each column's way out."""

    sql: str
    names: tuple[str, ...]
    defaults: Values
    ways_in: tuple[tuple[int, Callable[[Any], Any]], ...]
    columns: tuple[Processor, ...]

    def bound(self, values: Values) -> list[Any]:
        """The values at the marks, as the driver takes them."""
        try:
            row = [values[name] for name in self.names]
        except KeyError:
            whole = {**self.defaults, **values}
            row = [whole[name] for name in self.names]
        for place, way_in in self.ways_in:
            value = row[place]
            if value is not None:
                row[place] = way_in(value)
        return row

    def bound_columns(self, columns: Mapping[str, Sequence[Any]], count: int) -> Iterable[Any]:
        """``count`` rows at the marks, given by their columns: what is done for each of a million
        rows is done for all of a column at once."""
        ways = dict(self.ways_in)
        bound: list[Iterable[Any]] = []
        for place, name in enumerate(self.names):
            values = columns.get(name)
            if values is None:
                bound.append(repeat(self.defaults[name], count))
            elif place in ways:
                bound.append(_each_through(ways[place], values))
            else:
                bound.append(values)
        return zip(*bound, strict=True)

    def read(self, row: Sequence[Any]) -> Sequence[Any]:
        """A row of the driver, as its types read it."""
        return [
            process(value) if process else value
            for process, value in zip(self.columns, row, strict=True)
        ]


class Prepared:
    """One statement. ``columns`` names what an INSERT or UPDATE sets; what it has no value for is
    NULL. An ``IN`` with a list of unknown length is written with :func:`one_of_these` and asked
    with :meth:`among`."""

    def __init__(self, statement: Executable, columns: Sequence[str] = ()) -> None:
        self._statement = statement
        self._columns = tuple(columns)
        self._compiled: _Compiled | None = None
        self._ways: tuple[Processor, ...] = ()
        self._sqls: dict[int, str] = {}

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

    def among(
        self, conn: Connection, these: Collection[Any], values: Values = NOTHING
    ) -> Iterator[Sequence[Any]]:
        """All rows that a SELECT finds whose :func:`one_of_these` holds for any of ``these``, a few
        hundred at a time."""
        everything = list(these)
        for start in range(0, len(everything), _SIZES[-1]):
            yield from self._some(conn, everything[start : start + _SIZES[-1]], values)

    def _some(self, conn: Connection, these: list[Any], values: Values) -> Iterable[Sequence[Any]]:
        if conn.dialect.name != "sqlite":
            return conn.execute(self._statement, {**values, _THESE: these}).all()
        compiled = self._compiled or self._compile(conn.dialect)
        size = next(size for size in _SIZES if size >= len(these))
        sql = self._sqls.get(size)
        if sql is None:
            marks = ", ".join("?" * size)
            sql = self._sqls[size] = compiled.sql.replace(f"__[POSTCOMPILE_{_THESE}]", marks)
        # The last stands for those that are missing: one is found once, however often it is asked.
        full = these + these[-1:] * (size - len(these))
        bound: list[Any] = []
        for name, way_in in zip(compiled.names, self._ways, strict=True):
            given = full if name == _THESE else [values.get(name, compiled.defaults.get(name))]
            bound += [way_in(v) if way_in and v is not None else v for v in given]
        driver: Any = conn.connection.driver_connection
        return [compiled.read(row) for row in driver.execute(sql, bound)]

    def run(self, conn: Connection, *rows: Values) -> None:
        """Write once for each of ``rows``. Raises SQLAlchemy's IntegrityError."""
        if conn.dialect.name != "sqlite":
            conn.execute(self._statement, [self._whole(row) for row in rows])
            return
        compiled = self._compiled or self._compile(conn.dialect)
        self._write(conn, compiled, [compiled.bound(row) for row in rows])

    def run_columns(self, conn: Connection, columns: Mapping[str, Sequence[Any]]) -> None:
        """The same for rows that are given by their columns, all of one length."""
        count = len(next(iter(columns.values())))
        if conn.dialect.name != "sqlite":
            rows = zip(*columns.values(), strict=True)
            conn.execute(
                self._statement, [self._whole(dict(zip(columns, row, strict=True))) for row in rows]
            )
            return
        compiled = self._compiled or self._compile(conn.dialect)
        self._write(conn, compiled, compiled.bound_columns(columns, count))

    def _write(self, conn: Connection, compiled: _Compiled, rows: Iterable[Any]) -> None:
        driver: Any = conn.connection.driver_connection
        refused: Any = conn.dialect.loaded_dbapi.IntegrityError
        try:
            driver.executemany(compiled.sql, rows)
        except refused as problem:
            raise IntegrityError(compiled.sql, None, problem) from problem

    def _whole(self, row: Values) -> dict[str, Any]:
        return {**dict.fromkeys(self._columns), **row}

    def _compile(self, dialect: Dialect) -> _Compiled:
        statement: Any = self._statement
        compiled = statement.compile(dialect=dialect, column_keys=self._columns or None)
        binds = {name: compiled.binds[name] for name in compiled.positiontup}
        names = tuple(compiled.positiontup)
        self._ways = tuple(_way_in(binds[name].type, dialect) for name in names)
        defaults = {name: bind.value for name, bind in binds.items() if not bind.required}
        defaults |= dict.fromkeys(self._columns)
        ways = tuple((place, way) for place, way in enumerate(self._ways) if way is not None)
        columns: tuple[Processor, ...] = ()
        if isinstance(statement, Select):
            columns = tuple(_way_out(column.type, dialect) for column in statement.selected_columns)
        self._compiled = _Compiled(str(compiled), names, defaults, ways, columns)
        return self._compiled


def _each_through(way_in: Callable[[Any], Any], values: Sequence[Any]) -> Iterable[Any]:
    first = values[0]
    if all(map(is_, values, repeat(first))):
        return repeat(None if first is None else way_in(first), len(values))
    return [None if value is None else way_in(value) for value in values]


def _way_in(kind: TypeEngine[Any], dialect: Dialect) -> Processor:
    """As SQLAlchemy would bind it; our own types without the steps between."""
    return (
        kind.to_sqlite
        if isinstance(kind, QuickType)
        else kind.dialect_impl(dialect).bind_processor(dialect)
    )


def _way_out(kind: TypeEngine[Any], dialect: Dialect) -> Processor:
    return (
        kind.from_sqlite
        if isinstance(kind, QuickType)
        else kind.dialect_impl(dialect).result_processor(dialect, None)
    )
