"""How far an export is, under the page: work goes on meanwhile."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.ui.theme import Theme
from desktop.ui.widgets.announce import announce
from desktop.ui.widgets.button import Button, Kind, icon_button
from desktop.ui.widgets.card import Strip
from desktop.ui.widgets.icon import Icon
from desktop.ui.widgets.label import Label
from desktop.ui.widgets.progress import Progress


class ExportBar(Strip):
    """Hidden until there is something to tell."""

    cancel_requested = Signal()
    folder_requested = Signal()
    again_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, 44, 40, line="top", parent=parent)
        self.setAccessibleName("Export")
        self._icon = Icon(theme, "download", "text-2", 16)
        self._words = Label(theme, "", "medium", tabular=True, elide=True)
        self._bar = Progress(theme, "How far the export is")
        self.cancel = Button(theme, "Cancel", name="Cancel the export")
        self.folder = Button(theme, "Open folder", icon="external-link")
        self.again = Button(theme, "Save elsewhere…", Kind.DEFAULT)
        self.leave = icon_button(theme, "x", "Put this away")
        for widget, stretch in (
            (self._icon, 0),
            (self._words, 2),
            (self._bar, 1),
            (self.cancel, 0),
            (self.folder, 0),
            (self.again, 0),
            (self.leave, 0),
        ):
            self.row.addWidget(widget, stretch)
        self.cancel.clicked.connect(lambda _on=False: self.cancel_requested.emit())
        self.folder.clicked.connect(lambda _on=False: self.folder_requested.emit())
        self.again.clicked.connect(lambda _on=False: self.again_requested.emit())
        self.leave.clicked.connect(lambda _on=False: self.hide())
        self.hide()

    @property
    def words(self) -> str:
        """What it tells."""
        return self._words.text()

    def show_progress(self, words: str, done: int, about: int) -> None:
        """So many rows of about so many."""
        self._bar.setRange(0, max(about, done, 1))
        self._bar.setValue(done)
        self._tell("download", "text-2", words, self._bar, self.cancel)

    def show_saved(self, words: str) -> None:
        """The file is there."""
        self._tell("circle-check", "ok", words, self.folder, self.leave)
        announce(self, words)

    def show_problem(self, words: str) -> None:
        """There is no file, and why."""
        self._tell("circle-alert", "late", words, self.again, self.leave)
        announce(self, words)

    def show_stopped(self) -> None:
        """Cancelled."""
        words = "The export was cancelled. No file was made."
        self._tell("circle-x", "text-2", words, self.leave)
        announce(self, words)

    def _tell(self, icon: str, tone: str, words: str, *shown: QWidget) -> None:
        self._icon.set_icon(icon, tone)
        self._words.set_text(words)
        for widget in (self._bar, self.cancel, self.folder, self.again, self.leave):
            widget.setVisible(widget in shown)
        self.show()
