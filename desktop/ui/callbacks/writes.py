"""Writes to promises: sent to the worker once, told when they have come back."""

from collections.abc import Callable, Sequence
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.domain.errors import NeedsReason, Problem
from desktop.services.recorded import Recorded
from desktop.ui.callbacks.reason_dialog import ReasonDialog
from desktop.ui.tasks import Runner
from desktop.ui.theme import Theme

Work = Callable[[str], Recorded]
"""A write; takes the reason why a call could not wait ("" at first)."""


class Writes(QObject):
    """A rule that wants a reason gets one asked for; then the same write goes out again."""

    said = Signal(str, object)
    written = Signal(object)
    troubled = Signal(str)
    worked = Signal(object)
    """The identities of the promises that were written to."""

    def __init__(self, theme: Theme, tasks: Runner, window: QWidget) -> None:
        super().__init__(window)
        self._theme, self._tasks, self._window = theme, tasks, window
        self._under_way: set[UUID] = set()

    def run(
        self,
        which: Sequence[UUID],
        work: Work,
        done: Callable[[Recorded], None] | None = None,
        failed: Callable[[Problem], None] | None = None,
        reason: str = "",
    ) -> bool:
        """Write. ``failed`` gets what stopped it; without one a reason is asked for and anything
        else is told as trouble. A promise that is being written to already is left alone: then
        this returns False."""
        if self._under_way.intersection(which):
            return False
        self._under_way.update(which)

        def came_back(recorded: Recorded) -> None:
            self._under_way.difference_update(which)
            if done is not None:
                done(recorded)
            self.worked.emit(frozenset(which))
            self.said.emit(recorded.said, recorded.written.change_id)
            self.written.emit(recorded.written)

        def stopped(problem: Problem) -> None:
            self._under_way.difference_update(which)
            if failed is not None:
                failed(problem)
            elif isinstance(problem, NeedsReason):
                self.ask_reason(str(problem), lambda why: self._again(which, work, why))
            else:
                self.troubled.emit(str(problem))

        self._tasks.run(lambda: work(reason), came_back, stopped)
        return True

    def _again(self, which: Sequence[UUID], work: Work, why: str) -> None:
        self.run(which, work, reason=why)

    def ask_reason(
        self, why: str, go_on: Callable[[str], None], act: str = "Save with this reason"
    ) -> None:
        """Ask why it cannot wait; ``go_on`` with what was typed."""
        dialog = ReasonDialog(self._theme, self._window, why, act)

        def given() -> None:
            dialog.done_well()
            go_on(dialog.reason)

        dialog.finished.connect(dialog.deleteLater)
        dialog.ask(given)
