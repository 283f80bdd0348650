"""Backups while people work: one a day, and how they stand."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from desktop.domain.audit import Event
from desktop.domain.backup_rules import BackupKind, is_due, is_missed
from desktop.domain.errors import DataLocked, Problem
from desktop.services.actor import Actor
from desktop.services.changes import Ledger
from desktop.storage.backup import Backup, Failure, Safe, computer_time
from desktop.storage.copying import Told, nobody


@dataclass(frozen=True, slots=True)
class BackupState:
    """How the backups stand: when the last good one was made (by this computer's clock, UTC),
    whether there has been none for two days, and why the last try failed, if it did."""

    last_good: datetime | None
    missed: bool
    failure: Failure | None

    @property
    def is_well(self) -> bool:
        """Whether nobody has to be told."""
        return not self.missed and self.failure is None


class Backups:
    """The backups of the data that is open. A backup takes seconds to a minute: never call it where
    somebody waits. Nobody is asked who they are: a backup can be read with the key alone."""

    def __init__(
        self,
        safe: Callable[[], Safe],
        ledger: Ledger,
        clock: Callable[[], datetime] = computer_time,
    ) -> None:
        self._safe = safe
        self._ledger = ledger
        self._clock = clock

    def state(self) -> BackupState:
        """How the backups stand. Reads a small file for each that is there."""
        safe, now = self._safe(), self._clock()
        last = _last_good(safe, now)
        return BackupState(last, is_missed(last, safe.began or now, now), safe.last_failure())

    def there(self) -> tuple[Backup, ...]:
        """The backups in the usual place, the newest first."""
        return self._safe().there()

    def is_due(self, folder: Path | None = None) -> bool:
        """Whether today's backup is still to be taken, in the usual place or in ``folder``."""
        now = self._clock()
        return is_due(_last_good(self._safe(), now, folder), now)

    def new_recovery_code(self) -> str | None:
        """The code of the backups of a server, once, when their key was made just now: for the
        first backup of it. Show it to be printed."""
        return self._safe().take_recovery_code()

    def take_if_due(self, told: Told = nobody) -> Backup | None:
        """Today's backup; None when there is one, or another program is making it.

        Raises the Problem that was in the way; it is kept for :meth:`state` as well.
        """
        if not self.is_due():
            return None
        try:
            return self.take(BackupKind.DAILY, told)
        except DataLocked:
            return None

    def take(
        self,
        kind: BackupKind = BackupKind.BY_HAND,
        told: Told = nobody,
        into: Path | None = None,
        by: Actor | None = None,
    ) -> Backup:
        """A backup now; ``into`` is another place than the usual one. Raises as above."""
        try:
            made = self._safe().take(kind, told, into)
        except DataLocked:
            raise
        except Problem as problem:
            self._safe().note_failure(str(problem))
            raise
        self._ledger.note(Event.BACKUP, by, details={"backup": made.name, "size": made.size})
        return made


def _last_good(safe: Safe, now: datetime, folder: Path | None = None) -> datetime | None:
    """When the last one was made. One dated in the future, by a clock that was wrong, is good to
    have and says nothing of when."""
    past = (each.made_at for each in safe.there(folder) if each.made_at <= now)
    return next(past, None)
