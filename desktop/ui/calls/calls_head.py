"""The head of the page: how many calls, words to find in notes, the columns, the export."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.ui.theme import Theme
from desktop.ui.widgets.button import Button
from desktop.ui.widgets.card import Strip
from desktop.ui.widgets.column_menu import ColumnMenu
from desktop.ui.widgets.label import Label
from desktop.ui.widgets.line_edit import SearchField

_FIND_WIDTH = 236


class CallsHead(Strip):
    """Asks for things; the page does them."""

    export_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, 56, 48, line="bottom", parent=parent)
        self.notes = SearchField(theme, "Find in notes", kbd="Ctrl+F", height=32)
        self.columns = ColumnMenu(theme)
        self.export = Button(theme, "Export…", icon="download", kbd="Ctrl+E")
        self.export.clicked.connect(lambda _on=False: self.export_requested.emit())
        self._summary = Label(theme, "", "body", "text-2", tabular=True, elide=True)
        self.row.addWidget(Label(theme, "Calls", "title"))
        self.row.addWidget(self._summary, 1)
        self.row.addWidget(self.notes)
        self.row.addWidget(self.columns)
        self.row.addWidget(self.export)
        theme.changed.connect(self._fit)
        self._fit()

    def show_counts(self, total: int, today: int) -> None:
        """ "1,000,412 calls · 41 today"."""
        calls = "1 call" if total == 1 else f"{total:,} calls"
        self._summary.set_text(f"{calls} · {today:,} today")

    def show_found(self, found: int, *, more: bool) -> None:
        """How many a filter has let through so far."""
        calls = "1 call" if found == 1 else f"{found:,} calls"
        self._summary.set_text(f"{calls} found so far" if more else f"{calls} found")

    @property
    def summary(self) -> str:
        """What is said of the calls."""
        return self._summary.text()

    def _fit(self) -> None:
        self.notes.setFixedWidth(self.theme.px(_FIND_WIDTH))
        self.export.set_kbd("" if self.theme.compact else "Ctrl+E")
