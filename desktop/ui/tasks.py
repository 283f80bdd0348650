"""The one doorway for background work: a function, and what to do when it is done or failed.

One worker serves the database, so that its calls keep their order; a small pool serves the
network. ``done`` and ``failed`` run in the window's thread. What the world got in the way of
arrives at ``failed``; a bug of ours goes to :attr:`Tasks.bug`.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal

from desktop.domain.errors import Problem

T = TypeVar("T")


class Runner(Protocol):
    """What screens ask for; tests may hand in one that runs at once."""

    def run(
        self,
        work: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[Problem], None],
        *,
        replaces: str = "",
    ) -> None:
        """Do ``work`` off the window's thread.

        ``replaces`` names a question that only its newest asking matters for (a list while
        typing): older ones that wait are dropped, and their answers are not delivered.
        """

    def run_network(
        self, work: Callable[[], T], done: Callable[[T], None], failed: Callable[[Problem], None]
    ) -> None:
        """Do ``work`` beside the database's worker: it may wait for somebody far away, or read
        for long while somebody types."""


@dataclass(frozen=True, slots=True)
class _Answer:
    deliver: Callable[[Any], None]
    value: Any
    replaces: str
    number: int


class Tasks(QObject):
    """Runs work on its threads and brings the answers home. Close it before the database."""

    bug = Signal(object)
    """An exception that is no :class:`Problem`."""
    idle = Signal()
    """Nothing is under way any more."""
    _answered = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._database = ThreadPoolExecutor(max_workers=1, thread_name_prefix="database")
        self._network = ThreadPoolExecutor(max_workers=4, thread_name_prefix="network")
        self._newest: dict[str, int] = {}
        self._number = 0
        self._under_way = 0
        self._closed = False
        self._answered.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        """Whether work is under way or an answer not yet delivered."""
        return self._under_way > 0

    def run(
        self,
        work: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[Problem], None],
        *,
        replaces: str = "",
    ) -> None:
        """Do ``work`` on the database's worker; see :class:`Runner`."""
        self._start(self._database, work, done, failed, replaces)

    def run_network(
        self, work: Callable[[], T], done: Callable[[T], None], failed: Callable[[Problem], None]
    ) -> None:
        """Do ``work`` beside the database's worker: it may wait for somebody far away, or take
        long (an export)."""
        self._start(self._network, work, done, failed, "")

    def close(self) -> None:
        """Finish what was begun (a write is never cut off) and end the threads."""
        self._closed = True
        self._database.shutdown(wait=True)
        self._network.shutdown(wait=True, cancel_futures=True)

    def _start(
        self,
        pool: ThreadPoolExecutor,
        work: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[Problem], None],
        replaces: str,
    ) -> None:
        self._number += 1
        number = self._number
        if replaces:
            self._newest[replaces] = number
        self._under_way += 1

        def job() -> None:
            answer = _Answer(_nothing, None, "", number)
            try:
                if not replaces or self._newest[replaces] == number:
                    answer = _Answer(done, work(), replaces, number)
            except Problem as problem:
                answer = _Answer(failed, problem, replaces, number)
            except BaseException as bug:  # noqa: BLE001 - reported in the window's thread
                answer = _Answer(self.bug.emit, bug, "", number)
            self._answered.emit(answer)

        pool.submit(job)

    def _deliver(self, answer: _Answer) -> None:
        self._under_way -= 1
        if self._closed:
            # Answers on their way when it was closed: whoever asked may be gone.
            return
        stale = answer.replaces and self._newest[answer.replaces] != answer.number
        if not stale and _alive(answer.deliver):
            answer.deliver(answer.value)
        if self._under_way == 0:
            self.idle.emit()


def _alive(deliver: Callable[[Any], None]) -> bool:
    """False for a method of a widget that is gone: its dialog was closed meanwhile."""
    owner = getattr(deliver, "__self__", None)
    return not isinstance(owner, QObject) or shiboken6.isValid(owner)


def _nothing(_value: object) -> None:
    return None
