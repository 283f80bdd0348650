"""The list of calls on the screen: keeps the call in hand and what is looked at where they are."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from PySide6.QtCore import QItemSelectionModel, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QWidget

from desktop.services.call_lines import CallLine
from desktop.ui.calls.call_columns import CallCells
from desktop.ui.calls.filter_row import HEIGHT, FilterRow
from desktop.ui.column_fit import fit_columns
from desktop.ui.overlay_bar import OverlayBar
from desktop.ui.row_model import Head, RowModel
from desktop.ui.section_lines import Section, Wanted
from desktop.ui.theme import Theme
from desktop.ui.widgets.table import Table

_ROW, _COMPACT_ROW, _GROUP = 38, 36, 30
_NARROWEST = 106
"""Room for a name."""
_EDGE_KEYS = {Qt.Key.Key_Home, Qt.Key.Key_End}
_PAGE_KEYS = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


class CallTable(Table):
    """Tells which call is in hand, by keys and clicks alike."""

    chosen = Signal(object)
    """The :class:`CallLine` in hand, or None."""
    menu_requested = Signal(QPoint)
    """Open the menu of the call in hand, here on the screen."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(
            theme,
            "Calls, newest first",
            row_height=_ROW,
            group_height=_GROUP,
            small=True,
            below_head=HEIGHT,
            parent=parent,
        )
        self.cells = CallCells()
        self.rows: RowModel[CallLine] = RowModel(
            self.cells.columns(), lambda row: row.id, self, timeless=True
        )
        self.filters = FilterRow(theme, self.horizontalHeader())
        self._in_hand: UUID | None = None
        self._left_out: frozenset[str] = frozenset()
        self._loading = False
        self.setModel(self.rows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        head = self.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head.setMinimumSectionSize(1)
        head.setSortIndicatorShown(True)
        head.setSortIndicator(0, Qt.SortOrder.DescendingOrder)
        OverlayBar(self)
        self.selectionModel().currentRowChanged.connect(self._current_changed)
        theme.changed.connect(self._fit_theme)
        self._fit_theme()

    # -- rows ----------------------------------------------------------------------------------

    def show_sections(self, sections: Sequence[Section]) -> None:
        """Show the long list, or how it has changed. At the top it follows; further down what is
        looked at stays where it is."""
        bar = self.verticalScrollBar()
        top = self.rowAt(0)
        number = self.rows.number_at(top) if bar.value() > 0 and top >= 0 else -1
        before = self.rowViewportPosition(self.rows.line_of_number(number)) if number >= 0 else 0
        self._loading = True
        if self.rows.show_sections(sections):
            self.set_group_rows(self.rows.group_lines)
            self._begin()
        else:
            self.set_new_group_rows(self.rows.group_lines)
            if not self.currentIndex().isValid():
                self._begin()
        line = self.rows.line_of_number(number)
        if line >= 0:
            self.updateGeometries()
            bar.setValue(bar.value() + self.rowViewportPosition(line) - before)
        self._loading = False
        self._settle_hand()

    def give_block(self, wanted: Wanted, rows: Sequence[CallLine]) -> None:
        """Rows have come."""
        self.rows.give_block(wanted, rows)
        self._settle_hand()

    def show_found(self, lines: Sequence[CallLine | Head], *, more: bool) -> None:
        """Show the first calls that a filter lets through."""
        self._loading = True
        if self.rows.show_lines(lines, more=more):
            self.set_group_rows(self.rows.group_lines)
            self._begin()
        self._loading = False
        self._settle_hand()

    def add_found(self, lines: Sequence[CallLine | Head], *, more: bool) -> None:
        """Append further ones."""
        first = self.rows.rowCount() == 0
        self.rows.add_lines(lines, more=more)
        self.set_new_group_rows(self.rows.group_lines)
        if first and lines:
            self._loading = True
            self._begin()
            self._loading = False
        self._settle_hand()

    def in_hand(self) -> CallLine | None:
        """The call that keys act on."""
        return self.rows.row_at(self.currentIndex().row())

    def take_line(self, line: int) -> None:
        """Put the call at a line in hand."""
        if self.rows.is_row(line):
            flag = QItemSelectionModel.SelectionFlag
            index = self.rows.index(line, max(self.currentIndex().column(), 0))
            self.selectionModel().setCurrentIndex(index, flag.ClearAndSelect | flag.Rows)
            self.scrollTo(index)
            if line == self.rows.nearest(0):
                self.scrollToTop()

    def forget(self) -> None:
        """Somebody else looks, or something else is asked for: begin at the top."""
        self._in_hand = None

    # -- columns -------------------------------------------------------------------------------

    def leave_out(self, keys: frozenset[str]) -> None:
        """Put these columns away, and only these."""
        self._left_out = keys
        self.fit_columns()

    def fit_columns(self) -> None:
        """Give the columns their widths in this window, and put the filters under them."""
        narrow = self._theme.compact
        if self.cells.narrow != narrow:
            self.cells.narrow = narrow
            self.rows.repaint_rows()
        shown = fit_columns(self, self._theme, self.rows.columns, self._left_out, _NARROWEST)
        head = self.horizontalHeader()
        places = {
            column.key: (head.sectionViewportPosition(number), head.sectionSize(number))
            for number, column in enumerate(self.rows.columns)
            if column in shown
        }
        px = self._theme.px
        self.filters.setGeometry(0, px(32), self.viewport().width(), px(HEIGHT) - 1)
        self.filters.place(places, narrow=narrow)

    # -- Qt ------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        line = self.currentIndex().row()
        if held or not (key in _STEPS or key in _PAGE_KEYS or key in _EDGE_KEYS):
            super().keyPressEvent(event)
        elif key in _STEPS:
            self._go(self.rows.next_row(line, _STEPS[key]), up=key == Qt.Key.Key_Up)
        elif key in _PAGE_KEYS:
            page = max(1, self.viewport().height() // self.rowHeight(max(line, 0)) - 1)
            self._go(self.rows.nearest(line + page * _PAGE_KEYS[key]), up=False)
        elif key == Qt.Key.Key_Home:
            self._go(self.rows.nearest(0), up=True)
        else:
            self._go(self.rows.nearest(self.rows.rowCount() - 1), up=False)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self.in_hand() is not None:
            self.menu_requested.emit(self.menu_place(event))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit_columns()

    # -- inside --------------------------------------------------------------------------------

    def _go(self, line: int, *, up: bool) -> None:
        if line >= 0:
            self.take_line(line)
        elif up:
            self.scrollToTop()

    def _begin(self) -> None:
        """Another list: its first call is in hand, but where the one from before is there too."""
        line = self.rows.line_of(self._in_hand) if self._in_hand else -1
        self.take_line(line if line >= 0 else self.rows.nearest(0))
        if line < 0:
            self._in_hand = None
            self.scrollToTop()

    def _settle_hand(self) -> None:
        """Rows have come: the call in hand stays in hand, wherever it stands now; where it has
        gone, whatever stands in its place is taken."""
        row = self.in_hand()
        if row is None:
            return
        if self._in_hand is not None and row.id != self._in_hand:
            line = self.rows.line_of(self._in_hand)
            if line >= 0:
                self._loading = True
                flag = QItemSelectionModel.SelectionFlag
                index = self.rows.index(line, max(self.currentIndex().column(), 0))
                self.selectionModel().setCurrentIndex(index, flag.ClearAndSelect | flag.Rows)
                self._loading = False
                return
        if row.id != self._in_hand:
            self._in_hand = row.id
            self.chosen.emit(row)

    def _current_changed(self, *_: Any) -> None:
        if self._loading:
            return
        row = self.in_hand()
        self._in_hand = row.id if row is not None else None
        if row is not None:
            self.chosen.emit(row)

    def _fit_theme(self) -> None:
        self.set_row_height(_COMPACT_ROW if self._theme.compact else _ROW)
        self.fit_columns()
