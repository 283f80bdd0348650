"""Notes when this computer's clock jumps: times in the trail are worth what the clock is worth.

A clock that was set back shows at the next link of the chain by itself (``desk_chains``). One that
was set forward shows here alone, beside a clock that nobody can set.
"""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta

from desktop.domain.audit import CLOCK_SLACK, Event
from desktop.services.actor import Actor
from desktop.services.changes import Clock, Ledger


class ClockWatch:
    """Compares the clock with the seconds that have passed. Ask it every minute or so, from one
    place; ``monotonic`` is seconds of a clock that goes on while the computer sleeps, where there
    is one."""

    def __init__(self, clock: Clock, monotonic: Callable[[], float], ledger: Ledger) -> None:
        self._clock, self._monotonic, self._ledger = clock, monotonic, ledger
        self._lock = threading.Lock()
        self._seen: tuple[datetime, float] | None = None

    def look(self, actor: Actor | None) -> timedelta | None:
        """By how much the clock was set since the last look (forward is positive); None when it
        was not. The trail says so."""
        with self._lock:
            now, ticks = self._clock(), self._monotonic()
            before, self._seen = self._seen, (now, ticks)
        if before is None:
            return None
        jump = (now - before[0]) - timedelta(seconds=ticks - before[1])
        if abs(jump) <= CLOCK_SLACK:
            return None
        event = Event.CLOCK_SET_FORWARD if jump > timedelta() else Event.CLOCK_SET_BACK
        was = now - jump
        self._ledger.note(event, actor, details={"was": was.isoformat(), "is": now.isoformat()})
        return jump
