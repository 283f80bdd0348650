"""A backup put back: into a new file first, looked through, compared, and only then in the place.

Where the present data opens, the copy is made under its key, so nothing about keys changes and a
verified backup of it is taken first. Where it does not (damaged, its key lost, another computer),
the key of the backup comes with it, and what was there is kept beside, never deleted.
"""

from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from desktop.domain.backup_rules import BackupKind
from desktop.domain.errors import (
    DamagedFile,
    DataLocked,
    KeyMissing,
    Refused,
    StorageProblem,
    WrongKey,
)
from desktop.storage.backup import Backup, check_backup, computer_time
from desktop.storage.comparing import TableChange, differences, left_since
from desktop.storage.copying import Told, bring_log_in, check_file, copy_file, nobody
from desktop.storage.core_dumps import forbid_core_dumps
from desktop.storage.data_files import DataFiles, write_durably
from desktop.storage.data_identity import DataIdentity, read_identity
from desktop.storage.data_lock import DataLock, Hold
from desktop.storage.exchange import decide, drop_undecided, settle
from desktop.storage.keyring_store import find_keyring
from desktop.storage.keys import find_key, kept_keys
from desktop.storage.places import check_place
from desktop.storage.recovery import unlock_with_code
from desktop.storage.recovery_code import code_secret
from desktop.storage.safes import safe_of
from desktop.storage.schema_version import is_current
from desktop.storage.sqlite_connection import connect, driver_problems
from desktop.storage.wrapped_keys import earlier_keys


@dataclass(frozen=True, slots=True)
class Present:
    """The data that is there and opens."""

    data_id: UUID
    raw: bytes
    key_file: bool


class Restore:
    """A backup that stands ready to take the place of the data. The lock is held alone until
    :meth:`close`. Made by :func:`prepare_restore`."""

    def __init__(
        self,
        files: DataFiles,
        lock: DataLock,
        backup: Backup,
        key: bytes,
        present: Present | None,
        *,
        prefer_key_file: bool,
    ) -> None:
        self.files, self.backup, self.present = files, backup, present
        self._lock, self._key = lock, key
        self._prefer_key_file = prefer_key_file
        self.changes: tuple[TableChange, ...] = ()
        """What would change; nothing is said where the present data does not open."""
        self.leavers: tuple[UUID, ...] = ()
        """The accounts that were switched off since, which stay so: see ``restored_leavers``."""
        self.upgraded_from: str | None = None
        """The schema revision of the backup, where it is older than the program."""
        self.backup_before: Backup | None = None
        """The backup that was taken of what was there."""
        self.set_aside: Path | None = None
        """The folder that what was there went to, where it did not open."""

    def stage(self, told: Told) -> None:
        """Make the new file, bring it to this program's schema, look through it, compare."""
        from desktop.storage.sqlite_schema import bring_up

        files, source = self.files, self.backup.files.database
        raw = self.present.raw if self.present else self._key
        check_backup(self.backup, self._key)
        copy_file(source, self._key, files.incoming, raw, told, at_rest=True)
        if not is_current(self.backup.contents.revision):
            bring_up(files.incoming, raw)
            self.upgraded_from = self.backup.contents.revision
        check_file(files.incoming, raw)
        if self.present:
            with suppress(DamagedFile):  # a page of it may be: it is backed up or set aside
                self.changes = differences(files.database, raw, files.incoming, raw)
                self.leavers = left_since(files.database, raw, files.incoming, raw)

    def swap(self, told: Told = nobody) -> None:
        """Put the new file in the place. Once this has begun to decide it is carried to its end,
        also by the next start."""
        files, present = self.files, self.present
        if self._lock.hold is not Hold.ALONE or not files.incoming.exists():
            raise RuntimeError("nothing is ready to be put in the place")
        aside = ""
        if present is not None:
            try:
                self.backup_before = safe_of(files, lambda: present.raw).take(
                    BackupKind.BEFORE_RESTORE, told
                )
                bring_log_in(files.database, present.raw)
            except DamagedFile:
                aside = _aside_name()
        elif files.database.exists():
            aside = _aside_name()
        if aside:
            self.set_aside = files.data_dir / aside
        if present is None or not files.recovery.exists():
            self._bring_recovery()
        before = (present.data_id, present.raw) if present else None
        after = (present.data_id, present.raw) if present else (self.backup.data_id, self._key)
        key_file = present.key_file if present else self._keeps_key_file()
        decide(files, after, before, set_aside=aside, key_file=key_file)
        if present is None:
            _keep_first(files, after, key_file=key_file)
        settle(files)

    def close(self) -> None:
        """Let go of the data; what was made ready and not put in the place is removed."""
        try:
            if self._lock.hold is Hold.ALONE and not self.files.exchange.exists():
                drop_undecided(self.files)
        finally:
            self._lock.release()

    def _bring_recovery(self) -> None:
        with suppress(FileNotFoundError):
            text = self.backup.files.recovery.read_text(encoding="utf-8")
            write_durably(self.files.incoming_recovery, text)

    def _keeps_key_file(self) -> bool:
        return self._prefer_key_file or self.files.key_file.exists() or find_keyring() is None


