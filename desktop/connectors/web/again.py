"""What could not be handed in, tried again from here: not every vendor sends a second time."""

import logging
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from desktop.connectors.web.sources import WebSource
from desktop.domain.errors import Problem

LOG = logging.getLogger(__name__)
_KEPT_AT_MOST: Final = 1000
"""Posts; with their bodies at most 64 MB."""


@dataclass(frozen=True, slots=True)
class Posted:
    """The body of a post whose sender is known."""

    source: WebSource
    body: bytes = field(repr=False)
    content_type: str


class Waiting:
    """Posts in memory, the oldest first. When there is no more room the oldest goes: the sender was
    told to come again as well."""

    def __init__(self) -> None:
        self.posts: deque[Posted] = deque(maxlen=_KEPT_AT_MOST)


class Again:
    """Hands the oldest of ``waiting`` in every ``pause`` seconds until it is taken, then the rest.
    What a sender sends twice meanwhile is taken once."""

    def __init__(self, hand_in: Callable[[Posted], object], waiting: Waiting, pause: float) -> None:
        self._hand_in = hand_in
        self._pause = pause
        self._kept = waiting.posts
        self._turn = threading.Condition()
        self._stopping = False
        self._thread: threading.Thread | None = None

    def __len__(self) -> int:
        return len(self._kept)

    def start(self) -> None:
        """Begin; what is kept from before is tried first."""
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name="web listener again", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End; returns when the thread is gone."""
        with self._turn:
            self._stopping = True
            self._turn.notify()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def keep(self, posted: Posted) -> None:
        """Try this one again later."""
        with self._turn:
            self._kept.append(posted)
            self._turn.notify()

    def _run(self) -> None:
        while True:
            with self._turn:
                self._turn.wait_for(lambda: self._stopping or self._kept)
                # Not at once: whatever was in the way needs a moment.
                if self._turn.wait_for(lambda: self._stopping, self._pause):
                    return
            self._try_all()

    def _try_all(self) -> None:
        stumbled: list[Posted] = []
        while self._kept and not self._stopping:
            posted = self._kept.popleft()
            try:
                self._hand_in(posted)
            except Problem:
                with self._turn:
                    self._kept.appendleft(posted)
                break
            except Exception:
                # A bug of ours loses nobody's post, and keeps back none of the others.
                LOG.exception("a post could not be carried out the second time")
                stumbled.append(posted)
        with self._turn:
            self._kept.extend(stumbled)
