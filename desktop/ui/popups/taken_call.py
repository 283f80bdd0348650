"""A ringing call that somebody takes, on its way to a card."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class TakenCall:
    """A ringing call for a card. ``name`` is what the phone system sent while nobody is known;
    ``call_id`` the call's record, None where it has none."""

    number_text: str
    line: str
    name: str
    call_id: UUID | None
    started_at: datetime
    to_dial: bool = False
    """Nobody rings: this number is to be rung."""
