"""The page of calls: every call there is, newest first, and one of them in full."""

from collections.abc import Callable
from datetime import date, datetime
from uuid import UUID

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.app import Services
from desktop.domain.local_time import local_day
from desktop.services.actor import Actor
from desktop.services.call_days import CallDay
from desktop.services.call_detail import CallDetail
from desktop.services.call_filter import CallFilter
from desktop.services.call_lines import CallLine
from desktop.services.call_list import Opening, Place
from desktop.services.changes import Touched
from desktop.ui.calls.call_acts import CallActs
from desktop.ui.calls.call_columns import sections_of
from desktop.ui.calls.call_pane import CallPane
from desktop.ui.calls.call_reader import Around, CallReader
from desktop.ui.calls.call_table import CallTable
from desktop.ui.calls.calls_head import CallsHead
from desktop.ui.calls.finding import Finding
from desktop.ui.calls.first_rows import first_blocks, first_sections
from desktop.ui.calls.looking_bar import LookingBar
from desktop.ui.calls.periods import Days
from desktop.ui.calls.range_dialog import RangeDialog
from desktop.ui.changes import concerns
from desktop.ui.key_binding import bind_keys
from desktop.ui.section_lines import Section, Wanted
from desktop.ui.tasks import Runner
from desktop.ui.theme import Theme
from desktop.ui.widgets.empty_state import EmptyState
from desktop.ui.widgets.menus import below
from desktop.ui.widgets.undo_bar import UndoBar, UndoDock

_TICK_MS = 5_000
_ALL = "See all calls"


