"""What a clerk has typed and picked for one message so far."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from desktop.domain.vocabulary import QuickKey
from desktop.services.voicemail_rows import Heard


@dataclass(frozen=True, slots=True)
class Typed:
    """``quick`` is the time offered that was picked, None for the time of one's own ``due_at``.
    ``owner`` is a team and somebody of it or None; None is one's own team."""

    heard: Heard = field(default_factory=Heard)
    quick: QuickKey | None = QuickKey.HOUR
    due_at: datetime | None = None
    reason: str = ""
    owner: object = None

    @property
    def words(self) -> str:
        """What would be lost with it: the number and what they ask for."""
        parts = (self.heard.spoken.strip(), self.heard.note.strip())
        return " · ".join(part for part in parts if part)

    def is_about(self, heard: Heard) -> bool:
        """Whether what was looked up is still what is typed."""
        return _asked(self.heard) == _asked(heard)


def _asked(heard: Heard) -> tuple[str, UUID | None, bool]:
    return heard.spoken, heard.person_id, heard.nobody
