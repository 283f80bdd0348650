"""SQLAlchemy over the encrypted SQLite file: three readers, one writer, one watcher."""

import threading
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, FromClause, create_engine, event
from sqlalchemy.dialects.sqlite.base import SQLiteCompiler
from sqlalchemy.pool import QueuePool
from sqlcipher3 import dbapi2

from desktop.storage.change_version import VERSION_SQL
from desktop.storage.sqlite_connection import (
    BUSY_SECONDS,
    connect,
    driver_problems,
    prepare,
)

READERS = 3


class Compiler(SQLiteCompiler):
    """Writes hints into the statement: SQLAlchemy has them for other engines alone.

    SQLite takes the unique index of an identity and goes on to the row, though a second index
    holds all that is asked for; with a million rows that is most of the pages to be decrypted.
    """

    def get_from_hint_text(self, table: FromClause, text: str | None) -> str | None:
        """What stands behind the table's name."""
        return text


def reading_engine(database: Path, raw: bytes) -> Engine:
    """At most three connections that cannot write; each block of reads sees one moment."""
    return _engine(database, raw, size=READERS, begin="BEGIN", read_only=True)


def writing_engine(database: Path, raw: bytes) -> Engine:
    """The one connection that writes. ``BEGIN IMMEDIATE`` takes the write lock first: a read that
    turned into a write could fail half-way, as locked, with no use in waiting."""
    return _engine(database, raw, size=1, begin="BEGIN IMMEDIATE", read_only=False)


def migrating_engine(database: Path, raw: bytes) -> Engine:
    """For migrations alone. Foreign keys are not enforced: SQLite can change most things about a
    table only by copying and dropping it, and the drop would delete the rows that refer to it."""
    engine = _engine(database, raw, size=1, begin="BEGIN IMMEDIATE", read_only=False)

    def on_connect(connection: dbapi2.Connection, _record: Any) -> None:
        connection.execute("PRAGMA foreign_keys = OFF").close()

    event.listen(engine, "connect", on_connect)
    return engine


def _engine(database: Path, raw: bytes, *, size: int, begin: str, read_only: bool) -> Engine:
    engine = create_engine(
        # create_engine's own ``creator=`` would leave IntegrityError unmapped.
        URL.create("sqlite", database=str(database)),
        module=dbapi2,
        poolclass=QueuePool,
        pool_size=size,
        max_overflow=0,
        pool_use_lifo=True,  # the connection used last has the warmest cache
        hide_parameters=True,  # a bug's report must not quote what somebody typed
        connect_args={
            "timeout": BUSY_SECONDS,
            "isolation_level": None,  # the driver begins nothing by itself
            "check_same_thread": False,
        },
    )

    engine.dialect.statement_compiler = Compiler

    def on_connect(connection: dbapi2.Connection, _record: Any) -> None:
        prepare(connection, raw, read_only=read_only)

    def on_begin(connection: Connection) -> None:
        # Straight to the driver: SQLAlchemy's way round costs more than a look-up does.
        driver: Any = connection.connection.driver_connection
        driver.execute(begin).close()

    event.listen(engine, "connect", on_connect)
    event.listen(engine, "begin", on_begin)
    return engine


class SqliteWatch:
    """Tells whether somebody wrote, from a connection that does nothing else.

    ``PRAGMA data_version`` moves when any *other* connection has committed: this process's own
    writer as well as other processes. It costs nothing; only then is the version read.
    """

    def __init__(self, database: Path, raw: bytes) -> None:
        self._lock = threading.Lock()
        self._connection = connect(database, raw, read_only=True)
        self._file_version: int | None = None
        self._version = 0

    def version(self) -> int:
        """The number of :mod:`desktop.storage.change_version`."""
        with self._lock, driver_problems():
            file_version = self._first("PRAGMA data_version")
            if file_version != self._file_version:
                self._version = self._first(VERSION_SQL)
                self._file_version = file_version
            return self._version

    def _first(self, sql: str) -> int:
        return int(self._connection.execute(sql).fetchone()[0])

    def close(self) -> None:
        """Let the connection go."""
        with self._lock:
            self._connection.close()
