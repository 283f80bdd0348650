"""Calls found through a filter: page after page, until a screen is full or it is stopped."""

from dataclasses import replace
from datetime import date

from PySide6.QtCore import QObject, Signal

from desktop.domain.local_time import local_day
from desktop.services.call_filter import CallFilter
from desktop.services.call_lines import CallKey, CallLine
from desktop.ui.calls.call_columns import day_head
from desktop.ui.calls.call_reader import CallReader, Found
from desktop.ui.calls.call_table import CallTable
from desktop.ui.calls.looking_bar import LookingBar
from desktop.ui.row_model import Head
from desktop.ui.section_lines import BLOCK
from desktop.ui.widgets.delegates import GroupRow


class Finding(QObject):
    """Fills the list with what is found, and says how far it has looked."""

    progressed = Signal(int, bool)
    """So many were found so far, and whether there may be more."""
    came_up_empty = Signal()
    """Nothing at all was found."""

    def __init__(
        self, reader: CallReader, table: CallTable, bar: LookingBar, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._reader, self._table, self._bar = reader, table, bar
        self._asked: CallFilter | None = None
        self._today = date(1970, 1, 1)
        self._last: date | None = None
        self._next: CallKey | None = None
        self._count = self._looked = self._fresh = 0
        reader.found.connect(self._take)
        table.rows.more_wanted.connect(self.go_on)
        bar.stop_requested.connect(self.stop)
        bar.more_requested.connect(self.go_on)

    @property
    def asked(self) -> CallFilter | None:
        """What is asked for; None: nothing in particular."""
        return self._asked

    def begin(self, asked: CallFilter, today: date) -> None:
        """Look for these, from the newest on."""
        self._asked, self._today = asked, today
        self._reader.read_found(asked)

    def again(self, today: date) -> None:
        """Calls have changed: look again for as many as are shown."""
        if self._asked is not None:
            self._today = today
            self._reader.read_found(self._asked, None, max(BLOCK, self._count))

    def end(self) -> None:
        """Nothing in particular is asked for any more."""
        self._asked = self._next = None
        self._reader.stop_finding()
        self._bar.hide()

    def stop(self) -> None:
        """Look no further for now."""
        self._reader.stop_finding()
        self._bar.show_stopped(self._looked)

    def go_on(self) -> None:
        """Look for further ones."""
        if self._asked is not None and self._next is not None:
            self._fresh = 0
            self._reader.read_found(self._asked, self._next)

    def _take(self, found: Found) -> None:
        page = found.page
        if found.first:
            self._count = self._looked = self._fresh = 0
            self._last = None
        self._looked += page.looked
        self._count += len(page.lines)
        self._fresh += len(page.lines)
        self._next = page.next
        enough = page.next is None or self._fresh >= BLOCK
        lines = self._with_heads(page.lines)
        more = enough and page.next is not None
        if found.first:
            self._table.show_found(lines, more=more)
        else:
            self._table.add_found(lines, more=more)
        self.progressed.emit(self._count, page.next is not None)
        if enough:
            self._bar.hide()
            if self._count == 0:
                self.came_up_empty.emit()
        elif self._asked is not None:
            self._bar.show_looking(self._looked)
            self._reader.read_found(self._asked, page.next)

    def _with_heads(self, calls: tuple[CallLine, ...]) -> list[CallLine | Head]:
        lines: list[CallLine | Head] = []
        here = self._table.cells.here
        for call in calls:
            day = local_day(call.started_at, here)
            if day != self._last:
                self._last = day
                lines.append(Head(_bare(day_head(day, self._today, ""))))
            lines.append(call)
        return lines


def _bare(head: GroupRow) -> GroupRow:
    """Without a number: how many there are is not known before all were looked at."""
    return replace(head, text=head.text.removesuffix(" · "))
