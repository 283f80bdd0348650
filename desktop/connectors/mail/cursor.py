"""How far a folder has been read."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class MailCursor:
    """All mail up to ``last_uid`` was done ``at`` that time (UTC), as long as the folder's
    UIDVALIDITY is this one."""

    uid_validity: int
    last_uid: int
    at: datetime


class MailCursors(Protocol):
    """Keeps the cursor of one folder. Both raise :class:`desktop.domain.errors.Problem` while the
    desk is out of reach."""

    def load(self) -> MailCursor | None:
        """Where it was left; None for a folder that was never read."""

    def store(self, cursor: MailCursor) -> None:
        """Returns when it is safely written."""
