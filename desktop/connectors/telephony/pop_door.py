"""The window's end of a ``pop``: takes ringing callers from soft phones and links.

Two plain threads. One answers whoever hands a caller over, at once; the other hands the calls in,
which may take longer. What comes is hostile text from anywhere: it is read, shown and kept as a
call, and never does anything.
"""

import hmac
import logging
import os
import secrets
import selectors
import socket
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Final

from desktop.connectors.telephony.handing import Announce, Handing
from desktop.connectors.telephony.manager_link import Bell, Stopped
from desktop.connectors.telephony.pop_place import (
    LONGEST,
    NO_CALLER,
    NOBODY,
    SHOWN,
    hand_over,
    port_file,
    socket_file,
)
from desktop.domain.incoming import IncomingCall, SetAside, Take
from desktop.domain.pop_link import Dial, PopRequest, dials_nothing, read_pop

LOG = logging.getLogger(__name__)
SOURCE: Final = "pop"
_SAME_CALL: Final = timedelta(seconds=10)
"""Soft phones tell of one call twice: when it comes in and when it rings."""
_CONNECTIONS: Final = 16
_TOKEN_AT_MOST: Final = 100


@dataclass(frozen=True, slots=True)
class DoorTimes:
    """Seconds: one may take to hand over, before a call is tried again that could not be taken,
    and between looks whether another window's door is free."""

    each: float = 1.0
    again: float = 2.0
    free: float = 5.0


@dataclass(slots=True)
class _Visitor:
    until: float
    came: bytearray = field(default_factory=bytearray)


