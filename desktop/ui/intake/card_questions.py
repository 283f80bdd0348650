"""The questions a card can ask in a dialog: who is new, whom it concerns, when it was."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID, uuid4

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.domain.errors import Problem, Refused
from desktop.domain.local_time import instant, local_day
from desktop.services.alike import Somebody
from desktop.services.call_form import AskedRequest
from desktop.services.changes import Written
from desktop.services.people import NewPerson, People, PersonHit
from desktop.services.request_opening import check_request
from desktop.ui.intake.asker import Asker
from desktop.ui.intake.card_state import CardState
from desktop.ui.intake.desk_facts import request_day
from desktop.ui.intake.earlier_dialog import EarlierDialog
from desktop.ui.intake.person_dialog import PersonDialog
from desktop.ui.intake.person_search import PersonSearch
from desktop.ui.intake.picking import Picked, picked_hit
from desktop.ui.theme import Theme
from desktop.ui.transition.request_dialog import NewRequestDialog

_END_OF_DAY = 17 * 60


class CardQuestions(QObject):
    """Opens the dialogs over the page's window and tells the card the answers."""

    written = Signal(object)
    """A :class:`Written`: somebody was added."""

    def __init__(
        self,
        theme: Theme,
        asker: Asker,
        people: People,
        clock: Callable[[], datetime],
        state: CardState,
        page: QWidget,
    ) -> None:
        super().__init__(page)
        self._theme, self._asker, self._people = theme, asker, people
        self._clock, self._state, self._page = clock, state, page
        self.person: PersonDialog | None = None
        self._asked_for: datetime | None = None
        self.search: PersonSearch | None = None
        self.earlier: EarlierDialog | None = None
        self.request: NewRequestDialog | None = None

    def forget(self) -> None:
        """Somebody else is at the desk: what was half typed was not theirs."""
        self._forget_person()

    # -- a new person ------------------------------------------------------------------------------

    def ask_new_person(self) -> None:
        """Who is it? Begins with the number and the name that are on the card."""
        actor = self._asker.actor
        if actor is None or self._state.form.outside:
            return
        form = self._state.form
        if self.person is not None and self._asked_for == form.started_at:
            self.person.ask_again()
            return
        self._forget_person()
        self._asked_for = form.started_at
        today = local_day(self._clock(), actor.zone)
        dialog = self.person = PersonDialog(self._theme, self._page.window(), today)
        dialog.search_requested.connect(self._find_alike)
        dialog.warning_requested.connect(self._look_known)
        dialog.add_requested.connect(self._add)
        dialog.hit_picked.connect(lambda hit: self._state.pick_speaker(picked_hit(hit)))
        dialog.accepted.connect(self._forget_person)
        name = "" if form.speaker_id else form.speaker_name
        dialog.ask(
            NewPerson(
                name=name,
                kind="Patient",
                number_text=form.number_text,
                language=form.language,
                interpreter=form.interpreter,
                site_id=form.site_id,
            )
        )

    def _find_alike(self, text: str) -> None:
        def done(hits: tuple[PersonHit, ...]) -> None:
            if self.person is not None:
                self.person.offer(text, hits)

        self._find(text, "alike", done)

    def _look_known(self, name: str, number: str) -> None:
        def done(known: Somebody | None) -> None:
            if self.person is not None:
                self.person.warn(name, number, known)

        self._asker.ask(
            lambda who: self._people.known_while_typing(who, name, number),
            done,
            replaces="known while typing",
        )

    def _add(self, new: NewPerson) -> None:
        key = uuid4()
        self._asker.ask(
            lambda who: self._people.add(who, new, key),
            lambda written: self._added(written, new),
            self._not_added,
        )

    def _added(self, written: Written, new: NewPerson) -> None:
        if self.person is not None:
            self.person.accept()
        if isinstance(written.value, UUID):
            self._state.pick_speaker(
                Picked(written.value, " ".join(new.name.split()), new.kind, new.site_id)
            )
        self.written.emit(written)

    def _forget_person(self) -> None:
        """What was typed is used up. Until then closing the dialog keeps it."""
        if self.person is not None:
            self.person.deleteLater()
            self.person = None

    def _not_added(self, problem: Problem) -> None:
        if self.person is not None:
            self.person.say_problem(str(problem))

    # -- what is asked for -------------------------------------------------------------------------

    def ask_request(self, *, clinic: bool = False) -> None:
        """What do they ask for? It is opened when the call is saved."""
        if self._asker.actor is None:
            return
        facts = self._state.facts
        desk, here, now = facts.desk, facts.here, facts.now
        dialog = self.request = NewRequestDialog(
            self._theme,
            self._page.window(),
            "this clinic" if clinic else facts.about_name or "the caller",
            today=local_day(now, here),
            due_day=lambda kind: request_day(AskedRequest(kind), desk, now),
            clinic=clinic,
        )

        def act() -> None:
            new, day = dialog.request(), dialog.chosen_day
            due_at = instant(day, _END_OF_DAY, here) if day else None
            try:
                if clinic:
                    check_request(new)
            except Refused as refusal:
                dialog.show_problem(refusal)
                return
            dialog.done_well()
            self._state.add_request(
                AskedRequest(
                    new.kind,
                    new.note,
                    due_at,
                    new.organisation,
                    new.contact,
                    new.contact_source,
                    new.no_callback_reason,
                )
            )

        dialog.finished.connect(dialog.deleteLater)
        dialog.ask(act)

    # -- whom it concerns --------------------------------------------------------------------------

    def ask_subject(self) -> None:
        """Whom is the call about?"""
        dialog = self.search = PersonSearch(self._theme, self._page.window())
        dialog.search_requested.connect(self._find_subject)
        dialog.hit_picked.connect(lambda hit: self._state.pick_subject(picked_hit(hit)))
        dialog.name_given.connect(lambda name: self._state.pick_subject(None, name))
        dialog.finished.connect(dialog.deleteLater)
        dialog.ask()

    def _find_subject(self, text: str) -> None:
        def done(hits: tuple[PersonHit, ...]) -> None:
            if self.search is not None:
                self.search.offer(text, hits)

        self._find(text, "subject", done)

    # -- when it was -------------------------------------------------------------------------------

    def ask_earlier(self) -> None:
        """When was the call?"""
        actor = self._asker.actor
        if actor is None:
            return
        dialog = self.earlier = EarlierDialog(
            self._theme, self._page.window(), self._clock, actor.zone
        )
        dialog.time_given.connect(self._state.set_late_entry)
        dialog.finished.connect(dialog.deleteLater)
        dialog.ask(self._state.form.real_started_at or self._state.form.started_at)

    def _find(self, text: str, which: str, done: Callable[[tuple[PersonHit, ...]], None]) -> None:
        self._asker.ask(lambda who: self._people.find(who, text), done, replaces=which)
