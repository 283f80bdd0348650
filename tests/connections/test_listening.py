"""Without a window: what is switched on runs, changes are noticed, and stopping stops all of it."""

from collections.abc import Callable, Sequence
from threading import Event

from desktop.connections.listening import TELLS_EVERY, keep_going
from desktop.domain.connection_state import Link, SourceToRun
from desktop.domain.errors import ServerLost
from tests.conftest import Clock
from tests.connections.test_web import House, a_source, free_port, listener


class Days:
    """A stop that comes after as many looks as there are acts; each act comes before a look."""

    def __init__(self, *acts: object) -> None:
        self._acts = list(acts)

    def wait(self, _: float) -> bool:
        """The next act, or the end."""
        if not self._acts:
            return True
        act = self._acts.pop(0)
        assert callable(act)
        act()
        return False


def look(
    home: House,
    sources: Callable[[], Sequence[SourceToRun]],
    days: Days,
    heard: list[str],
    every: float = TELLS_EVERY,
) -> None:
    """Keep going until the last act, with a look at the sources each time or more seldom."""
    keep_going(home.connectors, sources, days, heard.append, every)  # type: ignore[arg-type]


def test_changes_are_noticed_and_told_once(clock: Clock) -> None:
    home, port = House(clock), free_port()
    form, pbx = a_source("web_form", "form"), a_source("cti", "pbx")
    lead = {"name": "Linden Grove", "phone": "602-555-0142"}
    heard: list[str] = []
    statuses: list[int] = []

    def more() -> None:
        statuses.append(home.post(port)("/leads/form", lead).status)
        home.sources = [listener(port), form, pbx]

    def pause() -> None:
        home.sources = []

    home.sources = [listener(port), form]
    days = Days(lambda: None, more, lambda: None, pause)
    look(home, lambda: home.sources, days, heard)
    assert heard == [
        "Web listener: listening.",
        "Web form: listening at /leads/form.",
        "Phone system that posts its calls: listening at /cti/pbx.",
        "Nothing is switched on under Settings → Connections yet.",
    ]
    assert statuses == [200]
    assert home.connectors.standing(form.id).link is Link.OFF


def test_data_out_of_reach_stops_nothing_that_runs(clock: Clock) -> None:
    home, port = House(clock), free_port()
    form = a_source("web_form", "form")
    home.sources = [listener(port), form]
    heard: list[str] = []
    lost = Event()

    def sources() -> Sequence[SourceToRun]:
        if lost.is_set():
            raise ServerLost("The clinic server cannot be reached.")
        return home.sources

    def works() -> None:
        assert home.connectors.standing(form.id).link is Link.WORKING

    days = Days(lost.set, works, lost.clear, works)
    look(home, sources, days, heard)
    assert heard[2:] == ["The clinic server cannot be reached."]


def test_how_one_stands_is_told_before_the_sources_are_looked_at_again(clock: Clock) -> None:
    home, port = House(clock), free_port()
    form = a_source("web_form", "form")
    home.sources = [listener(port), form]
    heard: list[str] = []
    asked: list[int] = []

    def sources() -> Sequence[SourceToRun]:
        asked.append(len(heard))
        return home.sources

    days = Days(home.connectors.close, lambda: None)
    look(home, sources, days, heard, every=10 * TELLS_EVERY)
    assert asked == [0]
    assert len(heard) == 4, "both stand otherwise now"
