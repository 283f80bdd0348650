"""The left pane: the leads by day, those that wait first."""

from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop.services.lead_rows import LeadFate, LeadRow, LeadTab
from desktop.ui.leads.lead_delegate import LeadDelegate
from desktop.ui.leads.lead_words import EMPTY_WORDS, day_words, spoken, stands_first
from desktop.ui.row_model import Head
from desktop.ui.theme import Theme
from desktop.ui.widgets.delegates import Cell, GroupRow
from desktop.ui.widgets.empty_state import EmptyState
from desktop.ui.widgets.grouped_list import GroupedList

WIDTH, COMPACT_WIDTH = 432, 360
_DANGER = GroupRow("Words of danger: look at these first", tone="safety")


class LeadList(GroupedList[LeadRow]):
    """Tells which lead is in hand. It stays so as long as it stands in the list; when it has left,
    the next one is taken."""

    delegate: LeadDelegate

    def __init__(
        self, theme: Theme, now: Callable[[], datetime], parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, now, "Leads", (WIDTH, COMPACT_WIDTH), parent)
        self._left: UUID | None = None
        self.empty = EmptyState(theme, *EMPTY_WORDS["new"], framed=False)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 1, 0)
        column.setSpacing(0)
        column.addWidget(self._stack, 1)

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

    def _drawn_by(self) -> LeadDelegate:
        return LeadDelegate(self._theme, self.rows.row_at, self._now, self.view)

    def _cell(self, row: LeadRow) -> Cell:
        return Cell(row.name, spoken=spoken(row, self.delegate.here, self._now()))
