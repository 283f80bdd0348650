"""SQLAlchemy over the clinic server's PostgreSQL, through psycopg 3."""

import os

from sqlalchemy import URL, Connection, Engine, create_engine, make_url, text
from sqlalchemy.exc import ArgumentError

from desktop.domain.errors import Refused
from desktop.storage.change_version import VERSION_SQL
from desktop.storage.postgresql_transport import with_transport

READERS = 3
WRITERS = 1
CONNECT_SECONDS = 5
LOCK_MILLISECONDS = 5_000
"""How long a statement waits for another desk before the write is given up as held up."""

_VERSION = text(VERSION_SQL)


def postgresql_url(target: str) -> URL:
    """``target`` as SQLAlchemy reads it, always with psycopg 3 as the driver, encrypted unless the
    server is this computer (:mod:`desktop.storage.postgresql_transport`).

    Raises :class:`Refused` for what is no address of such a server, or of one that data would go to
    unprotected; it is not repeated, since it may hold a password.
    """
    try:
        url = make_url(target)
    except (ArgumentError, ValueError):
        url = None
    if url is None or url.get_backend_name() != "postgresql":
        raise Refused(
            "This is no address of a clinic server. "
            "One reads postgresql+psycopg://name@server/database."
        )
    return with_transport(url.set(drivername="postgresql+psycopg"), os.environ)


def reading_engine(url: URL) -> Engine:
    """At most three connections that cannot write. REPEATABLE READ: each block of reads sees one
    moment, as on SQLite."""
    return _engine(url, size=READERS).execution_options(
        isolation_level="REPEATABLE READ", postgresql_readonly=True
    )


def writing_engine(url: URL) -> Engine:
    """The connection that writes, in READ COMMITTED: a write locks the row it depends on (the
    chain's head, then the record) and checks the version it finds there, so it sees what was
    committed while it waited instead of failing."""
    return _engine(url, size=WRITERS)


def change_version(connection: Connection) -> int:
    """The number of :mod:`desktop.storage.change_version`."""
    return int(connection.execute(_VERSION).scalar_one())


def _engine(url: URL, *, size: int) -> Engine:
    return create_engine(
        url,
        pool_size=size,
        max_overflow=0,
        pool_pre_ping=True,  # a server that was restarted is found before the work, not in it
        pool_use_lifo=True,
        hide_parameters=True,  # a bug's report must not quote what somebody typed
        connect_args={
            "connect_timeout": CONNECT_SECONDS,
            "application_name": "KetWell Desk",
            "options": f"-c TimeZone=UTC -c lock_timeout={LOCK_MILLISECONDS}",
        },
    )
