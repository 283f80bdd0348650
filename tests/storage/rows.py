"""Rows to put into any table, with something in every column that needs it."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Boolean, Connection, Date, Integer, LargeBinary, Text, insert
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeEngine

from desktop.storage.column_types import Folded, Key, UtcTime

_FILL: dict[type[TypeEngine[Any]], Any] = {
    Key: UUID(int=7),
    UtcTime: datetime(2026, 11, 17, 21, 18, tzinfo=UTC),
    Date: date(2026, 11, 17),
    Folded: "",
    Text: "",
    Boolean: False,
    Integer: 1,
    LargeBinary: b"",
}


def add_row(connection: Connection, mapped: type[DeclarativeBase], **given: Any) -> None:
    """Insert a row of ``mapped``: ``given``, and a plain value where the column must have one."""
    values = {
        column.name: _FILL[type(column.type)]
        for column in mapped.__table__.columns
        if not column.nullable and column.name != "seq"
    }
    connection.execute(insert(mapped).values(**(values | given)))
