"""A write with the sentence that the desk hears about it."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from desktop.domain.vocabulary import Permission
from desktop.services.actor import Actor
from desktop.services.changes import Ledger, Writing, Written

_REPEATED = "Saved already."


@dataclass(frozen=True, slots=True)
class Recorded:
    """What was written, and what to say: "Voicemail saved for … Next try tomorrow 10:00 am."

    ``said`` is fit for the screen; it may name a person and so never goes to a log.
    """

    written: Written
    said: str


def record(
    ledger: Ledger,
    actor: Actor,
    action: str,
    needs: Permission,
    key: UUID,
    work: Callable[[Writing, list[str]], UUID],
) -> Recorded:
    """Do ``work`` as one Change; it appends what to say about it. Raises what the ledger does."""
    said: list[str] = []
    written = ledger.write(actor, action, needs, key, lambda writing: work(writing, said))
    return Recorded(written, said[0] if said else _REPEATED)
