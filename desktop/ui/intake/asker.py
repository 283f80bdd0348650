"""Asks services in the background for who is at the desk."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from desktop.domain.errors import Problem
from desktop.services.actor import Actor
from desktop.ui.tasks import Runner

T = TypeVar("T")


class Asker(QObject):
    """An answer that comes when somebody else is at the desk is not theirs: it is dropped. Pages
    may name their questions alike; ``page`` keeps them apart."""

    troubled = Signal(str)
    """What got in the way, where whoever asked does not say it in a better place."""

    def __init__(self, tasks: Runner, parent: QObject | None = None, page: str = "intake") -> None:
        super().__init__(parent)
        self._tasks, self._page = tasks, page
        self._actor: Actor | None = None

    @property
    def actor(self) -> Actor | None:
        """Who is at the desk."""
        return self._actor

    def set_actor(self, actor: Actor) -> None:
        """Somebody is at the desk."""
        self._actor = actor

    def ask(
        self,
        work: Callable[[Actor], T],
        done: Callable[[T], None],
        failed: Callable[[Problem], None] | None = None,
        *,
        replaces: str = "",
    ) -> None:
        """Do ``work`` for who is here; nothing while nobody is. See :class:`Runner`."""
        actor = self._actor
        if actor is None:
            return

        def answered(value: T) -> None:
            if self._actor is actor:
                done(value)

        name = f"{self._page} {replaces}" if replaces else ""
        self._tasks.run(lambda: work(actor), answered, failed or self._say, replaces=name)

    def _say(self, problem: Problem) -> None:
        self.troubled.emit(str(problem))
