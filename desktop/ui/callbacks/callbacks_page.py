"""The page of promises: the queue, one promise in full, and everything done with them."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.app import Services
from desktop.domain.due_groups import due_group
from desktop.domain.errors import Problem
from desktop.domain.local_time import whole_minute
from desktop.domain.vocabulary import AttemptResult
from desktop.domain.wording import due_words
from desktop.services.actor import Actor
from desktop.services.callback_detail import CallbackDetail
from desktop.services.changes import Touched
from desktop.services.queue_row import QueueCounts, QueueCursor, QueuePage, QueueRow, ViewFilter
from desktop.services.saved_views import SavedViewRow
from desktop.ui.callbacks.detail_pane import DetailPane
from desktop.ui.callbacks.new_callback import NewCallback
from desktop.ui.callbacks.page_head import PageHead
from desktop.ui.callbacks.picked_bar import PickedBar
from desktop.ui.callbacks.promise_acts import PromiseActs
from desktop.ui.callbacks.promise_menu import Colleagues, MenuActs, PromiseMenu, owner_menu
from desktop.ui.callbacks.queue_lines import group_totals, lines_of
from desktop.ui.callbacks.queue_list import QueueList
from desktop.ui.callbacks.view_tabs import ViewTabs
from desktop.ui.changes import concerns
from desktop.ui.tasks import Runner
from desktop.ui.theme import Theme
from desktop.ui.widgets.empty_state import EmptyState
from desktop.ui.widgets.undo_bar import UndoBar, UndoDock

PAGE = 200
"""Rows that are read at once."""
_TICK_MS = 5_000
_RESULTS = {str(digit): result for digit, result in enumerate(AttemptResult, start=1)}


@dataclass(frozen=True, slots=True)
class _Loaded:
    view: ViewFilter
    page: QueuePage
    counts: QueueCounts


class CallbacksPage(QWidget):
    """Reads on the worker, shows, and passes on what its acts say and write."""

    said = Signal(str, object)
    written = Signal(object)
    troubled = Signal(str)
    call_requested = Signal(str)
    """Dial this number."""

    status_hints: tuple[tuple[str, str], ...] = (
        ("Enter", "Start call"),
        ("1–7", "Record outcome"),
        ("Ctrl+Z", "Undo"),
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
        self._theme, self._tasks, self._services, self._clock = theme, tasks, services, clock
        self._actor: Actor | None = None
        self._colleagues = Colleagues()
        self._cursor: QueueCursor | None = None
        self._counts: QueueCounts | None = None
        self._wanted: UUID | None = None
        self._then: tuple[UUID, Callable[[CallbackDetail], None]] | None = None
        self._minute = whole_minute(clock())
        self.head = PageHead(theme)
        self.views = ViewTabs(theme)
        self.list = QueueList(theme, clock)
        self.detail = DetailPane(theme, clock)
        self.picked_bar = PickedBar(theme)
        self.undo_bar = UndoBar(theme)
        self.empty = EmptyState(theme, "circle-check-big", "Nothing here", framed=False)
        self.acts = PromiseActs(theme, tasks, services, clock, self)
        self.new = NewCallback(theme, tasks, services, clock, self)
        self._lay_out()
        self._wire()
        self._timer = QTimer(self, interval=_TICK_MS)
        self._timer.timeout.connect(self.tick)
        self._timer.start()

    # -- what the window calls -----------------------------------------------------------------

    def set_actor(self, actor: Actor) -> None:
        """Somebody signed in: their views, their promises, nothing of who was here before."""
        self._actor = actor
        self.list.cells.here = actor.zone
        self.detail.set_reader(actor.name, actor.zone)
        self.detail.show_nothing()
        self.acts.set_actor(actor)
        self.new.set_actor(actor)
        self.head.filter.clear()
        self.views.show_views(())
        self.views.choose("all")
        self.list.forget()
        places = self._services.places
        self._tasks.run(
            lambda: Colleagues(places.teams(actor), places.team_members(actor, actor.team_id)),
            self._know_colleagues,
            self._failed,
        )
        self._load_views()
        self.reload()

    def activate(self) -> None:
        """The page is shown: work begins in the list."""
        self._focus_list()
        self.tick()

    def on_changed(self, touched: frozenset[Touched]) -> None:
        """News from anywhere."""
        if self._actor is None:
            return
        if concerns(touched, "callback", "attempt", "person", "phone_number", "do_not_call"):
            self.reload()
        if concerns(touched, "saved_view"):
            self._load_views()

    def panes(self) -> tuple[QWidget, ...]:
        """Where F6 goes."""
        return (self.views.tabs, self.list, self.empty, self.detail)

    def new_callback(self) -> None:
        """Ctrl+Shift+B."""
        if self._actor is not None:
            self.new.ask()

    def show_callback(self, callback_id: UUID) -> None:
        """Bring one promise up, wherever it stands."""
        self._wanted = callback_id
        self.head.filter.clear()
        self.views.choose("all")
        self.reload()

    # -- reading -------------------------------------------------------------------------------

    def reload(self) -> None:
        """Read what is shown again; the newest asking wins."""
        actor = self._actor
        if actor is None:
            return
        view, callbacks = self._view(), self._services.callbacks
        limit = max(PAGE, len(self.list.rows.rows()))
        self._tasks.run(
            lambda: _Loaded(view, callbacks.queue(actor, view, limit), callbacks.counts(actor)),
            self._show,
            self._failed,
            replaces="callbacks queue",
        )

    def tick(self) -> None:
        """Time went on: the words change each minute, and rows change their group."""
        minute = whole_minute(self._clock())
        if minute == self._minute or self._actor is None:
            return
        self._minute = minute
        now = self._clock()
        moved = any(
            row.group is not None
            and row.group
            != due_group(row.due_at, now, row.milestone is not None, row.needs_decision)
            for row in self.list.rows.rows()
        )
        if moved:
            self.reload()
            return
        self.list.rows.repaint_rows()
        self.detail.tick()
        row = self.list.in_hand()
        if row is not None:
            self._load_detail(row)

    def _view(self) -> ViewFilter:
        view = self.views.view
        typed = self.head.filter.text().strip()
        return replace(view, text=typed) if typed else view

    def _show(self, loaded: _Loaded) -> None:
        page, counts = loaded.page, loaded.counts
        self._cursor, self._counts = page.next, counts
        self.head.show_counts(counts)
        self.views.show_counts(counts)
        more = page.next is not None
        totals = group_totals(page.rows, counts, loaded.view, more=more)
        self._show_empty(loaded)
        self.list.show_lines(lines_of(page.rows, totals), more=more)
        wanted, self._wanted = self._wanted, None
        if wanted is not None and not self.list.take(wanted):
            self._load_detail_of(wanted)

    def _more(self) -> None:
        actor, cursor = self._actor, self._cursor
        if actor is None or cursor is None:
            return
        view, callbacks = self._view(), self._services.callbacks
        self._tasks.run(
            lambda: callbacks.queue(actor, view, PAGE, cursor),
            lambda page: self._add(view, cursor, page),
            self._failed,
        )

    def _add(self, view: ViewFilter, cursor: QueueCursor, page: QueuePage) -> None:
        if cursor != self._cursor or self._counts is None:
            return
        self._cursor = page.next
        more = page.next is not None
        shown = self.list.rows.rows()
        last = shown[-1].group if shown else None
        totals = group_totals((*shown, *page.rows), self._counts, view, more=more)
        self.list.add_lines(lines_of(page.rows, totals, last), more=more)

    def _load_detail(self, row: QueueRow | None) -> None:
        if row is None:
            self.detail.show_nothing()
        else:
            self._load_detail_of(row.id)

    def _load_detail_of(self, callback_id: UUID) -> None:
        actor, callbacks = self._actor, self._services.callbacks
        if actor is None:
            return
        self._tasks.run(
            lambda: callbacks.detail(actor, callback_id),
            self._show_detail,
            self._failed,
            replaces="callback detail",
        )

    def _show_detail(self, detail: CallbackDetail) -> None:
        self.detail.show_detail(detail)
        then, self._then = self._then, None
        if then is not None and then[0] == detail.row.id:
            then[1](detail)

    def _load_views(self) -> None:
        actor, callbacks = self._actor, self._services.callbacks
        if actor is not None:
            self._tasks.run(
                lambda: callbacks.views(actor),
                self.views.show_views,
                self._failed,
                replaces="callback views",
            )

    def _know_colleagues(self, colleagues: Colleagues) -> None:
        self._colleagues = colleagues
        actor = self._actor
        own = next((t for t in colleagues.teams if actor and t.id == actor.team_id), None)
        if own is not None:
            self.views.show_team(own.name.split(",")[0])

    # -- acting --------------------------------------------------------------------------------

    def _with_detail(self, act: Callable[[CallbackDetail], None]) -> None:
        """Act on the promise in hand, as soon as it is known in full and as it is now."""
        row = self.list.in_hand()
        shown = self.detail.detail
        if row is None:
            if shown is not None:
                act(shown)
            return
        if len(self.list.picked()) > 1:
            self.troubled.emit("Several are picked. Pick one to say how its call went.")
            return
        if shown is not None and shown.row.id == row.id and shown.row.version >= row.version:
            act(shown)
            return
        self._then = (row.id, act)
        self._load_detail(row)

    def _record(self, result: AttemptResult) -> None:
        def act(detail: CallbackDetail) -> None:
            if detail.row.resolution is None:
                self.acts.record(detail, result)

        self._with_detail(act)

    def _call(self) -> None:
        def act(detail: CallbackDetail) -> None:
            if detail.row.resolution is None:
                self.acts.call(detail.row)

        self._with_detail(act)

    def _picked(self) -> tuple[QueueRow, ...]:
        rows = self.list.picked()
        if rows:
            return rows
        return (self.detail.detail.row,) if self.detail.detail is not None else ()

    def _postpone(self) -> None:
        rows, actor = self._picked(), self._actor
        if actor is None or not rows:
            return
        if len(rows) == 1:
            self._with_detail(lambda detail: self.acts.postpone((detail.row,), detail))
        else:
            self.acts.postpone(rows, None)

    def _close(self) -> None:
        rows = self._picked()
        if rows:
            self.acts.close(rows)

    def _reassign(self, team_id: UUID, user_id: UUID | None) -> None:
        rows = self._picked()
        if rows:
            self.acts.reassign(rows, team_id, user_id)

    def _open_menu(self, at: QPoint) -> None:
        rows, actor = self._picked(), self._actor
        if not rows or actor is None:
            return
        menu = PromiseMenu(self, self._theme, rows, actor, self._colleagues, self._menu_acts())
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(at)

    def _menu_acts(self) -> MenuActs:
        return MenuActs(
            call=self._call,
            release=lambda: self._with_detail(lambda detail: self.acts.release(detail.row)),
            reassign=self._reassign,
            postpone=self._postpone,
            close=self._close,
            reopen=lambda: self._with_detail(self.acts.reopen),
            give_number=lambda: self._with_detail(self.acts.give_number),
            decide=lambda what: self._with_detail(
                lambda detail: self.acts.decide(detail.row, what)
            ),
        )

    def _open_owners(self) -> None:
        if self._actor is None:
            return
        button = self.picked_bar.reassign
        menu = owner_menu(self, self._actor, self._colleagues, self._reassign)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(button.mapToGlobal(QPoint(0, button.height() + 2)))

    # -- views ---------------------------------------------------------------------------------

    def _turn(self) -> None:
        self.list.forget()
        self.reload()

    def _save_view(self) -> None:
        self.acts.save_view(self._view(), self.views.own)

    def _remove_view(self, view: SavedViewRow) -> None:
        self.views.choose("all")
        self.acts.remove_view(view)
        self._turn()

    def _show_empty(self, loaded: _Loaded) -> None:
        if loaded.page.rows:
            self._stack.setCurrentWidget(self.list)
            return
        had_focus = self.list.hasFocus()
        counts, view = loaded.counts, loaded.view
        if view.text:
            self.empty.show_state(
                "search-x", f"Nothing found for “{view.text}”", "", "Show the whole list"
            )
        elif view.who == "closed":
            self.empty.show_state("circle-check-big", "No promise is closed yet", "", "See all")
        elif counts.all == 0:
            self.empty.show_state(
                "circle-check-big",
                "No promise is open",
                "What is promised in Intake stands here.",
                "New callback",
                "ok",
            )
        else:
            detail = ""
            if counts.next_due_at is not None and self._actor is not None:
                when = due_words(counts.next_due_at, self._actor.zone, self._clock())
                detail = f"The next one is {when}, {counts.next_name}."
            self.empty.show_state(
                "circle-check-big", "No callbacks stand here", detail, "See all callbacks", "ok"
            )
        self._stack.setCurrentWidget(self.empty)
        if had_focus:
            self.empty.button.setFocus()

    def _next_step(self) -> None:
        if self._counts is not None and self._counts.all == 0 and not self.head.filter.text():
            self.new_callback()
            return
        if self.head.filter.text():
            self.head.filter.clear()
        else:
            self.views.choose("all")
        self._turn()
        self.list.setFocus()

    # -- making --------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self._stack = QStackedWidget()
        self._stack.addWidget(self.list)
        self._stack.addWidget(self.empty)
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(self._stack, 1)
        left.addWidget(self.picked_bar)
        left.addWidget(UndoDock(self._theme, self.undo_bar))
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addLayout(left, 1)
        body.addWidget(self.detail)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.head)
        whole.addWidget(self.views)
        whole.addLayout(body, 1)
        columns = self.list.rows.columns[2:]
        self.head.offer_columns([(column.key, column.title) for column in columns])

    def _wire(self) -> None:
        self.head.filter.textChanged.connect(lambda _text: self._turn())
        self.head.filter.results_entered.connect(self._focus_list)
        self.head.filter.left.connect(self._focus_list)
        self.head.filter.returnPressed.connect(self._focus_list)
        self.head.columns_chosen.connect(self.list.leave_out)
        self.head.new_requested.connect(self.new_callback)
        self.views.chosen.connect(lambda _key: self._turn())
        self.views.save_requested.connect(self._save_view)
        self.views.remove_requested.connect(self._remove_view)
        self.list.chosen.connect(self._load_detail)
        self.list.picked_changed.connect(
            lambda: self.picked_bar.show_count(len(self.list.picked()))
        )
        self.list.decided.connect(self.acts.decide)
        self.list.menu_requested.connect(self._open_menu)
        self.list.main_act_requested.connect(lambda _index: self._call())
        self.list.rows.more_wanted.connect(self._more)
        self.detail.result_chosen.connect(self._record)
        self.detail.next.call_requested.connect(self._call)
        self.detail.next.number_requested.connect(lambda: self._with_detail(self.acts.give_number))
        more = self.detail.head.more
        self.detail.head.more_requested.connect(
            lambda: self._open_menu(more.mapToGlobal(QPoint(0, more.height() + 2)))
        )
        bar = self.picked_bar
        bar.none_requested.connect(self._pick_one)
        bar.reassign_requested.connect(self._open_owners)
        bar.postpone_requested.connect(self._postpone)
        bar.close_requested.connect(self._close)
        self.empty.next_step_requested.connect(self._next_step)
        for writes in (self.acts.writes, self.new.writes):
            writes.said.connect(self.said)
            writes.written.connect(self.written)
            writes.troubled.connect(self.troubled)
        self.acts.writes.worked.connect(self._worked)
        self.acts.lease_changed.connect(self.reload)
        self.acts.call_requested.connect(self.call_requested)
        self.new.promised.connect(self.show_callback)
        for keys, act in (
            ("Ctrl+F", self.head.filter.setFocus),
            ("Ctrl+Tab", lambda: self.views.choose_next(1)),
            ("Ctrl+Shift+Tab", lambda: self.views.choose_next(-1)),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    def _worked(self, which: frozenset[UUID]) -> None:
        self.list.move_on(which)
        self.reload()

    def _pick_one(self) -> None:
        row = self.list.in_hand()
        if row is not None:
            self.list.take(row.id)
        self.list.setFocus()

    def _focus_list(self) -> None:
        if self._stack.currentWidget() is self.list:
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.empty.button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _failed(self, problem: Problem) -> None:
        self.troubled.emit(str(problem))

    # -- Qt ------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Single keys act while the list or the detail has the focus."""
        focus = QApplication.focusWidget()
        at_work = focus is not None and (
            self.list is focus or self.list.isAncestorOf(focus) or self.detail.isAncestorOf(focus)
        )
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        result = _RESULTS.get(event.text())
        if at_work and not held and result is not None:
            self._record(result)
        elif at_work and not held and event.key() == Qt.Key.Key_Escape:
            self._pick_one()
        else:
            super().keyPressEvent(event)
