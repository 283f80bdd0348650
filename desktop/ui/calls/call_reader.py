"""Reads what the page of calls shows, on the worker; of each question the newest counts."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from desktop.app import Services
from desktop.domain.errors import Problem
from desktop.services.actor import Actor
from desktop.services.call_days import CallDay
from desktop.services.call_filter import CallFilter
from desktop.services.call_finding import FoundPage
from desktop.services.call_lines import CallKey, CallLine
from desktop.services.call_list import Place
from desktop.ui.section_lines import BLOCK, Wanted
from desktop.ui.tasks import Runner

SCREEN = 48
"""Rows that a screen has at the most."""


@dataclass(frozen=True, slots=True)
class Found:
    """A page of what a filter lets through; ``first`` begins it anew."""

    asked: CallFilter
    page: FoundPage
    first: bool


@dataclass(frozen=True, slots=True)
class Around:
    """The clinics and the people that calls can be filtered by."""

    sites: tuple[tuple[str, UUID], ...]
    users: tuple[tuple[str, UUID], ...]


class CallReader(QObject):
    """Nothing is read before somebody signs in, and nothing arrives for who was here before."""

    opened = Signal(object)
    """An :class:`Opening`."""
    days_read = Signal(object)
    blocks_read = Signal(object)
    """``tuple[tuple[Wanted, tuple[CallLine, …]], …]``."""
    found = Signal(object)
    """A :class:`Found`."""
    detail_read = Signal(object)
    around_read = Signal(object)
    placed = Signal(object)
    """The :class:`Place` of a call that was asked for."""
    troubled = Signal(str)

    def __init__(self, tasks: Runner, services: Services, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks, self._services = tasks, services
        self._actor: Actor | None = None
        self._days: dict[date, CallDay] = {}
        self._asked: CallFilter | None = None

    def set_actor(self, actor: Actor) -> None:
        """Read for somebody from now on."""
        self._actor = actor
        self._days, self._asked = {}, None
        places = self._services.places

        def around() -> Around:
            people = {
                user.id: user.name
                for team in places.teams(actor)
                for user in places.team_members(actor, team.id)
            }
            return Around(
                tuple((site.name, site.id) for site in places.sites(actor)),
                tuple(sorted((name, key) for key, name in people.items())),
            )

        self._ask(around, self.around_read.emit, "around")

    def open(self) -> None:
        """The first page with its counts; then, behind it, the days."""
        actor, calls = self._actor, self._services.call_list
        if actor is not None:
            self._ask(lambda: calls.opening(actor, BLOCK, SCREEN), self.opened.emit, "opening")
            self.read_days()

    def read_counts(self) -> None:
        """How many calls there are by now, and when."""
        actor, calls = self._actor, self._services.call_list
        if actor is not None:
            self._ask(lambda: calls.opening(actor, BLOCK, 0), self.opened.emit, "opening")
            self.read_days()

    def read_days(self) -> None:
        """The days with calls."""
        actor, calls = self._actor, self._services.call_list
        if actor is not None:
            self._ask(lambda: calls.days(actor), self._take_days, "days")

    def read_blocks(self, wanted: tuple[Wanted, ...]) -> None:
        """What is on the screen; what was asked before and has not come is not on it any more."""
        actor, calls, days = self._actor, self._services.call_list, self._days
        if actor is None or not days:
            # The days are on their way; the list asks again when it has them.
            return

        def read() -> tuple[tuple[Wanted, tuple[CallLine, ...]], ...]:
            return tuple(
                (each, calls.rows(actor, Place(days[each.key], each.skip), each.rows))
                for each in wanted
                if each.key in days
            )

        self._ask(read, self.blocks_read.emit, "blocks")

    def read_found(
        self, asked: CallFilter, after: CallKey | None = None, most: int = BLOCK
    ) -> None:
        """What a filter lets through, from the newest on or ``after`` a call."""
        actor, calls = self._actor, self._services.call_list
        if actor is not None:
            self._asked = asked
            self._ask(
                lambda: Found(asked, calls.found(actor, asked, after, most), after is None),
                self._take_found,
                "found",
            )

    def stop_finding(self) -> None:
        """What is still looked for is not wanted any more."""
        self._asked = None

    def read_detail(self, call_id: UUID) -> None:
        """One call in full."""
        actor, calls = self._actor, self._services.calls
        if actor is not None:
            self._ask(lambda: calls.detail(actor, call_id), self.detail_read.emit, "detail")

    def read_place(self, call_id: UUID) -> None:
        """Where a call stands in the list of all."""
        actor, calls = self._actor, self._services.call_list
        if actor is not None:
            self._ask(lambda: calls.place_of(actor, call_id), self.placed.emit, "place")

    def _take_days(self, days: tuple[CallDay, ...]) -> None:
        self._days = {each.day: each for each in days}
        self.days_read.emit(days)

    def _take_found(self, found: Found) -> None:
        if found.asked == self._asked:
            self.found.emit(found)

    def _ask(self, work: Callable[[], object], done: Callable[..., object], question: str) -> None:
        asker = self._actor

        def deliver(answer: object) -> None:
            if asker is self._actor:
                done(answer)

        self._tasks.run(work, deliver, self._failed, replaces=f"calls {question}")

    def _failed(self, problem: Problem) -> None:
        self.troubled.emit(str(problem))
