"""What is switched on runs, what is not is stopped, and nothing keeps running at the end."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from threading import Event, Thread
from threading import enumerate as threads
from uuid import uuid4

from desktop.connections.running import Connectors, Maker
from desktop.domain.connection_state import Connector, Link, SourceToRun, Standing, StandingKeeper
from desktop.domain.errors import Refused
from tests.conftest import Clock

NOON = datetime(2026, 11, 17, 19, tzinfo=UTC)

_MAIL, _WEB, _CTI = "mailbox", "web_form", "cti"


class _Loop:
    """A connector with a thread, as all of them have."""

    def __init__(self, sources: Sequence[SourceToRun], told: list[str]) -> None:
        self._names = "+".join(source.name for source in sources)
        self._told, self._ended = told, Event()
        self._keeper = StandingKeeper()
        self._thread = Thread(target=self._ended.wait, name=f"connector {self._names}")

    @property
    def standing(self) -> Standing:
        return self._keeper.standing

    def start(self) -> None:
        self._told.append(f"start {self._names}")
        self._thread.start()
        self._keeper.tell(Link.WORKING, NOON)

    def stop(self) -> None:
        self._ended.set()
        self._thread.join()
        self._told.append(f"stop {self._names}")


@dataclass
class _World:
    sources: list[SourceToRun] = field(default_factory=list)
    told: list[str] = field(default_factory=list)

    def connectors(self) -> Connectors:
        def make(sources: Sequence[SourceToRun]) -> Connector:
            if sources[0].option("host") == "taken":
                raise Refused("Another program has this address. Choose another number.")
            return _Loop(sources, self.told)

        makers = (
            Maker(frozenset({_MAIL}), make),
            Maker(frozenset({_WEB, _CTI}), make, together=True),
        )
        return Connectors(lambda: tuple(self.sources), makers, Clock(NOON))


def _source(kind: str, name: str, **options: str) -> SourceToRun:
    return SourceToRun(uuid4(), kind, name, tuple(options.items()), "America/Phoenix", "s3cret")


def test_each_mailbox_has_a_connector_and_all_forms_share_one() -> None:
    world = _World(
        [_source(_MAIL, "a"), _source(_WEB, "b"), _source(_MAIL, "c"), _source(_CTI, "d")]
    )
    connectors = world.connectors()
    connectors.refresh()
    assert sorted(world.told) == ["start a", "start b+d", "start c"]
    assert {connectors.standing(source.id).link for source in world.sources} == {Link.WORKING}
    connectors.close()
    assert sorted(world.told[3:]) == ["stop a", "stop b+d", "stop c"]
    assert not [thread for thread in threads() if thread.name.startswith("connector")]


def test_only_what_was_changed_is_stopped_and_started_again() -> None:
    world = _World([_source(_MAIL, "a"), _source(_MAIL, "b")])
    connectors = world.connectors()
    connectors.refresh()
    del world.told[:]
    world.sources[1] = replace(world.sources[1], secret="another")
    connectors.refresh()
    assert world.told == ["stop b", "start b"]
    del world.sources[0], world.told[:]
    connectors.refresh()
    assert world.told == ["stop a"]
    connectors.close()


def test_one_that_cannot_start_says_why_and_the_others_run() -> None:
    world = _World([_source(_MAIL, "a", host="taken"), _source(_MAIL, "b")])
    connectors = world.connectors()
    connectors.refresh()
    refused = connectors.standing(world.sources[0].id)
    assert refused.link is Link.REFUSED
    assert "Another program" in refused.reason
    assert connectors.standing(world.sources[1].id).link is Link.WORKING
    world.sources[0] = replace(world.sources[0], options=())
    connectors.refresh()
    assert connectors.standing(world.sources[0].id).link is Link.WORKING
    connectors.close()


def test_one_that_could_not_start_and_is_paused_stands_still() -> None:
    world = _World([_source(_MAIL, "a", host="taken")])
    connectors = world.connectors()
    connectors.refresh()
    paused = world.sources.pop()
    connectors.refresh()
    assert connectors.standing(paused.id) == Standing(Link.OFF)
    connectors.close()


def test_once_closed_nothing_is_started_again() -> None:
    world = _World([_source(_MAIL, "a")])
    connectors = world.connectors()
    connectors.close()
    connectors.refresh()
    assert world.told == []
    assert connectors.standing(world.sources[0].id).link is Link.OFF


def test_a_secret_is_in_no_text_of_a_source() -> None:
    assert "s3cret" not in f"{_source(_MAIL, 'a')!r} {_source(_MAIL, 'a')}"
