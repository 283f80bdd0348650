"""A source runs in one program; the others stand by and take over."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from threading import Event
from threading import enumerate as threads
from uuid import UUID, uuid4

import pytest

from desktop.connections.in_the_way import NO_FOLDER, folder_in_the_way, secret_in_the_way
from desktop.connections.leased import LeasedConnector
from desktop.connections.running import Connectors, Maker
from desktop.domain.connection_state import Connector, Link, SourceToRun, Standing
from desktop.domain.errors import Refused, ServerLost
from desktop.services.source_leases import TERM, Held, SourceLeases
from desktop.storage.engine import Database
from tests.conftest import Clock

SOURCE = SourceToRun(uuid4(), "mailbox", "leads", (), "America/Phoenix", "s3cret")


@dataclass
class _Connector:
    """Keeps what was asked of it."""

    told: list[str]

    @property
    def standing(self) -> Standing:
        return Standing(Link.WORKING)

    def start(self) -> None:
        self.told.append("start")

    def stop(self) -> None:
        self.told.append("stop")


@dataclass
class _Leases:
    """A lease that is given, refused or out of reach as a test says."""

    clock: Clock
    elsewhere: str = ""
    lost: bool = False
    told: list[str] = field(default_factory=list)

    def look(self, _source: UUID) -> Held:
        if self.lost:
            raise ServerLost("The clinic server does not answer.")
        return Held(mine=False, place=self.elsewhere)

    def claim(self, source: UUID) -> Held:
        held = self.look(source)
        return held if held.place else Held(mine=True, place="here", until=self.clock.now + TERM)

    def release(self, _source: UUID) -> None:
        self.told.append("release")


@dataclass
class _Desk:
    """One program's source, looked at by hand."""

    clock: Clock
    told: list[str] = field(default_factory=list)
    in_the_way: str = ""
    refuses: bool = False

    def __post_init__(self) -> None:
        self.leases = _Leases(self.clock)
        self.source = LeasedConnector(
            SOURCE, self._make, self.leases, self.clock, lambda _source: self.in_the_way
        )

    def _make(self) -> Connector:
        if self.refuses:
            raise Refused("This desk is not set up yet.")
        return _Connector(self.told)

    def look(self) -> Standing:
        self.source.look()
        return self.source.standing


@pytest.fixture
def desk(clock: Clock) -> _Desk:
    """One program's source."""
    return _Desk(clock)


def test_it_runs_while_it_has_the_lease(desk: _Desk) -> None:
    assert desk.look().link is Link.WORKING
    assert desk.look().link is Link.WORKING
    assert desk.told == ["start"]
    desk.leases.elsewhere = "front"
    stands = desk.look()
    assert (stands.link, stands.reason) == (Link.ELSEWHERE, "front")
    assert desk.told == ["start", "stop"]
    desk.leases.elsewhere = ""
    assert desk.look().link is Link.WORKING


def test_a_lease_that_cannot_be_renewed_stops_it_before_it_ends(desk: _Desk) -> None:
    desk.look()
    desk.leases.lost = True
    desk.clock.forward(seconds=10)
    assert desk.look().link is Link.WORKING, "a hiccup stops nothing"
    desk.clock.forward(seconds=10)
    stands = desk.look()
    assert (stands.link, stands.reason) == (Link.RETRYING, "The clinic server does not answer.")
    assert desk.told == ["start", "stop"]
    desk.leases.lost = False
    assert desk.look().link is Link.WORKING


def test_where_something_is_in_its_way_it_is_left_to_others(desk: _Desk) -> None:
    desk.in_the_way = "Its password is not kept on this computer. Fill it in."
    assert desk.look() == Standing(Link.REFUSED, desk.clock.now, desk.in_the_way)
    desk.leases.elsewhere = "front"
    assert desk.look().link is Link.ELSEWHERE
    assert desk.told == []


def test_what_comes_in_its_way_while_it_runs_lets_others_at_it(desk: _Desk) -> None:
    desk.look()
    desk.in_the_way = NO_FOLDER
    assert desk.look().reason == NO_FOLDER
    assert (desk.told, desk.leases.told) == (["start", "stop"], ["release"])


def test_one_that_cannot_start_says_why_and_tries_again(desk: _Desk) -> None:
    desk.refuses = True
    assert desk.look().reason == "This desk is not set up yet."
    desk.refuses = False
    assert desk.look().link is Link.WORKING


def test_what_each_kind_needs_on_this_computer(tmp_path: Path) -> None:
    without = SourceToRun(uuid4(), "mailbox", "leads", (), "America/Phoenix")
    assert "password is not kept on this computer" in secret_in_the_way(without)
    assert secret_in_the_way(SOURCE) == ""
    for folder, sentence in ((tmp_path, ""), (tmp_path / "gone", NO_FOLDER)):
        options = (("folder", str(folder)),)
        source = SourceToRun(uuid4(), "folder", "calls", options, "America/Phoenix")
        assert folder_in_the_way(source) == sentence


def until(holds: Callable[[], bool]) -> bool:
    pause = Event()
    for _ in range(1_000):
        if holds():
            return True
        pause.wait(0.01)
    return False


class _Pair:
    """Two programs on one database."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self.told: dict[str, list[str]] = {"front": [], "back": []}
        self.programs = {
            name: Connectors(
                lambda: (SOURCE,),
                (Maker(frozenset({"mailbox"}), self._make(name)),),
                clock,
                leases=SourceLeases(database, clock, uuid4(), name),
            )
            for name in self.told
        }

    def _make(self, name: str) -> Callable[[object], Connector]:
        return lambda _sources: _Connector(self.told[name])

    def comes_to(self, name: str, want: Link) -> Callable[[], bool]:
        return lambda: self.link(name) is want

    def link(self, name: str) -> Link:
        return self.programs[name].standing(SOURCE.id).link


@pytest.fixture
def pair(database: Database, clock: Clock) -> Iterator[_Pair]:
    """Both open, the front desk first."""
    both = _Pair(database, clock)
    for name, program in both.programs.items():
        program.refresh()
        want = Link.WORKING if name == "front" else Link.ELSEWHERE
        assert until(both.comes_to(name, want))
    yield both
    for program in both.programs.values():
        program.close()
    assert not [each for each in threads() if each.name.startswith("lease")]


def test_whoever_closes_hands_over(pair: _Pair) -> None:
    assert pair.told == {"front": ["start"], "back": []}
    assert pair.programs["back"].standing(SOURCE.id).reason == "front"
    pair.programs["front"].close()
    assert pair.told["front"] == ["start", "stop"]
    pair.programs["back"].refresh()
    assert until(lambda: pair.link("back") is Link.WORKING)


def test_a_clock_in_between_changes_nothing(pair: _Pair, clock: Clock) -> None:
    """Whoever renews keeps it, however often the other one looks."""
    for _ in range(4):
        before: datetime = clock.now
        clock.forward(seconds=20)
        pair.programs["front"].refresh()
        assert until(partial(_renewed, pair, before))
        pair.programs["back"].refresh()
    assert pair.told == {"front": ["start"], "back": []}


def _renewed(pair: _Pair, before: datetime) -> bool:
    leases = pair.programs["front"]._leases
    assert isinstance(leases, SourceLeases)
    until_when = leases.look(SOURCE.id).until
    return until_when is not None and until_when > before + TERM + timedelta(seconds=1)
