"""The database as the services see it: read in one moment, write in one lane, on either engine."""

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Literal

from sqlalchemy import Connection, Engine

from desktop.domain.backup_rules import BackupKind
from desktop.storage.core_dumps import forbid_core_dumps
from desktop.storage.faults import problem_for, problems
from desktop.storage.keys import KeySource
from desktop.storage.unlock import Unlocked, renew_recovery_code, unlock

if TYPE_CHECKING:
    from desktop.storage.backup import Safe

Dialect = Literal["sqlite", "postgresql"]
_CLOSED = "the database is closed, and so is its lock"


class Database:
    """Connections to one set of data. Usable from any thread; made by :func:`open_database`."""

    def __init__(
        self,
        dialect: Dialect,
        *,
        readers: Engine,
        writer: Engine,
        version: Callable[[], int],
        stir: Callable[[], int],
        on_close: Callable[[], None],
    ) -> None:
        self.dialect: Dialect = dialect
        self._readers = readers
        self._writer = writer
        self._version, self._stir = version, stir
        self._on_close = on_close
        self._lane = threading.Lock()
        self._writes: Connection | None = None
        self._glance = _Glance(readers)
        self._lane_holder: int | None = None
        self._closed = False

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection that only reads and sees one moment throughout the block.

        At most three blocks read at a time; a fourth waits. Raises StorageProblem when the world
        fails.
        """
        self._must_be_open()
        with problems(reading=True), self._readers.connect() as connection:
            yield connection

    def glance(self) -> AbstractContextManager[Connection]:
        """A connection for one quick look-up in the driver's own SQL, as on each key press.

        No transaction is begun: each statement sees what is committed when it runs. Glances wait
        for each other; anything longer, or that must see one moment, uses :meth:`read`.
        """
        return self.read() if self.dialect == "postgresql" else self._glance

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """The connection that writes, in one transaction: committed when the block ends, rolled
        back when it raises.

        One block writes at a time in this process; SQLite's ``BEGIN IMMEDIATE`` keeps other
        processes out as well, PostgreSQL runs it as READ COMMITTED (see ``postgresql_engine``).
        Raises StorageProblem when the world fails, also at the commit; SQLAlchemy's
        IntegrityError passes, for the service to say what it means.
        """
        if self._lane_holder == threading.get_ident():
            raise RuntimeError("a write inside a write would wait for itself")
        with self._lane:
            self._must_be_open()
            self._lane_holder = threading.get_ident()
            try:
                with problems(), self._writing() as connection, connection.begin():
                    yield connection
            finally:
                self._lane_holder = None

    def _writing(self) -> AbstractContextManager[Connection]:
        """On SQLite the one connection of the lane, which stays open: fetching it from the pool
        and giving it back takes as long as a row does. A server's may be lost at any time."""
        if self.dialect == "postgresql":
            return self._writer.connect()
        if self._writes is None:
            self._writes = self._writer.connect()
        return nullcontext(self._writes)

    def data_version(self) -> int:
        """A number that differs from the last one when somebody has written since what others
        have to hear of (:mod:`desktop.storage.change_version`). One indexed look-up, on SQLite
        not even that while nobody has."""
        self._must_be_open()
        return self._version()

    def stir(self) -> int:
        """Like :meth:`data_version`, for asking ten times a second: a server is not asked, it has
        told by itself, a few milliseconds after. A notice may get lost with a broken line;
        :meth:`data_version` is sure."""
        self._must_be_open()
        return self._stir()

    def close(self) -> None:
        """Close all connections and let the data directory's lock go. Waits for a write that is
        under way; reading blocks must have ended. Calling it again does nothing."""
        with self._lane:
            if self._closed:
                return
            self._closed = True
            self._glance.close()
            if self._writes is not None:
                self._writes.close()
            self._readers.dispose()
            self._writer.dispose()
            self._on_close()

    def _must_be_open(self) -> None:
        if self._closed:
            raise RuntimeError(_CLOSED)


class _Glance:
    """The connection for glances, kept out of the pool. No generator: entering one and leaving it
    takes as long as reading what was typed."""

    def __init__(self, readers: Engine) -> None:
        self._readers = readers
        self._lock = threading.Lock()
        self._connection: Connection | None = None
        self._closed = False

    def __enter__(self) -> Connection:
        self._lock.acquire()
        try:
            return self._connection or self._connect()
        except BaseException:
            self._lock.release()
            raise

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self._lock.release()
        problem = None if error is None else problem_for(error, reading=True)
        if problem is not None:
            raise problem from error

    def _connect(self) -> Connection:
        if self._closed:
            raise RuntimeError(_CLOSED)
        with problems(reading=True):
            self._connection = self._readers.connect()
        return self._connection

    def close(self) -> None:
        """Waits for a look that is under way."""
        with self._lock:
            self._closed = True
            if self._connection is not None:
                self._connection.close()
                self._connection = None


