"""What a desk of three knows of its promises, told beside the desk, and how its steps are taken."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine
from sqlalchemy import select

from desktop.domain.errors import Refused
from desktop.domain.vocabulary import CallbackKind
from desktop.services.actor import Actor
from desktop.services.callbacks import Callbacks
from desktop.services.reach import zones_at
from desktop.services.recorded import Recorded
from desktop.services.safety import Safety
from desktop.services.trail import broken_links
from desktop.storage import tables
from desktop.storage.engine import Database
from tests.conftest import Clock
from tests.services.promises import Desk, desk_of
from tests.services.world import CHICAGO, PHOENIX, build_world

_of = tables.metadata.tables
_LEASE = timedelta(minutes=10)
# Two zones (Florida's west), Hawaii, abroad, toll-free, Chicago, Phoenix.
NUMBERS: Final = (
    "(850) 555-0123",
    "(808) 555-0123",
    "+44 20 7946 0018",
    "855-555-0100",
    "(312) 555-0147",
    "(602) 555-0171",
)
WHO = st.sampled_from(["wren", "robin", "lark"])
AHEAD = st.one_of(st.integers(-30, 36 * 60), st.sampled_from([15, 60, 24 * 60, 72 * 60, 240 * 60]))
WHY = st.sampled_from(["", "", "They asked for it"])


@dataclass
class Made:
    """What the model knows of a promise: who made it, its kind, when it was last written to, and
    the times agreed with the person."""

    kind: CallbackKind
    by: Actor
    written_at: datetime
    agreed: set[datetime]


@dataclass(frozen=True)
class Data:
    """What is stored."""

    callbacks: list[Any]
    attempts: list[Any]
    wishes: list[Any]
    people: list[Any]
    numbers: list[Any]


class PromiseModel(RuleBasedStateMachine):
    """The desk and the model of it. ``fresh`` gives an empty database."""

    fresh: Callable[[], Database]

    def __init__(self) -> None:
        super().__init__()
        self.clock = Clock()
        self.database = type(self).fresh()
        self.desk: Desk = desk_of(build_world(self.database, self.clock))
        self.world = self.desk.world
        self.safety = Safety(self.database, self.world.ledger, self.clock)
        self.call_draft: UUID | None = None
        self.made: dict[UUID, Made] = {}
        self.undone: set[UUID] = set()
        self.done: list[tuple[Actor, UUID, UUID | None]] = []
        self.leases: dict[UUID, tuple[Actor, datetime]] = {}
        self.missed: dict[UUID, tuple[UUID, set[UUID]]] = {}

    def teardown(self) -> None:
        """The chain of everything that was done verifies."""
        try:
            assert list(broken_links(self.database)) == []
        finally:
            self.database.close()

    # Helpers

    @property
    def _callbacks(self) -> Callbacks:
        return self.desk.callbacks

    def _actor(self, who: str) -> Actor:
        actor: Actor = getattr(self.world, who)
        return actor

    def _at(self, ahead: int) -> datetime:
        return self.clock.now + timedelta(minutes=ahead)

    def _pick(self, pick: int, state: str = "") -> UUID:
        """One of those in this state, or of all when there is none."""
        rows = self._rows()
        wanted = [i for i in self.made if state in (rows[i]["state"], "")] or list(self.made)
        return wanted[pick % len(wanted)]

    def _pick_some(self, picks: Sequence[int]) -> list[tuple[UUID, int]]:
        return [self.desk.version(i) for i in dict.fromkeys(map(self._pick, picks))]

    def _try(
        self,
        actor: Actor,
        callback_id: UUID | None,
        act: Callable[[], Recorded],
        which: Sequence[tuple[UUID, int]] = (),
        *,
        ends_lease: bool = True,
    ) -> Recorded | None:
        """Do it; a refusal changes nothing (the invariants see to that)."""
        try:
            recorded = act()
        except Refused:
            return None
        assert recorded.said
        if recorded.written.change_id is not None:
            self.done.append((actor, recorded.written.change_id, None))
        for each in (callback_id, *(each for each, _ in which)):
            if each is not None:
                self.made[each].written_at = self.clock.now
                if ends_lease:
                    self.leases.pop(each, None)
        return recorded

    def _held_by_other(self, actor: Actor, callback_id: UUID) -> bool:
        holder, since = self.leases.get(callback_id, (actor, self.clock.now))
        valid = self.clock.now < since + _LEASE
        return valid and holder != actor and actor != self.world.lark

    def _data(self) -> Data:
        names = ("callback", "attempt", "do_not_call", "person", "phone_number")
        with self.database.read() as conn:
            return Data(*(list(conn.execute(select(_of[name])).mappings()) for name in names))

    def _read(self, table: Any) -> list[Any]:
        with self.database.read() as conn:
            return list(conn.execute(select(table)).mappings())

    def _wishes(self) -> list[Any]:
        """The do-not-calls in force."""
        return [row for row in self._read(_of["do_not_call"]) if row["lifted_at"] is None]

    def _rows(self) -> dict[UUID, Any]:
        return {row["id"]: row for row in self._read(_of["callback"])}

    def _in_hours(self, data: Data, row: Any, at: datetime) -> bool:
        """Held against the clocks directly, not by the rule under test."""
        person = next((each for each in data.people if each["id"] == row["person_id"]), None)
        number = next((each for each in data.numbers if each["id"] == row["number_id"]), None)
        opens = (person and person["hours_from"]) or 8 * 60
        closes = (person and person["hours_to"]) or 21 * 60
        here = PHOENIX if row["owner_team_id"] == self.world.front_desk else CHICAGO
        found = zones_at(
            person["zone"] if person else None, number["e164"] if number else None, here
        )
        said = row["zone_certain"] and not found.certain
        zones = (row["promised_zone"],) if said else found.zones
        local = (at.astimezone(ZoneInfo(zone)) for zone in zones)
        return all(opens <= each.hour * 60 + each.minute < closes for each in local)
