"""What was done: said under its page, and taken back."""

from uuid import UUID, uuid4

from PySide6.QtCore import QObject, Signal

from desktop.domain.errors import Problem
from desktop.services.actor import Actor
from desktop.services.changes import Written
from desktop.services.undo import Undo, Undoable
from desktop.ui.shell.desk_frame import DeskFrame
from desktop.ui.shell.notices import NoticeBar
from desktop.ui.shell.page import Page
from desktop.ui.tasks import Runner


class WorkDone(QObject):
    """One undo bar at a time is shown; what is taken back is a Change of the person's own."""

    taken_back = Signal(object)
    """The :class:`Written` of an undo."""
    troubled = Signal(str)

    def __init__(
        self, tasks: Runner, undo: Undo, frame: DeskFrame, notices: NoticeBar, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._tasks, self._undo, self._frame, self._notices = tasks, undo, frame, notices
        self._actor: Actor | None = None

    def set_actor(self, actor: Actor | None) -> None:
        """Whose Changes are taken back from now on."""
        self._actor = actor

    def say(self, page: Page, text: str, undo_id: object) -> None:
        """Say on ``page`` what was done there; ``undo_id`` is what takes it back, or None."""
        for other in self._frame.pages.values():
            if other is not page:
                other.undo_bar.dismiss()
        self._notices.clear()
        page.undo_bar.show_message(text, undo_id)

    def say_here(self, text: str) -> None:
        """Say on the page in front what was done beside the pages."""
        self.say(self._frame.front, text, None)

    def take_back(self, change_id: object) -> None:
        """Take back one Change."""
        actor = self._actor
        if actor is None or not isinstance(change_id, UUID):
            return
        key = uuid4()
        self._tasks.run(
            lambda: self._undo.undo(actor, change_id, key), self._taken_back, self._failed
        )

    def take_back_last(self) -> None:
        """Take back the newest Change."""
        actor = self._actor
        if actor is None:
            return
        offered = self._frame.front.undo_bar.button
        if offered.isVisible():
            # The key stands on that button, which may take back what is no Change (a card
            # thrown away).
            offered.click()
            return
        self._tasks.run(lambda: self._undo.last(actor), self._found_last, self._failed)

    def _found_last(self, last: Undoable | None) -> None:
        if last is None:
            self.troubled.emit("Nothing to undo.")
        else:
            self.take_back(last.change_id)

    def _taken_back(self, written: Written) -> None:
        for page in self._frame.pages.values():
            page.undo_bar.dismiss()
        self.taken_back.emit(written)
        # On the page where it leads.
        self._frame.front.undo_bar.show_message("Undone.", None, icon="undo-2")

    def _failed(self, problem: Problem) -> None:
        self.troubled.emit(str(problem))