class PopDoor:
    """The door of one data directory, from :meth:`start` until :meth:`stop`. Where another window
    of the same data has it, this one takes over when that one closes.

    ``ringing`` is told of each caller from a thread of the door, ``dial`` of each number that a
    link wants to be rung. ``by_port``: a port instead of a
    socket file, also where there are such files.
    """

    def __init__(
        self,
        data: Path,
        *,
        take: Take,
        set_aside: SetAside,
        clock: Callable[[], datetime],
        ringing: Announce,
        dial: Dial = dials_nothing,
        by_port: bool = False,
        times: DoorTimes | None = None,
    ) -> None:
        self._data, self._clock, self._by_port = str(data), clock, by_port
        self._times = times or DoorTimes()
        self._dial = dial
        self._handing = Handing(take, set_aside, ringing)
        self._calls: SimpleQueue[IncomingCall | None] = SimpleQueue()
        self._lock = threading.Lock()
        self._last: dict[PopRequest, datetime] = {}
        self._token = secrets.token_hex(16).encode()
        self._bell: Bell | None = None
        self._threads: list[threading.Thread] = []
        self.is_open = threading.Event()
        """Set while callers can be handed over to this window."""

    def start(self) -> None:
        """Begin; returns at once."""
        self._bell = Bell()
        self._threads = [
            threading.Thread(target=self._serve, name="pop door", args=(self._bell,)),
            threading.Thread(target=self._hand_in, name="pop calls"),
        ]
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """End; no thread and no file is left."""
        if self._bell is None:
            return
        self._bell.ring()
        self._calls.put(None)
        for thread in self._threads:
            thread.join()
        self._bell.close()
        self._bell, self._threads = None, []

    def hand_in(self, text: str) -> bool:
        """A caller from inside the program: a link that the system gave it, a test button. False
        where ``text`` tells of no caller. From any thread; returns at once."""
        request = read_pop(text)
        if request is None:
            return False
        now = self._clock()
        with self._lock:
            self._last = {each: at for each, at in self._last.items() if abs(now - at) < _SAME_CALL}
            again = request in self._last
            self._last[request] = now
        if not again and request.to_dial:
            self._dial(request)
        elif not again:
            self._calls.put(request.call(SOURCE, now))
        return True

    def _hand_in(self) -> None:
        pause: float | None = None
        while True:
            try:
                call = self._calls.get(timeout=pause)
            except Empty:
                pass
            else:
                if call is None:
                    self._handing.go()
                    return
                self._handing.give(call)
            pause = self._times.again if self._handing.go() else None

    def _serve(self, bell: Bell) -> None:
        try:
            while True:
                door = self._open_door()
                if door is None:
                    bell.wait(self._times.free)
                    continue
                self.is_open.set()
                try:
                    self._answer_all(door, bell)
                finally:
                    self.is_open.clear()
                    door.close()
                    self._take_away()
        except Stopped:
            return

    def _open_door(self) -> socket.socket | None:
        """None where another window answers already, or nothing can be opened there."""
        if hand_over(self._data, "") != NOBODY:
            return None
        try:
            return self._by_file() or self._at_port()
        except OSError:
            LOG.warning("no door for ringing callers could be opened in the data directory")
            return None

    def _by_file(self) -> socket.socket | None:
        path = None if self._by_port else socket_file(self._data)
        if path is None or sys.platform == "win32":
            return None
        with suppress(FileNotFoundError):
            os.unlink(path)  # noqa: PTH108 - left behind by a window that was killed
        door = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            door.bind(path)
            Path(path).chmod(0o600)
            door.listen(_CONNECTIONS)
        except OSError:
            door.close()  # a file system without sockets
            return None
        self._token, self._files = b"", (path,)
        return door

    def _at_port(self) -> socket.socket:
        door = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        try:
            door.bind(("127.0.0.1", 0))
            door.listen(_CONNECTIONS)
            self._token = secrets.token_hex(16).encode()
            path = Path(port_file(self._data))
            part = path.with_name(path.name + ".part")
            part.unlink(missing_ok=True)
            handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as out:
                out.write(b"%d %s\n" % (door.getsockname()[1], self._token))
            part.replace(path)
        except OSError:
            door.close()
            raise
        self._files = (str(path),)
        return door

    _files: tuple[str, ...] = ()

    def _take_away(self) -> None:
        for path in self._files:
            with suppress(OSError):
                Path(path).unlink(missing_ok=True)
        self._files = ()

    def _answer_all(self, door: socket.socket, bell: Bell) -> None:
        door.setblocking(False)
        with selectors.DefaultSelector() as ready:
            ready.register(door, selectors.EVENT_READ)
            ready.register(bell, selectors.EVENT_READ)
            try:
                while True:
                    self._answer_ready(door, ready)
            finally:
                for key in tuple(ready.get_map().values()):
                    if isinstance(key.data, _Visitor):
                        _see_out(ready, key.fileobj)

    def _answer_ready(self, door: socket.socket, ready: selectors.BaseSelector) -> None:
        visitors = [key for key in ready.get_map().values() if isinstance(key.data, _Visitor)]
        soonest = min((key.data.until for key in visitors), default=None)
        for key, _ in ready.select(
            None if soonest is None else max(0.0, soonest - time.monotonic())
        ):
            if key.fileobj is door:
                self._let_in(door, ready, visitors)
            elif isinstance(key.data, _Visitor) and isinstance(key.fileobj, socket.socket):
                self._listen_to(key.fileobj, key.data, ready)
            else:
                raise Stopped
        now = time.monotonic()
        for key in tuple(ready.get_map().values()):
            if isinstance(key.data, _Visitor) and key.data.until <= now:
                _see_out(ready, key.fileobj)

    def _let_in(
        self,
        door: socket.socket,
        ready: selectors.BaseSelector,
        visitors: list[selectors.SelectorKey],
    ) -> None:
        try:
            visitor, _ = door.accept()
        except OSError:
            return  # gone again
        visitor.setblocking(False)
        if len(visitors) >= _CONNECTIONS:
            _see_out(ready, visitors[0].fileobj)
        until = time.monotonic() + self._times.each
        ready.register(visitor, selectors.EVENT_READ, _Visitor(until))

    def _listen_to(
        self, visitor: socket.socket, said: _Visitor, ready: selectors.BaseSelector
    ) -> None:
        try:
            came = visitor.recv(LONGEST)
        except BlockingIOError:
            return
        except OSError:
            came = b""
            said.came.clear()
        said.came += came
        if came and len(said.came) <= LONGEST + _TOKEN_AT_MOST:
            return
        token, found, words = bytes(said.came).partition(b"\n")
        if found and hmac.compare_digest(token.strip(), self._token):
            shown = self.hand_in(words.decode("utf-8", "replace"))
            with suppress(OSError):
                visitor.send((SHOWN if shown else NO_CALLER).encode())
        _see_out(ready, visitor)


def _see_out(ready: selectors.BaseSelector, visitor: object) -> None:
    if isinstance(visitor, socket.socket):
        with suppress(KeyError):
            ready.unregister(visitor)
        visitor.close()
