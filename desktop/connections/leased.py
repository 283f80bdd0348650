"""A source that one program of all that are open on the same data runs, and the others stand by.

On a thread of its own it asks for the lease, starts the connector once it has it, and renews it
every few seconds. Where that does not succeed the connector is stopped before the lease ends, so
that no two programs run the same source for long (and what both take is taken once anyway).
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Event, Lock, Thread
from typing import Final, Protocol
from uuid import UUID

from desktop.domain.connection_state import Connector, Link, SourceToRun, Standing, StandingKeeper
from desktop.domain.errors import Problem
from desktop.services.changes import Clock
from desktop.services.source_leases import Held

RENEWS_EVERY: Final = 10.0
"""Seconds between two looks at the lease: a third of how long one holds."""
_MARGIN: Final = timedelta(seconds=10)
"""A connector takes a moment to end; it has ended when another program may begin."""
_log = logging.getLogger(__name__)


class Leases(Protocol):
    """What is asked of :class:`desktop.services.source_leases.SourceLeases`."""

    def look(self, source: UUID) -> Held:
        """Who runs it."""

    def claim(self, source: UUID) -> Held:
        """Run it, go on running it, or hear who does."""

    def release(self, source: UUID) -> None:
        """Let another program run it."""


Ready = Callable[[SourceToRun], str]
"""What keeps a source from running on this computer (its password is not kept here, its folder is
not there), with what to do; "" where nothing does."""


class LeasedConnector:
    """One source; a :class:`desktop.domain.connection_state.Connector`."""

    def __init__(
        self,
        source: SourceToRun,
        make: Callable[[], Connector],
        leases: Leases,
        clock: Clock,
        ready: Ready,
        every: float = RENEWS_EVERY,
    ) -> None:
        self._source, self._make, self._leases = source, make, leases
        self._clock, self._ready, self._every = clock, ready, every
        self._own = StandingKeeper()
        self._connector: Connector | None = None
        self._until: datetime | None = None
        self._one_at_a_time = Lock()
        self._woken = Event()
        self._ended = False
        self._thread = Thread(target=self._run, name=f"lease of a {source.kind}")

    @property
    def standing(self) -> Standing:
        """How the connector stands; while it does not run here, why."""
        connector = self._connector
        return self._own.standing if connector is None else connector.standing

    def start(self) -> None:
        """Begin to ask for the lease."""
        self._own.tell(Link.CONNECTING, self._clock())
        self._thread.start()

    def stop(self) -> None:
        """End the connector, then let the lease go."""
        self._ended = True
        self._woken.set()
        if self._thread.ident is not None:
            self._thread.join()
        self._own.tell(Link.OFF, self._clock())

    def look_again(self) -> None:
        """Do not wait: somebody changed something, or wants to know."""
        self._woken.set()

    def look(self) -> None:
        """Look once at the lease, and start or stop the connector as it says."""
        with self._one_at_a_time:
            in_the_way = self._ready(self._source)
            try:
                held = self._ask(in_the_way)
            except Problem as problem:
                self._out_of_reach(problem)
                return
            if held.mine:
                self._until = held.until
                self._begin()
            else:
                self._end()
                if held.place:
                    self._own.tell(Link.ELSEWHERE, self._clock(), held.place)
                else:
                    self._own.tell(Link.REFUSED, self._clock(), in_the_way)

    def _ask(self, in_the_way: str) -> Held:
        if not in_the_way:
            return self._leases.claim(self._source.id)
        if self._connector is not None:
            self._end()
            self._leases.release(self._source.id)
        return self._leases.look(self._source.id)

    def _out_of_reach(self, problem: Problem) -> None:
        if self._connector is None:
            self._own.tell(Link.RETRYING, self._clock(), str(problem))
        elif self._until is None or self._clock() + _MARGIN >= self._until:
            _log.warning("a lease could not be renewed: %s", type(problem).__name__)
            self._end()
            self._own.tell(Link.RETRYING, self._clock(), str(problem))

    def _begin(self) -> None:
        if self._connector is not None:
            return
        try:
            connector = self._make()
            connector.start()
        except Problem as problem:
            self._own.tell(Link.REFUSED, self._clock(), str(problem))
            return
        self._connector = connector

    def _end(self) -> None:
        connector, self._connector = self._connector, None
        if connector is not None:
            connector.stop()

    def _run(self) -> None:
        while True:
            self._woken.clear()
            # Asked behind the line above, so that an end in between is not slept through.
            if self._ended:
                break
            try:
                self.look()
            except Exception:  # noqa: BLE001 - a bug may not keep the source from running for good
                _log.exception("a source of kind %s stumbled", self._source.kind)
            self._woken.wait(self._every)
        with self._one_at_a_time:
            self._end()
            try:
                self._leases.release(self._source.id)
            except Problem as problem:
                # It ends by itself.
                _log.info("a lease could not be let go: %s", type(problem).__name__)