class CallsPage(QWidget):
    """Shows what its reader reads, and passes on what its acts say and write."""

    said = Signal(str, object)
    written = Signal(object)
    troubled = Signal(str)
    call_requested = Signal(str)
    """Dial this number."""
    callback_requested = Signal(object)
    """The identity of a callback to open."""
    person_requested = Signal(object)
    """The identity of a person to open."""
    promise_requested = Signal(object)
    """A :class:`desktop.ui.promise_wanted.PromiseWanted`."""
    export_requested = Signal(object)
    """The :class:`CallFilter` of what is shown."""

    status_hints: tuple[tuple[str, str], ...] = (
        ("↑↓", "Move"),
        ("Enter", "Call back"),
        ("Ctrl+F", "Find in notes"),
    )

    def __init__(
        self,
        *,
        theme: Theme,
        tasks: Runner,
        services: Services,
        clock: Callable[[], datetime],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme, self._clock = theme, clock
        self._actor: Actor | None = None
        self._today: date | None = None
        self._days: tuple[CallDay, ...] = ()
        self._only = Days()
        self._to_read = True
        # A call to bring up, and where it stands once that is known.
        self._wanted: UUID | None = None
        self._place: Place | None = None
        self.head = CallsHead(theme)
        self.table = CallTable(theme)
        self.pane = CallPane(theme, clock)
        self.undo_bar = UndoBar(theme)
        self.looking = LookingBar(theme)
        self.empty = EmptyState(theme, "list", "No calls yet", framed=False)
        self._reader = CallReader(tasks, services, self)
        self.finding = Finding(self._reader, self.table, self.looking, self)
        self.acts = CallActs(theme, tasks, services, clock, self)
        self._range: RangeDialog | None = None
        self._lay_out()
        self._wire_shown()
        self._wire_acts()
        bind_keys(self, ("find_in_notes", self.head.notes.setFocus), ("export", self._export))
        self._timer = QTimer(self, interval=_TICK_MS)
        self._timer.timeout.connect(self.tick)
        self._timer.start()

    # -- what the window calls -----------------------------------------------------------------

    def set_actor(self, actor: Actor) -> None:
        """Somebody signed in: nothing of who was here before."""
        self._actor, self._today = actor, self._day()
        self._wanted = self._place = None
        self.table.cells.here = actor.zone
        self.pane.set_zone(actor.zone)
        self.pane.show_nothing()
        self.acts.set_actor(actor)
        self._reader.set_actor(actor)
        self._clear_filters()
        self.table.forget()
        self.table.show_sections(())
        self._days, self._to_read = (), True

    def activate(self) -> None:
        """The page is shown: work begins in the list."""
        if self._to_read:
            self._to_read = False
            if self._days:
                self._read_again()
            else:
                self._reader.open()
        self._focus_list()

    def on_changed(self, touched: frozenset[Touched]) -> None:
        """News from anywhere. Nobody looks: read when somebody does."""
        if not concerns(touched, "call", "call_correction", "person", "phone_number", "callback"):
            return
        if self.isVisible():
            self._read_again()
        else:
            self._to_read = True

    def panes(self) -> tuple[QWidget, ...]:
        """Where F6 goes."""
        return (self.head, self.table.filters, self.table, self.empty, self.pane)

    def show_call(self, call_id: UUID) -> None:
        """Bring one call up, wherever it stands."""
        self._clear_filters()
        self._show_all()
        self._wanted, self._place = call_id, None
        self._reader.read_place(call_id)

    def tick(self) -> None:
        """Time went on: at midnight another day is today."""
        if self._actor is not None and self.isVisible() and self._today != self._day():
            self._today = self._day()
            self._read_again()

    @property
    def filter(self) -> CallFilter:
        """What is shown, for the export."""
        here = self._actor.zone if self._actor else "UTC"
        return self.table.filters.asked(self.head.notes.text(), self._day(), here)

    # -- showing -------------------------------------------------------------------------------

    def _day(self) -> date:
        return local_day(self._clock(), self._actor.zone if self._actor else "UTC")

    def _read_again(self) -> None:
        self._today = self._day()
        self._reader.read_counts()
        if self.finding.asked is not None:
            self.finding.again(self._today)
        shown = self.pane.detail
        if shown is not None:
            self._reader.read_detail(shown.call.id)

    def _show_opening(self, opening: Opening) -> None:
        if self.finding.asked is None and self._only == Days():
            self.head.show_counts(opening.total, opening.today.calls)
        if not opening.newest or self._days or self.finding.asked is not None:
            return
        self._show_sections(first_sections(opening, self.table.cells.here))
        for wanted, rows in first_blocks(opening):
            self.table.give_block(wanted, rows)

    def _show_days(self, days: tuple[CallDay, ...]) -> None:
        self._days = days
        if self.finding.asked is None:
            self._show_sections(sections_of(self._days_shown(), self._day()))
            if self._only != Days():
                self.head.show_found(sum(each.calls for each in self._days_shown()), more=False)
            self._take_wanted()

    def _days_shown(self) -> tuple[CallDay, ...]:
        only = self._only
        return tuple(
            each
            for each in self._days
            if (only.first is None or each.day >= only.first)
            and (only.last is None or each.day <= only.last)
        )

    def _show_sections(self, sections: tuple[Section, ...]) -> None:
        self.table.show_sections(sections)
        if sections:
            self._show_list(self.table)
        else:
            self._show_empty()

    def _show_blocks(self, blocks: tuple[tuple[Wanted, tuple[CallLine, ...]], ...]) -> None:
        if self.finding.asked is not None:
            return
        for wanted, rows in blocks:
            self.table.give_block(wanted, rows)
            self.table.filters.learn_lines({row.called_line for row in rows})

    def _show_progress(self, found: int, more: bool) -> None:
        self.head.show_found(found, more=more)
        if found:
            self._show_list(self.table)

    def _show_empty(self) -> None:
        text = self.head.notes.text().strip()
        if self.finding.asked is None and self._only == Days():
            self.empty.show_state("list", "No calls yet", "What is logged in Intake stands here.")
        elif text:
            self.empty.show_state("search-x", f"Nothing found for “{text}”", "", _ALL)
        else:
            self.empty.show_state("search-x", "No call is like this", "", _ALL)
        self.pane.show_nothing()
        self._show_list(self.empty)

    def _show_list(self, shown: QWidget) -> None:
        """The heads and their filters stay in sight, also over an empty list."""
        self.empty.setVisible(shown is self.empty)
        if shown is self.empty:
            self._fit_empty()
            self.empty.raise_()

    def _show_line(self, line: CallLine | None) -> None:
        if line is not None:
            self._reader.read_detail(line.id)

    def _show_detail(self, detail: CallDetail) -> None:
        self.pane.show_detail(detail)

    def _show_around(self, around: Around) -> None:
        self.table.filters.offer(around.sites, around.users)
        self.acts.set_sites(around.sites)

    def _show_place(self, place: Place) -> None:
        self._place = place
        self._take_wanted()

    def _take_wanted(self) -> None:
        if self._wanted is None or self._place is None or not self._days:
            return
        line = self.table.rows.line_in(self._place.day.day, self._place.skip)
        self._wanted = self._place = None
        if line >= 0:
            self.table.take_line(line)

    # -- filters -------------------------------------------------------------------------------

    def _ask(self) -> None:
        """Something else is asked for."""
        text = self.head.notes.text().strip()
        today = self._day()
        days = self.table.filters.days(today)
        self.table.forget()
        if days is not None and not text:
            self._only = days
            self._show_all()
        else:
            self._only = Days()
            self.finding.begin(self.filter, today)

    def _show_all(self) -> None:
        """The long list, of all days or of some."""
        self.finding.end()
        if self._days:
            self._show_days(self._days)
        self._reader.read_counts()

    def _clear_filters(self) -> None:
        self._only = Days()
        self.finding.end()
        self.table.filters.clear()
        self.head.notes.blockSignals(True)
        self.head.notes.clear()
        self.head.notes.blockSignals(False)

    def _see_all(self) -> None:
        self._clear_filters()
        self.table.forget()
        self._show_all()
        self._focus_list()

    def _ask_range(self) -> None:
        if self._range is None:
            self._range = RangeDialog(self._theme, self)
        dialog = self._range

        def act() -> None:
            days = dialog.days(self._day())
            if days is None:
                dialog.wait_again()
                return
            dialog.done_well()
            self.table.filters.set_range(days)

        dialog.ask(act)

    def _export(self) -> None:
        self.export_requested.emit(self.filter)

    # -- making --------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(self.table, 1)
        left.addWidget(self.looking)
        left.addWidget(UndoDock(self._theme, self.undo_bar))
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addLayout(left, 1)
        body.addWidget(self.pane)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.head)
        whole.addLayout(body, 1)
        self.empty.setParent(self.table)
        self.empty.hide()
        columns = self.table.rows.columns[3:]
        self.head.columns.offer([(column.key, column.title) for column in columns])

    def _wire_shown(self) -> None:
        reader, table, head = self._reader, self.table, self.head
        reader.opened.connect(self._show_opening)
        reader.days_read.connect(self._show_days)
        reader.blocks_read.connect(self._show_blocks)
        reader.detail_read.connect(self._show_detail)
        reader.around_read.connect(self._show_around)
        reader.placed.connect(self._show_place)
        reader.troubled.connect(self.troubled)
        self.finding.progressed.connect(self._show_progress)
        self.finding.came_up_empty.connect(self._show_empty)
        table.rows.blocks_wanted.connect(reader.read_blocks)
        table.chosen.connect(self._show_line)
        table.filters.changed.connect(self._ask)
        table.filters.range_requested.connect(self._ask_range)
        head.notes.textChanged.connect(self._ask)
        for leaving in ("results_entered", "left", "returnPressed"):
            getattr(head.notes, leaving).connect(self._focus_list)
        for field in (table.filters.who, table.filters.digits):
            field.returnPressed.connect(self._focus_list)
        head.columns.put_away.connect(table.leave_out)
        head.export_requested.connect(self._export)
        self.empty.next_step_requested.connect(self._see_all)

    def _wire_acts(self) -> None:
        acts, pane = self.acts, self.pane
        acts.said.connect(self.said)
        acts.written.connect(self.written)
        acts.troubled.connect(self.troubled)
        acts.call_requested.connect(self.call_requested)
        acts.promise_requested.connect(self.promise_requested)
        acts.person_requested.connect(self.person_requested)
        self.table.main_act_requested.connect(lambda _index: self._call_back())
        self.table.menu_requested.connect(self._open_menu)
        pane.call_back.clicked.connect(lambda _on=False: self._call_back())
        pane.correct.clicked.connect(lambda _on=False: self._with_detail(acts.correct))
        pane.person.clicked.connect(lambda _on=False: self._with_detail(acts.open_person))
        pane.more.clicked.connect(lambda _on=False: self._open_menu(below(pane.more)))
        pane.corrections.first_requested.connect(lambda: self._with_detail(acts.show_first))
        pane.came.callback_requested.connect(self.callback_requested)

    def _call_back(self) -> None:
        line = self.table.in_hand()
        if line is not None:
            self.acts.call_back(line.id)

    def _open_menu(self, at: QPoint) -> None:
        self._with_detail(lambda detail: self.acts.open_menu(detail, at))

    def _with_detail(self, act: Callable[[CallDetail], None]) -> None:
        if self.pane.detail is not None:
            act(self.pane.detail)

    def _focus_list(self) -> None:
        shown = self.empty.button if self.empty.isVisible() else self.table
        shown.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_empty()

    def _fit_empty(self) -> None:
        self.empty.setGeometry(self.table.viewport().geometry())
