"""From a data directory to its key: place, lock, identity, key. Cheap: no SQLAlchemy here."""

import os
import stat
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import UUID, uuid4

from desktop.domain.errors import DamagedFile, DataLocked, WrongKey
from desktop.storage.data_files import DataFiles
from desktop.storage.data_identity import (
    DataIdentity,
    key_check,
    read_identity,
    write_identity,
)
from desktop.storage.data_lock import DataLock
from desktop.storage.faults import writing
from desktop.storage.key_file import read_key_file
from desktop.storage.key_places import KEY_FILE
from desktop.storage.keys import (
    DataKey,
    KeySource,
    find_key,
    keep_key,
    new_key,
)
from desktop.storage.places import check_place
from desktop.storage.recovery import unlock_with_code, write_recovery


@dataclass(frozen=True, slots=True)
class Unlocked:
    """A data directory with its key at hand and its lock held.

    ``recovery_code`` is there once, when the data has just been set up: show it to be printed.
    ``is_new`` says that there is no database yet; the lock is then held alone until it is made.
    """

    files: DataFiles
    lock: DataLock
    key: DataKey
    is_new: bool
    recovery_code: str | None


_OTHERS = 0o077
_NOT_OPENED = (
    "This key does not open the data file: it belongs to other data, or the file is damaged. "
    "Look for the right key or recovery code, or restore the last backup."
)


def unlock(
    data_dir: Path, *, prefer_key_file: bool = False, recovery_code: str | None = None
) -> Unlocked:
    """Find (or, for a directory without data, make) the key of ``data_dir`` and lock it.

    ``prefer_key_file`` keeps a new key in the key file even where there is a keyring (tests,
    servers). ``recovery_code`` opens data whose key is lost, and puts the key back. Raises
    UnsafePlace, DataLocked, KeyMissing, WrongKey, DamagedFile, StorageProblem; nothing is then
    locked, and nothing on disk is overwritten.
    """
    files = DataFiles.of(data_dir)
    check_place(files.data_dir)
    _make_directory(files)
    lock = DataLock(files.lock)
    try:
        lock.share()
        _finish_exchange(files, lock, recovery_code)
        if not files.database.exists():
            lock.alone()
            if not files.database.exists():
                return _set_up(files, lock, prefer_key_file=prefer_key_file)
            lock.share()
        if recovery_code is not None:
            key = _recover(files, recovery_code, prefer_key_file=prefer_key_file)
        else:
            key = _find(files)
    except BaseException:
        lock.release()
        raise
    return Unlocked(files, lock, key, is_new=False, recovery_code=None)


def _finish_exchange(files: DataFiles, lock: DataLock, recovery_code: str | None) -> None:
    """Whoever gave the data a new key, or put a backup back, was stopped in the middle: since the
    lock is shared now, nobody is at it any more. The lock is shared again afterwards."""
    if not (files.exchange.exists() or files.incoming.exists()):
        return
    from desktop.storage.exchange import drop_undecided, settle  # hardly ever needed

    if files.exchange.exists():
        lock.alone()
        settle(files, recovery_code)
        lock.share()
    else:
        with suppress(DataLocked):  # it is in nobody's way: another time, then
            lock.alone()
            drop_undecided(files)
        lock.share()


def mark_made(files: DataFiles) -> None:
    """Note that the database is in place: if its file is ever missing, it was lost."""
    identity = read_identity(files)
    if identity is not None and not identity.made:
        write_identity(files, replace(identity, made=True))


def renew_recovery_code(unlocked: Unlocked) -> str:
    """A new recovery code for the print-out; the one before ends."""
    identity = read_identity(unlocked.files)
    if identity is None:
        identity = _new_identity(unlocked.files, uuid4(), unlocked.key, made=True)
    return write_recovery(unlocked.files, identity.data_id, unlocked.key.raw)


def _make_directory(files: DataFiles) -> None:
    with writing(files.data_dir):
        files.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    if os.name == "posix":
        _close_to_others(files)


def _close_to_others(files: DataFiles) -> None:
    """Data in a folder that was there before, or of an older program, is for its owner alone from
    now on. Somebody's home, a folder that everybody shares (``/tmp``) and what is not this person's
    keep their rights: each file is closed by itself all the same."""
    with suppress(OSError, RuntimeError):  # a file system without such rights; nobody's home
        for path in (files.database, *files.beside_database()):
            if path.exists() and path.stat().st_mode & _OTHERS:
                path.chmod(0o600)
        folder = files.data_dir.stat()
        is_ours = folder.st_uid == os.geteuid() and not folder.st_mode & stat.S_ISVTX
        if is_ours and folder.st_mode & _OTHERS and files.data_dir != Path.home():
            files.data_dir.chmod(0o700)


def _set_up(files: DataFiles, lock: DataLock, *, prefer_key_file: bool) -> Unlocked:
    """Key, identity and recovery file of data that is about to be made.

    A key file that is left from a set-up that was interrupted, or from data that was moved
    away, is used again.
    """
    before = read_identity(files)
    if before is not None and before.made:
        raise DamagedFile(
            f"The data file {files.database} is gone. Put it back from a backup; "
            "to begin with no data, choose an empty folder."
        )
    kept = read_key_file(files)
    raw = kept or new_key()
    data_id = uuid4()
    source = keep_key(files, data_id, raw, prefer_key_file=prefer_key_file or kept is not None)
    _new_identity(files, data_id, DataKey(raw, source), made=False)
    code = write_recovery(files, data_id, raw)
    return Unlocked(files, lock, DataKey(raw, source), is_new=True, recovery_code=code)


def _find(files: DataFiles) -> DataKey:
    identity = read_identity(files)
    key = find_key(files, identity)
    if identity is None:
        _try_key(files, key.raw)
        _new_identity(files, uuid4(), key, made=True)
    else:
        # A name that is another keyring's stays: the warning holds until the key is a new one.
        is_told = identity.kept_by not in ("", KEY_FILE)
        kept_by = identity.kept_by if is_told else key.source.keeper
        if not identity.made or kept_by != identity.kept_by:
            write_identity(files, replace(identity, made=True, kept_by=kept_by))
    return key


def _recover(files: DataFiles, code: str, *, prefer_key_file: bool) -> DataKey:
    data_id, raw = unlock_with_code(files, code)
    _try_key(files, raw)
    before = None
    with suppress(DamagedFile):  # it is made anew here
        before = read_identity(files)
    kept = keep_key(
        files,
        data_id,
        raw,
        prefer_key_file=prefer_key_file,
        before=before.kept_by if before is not None else "",
    )
    key = DataKey(raw, KeySource("recovery", kept.warning, kept.keeper))
    _new_identity(files, data_id, key, made=True)
    return key


def _try_key(files: DataFiles, raw: bytes) -> None:
    """Raise WrongKey unless ``raw`` opens the database; for keys that no check vouches for."""
    from desktop.storage.sqlite_connection import connect

    try:
        connect(files.database, raw).close()
    except DamagedFile as error:
        raise WrongKey(_NOT_OPENED) from error


def _new_identity(files: DataFiles, data_id: UUID, key: DataKey, *, made: bool) -> DataIdentity:
    identity = DataIdentity(data_id, key_check(data_id, key.raw), made, key.source.keeper)
    write_identity(files, identity)
    return identity
