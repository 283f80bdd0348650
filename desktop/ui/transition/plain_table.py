"""A table of frozen rows: keeps the row in hand across reloads, fits its columns."""

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QWidget

from desktop.ui.column_fit import fit_columns
from desktop.ui.overlay_bar import OverlayBar
from desktop.ui.row_model import Column, RowModel
from desktop.ui.theme import Theme
from desktop.ui.widgets.table import Table

R = TypeVar("R")

_NARROWEST = 96
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


class PlainTable(Table, Generic[R]):
    """One row is in hand. It stays so while it is there; when it has left, the next one is."""

    chosen = Signal(object)
    """The row in hand, or None."""

    def __init__(
        self,
        theme: Theme,
        name: str,
        columns: Sequence[Column[R]],
        identity: Callable[[R], object],
        *,
        heights: tuple[int, int] = (40, 36),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, name, row_height=heights[0], parent=parent)
        self._identity, self._heights = identity, heights
        self.rows: RowModel[R] = RowModel(columns, identity, self)
        self._in_hand: object = None
        self._line = 0
        self._loading = False
        self.setModel(self.rows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        OverlayBar(self)
        self.selectionModel().currentRowChanged.connect(lambda *_: self._current())
        theme.changed.connect(self._fit_theme)
        self._fit_theme()

    def show_rows(self, rows: Sequence[R], *, more: bool = False) -> None:
        """Show these."""
        scrolled = self.verticalScrollBar().value()
        self._loading = True
        if self.rows.show_lines(rows, more=more):
            line = self.rows.line_of(self._in_hand) if self._in_hand is not None else -1
            self.take_line(line if line >= 0 else self.rows.nearest(self._line))
            self.verticalScrollBar().setValue(scrolled)
        self._loading = False
        self.fit_columns()
        self._current()

    def add_rows(self, rows: Sequence[R], *, more: bool) -> None:
        """Append the next page."""
        self.rows.add_lines(rows, more=more)

    def in_hand(self) -> R | None:
        """The row that keys act on."""
        return self.rows.row_at(self.currentIndex().row())

    def take(self, identity: object) -> bool:
        """Put one row in hand; False when it is not here."""
        line = self.rows.line_of(identity)
        self.take_line(line)
        return line >= 0

    def want(self, identity: object) -> None:
        """Put this row in hand with the next list, and now if it is there."""
        if not self.take(identity):
            self._in_hand = identity

    def take_line(self, line: int) -> None:
        """Put the row at a line in hand."""
        if self.rows.is_row(line):
            flag = QItemSelectionModel.SelectionFlag
            index = self.rows.index(line, max(self.currentIndex().column(), 0))
            self.selectionModel().setCurrentIndex(index, flag.ClearAndSelect | flag.Rows)
            self.scrollTo(index)

    def forget(self) -> None:
        """Somebody else looks, or at something else: begin at the top."""
        self._in_hand, self._line = None, 0

    def fit_columns(self) -> None:
        """Give each column its width in this window."""
        fit_columns(self, self._theme, self.rows.columns, frozenset(), _NARROWEST)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
            return
        line = self.rows.next_row(self.currentIndex().row(), step)
        if line >= 0:
            self.take_line(line)
        elif step < 0:
            self.scrollToTop()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit_columns()

    def _current(self) -> None:
        row = self.in_hand()
        if row is not None:
            self._in_hand, self._line = self._identity(row), self.currentIndex().row()
        if not self._loading:
            self.chosen.emit(row)

    def _fit_theme(self) -> None:
        self.set_row_height(self._heights[self._theme.compact])
        self.fit_columns()
