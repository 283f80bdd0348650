"""Column types stated once, the same meaning on SQLite and PostgreSQL.

The annotated names (``Id``, ``When`` …) are what the mapped classes use, so that a column's
type, nullability and collation are decided here and nowhere else.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Boolean,
    Date,
    Dialect,
    Integer,
    LargeBinary,
    Text,
    TypeDecorator,
)
from sqlalchemy import Uuid as SqlUuid
from sqlalchemy.dialects.postgresql import TEXT, TIMESTAMP
from sqlalchemy.orm import mapped_column
from sqlalchemy.types import TypeEngine

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def to_microseconds(moment: datetime) -> int:
    """Microseconds since 1970 in UTC; refuses a naive time, which would be a bug of ours."""
    if moment.tzinfo is None:
        raise ValueError("a time without a zone must not reach the database")
    since = moment - EPOCH
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds


def from_microseconds(value: int) -> datetime:
    """The aware UTC time of ``value`` microseconds since 1970."""
    return EPOCH + timedelta(microseconds=value)


class QuickType:
    """A type whose two ways, to SQLite's driver and back, are known as plain functions."""

    to_sqlite: Callable[[Any], Any]
    from_sqlite: Callable[[Any], Any]


def _micros_or_none(value: datetime | None) -> int | None:
    return None if value is None else to_microseconds(value)


def _moment_or_none(value: int | None) -> datetime | None:
    return None if value is None else EPOCH + timedelta(microseconds=value)


def _bytes_or_none(value: UUID | None) -> bytes | None:
    return None if value is None else value.bytes


def _uuid_or_none(value: bytes | None) -> UUID | None:
    return None if value is None else UUID(bytes=value)


class UtcTime(TypeDecorator[datetime], QuickType):
    """An instant: integer microseconds on SQLite, ``timestamptz`` on PostgreSQL."""

    to_sqlite = staticmethod(_micros_or_none)
    from_sqlite = staticmethod(_moment_or_none)

    impl = BigInteger
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "postgresql":
            return dialect.type_descriptor(TIMESTAMP(timezone=True))
        return dialect.type_descriptor(BigInteger())

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        micros = to_microseconds(value)
        return value.astimezone(UTC) if dialect.name == "postgresql" else micros

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if isinstance(value, datetime):
            return value.astimezone(UTC)
        return from_microseconds(int(value))

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any] | None:
        """On SQLite without the detour, also for what is no prepared statement."""
        return (
            _moment_or_none
            if dialect.name == "sqlite"
            else super().result_processor(dialect, coltype)
        )


class Key(TypeDecorator[UUID], QuickType):
    """A UUIDv7: 16 bytes on SQLite (they sort by time), ``uuid`` on PostgreSQL."""

    to_sqlite = staticmethod(_bytes_or_none)
    from_sqlite = staticmethod(_uuid_or_none)

    impl = LargeBinary
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "postgresql":
            return dialect.type_descriptor(SqlUuid(as_uuid=True))
        return dialect.type_descriptor(LargeBinary(16))

    def process_bind_param(self, value: UUID | None, dialect: Dialect) -> Any:
        if value is None or dialect.name == "postgresql":
            return value
        return value.bytes

    def process_result_value(self, value: Any, dialect: Dialect) -> UUID | None:
        if value is None or isinstance(value, UUID):
            return value
        return UUID(bytes=bytes(value))

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any] | None:
        """On SQLite without the detour, also for what is no prepared statement."""
        return (
            _uuid_or_none
            if dialect.name == "sqlite"
            else super().result_processor(dialect, coltype)
        )


class Folded(TypeDecorator[str]):
    """A search key folded in Python and compared byte by byte (``COLLATE "C"``) on both engines."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "postgresql":
            # As it is: the dialect's own descriptor of it would make the column a varchar.
            return TEXT(collation="C")
        return dialect.type_descriptor(Text())


# PostgreSQL wants 64 bits; SQLite makes a column the row id only when it is plain INTEGER.
_SEQ = BigInteger().with_variant(Integer(), "sqlite")

Seq = Annotated[int, mapped_column(_SEQ, primary_key=True, autoincrement=True)]
"""Local running number: full-text rows and the change feed; never an identity."""
Id = Annotated[UUID, mapped_column(Key(), primary_key=True)]
"""Identity as the primary key."""
UniqueId = Annotated[UUID, mapped_column(Key(), unique=True)]
"""Identity beside a :data:`Seq` primary key."""
Ref = Annotated[UUID, mapped_column(Key())]
"""Somebody else's identity; foreign keys are named on the table."""
When = Annotated[datetime, mapped_column(UtcTime())]
Day = Annotated[date, mapped_column(Date())]
FoldedText = Annotated[str, mapped_column(Folded())]
Words = Annotated[str, mapped_column(Text())]
Flag = Annotated[bool, mapped_column(Boolean())]
Count = Annotated[int, mapped_column(Integer())]
BigCount = Annotated[int, mapped_column(BigInteger())]
"""A number of somebody else's that may be larger than 2^31 (IMAP's UIDs)."""
Version = Annotated[int, mapped_column(Integer())]
"""Counts the writes to a record, from 1; a write names the version it has read."""
Bytes = Annotated[bytes, mapped_column(LargeBinary())]
