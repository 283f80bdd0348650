"""Tells when a promise falls due, and how many are due: the badge in the rail."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.domain.errors import Problem
from desktop.services.actor import Actor
from desktop.services.callbacks import Callbacks
from desktop.services.queue_row import QueueCounts, QueueRow
from desktop.ui.tasks import Runner

LOOK_EVERY_MS = 30_000


class Reminders(QObject):
    """Looks twice a minute. No name is told: the sentence may be read over a shoulder."""

    due = Signal(str)
    """A sentence: promises fell due since the last look."""
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
        self._timer = QTimer(self, interval=LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)

    def start(self, actor: Actor) -> None:
        """Begin for somebody; what was due before they came is counted, not told."""
        self._actor, self._since = actor, self._clock()
        self._timer.start()
        self.look()

    def stop(self) -> None:
        """Nobody is here to be reminded."""
        self._actor = None
        self._timer.stop()

    def look(self) -> None:
        """Count, and tell what fell due since the last look."""
        actor, since = self._actor, self._since
        if actor is None or since is None:
            return
        now = self._clock()
        self._since = now
        self._tasks.run(
            lambda: (
                self._callbacks.counts(actor),
                self._callbacks.due_for_reminder(actor, since, now) if now > since else (),
            ),
            self._tell,
            self._quiet,
        )

    def _tell(self, found: tuple[QueueCounts, tuple[QueueRow, ...]]) -> None:
        if self._actor is None:
            return
        counts, fallen_due = found
        self.counted.emit(counts.due_now)
        ours = [row for row in fallen_due if row.is_mine or row.owner_user_id is None]
        if len(ours) == 1:
            self.due.emit("A promise is due now. It is first in Callbacks (Ctrl+2).")
        elif ours:
            self.due.emit(f"{len(ours)} promises are due now. They are in Callbacks (Ctrl+2).")

    def _quiet(self, _problem: Problem) -> None:
        """Whoever acts next is told what is wrong; a reminder looks again by itself."""
