"""The call whose card is open, as other pages need to know it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class CallInHand:
    """``name`` is who is speaking, as far as is known; ``read`` are the lines read on it so far."""

    name: str
    started_at: datetime
    read: frozenset[UUID]
