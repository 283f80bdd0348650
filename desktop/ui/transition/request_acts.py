"""What is done with requests: opened, worked step by step, done or refused."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid4

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.domain.errors import Problem
from desktop.services.actor import Actor
from desktop.services.recorded import Recorded
from desktop.services.request_rows import RequestRow
from desktop.services.requests import Requests
from desktop.ui.tasks import Runner
from desktop.ui.theme import Theme
from desktop.ui.transition.request_dialog import NewRequestDialog, RequestDialog

Work = Callable[[Actor, RequestRow, UUID], Recorded]


class RequestActs(QObject):
    """Opens a request from the list; each act is one write with Undo beside it."""

    said = Signal(str, object)
    written = Signal(object)
    troubled = Signal(str)
    callback_requested = Signal(object)

    def __init__(
        self,
        theme: Theme,
        tasks: Runner,
        requests: Requests,
        clock: Callable[[], datetime],
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._theme, self._tasks, self._requests = theme, tasks, requests
        self._clock, self._window = clock, window
        self._actor: Actor | None = None
        self._busy = False
        self.dialog: RequestDialog | NewRequestDialog | None = None

    def set_actor(self, actor: Actor) -> None:
        """Somebody else is at the desk."""
        self._actor, self._busy = actor, False
        if self.dialog is not None:
            self.dialog.close()

    def open(self, row: RequestRow) -> None:
        """One request in full."""
        actor = self._actor
        if actor is None:
            return
        dialog = RequestDialog(self._theme, self._window, self._clock, actor.zone)
        requests = self._requests
        dialog.step_ticked.connect(
            lambda number, done: self._write(
                dialog,
                lambda who, row, key: requests.step(
                    who, row.id, row.version, number, key, done=done
                ),
            )
        )
        dialog.step_added.connect(lambda text: self._add_step(dialog, text))
        dialog.finished_with.connect(
            lambda note: self._end(
                dialog, lambda who, row, key: requests.finish(who, row.id, row.version, note, key)
            )
        )
        dialog.refused_with.connect(
            lambda why: self._end(
                dialog, lambda who, row, key: requests.refuse(who, row.id, row.version, why, key)
            )
        )
        dialog.reopen_requested.connect(
            lambda: self._write(
                dialog, lambda who, row, key: requests.reopen(who, row.id, row.version, key)
            )
        )
        dialog.callback_requested.connect(self.callback_requested)
        dialog.show_request(row)
        self._keep(dialog)
        dialog.ask()

    def begin(self, person_id: UUID, name: str) -> None:
        """Somebody asks for something."""
        actor, requests, key = self._actor, self._requests, uuid4()
        if actor is None:
            return
        dialog = NewRequestDialog(self._theme, self._window, name)

        def done(recorded: Recorded) -> None:
            dialog.done_well()
            self._tell(recorded)

        def act() -> None:
            new = replace(dialog.request(), person_id=person_id)
            self._tasks.run(lambda: requests.open(actor, new, key), done, dialog.show_problem)

        self._keep(dialog)
        dialog.ask(act)

    def _add_step(self, dialog: RequestDialog, text: str) -> None:
        requests = self._requests
        self._write(
            dialog,
            lambda who, row, key: requests.add_step(who, row.id, row.version, text, key),
            dialog.new_step.clear,
        )

    def _end(self, dialog: RequestDialog, work: Work) -> None:
        self._write(dialog, work, dialog.accept)

    def _write(
        self, dialog: RequestDialog, work: Work, after: Callable[[], object] | None = None
    ) -> None:
        actor, row, key, requests = self._actor, dialog.row, uuid4(), self._requests
        if actor is None or row is None or self._busy:
            return
        self._busy = True

        def write() -> tuple[Recorded, RequestRow]:
            recorded = work(actor, row, key)
            return recorded, requests.get(actor, row.id)

        def came_back(both: tuple[Recorded, RequestRow]) -> None:
            self._busy = False
            recorded, fresh = both
            self._tell(recorded)
            if self.dialog is dialog:
                dialog.show_request(fresh)
                if after is not None:
                    after()

        def failed(problem: Problem) -> None:
            self._busy = False
            if self.dialog is dialog:
                dialog.show_request(row)
                dialog.show_problem(problem)
            else:
                self.troubled.emit(str(problem))

        self._tasks.run(write, came_back, failed)

    def _tell(self, recorded: Recorded) -> None:
        self.said.emit(recorded.said, recorded.written.change_id)
        self.written.emit(recorded.written)

    def _keep(self, dialog: RequestDialog | NewRequestDialog) -> None:
        self.dialog = dialog
        dialog.finished.connect(dialog.deleteLater)
        dialog.finished.connect(lambda _how: self._forget(dialog))

    def _forget(self, dialog: RequestDialog | NewRequestDialog) -> None:
        if self.dialog is dialog:
            self.dialog = None
