"""Column types as the migrations write them down.

Frozen: a migration means the same for ever, so what stands here is never changed and never
follows ``column_types``; a new meaning gets a new name. A test holds the two together today.
"""

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.types import TypeEngine


def key() -> TypeEngine[bytes]:
    """An identity: 16 bytes on SQLite, ``uuid`` on PostgreSQL."""
    return sa.LargeBinary(16).with_variant(sa.Uuid(), "postgresql")


def moment() -> TypeEngine[int]:
    """An instant: microseconds since 1970 on SQLite, ``timestamptz`` on PostgreSQL."""
    return sa.BigInteger().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql")


def folded() -> TypeEngine[str]:
    """A search key, compared byte by byte."""
    return sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")


def running_number() -> TypeEngine[int]:
    """A number the database counts up: the row id on SQLite, ``bigserial`` on PostgreSQL."""
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")
