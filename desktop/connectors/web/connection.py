"""One connection of the listener: bytes in until there is a request, bytes out until it is told."""

import socket
from enum import Enum, auto
from typing import Final

from desktop.connectors.web.answer import Answer
from desktop.connectors.web.request import BadRequest, Head, Request, read_head, split_head

_CHUNK: Final = 16 * 1024
_GO_AHEAD: Final = b"HTTP/1.1 100 Continue\r\n\r\n"
_THROWN_AWAY_AT_MOST: Final = 512 * 1024


class Step(Enum):
    """How far a connection is."""

    RECEIVING = auto()
    AT_WORK = auto()
    SENDING = auto()
    LINGERING = auto()
    """The answer is out; what the sender still sends is thrown away, so that it can read it."""


class Connection:
    """A socket that does not block. ``deadline`` is on the monotonic clock."""

    def __init__(self, sock: socket.socket, deadline: float) -> None:
        self.sock = sock
        self.deadline = deadline
        self.step = Step.RECEIVING
        self._received = bytearray()
        self._head: Head | None = None
        self._to_send = memoryview(b"")
        self._thrown_away = 0

    @property
    def has_begun(self) -> bool:
        """Whether anything has come."""
        return bool(self._received) or self._head is not None

    def receive(self) -> Request | None:
        """Read what is there; the request once it is whole. Raises :class:`BadRequest`, or OSError
        where the other side is gone."""
        try:
            chunk = self.sock.recv(_CHUNK)
        except BlockingIOError:
            return None
        if not chunk:
            if self.has_begun:
                raise BadRequest(400, "The request is cut off.")
            raise ConnectionResetError
        self._received += chunk
        if self._head is None:
            parts = split_head(bytes(self._received))
            if parts is None:
                return None
            self._head = read_head(parts[0])
            self._received = bytearray(parts[1])
            if self._head.wants_go_ahead and not self._received:
                self.sock.send(_GO_AHEAD)
        missing = self._head.length - len(self._received)
        if missing > 0:
            return None
        # Some senders end a body with an empty line that is not part of it.
        if bytes(self._received[self._head.length :]) not in (b"", b"\r\n"):
            raise BadRequest(400, "Something follows the request. Send one to a connection.")
        return self._head.with_body(bytes(self._received[: self._head.length]))

    def answer(self, answer: Answer) -> None:
        """Begin to send ``answer``."""
        asks_for_head = self._head is not None and self._head.method == "HEAD"
        self._to_send = memoryview(answer.on_the_wire(with_body=not asks_for_head))
        self._received.clear()
        self.step = Step.SENDING

    def send(self) -> bool:
        """Send what goes; whether all is out. Raises OSError where the other side is gone."""
        try:
            self._to_send = self._to_send[self.sock.send(self._to_send) :]
        except BlockingIOError:
            return False
        return not self._to_send

    def is_over(self) -> bool:
        """Throw away what still comes; whether the other side is done (or will never be)."""
        try:
            chunk = self.sock.recv(_CHUNK)
        except BlockingIOError:
            return False
        self._thrown_away += len(chunk)
        return not chunk or self._thrown_away > _THROWN_AWAY_AT_MOST
