"""Tells the screens which records changed: from here, from another process, from another desk."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.services.changes import Touched, Written
from desktop.ui.tasks import Runner

LISTEN_EVERY_MS = 1000


class Changes(QObject):
    """One signal for all news. Screens decide whether it concerns them."""

    changed = Signal(object)
    """``frozenset[Touched]``; empty means: somebody else wrote, anything may have changed."""

    def __init__(
        self, tasks: Runner, data_version: Callable[[], int], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._data_version = data_version
        self._seen: int | None = None
        self._timer = QTimer(self, interval=LISTEN_EVERY_MS)
        self._timer.timeout.connect(self.listen)

    def start(self) -> None:
        """Begin to listen for writes of other processes."""
        self.listen()
        self._timer.start()

    def stop(self) -> None:
        """Stop listening; what was asked for is still answered."""
        self._timer.stop()

    def announce(self, written: Written) -> None:
        """Tell what a write of this window changed."""
        if written.touched:
            self.changed.emit(frozenset(written.touched))

    def listen(self) -> None:
        """Ask once whether another process wrote."""
        self._tasks.run(self._data_version, self._compare, self._not_now, replaces="data_version")

    def _compare(self, version: int) -> None:
        if self._seen is not None and version != self._seen:
            self.changed.emit(frozenset())
        self._seen = version

    def _not_now(self, _problem: object) -> None:
        """A lost server is told by whoever needs it; listening goes on."""


def concerns(touched: frozenset[Touched], *records: str) -> bool:
    """Whether news is about one of these kinds of record (unknown news always is)."""
    return not touched or any(t.record in records for t in touched)
