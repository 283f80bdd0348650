"""The grouped table of promises: keeps the row in hand across reloads and asks for more pages."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from uuid import UUID

from PySide6.QtCore import QItemSelectionModel, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QWidget

from desktop.domain.vocabulary import CallbackKind
from desktop.services.queue_row import QueueRow
from desktop.ui.callbacks.decision_strip import STRIP_HEIGHT, DecisionStrip
from desktop.ui.callbacks.queue_columns import QueueCells
from desktop.ui.callbacks.queue_lines import Line
from desktop.ui.column_fit import fit_columns, width_of
from desktop.ui.overlay_bar import OverlayBar
from desktop.ui.row_model import RowModel
from desktop.ui.theme import Theme
from desktop.ui.widgets.table import Table

_NARROWEST = 136
"""Room for a name and a place."""
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


class QueueList(Table):
    """Tells which promise is in hand; single keys go on to the page."""

    chosen = Signal(object)
    """The :class:`QueueRow` in hand, or None. Sent again after each reload."""
    picked_changed = Signal()
    """Other rows are selected."""
    decided = Signal(object, str)
    """A row of four tries and what was decided: letter, manager, unreachable."""
    menu_requested = Signal(QPoint)
    """Open the menu of the rows picked, here on the screen."""

    def __init__(
        self, theme: Theme, now: Callable[[], datetime], parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, "Callbacks", parent=parent)
        self.cells = QueueCells(now)
        self.rows: RowModel[QueueRow] = RowModel(self.cells.columns(), lambda row: row.id, self)
        self._in_hand: UUID | None = None
        self._line = 0
        self._empty_handed = False
        self._loading = False
        self._left_out: frozenset[str] = frozenset()
        self._strips: list[DecisionStrip] = []
        self._strip_lines: list[int] = []
        self.setModel(self.rows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        head = self.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head.setSortIndicatorShown(True)
        head.setSortIndicator(0, Qt.SortOrder.AscendingOrder)
        OverlayBar(self)
        selection = self.selectionModel()
        selection.currentRowChanged.connect(self._current_changed)
        selection.selectionChanged.connect(self._selection_changed)
        theme.changed.connect(self._fit_theme)

    # -- rows ----------------------------------------------------------------------------------

    def show_lines(self, lines: Sequence[Line], *, more: bool) -> None:
        """Show a view. The row in hand stays in hand; when it has left, the next one is taken."""
        picked = {row.id for row in self.picked()}
        # A strip's button goes with its line; the list then takes the focus.
        strips = (button for strip in self._strips for button in strip.buttons.values())
        had_focus = self.hasFocus() or any(button.hasFocus() for button in strips)
        scrolled = self.verticalScrollBar().value()
        self._loading = True
        reset = self.rows.show_lines(lines, more=more)
        if reset or self._in_hand is None or self.rows.line_of(self._in_hand) < 0:
            self._dress()
            self._take_again(picked)
        self._loading = False
        self.verticalScrollBar().setValue(scrolled)
        if had_focus and not self.hasFocus():
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.chosen.emit(self.in_hand())
        self.picked_changed.emit()

    def add_lines(self, lines: Sequence[Line], *, more: bool) -> None:
        """Append the next page."""
        self.rows.add_lines(lines, more=more)
        self._dress()

    def in_hand(self) -> QueueRow | None:
        """The promise that keys act on."""
        return self.rows.row_at(self.currentIndex().row())

    def picked(self) -> tuple[QueueRow, ...]:
        """Every selected promise, in the order of the list."""
        lines = sorted({index.row() for index in self.selectionModel().selectedRows()})
        found = (self.rows.row_at(line) for line in lines)
        return tuple(row for row in found if row is not None)

    def take(self, callback_id: UUID) -> bool:
        """Put one promise in hand; False when it is not in this view."""
        line = self.rows.line_of(callback_id)
        if line >= 0:
            self._take_line(line)
        return line >= 0

    def move_on(self, done: Iterable[UUID]) -> None:
        """These are worked: at the next reload, where one of them was in hand, whatever stands in
        its place then is taken."""
        which = set(done)
        if self._in_hand in which:
            lines = (self.rows.line_of(each) for each in which)
            self._line = min((line for line in lines if line >= 0), default=self._line)
            self._in_hand = None
            self.clearSelection()

    def put_down(self) -> None:
        """Nothing of the list is in hand, until the person takes something: the promise shown is
        not among these rows."""
        self._loading = True
        self.selectionModel().clear()
        self._loading = False
        self._in_hand, self._empty_handed = None, True

    def forget(self) -> None:
        """Another view: begin at its top."""
        self._in_hand, self._line, self._empty_handed = None, 0, False
        self.clearSelection()

    # -- columns -------------------------------------------------------------------------------

    @property
    def left_out(self) -> frozenset[str]:
        """Keys of the columns that the person put away."""
        return self._left_out

    def leave_out(self, keys: frozenset[str]) -> None:
        """Put these columns away, and only these."""
        self._left_out = keys
        self.fit_columns()

    def fit_columns(self) -> None:
        """Give each column its width in this window (see :mod:`desktop.ui.column_fit`)."""
        shown = fit_columns(self, self._theme, self.rows.columns, self._left_out, _NARROWEST)
        waiting = (width_of(self._theme, each) for each in shown if each.key == "waiting")
        beside = next(waiting, 0)
        for strip in self._strips:
            strip.set_right(beside)

    # -- Qt ------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        shift = held == Qt.KeyboardModifier.ShiftModifier
        if step is None or (held and not shift):
            super().keyPressEvent(event)
            return
        line = self.rows.next_row(self.currentIndex().row(), step)
        if line < 0:
            if step < 0:
                self.scrollToTop()
            return
        self._take_line(line, grow=shift)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self.in_hand() is not None:
            self.menu_requested.emit(self.menu_place(event))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit_columns()
        row = self.visualRect(self.currentIndex())
        was_seen = row.top() >= 0 and row.bottom() < event.oldSize().height()
        if was_seen and row.bottom() >= event.size().height():
            # What docks below (the undo bar) must not hide the row in hand.
            self.scrollTo(self.currentIndex())

    # -- inside --------------------------------------------------------------------------------

    def _take_line(self, line: int, *, grow: bool = False) -> None:
        flag = QItemSelectionModel.SelectionFlag
        how = flag.Select if grow else flag.ClearAndSelect
        index = self.rows.index(line, max(self.currentIndex().column(), 0))
        self.selectionModel().setCurrentIndex(index, how | flag.Rows)
        self.scrollTo(index)
        if self.rows.nearest(0) == line:
            self.scrollToTop()

    def _take_again(self, picked: set[UUID]) -> None:
        line = self.rows.line_of(self._in_hand) if self._in_hand else -1
        if line < 0:
            picked = set()
            line = self.rows.nearest(self._line)
        if line < 0 or self._empty_handed:
            self._in_hand = None
            self.selectionModel().clear()
            return
        flag = QItemSelectionModel.SelectionFlag
        selection = self.selectionModel()
        selection.setCurrentIndex(self.rows.index(line, 0), flag.ClearAndSelect | flag.Rows)
        for callback_id in picked:
            at = self.rows.line_of(callback_id)
            if at >= 0:
                selection.select(self.rows.index(at, 0), flag.Select | flag.Rows)
        self._remember(line)

    def _remember(self, line: int) -> None:
        row = self.rows.row_at(line)
        if row is not None:
            self._in_hand, self._line, self._empty_handed = row.id, line, False

    def _dress(self) -> None:
        """Spans and heights of heads and strips, and the strips themselves."""
        # The view keeps heights by line: where a strip stood, a promise may stand now.
        for line in self._strip_lines:
            self.setRowHeight(line, self.verticalHeader().defaultSectionSize())
        self._strip_lines = [line for line, _row in self.rows.strip_lines]
        self.set_group_rows(self.rows.group_lines)
        self._strips = []
        for line, row in self.rows.strip_lines:
            self.setSpan(line, 0, 1, self.rows.columnCount())
            self.setRowHeight(line, self._theme.px(STRIP_HEIGHT))
            strip = DecisionStrip(self._theme, row.name, safety=row.kind is CallbackKind.SAFETY)
            strip.decided.connect(lambda what, r=row: self.decided.emit(r, what))
            self.setIndexWidget(self.rows.index(line, 0), strip)
            self._strips.append(strip)
        before: QWidget = self
        for button in (each for strip in self._strips for each in strip.buttons.values()):
            QWidget.setTabOrder(before, button)
            before = button
        self.fit_columns()

    def _fit_theme(self) -> None:
        for line, _row in self.rows.strip_lines:
            self.setRowHeight(line, self._theme.px(STRIP_HEIGHT))
        self.fit_columns()

    def _current_changed(self) -> None:
        if not self._loading:
            self._remember(self.currentIndex().row())
            self.chosen.emit(self.in_hand())

    def _selection_changed(self) -> None:
        if not self._loading:
            self.picked_changed.emit()