def prepare_restore(
    data_dir: Path,
    backup: Backup,
    *,
    recovery_code: str | None = None,
    prefer_key_file: bool = False,
    over_unused: bool = False,
    told: Told = nobody,
) -> Restore:
    """Make a backup ready to take the place of the data in ``data_dir``, which may have none.
    ``over_unused``: data that nobody was ever signed in to, as a first start makes it, may be of
    another desk; it is kept beside.

    Nothing that is there is touched; :meth:`Restore.swap` does that, and :meth:`Restore.close`
    follows in any case. Raises DataLocked while somebody has the data open, KeyMissing or WrongKey
    where the backup's key is not to be had, Refused for a backup of other data, NewerSchema,
    DamagedFile, DiskFull, UnsafePlace.
    """
    forbid_core_dumps()
    files = DataFiles.of(data_dir)
    check_place(files.data_dir)
    files.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = DataLock(files.lock)
    try:
        lock.alone()
        if files.exchange.exists():
            settle(files, recovery_code)
        drop_undecided(files)
        identity = _identity_or_none(files)
        if over_unused and _is_unused(files, _present(files, identity)):
            identity = None
        _must_be_of(backup, files, identity)
        present = _present(files, identity)
        key = backup_key(backup, files, present, recovery_code)
        ready = Restore(files, lock, backup, key, present, prefer_key_file=prefer_key_file)
        try:
            ready.stage(told)
        except BaseException:
            drop_undecided(files)
            raise
    except BaseException:
        lock.release()
        raise
    return ready


def backup_key(
    backup: Backup, files: DataFiles, present: Present | None, recovery_code: str | None = None
) -> bytes:
    """The key of a backup: that of the data, one it had before, or by the recovery code.

    Raises KeyMissing or WrongKey.
    """
    if recovery_code is not None:
        code_secret(recovery_code)  # a slip of the pen is named
    identity = read_identity(backup.files)
    for raw in _backup_candidates(backup, files, present, recovery_code):
        fits = backup.is_signed_with(raw) if identity is None else identity.is_key(raw)
        if fits:
            return raw
    if recovery_code is not None:
        raise WrongKey(
            f"This recovery code does not open the backup {backup.name}. It opens with the code "
            "that was valid then, or with a newer one where a newer backup lies beside it."
        )
    raise KeyMissing(
        f"The key of the backup {backup.name} is not on this computer. "
        "Enter the recovery code that was printed."
    )


def _identity_or_none(files: DataFiles) -> DataIdentity | None:
    """The identity on disk; None also where it makes no sense, which a restore puts right."""
    try:
        return read_identity(files)
    except DamagedFile:
        return None


def _must_be_of(backup: Backup, files: DataFiles, identity: DataIdentity | None) -> None:
    if identity is not None and identity.made and identity.data_id != backup.data_id:
        raise Refused(
            f"The backup {backup.name} is of other data than the folder {files.data_dir}. "
            "Put it back into an empty folder."
        )


def _present(files: DataFiles, identity: DataIdentity | None) -> Present | None:
    """The data that is there, if it opens: its first page is read, and what else is wrong with it
    is found by the backup that is taken of it."""
    if identity is None or not files.database.exists():
        return None
    try:
        key = find_key(files, identity)
        connect(files.database, key.raw).close()
    except DataLocked:
        raise
    except StorageProblem:
        return None
    return Present(identity.data_id, key.raw, key.source.kind == "key_file")


def _is_unused(files: DataFiles, present: Present | None) -> bool:
    if present is None:
        return False
    with closing(connect(files.database, present.raw)) as connection, driver_problems():
        return not connection.execute("SELECT EXISTS (SELECT 1 FROM user_account)").fetchone()[0]


def _backup_candidates(
    backup: Backup, files: DataFiles, present: Present | None, recovery_code: str | None
) -> Iterator[bytes]:
    if present is not None:
        yield present.raw
        yield from earlier_keys(files, present.raw, present.data_id)
    for raw in kept_keys(files, [backup.data_id]):
        yield raw
        yield from earlier_keys(files, raw, backup.data_id)
    yield from kept_keys(backup.files, [])
    if recovery_code is None:
        return
    # A code that was renewed since opens a later backup, in which the keys of before are.
    later = [DataFiles(path) for path in sorted(backup.path.parent.iterdir()) if path.is_dir()]
    for place in (backup.files, files, *later):
        with suppress(StorageProblem):
            raw = unlock_with_code(place, recovery_code)[1]
            yield raw
            yield from earlier_keys(place, raw, backup.data_id)


def _keep_first(files: DataFiles, after: tuple[UUID, bytes], *, key_file: bool) -> None:
    """Nobody had a key here, so the exchange cannot find one by itself until it is kept."""
    from desktop.storage.keys import replace_key

    replace_key(files, *after, key_file=key_file, keep_other=True)


def _aside_name() -> str:
    return f"set-aside-{computer_time():%Y-%m-%dT%H%M%SZ}"
