"""The head of the page: what is due, the filter, the columns, and a new callback."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.services.queue_row import QueueCounts
from desktop.ui.keys import key_of
from desktop.ui.theme import Theme
from desktop.ui.widgets.button import Button, Kind
from desktop.ui.widgets.card import Strip
from desktop.ui.widgets.column_menu import ColumnMenu
from desktop.ui.widgets.label import Label, show_within
from desktop.ui.widgets.line_edit import SearchField

_FILTER_WIDTH = 220


class PageHead(Strip):
    """Asks for things; the page does them."""

    new_requested = Signal()
    export_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, 56, 48, line="", parent=parent)
        self.filter = SearchField(
            theme, "Filter this list", kbd=key_of("find_here").text(), icon="list-filter", height=32
        )
        self.columns = ColumnMenu(theme)
        self.export = Button(theme, "Export…", icon="download")
        self.export.setToolTip("Ctrl+E")
        self.export.clicked.connect(lambda _on=False: self.export_requested.emit())
        self.export.hide()
        self.new = Button(theme, "New callback", Kind.PRIMARY, icon="plus")
        self.new.setToolTip(key_of("new_callback").text())
        self.new.clicked.connect(lambda _on=False: self.new_requested.emit())
        self._summary = Label(theme, "", "body", "text-2", tabular=True, elide=True)
        self.row.addWidget(Label(theme, "Callbacks", "title"))
        self.row.addWidget(self._summary, 1)
        self.row.addWidget(self.filter)
        self.row.addWidget(self.columns)
        self.row.addWidget(self.export)
        self.row.addWidget(self.new)
        theme.changed.connect(self._fit_filter)
        self._fit_filter()

    def show_counts(self, counts: QueueCounts) -> None:
        """ "3 overdue · 4 due in the next 2 hours"."""
        said = []
        if counts.overdue:
            said.append(f"{counts.overdue} overdue")
        if counts.soon:
            said.append(f"{counts.soon} due in the next 2 hours")
        self._summary.set_text(" · ".join(said) or "Nothing is due in the next 2 hours")

    @property
    def summary(self) -> str:
        """What is said of the queue."""
        return self._summary.text()

    def offer_export(self, offered: bool) -> None:
        """Only who may export sees the button."""
        show_within(self.export, offered)

    def _fit_filter(self) -> None:
        self.filter.setFixedWidth(self.theme.px(_FILTER_WIDTH))
