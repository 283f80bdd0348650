"""An encrypted SQLite file copied while people work, and a file looked through to its last page.

No SQLAlchemy here. Pages are copied decrypted in memory and encrypted again on the way out, so the
copy may have a key of its own; nothing readable ever lies on the disk.
"""

import shutil
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlcipher3 import dbapi2

from desktop.domain.errors import DamagedFile, DataLocked, DiskFull, StorageProblem
from desktop.storage.data_files import beside, sync_file
from desktop.storage.faults import writing
from desktop.storage.sqlite_connection import (
    BUSY_SECONDS,
    connect,
    driver_problems,
    stored_revision,
)

Told = Callable[[int, int], None]
"""Hears how many pages are done, and of how many; may raise to stop."""

_PAGES = 1_024
"""Copied at once: 4 MB, a few milliseconds."""
_ROOM = 1.05
_TABLES = """
SELECT name FROM pragma_table_list
WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!' ORDER BY name
"""


def nobody(_done: int, _of: int) -> None:
    """For nobody who watches."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What is in a file: its schema revision, and how many rows each table has."""

    revision: str
    rows: Mapping[str, int]


def copy_file(
    source: Path,
    raw: bytes,
    target: Path,
    target_raw: bytes,
    told: Told = nobody,
    *,
    at_rest: bool = False,
) -> Contents:
    """Copy the database ``source`` as it is at one moment to the new file ``target``, synced to the
    disk; returns what the source held at that moment. Others may read and write meanwhile; with
    ``at_rest`` nobody does, and nothing is written beside the source.

    Raises DiskFull before anything is written where there is no room, DamagedFile, StorageProblem,
    and whatever ``told`` raises; there is then no ``target``.
    """
    remove_file(target)
    try:
        opened = open_at_rest(source, raw) if at_rest else connect(source, raw, read_only=True)
        with closing(opened) as reader:
            with driver_problems():
                # An open read keeps the moment: a copy would begin again at each write of others.
                reader.execute("BEGIN").close()
                held = contents_of(reader)
                _must_have_room(reader, target)
            with closing(_empty(target, target_raw)) as out, driver_problems():
                reader.backup(
                    out,
                    pages=_PAGES,
                    progress=lambda _status, left, of: told(of - left, of),
                )
        with writing(target):
            target.chmod(0o600)
            sync_file(target)
    except BaseException:
        remove_file(target)
        raise
    return held


def contents_of(connection: dbapi2.Connection) -> Contents:
    """What is in the file behind ``connection``."""
    with driver_problems():
        tables = [name for (name,) in connection.execute(_TABLES).fetchall()]
        rows = {
            name: int(connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0])  # noqa: S608
            for name in tables
        }
    return Contents(stored_revision(connection), rows)


def check_file(database: Path, raw: bytes, *, at_rest: bool = True) -> Contents:
    """Open a file and look through all of it: the sum of every page, the structure of every table
    and index, every reference, every row counted.

    ``at_rest``: nobody has it open, and nothing is written beside it. Raises DamagedFile with what
    was found, WrongKey never: a wrong key reads like damage here.
    """
    with closing(open_at_rest(database, raw) if at_rest else connect(database, raw)) as connection:
        found = damage(connection, at_rest=at_rest)
        if found:
            raise DamagedFile(f"{database.name} is damaged: {found[0]}.")
        return contents_of(connection)


def damage(connection: dbapi2.Connection, *, at_rest: bool = False) -> list[str]:
    """Everything that is wrong with the file behind ``connection``, in words; nothing is fine.
    ``at_rest`` as in :func:`check_file`."""
    found: list[str] = []
    with driver_problems():
        # The sums are those of the pages in the file alone. After a power cut some may be torn
        # there and whole in the log, from which they are brought in first.
        if not at_rest:
            connection.execute("PRAGMA wal_checkpoint(FULL)").fetchall()
        pages = connection.execute("PRAGMA cipher_integrity_check").fetchall()
        found += [str(row[0]) for row in pages[:100]]
        if not found:
            whole = connection.execute("PRAGMA integrity_check(100)").fetchall()
            found += [str(row[0]) for row in whole if row[0] != "ok"]
        if not found:
            astray = connection.execute("PRAGMA foreign_key_check").fetchall()
            found += [
                f"a row of {row[0]} refers to a row of {row[2]} that is not there"
                for row in astray[:100]
            ]
    return found


def bring_log_in(database: Path, raw: bytes) -> None:
    """Bring everything in the ``-wal`` file into the database and end it. The data must be held
    alone. Raises DataLocked when some other program reads the file all the same."""
    with closing(connect(database, raw)) as connection, driver_problems():
        busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    left = [path for path in beside(database) if path.exists() and path.stat().st_size]
    if busy or left:
        raise DataLocked(
            "Another program is reading the data file, so nothing was changed. "
            "Close that program, then try again."
        )


def open_at_rest(database: Path, raw: bytes) -> dbapi2.Connection:
    """Read only, and without a log beside it, so that it works in a folder that is read-only.
    Nothing has been read yet."""
    with driver_problems():
        connection = dbapi2.connect(
            f"{database.absolute().as_uri()}?immutable=1",
            uri=True,
            timeout=BUSY_SECONDS,
            isolation_level=None,
            check_same_thread=False,
        )
        try:
            connection.execute("PRAGMA cipher_log_level = NONE").close()
            connection.execute(f"PRAGMA key = \"x'{raw.hex()}'\"").close()
            connection.execute("PRAGMA temp_store = MEMORY").close()
        except BaseException:
            connection.close()
            raise
    return connection


def _empty(target: Path, raw: bytes) -> dbapi2.Connection:
    """A new file that is filled in one go: it is good when it was synced and looked through, so it
    needs no log."""
    with writing(target):
        target.touch(mode=0o600)
    with driver_problems():
        connection = dbapi2.connect(
            str(target), timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
        )
        try:
            for setting in (
                "cipher_log_level = NONE",
                f"key = \"x'{raw.hex()}'\"",
                "journal_mode = OFF",
                "synchronous = OFF",
                "locking_mode = EXCLUSIVE",
            ):
                connection.execute(f"PRAGMA {setting}").close()
        except BaseException:
            connection.close()
            raise
    return connection


def _must_have_room(reader: dbapi2.Connection, target: Path) -> None:
    # SQLCipher answers with texts.
    pages = int(reader.execute("PRAGMA page_count").fetchone()[0])
    size = int(reader.execute("PRAGMA page_size").fetchone()[0])
    with writing(target):
        free = shutil.disk_usage(target.parent).free
    if free < pages * size * _ROOM:
        raise DiskFull(
            f"A copy of the data needs {pages * size // 1_000_000 + 1:,} MB, and there are "
            f"{free // 1_000_000:,} MB free in {target.parent}. Free some room and try again."
        )


def remove_file(target: Path) -> None:
    """Remove a database that is not wanted, with what is beside it."""
    try:
        for path in (target, *beside(target)):
            path.unlink(missing_ok=True)
    except OSError as error:
        raise StorageProblem(f"{target} is in the way and cannot be removed. Ask IT.") from error
