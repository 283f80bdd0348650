"""What came in and could not be read, as the settings show it: kept for a person, never dropped."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from desktop.services.actor import Actor


@dataclass(frozen=True, slots=True)
class SetAsideRow:
    """One message that waits for somebody; ``size`` is in bytes. ``reason`` is a sentence without
    anybody's data."""

    id: UUID
    source: str
    at: datetime
    reason: str
    size: int


@dataclass(frozen=True, slots=True)
class Arrived:
    """What a source has brought: when the last came, how many today, how many wait aside."""

    last_at: datetime | None = None
    today: int = 0
    set_aside: int = 0


class SetAsides(Protocol):
    """Who keeps them. Reasons and counts are for whoever manages connections; what was sent is
    somebody's words, so reading it, taking it in and putting it away takes ``read_people``."""

    def arrived(self, actor: Actor, source: str) -> Arrived:
        """What the source of this name has brought."""

    def waiting(self, actor: Actor, source: str) -> tuple[SetAsideRow, ...]:
        """What waits for somebody, the newest first."""

    def text(self, actor: Actor, row_id: UUID) -> str:
        """What was sent, as plain text; what is no character is marked."""

    def read_again(self, actor: Actor, row_id: UUID) -> str:
        """Try once more to take it in; what came of it, in a sentence."""

    def handled(self, actor: Actor, row_id: UUID) -> None:
        """Somebody has seen to it: it waits no longer."""
