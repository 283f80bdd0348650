"""What a driver reports, told as the world's problem: locked, full, damaged, lost.

Works on the codes alone and imports no driver. What is not listed (bad SQL, a broken rule of
the schema, a pool run dry) is a bug of ours or a matter for the service, and stays as it is.
"""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from desktop.domain.errors import (
    DamagedFile,
    DataLocked,
    DiskFull,
    ServerLost,
    StorageProblem,
)

_FULL = "There is no room left on the disk, so nothing was saved. Free some room and try again."
_LOCKED = "Another program is writing to the data, so nothing was saved. Try again in a moment."
_DAMAGED = "The data file is damaged. Close KetWell Desk and restore the last backup."
_DISK = (
    "The disk did not do what it was asked, so nothing was saved. "
    "Check that it is connected and healthy, then try again."
)
_READ_ONLY = (
    "The data may be read but not written here, so nothing was saved. "
    "Ask IT for the right to write to the data folder."
)
_CANNOT_OPEN = (
    "The data file cannot be opened. Ask IT whether you may read and write the data folder."
)
_LOST = (
    "The clinic server does not answer, so nothing was saved. "
    "Check the network; KetWell Desk tries again with the next thing you do."
)
_SERVER_BUSY = "The clinic server is held up by another desk. Nothing was saved; try again."
_SERVER_SIGN_IN = (
    "The clinic server does not accept this desk's name and password. Ask IT to set them again."
)
_SERVER_NOT_TRUSTED = (
    "The clinic server does not encrypt, or its certificate cannot be trusted, so nothing was sent "
    "to it. Ask IT to look at the certificate, and at sslrootcert in the address."
)
_SERVER_NO_DATABASE = (
    "The clinic server has no database of that name. Ask IT to create it, or to correct the name."
)
_SERVER_NOT_ALLOWED = (
    "The clinic server does not let this desk do that. Ask IT for the rights on the database."
)
_SERVER_FULL = "The clinic server has no room left, so nothing was saved. Tell IT at once."
_SERVER_DAMAGED = "The clinic server reports damaged data. Stop working and tell IT at once."

_SQLITE: dict[int, tuple[type[StorageProblem], str]] = {
    3: (StorageProblem, _CANNOT_OPEN),  # SQLITE_PERM
    5: (DataLocked, _LOCKED),  # SQLITE_BUSY
    6: (DataLocked, _LOCKED),  # SQLITE_LOCKED
    8: (StorageProblem, _READ_ONLY),  # SQLITE_READONLY
    10: (StorageProblem, _DISK),  # SQLITE_IOERR
    11: (DamagedFile, _DAMAGED),  # SQLITE_CORRUPT
    13: (DiskFull, _FULL),  # SQLITE_FULL
    14: (StorageProblem, _CANNOT_OPEN),  # SQLITE_CANTOPEN
    26: (DamagedFile, _DAMAGED),  # SQLITE_NOTADB; the key was checked before (data_identity)
}
_WITHOUT_A_CODE = {
    "unable to open database file": 14,
    "database is locked": 5,
    "database table is locked": 6,
    "attempt to write a readonly database": 8,
    "disk I/O error": 10,
    "database disk image is malformed": 11,
    "database or disk is full": 13,
    "file is not a database": 26,
}
"""The driver copies a file without telling a code: only what ``sqlite3_errstr`` says of it."""
_SQLITE_SHARED_MEMORY_FULL = 10 | (19 << 8)
"""SQLITE_IOERR_SHMSIZE: the ``-shm`` file cannot grow, which is a full disk."""

_READ_ONLY_CODES = {8, "25006"}

