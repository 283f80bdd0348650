"""A backup put back onto a clinic server: made ready in a file of this computer, compared with a
backup of the server that is taken for it, and put in the place in one transaction."""

from uuid import UUID

from desktop.domain.backup_rules import BackupKind
from desktop.storage.backup import Backup, check_backup
from desktop.storage.comparing import TableChange, differences, left_since
from desktop.storage.copying import Told, check_file, copy_file, nobody
from desktop.storage.data_lock import DataLock
from desktop.storage.exchange import drop_undecided
from desktop.storage.restore import Present, backup_key
from desktop.storage.safes import ServerSafe
from desktop.storage.schema_version import is_current


class ServerRestore:
    """As :class:`desktop.storage.restore.Restore`, for a server. Close it in any case."""

    def __init__(self, url: str, safe: ServerSafe, lock: DataLock, backup: Backup) -> None:
        self._url, self._safe, self._lock = url, safe, lock
        self.backup = backup
        self.changes: tuple[TableChange, ...] = ()
        """What would change."""
        self.leavers: tuple[UUID, ...] = ()
        """The accounts that were switched off since, which stay so."""
        self.upgraded_from: str | None = None
        """The schema revision of the backup, where it is older than the program."""
        self.backup_before: Backup | None = None
        """The backup of what is on the server."""

    def stage(self, recovery_code: str | None, told: Told) -> None:
        """Take a backup of the server, make the new file, look through it, compare."""
        from desktop.storage.sqlite_schema import bring_up

        safe, files = self._safe, self._safe.files
        self.backup_before = before = safe.take(BackupKind.BEFORE_RESTORE, told)
        raw = safe.key()
        key = backup_key(self.backup, files, Present(before.data_id, raw, True), recovery_code)
        check_backup(self.backup, key)
        copy_file(self.backup.files.database, key, files.incoming, raw, told, at_rest=True)
        if not is_current(self.backup.contents.revision):
            bring_up(files.incoming, raw)
            self.upgraded_from = self.backup.contents.revision
        check_file(files.incoming, raw)
        now, then = before.files.database, files.incoming
        self.changes = differences(now, raw, then, raw, at_rest=True)
        self.leavers = left_since(now, raw, then, raw, at_rest=True)

    def swap(self, told: Told = nobody) -> None:
        """Put the new data in the place of what is on the server, for every desk at once."""
        from desktop.storage.server_copy import replace_server

        replace_server(self._url, self._safe.files.incoming, self._safe.key(), told)

    def close(self) -> None:
        """Remove what was made ready."""
        drop_undecided(self._safe.files)
        self._lock.release()


def prepare_server_restore(
    url: str,
    safe: ServerSafe,
    backup: Backup,
    *,
    recovery_code: str | None = None,
    told: Told = nobody,
) -> ServerRestore:
    """Make a backup, of this server or of one desk, ready to take the place of what is on the
    server, which is at this program's schema. Raises as ``prepare_restore`` does."""
    safe.key()
    lock = DataLock(safe.files.lock)
    try:
        lock.alone()
        drop_undecided(safe.files)
        ready = ServerRestore(url, safe, lock, backup)
        try:
            ready.stage(recovery_code, told)
        except BaseException:
            drop_undecided(safe.files)
            raise
    except BaseException:
        lock.release()
        raise
    return ready
