"""A backup put back while nobody has the data open: which there are, what would change, who may."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from desktop.domain.backup_rules import BackupKind
from desktop.domain.errors import NotFound, StorageProblem
from desktop.domain.vocabulary import Permission
from desktop.services.actor import Actor, demand
from desktop.storage.backup import Backup, backups_in, read_backup
from desktop.storage.comparing import TableChange
from desktop.storage.copying import Told, nobody
from desktop.storage.restore import Restore, prepare_restore

BACKUPS = "backups"
"""The folder beside the data that backups go to by themselves."""

KINDS = {
    BackupKind.DAILY: "Daily",
    BackupKind.BY_HAND: "By hand",
    BackupKind.BEFORE_UPGRADE: "Before an upgrade",
    BackupKind.BEFORE_REKEY: "Before a new key",
    BackupKind.AFTER_REKEY: "After a new key",
    BackupKind.BEFORE_RESTORE: "Before a restore",
}
"""Why a backup was taken, as people say it."""

_SPOKEN = {
    "call": "calls",
    "person": "people",
    "callback": "promises",
    "lead": "leads",
    "user_account": "users",
    "phone_number": "numbers",
    "audit_event": "events in the trail",
}


class PuttingBack:
    """Puts a backup in the place of the data in ``data``, which nobody has open.

    Who asks in a desk is looked at before it closes (:func:`may_put_back`). Where the data does not
    open, or nobody has used it (``unused``), whoever has the key, or the recovery code, may do what
    they like.
    """

    def __init__(self, data: Path, *, unused: bool = False, prefer_key_file: bool = False) -> None:
        self._data, self._unused, self._prefer_key_file = data, unused, prefer_key_file

    def there(self) -> tuple[Backup, ...]:
        """The backups in the usual place, the newest first."""
        return tuple(backups_in(self._data / BACKUPS))

    def found_in(self, folder: Path) -> tuple[Backup, ...]:
        """The backups in a folder that somebody names: it may be one, or hold some, or be a data
        directory. Raises NotFound where there is none."""
        try:
            return (read_backup(folder),)
        except StorageProblem:
            found = (*backups_in(folder), *backups_in(folder / BACKUPS))
        if not found:
            raise NotFound(
                f"There is no backup of KetWell Desk in {folder}. "
                "Choose the folder that the backups were copied to."
            )
        return found

    def prepare(self, backup: Backup, code: str = "", told: Told = nobody) -> Restore:
        """Make it ready, to be shown first. Raises as
        :func:`~desktop.storage.restore.prepare_restore` does."""
        return prepare_restore(
            self._data,
            backup,
            recovery_code=code or None,
            prefer_key_file=self._prefer_key_file,
            over_unused=self._unused,
            told=told,
        )


def may_put_back(actor: Actor) -> Actor:
    """Who asked, as they stand now: what they signed in to is about to close. Raises NotAllowed."""
    demand(actor, Permission.RUN_SYSTEM)
    return replace(actor, standing=None)


def put_back(ready: Restore, told: Told = nobody) -> None:
    """Put it in the place and let go of the data. Raises what was in the way."""
    try:
        ready.swap(told)
    finally:
        ready.close()


def change_in_words(change: TableChange) -> str:
    """One table of what a restore would change: "calls: 12 now, 10 then (2 would go, …)"."""
    name = _SPOKEN.get(change.table, change.table.replace("_", " "))
    line = f"{name}: {change.now:,} now, {change.then:,} then"
    if change.would_go is None:
        return line
    return (
        f"{line} ({change.would_go:,} would go, {change.would_come:,} would come back, "
        f"{change.would_differ:,} would be as they were)"
    )


def told_first(changes: Sequence[TableChange]) -> list[TableChange]:
    """What people know by name comes first, as it is listed above; then the rest, by name."""
    known = list(_SPOKEN)
    return sorted(
        changes,
        key=lambda each: (
            known.index(each.table) if each.table in known else len(known),
            each.table,
        ),
    )
