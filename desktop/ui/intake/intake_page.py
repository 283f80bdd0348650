"""Intake: a quiet page between two calls; during one the card, history and article beside it."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from desktop.app import Services
from desktop.domain.errors import Problem
from desktop.domain.vocabulary import Direction
from desktop.services.actor import Actor
from desktop.services.call_form import CallForm, PromiseForm
from desktop.services.call_rows import CallRow
from desktop.services.changes import Touched, Written
from desktop.services.drafts import DraftRow
from desktop.services.queue_row import QueuePage, ViewFilter
from desktop.ui.changes import concerns
from desktop.ui.intake.asker import Asker
from desktop.ui.intake.call_card import CallCard
from desktop.ui.intake.call_saver import CallSaver, Saved
from desktop.ui.intake.call_words import CallWords
from desktop.ui.intake.card_keys import bind_card_keys
from desktop.ui.intake.card_look_ups import CardLookUps
from desktop.ui.intake.card_questions import CardQuestions
from desktop.ui.intake.card_shelf import CardShelf
from desktop.ui.intake.card_state import CardState
from desktop.ui.intake.desk_facts import DeskFacts, read_desk
from desktop.ui.intake.draft_keeper import DraftKeeper
from desktop.ui.intake.picking import Picked
from desktop.ui.intake.ready_page import SHOWN, ReadyPage
from desktop.ui.intake.set_aside_reminder import SetAsideReminder
from desktop.ui.intake.side_pane import SCRIPT, SidePane
from desktop.ui.keys import key_of
from desktop.ui.popups.taken_call import TakenCall
from desktop.ui.tasks import Runner
from desktop.ui.theme import Theme
from desktop.ui.widgets.undo_bar import UndoBar, UndoDock

REMINDER = "A card you set aside has waited two minutes. It is at the top of Intake."
_TICK_MS = 1000
_SHOWN_ON_CARD = ("person", "person_number", "callback", "do_not_call", "call", "attempt")
_HINTS = {
    "new_call": "New call", "save": "Save call", "search": "Search", "all_keys": "All keys",
}  # fmt: skip
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
        self._waiting: list[Callable[[], None]] = []
        self._minute: datetime | None = None
        self.state = CardState(clock, self)
        self.keeper = DraftKeeper(tasks, services.drafts, clock, self)
        self.shelf = CardShelf(self._asker, tasks, services.drafts, self)
        self._drafts: tuple[DraftRow, ...] = ()
        self.ready = ReadyPage(theme, clock)
        self.card = CallCard(theme, self.state)
        self.side = SidePane(theme, clock)
        self._look_ups = CardLookUps(
            self._asker,
            services.numbers,
            services.people,
            services.calls,
            services.history,
            self.side,
            self,
        )
        self.words = CallWords(self._asker, services.words, self.state, self.side, clock, self)
        self._saver = CallSaver(tasks, services.calls, clock, self)
        self.questions = CardQuestions(theme, self._asker, services.people, clock, self.state, self)
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

    def _wire(self) -> None:
        self.ready.new_call_requested.connect(self.new_call)
        self.ready.number_entered.connect(self.new_call_of)
        self.ready.draft_requested.connect(self.open_draft)
        self.ready.callback_requested.connect(self.callback_requested)
        self.state.edited.connect(lambda: self.keeper.keep_soon(self.state.form))
        self.state.who_changed.connect(self._ask_who)
        self.state.changed.connect(self._tell_call)
        self.words.troubled.connect(self.troubled)
        self.side.safety_requested.connect(self.safety_requested)
        self._look_ups.caller_found.connect(self.state.know_caller)
        self._look_ups.attached.connect(self._named)
        self.side.nameless.attach_requested.connect(self._attach)
        self._look_ups.people_found.connect(self.card.offer)
        self._asker.troubled.connect(self.troubled)
        self.keeper.kept.connect(self._draft_kept)
        self.keeper.not_kept.connect(self._draft_not_kept)
        self.shelf.listed.connect(self._show_drafts)
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
        card.search_requested.connect(self._look_ups.find_speaker)
        card.new_person_requested.connect(questions.ask_new_person)
        card.other_subject_requested.connect(questions.ask_subject)
        questions.written.connect(self.written)
        self._saver.saved.connect(self._call_saved)
        self._saver.refused.connect(self._call_refused)
        self._saver.needs_reason.connect(self._reason_needed)
        self.undo_bar.undo_requested.connect(self._undo_discard)
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
        self._desk, self._drafts, self._waiting = None, (), []
        self.keeper.stop()
        self.questions.forget()
        self._reminder.forget()
        self._show_waiting()
        self._show_ready()
        self.words.load()
        places = self._services.places
        self._asker.ask(lambda who: read_desk(places, who), self._know_desk, replaces="desk")

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

    # -- cards -----------------------------------------------------------------------------------

    def new_call(self) -> None:
        """An empty card; one that is half typed is set aside, nothing is lost."""
        self._when_free(lambda: self._begin(""))

    def new_call_of(self, number_text: str) -> None:
        """A card for a caller whose number is known: the focus is in Notes."""
        self._when_free(lambda: self._begin(number_text))

    def take_call(self, call: TakenCall) -> None:
        """A card for the caller who rings: the focus is in Notes."""
        self._when_free(lambda: self._begin_taken(call))

    def call_out(self, number_text: str, name: str, person_id: UUID | None) -> None:
        """A card for somebody who is being rung: the focus is in Notes. ``person_id`` is who they
        are, where that is known."""
        self._when_free(lambda: self._begin_out(number_text, name, person_id))

    def new_person(self) -> None:
        """Ask who is new: on this card, on an empty one where there is none."""
        self._when_free(self._ask_new_person)

    def _ask_new_person(self) -> None:
        if not self.working:
            self._begin("")
        # A turn later: a dialog takes the focus only from a card that has it.
        QTimer.singleShot(0, self, self.questions.ask_new_person)

    def set_aside(self) -> None:
        """Keep this card for later; it does not hold the phone."""
        self._when_free(self._set_aside)

    def open_draft(self, draft_id: UUID) -> None:
        """Go on with a card that waits; the one that is open is set aside."""
        self._when_free(lambda: self.shelf.take(draft_id))

    def discard(self) -> None:
        """Throw the card away; the undo bar brings it back."""
        self._when_free(self._discard)

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

    def _begin(self, number_text: str) -> None:
        actor = self._asker.actor
        if actor is None:
            return
        form = CallForm(
            self._clock(),
            site_id=actor.site_id,
            promise=PromiseForm(owner_team_id=actor.team_id),
        )
        self._open(form, None)
        self.side.show_tab(SCRIPT)
        if number_text.strip():
            self.state.type_number(number_text)
            self.card.focus_notes()
        else:
            self.card.focus_number()

    def _begin_taken(self, call: TakenCall) -> None:
        actor = self._asker.actor
        if actor is None:
            return
        form = CallForm(
            call.started_at,
            site_id=actor.site_id,
            promise=PromiseForm(owner_team_id=actor.team_id),
        )
        self._open(form, None)
        self.side.show_tab(SCRIPT)
        self.state.set_field(
            phone_call_id=call.call_id,
            number_text=call.number_text,
            called_line=call.line or form.called_line,
            speaker_name=call.name,
        )
        self.card.focus_notes()

    def _begin_out(self, number_text: str, name: str, person_id: UUID | None) -> None:
        self._begin(number_text)
        if self._asker.actor is None:
            return
        self.state.set_field(direction=Direction.OUT)
        if person_id is not None:
            self.state.pick_speaker(Picked(person_id, name))
        else:
            self.state.type_speaker(name)

    def _go_on_with(self, draft: DraftRow) -> None:
        self._drafts = tuple(each for each in self._drafts if each.id != draft.id)
        self._open(draft.form, draft.id)
        self.card.focus_notes()

    def _open(self, form: CallForm, draft_id: UUID | None) -> None:
        """Show a card instead of the one that is open, which is set aside."""
        actor = self._asker.actor
        if actor is None:
            return
        if self.working and not self.state.form.is_blank and draft_id != self.keeper.draft_id:
            self.shelf.put_by(self.keeper.draft_id, self.state.form)
        self.keeper.begin(actor, draft_id)
        self._look_ups.forget()
        self.state.open(form)
        self.card.show_draft_saved(None)
        self._stack.setCurrentWidget(self._split)
        self._ask_who()
        self._show_waiting()
        self._tick.start()
        self._tell_call()

    def _set_aside(self) -> None:
        if self.working:
            if not self.state.form.is_blank:
                self.shelf.put_by(self.keeper.draft_id, self.state.form, asked=True)
            self._show_ready()

    def _discard(self) -> None:
        if self.working:
            if not self.state.form.is_blank:
                self.shelf.throw_away(self.keeper.draft_id, self.state.form)
            self._show_ready()

    def _undo_discard(self, undo: object) -> None:
        if isinstance(undo, DraftRow):
            self.shelf.restore(undo)

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
        self.words.tell_call(working=self.working)

    # -- saving ----------------------------------------------------------------------------------

    def _call_saved(self, saved: Saved) -> None:
        self.saved.emit()
        if saved.actor is self._asker.actor:
            self._show_ready()
            self.said.emit(saved.sentence, saved.written.change_id)
        self.written.emit(saved.written)
        self._go_on()

    def _call_refused(self, problem: Problem) -> None:
        self.not_saved.emit(str(problem))
        self.card.say_problem(str(problem))
        self._go_on()

    def _reason_needed(self, problem: Problem) -> None:
        self._call_refused(problem)
        self.card.promise.advice.ask_reason()

    def _when_free(self, act: Callable[[], None]) -> None:
        """Now, or in a moment: the desk is still being read, or a call is being saved."""
        if self._desk is None or self._saver.busy:
            self._waiting.append(act)
        else:
            act()

    def _go_on(self) -> None:
        waiting, self._waiting = self._waiting, []
        for act in waiting:
            self._when_free(act)

    # -- what is shown ---------------------------------------------------------------------------

    def _know_desk(self, desk: DeskFacts) -> None:
        self._desk = desk
        self.state.know_desk(desk)
        self._go_on()

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
        callbacks = self._services.callbacks
        self._asker.ask(
            lambda who: callbacks.queue(who, ViewFilter("mine"), SHOWN),
            self._show_promises,
            replaces="promises",
        )

    def _show_promises(self, page: QueuePage) -> None:
        if self._asker.actor is not None:
            self.ready.show_promises(page.rows, self._asker.actor.zone)

    def _show_drafts(self, rows: tuple[DraftRow, ...]) -> None:
        here = self.keeper.draft_id if self.working else None
        self._drafts = tuple(row for row in rows if row.id != here)
        self._reminder.watch(self._drafts)
        self._show_waiting()

    def _show_waiting(self) -> None:
        self.ready.show_drafts(self._drafts)
        if self.working:
            self.card.show_waiting(self._drafts)

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
        if minute != self._minute:
            self._minute = minute
            self._new_minute()
        if self._reminder.due():
            self.troubled.emit(REMINDER)

    def _new_minute(self) -> None:
        if self.working:
            self.card.show_card()
        elif not self.ready.has_focus_in_rows():
            self._refresh()

    # -- looks -----------------------------------------------------------------------------------

    def _build(self) -> None:
        self._split.addWidget(self.card)
        self._split.addWidget(self.side)
        self._split.setChildrenCollapsible(False)
        self._stack.addWidget(self.ready)
        self._stack.addWidget(self._split)
        self._stack.currentChanged.connect(lambda _at: self.hints_changed.emit())
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
