"""Brings the schema of an encrypted file to this program's revision: made, upgraded or refused."""

from pathlib import Path

from desktop.storage.data_files import DataFiles, beside, sync_directory
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
        _back_up(files, raw)
        bring_up(files.database, raw)
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
        for leftover in (files.unfinished, *beside(files.unfinished)):
            leftover.unlink(missing_ok=True)
        # SQLite gives its log and index the rights of the file.
        files.unfinished.touch(mode=0o600)
    connection = connect(files.unfinished, raw)
    try:
        with driver_problems():
            connection.execute("PRAGMA journal_mode = WAL").close()
    finally:
        connection.close()
    bring_up(files.unfinished, raw)
    with writing(files.database):
        files.unfinished.rename(files.database)
        sync_directory(files.data_dir)
    mark_made(files)


def _back_up(files: DataFiles, raw: bytes) -> None:
    """A verified backup before an upgrade. Loaded here: no other start needs it."""
    from desktop.domain.backup_rules import BackupKind
    from desktop.storage.safes import safe_of

    safe_of(files, lambda: raw).take(BackupKind.BEFORE_UPGRADE)


def bring_up(database: Path, raw: bytes) -> None:
    """Run the migrations in one transaction: the new revision as a whole, or the old one. Nobody
    else has the file open."""
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
