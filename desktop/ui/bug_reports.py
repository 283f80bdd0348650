"""Brings a bug of ours to the person, once: they go on working, the report names nobody."""

from pathlib import Path

import PySide6
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

import desktop
from desktop.log import crash_report
from desktop.ui.bug_dialog import BugDialog
from desktop.ui.theme import Theme


class BugReports(QObject):
    """Give :meth:`tell` to whatever meets a bug, from any thread."""

    _told = Signal(object)

    def __init__(self, theme: Theme, window: QWidget, log: Path) -> None:
        super().__init__(window)
        self._theme, self._window, self._log = theme, window, log
        self._dialog: BugDialog | None = None
        self._told.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def tell(self, bug: BaseException) -> None:
        """Show a report of ``bug`` in the window's thread; one at a time."""
        self._told.emit(bug)

    def _show(self, bug: BaseException) -> None:
        if self._dialog is not None and self._dialog.isVisible():
            return
        versions = {"KetWell Desk": desktop.__version__, "Qt": PySide6.__version__}
        report = crash_report(bug, self._log, versions)
        self._dialog = BugDialog(self._theme, self._window, report)
        self._dialog.open()
