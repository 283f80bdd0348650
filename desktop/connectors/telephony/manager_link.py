"""One connection to Asterisk's manager interface: let in, then packets until it is cut.

Nothing here waits longer than it is told to, whatever the other side does or leaves undone.
"""

import hashlib
import select
import socket
import time
from collections.abc import Iterator
from contextlib import suppress
from typing import Final

from desktop.connectors.telephony.line_settings import LineSettings, Patience
from desktop.connectors.telephony.packets import Packet, Packets, action

_GREETING: Final = b"Call Manager"
_GREETING_AT_MOST: Final = 500
_ONCE: Final = 64 * 1024
_EVENTS: Final = "call,dialplan"


class Cut(Exception):
    """The connection is gone, or did not come about; a sentence for the person who looks."""


class NotLetIn(Exception):
    """The phone system refused the name or the secret; a sentence with what to do."""


class Stopped(Exception):
    """We are asked to end."""


class Bell:
    """Wakes a thread that waits for a socket. Rung from any thread."""

    def __init__(self) -> None:
        self._hear, self._ring = socket.socketpair()
        self._rung = False

    def fileno(self) -> int:
        """For whoever waits for several things at once: it can be read from once rung."""
        return self._hear.fileno()

    def ring(self) -> None:
        """Whoever waits stops waiting, now and from now on."""
        self._rung = True
        with suppress(OSError):
            self._ring.send(b"!")

    def wait(self, seconds: float, *, reading: socket.socket | None = None) -> bool:
        """Wait for something to read; whether there is. Raises Stopped once rung."""
        return self._wait(seconds, [reading] if reading else [], [])

    def wait_for_way(self, seconds: float, writing: socket.socket) -> bool:
        """Wait until something can be sent."""
        return self._wait(seconds, [], [writing])

    def _wait(
        self, seconds: float, reading: list[socket.socket], writing: list[socket.socket]
    ) -> bool:
        if self._rung:
            raise Stopped
        # Windows tells of a connection that was refused as an exceptional state.
        ready = select.select([self._hear, *reading], writing, writing, max(0.0, seconds))
        if self._hear in ready[0]:
            raise Stopped
        return any(ready)

    def close(self) -> None:
        """It is not rung any more."""
        self._hear.close()
        self._ring.close()


class ManagerLink:
    """Open it, then ask for packets; any of it raises Cut, and Stopped when ``bell`` is rung."""

    def __init__(self, settings: LineSettings, patience: Patience, bell: Bell) -> None:
        self._settings, self._patience, self._bell = settings, patience, bell
        self._socket: socket.socket | None = None
        self._packets = Packets()
        self._asked = 0
        self.heard_at = time.monotonic()
        """When the last byte came (monotonic)."""

    def open(self) -> list[Packet]:
        """Connect and log in. Returns the events that came meanwhile. Raises NotLetIn too."""
        until = time.monotonic() + self._patience.answer
        self._socket = self._connected(until)
        early = self._greeted(until)
        return self._let_in(early)

    def close(self) -> None:
        """Hang up."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def ask(self, name: str, **fields: str) -> str:
        """Send an action; returns the id its answers carry."""
        self._asked += 1
        number = f"ketwell-{self._asked}"
        self._send(action(name, ActionID=number, **fields))
        return number

    def packets(self, seconds: float) -> Iterator[Packet]:
        """What comes within ``seconds``: packets of one stretch, at once when there are any."""
        if self._bell.wait(seconds, reading=self._socket):
            yield from self._packets.feed(self._read())

    def _connected(self, until: float) -> socket.socket:
        settings = self._settings
        try:
            found = socket.getaddrinfo(
                settings.host, settings.port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP
            )
        except (OSError, UnicodeError) as problem:
            raise Cut(
                "The phone system's address is not known in this network. See that it is right."
            ) from problem
        for family, kind, proto, _, address in found[:4]:
            one = socket.socket(family, kind, proto)
            try:
                one.setblocking(False)
                one.connect_ex(address)
                if self._bell.wait_for_way(until - time.monotonic(), one) and not one.getsockopt(
                    socket.SOL_SOCKET, socket.SO_ERROR
                ):
                    return one
            except Stopped:
                one.close()
                raise
            except OSError:
                pass  # the next address
            one.close()
        raise Cut(
            "The phone system does not answer. See that it runs and that its manager interface is "
            "reached from this computer."
        )

    def _greeted(self, until: float) -> bytes:
        """What came after the greeting."""
        came = b""
        while b"\n" not in came:
            if len(came) > _GREETING_AT_MOST or not self._bell.wait(
                until - time.monotonic(), reading=self._socket
            ):
                break
            came += self._read()
        line, found, rest = came.partition(b"\n")
        if not found or _GREETING not in line:
            raise Cut(
                "What answers there is no manager interface of Asterisk. See that the port is "
                "right; it is 5038 as a rule."
            )
        return rest

    def _let_in(self, early: bytes) -> list[Packet]:
        settings = self._settings
        events = list(self._packets.feed(early))
        answer = self._answer(self.ask("Challenge", AuthType="MD5"), events)
        challenge = answer.get("challenge", "")
        if challenge:
            # Asterisk knows MD5 and nothing better: what it guards against is reading along.
            key = hashlib.md5((challenge + settings.secret).encode(), usedforsecurity=False)
            number = self.ask(
                "Login",
                AuthType="MD5",
                Username=settings.user,
                Key=key.hexdigest(),
                Events=_EVENTS,
            )
        elif settings.plain:
            number = self.ask(
                "Login", Username=settings.user, Secret=settings.secret, Events=_EVENTS
            )
        else:
            raise NotLetIn(
                "The phone system offers no challenge, and the secret is not sent in the open. "
                "See that its manager interface allows MD5."
            )
        if self._answer(number, events).get("response", "").casefold() != "success":
            raise NotLetIn(
                "The phone system does not accept the manager name or password. See that both are "
                "as in its manager.conf, and that this computer is permitted there."
            )
        return events

    def _answer(self, number: str, events: list[Packet]) -> Packet:
        until = time.monotonic() + self._patience.answer
        while (left := until - time.monotonic()) > 0:
            answer: Packet | None = None
            for packet in self.packets(left):
                if "response" in packet and packet.get("actionid") == number:
                    answer = packet
                elif "event" in packet:
                    events.append(packet)
            if answer is not None:
                return answer
            del events[:-_EVENTS_KEPT]
        raise Cut("The phone system takes the connection and then says nothing. It is tried again.")

    def _read(self) -> bytes:
        if self._socket is None:
            raise Cut("The connection is closed.")
        try:
            came = self._socket.recv(_ONCE)
        except BlockingIOError:
            return b""
        except OSError as problem:
            raise Cut(_LOST) from problem
        if not came:
            raise Cut(_LOST)
        self.heard_at = time.monotonic()
        return came

    def _send(self, data: bytes) -> None:
        if self._socket is None:
            raise Cut("The connection is closed.")
        try:
            sent = self._socket.send(data)
        except OSError as problem:
            raise Cut(_LOST) from problem
        if sent < len(data):
            raise Cut(_LOST)


_EVENTS_KEPT: Final = 10_000
_LOST: Final = "The connection to the phone system was cut. It is tried again."
