"""Fills the History tab with what was with the person on the card, else with the number."""

from uuid import UUID

from PySide6.QtCore import QObject

from desktop.domain.errors import Problem
from desktop.services.actor import Actor
from desktop.services.history import History, HistoryEntry
from desktop.ui.intake.card_facts import CallerFacts
from desktop.ui.intake.side_pane import SidePane
from desktop.ui.tasks import Runner


class HistoryLoader(QObject):
    """Whom the call concerns comes before who speaks, and people before a number."""

    def __init__(
        self, tasks: Runner, history: History, side: SidePane, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._tasks, self._history, self._side = tasks, history, side
        self._empty = True

    def forget(self) -> None:
        """Another card: nothing is known yet."""
        if not self._empty:
            self._empty = True
            self._side.show_history((), "UTC")

    def show(self, actor: Actor | None, caller: CallerFacts) -> None:
        """Load the history of who is on the card."""
        if actor is None:
            return
        person = caller.subject or caller.speaker
        number_id: UUID | None = caller.match.number_id if caller.match else None
        if person is None and number_id is None:
            self.forget()
            return
        history = self._history
        self._empty = False

        def load() -> tuple[HistoryEntry, ...]:
            if person is not None:
                return history.of_person(actor, person.id)
            return history.of_number(actor, number_id) if number_id else ()

        whose = person.name if person else ""
        self._tasks.run(
            load,
            lambda entries: self._side.show_history(entries, actor.zone, whose),
            self._quiet,
            replaces="intake-history",
        )

    def _quiet(self, _problem: Problem) -> None:
        """The card itself says what is wrong; the history stays as it was."""
