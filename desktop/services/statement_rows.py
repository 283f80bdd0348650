"""Versions of the approved words as rows, and the words that hold at a moment."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from desktop.domain.vocabulary import Language, MilestoneKind, StatementStanding, StatementState
from desktop.domain.word_difference import Piece


def edition_name(number: int, site_name: str | None, language: Language) -> str:
    """ "v3", for a site "v3 Chicago", in Spanish "v3 español"."""
    spanish = "español" if language is Language.SPANISH else ""
    return " ".join(part for part in (f"v{number}", site_name, spanish) if part)


@dataclass(frozen=True, slots=True)
class StatementRow:
    """One version. ``site_id`` None is for every clinic. ``standing`` is what it is now,
    ``ended_at`` since when a superseded or ended one no longer holds, where that is known.
    ``wrong_because`` is the reason of a published correction, "" without one."""

    id: UUID
    number: int
    site_id: UUID | None
    site_name: str | None
    language: Language
    text: str
    state: StatementState
    standing: StatementStanding
    is_demo: bool
    effective_from: datetime | None
    effective_until: datetime | None
    until_milestone: MilestoneKind | None
    drafted_by: str
    drafted_at: datetime | None
    reviewed_by: str
    reviewed_at: datetime | None
    approved_by: str
    approved_at: datetime | None
    withdrawn_by: str
    withdrawn_at: datetime | None
    withdrawn_reason: str
    wrong_because: str
    ended_at: datetime | None
    version: int

    @property
    def name(self) -> str:
        """ "v3", for a site "v3 Chicago", in Spanish "v3 español"."""
        return edition_name(self.number, self.site_name, self.language)


@dataclass(frozen=True, slots=True)
class NewWords:
    """What a manager drafts. ``number`` None is a new edition; one that is there makes these the
    same words for another clinic or in another language."""

    text: str
    language: Language = Language.ENGLISH
    site_id: UUID | None = None
    effective_from: datetime | None = None
    effective_until: datetime | None = None
    until_milestone: MilestoneKind | None = None
    number: int | None = None


@dataclass(frozen=True, slots=True)
class CurrentWords:
    """The words that hold for a clinic and a language now: exactly one version, or none with what
    to say instead. ``read_at`` is when this was read: a window that cannot read for longer than
    ``stale_after_seconds`` shows ``instead`` in place of them (:meth:`still_holds`).
    ``manager_name`` and ``manager_number`` are whom to ring, "" where nobody is filled in.
    ``changes_at`` is when other words come to hold by the clock (None: not by itself)."""

    statement: StatementRow | None
    instead: str
    manager_name: str
    manager_number: str
    read_at: datetime
    stale_after_seconds: int
    acknowledged: bool
    changes_at: datetime | None = None

    def still_holds(self, now: datetime) -> bool:
        """Whether the words may be shown, so long after they were read. A clock that was set back
        since makes them old at once: nothing tells how long ago it was."""
        if self.changes_at is not None and now >= self.changes_at:
            return False
        return 0 <= (now - self.read_at).total_seconds() <= self.stale_after_seconds

    def wants_reading(self, now: datetime) -> bool:
        """Whether a window should read again by now, long before the words have to go."""
        age = (now - self.read_at).total_seconds()
        return not (self.still_holds(now) and age < self.stale_after_seconds / 3)


@dataclass(frozen=True, slots=True)
class SinceHeard:
    """The current words for one caller: ``heard`` is the version they heard last (None: none), and
    ``pieces`` the current text with what is new since marked."""

    heard_id: UUID | None
    heard_name: str
    heard_at: datetime | None
    pieces: tuple[Piece, ...]
