"""Reads what the page of calls shows, on the worker; of each question the newest counts."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from desktop.app import Services
from desktop.services.actor import Actor
from desktop.services.call_days import CallDay
from desktop.services.call_filter import CallFilter
from desktop.services.call_finding import FoundPage
from desktop.services.call_lines import CallKey, CallLine
from desktop.services.call_list import Place
from desktop.ui.intake.asker import Asker
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


class CallReader(Asker):
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

    def __init__(self, tasks: Runner, services: Services, parent: QObject) -> None:
        super().__init__(tasks, parent, "calls")
        self._services = services
        self._days: dict[date, CallDay] = {}
        self._asked: CallFilter | None = None

    def set_actor(self, actor: Actor) -> None:
        """Read for somebody from now on."""
        super().set_actor(actor)
        self._days, self._asked = {}, None
        places = self._services.places

        def around(actor: Actor) -> Around:
            people = {
                user.id: user.name
                for team in places.teams(actor)
                for user in places.team_members(actor, team.id)
            }
            return Around(
                tuple((site.name, site.id) for site in places.sites(actor)),
                tuple(sorted((name, key) for key, name in people.items())),
            )

        self.ask(around, self.around_read.emit, replaces="around")

    def open(self) -> None:
        """The first page with its counts; then, behind it, the days."""
        self._read_opening(SCREEN)

    def read_counts(self) -> None:
        """How many calls there are by now, and when."""
        self._read_opening(0)

    def _read_opening(self, rows: int) -> None:
        calls = self._services.call_list
        self.ask(
            lambda actor: calls.opening(actor, BLOCK, rows), self.opened.emit, replaces="opening"
        )
        self.read_days()

    def read_days(self) -> None:
        """The days with calls."""
        self.ask(self._services.call_list.days, self._take_days, replaces="days")

    def read_blocks(self, wanted: tuple[Wanted, ...]) -> None:
        """What is on the screen; what was asked before and has not come is not on it any more."""
        calls, days = self._services.call_list, self._days
        if not days:
            # The days are on their way; the list asks again when it has them.
            return

        def read(actor: Actor) -> tuple[tuple[Wanted, tuple[CallLine, ...]], ...]:
            return tuple(
                (each, calls.rows(actor, Place(days[each.key], each.skip), each.rows))
                for each in wanted
                if each.key in days
            )

        self.ask(read, self.blocks_read.emit, replaces="blocks")

    def read_found(
        self, asked: CallFilter, after: CallKey | None = None, most: int = BLOCK
    ) -> None:
        """What a filter lets through, from the newest on or ``after`` a call."""
        calls = self._services.call_list
        if self.actor is not None:
            self._asked = asked
        self.ask(
            lambda actor: Found(asked, calls.found(actor, asked, after, most), after is None),
            self._take_found,
            replaces="found",
        )

    def stop_finding(self) -> None:
        """What is still looked for is not wanted any more."""
        self._asked = None

    def read_detail(self, call_id: UUID) -> None:
        """One call in full."""
        calls = self._services.calls
        self.ask(
            lambda actor: calls.detail(actor, call_id), self.detail_read.emit, replaces="detail"
        )

    def read_place(self, call_id: UUID) -> None:
        """Where a call stands in the list of all."""
        calls = self._services.call_list
        self.ask(lambda actor: calls.place_of(actor, call_id), self.placed.emit, replaces="place")

    def _take_days(self, days: tuple[CallDay, ...]) -> None:
        self._days = {each.day: each for each in days}
        self.days_read.emit(days)

    def _take_found(self, found: Found) -> None:
        if found.asked == self._asked:
            self.found.emit(found)
