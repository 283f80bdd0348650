"""What is known of a promise that is still to be written down."""

from dataclasses import dataclass
from uuid import UUID

from desktop.domain.vocabulary import Reason


@dataclass(frozen=True, slots=True)
class PromiseWanted:
    """Somebody who was promised a call, on this call where it was one. ``name`` is theirs, picked
    or typed; ``number`` as people write it."""

    call_id: UUID | None
    person_id: UUID | None
    name: str
    number: str
    reason: Reason | None
