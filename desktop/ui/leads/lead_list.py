"""The left pane: the leads by day, those that wait first."""

from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID

from PySide6.QtCore import QEvent, QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.services.lead_rows import LeadFate, LeadRow, LeadTab
from desktop.ui.leads.lead_delegate import LeadDelegate
from desktop.ui.leads.lead_words import EMPTY_WORDS, day_words, spoken, stands_first
from desktop.ui.overlay_bar import OverlayBar
from desktop.ui.row_model import Column, Head, RowModel
from desktop.ui.theme import Theme
from desktop.ui.widgets.delegates import Cell, GroupRow
from desktop.ui.widgets.empty_state import EmptyState

WIDTH, COMPACT_WIDTH = 432, 360
_DANGER = GroupRow("Words of danger: look at these first", tone="safety")
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


class LeadView(QListView):
    """Letters are the page's acts; Enter is the main one. The heads of days are stepped over."""

    main_act_requested = Signal()
    stepped = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        key = Qt.Key(event.key())
        if not held and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.main_act_requested.emit()
        elif not held and key in _STEPS:
            self.stepped.emit(_STEPS[key])
        elif not held and event.text().isprintable() and event.text():
            event.ignore()
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._hover(self.indexAt(event.position().toPoint()).row())

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(-1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    def _hover(self, row: int) -> None:
        delegate = self.itemDelegate()
        if isinstance(delegate, LeadDelegate) and row != delegate.hovered_row:
            delegate.hovered_row = row
            self.viewport().update()


class LeadList(QFrame):
    """Tells which lead is in hand. It stays so as long as it stands in the list; when it has left,
    the next one is taken."""

    chosen = Signal(object)
    """The :class:`LeadRow` in hand, or None. Sent again after each reload."""
    main_act_requested = Signal()

    def __init__(
        self, theme: Theme, now: Callable[[], datetime], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme, self._now = theme, now
        self._in_hand: UUID | None = None
        self._left: UUID | None = None
        self._line = 0
        self._loading = False
        self.rows: RowModel[LeadRow] = RowModel(
            (Column("lead", "Lead", self._cell),), lambda row: row.id, self
        )
        self.view = LeadView()
        self.view.setAccessibleName("Leads")
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.setModel(self.rows)
        self.view.setMouseTracking(True)
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.delegate = LeadDelegate(theme, self.rows.row_at, now, self.view)
        self.view.setItemDelegate(self.delegate)
        OverlayBar(self.view)
        self.empty = EmptyState(theme, *EMPTY_WORDS["new"], framed=False)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 1, 0)
        column.setSpacing(0)
        column.addWidget(self._stack, 1)
        self.view.main_act_requested.connect(self.main_act_requested)
        self.view.doubleClicked.connect(lambda _index: self.main_act_requested.emit())
        self.view.stepped.connect(self._step)
        self.view.selectionModel().currentRowChanged.connect(lambda *_: self._current())
        theme.changed.connect(self._restyle)
        self._restyle()

    # -- rows ----------------------------------------------------------------------------------

    def show_rows(self, rows: Sequence[LeadRow], tab: LeadTab, *, more: bool) -> None:
        """Show a view from its top."""
        had_focus = self.view.hasFocus()
        scrolled = self.view.verticalScrollBar().value()
        self._loading = True
        reset = self.rows.show_lines(self._lines(rows), more=more)
        self._show_empty(rows, tab)
        line = self.rows.line_of(self._in_hand) if self._in_hand else -1
        line = line if line >= 0 else self._next_line()
        if line >= 0 and (reset or line != self.view.currentIndex().row()):
            self._take_line(line)
        elif line < 0:
            self._in_hand = None
        if reset:
            self.view.verticalScrollBar().setValue(scrolled)
        self._loading = False
        if had_focus and not self.view.isVisible():
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.view.scheduleDelayedItemsLayout()
        self.chosen.emit(self.in_hand())

    def add_rows(self, rows: Sequence[LeadRow], *, more: bool) -> None:
        """Append the next page."""
        before = self.rows.rows()
        lines = self._lines(rows, before[-1] if before else None)
        self.rows.add_lines(lines, more=more)

    def in_hand(self) -> LeadRow | None:
        """The lead that keys act on."""
        return self.rows.row_at(self.view.currentIndex().row())

    def take(self, lead_id: UUID) -> bool:
        """Put one lead in hand with the next list, and now if it is shown."""
        self._in_hand = lead_id
        line = self.rows.line_of(lead_id)
        if line >= 0:
            self._take_line(line)
        return line >= 0

    def move_on(self, lead_id: UUID) -> None:
        """This one is dealt with: at the next reload whatever stands in its place is taken."""
        if self._in_hand == lead_id:
            self._in_hand, self._left = None, lead_id

    def forget(self) -> None:
        """Another view: begin at its top."""
        self._in_hand, self._line = None, 0
        self.view.scrollToTop()

    def focus_here(self) -> None:
        """Work begins here."""
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def tick(self) -> None:
        """Time went on."""
        self.view.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("surface"))
        painter.fillRect(self.width() - 1, 0, 1, self.height(), self._theme.color("line"))
        painter.end()

    # -- inside --------------------------------------------------------------------------------

    def _lines(
        self, rows: Sequence[LeadRow], before: LeadRow | None = None
    ) -> tuple[LeadRow | Head, ...]:
        lines: list[LeadRow | Head] = []
        last = self._group(before) if before is not None else None
        for row in rows:
            group = self._group(row)
            if group != last:
                lines.append(Head(group))
                last = group
            lines.append(row)
        return tuple(lines)

    def _group(self, row: LeadRow) -> GroupRow:
        if stands_first(row):
            return _DANGER
        return GroupRow(day_words(row, self.delegate.here, self._now()))

    def _show_empty(self, rows: Sequence[LeadRow], tab: LeadTab) -> None:
        if rows:
            self._stack.setCurrentWidget(self.view)
            return
        icon, fact, detail = EMPTY_WORDS[tab]
        self.empty.show_state(icon, fact, detail)
        self._stack.setCurrentWidget(self.empty)

    def _next_line(self) -> int:
        """Where somebody waits, at or after the line that was in hand, else before it; where
        nobody does, whatever stands in its place."""
        waiting = [
            self.rows.line_of(row.id)
            for row in self.rows.rows()
            if row.fate is LeadFate.WAITS and row.id != self._left
        ]
        self._left = None
        later = (line for line in waiting if line >= self._line)
        return next(later, waiting[-1] if waiting else self.rows.nearest(self._line))

    def _step(self, step: int) -> None:
        line = self.rows.next_row(self.view.currentIndex().row(), step)
        if line >= 0:
            self._take_line(line)
        elif step < 0:
            self.view.scrollToTop()

    def _take_line(self, line: int) -> None:
        row = self.rows.row_at(line)
        if row is not None:
            self._in_hand, self._line = row.id, line
        index = self.rows.index(line, 0)
        flag = QItemSelectionModel.SelectionFlag
        self.view.selectionModel().setCurrentIndex(index, flag.ClearAndSelect)
        self.view.scrollTo(index)
        if self.rows.nearest(0) == line:
            self.view.scrollToTop()

    def _current(self) -> None:
        row = self.in_hand()
        if not self._loading and row is not None:
            self._in_hand, self._line = row.id, self.view.currentIndex().row()
            self.chosen.emit(row)

    def _cell(self, row: LeadRow) -> Cell:
        return Cell(row.name, spoken=spoken(row, self.delegate.here, self._now()))

    def _restyle(self) -> None:
        self.setFixedWidth(self._theme.px(COMPACT_WIDTH if self._theme.compact else WIDTH))
        self.view.scheduleDelayedItemsLayout()
