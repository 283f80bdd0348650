"""Brings the schema of an encrypted file to this program's revision: made, upgraded or refused."""

import shutil
from pathlib import Path

from desktop.domain.errors import DataLocked
from desktop.storage.data_files import DataFiles, sync_directory, sync_file
from desktop.storage.faults import writing
from desktop.storage.schema_version import is_current
from desktop.storage.sqlite_connection import connect, driver_problems, stored_revision
from desktop.storage.unlock import Unlocked, mark_made


def make_current(unlocked: Unlocked) -> str | None:
    """See that the file is there at this program's revision; the lock is then shared.

    Returns the revision an upgrade began with, else None. Raises DataLocked when an upgrade is
    needed while another process has the data open, NewerSchema, DamagedFile, DiskFull.
    """
    files, raw, lock = unlocked.files, unlocked.key.raw, unlocked.lock
    if unlocked.is_new:
        _make(files, raw)
        lock.share()
        return None
    before = _revision(files, raw)
    if is_current(before):
        return None
    lock.alone()
    before = _revision(files, raw)  # somebody may have upgraded it while nobody had the lock
    if not is_current(before):
        _copy_before_upgrade(files, raw, before)
        _migrate(files.database, raw)
    lock.share()
    return before


def _revision(files: DataFiles, raw: bytes) -> str:
    connection = connect(files.database, raw)
    try:
        return stored_revision(connection)
    finally:
        connection.close()


def _make(files: DataFiles, raw: bytes) -> None:
    """Build the file under another name and rename it, so that it is whole or not there."""
    with writing(files.unfinished):
        for leftover in (files.unfinished, *_beside(files.unfinished)):
            leftover.unlink(missing_ok=True)
    connection = connect(files.unfinished, raw)
    try:
        with driver_problems():
            connection.execute("PRAGMA journal_mode = WAL").close()
    finally:
        connection.close()
    _migrate(files.unfinished, raw)
    with writing(files.database):
        files.unfinished.rename(files.database)
        sync_directory(files.data_dir)
    mark_made(files)


def _copy_before_upgrade(files: DataFiles, raw: bytes, revision: str) -> None:
    """Copy the file, with what its ``-wal`` holds brought in first. The lock is held alone.

    The copy is encrypted with the same key. Raises DiskFull; nothing has begun then.
    """
    connection = connect(files.database, raw)
    try:
        with driver_problems():
            busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    finally:
        connection.close()
    if busy:
        raise DataLocked(
            "Another program is reading the data file, so it cannot be upgraded now. "
            "Close that program, then try again."
        )
    copy = files.before_upgrade(revision)
    part = copy.with_name(copy.name + ".part")
    try:
        with writing(copy):
            shutil.copyfile(files.database, part)
            part.chmod(0o600)
            sync_file(part)
            part.replace(copy)
            sync_directory(files.data_dir)
    finally:
        part.unlink(missing_ok=True)


def _migrate(database: Path, raw: bytes) -> None:
    """Run the migrations in one transaction: the new revision as a whole, or the old one."""
    from desktop.storage.sqlite_engine import migrating_engine
    from desktop.storage.upgrade import migrate

    engine = migrating_engine(database, raw)
    try:
        with engine.begin() as connection:
            migrate(connection)
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
            if broken:
                raise RuntimeError(f"the migration broke references: {broken[:5]}")
    finally:
        engine.dispose()


def _beside(database: Path) -> tuple[Path, ...]:
    return tuple(database.with_name(database.name + end) for end in ("-wal", "-shm", "-journal"))
