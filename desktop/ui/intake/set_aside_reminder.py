"""Reminds of a card set aside, once, after two minutes."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from uuid import UUID

from desktop.services.drafts import DraftRow

AFTER = timedelta(minutes=2)


class SetAsideReminder:
    """Knows which cards wait; those that waited longer before they were seen need no reminder."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._waiting: dict[UUID, datetime] = {}
        self._told: set[tuple[UUID, datetime]] = set()

    def forget(self) -> None:
        """Somebody else is at the desk."""
        self._waiting, self._told = {}, set()

    def watch(self, drafts: Iterable[DraftRow]) -> None:
        """These wait now."""
        now = self._clock()
        waiting = {d.id: d.set_aside_at for d in drafts if d.set_aside_at is not None}
        for draft_id, since in waiting.items():
            if draft_id not in self._waiting and now - since >= AFTER:
                self._told.add((draft_id, since))
        self._waiting = waiting

    def due(self) -> bool:
        """Whether a card has just waited two minutes; true once for each time it is set aside."""
        now = self._clock()
        fallen_due = {
            (draft_id, since) for draft_id, since in self._waiting.items() if now - since >= AFTER
        } - self._told
        self._told |= fallen_due
        return bool(fallen_due)
