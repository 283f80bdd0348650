"""What has come since the listener started, counted from several threads."""

import threading
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from desktop.connectors.web.sources import ListenerState, SourceState, WebSource

_KEPT_A_DAY: Final = 20
"""Of one source, of what came without the right secret."""


@dataclass(slots=True)
class Outcome:
    """What became of one post."""

    taken: int = 0
    ignored: int = 0
    set_aside: int = 0


class Counts:
    """Counts for each source; ``trouble`` is why the last post could not be handed in."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._sources: defaultdict[str, SourceState] = defaultdict(SourceState)
        self._day = date.min
        self._kept: Counter[str] = Counter()
        self.trouble = ""

    def note(self, source: WebSource, outcome: Outcome, now: datetime) -> None:
        """A post was handed in."""
        with self._lock:
            before = self._sources[source.path]
            self._sources[source.path] = replace(
                before,
                last_event=now,
                taken=before.taken + outcome.taken,
                ignored=before.ignored + outcome.ignored,
                set_aside=before.set_aside + outcome.set_aside,
            )
            self.trouble = ""

    def refuse(self, source: WebSource, reason: str, now: datetime) -> bool:
        """Somebody who did not show who they are was sent away. Whether what they sent is to be
        kept for a person to look at: a key that was typed wrong costs no lead, and a stranger
        fills no disk."""
        with self._lock:
            before = self._sources[source.path]
            refused = before.refused + 1
            self._sources[source.path] = replace(before, refused=refused, refusal=reason)
            if now.date() != self._day:
                self._day, self._kept = now.date(), Counter()
            self._kept[source.path] += 1
            return self._kept[source.path] <= _KEPT_A_DAY

    def fail(self, reason: str) -> None:
        """A post could not be handed in now."""
        with self._lock:
            self.trouble = reason

    def state(self, *, running: bool, host: str, port: int, waiting: int) -> ListenerState:
        """All of it at one moment."""
        with self._lock:
            sources = dict(self._sources)
            trouble = self.trouble
        events = [each.last_event for each in sources.values() if each.last_event is not None]
        return ListenerState(
            running=running,
            host=host,
            port=port,
            trouble=trouble,
            last_event=max(events, default=None),
            taken=sum(each.taken for each in sources.values()),
            set_aside=sum(each.set_aside for each in sources.values()),
            refused=sum(each.refused for each in sources.values()),
            waiting=waiting,
            sources=sources,
        )
