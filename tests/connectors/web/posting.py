"""A listener on loopback and those who post to it."""

import json
import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from desktop.connections.web import web_reader
from desktop.connectors.web.listener import Listener, Read
from desktop.connectors.web.server import Limits
from desktop.connectors.web.sources import Brings, WebSource
from desktop.domain.errors import Problem
from desktop.domain.incoming import Fate, Incoming, Receipt, Unreadable
from tests.conftest import Clock

SECRET = "willow-and-alder"
JSON = "application/json"
FORM = "application/x-www-form-urlencoded"


@dataclass
class Desk:
    """Stands where the services stand: keeps what is handed in. ``away``: cannot be reached."""

    taken: list[Incoming] = field(default_factory=list)
    aside: list[Unreadable] = field(default_factory=list)
    away: Problem | None = None
    stumbles: Exception | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, record: Incoming) -> Receipt:
        """Keep a record."""
        with self.lock:
            self._stand_in_the_way()
            self.taken.append(record)
        return Receipt(Fate.CREATED)

    def set_aside(self, unreadable: Unreadable) -> None:
        """Keep what could not be read."""
        with self.lock:
            if self.away:
                raise self.away
            self.aside.append(unreadable)

    def _stand_in_the_way(self) -> None:
        if self.away:
            raise self.away
        if self.stumbles:
            raise self.stumbles


@dataclass(frozen=True)
class Told:
    """What a sender was told."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)


@dataclass
class Post:
    """Somebody who posts to a listener that runs at ``port``."""

    listener: Listener
    desk: Desk
    port: int

    def __call__(
        self,
        path: str,
        body: object = b"",
        *,
        method: str = "POST",
        headers: Mapping[str, str] | None = None,
        token: str = SECRET,
        host: str = "",
    ) -> Told:
        """One request; a mapping is sent as JSON, pairs as a form."""
        kind = JSON if isinstance(body, dict) else FORM
        raw = body if isinstance(body, bytes) else encoded(body)
        lines = {"host": host or f"127.0.0.1:{self.port}", "content-type": kind}
        if method not in ("GET", "HEAD"):
            lines["content-length"] = str(len(raw))
        if token:
            lines["authorization"] = f"Bearer {token}"
        lines |= {name.lower(): value for name, value in (headers or {}).items()}
        head = [f"{method} {path} HTTP/1.1", *(f"{key}: {value}" for key, value in lines.items())]
        return self.raw("\r\n".join(head).encode() + b"\r\n\r\n" + raw)

    def raw(self, sent: bytes, *, then_close: bool = False) -> Told:
        """Exactly these bytes; ``then_close`` ends them with the end of the connection."""
        with self.connection() as sock:
            sock.sendall(sent)
            if then_close:
                sock.shutdown(socket.SHUT_WR)
            return heard(sock)

    def connection(self) -> socket.socket:
        """A connection that waits at most twenty seconds."""
        return socket.create_connection(("127.0.0.1", self.port), timeout=20)


def encoded(body: object) -> bytes:
    """As it goes over the wire."""
    if isinstance(body, dict):
        return json.dumps(body).encode()
    assert isinstance(body, list)
    return urlencode(body).encode()


def heard(sock: socket.socket) -> Told:
    """The answer that comes over ``sock``, to its end."""
    received = b""
    while chunk := sock.recv(65536):
        received += chunk
    return read_answer(received)


def read_answer(received: bytes) -> Told:
    """An answer as it came."""
    head, gap, body = received.partition(b"\r\n\r\n")
    assert gap, received
    start, *lines = head.decode("latin-1").split("\r\n")
    headers = dict(line.split(": ", 1) for line in lines)
    return Told(int(start.split(" ")[1]), headers, body)


@contextmanager
def listening(
    clock: Clock,
    *sources: WebSource,
    limits: Limits | None = None,
    desk: Desk | None = None,
    read: Read | None = None,
    **more: Any,
) -> Iterator[Post]:
    """A listener that runs while the block does."""
    desk = desk or Desk()
    mine = [replace(each, take=desk.take, set_aside=desk.set_aside) for each in sources]
    listener = Listener(
        read=read or web_reader(clock),
        clock=clock,
        sources=mine,
        limits=limits,
        **more,
    )
    port = listener.start()
    try:
        yield Post(listener, desk, port)
    finally:
        listener.stop()


def leads(name: str = "form", vendor: str = "", **more: Any) -> WebSource:
    """A source of leads; :func:`listening` hands in what it brings."""
    return source(name, Brings.LEADS, vendor, **more)


def calls(name: str, vendor: str, **more: Any) -> WebSource:
    """A source of calls."""
    return source(name, Brings.CALLS, vendor, **more)


def source(name: str, brings: Brings, vendor: str, **more: Any) -> WebSource:
    """A source of any kind."""
    desk = Desk()
    usual: dict[str, Any] = {"secret": SECRET, "zone": "America/Phoenix", "take": desk.take}
    return WebSource(name, brings, vendor, **(usual | {"set_aside": desk.set_aside} | more))
