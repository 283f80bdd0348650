"""Tells the screens which records changed: from here, from another process, from another desk."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.services.changes import Touched, Written
from desktop.ui.tasks import Runner

LISTEN_EVERY_MS = 1000
HEAR_EVERY_MS = 80
"""So often it is asked whether anything was written at all, for what may not wait a second: a
caller who rings is on the screen within 300 ms."""


class Changes(QObject):
    """One signal for all news. Screens decide whether it concerns them."""

    changed = Signal(object)
    """``frozenset[Touched]``; empty means: somebody else wrote, anything may have changed."""

    stirred = Signal()
    """Something was written, by whomever: at once, and for those alone who look at little."""

    def __init__(
        self,
        tasks: Runner,
        data_version: Callable[[], int],
        stir: Callable[[], int],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._data_version, self._stir = data_version, stir
        self._seen: int | None = None
        self._heard: int | None = None
        self._hears = False
        self._timer = QTimer(self, interval=LISTEN_EVERY_MS)
        self._timer.timeout.connect(self.listen)
        # Started anew by each answer: a window that is kept busy is not asked in its every breath.
        self._quick_timer = QTimer(self, interval=HEAR_EVERY_MS, singleShot=True)
        self._quick_timer.timeout.connect(self.hear)

    def start_hearing(self) -> None:
        """Begin to tell at once that something was written, also before anybody has signed in."""
        self._hears = True
        self.hear()

    def start(self) -> None:
        """Begin to listen for writes of other processes."""
        self.listen()
        self._timer.start()

    def stop(self) -> None:
        """Stop listening; what was asked for is still answered."""
        self._timer.stop()
        self._hears = False
        self._quick_timer.stop()

    def announce(self, written: Written) -> None:
        """Tell what a write of this window changed."""
        if written.touched:
            self.changed.emit(frozenset(written.touched))

    def listen(self) -> None:
        """Ask once whether another process wrote."""
        self._tasks.run(self._data_version, self._compare, self._not_now, replaces="data_version")

    def hear(self) -> None:
        """Ask once whether anything was written. Beside the database's worker, which may be at
        something longer."""
        self._tasks.run_network(self._stir, self._stirred, self._heard_nothing)

    def _stirred(self, version: int) -> None:
        self._hear_again()
        if version != self._heard:
            self._heard = version
            self.stirred.emit()

    def _heard_nothing(self, _problem: object) -> None:
        self._hear_again(LISTEN_EVERY_MS)  # a server that is away is not rung up all the time

    def _hear_again(self, after_ms: int = HEAR_EVERY_MS) -> None:
        if self._hears:
            self._quick_timer.start(after_ms)

    def _compare(self, version: int) -> None:
        if self._seen is not None and version != self._seen:
            self.stirred.emit()  # a notice may have been lost
            self.changed.emit(frozenset())
        self._seen = version

    def _not_now(self, _problem: object) -> None:
        """A lost server is told by whoever needs it; listening goes on."""


def concerns(touched: frozenset[Touched], *records: str) -> bool:
    """Whether news is about one of these kinds of record (unknown news always is)."""
    return not touched or any(t.record in records for t in touched)
