"""Opens the Safety card, keeps what is on it, saves it, and asks colleagues for help."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID, uuid4

import shiboken6
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from desktop.app import Services
from desktop.domain.errors import Problem
from desktop.domain.ids import uuid7
from desktop.domain.roles import may
from desktop.domain.vocabulary import Permission
from desktop.services.actor import Actor
from desktop.services.changes import Touched
from desktop.services.help_requests import HelpRow
from desktop.services.recorded import Recorded
from desktop.services.safety import SafetyEventRow
from desktop.services.safety_drafts import SafetyDraftRow
from desktop.services.safety_form import SafetyForm, followed
from desktop.services.safety_numbers import SafetyNumbers
from desktop.services.safety_words import SafetyLine
from desktop.ui.changes import concerns
from desktop.ui.safety.card_parts import focus_of
from desktop.ui.safety.help_notice import HelpNotice
from desktop.ui.safety.safety_card import SafetyCard
from desktop.ui.safety.strike_dialog import StrikeDialog
from desktop.ui.tasks import Runner
from desktop.ui.theme import Theme

PAUSE_MS = 400
"""A pause in typing; answers are kept at once."""
UNSAVED = "A Safety card is not saved yet. Press F8 to go on with it."


class SafetyDesk(QObject):
    """One card at a time. ``call`` gives the card of the call in Intake, None when none is open;
    ``window`` is what the card stands over."""

    said = Signal(str)
    written = Signal(object)
    troubled = Signal(str)
    numbers_requested = Signal()
    """A manager wants to fill in a number that is missing; the card is closed for it."""
    sign_in_requested = Signal()

    def __init__(
        self,
        theme: Theme,
        tasks: Runner,
        services: Services,
        clock: Callable[[], datetime],
        window: QWidget,
        call: Callable[[], SafetyForm | None],
    ) -> None:
        super().__init__(window)
        self._theme, self._tasks, self._clock, self._window = theme, tasks, clock, window
        self._safety, self._help = services.safety, services.help_requests
        self._contacts = services.safety_contacts
        self._words = services.words
        self._call = call
        # As they ship until the data has answered: the card never waits.
        self._lines = services.words.safety_as_shipped()
        self._actor: Actor | None = None
        self._numbers: SafetyNumbers | None = None
        self._cards: dict[UUID, SafetyForm] = {}
        self._draft_id = uuid7(clock())
        self._key: tuple[SafetyForm, UUID] | None = None
        self._busy = False
        self._keeps = True
        self._comes_back = False
        self._asked: UUID | None = None
        self._asked_all: set[UUID] = set()
        self._back: QWidget | None = None
        self.card: SafetyCard | None = None
        self.notice = HelpNotice(theme)
        self.notice.coming.connect(self._come)
        self.door_notice = HelpNotice(theme, answers=False)
        self._pause = QTimer(self, interval=PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self.keep_now)

    # -- who is here ---------------------------------------------------------------------------

    def set_actor(self, actor: Actor | None) -> None:
        """Somebody came, or nobody is here any more: an open card is kept and closed. Whoever
        comes is told of cards that are not saved yet."""
        self.close()
        self._actor, self._cards, self._asked = actor, {}, None
        for notice in (self.notice, self.door_notice):
            notice.show_request(None)
        self._read_words()
        if actor is not None:

            def kept(rows: tuple[SafetyDraftRow, ...]) -> None:
                if self._actor is actor:  # else the desk was locked meanwhile
                    self._offer(rows)

            self._tasks.run(lambda: self._safety.open_drafts(actor), kept, self._failed)
            self._look_for_help()

    def give_up(self) -> None:
        """Whoever is here may act no more: what they recorded is kept as nobody's, for whoever
        comes next."""
        self._actor = None
        self.close()

    @property
    def is_open(self) -> bool:
        """Whether the card is on the screen: nobody is locked out meanwhile."""
        return self.card is not None

    def _offer(self, rows: tuple[SafetyDraftRow, ...]) -> None:
        for row in reversed(rows):
            self._cards.setdefault(row.id, row.form)
        card = self.card
        if card is None:
            if rows:
                self.troubled.emit(UNSAVED)
        elif card.form.is_blank:
            # Opened before the answer came: what was recorded for it before is put in.
            found = self._kept_for(card.form)
            if found is not None:
                self._draft_id = found
                card.show_form(followed(self._cards[found], card.form))

    # -- opening -------------------------------------------------------------------------------

    def open(self, about: SafetyForm | None = None) -> None:
        """F8 from anywhere: over the page, over a dialog, over the sign-in page. ``about`` is whom
        it is for, where that was said; else the call in hand."""
        if self.card is not None:
            self.card.activateWindow()
            return
        while (popup := QApplication.activePopupWidget()) is not None:
            popup.close()
        self._keeps = True
        self._back = QApplication.focusWidget()
        over = QApplication.activeModalWidget() or self._window
        card = SafetyCard(self._theme, over, self._window.window(), self._clock, self._lines)
        self.card = card
        actor = self._actor
        manages = actor is not None and may(actor.role, Permission.APPROVE_WORDS)
        zone = actor.zone if actor is not None else "UTC"
        card.show_reader(zone, signed_in=actor is not None, manages=manages)
        if self._numbers is not None:
            card.show_numbers(self._numbers)
        card.show_form(self._form_to_show(about))
        card.show_help("", asked=self._asked is not None)
        card.edited.connect(self._edited)
        card.save_requested.connect(self.save)
        card.help_requested.connect(self.ask_for_help)
        card.numbers_requested.connect(self._fill_in)
        card.throw_away_requested.connect(self._throw_away)
        card.closed.connect(self._closed)
        card.begin()
        self._read_numbers()

    def follow_call(self) -> None:
        """The call in Intake was changed (its caller was found): the open card follows."""
        card = self.card
        if card is None or self._actor is None:
            return
        call = self._call()
        if call is not None and call.call_draft_id == card.form.call_draft_id:
            card.show_form(followed(card.form, call))

    def close(self) -> None:
        """Close the card as Esc does."""
        if self.card is not None:
            self.card.reject()

    def _form_to_show(self, about: SafetyForm | None) -> SafetyForm:
        call = (about or self._call()) if self._actor is not None else None
        fresh = call or SafetyForm(self._clock())
        found = self._kept_for(fresh)
        if found is None:
            self._draft_id = uuid7(self._clock())
            return fresh
        self._draft_id = found
        return followed(self._cards[found], call) if call else self._cards[found]

    def _kept_for(self, fresh: SafetyForm) -> UUID | None:
        """The card that goes on: the one of this call; without a call the one touched last."""
        if fresh.call_draft_id is None:
            return next(reversed(self._cards), None)
        same = (
            draft_id
            for draft_id, form in self._cards.items()
            if form.call_draft_id == fresh.call_draft_id
        )
        return next(same, None)

    # -- keeping -------------------------------------------------------------------------------

    def _edited(self, typing: bool) -> None:
        card = self.card
        if card is None:
            return
        self._cards.pop(self._draft_id, None)
        if not card.form.is_blank:
            self._cards[self._draft_id] = card.form
        if typing:
            self._pause.start()
        else:
            self.keep_now()

    def keep_now(self) -> None:
        """Keep what is on the card, without waiting for a pause."""
        self._pause.stop()
        card, actor, draft_id = self.card, self._actor, self._draft_id
        if card is None or self._busy:
            return
        form = card.form

        def kept(_at: datetime) -> None:
            if self.card is card and card.form == form:
                card.show_saved(None if form.is_blank else True)

        def not_kept(problem: Problem) -> None:
            if self.card is card:
                card.show_saved(False)
                card.say_problem(str(problem))

        self._tasks.run(lambda: self._safety.keep(actor, draft_id, form), kept, not_kept)

    def _closed(self) -> None:
        if self._keeps:
            self.keep_now()
        card, back = self.card, self._back
        self.card = self._back = None
        if card is not None:
            card.deleteLater()
        alive = back if back is not None and shiboken6.isValid(back) else None
        below = alive.window() if alive is not None else self._window.window()
        modal = QApplication.activeModalWidget()
        if isinstance(modal, QDialog) and modal is not card:
            below = modal
        below.activateWindow()
        focus_of(alive)

    def _throw_away(self) -> None:
        card, actor, draft_id = self.card, self._actor, self._draft_id
        if card is None or actor is None:
            return
        self._cards.pop(draft_id, None)
        self._end_help()
        self._keeps = False
        card.reject()
        self._tasks.run(
            lambda: self._safety.throw_away(actor, draft_id), lambda _none: None, self._failed
        )

    # -- saving --------------------------------------------------------------------------------

    def save(self) -> None:
        """Ctrl+Enter: make the event and its follow-up, once however often it is pressed."""
        card, actor, draft_id = self.card, self._actor, self._draft_id
        if card is None or self._busy:
            return
        if actor is None:
            card.reject()
            self.sign_in_requested.emit()
            return
        self.keep_now()
        form = card.form
        if self._key is None or self._key[0] != form:
            self._key = (form, uuid4())
        key = self._key[1]
        self._busy = True
        card.set_waiting(True)

        def saved(recorded: Recorded) -> None:
            self._busy = False
            self._cards.pop(draft_id, None)
            self._end_help()
            if self.card is card:
                self._keeps = False
                card.reject()
            self.written.emit(recorded.written)
            self.said.emit(recorded.said)

        def refused(problem: Problem) -> None:
            self._busy = False
            if self.card is card:
                card.set_waiting(False)
                card.say_problem(str(problem))
            else:
                self.troubled.emit(str(problem))

        self._tasks.run(lambda: self._safety.save(actor, draft_id, form, key), saved, refused)

    # -- numbers -------------------------------------------------------------------------------

    def _read_numbers(self) -> None:
        self._tasks.run(
            self._contacts.numbers, self._show_numbers, self._failed, replaces="safety numbers"
        )

    def _show_numbers(self, numbers: SafetyNumbers) -> None:
        self._numbers = numbers
        if self.card is not None:
            self.card.show_numbers(numbers)

    def _fill_in(self) -> None:
        self.close()
        self._comes_back = True
        self.numbers_requested.emit()

    def numbers_filled_in(self) -> None:
        """The dialog is closed: the card that was left for it comes back."""
        comes_back, self._comes_back = self._comes_back, False
        if comes_back and self._actor is not None:
            self.open()

    # -- help ----------------------------------------------------------------------------------

    def ask_for_help(self) -> None:
        """G: every open desk is asked for a colleague."""
        actor = self._actor

        def asked(row: HelpRow) -> None:
            self._asked = row.id
            self._asked_all.add(row.id)
            if self.card is not None:
                self.card.show_help("", asked=True)

        self._tasks.run(lambda: self._help.ask(actor), asked, self._failed)

    def on_changed(self, touched: frozenset[Touched]) -> None:
        """News: another desk may ask for help, or answer."""
        if concerns(touched, "safety_contact"):
            self._read_numbers()
        if concerns(touched, "script_line"):
            self._read_words()
        if touched:
            return  # a write of this window: asking and answering touch no record
        self._look_for_help()

    def _read_words(self) -> None:
        self._tasks.run(self._words.safety, self._know_words, self._failed, replaces="card words")

    def _know_words(self, lines: tuple[SafetyLine, ...]) -> None:
        self._lines = lines

    def _look_for_help(self) -> None:
        asked = self._asked

        def read() -> tuple[tuple[HelpRow, ...], HelpRow | None]:
            return self._help.waiting(), self._help.one(asked) if asked else None

        self._tasks.run(read, self._show_help, self._failed, replaces="help")

    def _show_help(self, found: tuple[tuple[HelpRow, ...], HelpRow | None]) -> None:
        waiting, mine = found
        if mine is not None and mine.helper and self.card is not None:
            self.card.show_help(mine.helper.split()[0], asked=True)
        actor = self._actor
        others = (
            row
            for row in waiting
            if row.id not in self._asked_all and (actor is None or row.asked_by != actor.user_id)
        )
        asks = next(others, None)
        self.notice.show_request(asks if actor is not None else None)
        self.door_notice.show_request(asks if actor is None else None)

    def _come(self, request_id: UUID) -> None:
        actor = self._actor
        if actor is None:
            return

        def come(row: HelpRow | None) -> None:
            self.notice.show_request(None)
            if row is None:
                self.said.emit("Thank you. It is over already.")
            elif row.helper != actor.name:
                self.said.emit(f"Thank you. {row.helper} was first and is on the way.")
            else:
                self.said.emit(f"{row.who} knows that you are coming. Go now.")
            self._look_for_help()

        self._tasks.run(lambda: self._help.come(actor, request_id), come, self._failed)

    def _end_help(self) -> None:
        asked, self._asked = self._asked, None
        if asked is not None:
            self._tasks.run(lambda: self._help.end(asked), lambda _none: None, self._failed)

    # -- striking ------------------------------------------------------------------------------

    def strike(self, callback_id: UUID) -> None:
        """A manager says that the card behind this follow-up was a mistake, and why."""
        actor = self._actor
        if actor is None:
            return

        def ask(event: SafetyEventRow | None) -> None:
            if event is None:
                self.troubled.emit("No Safety card stands behind this follow-up.")
                return
            dialog = StrikeDialog(self._theme, self._window)
            key = uuid4()

            def struck(recorded: Recorded) -> None:
                dialog.done_well()
                self.written.emit(recorded.written)
                self.said.emit(recorded.said)

            def act() -> None:
                why = dialog.reason_text.text()
                self._tasks.run(
                    lambda: self._safety.strike(actor, event.id, event.version, why, key),
                    struck,
                    dialog.show_problem,
                )

            dialog.finished.connect(dialog.deleteLater)
            dialog.ask(act)

        self._tasks.run(
            lambda: self._safety.event_of_follow_up(actor, callback_id), ask, self._failed
        )

    def _failed(self, problem: Problem) -> None:
        if self.card is not None:
            self.card.say_problem(str(problem))
        else:
            self.troubled.emit(str(problem))
