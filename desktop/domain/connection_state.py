"""How a connection to the outside world stands, and what starts and stops it.

Each connector (web listener, mailbox, phone system, watched folder) is plain threads that tell how
they stand in words fit for the screen; nothing here knows what they speak.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from threading import Lock
from typing import Protocol
from uuid import UUID


class Link(StrEnum):
    """How a connection stands."""

    OFF = "off"
    """Paused by somebody, or not begun."""
    CONNECTING = "connecting"
    WORKING = "working"
    """Listening, connected, watching."""
    ELSEWHERE = "elsewhere"
    """Another program on the same data runs it; the reason is the name of its computer."""
    RETRYING = "retrying"
    """Lost; it tries again by itself."""
    REFUSED = "refused"
    """Somebody has to do something first: a key is not accepted, an address is taken."""


@dataclass(frozen=True, slots=True)
class Standing:
    """``since`` is when it came to stand so (UTC; None: never yet). ``reason`` is a sentence with
    what to do, "" while all is well; ``last_event_at`` is when something last came."""

    link: Link
    since: datetime | None = None
    reason: str = ""
    last_event_at: datetime | None = None


class ConnectionState(Protocol):
    """What a running connector tells; asked from any thread, answers at once."""

    @property
    def standing(self) -> Standing:
        """How it stands now."""


class Connector(ConnectionState, Protocol):
    """A source that runs. It never raises into whoever starts or stops it."""

    def start(self) -> None:
        """Begin; returns at once, the work is done in threads of its own."""

    def stop(self) -> None:
        """End; returns when its threads have ended. What was taken is safe."""


class StandingKeeper:
    """Keeps how a connector stands, told by its threads and asked by others."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._standing = Standing(Link.OFF)

    @property
    def standing(self) -> Standing:
        """How it stands now."""
        with self._lock:
            return self._standing

    def tell(self, link: Link, at: datetime, reason: str = "") -> None:
        """It stands so from ``at`` on; the same again keeps the time it began."""
        with self._lock:
            before = self._standing
            since = before.since if before.link is link else at
            self._standing = Standing(link, since, reason, before.last_event_at)

    def note_event(self, at: datetime) -> None:
        """Something came."""
        with self._lock:
            self._standing = replace(self._standing, last_event_at=at)


@dataclass(frozen=True, slots=True)
class SourceToRun:
    """A source as its connector needs it. ``options`` are those of its kind
    (:mod:`desktop.domain.connection_kinds`), ``zone`` the IANA zone of times without one; ``name``
    is its name in addresses and in the records. The secret never shows in a log or a report."""

    id: UUID
    kind: str
    name: str
    options: tuple[tuple[str, str], ...]
    zone: str
    secret: str = field(default="", repr=False)

    def option(self, name: str, start: str = "") -> str:
        """What was filled in for an option; ``start`` where nothing was."""
        return dict(self.options).get(name) or start
