"""Writes to people: asked for in a dialog where they need more, sent once, told when done."""

from collections.abc import Callable
from uuid import UUID, uuid4

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.domain.errors import Problem
from desktop.services.actor import Actor
from desktop.services.changes import Written
from desktop.services.recorded import Recorded
from desktop.ui.callbacks.ask_dialog import AskDialog
from desktop.ui.tasks import Runner
from desktop.ui.theme import Theme

Work = Callable[[Actor, UUID], Recorded]
"""A write by somebody, with its key."""


class Asking(QObject):
    """Keeps the dialogs that were closed with something in them, for the person at the desk."""

    said = Signal(str, object)
    written = Signal(object)
    troubled = Signal(str)

    def __init__(self, theme: Theme, tasks: Runner, window: QWidget) -> None:
        super().__init__(window)
        self.theme, self.window = theme, window
        self._tasks = tasks
        self._actor: Actor | None = None
        self._kept: dict[tuple[str, UUID], AskDialog] = {}

    def set_actor(self, actor: Actor) -> None:
        """Somebody else is at the desk; what was half-typed was not theirs."""
        self._actor = actor
        for dialog in self._kept.values():
            dialog.close()
            dialog.deleteLater()
        self._kept.clear()

    @property
    def actor(self) -> Actor:
        """Who acts."""
        if self._actor is None:
            raise RuntimeError("nobody is signed in")
        return self._actor

    def kept(self, what: str, about: UUID) -> AskDialog | None:
        """The dialog of this act that was closed with something in it."""
        return self._kept.get((what, about))

    def run(
        self,
        work: Work,
        done: Callable[[Recorded], None] | None = None,
        failed: Callable[[Problem], None] | None = None,
        key: UUID | None = None,
    ) -> None:
        """Write without asking."""
        actor, key = self.actor, key or uuid4()

        def came_back(recorded: Recorded) -> None:
            if done is not None:
                done(recorded)
            self.said.emit(recorded.said, recorded.written.change_id)
            self.written.emit(recorded.written)

        self._tasks.run(lambda: work(actor, key), came_back, failed or self._trouble)

    def ask(
        self,
        what: str,
        about: UUID,
        dialog: AskDialog,
        prepare: Callable[[], Work | None],
        failed: Callable[[Problem], None] | None = None,
    ) -> None:
        """Open it; when the person acts, write what it then holds. ``prepare`` gives None where a
        field says what is missing. The key of the write stays however often it is tried."""
        key = uuid4()
        self._kept[(what, about)] = dialog

        def done(_recorded: Recorded) -> None:
            self._kept.pop((what, about), None)
            dialog.done_well()
            dialog.deleteLater()

        def stopped(problem: Problem) -> None:
            dialog.show_problem(problem)
            if failed is not None:
                failed(problem)

        def act() -> None:
            work = prepare()
            if work is None:
                dialog.wait_again()
            else:
                self.run(work, done, stopped, key)

        dialog.ask(act)

    def _trouble(self, problem: Problem) -> None:
        self.troubled.emit(str(problem))


def told(written: Written, sentence: str) -> Recorded:
    """A write with its sentence; nothing to say where nothing was to be changed."""
    return Recorded(written, sentence if written.change_id else "Nothing was to be changed.")
