"""Starts and stops the connectors of the sources that are switched on.

Beside the window, or without one (``listen``). What got in the way of one is how that one stands;
the others go on.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from uuid import UUID

from desktop.connections.leased import LeasedConnector, Leases, Ready
from desktop.connections.probes import PROBES, Probe
from desktop.domain.connection_state import Connector, Link, SourceToRun, Standing
from desktop.domain.errors import Problem, Refused
from desktop.services.changes import Clock

_log = logging.getLogger(__name__)
_OFF = Standing(Link.OFF)


Make = Callable[[Sequence[SourceToRun]], Connector]
"""Builds a connector. Whoever gives it has bound what the connector hands in to."""


@dataclass(frozen=True, slots=True)
class Maker:
    """Which kinds of source a connector serves. ``together``: one connector for all of them (a
    listener has one address, which is this computer's own); else one for each source, run by one
    program of all that are open on the same data, where ``ready`` finds nothing in its way."""

    kinds: frozenset[str]
    make: Make
    together: bool = False
    ready: Ready = lambda _source: ""


class Connectors:
    """The connectors of this process. Each method may be called from any thread, one at a time."""

    def __init__(
        self,
        sources: Callable[[], Sequence[SourceToRun]],
        makers: Sequence[Maker],
        clock: Clock,
        probes: Mapping[str, Probe] = PROBES,
        leases: Leases | None = None,
    ) -> None:
        self._sources, self._makers, self._clock = sources, tuple(makers), clock
        self._probes, self._leases = probes, leases
        self._running: dict[tuple[SourceToRun, ...], Connector] = {}
        self._failed: dict[UUID, Standing] = {}
        self._by_source: Mapping[UUID, Connector] = {}
        self._one_at_a_time = Lock()
        self._closed = False

    def refresh(self) -> None:
        """Start what is switched on and stop what is not any more; a source that was changed is
        stopped and started again, and one that another program runs is looked at again. Raises
        the problems of reading the sources."""
        with self._one_at_a_time:
            if self._closed:
                return
            wanted = self._wanted()
            for sources in self._running.keys() - wanted.keys():
                self._stop(sources)
            self._failed = {}
            for sources, maker in wanted.items():
                running = self._running.get(sources)
                if running is None:
                    self._start(sources, maker)
                elif isinstance(running, LeasedConnector):
                    running.look_again()
            self._by_source = {
                source.id: connector
                for sources, connector in self._running.items()
                for source in sources
            }

    def close(self) -> None:
        """Stop them all; none is started again."""
        with self._one_at_a_time:
            self._closed = True
            for sources in tuple(self._running):
                self._stop(sources)
            self._by_source = {}

    def standing(self, source_id: UUID) -> Standing:
        """How a source stands in this process."""
        connector = self._by_source.get(source_id)
        if connector is None:
            return self._failed.get(source_id, _OFF)
        return connector.standing

    def test(self, source_id: UUID) -> str:
        """Try a source, writing nothing: a sentence on how it went. Raises :class:`Problem` with
        what to do; for a source that is paused too."""
        running = self._sources()
        source = next((each for each in running if each.id == source_id), None)
        if source is None:
            raise Refused("It is paused. Switch it on first, then test it.")
        return self._probes[source.kind](source, running)

    def _wanted(self) -> dict[tuple[SourceToRun, ...], Maker]:
        sources = self._sources()
        wanted: dict[tuple[SourceToRun, ...], Maker] = {}
        for maker in self._makers:
            served = tuple(source for source in sources if source.kind in maker.kinds)
            if maker.together and served:
                wanted[served] = maker
            elif not maker.together:
                wanted.update({(source,): maker for source in served})
        return wanted

    def _start(self, sources: tuple[SourceToRun, ...], maker: Maker) -> None:
        try:
            connector = self._connector(sources, maker)
            connector.start()
        except Problem as problem:
            refused = Standing(Link.REFUSED, self._clock(), str(problem))
            self._failed.update({source.id: refused for source in sources})
            return
        self._running[sources] = connector

    def _connector(self, sources: tuple[SourceToRun, ...], maker: Maker) -> Connector:
        leases = self._leases
        if leases is None or maker.together:
            return maker.make(sources)
        (source,) = sources
        return LeasedConnector(
            source, lambda: maker.make(sources), leases, self._clock, maker.ready
        )

    def _stop(self, sources: tuple[SourceToRun, ...]) -> None:
        connector = self._running.pop(sources)
        connector.stop()
        _log.info("stopped a connection of kind %s", sources[0].kind)
