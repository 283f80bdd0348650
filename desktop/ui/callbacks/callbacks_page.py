"""The page of promises: the queue, one promise in full, and everything done with them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.app import Services
from desktop.domain.local_time import whole_minute
from desktop.domain.roles import may
from desktop.domain.vocabulary import AttemptResult, Permission
from desktop.services.actor import Actor
from desktop.services.callback_detail import CallbackDetail
from desktop.services.changes import Touched
from desktop.services.queue_row import QueueRow, ViewFilter
from desktop.services.saved_views import SavedViewRow
from desktop.ui.callbacks.asking import Asking
from desktop.ui.callbacks.colleagues import Colleagues
from desktop.ui.callbacks.detail_pane import DetailPane
from desktop.ui.callbacks.empty_views import NEW, empty_words
from desktop.ui.callbacks.new_callback import NewCallback
from desktop.ui.callbacks.page_head import PageHead
from desktop.ui.callbacks.picked_bar import PickedBar
from desktop.ui.callbacks.queue_lines import group_now, group_totals, lines_of
from desktop.ui.callbacks.queue_list import QueueList
from desktop.ui.callbacks.queue_reader import NextPage, Queue, QueueReader
from desktop.ui.callbacks.view_acts import ViewActs
from desktop.ui.callbacks.view_tabs import ViewTabs
from desktop.ui.callbacks.work_in_hand import WorkInHand
from desktop.ui.changes import concerns
from desktop.ui.key_binding import bind_keys
from desktop.ui.keys import key_of
from desktop.ui.promise_wanted import PromiseWanted
from desktop.ui.shell.focus import focus_is_in
from desktop.ui.tasks import Runner
from desktop.ui.theme import Theme
from desktop.ui.voicemails.waiting_strip import WaitingStrip
from desktop.ui.widgets.empty_state import EmptyState
from desktop.ui.widgets.menus import below
from desktop.ui.widgets.undo_bar import UndoBar, UndoDock

_TICK_MS = 5_000
_RESULTS = dict(zip(key_of("result").keys, AttemptResult, strict=True))


class CallbacksPage(QWidget):
    """Shows what its reader reads, and passes on what its acts say and write."""

    said = Signal(str, object)
    written = Signal(object)
    troubled = Signal(str)
    strike_requested = Signal(object)
    """The Safety card behind the follow-up with this identity was a mistake."""
    call_requested = Signal(str)
    """Dial this number."""
    export_requested = Signal(object)
    """The :class:`ViewFilter` that is shown."""

    status_hints: tuple[tuple[str, str], ...] = (
        (key_of("main_act").text(), "Start call"),
        (key_of("result").text(), "Record outcome"),
        (key_of("undo").text(), "Undo"),
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
        # A promise to bring up with the next reading; one that is shown but stands in no row.
        self._wanted: UUID | None = None
        self._aside: UUID | None = None
        self._minute = whole_minute(clock())
        self.head = PageHead(theme)
        self.messages = WaitingStrip(theme, clock)
        self.views = ViewTabs(theme)
        self.list = QueueList(theme, clock)
        self.detail = DetailPane(theme, clock)
        self.picked_bar = PickedBar(theme)
        self.undo_bar = UndoBar(theme)
        self.empty = EmptyState(theme, "circle-check-big", "Nothing here", framed=False)
        self._reader = QueueReader(tasks, services, self)
        self.asking = Asking(theme, tasks, clock, self)
        self.work = WorkInHand(theme, self.asking, tasks, services, self.list, self.detail)
        self._view_acts = ViewActs(self.asking, services.callbacks)
        self.new = NewCallback(theme, tasks, services, clock, self)
        self._lay_out()
        self._wire_shown()
        self._wire_acts()
        self._bind_keys()
        self._timer = QTimer(self, interval=_TICK_MS)
        self._timer.timeout.connect(self.tick)
        self._timer.start()

    # -- what the window calls -----------------------------------------------------------------

    def set_actor(self, actor: Actor) -> None:
        """Somebody signed in: their views and promises, nothing of who was here before."""
        self._actor, self._wanted, self._aside = actor, None, None
        self.list.cells.here = actor.zone
        self.detail.set_reader(actor.name, actor.zone)
        self.head.offer_export(may(actor.role, Permission.EXPORT))
        self.detail.show_nothing()
        self.asking.set_actor(actor)
        self.new.set_actor(actor)
        self.views.show_views(())
        self._clear_filter("all")
        self.list.forget()
        self._reader.set_actor(actor)
        self.reload()

    def activate(self) -> None:
        """The page is shown: work begins in the list."""
        self._focus_list()
        self.tick()

    def on_changed(self, touched: frozenset[Touched]) -> None:
        """News from anywhere."""
        kinds = ("callback", "attempt", "call", "person", "phone_number", "do_not_call")
        if concerns(touched, *kinds):
            self.reload()
        if concerns(touched, "saved_view"):
            self._reader.read_views()
        self.work.tries.changed.emit(touched)

    def panes(self) -> tuple[QWidget, ...]:
        """Where F6 goes."""
        return (self.views.tabs, self.list, self.empty, self.detail)

    def new_callback(self, about: str = "") -> None:
        """Ctrl+Shift+B; ``about`` is what it is going to be about."""
        self.new.ask(about)

    def new_callback_for(self, wanted: PromiseWanted) -> None:
        """A promise that was made on a call: what is known of it is filled in."""
        self.new.ask_for(wanted)

    def show_callback(self, callback_id: UUID) -> None:
        """Bring one promise up, wherever it stands."""
        self._wanted = callback_id
        self._clear_filter("all")
        self.reload()

    def show_view(self, key: str) -> None:
        """Bring one of the views up, whole."""
        self._clear_filter(key)
        self.list.forget()
        self.reload()

    # -- showing -------------------------------------------------------------------------------

    def reload(self) -> None:
        """Read what is shown again."""
        self._reader.read_queue(self._view(), len(self.list.rows.rows()))

    def tick(self) -> None:
        """Time went on: the words change with each minute, and rows change their group."""
        now = self._clock()
        if self._actor is None or not self.isVisible() or whole_minute(now) == self._minute:
            return
        self._minute = whole_minute(now)
        # Somebody at work on a promise may have let it go without a word: leases are no news.
        # A safety follow-up climbs with the clock alone.
        if any(
            row.lease_by or row.climb is not None or row.group is not group_now(row, now)
            for row in self.list.rows.rows()
        ):
            self.reload()
            return
        self.list.rows.repaint_rows()
        self.detail.tick()
        shown = self.detail.detail
        if shown is not None:
            self._reader.read_detail(shown.row.id)

    def _view(self) -> ViewFilter:
        view, typed = self.views.view, self.head.filter.text().strip()
        return replace(view, text=typed) if typed else view

    def _show_queue(self, queue: Queue) -> None:
        page, counts = queue.page, queue.counts
        self.head.show_counts(counts)
        self.views.show_counts(counts)
        self._show_empty(queue)
        # Closed ones stand by when they were closed.
        self.list.horizontalHeader().setSortIndicatorShown(queue.view.who != "closed")
        more = page.next is not None
        totals = group_totals(page.rows, counts, queue.view, more=more)
        self.list.show_lines(lines_of(page.rows, totals), more=more)
        wanted, self._wanted = self._wanted, None
        if wanted is not None and not self.list.take(wanted):
            self._aside = wanted
            self.list.put_down()
            self._reader.read_detail(wanted)

    def _show_more(self, further: NextPage) -> None:
        shown = self.list.rows.rows()
        last = shown[-1].group if shown else None
        more = further.page.next is not None
        rows = (*shown, *further.page.rows)
        totals = group_totals(rows, further.queue.counts, further.queue.view, more=more)
        self.list.add_lines(lines_of(further.page.rows, totals, last), more=more)

    def _show_empty(self, queue: Queue) -> None:
        if queue.page.rows:
            had_focus = self.empty.button.hasFocus()
            self._stack.setCurrentWidget(self.list)
            if had_focus:
                self.list.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        here = self._actor.zone if self._actor else "UTC"
        words = empty_words(queue.view, queue.counts, here, self._clock())
        self.empty.show_state(words.icon, words.fact, words.detail, words.next_step, words.tone)
        had_focus = self.list.hasFocus()
        self._stack.setCurrentWidget(self.empty)
        if had_focus:
            self.empty.button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_row(self, row: QueueRow | None) -> None:
        if row is not None:
            self._aside = None
            self._reader.read_detail(row.id)
        elif self._aside is not None:
            self._reader.read_detail(self._aside)
        else:
            self.detail.show_nothing()

    def _show_detail(self, detail: CallbackDetail) -> None:
        if detail.row.id == self._aside and detail.row.resolution is not None:
            self._look_among_closed(detail.row.id)
        self.detail.show_detail(detail)
        self.work.on_detail(detail)

    def _look_among_closed(self, callback_id: UUID) -> None:
        if self.views.view.who != "closed":
            self._aside, self._wanted = None, callback_id
            self._clear_filter("closed")
            self._turn()

    def _show_colleagues(self, colleagues: Colleagues) -> None:
        self.work.set_colleagues(colleagues)
        self.views.show_team(colleagues.own_team)

    def _worked(self, which: frozenset[UUID]) -> None:
        self.list.move_on(which)
        self.reload()

    # -- views ---------------------------------------------------------------------------------

    def _turn(self) -> None:
        """Another view: from its top."""
        self._aside = None
        self.list.forget()
        self.reload()

    def _save_view(self) -> None:
        self._view_acts.save_view(self._view(), self.views.own)

    def _remove_view(self, view: SavedViewRow) -> None:
        self.views.choose("all")
        self._turn()
        self._view_acts.remove_view(view)

    def _next_step(self) -> None:
        if self.empty.button.words() == NEW:
            self.new_callback()
            return
        self._clear_filter("all")
        self._turn()

    def _ask_export(self) -> None:
        self.export_requested.emit(self._view())

    def _clear_filter(self, view: str) -> None:
        self.head.filter.blockSignals(True)
        self.head.filter.clear()
        self.head.filter.blockSignals(False)
        self.views.choose(view)

    # -- making --------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self._stack = QStackedWidget()
        self._stack.addWidget(self.list)
        self._stack.addWidget(self.empty)
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(self.messages)
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
        self.head.columns.offer([(column.key, column.title) for column in columns])

    def _wire_shown(self) -> None:
        reader = self._reader
        reader.queue_read.connect(self._show_queue)
        reader.page_read.connect(self._show_more)
        reader.detail_read.connect(self._show_detail)
        reader.views_read.connect(self.views.show_views)
        reader.colleagues_read.connect(self._show_colleagues)
        reader.troubled.connect(self.troubled)
        self.head.filter.textChanged.connect(self._turn)
        for leaving in ("results_entered", "left", "returnPressed"):
            getattr(self.head.filter, leaving).connect(self._focus_list)
        self.head.columns.put_away.connect(self.list.leave_out)
        self.views.chosen.connect(self._turn)
        self.views.rebuilt.connect(lambda: self.views.order_after(self.head.new))
        self.list.chosen.connect(self._show_row)
        self.list.picked_changed.connect(self._show_picked)
        self.list.rows.more_wanted.connect(reader.read_more)

    def _wire_acts(self) -> None:
        self.head.new_requested.connect(self.new_callback)
        self.head.export_requested.connect(self._ask_export)
        self.empty.next_step_requested.connect(self._next_step)
        self.views.save_requested.connect(self._save_view)
        self.views.remove_requested.connect(self._remove_view)
        work, bar = self.work, self.picked_bar
        self.list.decided.connect(work.decide)
        self.list.menu_requested.connect(work.open_menu)
        self.list.main_act_requested.connect(work.call)
        self.detail.result_chosen.connect(work.record)
        self.detail.message_put_away.connect(self._focus_list)
        self.detail.next.call_requested.connect(work.call)
        self.detail.next.number_requested.connect(work.give_number)
        more = self.detail.head.more
        self.detail.head.more_requested.connect(lambda: work.open_menu(below(more)))
        self.detail.head.person_requested.connect(work.name_person)
        bar.none_requested.connect(self._pick_one)
        bar.reassign_requested.connect(lambda: work.open_owners(below(bar.reassign)))
        bar.postpone_requested.connect(work.postpone)
        bar.close_requested.connect(work.close)
        work.detail_wanted.connect(self._reader.read_detail)
        work.lease_changed.connect(self.reload)
        work.call_requested.connect(self.call_requested)
        work.strike_requested.connect(self.strike_requested)
        work.troubled.connect(self.troubled)
        for writes in (self.asking.writes, self.new.writes):
            writes.said.connect(self.said)
            writes.written.connect(self.written)
            writes.troubled.connect(self.troubled)
        self.asking.writes.worked.connect(self._worked)
        self.new.promised.connect(self.show_callback)

    def _bind_keys(self) -> None:
        bind_keys(
            self,
            ("find_here", self.head.filter.setFocus),
            ("export_callbacks", self._ask_export),
            ("next_view", lambda: self.views.choose_next(1)),
            ("view_before", lambda: self.views.choose_next(-1)),
        )

    # -- focus and keys ------------------------------------------------------------------------

    def _show_picked(self) -> None:
        self.picked_bar.show_count(len(self.list.picked()))

    def _pick_one(self) -> None:
        row = self.list.in_hand()
        if row is not None:
            self.list.take(row.id)
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _focus_list(self) -> None:
        shown = self.list if self._stack.currentWidget() is self.list else self.empty.button
        shown.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Single keys act while the list or the detail has the focus, and never in a text field:
        those keep their letters to themselves."""
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        at_work = focus_is_in(self.list, self.detail)
        if held or not at_work:
            super().keyPressEvent(event)
        elif event.text() in _RESULTS:
            # A key that is held down is pressed once.
            if not event.isAutoRepeat():
                self.work.record(_RESULTS[event.text()])
        elif event.key() == Qt.Key.Key_Escape and self.detail.leaving:
            self.detail.put_message_away()
        elif event.key() == Qt.Key.Key_Escape:
            self._pick_one()
        else:
            super().keyPressEvent(event)
