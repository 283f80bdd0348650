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
class _Job:
    work: Callable[[], Any]
    done: Callable[[Any], None]
    failed: Callable[[Problem], None]
    replaces: str


_Answer = tuple[Callable[[Any], None], Any]


class Tasks(QObject):
    """Runs work on its threads and brings the answers home. Close it before the database."""

    bug = Signal(object)
    """An exception that is no :class:`Problem`."""
    idle = Signal()
    """Nothing is under way any more."""
    _answered = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._database = ThreadPoolExecutor(max_workers=1, thread_name_prefix="database")
        self._network = ThreadPoolExecutor(max_workers=4, thread_name_prefix="network")
        self._newest: dict[str, int] = {}
        self._number = 0
        # What was asked holds on to widgets. It is kept here, and let go of in the window's thread:
        # a widget whose last holder were a worker would end under Qt's hands.
        self._jobs: dict[int, _Job] = {}
        self._answers: dict[int, _Answer] = {}
        self._closed = False
        self._answered.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        """Whether work is under way or an answer not yet delivered."""
        return bool(self._jobs)

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
        self._jobs[self._number] = _Job(work, done, failed, replaces)
        if replaces:
            self._newest[replaces] = self._number
        pool.submit(self._work, self._number)

    def _work(self, number: int) -> None:
        self._answers[number] = self._answer(number)  # in no variable of this thread
        self._answered.emit(number)

    def _answer(self, number: int) -> _Answer:
        job = self._jobs[number]
        try:
            if not job.replaces or self._newest[job.replaces] == number:
                return job.done, job.work()
        except Problem as problem:
            return job.failed, problem
        except BaseException as bug:  # noqa: BLE001 - reported in the window's thread
            return self.bug.emit, bug
        return _nothing, None

    def _deliver(self, number: int) -> None:
        job = self._jobs.pop(number)
        deliver, value = self._answers.pop(number)
        if self._closed:
            # Answers on their way when it was closed: whoever asked may be gone.
            return
        stale = job.replaces and self._newest[job.replaces] != number
        if not stale and _alive(deliver):
            deliver(value)
        if not self._jobs:
            self.idle.emit()


def _alive(deliver: Callable[[Any], None]) -> bool:
    """False for a method of a widget that is gone: its dialog was closed meanwhile."""
    owner = getattr(deliver, "__self__", None)
    return not isinstance(owner, QObject) or shiboken6.isValid(owner)


def _nothing(_value: object) -> None:
    return None
