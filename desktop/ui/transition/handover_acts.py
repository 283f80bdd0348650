"""What a manager does with a handover: policy, sign-off, a package made, a package taken in."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.app import Services
from desktop.domain.errors import Problem
from desktop.domain.local_time import local_day
from desktop.domain.vocabulary import HandoverGroup
from desktop.services.actor import Actor
from desktop.services.handovers import (
    ENDING,
    HandoverMade,
    HandoverPlan,
    HandoverRead,
    HandoverTaken,
    read_package,
)
from desktop.services.recorded import Recorded
from desktop.ui.acts import Acts
from desktop.ui.exporting.doors import Doors
from desktop.ui.tasks import Runner
from desktop.ui.transition.handover_view import HandoverView


class HandoverActs(Acts):
    """Packages are made and taken in beside the work of the desk."""

    changed = Signal()
    """Many records came in at once."""

    def __init__(
        self,
        view: HandoverView,
        tasks: Runner,
        services: Services,
        clock: Callable[[], datetime],
        window: QWidget,
    ) -> None:
        super().__init__(tasks, services, clock, window)
        self._view = view
        self.doors = Doors()
        view.policy.kept.connect(self._keep)
        view.make.sign_off_requested.connect(self._sign_off)
        view.make.make_requested.connect(self._ask_where)
        view.take.choose_requested.connect(self._choose)
        view.take.read_requested.connect(self._read)
        view.take.take_requested.connect(self._take)

    def set_actor(self, actor: Actor) -> None:
        """Who is at the desk."""
        self._actor = actor
        self._view.forget()

    def read_plan(self) -> None:
        """What a package would hold now."""
        actor, handovers = self._actor, self._services.handovers

        def arrived(plan: HandoverPlan) -> None:
            if self._actor is actor:
                self._view.show_plan(plan)

        if actor is not None:
            # It reads everybody whom policy lets go: beside the worker of the lists.
            self._tasks.run_network(lambda: handovers.plan(actor), arrived, self._failed)

    def _keep(self, groups: frozenset[HandoverGroup], counsel: str) -> None:
        actor, settings, key = self._actor, self._services.transition_settings, uuid4()
        if actor is None:
            return
        self._tasks.run(
            lambda: settings.keep(
                actor, replace(settings.choices(), handover=groups, counsel=counsel), key
            ),
            self._recorded,
            self._failed,
        )

    def _sign_off(self, note: str) -> None:
        actor, handovers, key = self._actor, self._services.handovers, uuid4()
        if actor is not None:
            self._tasks.run(
                lambda: handovers.sign_off(actor, note, key), self._recorded, self._failed
            )

    def _recorded(self, recorded: Recorded) -> None:
        self.said.emit(recorded.said, recorded.written.change_id)
        self.written.emit(recorded.written)
        self.read_plan()

    # -- out -----------------------------------------------------------------------------------

    def _ask_where(self, words: str, why: str) -> None:
        actor = self._actor
        if actor is None:
            return
        day = local_day(self._clock(), actor.zone)
        name = f"ketwell-handover-{day.isoformat()}{ENDING}"
        self.doors.ask_where(
            self._window, name, lambda path: self._make(actor, path, words, why), lambda: None
        )

    def _make(self, actor: Actor, target: Path, words: str, why: str) -> None:
        handovers, key = self._services.handovers, uuid4()
        self._view.make.begin()

        def work() -> tuple[HandoverMade, HandoverRead]:
            made = handovers.export(actor, target, words, why, key)
            return made, read_package(made.file, words)

        def done(both: tuple[HandoverMade, HandoverRead]) -> None:
            made, read = both
            if actor is self._actor:
                self._view.make.show_made(made, read.summary)
            self.said.emit(made.said, None)
            self.read_plan()

        self._tasks.run_network(work, done, self._not_made)

    def _not_made(self, problem: Problem) -> None:
        self._failed(problem)
        self.read_plan()

    # -- in ------------------------------------------------------------------------------------

    def _choose(self) -> None:
        self.doors.ask_which(self._window, ENDING, self._view.take.show_file)

    def _read(self, file: Path, words: str) -> None:
        card = self._view.take
        card.begin()
        actor = self._actor

        def done(read: HandoverRead) -> None:
            # Another file may have been chosen, or somebody else be here, by now.
            if (card.file, card.words.text(), self._actor) == (file, words, actor):
                card.show_read(read)

        self._tasks.run_network(lambda: read_package(file, words), done, self._not_taken)

    def _take(self, file: Path, words: str, signer: str) -> None:
        actor, handovers, key = self._actor, self._services.handovers, uuid4()
        if actor is None:
            return
        self._view.take.begin()

        def done(taken: HandoverTaken) -> None:
            self._view.take.show_outcome(taken.said)
            self.said.emit(taken.said, None)
            self.changed.emit()
            self.read_plan()

        self._tasks.run_network(
            lambda: handovers.take_in(actor, file, words, key, signer), done, self._not_taken
        )

    def _not_taken(self, problem: Problem) -> None:
        self._view.take.show_problem(str(problem))

    def _failed(self, problem: Problem) -> None:
        self.troubled.emit(str(problem))
