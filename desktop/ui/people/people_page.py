"""The page of people: found by anything typed, one in full, and what is done with them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.app import Services
from desktop.domain.errors import Problem
from desktop.domain.local_time import local_day, whole_minute
from desktop.domain.number_display import display
from desktop.services.actor import Actor
from desktop.services.changes import Touched
from desktop.services.history import HistoryEntry
from desktop.services.people_list import PeopleFound, PersonListRow
from desktop.services.person_page import PersonPage
from desktop.ui.callbacks.new_callback import NewCallback
from desktop.ui.changes import concerns
from desktop.ui.key_binding import bind_keys
from desktop.ui.people.asking import Asking
from desktop.ui.people.merge_acts import MergeActs
from desktop.ui.people.newcomer import Newcomer
from desktop.ui.people.people_head import PeopleHead
from desktop.ui.people.person_acts import PersonActs
from desktop.ui.people.person_list import PersonList
from desktop.ui.people.person_pane import PersonPane
from desktop.ui.people.timeline_pane import TimelinePane
from desktop.ui.promise_wanted import PromiseWanted
from desktop.ui.shell.focus import focus_is_in
from desktop.ui.tasks import Runner
from desktop.ui.theme import Theme
from desktop.ui.widgets.undo_bar import UndoBar, UndoDock

_TICK_MS = 5_000
_ENTRIES = 50
_CONCERNS = (
    "person", "person_number", "person_email", "phone_number", "restriction", "do_not_call",
    "permission_to_speak", "person_merge", "not_same", "call", "callback", "attempt", "disclosure",
    "safety_event", "person_hold",
)  # fmt: skip

_LOOKS = (
    "person",
    "person_number",
    "person_email",
    "permission_to_speak",
    "person_merge",
    "not_same",
)
"""What makes two look the same, or not any more."""


@dataclass(frozen=True, slots=True)
class _Shown:
    """One person with their timeline."""

    page: PersonPage
    entries: tuple[HistoryEntry, ...]
    count: int


class PeoplePage(QWidget):
    """Reads what is looked for and who is in hand; its acts write."""

    said = Signal(str, object)
    written = Signal(object)
    troubled = Signal(str)
    call_requested = Signal(str)
    """Dial this number."""
    callback_requested = Signal(object)
    trail_requested = Signal(object, str)
    """Show what the trail has of this person: identity and name."""
    removed = Signal(object)
    """The identity of somebody whose data was removed: every list is to be read again."""
    told_requested = Signal(object)
    """Show everything that the person of this identity was told."""
    """Show this promise: its identity."""

    status_hints: tuple[tuple[str, str], ...] = (
        ("↑↓", "Move"),
        ("Enter", "Call"),
        ("M", "Merge"),
        ("F6", "Next pane"),
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
        self._minute = whole_minute(clock())
        self._entries = _ENTRIES
        self._stale = False
        self._pairs_due = True
        self._pairs_found = False
        self._pairs_read: datetime | None = None
        self.head = PeopleHead(theme)
        self.list = PersonList(theme, clock)
        self.pane = PersonPane(theme, clock)
        self.timeline = TimelinePane(theme, clock)
        self.undo_bar = UndoBar(theme)
        self.asking = Asking(theme, tasks, self)
        self.acts = PersonActs(self.asking, tasks, services, clock)
        self.merging = MergeActs(self.asking, tasks, services, clock)
        self.new = NewCallback(theme, tasks, services, clock, self)
        self.newcomer = Newcomer(self.asking, tasks, services.people, clock)
        self._lay_out()
        self._wire()
        self._bind_keys()
        self._timer = QTimer(self, interval=_TICK_MS)
        self._timer.timeout.connect(self.tick)
        self._timer.start()

    # -- what the window calls -----------------------------------------------------------------

    def set_actor(self, actor: Actor) -> None:
        """Somebody signed in: nothing of who was here before."""
        self._actor = actor
        self.asking.set_actor(actor)
        self.merging.set_actor()
        self.new.set_actor(actor)
        self.newcomer.forget()
        for part in (self.pane, self.timeline):
            part.set_reader(actor.zone)
        self.list.forget()
        self._show_nobody()
        self._stale = True

    def activate(self) -> None:
        """The page is shown: work begins in the search."""
        self.list.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.list.field.selectAll()
        self._freshen()
        self.tick()

    def on_changed(self, touched: frozenset[Touched]) -> None:
        """News from anywhere; read now if the page is seen, else when it is."""
        if touched and concerns(touched, *_LOOKS):
            self._pairs_due = True
        if concerns(touched, *_CONCERNS):
            self._stale = True
            if self.isVisible():
                self._freshen()

    def panes(self) -> tuple[QWidget, ...]:
        """Where F6 goes."""
        return (self.list.field, self.list.view, self.pane, self.timeline.events)

    def show_person(self, person_id: UUID) -> None:
        """Bring one person up."""
        self.list.take(person_id)
        self._read_person(person_id)

    # -- reading -------------------------------------------------------------------------------

    def _freshen(self) -> None:
        if self._stale and self._actor is not None:
            self._stale = False
            self.look()
            self._read_counts()

    def look(self) -> None:
        """Look for what is typed."""
        actor, people = self._actor, self._services.people_list
        if actor is None:
            return
        text, relations = self.list.typed, self.list.relations
        self._tasks.run(
            lambda: people.find(actor, text, relations),
            self._show_found,
            self._failed,
            replaces="people list",
        )

    def _show_found(self, found: PeopleFound) -> None:
        if self._actor is not None:
            self.list.show_found(found, self._actor.zone)

    def _chosen(self, row: PersonListRow | None) -> None:
        if row is None:
            self._show_nobody()
            return
        if self.pane.page is None or self.pane.page.person.id != row.person_id:
            self._entries = _ENTRIES
        self._read_person(row.person_id)

    def _read_person(self, person_id: UUID) -> None:
        actor, services, most = self._actor, self._services, self._entries
        if actor is None:
            return

        def read() -> _Shown:
            page = services.people.page(actor, person_id)
            entries = services.history.of_person(actor, page.person.id, most + 1)
            return _Shown(page, entries, services.history.count(actor, page.person.id))

        self._tasks.run(read, self._show_person, self._failed, replaces="person shown")

    def _show_person(self, shown: _Shown) -> None:
        self.pane.show_page(shown.page)
        more = len(shown.entries) > self._entries
        self.timeline.show_entries(shown.entries[: self._entries], shown.count, more=more)
        self.timeline.setVisible(True)

    def _show_nobody(self) -> None:
        self.pane.show_nobody()
        self.timeline.show_nobody()

    def _show_earlier(self) -> None:
        self._entries += _ENTRIES
        if self.pane.page is not None:
            self._read_person(self.pane.page.person.id)

    def _read_counts(self) -> None:
        actor, services = self._actor, self._services
        if actor is None:
            return
        self._tasks.run(
            lambda: (services.people_list.count(actor), services.alike.known_pairs(actor)),
            lambda counts: self._show_counts(*counts),
            self._failed,
            replaces="people counts",
        )
        # Goes through all names: when somebody was changed here, else once a minute at most.
        minute = whole_minute(self._clock())
        if self._pairs_due or minute != self._pairs_read:
            self._pairs_due, self._pairs_read = False, minute
            self.merging.count_pairs()

    def _show_counts(self, people: int, pairs: int) -> None:
        # Until somebody went through all names what was found last is shown.
        self.head.show_counts(people, None if self._pairs_found else pairs)

    def _show_pairs(self, count: int) -> None:
        self._pairs_found = True
        self.head.show_counts(pairs=count)

    def tick(self) -> None:
        """Time went on: the words change with each minute."""
        minute = whole_minute(self._clock())
        if self._actor is None or not self.isVisible() or minute == self._minute:
            return
        another_day = local_day(minute, self._actor.zone) != local_day(
            self._minute, self._actor.zone
        )
        self._minute = minute
        self.pane.tick()
        if another_day:
            self.timeline.tick()
            self.list.view.viewport().update()

    # -- acts ----------------------------------------------------------------------------------

    def _call(self) -> None:
        self.pane.ring()

    def _edit(self) -> None:
        if self.pane.page is not None:
            self.acts.edit(self.pane.page.person.id)

    def _more(self) -> None:
        if self.pane.page is not None:
            self.acts.open_menu(self.pane.page.person, self.pane.more)

    def _merge(self) -> None:
        page = self.pane.page
        if page is None:
            return
        if page.alike:
            self.merging.compare(page.person.id, page.alike[0].person_id)
        else:
            self.merging.with_somebody(page.person)

    def _merge_with_somebody(self) -> None:
        if self.pane.page is not None:
            self.merging.with_somebody(self.pane.page.person)

    def _new_callback(self) -> None:
        page = self.pane.page
        if page is None:
            return
        person = page.person
        first = person.numbers[0] if person.numbers else None
        e164, extension = (first.e164, first.extension) if first else (None, "")
        number = display(e164, extension or None) if e164 else ""
        self.new.ask_for(PromiseWanted(None, person.id, person.name, number, None))

    def new_person(self) -> None:
        """Ctrl+Shift+N: somebody new, beginning with what was looked for in vain."""
        self.newcomer.ask("" if self.list.rows.rows() else self.list.typed.strip())

    def _go_to(self, person_id: UUID) -> None:
        """Show somebody who may not be among those found: look for them by name."""
        actor, people = self._actor, self._services.people
        if actor is None:
            return

        def show(name: str) -> None:
            self.list.look_for(name, person_id)
            self.list.focus_list()

        self._tasks.run(lambda: people.get(actor, person_id).name, show, self._failed)

    def _failed(self, problem: Problem) -> None:
        self.troubled.emit(str(problem))

    # -- making --------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(self.list, 1)
        middle = QVBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.pane, 1)
        middle.addWidget(UndoDock(self._theme, self.undo_bar))
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addLayout(left)
        body.addLayout(middle, 1)
        body.addWidget(self.timeline)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.head)
        whole.addLayout(body, 1)

    def _wire(self) -> None:
        self.head.new_requested.connect(self.new_person)
        self.head.pairs_requested.connect(self.merging.look_at_pairs)
        self.list.wanted.connect(self.look)
        self.list.chosen.connect(self._chosen)
        self.list.main_act_requested.connect(self._call)
        self.list.new_person_requested.connect(self.new_person)
        pane = self.pane
        pane.call_requested.connect(self.call_requested)
        pane.edit_requested.connect(self._edit)
        pane.more_requested.connect(self._more)
        pane.compare_requested.connect(self._merge)
        pane.promise_requested.connect(self.callback_requested)
        pane.callback_requested.connect(self._new_callback)
        pane.merge_requested.connect(self._merge)
        self.newcomer.person_wanted.connect(self._go_to)
        self.acts.merge_requested.connect(self._merge_with_somebody)
        self.acts.told_requested.connect(self.told_requested)
        self.acts.records.trail_requested.connect(self.trail_requested)
        self.acts.records.removed.connect(self.removed)
        self.acts.records.removed.connect(lambda _person: self._show_nobody())
        self.merging.merged.connect(self.show_person)
        self.merging.pairs_found.connect(self._show_pairs)
        self.timeline.earlier_requested.connect(self._show_earlier)
        for writes in (self.asking, self.new.writes):
            writes.said.connect(self.said)
            writes.written.connect(self.written)
            writes.troubled.connect(self.troubled)

    def _bind_keys(self) -> None:
        bind_keys(self, ("find_people", self.activate), ("add_person", self.new_person))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """M merges while the list or the person has the focus, never in a text field: those keep
        their letters to themselves."""
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        at_work = focus_is_in(self.list.view, self.pane, self.timeline)
        if not held and at_work and event.key() == Qt.Key.Key_M:
            self._merge()
        else:
            super().keyPressEvent(event)
