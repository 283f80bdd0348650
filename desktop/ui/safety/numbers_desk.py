"""Opens the safety numbers and writes what a manager fills in."""

from uuid import UUID, uuid4

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.app import Services
from desktop.domain.errors import Problem
from desktop.domain.roles import may
from desktop.domain.vocabulary import Permission
from desktop.services.actor import Actor
from desktop.services.changes import Written
from desktop.services.safety_numbers import SafetyContactRow, SafetyNumbers
from desktop.ui.safety.numbers_dialog import NumbersDialog
from desktop.ui.tasks import Runner
from desktop.ui.theme import Theme


class NumbersDesk(QObject):
    """Managers only; others are told whom to ask."""

    written = Signal(object)
    troubled = Signal(str)
    closed = Signal()

    def __init__(self, theme: Theme, tasks: Runner, services: Services, window: QWidget) -> None:
        super().__init__(window)
        self._theme, self._tasks, self._window = theme, tasks, window
        self._contacts, self._undo = services.safety_contacts, services.undo
        self._dialog: NumbersDialog | None = None
        self._actor: Actor | None = None

    def open(self, actor: Actor) -> None:
        """Show the numbers to this manager."""
        if not may(actor.role, Permission.APPROVE_WORDS):
            self.troubled.emit("Only a manager can fill in safety numbers. Ask a manager.")
            return
        self._actor = actor
        dialog = self._dialog = NumbersDialog(self._theme, self._window)
        dialog.remove_requested.connect(self._remove)
        dialog.undo_requested.connect(self._take_back)
        dialog.finished.connect(self._gone)
        dialog.ask(self._keep)
        self._read()

    def _read(self) -> None:
        self._tasks.run(self._contacts.numbers, self._show, self._failed)

    def _show(self, numbers: SafetyNumbers) -> None:
        if self._dialog is not None:
            self._dialog.show_numbers(numbers)

    def _keep(self) -> None:
        dialog, actor = self._dialog, self._actor
        if dialog is None or actor is None:
            return
        form, old, key = dialog.form, dialog.changing, uuid4()

        def work() -> Written:
            contact_id, version = (old.id, old.version) if old else (None, None)
            return self._contacts.keep(actor, contact_id, version, form, key)

        name = form.name.strip() or f"{form.place.strip()} dispatch"
        self._tasks.run(work, lambda written: self._done(written, f"{name} saved."), self._failed)

    def _remove(self, contact: SafetyContactRow) -> None:
        actor = self._actor
        if actor is None:
            return
        key = uuid4()
        self._tasks.run(
            lambda: self._contacts.remove(actor, contact.id, contact.version, key),
            lambda written: self._done(written, f"{contact.name} removed."),
            self._failed,
        )

    def _take_back(self, change_id: object) -> None:
        actor = self._actor
        if actor is None or not isinstance(change_id, UUID):
            return
        key = uuid4()

        def undone(written: Written) -> None:
            if self._dialog is not None:
                self._dialog.undo_bar.dismiss()
            self._read()
            self.written.emit(written)

        self._tasks.run(lambda: self._undo.undo(actor, change_id, key), undone, self._failed)

    def _done(self, written: Written, said: str) -> None:
        if self._dialog is not None:
            self._dialog.was_written(said, written.change_id)
        self._read()
        self.written.emit(written)

    def _failed(self, problem: Problem) -> None:
        if self._dialog is not None:
            self._dialog.show_problem(problem)
        else:
            self.troubled.emit(str(problem))

    def _gone(self) -> None:
        dialog, self._dialog = self._dialog, None
        if dialog is not None:
            dialog.deleteLater()
        self.closed.emit()
