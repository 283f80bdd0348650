"""Starts and stops the connectors of the sources that are switched on.

Beside the window, or without one (``listen``). A connector knows no service: it is handed ``take``
and ``set_aside``. What got in one's way is how that one stands; the others go on.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from uuid import UUID

from desktop.domain.connection_state import Connector, Link, SourceToRun, Standing
from desktop.domain.errors import Problem
from desktop.domain.incoming import SetAside, Take
from desktop.services.changes import Clock

_log = logging.getLogger(__name__)
_OFF = Standing(Link.OFF)


@dataclass(frozen=True, slots=True)
class Hands:
    """What every connector is handed: how to hand in for a source, and the time."""

    take: Callable[[SourceToRun], Take]
    set_aside: Callable[[SourceToRun], SetAside]
    clock: Clock


Make = Callable[[Sequence[SourceToRun], Hands], Connector]


@dataclass(frozen=True, slots=True)
class Maker:
    """Which kinds of source a connector serves. ``together``: one connector for all of them (a
    listener has one address); else one for each source."""

    kinds: frozenset[str]
    make: Make
    together: bool = False


class Connectors:
    """The connectors of this process. Each method may be called from any thread, one at a time."""

    def __init__(
        self, sources: Callable[[], Sequence[SourceToRun]], makers: Sequence[Maker], hands: Hands
    ) -> None:
        self._sources, self._makers, self._hands = sources, tuple(makers), hands
        self._running: dict[tuple[SourceToRun, ...], Connector] = {}
        self._failed: dict[UUID, Standing] = {}
        self._by_source: Mapping[UUID, Connector] = {}
        self._one_at_a_time = Lock()
        self._closed = False

    def refresh(self) -> None:
        """Start what is switched on and stop what is not any more; a source that was changed is
        stopped and started again. Raises the problems of reading the sources."""
        with self._one_at_a_time:
            if self._closed:
                return
            wanted = self._wanted()
            for sources in self._running.keys() - wanted.keys():
                self._stop(sources)
            self._failed = {}
            for sources, maker in wanted.items():
                if sources not in self._running:
                    self._start(sources, maker)
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
            connector = maker.make(sources, self._hands)
            connector.start()
        except Problem as problem:
            refused = Standing(Link.REFUSED, self._hands.clock(), str(problem))
            self._failed.update({source.id: refused for source in sources})
            return
        self._running[sources] = connector

    def _stop(self, sources: tuple[SourceToRun, ...]) -> None:
        connector = self._running.pop(sources)
        connector.stop()
        _log.info("stopped a connection of kind %s", sources[0].kind)
