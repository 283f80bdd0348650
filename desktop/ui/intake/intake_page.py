"""Intake: a quiet page between two calls; during one the card, history and article beside it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from desktop.app import Services
from desktop.domain.errors import Problem
from desktop.paths import resources
from desktop.services.actor import Actor
from desktop.services.call_form import CallForm, PromiseForm
from desktop.services.changes import Touched, Written
from desktop.services.drafts import DraftRow
from desktop.services.queue_row import QueuePage, ViewFilter
from desktop.ui.changes import concerns
from desktop.ui.intake.call_card import CallCard
from desktop.ui.intake.call_saver import CallSaver, Saved
from desktop.ui.intake.caller_look_up import CallerLookUp
from desktop.ui.intake.card_facts import CallerFacts, DeskFacts
from desktop.ui.intake.card_keys import bind_card_keys
from desktop.ui.intake.card_questions import CardQuestions
from desktop.ui.intake.card_state import CardState
from desktop.ui.intake.draft_keeper import DraftKeeper
from desktop.ui.intake.history_loader import HistoryLoader
from desktop.ui.intake.ready_page import SHOWN, ReadyPage
from desktop.ui.intake.set_aside_reminder import SetAsideReminder
from desktop.ui.intake.side_pane import SidePane
from desktop.ui.tasks import Runner
from desktop.ui.theme import Theme
from desktop.ui.widgets.undo_bar import UndoBar, UndoDock

_TICK_MS = 1000
_CARD, _SIDE, _COMPACT_CARD = 122, 100, 136


class IntakePage(QWidget):
    """One page for the main window; see the signals for what it tells."""

    said = Signal(str, object)
    """A sentence for the undo bar, and the change it can undo (or None)."""
    written = Signal(object)
    """A :class:`Written`, after each write."""
    troubled = Signal(str)
    """A sentence that has no field of its own to stand at."""
    saving = Signal()
    saved = Signal()
    not_saved = Signal(str)
    callback_requested = Signal(object)
    """Show the promise with this identity."""

    status_hints = (("F2", "New call"), ("Ctrl+Enter", "Save call"))

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
        self._desk: DeskFacts | None = None
        self._drafts: tuple[DraftRow, ...] = ()
        self._waiting: list[Callable[[], None]] = []
        self._minute: datetime | None = None
        self.state = CardState(clock, self)
        self.keeper = DraftKeeper(tasks, services.drafts, clock, self)
        self._look_up = CallerLookUp(services.numbers, services.people)
        self.ready = ReadyPage(theme, clock)
        self.card = CallCard(theme, self.state)
        self.side = SidePane(theme, clock, resources())
        self._history = HistoryLoader(tasks, services.history, self.side, self)
        self._saver = CallSaver(tasks, services.calls, clock, self)
        self.questions = CardQuestions(theme, tasks, services, clock, self.state, self)
        self._reminder = SetAsideReminder(clock)
        self.undo_bar = UndoBar(theme)
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._stack = QStackedWidget()
        self._build()
        self._wire()
        self._tick = QTimer(self, interval=_TICK_MS)
        self._tick.timeout.connect(self.second)
        theme.changed.connect(self._restyle)
        self._restyle()

    # -- wiring --------------------------------------------------------------------------------

    def _wire(self) -> None:
        self.ready.new_call_requested.connect(self.new_call)
        self.ready.number_entered.connect(self._take_number)
        self.ready.draft_requested.connect(self.open_draft)
        self.ready.callback_requested.connect(self.callback_requested)
        self.state.edited.connect(lambda: self.keeper.keep_soon(self.state.form))
        self.state.who_changed.connect(self._ask_who)
        self.keeper.kept.connect(self._draft_kept)
        self.keeper.not_kept.connect(self._draft_not_kept)
        top = self.card.top
        top.set_aside_requested.connect(self.set_aside)
        top.new_call_requested.connect(self.new_call)
        top.draft_requested.connect(self.open_draft)
        top.earlier_requested.connect(self.questions.ask_earlier)
        self.card.bottom.save_requested.connect(self.save)
        self.card.bottom.discard_requested.connect(self.discard)
        self.card.search_requested.connect(self._search_speaker)
        self.card.new_person_requested.connect(self.questions.ask_new_person)
        self.card.other_subject_requested.connect(self.questions.ask_subject)
        self.questions.written.connect(self.written)
        self.questions.troubled.connect(self.troubled)
        self._saver.saved.connect(self._call_saved)
        self._saver.refused.connect(self._call_refused)
        self._saver.needs_reason.connect(self._reason_needed)
        self.undo_bar.undo_requested.connect(self._undo_discard)
        bind_card_keys(self._split, self)

    # -- what the main window asks ---------------------------------------------------------------

    def set_actor(self, actor: Actor) -> None:
        """Somebody is at the desk: show their cards and promises."""
        self.keep_draft()
        before = self._actor
        if before is not None and before == actor and self.working:
            # Locked and opened again by the same person: their call goes on.
            self._refresh()
            return
        self._actor, self._desk, self._drafts, self._waiting = actor, None, (), []
        self.keeper.stop()
        self.questions.set_actor(actor)
        self._reminder.forget()
        self._show_ready()
        places = self._services.places

        def load() -> DeskFacts:
            teams = places.teams(actor)
            return DeskFacts(
                actor,
                places.sites(actor),
                teams,
                places.team_members(actor, actor.team_id),
                {team.id: places.calendar(team.site_id) for team in teams},
            )

        self._tasks.run(load, self._know_desk, self._failed, replaces="intake-desk")
        self._refresh()

    def activate(self) -> None:
        """The page came to the front."""
        if self.working:
            self.card.focus_notes() if self.state.form.number_text else self.card.focus_number()
        else:
            self.ready.activate()

    def on_changed(self, touched: frozenset[Touched]) -> None:
        """News: ask again for what is shown and may have changed."""
        if self._actor is None:
            return
        if self.working and concerns(
            touched, "person", "person_number", "callback", "do_not_call", "call", "attempt"
        ):
            self._ask_who()
        if not self.working or not touched:
            self._refresh()

    def on_undone(self, written: Written) -> None:
        """A logged call was taken back: its card comes back."""
        if any(each.record == "call" for each in written.touched):
            self._load_drafts(reopen=True)

    def take_typed(self, text: str) -> None:
        """Keep what was typed into the first painted page, before this one was there."""
        if text:
            self.ready.number.set_number(text)

    def panes(self) -> tuple[QWidget, ...]:
        """For F6."""
        return (self.card, self.side) if self.working else (self.ready,)

    def keep_draft(self) -> None:
        """Save what is typed now."""
        self.keeper.keep_now()

    @property
    def working(self) -> bool:
        """Whether a card is open."""
        return self._stack.currentWidget() is self._split

    # -- cards -----------------------------------------------------------------------------------

    def new_call(self) -> None:
        """An empty card; one that is half typed is set aside, nothing is lost."""
        self._when_free(self._new_call)

    def _new_call(self) -> None:
        if self.working and not self.state.form.is_blank:
            self._put_by(then=lambda: None)
        self._open(CallForm(self._clock()), None)
        self.card.focus_number()

    def set_aside(self) -> None:
        """Keep this card for later; it does not hold the phone."""
        self._when_free(self._set_aside)

    def _set_aside(self) -> None:
        if not self.working:
            return
        if self.state.form.is_blank:
            self.keeper.stop()
            self._show_ready()
            return
        self._put_by(then=lambda: self.said.emit("Set aside. It waits in Intake.", None))
        self._show_ready()

    def open_draft(self, draft_id: UUID) -> None:
        """Go on with a card that waits; the one that is open is set aside."""
        self._when_free(lambda: self._open_draft(draft_id))

    def _open_draft(self, draft_id: UUID) -> None:
        actor = self._actor
        if actor is None:
            return
        if self.working and not self.state.form.is_blank:
            self._put_by(then=lambda: None)
        drafts = self._services.drafts
        self._tasks.run(
            lambda: drafts.take_back(actor, draft_id), self._draft_opened, self._draft_gone
        )

    def discard(self) -> None:
        """Throw the card away; the undo bar brings it back."""
        self._when_free(self._discard)

    def _discard(self) -> None:
        actor, form, draft_id = self._actor, self.state.form, self.keeper.draft_id
        if actor is None or not self.working:
            return
        self.keeper.stop()
        self._show_ready()
        if form.is_blank:
            return
        drafts = self._services.drafts
        self._tasks.run(
            lambda: drafts.discard(actor, draft_id, form), self._discarded, self._failed
        )

    def save(self) -> None:
        """Log the call."""
        actor = self._actor
        if actor is None or not self.working or self._saver.busy:
            return
        if self.state.form.outcome is None:
            self.card.say_problem("How did the call end? Pick an outcome, then save.")
            self.card.outcome.focus_here()
            return
        self.keeper.keep_now()
        self.saving.emit()
        self._saver.save(actor, self.keeper.draft_id, self.state.facts)

    # -- what follows ----------------------------------------------------------------------------

    def _open(self, form: CallForm, draft_id: UUID | None) -> None:
        actor = self._actor
        if actor is None:
            return
        self.keeper.begin(actor, draft_id)
        if draft_id is None:
            form = replace(
                form, site_id=actor.site_id, promise=PromiseForm(owner_team_id=actor.team_id)
            )
        self._history.forget()
        self.card.show_draft_saved(None)
        self.state.open(form)
        self._stack.setCurrentWidget(self._split)
        self._show_waiting()
        self._tick.start()

    def _show_ready(self) -> None:
        self._stack.setCurrentWidget(self.ready)
        self._tick.start()
        self._refresh()
        if self.isVisible():
            self.ready.activate()

    def _put_by(self, then: Callable[[], None]) -> None:
        actor, form, draft_id = self._actor, self.state.form, self.keeper.draft_id
        if actor is None:
            return
        self.keeper.stop()
        drafts = self._services.drafts

        def done(_row: DraftRow) -> None:
            self._load_drafts()
            then()

        self._tasks.run(lambda: drafts.set_aside(actor, draft_id, form), done, self._failed)

    def _take_number(self, text: str) -> None:
        self._when_free(lambda: self._new_call_of(text))

    def _new_call_of(self, number_text: str) -> None:
        self._new_call()
        if number_text.strip():
            self.state.type_number(number_text)
            self.card.focus_notes()

    def _draft_opened(self, draft: DraftRow) -> None:
        self._drafts = tuple(each for each in self._drafts if each.id != draft.id)
        self._open(draft.form, draft.id)
        self.card.focus_notes()

    def _draft_gone(self, problem: Problem) -> None:
        self._load_drafts()
        self.troubled.emit(str(problem))

    def _discarded(self, draft: DraftRow) -> None:
        self.said.emit("Card thrown away.", draft)
        self._load_drafts()

    def _undo_discard(self, undo: object) -> None:
        actor = self._actor
        if not isinstance(undo, DraftRow) or actor is None:
            return
        drafts = self._services.drafts
        self._tasks.run(
            lambda: drafts.restore(actor, undo),
            lambda _none: self.open_draft(undo.id),
            self._failed,
        )

    def _call_saved(self, saved: Saved) -> None:
        self.keeper.stop()
        self.saved.emit()
        self._show_ready()
        self.written.emit(saved.written)
        self.said.emit(saved.sentence, saved.written.change_id)
        self._go_on()

    def _call_refused(self, problem: Problem) -> None:
        self.not_saved.emit(str(problem))
        self.card.say_problem(str(problem))
        self._go_on()

    def _reason_needed(self, problem: Problem) -> None:
        self._call_refused(problem)
        self.card.promise.advice.ask_reason()

    def _ask_who(self) -> None:
        actor, form = self._actor, self.state.form
        if actor is None or not self.working:
            return
        self._tasks.run(
            lambda: self._look_up.find(actor, form), self._know_caller, self._failed, replaces="who"
        )

    def _know_caller(self, caller: CallerFacts) -> None:
        if self.working:
            self.state.know_caller(caller)
            self._history.show(self._actor, caller)

    def _search_speaker(self, text: str) -> None:
        actor = self._actor
        if actor is None:
            return
        people = self._services.people
        self._tasks.run(
            lambda: people.find(actor, text),
            lambda hits: self.card.offer(text, hits),
            self._failed,
            replaces="speaker",
        )

    # -- what is shown ---------------------------------------------------------------------------

    def _know_desk(self, desk: DeskFacts) -> None:
        self._desk = desk
        self.state.know_desk(desk)
        self._go_on()

    def _when_free(self, act: Callable[[], None]) -> None:
        """Now, or in a moment: the desk is still being read, or a call is being saved."""
        if self._actor is None:
            return
        if self._desk is None or self._saver.busy:
            self._waiting.append(act)
        else:
            act()

    def _go_on(self) -> None:
        waiting, self._waiting = self._waiting, []
        for act in waiting:
            self._when_free(act)

    def _refresh(self) -> None:
        actor = self._actor
        if actor is None:
            return
        self._load_drafts()
        callbacks = self._services.callbacks
        self._tasks.run(
            lambda: callbacks.queue(actor, ViewFilter("mine"), SHOWN),
            self._show_promises,
            self._failed,
            replaces="intake-promises",
        )

    def _load_drafts(self, *, reopen: bool = False) -> None:
        actor = self._actor
        if actor is None:
            return
        drafts = self._services.drafts

        def done(rows: tuple[DraftRow, ...]) -> None:
            fresh = [row for row in rows if row.id not in {each.id for each in self._drafts}]
            self._show_drafts(rows)
            back = next((row for row in fresh if row.set_aside_at is None), None)
            if reopen and back is not None and not self.working:
                self.open_draft(back.id)

        self._tasks.run(
            lambda: drafts.open_drafts(actor),
            done,
            self._failed,
            replaces="" if reopen else "intake-drafts",
        )

    def _show_drafts(self, rows: tuple[DraftRow, ...]) -> None:
        here = self.keeper.draft_id if self.working else None
        self._drafts = tuple(row for row in rows if row.id != here)
        self._reminder.watch(self._drafts)
        self._show_waiting()

    def _show_waiting(self) -> None:
        self.ready.show_drafts(self._drafts)
        if self.working:
            self.card.show_waiting(self._drafts)

    def _show_promises(self, page: QueuePage) -> None:
        if self._actor is not None:
            self.ready.show_promises(page.rows, self._actor.zone)

    def _draft_kept(self, at: datetime) -> None:
        if self.working:
            self.card.show_draft_saved(at)

    def _draft_not_kept(self, why: str) -> None:
        self.card.notes.show_not_saved()
        self.not_saved.emit(why)

    def second(self) -> None:
        """A second has gone by (a timer calls it): show the time as it is now."""
        if self._actor is None:
            return
        now = self._clock()
        minute = now.replace(second=0, microsecond=0)
        if self.working:
            self.card.tick()
        if minute != self._minute:
            self._minute = minute
            self._new_minute()
        if self._reminder.due():
            self.troubled.emit(
                "A card you set aside has waited two minutes. It is at the top of Intake."
            )

    def _new_minute(self) -> None:
        if self.working:
            self.card.show_card()
        elif self._desk is not None and not self.ready.has_focus_in_rows():
            self._refresh()

    def _failed(self, problem: Problem) -> None:
        self.troubled.emit(str(problem))

    # -- looks -----------------------------------------------------------------------------------

    def _build(self) -> None:
        self._split.addWidget(self.card)
        self._split.addWidget(self.side)
        self._split.setChildrenCollapsible(False)
        self._stack.addWidget(self.ready)
        self._stack.addWidget(self._split)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self._stack, 1)
        self._column.addWidget(UndoDock(self._theme, self.undo_bar))

    def _restyle(self) -> None:
        px, compact = self._theme.px, self._theme.compact
        self._split.setHandleWidth(px(8 if compact else 12))
        across, down = (12, 8) if compact else (16, 12)
        self._split.setContentsMargins(px(across), px(down), px(across), px(down))
        self._split.setSizes([(_COMPACT_CARD if compact else _CARD) * 10, _SIDE * 10])
        if self._desk is not None and self.working:
            self.card.show_card()
