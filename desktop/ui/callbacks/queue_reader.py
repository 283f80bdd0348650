"""Reads what the page of promises shows, on the worker; of each question the newest counts."""

from dataclasses import dataclass
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from desktop.app import Services
from desktop.services.actor import Actor
from desktop.services.queue_row import QueueCounts, QueueCursor, QueuePage, ViewFilter
from desktop.ui.callbacks.colleagues import read_colleagues
from desktop.ui.intake.asker import Asker
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


class QueueReader(Asker):
    """Nothing is read before somebody signs in, and nothing arrives for who was here before."""

    queue_read = Signal(object)
    page_read = Signal(object)
    detail_read = Signal(object)
    views_read = Signal(object)
    colleagues_read = Signal(object)

    def __init__(self, tasks: Runner, services: Services, parent: QObject) -> None:
        super().__init__(tasks, parent, "callbacks")
        self._services = services
        self._queue: Queue | None = None
        self._cursor: QueueCursor | None = None

    def set_actor(self, actor: Actor) -> None:
        """Read for somebody from now on; who works with them is read at once."""
        super().set_actor(actor)
        self._queue = self._cursor = None
        places = self._services.places
        self.ask(
            lambda actor: read_colleagues(places, actor),
            self.colleagues_read.emit,
            replaces="colleagues",
        )
        self.read_views()

    def read_queue(self, view: ViewFilter, shown: int = 0) -> None:
        """The first rows of a view; of the one that is shown, as many as are ``shown``."""
        callbacks = self._services.callbacks
        again = self._queue is not None and self._queue.view == view
        limit = max(PAGE, shown) if again else PAGE
        self.ask(
            lambda actor: Queue(view, callbacks.queue(actor, view, limit), callbacks.counts(actor)),
            self._take_queue,
            replaces="queue",
        )

    def read_more(self) -> None:
        """The next rows of the view that was read last."""
        callbacks, queue, cursor = self._services.callbacks, self._queue, self._cursor
        if queue is None or cursor is None:
            return
        self.ask(
            lambda actor: NextPage(queue, callbacks.queue(actor, queue.view, PAGE, cursor)),
            self._take_page,
            replaces="page",
        )

    def read_detail(self, callback_id: UUID) -> None:
        """One promise in full."""
        callbacks = self._services.callbacks
        self.ask(
            lambda actor: callbacks.detail(actor, callback_id),
            self.detail_read.emit,
            replaces="detail",
        )

    def read_views(self) -> None:
        """The views that are kept."""
        self.ask(self._services.callbacks.views, self.views_read.emit, replaces="views")

    def _take_queue(self, queue: Queue) -> None:
        self._queue, self._cursor = queue, queue.page.next
        self.queue_read.emit(queue)

    def _take_page(self, more: NextPage) -> None:
        # The queue may have been read anew while this page was on its way.
        if more.queue is self._queue:
            self._cursor = more.page.next
            self.page_read.emit(more)
