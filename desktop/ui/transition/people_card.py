"""The lower half: who needs an update, what was asked for, and the promises by phase."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import cast
from uuid import UUID

from PySide6.QtCore import QPoint, Qt, Signal, SignalInstance
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop.domain.vocabulary import RequestKind
from desktop.services.coverage import Coverage
from desktop.services.promise_phases import PhaseFigures
from desktop.services.request_rows import RequestRow
from desktop.services.requests import Which
from desktop.services.update_list import UpdatePage, Whom
from desktop.ui.shell.focus import focus_is_in
from desktop.ui.theme import Theme
from desktop.ui.transition.people_columns import RequestCells, phase_columns
from desktop.ui.transition.plain_table import PlainTable
from desktop.ui.transition.transition_words import REQUEST_WORDS
from desktop.ui.transition.update_table import UpdateTable
from desktop.ui.widgets.button import Button
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.empty_state import EmptyState
from desktop.ui.widgets.painting import plain_tip
from desktop.ui.widgets.select import Select
from desktop.ui.widgets.tabs import Tab, Tabs

UPDATES, REQUESTS, PHASES = "updates", "requests", "phases"
_ADD_ALL = "Add all to callbacks…"
_WHOM: tuple[tuple[str, Whom], ...] = (
    ("Heard earlier words", "earlier"),
    ("Were told nothing", "nothing"),
    ("All who need it", "all"),
)
_WHICH: tuple[tuple[str, Which], ...] = (
    ("Open", "open"),
    ("Past promise", "late"),
    ("Closed", "closed"),
    ("All", "all"),
)


class PeopleCard(Card):
    """Three lists under tabs. Each tells what is to be done with its row."""

    tab_chosen = Signal(str)
    whom_chosen = Signal()
    which_chosen = Signal()
    add_all_requested = Signal()
    callback_requested = Signal(object)
    person_requested = Signal(object)
    menu_requested = Signal(QPoint)
    request_requested = Signal(object)
    """Open this :class:`RequestRow`."""
    export_requested = Signal()
    more_wanted = Signal()

    def __init__(
        self, theme: Theme, now: Callable[[], datetime], parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, name="People, requests and callbacks by phase", parent=parent)
        tabs = (Tab(UPDATES, "Needs an update"), Tab(REQUESTS, "Requests"))
        self.tabs = Tabs(
            theme, [*tabs, Tab(PHASES, "By phase")], "What is listed",
            height=48, compact_height=44,
        )  # fmt: skip
        self.whom = Select(theme, name="Who is listed", height=32)
        self.whom.set_choices(list(_WHOM))
        self.add_all = Button(theme, _ADD_ALL, icon="list-plus")
        self.kind = Select(theme, name="Which kind", height=32)
        self.which = Select(theme, name="Which requests", height=32)
        self.which.set_choices(list(_WHICH))
        kinds: list[tuple[str, object]] = [("Every kind", None)]
        self.kind.set_choices(
            [*kinds, *((words[0], kind) for kind, words in REQUEST_WORDS.items())]
        )
        self.export = Button(theme, "Export…", icon="download")
        self.updates = UpdateTable(theme, now)
        self.request_cells = RequestCells(now)
        self.requests: PlainTable[RequestRow] = PlainTable(
            theme, "Requests", self.request_cells.columns(), lambda row: row.id
        )
        self.phases: PlainTable[PhaseFigures] = PlainTable(
            theme, "Callbacks by phase", phase_columns(), lambda row: row.phase, heights=(52, 46)
        )
        self._manages = False
        self.empty = EmptyState(theme, "circle-check", "", framed=False)
        self._stack = QStackedWidget()
        for widget in (self.updates, self.requests, self.phases, self.empty):
            self._stack.addWidget(widget)
        self._acts = {
            UPDATES: (self.whom, self.add_all),
            REQUESTS: (self.kind, self.which),
            PHASES: (self.export,),
        }
        for act in (each for some in self._acts.values() for each in some):
            self.tabs.row.addWidget(act, 0, Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(self.tabs)
        column.addWidget(self._stack, 1)
        self._counts: dict[str, int] = dict.fromkeys(self._acts, 0)
        self._wire()
        theme.changed.connect(self._fit)
        self._fit()
        self._show_tab()

    # -- who looks -----------------------------------------------------------------------------

    def set_reader(self, zone: str, user_id: UUID, *, manages: bool, exports: bool) -> None:
        """Somebody is here: nothing of who was here before."""
        self._manages = manages
        self.updates.set_reader(zone, user_id, acts=manages)
        self.request_cells.here = zone
        self.requests.forget()
        self._exports = exports
        self.tabs.set_value(UPDATES)
        self.whom.set_value("earlier")
        self.which.set_value("open")
        self.kind.set_value(None)
        self._counts = dict.fromkeys(self._acts, 0)
        self.updates.show_rows(())
        self.requests.show_rows(())
        self.phases.show_rows(())
        self._show_tab()

    @property
    def tab(self) -> str:
        """The list in front."""
        return self.tabs.value()

    @property
    def asked_whom(self) -> Whom:
        """Who is listed."""
        return cast("Whom", self.whom.value() or "earlier")

    @property
    def asked_which(self) -> tuple[Which, RequestKind | None]:
        """Which requests are listed."""
        kind = self.kind.value()
        which = cast("Which", self.which.value() or "open")
        return which, kind if isinstance(kind, RequestKind) else None

    def show_tab(self, key: str) -> None:
        """Bring a list to the front without telling."""
        self.tabs.set_value(key)
        self._show_tab()

    def show_kind(self, kind: RequestKind) -> None:
        """The requests of one kind."""
        self.kind.set_value(kind)
        self.which.set_value("open")
        self.show_tab(REQUESTS)

    def focus_here(self) -> None:
        """Work begins in the list that is in front."""
        shown = self._stack.currentWidget()
        self._wants_focus = shown is self.empty
        target = self.tabs if shown is self.empty or shown is None else shown
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- what is shown -------------------------------------------------------------------------

    def show_updates(self, page: UpdatePage) -> None:
        """Who needs an update, from the top."""
        self._counts[UPDATES] = page.total
        self.tabs.set_count(UPDATES, page.total)
        self.updates.show_rows(page.rows, more=page.next_offset is not None)
        self._show_tab()

    def add_updates(self, page: UpdatePage) -> None:
        """The next page of them."""
        self.updates.add_rows(page.rows, more=page.next_offset is not None)

    def show_requests(self, rows: Sequence[RequestRow]) -> None:
        """What was asked for."""
        self._counts[REQUESTS] = len(rows)
        self.requests.show_rows(rows)
        self._show_tab()

    def show_figures(self, rows: Sequence[PhaseFigures]) -> None:
        """The promises by phase."""
        self._counts[PHASES] = len(rows)
        self.phases.show_rows(rows)
        self._show_tab()

    def show_coverage(self, coverage: Coverage) -> None:
        """Why nobody is listed, where nobody is."""
        self._affected = coverage.affected
        self._show_tab()

    def _show_tab(self) -> None:
        key = self.tab
        had_focus = any(table.hasFocus() for table in self._tables.values())
        for name, widgets in self._acts.items():
            for widget in widgets:
                widget.setVisible(name == key)
        self.add_all.setVisible(key == UPDATES and self._manages)
        self.export.setVisible(key == PHASES and self._exports)
        if self._counts[UPDATES]:
            self.add_all.set_on()
        else:
            self.add_all.set_off("Nobody is on the list.")
        if not self._counts[key]:
            self.empty.show_state(*self._nothing(key))
            self._stack.setCurrentWidget(self.empty)
        else:
            self._stack.setCurrentWidget(self._tables[key])
            if self._wants_focus and focus_is_in(self.tabs):
                # It was empty when the page came to the front; work begins in the list.
                self._tables[key].setFocus(Qt.FocusReason.OtherFocusReason)
            self._wants_focus = False
        if had_focus and not self._tables[key].isVisible():
            self.tabs.focus_here()

    _exports = False
    _affected = 0
    _wants_focus = False

    @property
    def _tables(self) -> dict[str, QWidget]:
        return {UPDATES: self.updates, REQUESTS: self.requests, PHASES: self.phases}

    def _nothing(self, key: str) -> tuple[str, str, str]:
        if key == REQUESTS:
            return "inbox", "No request is like this", "Requests are opened on a call."
        if key == PHASES:
            return "chart-column", "No callback was promised yet", ""
        if not self._affected:
            detail = "Appointments, requests, money on account and open callbacks count."
            return "users", "Nobody is affected yet", detail
        if self.asked_whom == "earlier":
            return (
                "circle-check",
                "Nobody waits for an update",
                "Who was told has heard the newest words.",
            )
        return "circle-check", "Everybody has heard the current words", ""

    def _wire(self) -> None:
        self.tabs.chosen.connect(self._turn)
        self.whom.picked.connect(lambda _whom: self._again(self.updates, self.whom_chosen))
        for select in (self.kind, self.which):
            select.picked.connect(lambda _which: self._again(self.requests, self.which_chosen))
        self.add_all.clicked.connect(lambda _on=False: self.add_all_requested.emit())
        self.export.clicked.connect(lambda _on=False: self.export_requested.emit())
        self.updates.callback_requested.connect(self.callback_requested)
        self.updates.menu_requested.connect(self.menu_requested)
        self.updates.main_act_requested.connect(lambda _index: self._open_person())
        self.updates.rows.more_wanted.connect(self.more_wanted)
        self.requests.main_act_requested.connect(lambda _index: self._open_request())

    def _turn(self, key: str) -> None:
        self._show_tab()
        self.tab_chosen.emit(key)

    def _again(self, table: UpdateTable | PlainTable[RequestRow], chosen: SignalInstance) -> None:
        table.forget()
        chosen.emit()

    def _open_person(self) -> None:
        row = self.updates.in_hand()
        if row is not None:
            self.person_requested.emit(row.person_id)

    def _open_request(self) -> None:
        row = self.requests.in_hand()
        if row is not None:
            self.request_requested.emit(row)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """The tabs have their room; what stands beside them says less where there is little."""
        px = self.theme.px
        self.tabs.row.setSpacing(px(6))
        tabs = sum(self.tabs.button(key).sizeHint().width() for key in self._acts) + px(60)
        left = self.width() - tabs
        selects = (self.whom, self.kind, self.which)
        self.add_all.set_text(_ADD_ALL)
        wide = px(196) if left >= px(196) + self.add_all.sizeHint().width() else px(166)
        if left < wide + self.add_all.sizeHint().width():
            self.add_all.set_text("Add all…")
            self.add_all.setAccessibleName(_ADD_ALL)
        bare = left < wide + self.add_all.sizeHint().width()
        for select in selects:
            select.set_bare(bare)
            select.setFixedWidth(px(36) if bare else wide)
            select.setToolTip(plain_tip(select.currentText()) if bare else "")
