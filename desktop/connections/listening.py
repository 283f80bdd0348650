"""Keeps the connectors going where there is no window: ``ketwell-desk listen``."""

import logging
from collections.abc import Callable, Sequence
from itertools import count
from threading import Event

from desktop.connections.running import Connectors
from desktop.domain.connection_kinds import kind_named
from desktop.domain.connection_state import Link, SourceToRun, Standing
from desktop.domain.errors import Problem

LOOKS_EVERY = 10.0
"""Seconds between two looks at what was changed under Settings → Connections."""
TELLS_EVERY = 1.0
"""Seconds between two looks at how the connectors stand, which asks no database."""
_log = logging.getLogger(__name__)


def keep_going(
    connectors: Connectors,
    sources: Callable[[], Sequence[SourceToRun]],
    stop: Event,
    tell: Callable[[str], None],
    every: float = LOOKS_EVERY,
) -> None:
    """Run what is switched on until ``stop`` is set, then stop all of it. Every ``every`` seconds
    it looks for sources that were changed, added or paused, and tells in a sentence how each stands
    where that has changed. Data out of reach is looked for again; nothing that runs is stopped."""
    told: dict[str, str] = {}
    known: Sequence[SourceToRun] = ()
    trouble: dict[str, str] = {}
    turns = max(1, round(every / TELLS_EVERY))
    try:
        for turn in count():
            if turn % turns == 0:
                try:
                    connectors.refresh()
                    known, trouble = sources(), {}
                except Problem as problem:
                    _log.warning("the sources cannot be read: %s", type(problem).__name__)
                    trouble = {"": str(problem)}
            now = {each.name: _sentence(each, connectors.standing(each.id)) for each in known}
            if not known and not trouble:
                now = {"": "Nothing is switched on under Settings → Connections yet."}
            now |= trouble
            for name, sentence in now.items():
                if told.get(name) != sentence:
                    tell(sentence)
            told = now
            if stop.wait(min(every, TELLS_EVERY)):
                return
    finally:
        connectors.close()


def _sentence(source: SourceToRun, standing: Standing) -> str:
    kind = kind_named(source.kind)
    place = f" at {kind.path}{source.name}" if kind.path else ""
    if standing.link is Link.WORKING:
        return f"{kind.title}: {kind.working.lower()}{place}."
    if standing.link is Link.ELSEWHERE:
        return f"{kind.title}{place}: runs on another desk ({standing.reason})."
    return f"{kind.title}{place}: {standing.reason or standing.link.value}"