@dataclass(frozen=True, slots=True)
class Opened:
    """An open database and what its opening has to tell.

    ``key_source`` is None on PostgreSQL (the server keeps its own disk safe); its ``warning`` is
    shown as long as the program runs. ``recovery_code`` is there once, at set-up, to be printed.
    ``upgraded_from`` is the schema revision that an upgrade began with. ``renew_recovery_code``
    makes a new code, for a print-out that is lost or was never made; the one before ends.
    """

    database: Database
    key_source: KeySource | None
    recovery_code: str | None
    created: bool
    upgraded_from: str | None
    renew_recovery_code: Callable[[], str] | None
    safe: Callable[[], "Safe"]
    """The backups of this data."""
    address_warning: str = ""
    """What to know about the address of a server, for as long as it is used; "" for nothing."""


def open_database(
    target: Path | str,
    *,
    prefer_key_file: bool = False,
    recovery_code: str | None = None,
    server_safe: Path | None = None,
) -> Opened:
    """Open the data in a directory (a Path), or on a clinic server (a ``postgresql`` URL); make it
    where there is none yet, and upgrade an older schema.

    See :func:`desktop.storage.unlock.unlock` for the first two options; ``server_safe`` is the
    folder of this computer for the backups of a server (none: the person's own).

    Raises StorageProblem of the kind that fits (UnsafePlace, DataLocked, KeyMissing, WrongKey,
    DamagedFile, NewerSchema, DiskFull, ServerLost …); nothing on disk is then overwritten and
    nothing stays locked.
    """
    if isinstance(target, Path):
        return open_unlocked(
            unlock(target, prefer_key_file=prefer_key_file, recovery_code=recovery_code)
        )
    return _open_server(target, server_safe, prefer_key_file=prefer_key_file)


def open_unlocked(unlocked: Unlocked) -> Opened:
    """Open data whose key is at hand. From here the database holds the lock and releases it."""
    from desktop.storage import sqlite_engine, sqlite_schema

    forbid_core_dumps()
    try:
        with problems():
            before = sqlite_schema.make_current(unlocked)
            database, raw = unlocked.files.database, unlocked.key.raw
            watch = sqlite_engine.SqliteWatch(database, raw)
    except BaseException:
        unlocked.lock.release()
        raise

    def on_close() -> None:
        watch.close()
        unlocked.lock.release()

    return Opened(
        Database(
            "sqlite",
            readers=sqlite_engine.reading_engine(database, raw),
            writer=sqlite_engine.writing_engine(database, raw),
            version=watch.version,
            stir=watch.version,
            on_close=on_close,
        ),
        key_source=unlocked.key.source,
        recovery_code=unlocked.recovery_code,
        created=unlocked.is_new,
        upgraded_from=before,
        renew_recovery_code=lambda: renew_recovery_code(unlocked),
        safe=cache(lambda: _desk_safe(unlocked)),
    )


def _desk_safe(unlocked: Unlocked) -> "Safe":
    from desktop.storage.safes import safe_of  # loaded when it is needed, as no start does

    return safe_of(unlocked.files, lambda: unlocked.key.raw)


def _open_server(target: str, folder: Path | None, *, prefer_key_file: bool) -> Opened:
    from desktop.storage import postgresql_engine, postgresql_schema
    from desktop.storage.postgresql_transport import address_warning
    from desktop.storage.postgresql_watch import PostgresqlWatch

    forbid_core_dumps()
    url = postgresql_engine.postgresql_url(target)
    readers = postgresql_engine.reading_engine(url)
    writer = postgresql_engine.writing_engine(url)

    watch = PostgresqlWatch(readers)

    @cache
    def safe() -> "Safe":
        from desktop.storage.safes import server_safe

        return server_safe(folder, target, prefer_key_file=prefer_key_file)

    def back_up() -> None:
        safe().take(BackupKind.BEFORE_UPGRADE)

    def stir() -> int:
        with problems():
            return watch.stir()

    def version() -> int:
        with problems():
            with readers.connect() as connection:
                now = postgresql_engine.change_version(connection)
            watch.compare(now)
            return now

    try:
        with problems():
            created, before = postgresql_schema.make_current(writer, back_up)
    except BaseException:
        readers.dispose()
        writer.dispose()
        raise
    return Opened(
        Database(
            "postgresql",
            readers=readers,
            writer=writer,
            version=version,
            stir=stir,
            on_close=watch.close,
        ),
        key_source=None,
        recovery_code=None,
        created=created,
        upgraded_from=before,
        renew_recovery_code=None,
        safe=safe,
        address_warning=address_warning(url),
    )
