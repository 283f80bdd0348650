"""Somebody new: asked for, held against those who are known while it is typed, and added."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from desktop.domain.errors import Problem
from desktop.domain.local_time import local_day
from desktop.services.actor import Actor
from desktop.services.people import NewPerson, People, PersonHit
from desktop.services.recorded import Recorded
from desktop.ui.intake.person_dialog import PersonDialog
from desktop.ui.people.asking import Asking, told
from desktop.ui.tasks import Runner


class Newcomer(QObject):
    """Keeps the dialog that was closed half typed."""

    person_wanted = Signal(object)
    """Show this person: the one who was added, or who was known already; their identity."""

    def __init__(
        self, asking: Asking, tasks: Runner, people: People, clock: Callable[[], datetime]
    ) -> None:
        super().__init__(asking.window)
        self._asking, self._tasks, self._people, self._clock = asking, tasks, people, clock
        self.dialog: PersonDialog | None = None

    def ask(self, typed: str) -> None:
        """Open the form; ``typed`` is a name or a number to begin with."""
        if self.dialog is not None:
            self.dialog.ask_again()
            return
        actor = self._asking.actor
        today = local_day(self._clock(), actor.zone)
        dialog = self.dialog = PersonDialog(self._asking.theme, self._asking.window.window(), today)
        dialog.search_requested.connect(self._find_alike)
        dialog.warning_requested.connect(self._look_known)
        dialog.add_requested.connect(self._add)
        dialog.hit_picked.connect(self._known)
        dialog.accepted.connect(self.forget)
        is_number = any(map(str.isdigit, typed))
        dialog.ask(
            NewPerson(
                name="" if is_number else typed,
                number_text=typed if is_number else "",
                kind="Patient",
                site_id=actor.site_id,
            )
        )

    def forget(self) -> None:
        """What was typed is used up, or was somebody else's."""
        if self.dialog is not None:
            self.dialog.close()
            self.dialog.deleteLater()
            self.dialog = None

    def _known(self, hit: PersonHit) -> None:
        self.person_wanted.emit(hit.person_id)

    def _find_alike(self, text: str) -> None:
        actor, people, dialog = self._asking.actor, self._people, self.dialog
        if dialog is not None:
            self._tasks.run(
                lambda: people.find(actor, text),
                lambda hits: dialog.offer(text, hits),
                self._failed,
                replaces="people alike",
            )

    def _look_known(self, name: str, number: str) -> None:
        actor, people, dialog = self._asking.actor, self._people, self.dialog
        if dialog is not None:
            self._tasks.run(
                lambda: people.known_while_typing(actor, name, number),
                lambda known: dialog.warn(name, number, known),
                self._failed,
                replaces="people known",
            )

    def _add(self, new: NewPerson) -> None:
        people, dialog = self._people, self.dialog
        if dialog is None:
            return
        name = " ".join(new.name.split())

        def work(who: Actor, key: UUID) -> Recorded:
            return told(people.add(who, new, key), f"{name} is here now.")

        def done(recorded: Recorded) -> None:
            dialog.accept()
            self.person_wanted.emit(recorded.written.value)

        self._asking.run(work, done, lambda problem: dialog.say_problem(str(problem)))

    def _failed(self, problem: Problem) -> None:
        self._asking.troubled.emit(str(problem))
