"""Asks who is on the card, and what was with them before."""

from uuid import UUID, uuid4

from PySide6.QtCore import QObject, Signal

from desktop.app import Services
from desktop.domain.errors import Problem
from desktop.services.call_form import CallForm
from desktop.services.call_rows import CallRow
from desktop.services.history import HistoryEntry
from desktop.ui.intake.asker import Asker
from desktop.ui.intake.caller_look_up import find_caller
from desktop.ui.intake.card_facts import CallerFacts
from desktop.ui.intake.side_pane import SidePane


class CardLookUps(QObject):
    """Only the newest question of each kind is answered."""

    caller_found = Signal(object)
    """A :class:`CallerFacts`."""
    attached = Signal(object)
    """A :class:`Written`: a call that had no name has one."""
    people_found = Signal(str, object)
    """What was typed, and the people of that name."""

    def __init__(
        self, asker: Asker, services: Services, side: SidePane, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._asker, self._side = asker, side
        self._numbers, self._people = services.numbers, services.people
        self._calls, self._history = services.calls, services.history
        self._empty = True

    def find_caller(self, form: CallForm) -> None:
        """Who is this?"""
        self._asker.ask(
            lambda who: find_caller(self._numbers, self._people, self._calls, who, form),
            self._caller_found,
            replaces="who",
        )

    def find_speaker(self, text: str, form: CallForm) -> None:
        """Who is of this name? An outsider is not told, and neither is the screen."""
        if form.outside:
            return
        self._asker.ask(
            lambda who: self._people.find(who, text),
            lambda hits: self.people_found.emit(text, hits),
            replaces="speaker",
        )

    def attach(self, call: CallRow, speaker_id: UUID) -> None:
        """A call without a name was theirs."""
        key = uuid4()
        self._asker.ask(
            lambda who: self._calls.attach_person(
                who, call.id, call.version, key, speaker_id=speaker_id
            ),
            self.attached.emit,
        )

    def forget(self) -> None:
        """Another card: nothing is known yet."""
        if not self._empty:
            self._empty = True
            self._side.show_history((), "UTC")
            self._side.nameless.hide()

    def _caller_found(self, caller: CallerFacts) -> None:
        self.caller_found.emit(caller)
        self._show_history(caller)

    def _show_history(self, caller: CallerFacts) -> None:
        """Whom the call concerns comes before who speaks, and people before a number."""
        person = caller.subject or caller.speaker
        number_id: UUID | None = caller.match.number_id if caller.match else None
        actor, history = self._asker.actor, self._history
        if actor is None or caller.outside or (person is None and number_id is None):
            self.forget()
            return
        self._empty = False
        self._side.nameless.show_caller(caller, actor.zone)
        zone, whose = actor.zone, person.name if person else ""

        def show(entries: tuple[HistoryEntry, ...]) -> None:
            if not self._empty:
                self._side.show_history(entries, zone, whose)

        if person is not None:
            person_id = person.id
            self._asker.ask(
                lambda who: history.of_person(who, person_id), show, _quiet, replaces="history"
            )
        elif number_id is not None:
            wanted = number_id
            self._asker.ask(
                lambda who: history.of_number(who, wanted), show, _quiet, replaces="history"
            )


def _quiet(_problem: Problem) -> None:
    """The card itself says what is wrong; the history stays as it was."""
