"""Notices that nobody uses the desk."""

from collections.abc import Callable
from datetime import timedelta

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.domain.locking import USUAL_MINUTES, is_away

LOOK_EVERY_MS = 1000


class LockWatch(QObject):
    """``monotonic`` is seconds of a clock that nobody can set; ``holds`` says that the desk may not
    lock now (a call, the Safety card): its time begins when that is over."""

    away = Signal()
    """No key and no mouse for :attr:`minutes`."""

    def __init__(
        self, monotonic: Callable[[], float], holds: Callable[[], bool], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._monotonic, self._holds = monotonic, holds
        self._since = monotonic()
        self._used = False
        self.minutes = USUAL_MINUTES
        self._timer = QTimer(self, interval=LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        """Somebody is here."""
        self.used()
        self._timer.start()
        self.look()

    def stop(self) -> None:
        """Nobody is here who could go away."""
        self._timer.stop()

    def used(self) -> None:
        """A key or the mouse. Comes with each of their events, so that it only takes note."""
        self._used = True

    def look(self) -> None:
        """A second has gone by (a timer calls it)."""
        now = self._monotonic()
        if self._used or self._holds():
            self._used, self._since = False, now
        elif self._timer.isActive() and is_away(timedelta(seconds=now - self._since), self.minutes):
            self.away.emit()
