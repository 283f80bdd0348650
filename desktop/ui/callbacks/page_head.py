"""The head of the page: what is due, the filter, the columns, and a new callback."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QMenu, QWidget

from desktop.services.queue_row import QueueCounts
from desktop.ui.keys import key_of
from desktop.ui.theme import Theme
from desktop.ui.widgets.button import Button, Kind
from desktop.ui.widgets.card import Strip
from desktop.ui.widgets.label import Label, show_within
from desktop.ui.widgets.line_edit import SearchField

_FILTER_WIDTH = 220


class PageHead(Strip):
    """Asks for things; the page does them."""

    new_requested = Signal()
    export_requested = Signal()
    columns_chosen = Signal(object)
    """``frozenset`` of the keys of the columns put away."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, 56, 48, line="", parent=parent)
        self.filter = SearchField(
            theme, "Filter this list", kbd=key_of("find_here").text(), icon="list-filter", height=32
        )
        self.columns = Button(theme, "Columns", icon="columns-3")
        self.columns.clicked.connect(self._open_columns)
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
        self._menu = QMenu(self)
        self._menu.setAccessibleName("Columns")
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

    def offer_columns(self, columns: Sequence[tuple[str, str]]) -> None:
        """The columns that may be put away: key and title."""
        self._menu.clear()
        for key, title in columns:
            action = self._menu.addAction(title)
            action.setCheckable(True)
            action.setChecked(True)
            action.setData(key)
            action.toggled.connect(lambda _on: self._chosen())

    def _open_columns(self) -> None:
        self._menu.popup(self.columns.mapToGlobal(QPoint(0, self.columns.height() + 2)))

    def _chosen(self) -> None:
        out = (action.data() for action in self._menu.actions() if not action.isChecked())
        self.columns_chosen.emit(frozenset(out))

    def _fit_filter(self) -> None:
        self.filter.setFixedWidth(self.theme.px(_FILTER_WIDTH))
