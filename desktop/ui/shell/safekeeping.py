"""What the program looks after by itself: today's backup, and the clock that the trail goes by."""

import threading
from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.domain.errors import Problem
from desktop.services.actor import Actor
from desktop.services.backups import Backups, BackupState
from desktop.services.clock_watch import ClockWatch
from desktop.storage.backup import computer_time
from desktop.ui.shell.backup_words import BackupLine, backup_line
from desktop.ui.tasks import Runner

LOOK_EVERY_MS = 60_000


class _LeavingError(Exception):
    """The window closes: a backup that is half done is none."""


class Safekeeping(QObject):
    """Looks once a minute, also while nobody is signed in.

    A backup is begun only while nobody is on the phone here, and beside the worker that serves the
    desk. ``now`` is this computer's time, by which backups are dated, also those of a demo.
    """

    told = Signal(object)
    """The :class:`BackupLine` for the status bar."""
    not_well = Signal(str)
    """Sentences for whoever is here, once for each thing that is wrong; empty when all is well
    again."""

    def __init__(
        self,
        tasks: Runner,
        backups: Backups,
        clock_watch: ClockWatch,
        on_the_phone: Callable[[], bool],
        parent: QObject,
        now: Callable[[], datetime] = computer_time,
    ) -> None:
        super().__init__(parent)
        self._tasks, self._backups, self._clock_watch = tasks, backups, clock_watch
        self._on_the_phone, self._now = on_the_phone, now
        self._actor: Actor | None = None
        self._zone = "UTC"
        self._said = ""
        self._taking = False
        self._leaving = threading.Event()
        self.timer = QTimer(self, interval=LOOK_EVERY_MS)
        self.timer.timeout.connect(self.look)

    def set_actor(self, actor: Actor | None) -> None:
        """Who is here; their desk's clock is the one that is read."""
        self._actor = actor
        if actor is not None:
            self._zone = actor.zone
            self._said = ""
            if self.timer.isActive():
                self._read()

    def start(self) -> None:
        """Look at once how the backups stand; the first one is begun a minute later, when the
        window has long been of use."""
        self.timer.start()
        self._look_at_clock()
        self._read()

    def stop(self) -> None:
        """The window closes; what is half done leaves nothing behind."""
        self.timer.stop()
        self._leaving.set()

    def look(self) -> None:
        """The clock, then today's backup if it is due and nobody is on the phone."""
        self._look_at_clock()
        if self._taking or self._on_the_phone():
            self._read()
            return
        self._taking = True
        self._tasks.run_network(self._take, self._taken, self._not_taken)

    def _look_at_clock(self) -> None:
        actor = self._actor
        self._tasks.run(lambda: self._clock_watch.look(actor), _nothing, _nothing)

    def _take(self) -> None:
        try:
            self._backups.take_if_due(self._go_on)
        except _LeavingError:
            return

    def _go_on(self, _done: int, _of: int) -> None:
        if self._leaving.is_set():
            raise _LeavingError

    def _taken(self, _none: None) -> None:
        self._taking = False
        self._read()

    def _not_taken(self, _problem: Problem) -> None:
        # Why is kept beside the backups, where every window reads it.
        self._taken(None)

    def _read(self) -> None:
        self._tasks.run_network(self._backups.state, self._tell, _nothing)

    def _tell(self, state: BackupState) -> None:
        line: BackupLine = backup_line(state, self._zone, self._now())
        self.told.emit(line)
        if line.what_to_do != self._said:
            self.not_well.emit(line.what_to_do)
        self._said = line.what_to_do


def _nothing(_value: object) -> None:
    return None
