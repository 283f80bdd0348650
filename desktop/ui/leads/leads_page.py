"""The page of leads: the inbox, one lead in full, and what is done with it."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.app import Services
from desktop.domain.local_time import whole_minute
from desktop.services.actor import Actor
from desktop.services.changes import Touched
from desktop.services.lead_rows import LeadDetail, LeadRow
from desktop.ui.changes import concerns
from desktop.ui.key_binding import bind_keys
from desktop.ui.keys import key_of
from desktop.ui.leads.import_strip import ImportStrip
from desktop.ui.leads.lead_acts import LeadActs
from desktop.ui.leads.lead_list import LeadList
from desktop.ui.leads.lead_pane import LeadPane
from desktop.ui.leads.lead_reader import Inbox, LeadReader, MoreLeads
from desktop.ui.leads.leads_head import LeadsHead
from desktop.ui.shell.focus import focus_is_in
from desktop.ui.tasks import Runner
from desktop.ui.theme import Theme
from desktop.ui.widgets.undo_bar import UndoBar, UndoDock

_TICK_MS = 5_000
_ACTS = ("Schedule callback", "Merge", "New person", "Answered", "Spam")
_CONCERNS = (
    "lead", "callback", "attempt", "call", "person", "person_number", "person_email",
    "phone_number", "person_merge", "not_same", "do_not_call", "restriction",
)  # fmt: skip


class LeadsPage(QWidget):
    """Shows what its reader reads, and passes on what its acts say and write."""

    said = Signal(str, object)
    written = Signal(object)
    troubled = Signal(str)
    call_requested = Signal(object)
    """Begin a call to this lead: a :class:`LeadDetail`."""
    safety_requested = Signal()
    counted = Signal(int)
    """So many leads wait for a first call."""

    status_hints: tuple[tuple[str, str], ...] = (
        (key_of("move").text(), "Move"),
        (key_of("main_act").text(), "Call now"),
        # Where a lead can be answered, its button shows the key.
        *(
            (key, act)
            for key, act in zip(key_of("lead_acts").here(), _ACTS, strict=True)
            if act != "Answered"
        ),
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
        self._minute = whole_minute(clock())
        self._stale = False
        self.head = LeadsHead(theme)
        self.import_strip = ImportStrip(theme)
        self.list = LeadList(theme, clock)
        self.pane = LeadPane(theme, clock)
        self.undo_bar = UndoBar(theme)
        self._reader = LeadReader(tasks, services.lead_inbox, self)
        self.acts = LeadActs(theme, tasks, services, clock, self)
        self._lay_out()
        self._wire()
        bind_keys(
            self,
            ("next_leads", lambda: self.head.choose_next(1)),
            ("leads_before", lambda: self.head.choose_next(-1)),
        )
        self._timer = QTimer(self, interval=_TICK_MS)
        self._timer.timeout.connect(self.tick)
        self._timer.start()

    # -- what the window calls -----------------------------------------------------------------

    def set_actor(self, actor: Actor) -> None:
        """Somebody signed in: nothing of who was here before."""
        self._actor = actor
        self.list.delegate.here = actor.zone
        self.pane.set_reader(actor.zone)
        self.pane.show_nothing()
        self.acts.set_actor(actor)
        self.head.choose("new")
        self.list.forget()
        self._reader.set_actor(actor)
        self.reload()

    def activate(self) -> None:
        """The page is shown: work begins in the list."""
        self.list.focus_here()
        self.tick()

    def on_changed(self, touched: frozenset[Touched]) -> None:
        """News from anywhere."""
        if concerns(touched, *_CONCERNS):
            self.reload()

    def panes(self) -> tuple[QWidget, ...]:
        """Where F6 goes."""
        return (self.list.view, self.pane)

    def show_lead(self, lead_id: UUID) -> None:
        """Bring one lead up, wherever it stands."""
        self.list.take(lead_id)
        self._reader.read_detail(lead_id)

    # -- showing -------------------------------------------------------------------------------

    def reload(self) -> None:
        """Read what is shown again."""
        self._reader.read_inbox(self.head.tab, len(self.list.rows.rows()))

    def tick(self) -> None:
        """Time went on: the words change with each minute."""
        minute = whole_minute(self._clock())
        if self._actor is None or not self.isVisible() or minute == self._minute:
            return
        self._minute = minute
        self.list.tick()
        self.pane.tick()
        self.reload()

    def _show_inbox(self, inbox: Inbox) -> None:
        if inbox.tab != self.head.tab:
            return
        self.head.show_counts(inbox.counts, self._clock())
        self.counted.emit(inbox.counts.new)
        self.list.show_rows(inbox.page.rows, inbox.tab, more=inbox.page.next is not None)

    def _show_more(self, more: MoreLeads) -> None:
        self.list.add_rows(more.page.rows, more=more.page.next is not None)

    def _show_row(self, row: LeadRow | None) -> None:
        if row is None:
            self.pane.show_nothing()
        else:
            self._reader.read_detail(row.id)

    def _show_detail(self, detail: LeadDetail) -> None:
        self.pane.show_detail(detail)

    def _turn(self) -> None:
        """Another tab: from its top."""
        self.list.forget()
        self.reload()

    # -- acts ------------------------------------------------------------------------------------

    def _act(self, act: Callable[[LeadDetail], None]) -> Callable[[], None]:
        """``act`` on the lead that is shown, if it is the one in hand."""

        def run() -> None:
            detail, row = self.pane.detail, self.list.in_hand()
            if detail is not None and (row is None or row.id == detail.row.id):
                act(detail)

        return run

    def _press(self, button: QWidget, act: Callable[[LeadDetail], None]) -> Callable[[], None]:
        run = self._act(act)
        return lambda: run() if button.isEnabled() and button.isVisible() else None

    # -- making ----------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(self.list, 1)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.pane, 1)
        right.addWidget(UndoDock(self._theme, self.undo_bar))
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addLayout(left)
        body.addLayout(right, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.head)
        whole.addWidget(self.import_strip)
        whole.addLayout(body, 1)

    def _wire(self) -> None:
        reader, pane, acts = self._reader, self.pane, self.acts
        reader.inbox_read.connect(self._show_inbox)
        reader.page_read.connect(self._show_more)
        reader.detail_read.connect(self._show_detail)
        reader.detail_gone.connect(self.reload)
        reader.troubled.connect(self.troubled)
        self.head.chosen.connect(lambda _tab: self._turn())
        self.list.chosen.connect(self._show_row)
        self.list.rows.more_wanted.connect(reader.read_more)
        self._call = self._press(pane.call, acts.call)
        self._keys: dict[str, Callable[[], None]] = dict(
            zip(
                key_of("lead_acts").here(),
                (
                    self._press(pane.schedule, acts.schedule),
                    self._press(pane.merge, acts.merge),
                    self._press(pane.newcomer, acts.make_person),
                    self._press(pane.answered, acts.answered),
                    self._press(pane.spam, acts.spam),
                ),
                strict=True,
            )
        )
        schedule, merge, newcomer, answered, spam = self._keys.values()
        self.list.main_act_requested.connect(self._call)
        pane.call_requested.connect(self._call)
        pane.schedule_requested.connect(schedule)
        pane.merge_requested.connect(merge)
        pane.newcomer_requested.connect(newcomer)
        pane.answered_requested.connect(answered)
        pane.spam_requested.connect(spam)
        pane.safety_requested.connect(self.safety_requested)
        pane.copied.connect(lambda words: self.said.emit(words, None))
        acts.call_started.connect(self.call_requested)
        acts.dealt_with.connect(self.list.move_on)
        acts.writes.said.connect(self.said)
        acts.writes.written.connect(self.written)
        acts.writes.troubled.connect(self.troubled)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Single keys act while the list or the lead has the focus."""
        held = event.modifiers() & ~(
            Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier
        )
        at_work = focus_is_in(self.list, self.pane)
        act = self._keys.get(event.text().upper())
        if act is None or held or not at_work:
            super().keyPressEvent(event)
        else:
            act()