_POSTGRESQL: dict[str, tuple[type[StorageProblem], str]] = {
    "08": (ServerLost, _LOST),  # connection exception
    "57P": (ServerLost, _LOST),  # shut down, crashed, starting up
    "53100": (DiskFull, _SERVER_FULL),
    "53": (ServerLost, _LOST),  # too many connections, out of memory
    "55P03": (DataLocked, _SERVER_BUSY),  # lock not available
    "40": (DataLocked, _SERVER_BUSY),  # serialization failure, deadlock
    "28": (StorageProblem, _SERVER_SIGN_IN),
    "3D000": (StorageProblem, _SERVER_NO_DATABASE),
    "42501": (StorageProblem, _SERVER_NOT_ALLOWED),
    "25006": (StorageProblem, _SERVER_NOT_ALLOWED),  # read-only transaction
    "58": (StorageProblem, _SERVER_DAMAGED),  # the server's disk
    "XX001": (DamagedFile, _SERVER_DAMAGED),
    "XX002": (DamagedFile, _SERVER_DAMAGED),
}
"""By SQLSTATE, or by what it begins with; the longest match holds."""


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turn what the system says against writing ``path`` into a Problem."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DiskFull(
                f"There is no room left on the disk to write {path}. Free some room and try again."
            ) from error
        raise StorageProblem(
            f"{path} cannot be written. "
            "Ask IT for the right to write there, or choose another place."
        ) from error


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Turn what the system says against reading ``path`` into a Problem; that it is not there
    stays a FileNotFoundError, which means something else each time."""
    try:
        yield
    except FileNotFoundError:
        raise
    except OSError as error:
        raise StorageProblem(f"{path} cannot be read. Ask IT for the right to read it.") from error


@contextmanager
def problems(*, reading: bool = False) -> Iterator[None]:
    """Turn what the drivers raise into Problems where they are some; the rest goes on as it is.
    ``reading`` as in :func:`problem_for`."""
    try:
        yield
    except Exception as error:
        problem = problem_for(error, reading=reading)
        if problem is None:
            raise
        raise problem from error


def problem_for(error: BaseException, *, reading: bool = False) -> StorageProblem | None:
    """The problem behind a driver's exception or SQLAlchemy's wrapper of it; None if it is none.

    ``reading``: it came from a connection that only reads, where "read-only" is a bug of ours.
    """
    cause = getattr(error, "orig", None) or error
    if reading and _READ_ONLY_CODES & {
        getattr(cause, "sqlite_errorcode", None),
        getattr(cause, "sqlstate", None),
    }:
        return None
    code = getattr(cause, "sqlite_errorcode", None)
    if code is None and type(cause).__module__.partition(".")[0] == "sqlcipher3":
        code = _WITHOUT_A_CODE.get(str(cause))
    if code is not None:
        return _sqlite_problem(int(code))
    if type(cause).__module__.partition(".")[0] == "psycopg":
        return _postgresql_problem(cause)
    return None


def _sqlite_problem(code: int) -> StorageProblem | None:
    if code == _SQLITE_SHARED_MEMORY_FULL:
        return DiskFull(_FULL)
    found = _SQLITE.get(code & 0xFF)
    return None if found is None else found[0](found[1])


def _postgresql_problem(cause: BaseException) -> StorageProblem | None:
    state = getattr(cause, "sqlstate", None)
    if state is None:
        if type(cause).__name__ not in ("OperationalError", "ConnectionTimeout"):
            return None
        return _no_connection(str(cause))
    for length in range(len(state), 1, -1):
        found = _POSTGRESQL.get(state[:length])
        if found is not None:
            return found[0](found[1])
    return None


def _no_connection(said: str) -> StorageProblem:
    """Why there is no connection. libpq gives no SQLSTATE then, only the server's words; from a
    server that speaks another language they all read as lost."""
    if 'database "' in said and "does not exist" in said:
        return StorageProblem(_SERVER_NO_DATABASE)
    if any(words in said for words in ("authentication failed", "pg_hba.conf", 'role "')):
        return StorageProblem(_SERVER_SIGN_IN)
    if "SSL" in said or "certificate" in said:
        return StorageProblem(_SERVER_NOT_TRUSTED)
    return ServerLost(_LOST)
