"""Intake: a quiet page between two calls; during one the card, history and article beside it."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop.app import Services
from desktop.domain.errors import Problem
from desktop.domain.local_time import local_day
from desktop.services.actor import Actor
from desktop.services.call_form import CallForm
from desktop.services.call_rows import CallRow
from desktop.services.changes import Touched, Written
from desktop.services.drafts import DraftRow
from desktop.ui.changes import concerns
from desktop.ui.intake.asker import Asker
from desktop.ui.intake.call_advice import CallAdvice
from desktop.ui.intake.call_card import CallCard
from desktop.ui.intake.call_saver import CallSaver, Saved
from desktop.ui.intake.call_telling import CallTelling
from desktop.ui.intake.call_words import CallWords
from desktop.ui.intake.card_beginnings import CardBeginnings
from desktop.ui.intake.card_keys import bind_card_keys
from desktop.ui.intake.card_look_ups import CardLookUps
from desktop.ui.intake.card_questions import CardQuestions
from desktop.ui.intake.card_shelf import CardShelf
from desktop.ui.intake.card_split import CardSplit
from desktop.ui.intake.card_state import CardState
from desktop.ui.intake.desk_facts import DeskFacts, read_desk, request_day
from desktop.ui.intake.draft_keeper import DraftKeeper
from desktop.ui.intake.own_promises import OwnPromises
from desktop.ui.intake.ready_page import ReadyPage
from desktop.ui.intake.side_pane import SidePane
from desktop.ui.intake.waiting_cards import REMINDER, WaitingCards
from desktop.ui.intake.when_free import WhenFree
from desktop.ui.keys import key_of
from desktop.ui.popups.taken_call import TakenCall
from desktop.ui.tasks import Runner
from desktop.ui.theme import Theme
from desktop.ui.widgets.undo_bar import UndoBar, UndoDock

_TICK_MS = 1000
_SHOWN_ON_CARD = ("person", "person_number", "callback", "do_not_call", "call", "attempt")
_HINTS = {
    "new_call": "New call", "save": "Save call", "search": "Search", "all_keys": "All keys",
}  # fmt: skip


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
    safety_requested = Signal()
    """The caller may be in danger."""

    hints_changed = Signal()
    """Other keys are told of now, see :attr:`status_hints`."""

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
        self._asker = Asker(tasks, self)
        self._desk: DeskFacts | None = None
        self._minute: datetime | None = None
        self.state = CardState(clock, self)
        self.keeper = DraftKeeper(tasks, services.drafts, clock, self)
        self.shelf = CardShelf(self._asker, tasks, services.drafts, self)
        self.ready = ReadyPage(theme, clock)
        self.card = CallCard(theme, self.state)
        self.side = SidePane(theme, clock)
        self._look_ups = CardLookUps(self._asker, services, self.side, self)
        self.words = CallWords(self._asker, services.words, self.state, self.side, clock, self)
        self.telling = CallTelling(
            self._asker, services.statements, self.state, self.side.script.statement, clock, self
        )
        self.advice = CallAdvice(self._asker, services, self.state, self.side.script, self)
        self._saver = CallSaver(tasks, services.calls, clock, self)
        # The desk is read, and no call is being saved.
        self._when_free = WhenFree(lambda: self._desk is not None and not self._saver.busy)
        self.questions = CardQuestions(theme, self._asker, services.people, clock, self.state, self)
        self._beginnings = CardBeginnings(
            self._asker, clock, self.state, self.card, self.side, self._open
        )
        self._cards = WaitingCards(clock, self.ready, self.card, lambda: self._open_card)
        self._promises = OwnPromises(self._asker, services.callbacks, self.ready)
        self.undo_bar = UndoBar(theme)
        self._split = CardSplit(theme, self.card, self.side)
        self._stack = QStackedWidget()
        self._build()
        self._wire()
        self._tick = QTimer(self, interval=_TICK_MS)
        self._tick.timeout.connect(self.second)
        theme.changed.connect(self._restyle)

    def _wire(self) -> None:
        self.ready.new_call_requested.connect(self.new_call)
        self.ready.number_entered.connect(self.new_call_of)
        self.ready.draft_requested.connect(self.open_draft)
        self.ready.callback_requested.connect(self.callback_requested)
        self.state.edited.connect(lambda: self.keeper.keep_soon(self.state.form))
        self.state.who_changed.connect(self._ask_who)
        self.state.changed.connect(self._tell_call)
        self.words.troubled.connect(self.troubled)
        self.telling.written.connect(self.written)
        self.side.safety_requested.connect(self.safety_requested)
        self._look_ups.caller_found.connect(self.state.know_caller)
        self._look_ups.attached.connect(self._named)
        self.side.nameless.attach_requested.connect(self._attach)
        self._look_ups.people_found.connect(self.card.offer)
        self._asker.troubled.connect(self.troubled)
        self.keeper.kept.connect(self._draft_kept)
        self.keeper.not_kept.connect(self._draft_not_kept)
        self.shelf.listed.connect(self._cards.know)
        self.shelf.taken.connect(self._go_on_with)
        self.shelf.put_away.connect(lambda: self.said.emit("Set aside. It waits in Intake.", None))
        self.shelf.thrown_away.connect(lambda row: self.said.emit("Card thrown away.", row))
        self.shelf.troubled.connect(self.troubled)
        top, card, questions = self.card.top, self.card, self.questions
        top.set_aside_requested.connect(self.set_aside)
        top.new_call_requested.connect(self.new_call)
        top.draft_requested.connect(self.open_draft)
        top.earlier_requested.connect(questions.ask_earlier)
        card.bottom.save_requested.connect(self.save)
        card.bottom.discard_requested.connect(self.discard)
        card.search_requested.connect(
            lambda text: self._look_ups.find_speaker(text, self.state.form)
        )
        # A turn later: the menu that asked for it has the focus still.
        card.clinic_request_requested.connect(
            lambda: QTimer.singleShot(0, self, lambda: questions.ask_request(clinic=True))
        )
        asked = self.side.script.asked
        asked.open_requested.connect(questions.ask_request)
        asked.dropped.connect(self.state.drop_request)
        card.new_person_requested.connect(questions.ask_new_person)
        card.other_subject_requested.connect(questions.ask_subject)
        questions.written.connect(self.written)
        self._saver.saved.connect(self._call_saved)
        self._saver.refused.connect(self._call_refused)
        self._saver.needs_reason.connect(self._reason_needed)
        self.undo_bar.undo_requested.connect(self.shelf.restore)
        bind_card_keys(self._split, self)

    # -- what the main window asks ---------------------------------------------------------------

    def set_actor(self, actor: Actor) -> None:
        """Somebody is at the desk: show their cards and promises."""
        self.keep_draft()
        if actor == self._asker.actor and self.working:
            # Locked and opened again by the same person: their call goes on.
            self.shelf.load()
            self.words.load()
            return
        self._asker.set_actor(actor)
        self._desk = None
        self._when_free.forget()
        self.keeper.stop()
        self.questions.forget()
        self._cards.forget()
        self._show_ready()
        self.words.load()
        self.advice.load()
        self._read_desk()

    def _read_desk(self) -> None:
        places, settings = self._services.places, self._services.transition_settings
        self._asker.ask(
            lambda who: read_desk(places, settings, who), self._know_desk, replaces="desk"
        )

    def activate(self) -> None:
        """The page came to the front."""
        if not self.working:
            self.ready.activate()
        elif self.state.form.number_text:
            self.card.focus_notes()
        else:
            self.card.focus_number()

    def on_changed(self, touched: frozenset[Touched]) -> None:
        """News: ask again for what is shown and may have changed."""
        if self.working and concerns(touched, *_SHOWN_ON_CARD):
            self._ask_who()
        if concerns(touched, "script_line"):
            self.words.load()
        self.telling.on_changed(touched)
        self.advice.on_changed(touched)
        if concerns(touched, "transition_setting"):
            self._read_desk()
        if not self.working or not touched:
            self._refresh()

    def on_undone(self, written: Written) -> None:
        """A logged call was taken back: its card comes back."""
        if any(each.record == "call" for each in written.touched):
            self.shelf.load_back()

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
        self.shelf.keep_all()

    @property
    def status_hints(self) -> tuple[tuple[str, str], ...]:
        """The keys of a card, or of the page that waits for a call."""
        here = "save" if self.working else "search"
        return tuple((key_of(act).text(), _HINTS[act]) for act in ("new_call", here, "all_keys"))

    @property
    def working(self) -> bool:
        """Whether a card is open."""
        return self._stack.currentWidget() is self._split

    @property
    def call_began(self) -> datetime | None:
        """Since when a call is on; None between two calls, and for one that is entered late."""
        form = self.state.form
        return form.started_at if self.working and form.real_started_at is None else None

    @property
    def _open_card(self) -> UUID | None:
        return self.keeper.draft_id if self.working else None

    # -- cards -----------------------------------------------------------------------------------

    def new_call(self) -> None:
        """An empty card; one that is half typed is set aside, nothing is lost."""
        self._when_free.do(self._beginnings.begin)

    def new_call_of(self, number_text: str) -> None:
        """A card for a caller whose number is known: the focus is in Notes."""
        self._when_free.do(lambda: self._beginnings.begin(number_text))

    def take_call(self, call: TakenCall) -> None:
        """A card for the caller who rings: the focus is in Notes."""
        self._when_free.do(lambda: self._beginnings.begin_taken(call))

    def call_out(self, number_text: str, name: str, person_id: UUID | None) -> None:
        """A card for somebody who is being rung, ``person_id`` if known: the focus is in Notes."""
        self._when_free.do(lambda: self._beginnings.begin_out(number_text, name, person_id))

    def new_person(self) -> None:
        """Ask who is new: on this card, on an empty one where there is none."""
        self._when_free.do(self._ask_new_person)

    def _ask_new_person(self) -> None:
        if not self.working:
            self._beginnings.begin()
        # A turn later: a dialog takes the focus only from a card that has it.
        QTimer.singleShot(0, self, self.questions.ask_new_person)

    def set_aside(self) -> None:
        """Keep this card for later; it does not hold the phone."""
        self._when_free.do(self._set_aside)

    def open_draft(self, draft_id: UUID) -> None:
        """Go on with a card that waits; the one that is open is set aside."""
        self._when_free.do(lambda: self.shelf.take(draft_id))

    def discard(self) -> None:
        """Throw the card away; the undo bar brings it back."""
        self._when_free.do(self._discard)

    def save(self) -> None:
        """Log the call."""
        actor = self._asker.actor
        if actor is None or not self.working or self._saver.busy:
            return
        if self.state.form.outcome is None:
            self.card.say_problem("How did the call end? Pick an outcome, then save.")
            self.card.outcome.focus_here()
            return
        self.keeper.keep_now()
        self.saving.emit()
        self._saver.save(actor, self.keeper.draft_id, self.state.facts)

    def _go_on_with(self, draft: DraftRow) -> None:
        self._cards.take_out(draft.id)
        self._open(draft.form, draft.id)
        self.card.focus_notes()

    def _open(self, form: CallForm, draft_id: UUID | None = None) -> None:
        """Show a card instead of the one that is open, which is set aside."""
        actor = self._asker.actor
        if actor is None:
            return
        if self.working and draft_id != self.keeper.draft_id:
            self.shelf.put_by(self.keeper.draft_id, self.state.form)
        self.keeper.begin(actor, draft_id)
        self._look_ups.forget()
        self.state.open(form)
        self.card.show_draft_saved(None)
        self._stack.setCurrentWidget(self._split)
        self._ask_who()
        self._cards.show()
        self._tick.start()
        self._tell_call()

    def _set_aside(self) -> None:
        if self.working:
            self.shelf.put_by(self.keeper.draft_id, self.state.form, asked=True)
            self._show_ready()

    def _discard(self) -> None:
        if self.working:
            self.shelf.throw_away(self.keeper.draft_id, self.state.form)
            self._show_ready()

    def _show_ready(self) -> None:
        """Nothing is open: what was is logged, set aside or thrown away."""
        self.keeper.stop()
        self._stack.setCurrentWidget(self.ready)
        self._tell_call()
        self._tick.start()
        self._refresh()
        if self.isVisible():
            self.ready.activate()

    def _tell_call(self) -> None:
        if self.working:
            facts = self.state.facts
            today = local_day(facts.now, facts.here)
            due = [(each, request_day(each, facts.desk, facts.now)) for each in facts.form.requests]
            self.side.script.asked.show_asked(due, today)
        self.words.tell_call(working=self.working)
        self.telling.tell_call(working=self.working)

    # -- saving ----------------------------------------------------------------------------------

    def _call_saved(self, saved: Saved) -> None:
        self.saved.emit()
        if saved.actor is self._asker.actor:
            self._show_ready()
            self.said.emit(saved.sentence, saved.written.change_id)
        self.written.emit(saved.written)
        self._when_free.go_on()

    def _call_refused(self, problem: Problem) -> None:
        self.not_saved.emit(str(problem))
        self.card.say_problem(str(problem))
        self._when_free.go_on()

    def _reason_needed(self, problem: Problem) -> None:
        self._call_refused(problem)
        self.card.promise.advice.ask_reason()

    # -- what is shown ---------------------------------------------------------------------------

    def _know_desk(self, desk: DeskFacts) -> None:
        self._desk = desk
        self.state.know_desk(desk)
        self._when_free.go_on()

    def _ask_who(self) -> None:
        if self.working:
            self._look_ups.find_caller(self.state.form)

    def _attach(self, call: CallRow) -> None:
        speaker_id = self.state.form.speaker_id
        if speaker_id is not None:
            self._look_ups.attach(call, speaker_id)

    def _named(self, written: Written) -> None:
        self._ask_who()
        self.written.emit(written)
        self.said.emit(f"That call is {self.state.form.speaker_name}’s now.", written.change_id)

    def _refresh(self) -> None:
        self.shelf.load()
        self._promises.load()

    def _draft_kept(self, at: datetime) -> None:
        if self.working:
            self.card.show_draft_saved(at)

    def _draft_not_kept(self, why: str) -> None:
        self.card.notes.show_not_saved()
        self.not_saved.emit(why)

    def second(self) -> None:
        """A second has gone by (a timer calls it): show the time as it is now."""
        now = self._clock()
        minute = now.replace(second=0, microsecond=0)
        if self.working:
            self.card.tick()
            self.telling.second()
        if minute != self._minute:
            self._minute = minute
            if self.working:
                self.card.show_card()
            elif not self.ready.has_focus_in_rows():
                self._refresh()
        if self._cards.due():
            self.troubled.emit(REMINDER)

    # -- looks -----------------------------------------------------------------------------------

    def _build(self) -> None:
        self._stack.addWidget(self.ready)
        self._stack.addWidget(self._split)
        self._stack.currentChanged.connect(lambda _at: self.hints_changed.emit())
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self._stack, 1)
        self._column.addWidget(UndoDock(self._theme, self.undo_bar))

    def _restyle(self) -> None:
        if self._desk is not None and self.working:
            self.card.show_card()
