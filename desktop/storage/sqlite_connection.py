"""One connection to the encrypted file, and the settings every connection has.

No SQLAlchemy here: the first page is read before it is loaded.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlcipher3 import dbapi2

from desktop.domain.errors import DamagedFile
from desktop.storage.core_dumps import forbid_core_file
from desktop.storage.faults import problem_for

CACHE_KIB = 65_536
"""Page cache of one connection: 64 MB holds the indexes of a million calls."""
BUSY_SECONDS = 5.0
"""How long a statement waits for another process. Our own writes take at most 50 ms each."""

_SETTINGS = (
    f"PRAGMA cache_size = -{CACHE_KIB}",
    # FULL syncs the log at each commit: an acknowledged commit survives a power cut.
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    # Sorting and temporary tables stay in memory: on disk they would not be encrypted.
    "PRAGMA temp_store = MEMORY",
    f"PRAGMA journal_size_limit = {64 * 1024 * 1024}",
)
_MACOS_SETTINGS = (
    # Without these a Mac's fsync stops at the drive's own cache.
    "PRAGMA fullfsync = ON",
    "PRAGMA checkpoint_fullfsync = ON",
)


def prepare(connection: dbapi2.Connection, raw: bytes, *, read_only: bool) -> None:
    """Give a fresh connection the key and the settings. Raises the driver's own exceptions."""
    forbid_core_file()
    # SQLCipher's log would put lines of its own on standard error.
    connection.execute("PRAGMA cipher_log_level = NONE").close()
    connection.execute(f"PRAGMA key = \"x'{raw.hex()}'\"").close()
    for setting in _SETTINGS:
        connection.execute(setting).close()
    if sys.platform == "darwin":
        for setting in _MACOS_SETTINGS:
            connection.execute(setting).close()
    if read_only:
        connection.execute("PRAGMA query_only = ON").close()


def connect(database: Path, raw: bytes, *, read_only: bool = False) -> dbapi2.Connection:
    """A connection in driver autocommit (``BEGIN`` is ours to say), usable from any thread, one
    thread at a time. Raises DamagedFile, DataLocked or another StorageProblem; the first page
    has been read and its sum holds."""
    with driver_problems():
        connection = dbapi2.connect(
            str(database),
            timeout=BUSY_SECONDS,
            isolation_level=None,
            check_same_thread=False,
        )
        try:
            prepare(connection, raw, read_only=read_only)
            connection.execute("SELECT count(*) FROM sqlite_master").close()
        except BaseException:
            connection.close()
            raise
    return connection


def stored_revision(connection: dbapi2.Connection) -> str:
    """The schema revision in the file. Raises DamagedFile where there is none: the file is put in
    place only when its schema is whole, so an empty one has been emptied."""
    with driver_problems():
        known = connection.execute(
            "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'alembic_version'"
        ).fetchone()
        row = known and connection.execute("SELECT version_num FROM alembic_version").fetchone()
    if not row:
        raise DamagedFile(
            "The data file is empty or holds something else. "
            "Close KetWell Desk and restore the last backup."
        )
    return str(row[0])


@contextmanager
def driver_problems() -> Iterator[None]:
    """Turn the SQLite driver's exceptions into Problems where they are some."""
    try:
        yield
    except dbapi2.Error as error:
        problem = problem_for(error)
        if problem is None:
            raise
        raise problem from error
