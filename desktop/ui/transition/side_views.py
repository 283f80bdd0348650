"""What may stand in front of the overview: versions of the words, the handover, a closure."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.app import Services
from desktop.domain.roles import may
from desktop.domain.vocabulary import Permission
from desktop.services.actor import Actor
from desktop.services.changes import Touched
from desktop.services.statement_rows import StatementRow
from desktop.ui.changes import concerns
from desktop.ui.tasks import Runner
from desktop.ui.theme import Theme
from desktop.ui.transition.closure_acts import ClosureActs
from desktop.ui.transition.closure_view import ClosureView
from desktop.ui.transition.handover_acts import HandoverActs
from desktop.ui.transition.handover_view import HandoverView
from desktop.ui.transition.transition_reader import TransitionReader
from desktop.ui.transition.words_acts import WordsActs
from desktop.ui.transition.words_view import NOTHING, WordsView

_SAID_OF_PEOPLE = (
    "person", "request", "callback", "disclosure", "safety_event", "milestone", "closure_place",
)  # fmt: skip

_SAID_OF_POLICY = ("transition_setting", "milestone", "handover_sign_off")


class SideViews(QObject):
    """Owns the views, what acts in them, and which of them is in front."""

    said = Signal(str, object)
    written = Signal(object)
    troubled = Signal(str)
    changed = Signal()
    """Many records changed at once."""
    words_unsure = Signal()
    """What was decided on is not as it was shown: read the words again."""
    person_requested = Signal(object)
    print_requested = Signal(object)
    left = Signal()
    """The overview is in front again."""

    def __init__(
        self,
        overview: QWidget,
        reader: TransitionReader,
        *,
        theme: Theme,
        tasks: Runner,
        services: Services,
        clock: Callable[[], datetime],
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._reader = reader
        self.versions = WordsView(theme, clock)
        self.handover = HandoverView(theme)
        self.closure = ClosureView(theme)
        self.wording = WordsActs(theme, tasks, services.statements, window)
        self.handing = HandoverActs(self.handover, tasks, services, clock, window)
        self.closing = ClosureActs(theme, self.closure, tasks, services, clock, window)
        self.stack = QStackedWidget()
        for widget in (overview, self.versions, self.handover, self.closure):
            self.stack.addWidget(widget)
        self._wire()
        self._wire_wording()

    def set_actor(self, actor: Actor, *, same: bool) -> None:
        """Somebody signed in; ``same`` when they were here before."""
        approves = may(actor.role, Permission.APPROVE_WORDS)
        runs = may(actor.role, Permission.RUN_TRANSITION)
        self.versions.set_reader(actor.name, actor.zone, approves=approves, runs=runs, same=same)
        self.closure.set_reader(manages=runs, exports=may(actor.role, Permission.EXPORT))
        self.stack.setCurrentIndex(0)
        for acts in (self.wording, self.handing, self.closing):
            acts.set_actor(actor)

    @property
    def front(self) -> WordsView | HandoverView | ClosureView | None:
        """The view in front of the overview."""
        shown = self.stack.currentWidget()
        views = (self.versions, self.handover, self.closure)
        return next((view for view in views if view is shown), None)

    def panes(self) -> tuple[QWidget, ...]:
        """Where F6 goes in the view in front."""
        view = self.front
        if isinstance(view, WordsView):
            return (view.back, view.list, view.pane, view.editor)
        return view.panes() if view is not None else ()

    def on_changed(self, touched: frozenset[Touched]) -> None:
        """News: what is in front is read again."""
        if self.front is self.handover and concerns(touched, *_SAID_OF_POLICY):
            self.handing.read_plan()
        elif self.front is self.closure and concerns(touched, *_SAID_OF_PEOPLE):
            self.closing.read_again()

    def read_words_again(self) -> None:
        """The version that is open, against the one it stands beside."""
        opened = self.versions.pane.opened
        if opened is not None and self.front is self.versions:
            beside = opened.beside.id if opened.beside is not None else NOTHING
            self._reader.open_version(opened.row.id, beside)

    # -- coming to the front -------------------------------------------------------------------

    def open_version(self, row: StatementRow) -> None:
        """One version of the words."""
        self.stack.setCurrentWidget(self.versions)
        self.versions.take(row.id)
        self.versions.focus_here()

    def draft(self, holds: StatementRow | None) -> None:
        """Begin the next version with the words that hold."""
        self.stack.setCurrentWidget(self.versions)
        self.versions.write_new(holds)

    def open_handover(self) -> None:
        """What goes and what stays."""
        self.stack.setCurrentWidget(self.handover)
        self.handing.read_plan()
        self.handover.focus_here()

    def open_closure(self, site_id: UUID | None) -> None:
        """Everyone to be told of a closure."""
        self.closing.open(site_id)

    def _show_closure(self) -> None:
        self.stack.setCurrentWidget(self.closure)
        self.closure.focus_here()

    def _leave(self) -> None:
        self.handover.forget()
        self.stack.setCurrentIndex(0)
        self.left.emit()

    # -- making --------------------------------------------------------------------------------

    def _wire(self) -> None:
        for view in (self.versions, self.handover, self.closure):
            view.left.connect(self._leave)
        for acts in (self.wording, self.handing, self.closing):
            acts.said.connect(self.said)
            acts.written.connect(self.written)
            acts.troubled.connect(self.troubled)
        self.handing.changed.connect(self.changed)
        self.closing.shown.connect(self._show_closure)
        self.closing.print_requested.connect(self.print_requested)
        self.closure.person_requested.connect(self.person_requested)

    def _wire_wording(self) -> None:
        wording, pane, reader = self.wording, self.versions.pane, self._reader
        reader.opened_read.connect(self.versions.show_opened)
        reader.opened_gone.connect(self.words_unsure)
        wording.refused.connect(self.words_unsure)
        wording.saved.connect(self.versions.saved)
        self.versions.version_chosen.connect(reader.open_version)
        self.versions.save_requested.connect(wording.save)
        pane.approve_requested.connect(wording.approve)
        pane.review_requested.connect(wording.review)
        pane.drop_requested.connect(wording.drop)
        pane.withdraw_requested.connect(wording.withdraw)
        pane.correct_requested.connect(wording.correct)
        pane.acknowledge_requested.connect(lambda opened: wording.acknowledge(opened.row))
