"""What was found for a text, as rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from desktop.domain.vocabulary import CallOutcome, Direction, DueGroup, MilestoneKind, Reason
from desktop.storage.search import FoundNumber, FoundPerson

__all__ = [
    "FindKind",
    "FoundAtOnce",
    "FoundCall",
    "FoundCallback",
    "FoundInNotes",
    "FoundLine",
    "FoundNumber",
    "FoundPerson",
    "Lines",
    "NoLines",
]


class FindKind(StrEnum):
    """What can be found. A window asks for the kinds that it can open."""

    LINE = "line"
    CALLBACK = "callback"
    CALL = "call"
    PERSON = "person"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class FoundLine:
    """Words to read aloud; ``title`` says what they are ("Approved answer")."""

    id: UUID
    title: str
    text: str
    approved: bool


class Lines(Protocol):
    """Where words to read aloud are found."""

    def matching(self, words: Sequence[str], limit: int) -> Sequence[FoundLine]:
        """Lines that have, for each of ``words`` (folded), a word that begins with it; approved
        ones first."""


class NoLines:
    """No words to read aloud."""

    def matching(self, words: Sequence[str], limit: int) -> Sequence[FoundLine]:
        """Finds nothing."""
        return ()


@dataclass(frozen=True, slots=True)
class FoundCallback:
    """An open promise. ``zone`` is the person's; ``subject_name`` whom it concerns when that is
    somebody else."""

    id: UUID
    name: str
    promise: str
    reason: Reason
    place: str
    subject_name: str
    due_at: datetime
    zone: str
    group: DueGroup
    milestone: MilestoneKind | None


@dataclass(frozen=True, slots=True)
class FoundCall:
    """A call; ``name`` is who spoke, else the number, ``subject_name`` whom it was about when that
    is somebody else."""

    id: UUID
    name: str
    subject_name: str
    notes: str
    direction: Direction
    outcome: CallOutcome | None
    started_at: datetime


@dataclass(frozen=True, slots=True)
class FoundAtOnce:
    """What is found while a key is pressed. ``number`` is the whole number that was typed, E.164
    with its extension, known here or not. ``more`` says that there are others."""

    people: tuple[FoundPerson, ...] = ()
    numbers: tuple[FoundNumber, ...] = ()
    number: tuple[str, str] | None = None
    more: bool = False


@dataclass(frozen=True, slots=True)
class FoundInNotes:
    """What takes a look into words that were written down: a moment later."""

    lines: tuple[FoundLine, ...] = ()
    callbacks: tuple[FoundCallback, ...] = ()
    calls: tuple[FoundCall, ...] = ()
    more: bool = False
