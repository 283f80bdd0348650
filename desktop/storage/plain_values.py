"""Columns read as plain values, alike on both engines, with no Python run for each.

A datetime and a UUID cost more to make than their row costs to read. Where a million rows go
straight to a file, instants come as seconds and identities as hexadecimal digits.
"""

from collections.abc import Mapping
from typing import Any, cast

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    FromClause,
    Select,
    Text,
    extract,
    func,
    type_coerce,
)
from sqlalchemy import cast as sql_cast
from sqlalchemy.types import NullType

_MICROSECONDS = 1_000_000


def seconds_of(column: ColumnElement[Any], dialect: str) -> ColumnElement[Any]:
    """An instant as whole seconds since 1970."""
    if dialect == "postgresql":
        return sql_cast(func.floor(extract("epoch", column)), BigInteger)
    return type_coerce(column, BigInteger) // _MICROSECONDS


def seconds_between(
    begin: ColumnElement[Any], end: ColumnElement[Any], dialect: str
) -> ColumnElement[Any]:
    """The whole seconds from one instant to another; NULL where one of them is."""
    if dialect == "postgresql":
        return sql_cast(func.floor(extract("epoch", end - begin)), BigInteger)
    between = type_coerce(end, BigInteger) - type_coerce(begin, BigInteger)
    return between // _MICROSECONDS


def digits_of(column: ColumnElement[Any], dialect: str) -> ColumnElement[Any]:
    """An identity as 32 hexadecimal digits."""
    if dialect == "postgresql":
        return func.replace(sql_cast(column, Text), "-", "")
    return func.lower(func.hex(column))


def covering(query: Select[Any], table: FromClause, index: str) -> Select[Any]:
    """``query`` with SQLite told to read ``table`` from ``index`` alone; PostgreSQL finds it."""
    return query.with_hint(table, f"INDEXED BY {index}", "sqlite")


def stored_rows(
    conn: Connection, query: Select[Any], values: Mapping[str, Any]
) -> list[tuple[Any, ...]]:
    """All rows that a query finds, as the driver gives them."""
    cursor: Any = conn.execute(query, values).cursor
    rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def as_stored(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """The column as the driver gives and takes it: to be handed back, not to be read."""
    return cast("ColumnElement[Any]", type_coerce(column, NullType()))
