"""Tells when a promise falls due, and how many are due: the badge in the rail."""

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.domain.errors import Problem
from desktop.domain.safety_climb import Asked
from desktop.domain.vocabulary import CallbackKind
from desktop.domain.wording import clock
from desktop.services.actor import Actor
from desktop.services.callbacks import Callbacks
from desktop.services.changes import Touched
from desktop.services.queue_row import QueueCounts, QueueRow
from desktop.ui.changes import concerns
from desktop.ui.tasks import Runner

LOOK_EVERY_MS = 30_000
_Found = tuple[QueueCounts, tuple[QueueRow, ...], tuple[QueueRow, ...]]
_WHO = {
    Asked.CLERK: "It is yours",
    Asked.TEAM: "The whole team is asked now",
    Asked.MANAGER: "The managers on duty are asked now too",
}


def safety_sentence(climbed: Sequence[QueueRow], zone: str) -> str:
    """Who is asked, and since when; no caller is named."""
    first = next(row.climb for row in climbed if row.climb is not None)
    since = clock(first.since, zone)
    many = f"{len(climbed)} safety follow-ups wait." if len(climbed) > 1 else ""
    said = many or f"A safety follow-up waits. {_WHO[first.asked]}, since {since}."
    return f"{said} Ring now: it is first in Callbacks (Ctrl+2)."


class Reminders(QObject):
    """Looks twice a minute. No name is told: the sentence may be read over a shoulder."""

    due = Signal(str)
    """A sentence: promises fell due since the last look."""
    safety_due = Signal(str)
    """A sentence: a safety follow-up came to ask whoever is here."""
    counted = Signal(int)
    """How many callbacks are overdue or due within two hours."""

    def __init__(
        self,
        tasks: Runner,
        callbacks: Callbacks,
        clock: Callable[[], datetime],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._tasks, self._callbacks, self._clock = tasks, callbacks, clock
        self._actor: Actor | None = None
        self._since: datetime | None = None
        self._fresh = False
        self._timer = QTimer(self, interval=LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)

    def start(self, actor: Actor) -> None:
        """Begin for somebody; what was due before they came is counted, not told. A safety
        follow-up is told all the same."""
        self._actor, self._since, self._fresh = actor, self._clock(), True
        self._timer.start()
        self.look()

    def stop(self) -> None:
        """Nobody is here to be reminded."""
        self._actor = None
        self._timer.stop()

    def on_changed(self, touched: frozenset[Touched]) -> None:
        """News: a promise may have come, moved or gone."""
        if concerns(touched, "callback", "attempt"):
            self.look()

    def look(self) -> None:
        """Count, and tell what fell due since the last look."""
        actor, since = self._actor, self._since
        if actor is None or since is None:
            return
        now, fresh = self._clock(), self._fresh
        self._since, self._fresh = now, False

        def read() -> _Found:
            if not fresh and now <= since:
                return self._callbacks.counts(actor), (), ()
            return (
                self._callbacks.counts(actor),
                self._callbacks.due_for_reminder(actor, since, now) if now > since else (),
                self._callbacks.safety_climbed(actor, None if fresh else since, now),
            )

        self._tasks.run(read, self._tell, self._quiet)

    def _tell(self, found: _Found) -> None:
        actor = self._actor
        if actor is None:
            return
        counts, fallen_due, climbed = found
        self.counted.emit(counts.due_now)
        if climbed:
            # Nothing else is told beside it.
            self.safety_due.emit(safety_sentence(climbed, actor.zone))
            return
        ours = [
            row
            for row in fallen_due
            if row.kind is not CallbackKind.SAFETY and (row.is_mine or row.owner_user_id is None)
        ]
        if len(ours) == 1:
            self.due.emit("A promise is due now. It is first in Callbacks (Ctrl+2).")
        elif ours:
            self.due.emit(f"{len(ours)} promises are due now. They are in Callbacks (Ctrl+2).")

    def _quiet(self, _problem: Problem) -> None:
        """Whoever acts next is told what is wrong; a reminder looks again by itself."""
