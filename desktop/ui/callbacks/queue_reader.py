"""Reads what the page of promises shows, on the worker; of each question the newest counts."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from desktop.app import Services
from desktop.domain.errors import Problem
from desktop.services.actor import Actor
from desktop.services.queue_row import QueueCounts, QueueCursor, QueuePage, ViewFilter
from desktop.ui.callbacks.colleagues import read_colleagues
from desktop.ui.tasks import Runner

PAGE = 200
"""Rows that are read at once."""


@dataclass(frozen=True, slots=True)
class Queue:
    """The first rows of a view, and the counts of the whole queue."""

    view: ViewFilter
    page: QueuePage
    counts: QueueCounts


@dataclass(frozen=True, slots=True)
class NextPage:
    """Further rows of a view."""

    queue: Queue
    page: QueuePage


class QueueReader(QObject):
    """Nothing is read before somebody signs in, and nothing arrives for who was here before."""

    queue_read = Signal(object)
    page_read = Signal(object)
    detail_read = Signal(object)
    views_read = Signal(object)
    colleagues_read = Signal(object)
    troubled = Signal(str)

    def __init__(self, tasks: Runner, services: Services, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks, self._services = tasks, services
        self._actor: Actor | None = None
        self._queue: Queue | None = None
        self._cursor: QueueCursor | None = None

    def set_actor(self, actor: Actor) -> None:
        """Read for somebody from now on; who works with them is read at once."""
        self._actor = actor
        self._queue = self._cursor = None
        places = self._services.places
        self._ask(lambda: read_colleagues(places, actor), self.colleagues_read.emit, "colleagues")
        self.read_views()

    def read_queue(self, view: ViewFilter, shown: int = 0) -> None:
        """The first rows of a view; of the one that is shown, as many as are ``shown``."""
        actor, callbacks = self._actor, self._services.callbacks
        if actor is not None:
            again = self._queue is not None and self._queue.view == view
            limit = max(PAGE, shown) if again else PAGE
            self._ask(
                lambda: Queue(view, callbacks.queue(actor, view, limit), callbacks.counts(actor)),
                self._take_queue,
                "queue",
            )

    def read_more(self) -> None:
        """The next rows of the view that was read last."""
        actor, callbacks = self._actor, self._services.callbacks
        queue, cursor = self._queue, self._cursor
        if actor is None or queue is None or cursor is None:
            return
        self._ask(
            lambda: NextPage(queue, callbacks.queue(actor, queue.view, PAGE, cursor)),
            self._take_page,
            "page",
        )

    def read_detail(self, callback_id: UUID) -> None:
        """One promise in full."""
        actor, callbacks = self._actor, self._services.callbacks
        if actor is not None:
            self._ask(lambda: callbacks.detail(actor, callback_id), self.detail_read.emit, "detail")

    def read_views(self) -> None:
        """The views that are kept."""
        actor, callbacks = self._actor, self._services.callbacks
        if actor is not None:
            self._ask(lambda: callbacks.views(actor), self.views_read.emit, "views")

    def _take_queue(self, queue: Queue) -> None:
        self._queue, self._cursor = queue, queue.page.next
        self.queue_read.emit(queue)

    def _take_page(self, more: NextPage) -> None:
        # The queue may have been read anew while this page was on its way.
        if more.queue is self._queue:
            self._cursor = more.page.next
            self.page_read.emit(more)

    def _ask(self, work: Callable[[], object], done: Callable[..., object], question: str) -> None:
        asker = self._actor

        def deliver(answer: object) -> None:
            if asker is self._actor:
                done(answer)

        self._tasks.run(work, deliver, self._failed, replaces=f"callbacks {question}")

    def _failed(self, problem: Problem) -> None:
        self.troubled.emit(str(problem))
