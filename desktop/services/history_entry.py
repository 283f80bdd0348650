"""One line of a history, and the stretch of it that a page shows."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal
from uuid import UUID


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """Something that happened. ``title`` says what in a few words, ``aside`` which of several it
    was ("try 2"), ``detail`` the rest, ``who`` is the name of the staff. ``outcome`` is the
    stored word (a call's outcome, a try's result, a promise's resolution). A promise has
    an entry when it is given and one when it is closed."""

    kind: Literal["call", "attempt", "callback", "disclosure", "safety"]
    id: UUID
    at: datetime
    title: str
    detail: str
    who: str
    outcome: str | None
    call_id: UUID | None
    callback_id: UUID | None
    aside: str = ""


@dataclass(frozen=True, slots=True)
class Window:
    """The ``limit`` entries that come after (are older than) a place in a history."""

    at: datetime
    id: UUID
    limit: int

    @classmethod
    def after(cls, before: tuple[datetime, UUID] | None, limit: int) -> "Window":
        """The page after the last entry seen; the first page with None."""
        at, last = before or (datetime.max.replace(tzinfo=UTC), UUID(int=2**128 - 1))
        return cls(at, last, limit)

    @property
    def bounds(self) -> dict[str, object]:
        """The parameters of a statement that reads this stretch."""
        return {"at": self.at, "last_id": self.id, "most": self.limit}

    def newest(self, *entries: HistoryEntry) -> tuple[HistoryEntry, ...]:
        """Those of ``entries`` that lie in this stretch, newest first."""
        inside = (entry for entry in entries if (entry.at, entry.id) < (self.at, self.id))
        ordered = sorted(inside, key=lambda entry: (entry.at, entry.id), reverse=True)
        return tuple(ordered[: self.limit])


def sentences(*parts: str) -> str:
    """Parts of a detail in one line, each ended: "Records, Refund. Wants them by mail." """
    kept = (part.strip() for part in parts if part and part.strip())
    return " ".join(part if part[-1] in ".!?…" else f"{part}." for part in kept)
