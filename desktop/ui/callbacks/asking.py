"""How an act asks what it needs, and writes: shared by everything that is done with promises."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TypeVar, cast
from uuid import UUID, uuid4

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from desktop.services.actor import Actor
from desktop.services.queue_row import QueueRow
from desktop.services.recorded import Recorded
from desktop.ui.callbacks.ask_dialog import AskDialog
from desktop.ui.callbacks.writes import Work, Writes
from desktop.ui.tasks import Runner
from desktop.ui.theme import Theme

D = TypeVar("D", bound=AskDialog)


class Asking(QObject):
    """Keeps, for the person at the desk, the dialogs that were closed with something in them and
    the reasons given for calls outside of somebody's hours. ``window`` is what dialogs open over.
    """

    def __init__(
        self, theme: Theme, tasks: Runner, clock: Callable[[], datetime], window: QWidget
    ) -> None:
        super().__init__(window)
        self.theme, self.clock, self.window = theme, clock, window
        self.writes = Writes(theme, tasks, window)
        self._actor: Actor | None = None
        self._reasons: dict[UUID, str] = {}
        self._dialogs: dict[tuple[str, UUID], AskDialog] = {}

    def set_actor(self, actor: Actor) -> None:
        """Somebody else is at the desk; what was half-typed was not theirs."""
        self._actor = actor
        self._reasons.clear()
        for dialog in self._dialogs.values():
            dialog.close()
            dialog.deleteLater()
        self._dialogs.clear()

    @property
    def actor(self) -> Actor:
        """Who acts."""
        if self._actor is None:
            raise RuntimeError("nobody is signed in")
        return self._actor

    def keep_reason(self, callback_id: UUID, reason: str) -> None:
        """Why this call is placed outside of their hours; what comes of the call keeps it too."""
        self._reasons[callback_id] = reason

    def dialog(self, what: str, about: UUID, make: Callable[[], D]) -> D:
        """The dialog of this act for this promise: the one that was closed with something in it,
        else a new one."""
        kept = self._dialogs.get((what, about))
        if kept is None:
            kept = self._dialogs[(what, about)] = make()
        return cast("D", kept)

    def run(self, rows: Sequence[QueueRow], work: Work) -> None:
        """Write without asking."""
        self.writes.run(
            [row.id for row in rows],
            work,
            lambda _recorded: self._forget(rows),
            reason=self._reason(rows),
        )

    def ask(
        self,
        dialog: AskDialog,
        rows: Sequence[QueueRow],
        prepare: Callable[[Actor, UUID], Work],
    ) -> None:
        """Open it; when the person acts, write what it then holds. ``prepare`` gets the key of the
        write, which stays the same however often it has to be tried."""
        key = uuid4()

        def done(_recorded: Recorded) -> None:
            self._forget(rows)
            self._put_away(dialog)

        def act() -> None:
            reason = dialog.reason or self._reason(rows)
            work = prepare(self.actor, key)
            ids = [row.id for row in rows]
            if not self.writes.run(ids, work, done, dialog.show_problem, reason):
                dialog.wait_again()

        dialog.ask(act)

    def _put_away(self, dialog: AskDialog) -> None:
        dialog.done_well()
        self._dialogs = {key: each for key, each in self._dialogs.items() if each is not dialog}
        dialog.deleteLater()

    def _reason(self, rows: Sequence[QueueRow]) -> str:
        return next((self._reasons[row.id] for row in rows if row.id in self._reasons), "")

    def _forget(self, rows: Sequence[QueueRow]) -> None:
        for row in rows:
            self._reasons.pop(row.id, None)
