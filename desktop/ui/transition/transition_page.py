"""The page of the transition: milestones, who heard which words, and what was asked for."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.app import Services
from desktop.domain.local_time import local_day, whole_minute
from desktop.domain.roles import may
from desktop.domain.vocabulary import Permission, RequestKind, StatementStanding
from desktop.services.actor import Actor
from desktop.services.changes import Touched
from desktop.services.coverage import Coverage
from desktop.services.update_list import UpdatePage
from desktop.ui.changes import concerns
from desktop.ui.key_binding import bind_keys
from desktop.ui.keys import key_of
from desktop.ui.tasks import Runner
from desktop.ui.theme import Theme
from desktop.ui.transition.milestone_acts import Marked, MilestoneActs
from desktop.ui.transition.milestone_card import AnyStep
from desktop.ui.transition.overview import Overview
from desktop.ui.transition.people_card import PHASES, REQUESTS
from desktop.ui.transition.request_acts import RequestActs
from desktop.ui.transition.row_acts import RowActs
from desktop.ui.transition.side_views import SideViews
from desktop.ui.transition.summary_acts import SummaryActs
from desktop.ui.transition.transition_head import TransitionHead
from desktop.ui.transition.transition_reader import Steps, TransitionReader, Words
from desktop.ui.transition.update_acts import Made, UpdateActs
from desktop.ui.widgets.undo_bar import UndoBar, UndoDock

_TICK_MS = 5_000
_WHO = (
    "disclosure", "correction", "statement", "person", "person_merge", "request", "callback",
    "milestone", "do_not_call", "call",
)  # fmt: skip
_BESIDE = (
    "acknowledgement", "transition_setting", "site", "closure_place", "handover_sign_off",
    "safety_event",
)  # fmt: skip


class TransitionPage(QWidget):
    """Shows what its reader reads, and passes on what its acts say and write."""

    said = Signal(str, object)
    written = Signal(object)
    troubled = Signal(str)
    changed_much = Signal()
    """Many records changed at once: every page reads again."""
    person_requested = Signal(object)
    callback_requested = Signal(object)
    waiting_requested = Signal()
    """Show the callbacks that wait for a milestone."""
    told_requested = Signal(object)
    """Show everything that this person was told."""
    print_requested = Signal(object)
    """A :class:`SheetWanted`."""
    promise_requested = Signal(object)
    """A :class:`PromiseWanted`: who may not promise many calls at once promises one."""

    status_hints: tuple[tuple[str, str], ...] = (
        (key_of("main_act").text(), "Open person"),
        (key_of("add_callback").text(), "Add callback"),
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
        self._to_read = True
        self._minute = whole_minute(clock())
        self.head = TransitionHead(theme)
        overview = self._overview = Overview(theme, clock)
        self.milestones, self.coverage = overview.milestones, overview.coverage
        self.people, self.requests, self.words = overview.people, overview.requests, overview.words
        self.undo_bar = UndoBar(theme)
        self._reader = TransitionReader(tasks, services, self)
        self.steps = MilestoneActs(theme, tasks, services.milestones, clock, self)
        self.updates = UpdateActs(theme, tasks, services.update_list, clock, self)
        self.asked = RequestActs(theme, tasks, services.requests, clock, self)
        self.summary = SummaryActs(theme, tasks, services, clock, self)
        self.sides = SideViews(
            overview, self._reader, theme=theme, tasks=tasks, services=services, clock=clock,
            window=self,
        )  # fmt: skip
        self.versions, self.wording = self.sides.versions, self.sides.wording
        self.deeds = RowActs(self.people, self.updates, self.asked, self)
        self._lay_out()
        self._wire_shown()
        self._wire_acts()
        bind_keys(
            self,
            ("add_callback", self.deeds.add_in_hand),
            ("next_list", lambda: self.people.tabs.choose_next(1)),
            ("list_before", lambda: self.people.tabs.choose_next(-1)),
            ("print_summary", self.head.printing.click),
        )
        self._timer = QTimer(self, interval=_TICK_MS)
        self._timer.timeout.connect(self.tick)
        self._timer.start()

    # -- what the window calls -----------------------------------------------------------------

    def set_actor(self, actor: Actor) -> None:
        """Somebody signed in: nothing of who was here before."""
        before, self._actor = self._actor, actor
        manages = may(actor.role, Permission.RUN_TRANSITION)
        approves = may(actor.role, Permission.APPROVE_WORDS)
        self._approves = approves
        self.milestones.set_manages(manages)
        self.people.set_reader(
            actor.zone, actor.user_id, manages=manages, exports=may(actor.role, Permission.EXPORT)
        )
        self.words.set_reader(actor.zone, manages=approves)
        same = before is not None and before.user_id == actor.user_id
        self.sides.set_actor(actor, same=same)
        self.deeds.manages = manages
        self.head.offer_draft(1, may_draft=False)
        self.head.offer_handover(may_hand_over=manages)
        self.steps.set_actor(actor)
        self.updates.set_actor(actor)
        for acts in (self.asked, self.summary):
            acts.set_actor(actor)
        self._reader.set_actor(actor)
        self._to_read, self._coverage, self._holds = True, None, None
        if self.isVisible():
            self.reload()

    def activate(self) -> None:
        """The page is shown: work begins in the list."""
        if self._to_read:
            self.reload()
        self._focus_front()

    def on_changed(self, touched: frozenset[Touched]) -> None:
        """News from anywhere. Nobody looks: read when somebody does."""
        if not concerns(touched, *_WHO, *_BESIDE):
            return
        if not self.isVisible():
            self._to_read = True
            return
        self.sides.on_changed(touched)
        if concerns(touched, "milestone", "callback", "transition_setting", "site"):
            self._reader.read_steps()
        if concerns(touched, "statement", "milestone", "correction", "acknowledgement"):
            self._read_words()
        if concerns(touched, *_WHO):
            self._read_people()
        if concerns(touched, "request", "callback"):
            self._reader.read_progress()
            self._read_tab(self.people.tab)

    def panes(self) -> tuple[QWidget, ...]:
        """Where F6 goes."""
        return self.sides.panes() or (self.head, *self._overview.panes())

    def tick(self) -> None:
        """Time went on. Words are read again before they are too old to be shown; where that
        cannot be, they are taken away."""
        if self._actor is None or not self.isVisible():
            return
        now = self._clock()
        current = self.words.current
        if current is not None:
            age = (now - current.read_at).total_seconds()
            if not 0 <= age < current.stale_after_seconds / 2:
                self._read_words()
            self.words.tick()
        if whole_minute(now) != self._minute:
            self._minute = whole_minute(now)
            self._reader.read_steps()
            self.people.updates.rows.repaint_rows()

    # -- reading -------------------------------------------------------------------------------

    def reload(self) -> None:
        """Read everything that is shown."""
        self._to_read = False
        self._reader.read_sites()
        self._reader.read_steps()
        self._read_words()
        self._read_people()
        self._reader.read_progress()
        self._read_tab(self.people.tab)

    def _read_words(self) -> None:
        self._reader.read_words(*self.words.choice)
        self.sides.read_words_again()

    def _read_people(self) -> None:
        self._reader.read_coverage()
        shown = len(self.people.updates.rows.rows())
        self._reader.read_updates(self.people.asked_whom, shown)

    def _read_tab(self, key: str) -> None:
        if key == REQUESTS:
            self._reader.read_requests(*self.people.asked_which)
        elif key == PHASES:
            self._reader.read_figures()

    # -- showing -------------------------------------------------------------------------------

    def _show_steps(self, steps: Steps) -> None:
        if self._actor is None:
            return
        now, zone = self._clock(), self._actor.zone
        self.steps.know_steps(steps.rows)
        self.milestones.show_headline(steps.choices.headline)
        self.milestones.show_steps(steps.rows, steps.asked, zone, now, local_day(now, zone))

    def _show_words(self, words: Words) -> None:
        self.words.show_words(words.current, words.versions)
        holding = [
            row.number for row in words.versions if row.standing is StatementStanding.CURRENT
        ]
        self._holds = max(holding, default=None)
        if self._coverage is not None:
            self.coverage.show_coverage(self._coverage, self._holds)
        self.versions.show_versions(words.versions)
        newest = max((row.number for row in words.versions), default=0)
        self.head.offer_draft(newest + 1, may_draft=self._approves)

    def _show_coverage(self, coverage: Coverage) -> None:
        self._coverage = coverage
        self.coverage.show_coverage(coverage, self._holds)
        self.people.show_coverage(coverage)

    def _show_updates(self, page: UpdatePage) -> None:
        self.people.show_updates(page)

    def _show_sites(self, sites: tuple[tuple[str, UUID], ...]) -> None:
        self.words.offer_sites(sites)
        self.versions.offer_sites(sites)
        self.steps.know_sites(sites)

    # -- acts ----------------------------------------------------------------------------------

    def _open_step(self, button: AnyStep) -> None:
        if button.row is not None:
            self.steps.open_step(button.row, button)

    def _take_back(self, what: object) -> None:
        """What the undo bar offered, where it is no single Change."""
        if isinstance(what, Marked):
            self.steps.take_back(what)
        elif isinstance(what, Made):
            self.updates.take_back(what)

    def _show_kind(self, kind: RequestKind) -> None:
        self.people.show_kind(kind)
        self._read_tab(REQUESTS)
        self.people.focus_here()

    def _focus_front(self) -> None:
        (self.sides.front or self.people).focus_here()

    # -- making --------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.head)
        whole.addWidget(self.sides.stack, 1)
        whole.addWidget(UndoDock(self._theme, self.undo_bar))

    def _wire_shown(self) -> None:
        reader, people = self._reader, self.people
        reader.steps_read.connect(self._show_steps)
        reader.words_read.connect(self._show_words)
        reader.coverage_read.connect(self._show_coverage)
        reader.updates_read.connect(self._show_updates)
        reader.more_read.connect(people.add_updates)
        reader.progress_read.connect(self.requests.show_progress)
        reader.requests_read.connect(people.show_requests)
        reader.figures_read.connect(people.show_figures)
        reader.sites_read.connect(self._show_sites)
        reader.troubled.connect(self.troubled)
        people.tab_chosen.connect(self._read_tab)
        people.whom_chosen.connect(lambda: reader.read_updates(people.asked_whom))
        people.which_chosen.connect(lambda: self._read_tab(REQUESTS))
        people.more_wanted.connect(reader.read_more)
        self.requests.kind_chosen.connect(self._show_kind)
        self.words.choice_changed.connect(self._read_words)
        self.words.version_requested.connect(self.sides.open_version)
        self.head.draft_requested.connect(lambda: self.sides.draft(self.words.holds))
        self.head.handover_requested.connect(self.sides.open_handover)

    def _wire_acts(self) -> None:
        steps, updates, people, asked = self.steps, self.updates, self.people, self.asked
        sides, deeds = self.sides, self.deeds
        for acts in (steps, updates, asked, self.summary, sides):
            acts.said.connect(self.said)
            acts.troubled.connect(self.troubled)
        for acts in (steps, updates, sides):
            acts.changed.connect(self.changed_much)
        for acts in (steps, asked, sides):
            acts.written.connect(self.written)
        asked.callback_requested.connect(self.callback_requested)
        people.request_requested.connect(asked.open)
        people.export_requested.connect(self.summary.export_figures)
        self.head.print_requested.connect(self.summary.print_page)
        for prints in (self.summary, sides):
            prints.print_requested.connect(self.print_requested)
        sides.person_requested.connect(self.person_requested)
        sides.words_unsure.connect(self._read_words)
        sides.left.connect(people.focus_here)
        steps.list_requested.connect(sides.open_closure)
        deeds.person_requested.connect(self.person_requested)
        deeds.callback_requested.connect(self.callback_requested)
        deeds.told_requested.connect(self.told_requested)
        deeds.promise_requested.connect(self.promise_requested)
        self.words.acknowledge_requested.connect(sides.wording.acknowledge)
        steps.waiting_requested.connect(self.waiting_requested)
        steps.worked_stays.connect(steps.show_worked)
        updates.callback_requested.connect(self.callback_requested)
        self.milestones.mark_requested.connect(steps.mark)
        self.milestones.plan_requested.connect(steps.plan)
        self.milestones.step_pressed.connect(self._open_step)
        self.milestones.more_requested.connect(lambda: steps.open_more(self.milestones.more))
        people.add_all_requested.connect(lambda: updates.add_all(people.asked_whom))
        people.person_requested.connect(self.person_requested)
        self.undo_bar.undo_requested.connect(self._take_back)

    _approves = False
    _coverage: Coverage | None = None
    _holds: int | None = None
