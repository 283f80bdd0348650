"""Exports from the window: asked for, saved beside the work of the desk, told."""

import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from uuid import UUID, uuid4

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from desktop.domain.errors import NotAllowed, Problem
from desktop.domain.local_time import local_day
from desktop.domain.vocabulary import Permission
from desktop.services.actor import Actor, demand
from desktop.services.exportable import What
from desktop.services.exporting import EXPORTABLE, Asked, Exported, Exporting, Order
from desktop.ui.exporting.doors import Doors
from desktop.ui.exporting.export_bar import ExportBar
from desktop.ui.exporting.export_dialog import ExportDialog
from desktop.ui.tasks import Tasks
from desktop.ui.theme import Theme


class ExportActs(QObject):
    """One export at a time. Put ``bar`` under the pages and call :meth:`ask`."""

    troubled = Signal(str)
    written = Signal(object)
    _wrote = Signal(int)

    def __init__(
        self,
        theme: Theme,
        tasks: Tasks,
        exporting: Exporting,
        clock: Callable[[], datetime],
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._theme, self._tasks, self._clock, self._window = theme, tasks, clock, window
        self._exporting = exporting
        self._actor: Actor | None = None
        self._dialogs: dict[What, ExportDialog] = {}
        self._stop = threading.Event()
        self._busy = False
        self._about = 0
        self._what: What = "calls"
        self._saved: Path | None = None
        self.doors = Doors()
        self.bar = ExportBar(theme)
        self.bar.cancel_requested.connect(self.stop)
        self.bar.folder_requested.connect(self._open_folder)
        self.bar.again_requested.connect(self._again)
        # It comes from the thread that writes.
        self._wrote.connect(self._show_progress, Qt.ConnectionType.QueuedConnection)

    def set_actor(self, actor: Actor) -> None:
        """Somebody else is here: nothing of what was asked before is shown to them."""
        self._actor = actor
        for dialog in self._dialogs.values():
            dialog.deleteLater()
        self._dialogs.clear()
        if not self._busy:
            self.bar.hide()

    def ask(self, what: What, listed: Asked) -> None:
        """Ask which rows and columns, then where to; ``listed`` is what the list shows."""
        actor = self._actor
        if actor is None:
            return
        try:
            demand(actor, Permission.EXPORT)
        except NotAllowed as refusal:
            self.troubled.emit(str(refusal))
            return
        if self._busy:
            self.troubled.emit("An export is being saved. Wait until it is done, or cancel it.")
            return
        dialog = self._dialog(what)
        dialog.begin(listed, local_day(self._clock(), actor.zone), actor.zone)
        self._open(what)

    def stop(self) -> None:
        """Cancel what is being saved; it leaves no file."""
        self._stop.set()

    # -- asking --------------------------------------------------------------------------------

    def _dialog(self, what: What) -> ExportDialog:
        if what not in self._dialogs:
            dialog = ExportDialog(self._theme, self._window, EXPORTABLE[what])
            dialog.counted.connect(lambda: self._count(what))
            self._dialogs[what] = dialog
        return self._dialogs[what]

    def _open(self, what: What) -> None:
        self._what = what
        self._count(what)
        self._dialog(what).ask(lambda: self._ask_where(what))

    def _count(self, what: What) -> None:
        actor, dialog = self._actor, self._dialog(what)
        asked = dialog.asked()
        if actor is None or asked is None:
            return

        def counted(rows: int) -> None:
            if self._dialogs.get(what) is dialog:
                self._about = rows
                dialog.show_rows(rows)

        self._tasks.run(
            lambda: self._exporting.about(actor, what, asked),
            counted,
            lambda problem: self.troubled.emit(str(problem)),
            replaces="export rows",
        )

    def _ask_where(self, what: What) -> None:
        actor, dialog = self._actor, self._dialog(what)
        asked = dialog.asked()
        if actor is None or asked is None:
            dialog.wait_again()
            return
        reason = dialog.why_field.said()
        password = dialog.lock.password(actor.name) if reason else None
        if password is None:
            dialog.wait_again()
            return
        columns = dialog.columns.keys()
        # No dialog over a dialog.
        dialog.done_well()
        day = local_day(self._clock(), actor.zone)
        self.doors.ask_where(
            self._window,
            dialog.lock.named(f"ketwell-{what}-{day.isoformat()}.{dialog.format}"),
            lambda path: self._save(
                actor, Order(what, asked, path, reason, columns, dialog.format, password)
            ),
            lambda: self._open(what),
        )

    # -- saving --------------------------------------------------------------------------------

    def _save(self, actor: Actor, order: Order) -> None:
        self._busy, self._stop = True, threading.Event()
        stopped, key = self._stop.is_set, uuid4()
        self._show_progress(0)
        self._tasks.run_network(
            lambda: self._export(actor, order, key, stopped), self._done, self._failed
        )

    def _export(
        self, actor: Actor, order: Order, key: UUID, stopped: Callable[[], bool]
    ) -> Exported | None:
        return self._exporting.export(actor, order, key, told=self._wrote.emit, stopped=stopped)

    def _show_progress(self, rows: int) -> None:
        if not self._busy:
            return
        source = EXPORTABLE[self._what]
        about = f" of about {self._about:,}" if self._about >= rows else ""
        self.bar.show_progress(f"Saving {source.many}: {rows:,}{about}", rows, self._about)

    def _done(self, exported: Exported | None) -> None:
        self._busy = False
        self._forget_passwords()
        if exported is None:
            self.bar.show_stopped()
            return
        self._saved = exported.file
        self.bar.show_saved(f"{EXPORTABLE[self._what].counted(exported.rows)} saved.")
        self.written.emit(exported.written)

    def _forget_passwords(self) -> None:
        for dialog in self._dialogs.values():
            dialog.lock.forget()

    def _failed(self, problem: Problem) -> None:
        self._busy = False
        self.bar.show_problem(str(problem))

    def _again(self) -> None:
        self.bar.hide()
        self._open(self._what)

    def _open_folder(self) -> None:
        if self._saved is not None:
            self.doors.open_folder(self._saved.parent)
