"""Takes connections and gives out whole requests: one thread talks to everybody, a few work.

No connection owns a thread, so slow and silent ones cost a place in a table until their time is up,
and nothing else. Each connection carries one request.
"""

import contextlib
import logging
import os
import selectors
import socket
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from queue import SimpleQueue
from typing import Final

from desktop.connectors.web.answer import Answer, text
from desktop.connectors.web.connection import Connection, Step
from desktop.connectors.web.request import BadRequest, Request
from desktop.domain.errors import Problem

LOG = logging.getLogger(__name__)
_BUSY: Final = text(503, "The desk is busy. Try again.", Retry_After="5")
_PAUSE: Final = 0.5
"""Seconds without taking connections when the computer has no room for one."""

Handle = Callable[[Request], Answer]


class CannotListen(Problem):
    """The address cannot be listened at; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is allowed. ``receive`` and ``send`` are the seconds a whole request, a whole answer
    may take; ``waiting`` requests stand in line for the ``workers``."""

    connections: int = 200
    receive: float = 10.0
    send: float = 10.0
    linger: float = 2.0
    waiting: int = 100
    workers: int = 2
    stop: float = 10.0


class Server:
    """An HTTP server at one address. ``handle`` is called by several threads and never raises."""

    def __init__(self, handle: Handle, limits: Limits | None = None) -> None:
        self._handle = handle
        self._limits = limits or Limits()
        self._threads: list[threading.Thread] = []
        self._stopping = threading.Event()
        self._given_up = threading.Event()

    def start(self, host: str, port: int) -> int:
        """Listen; returns the port (asked for with 0: any that is free). Raises CannotListen."""
        self._listening = _listen(host, port)
        self._selector = selectors.DefaultSelector()
        self._wake, self._woken = socket.socketpair()
        self._wake.setblocking(False)
        self._woken.setblocking(False)
        self._work: SimpleQueue[tuple[Connection, Request] | None] = SimpleQueue()
        self._done: deque[tuple[Connection, Answer]] = deque()
        self._open: dict[Connection, None] = {}
        self._at_work = 0
        self._take_again = 0.0
        self._stopping.clear()
        self._given_up.clear()
        self._selector.register(self._listening, selectors.EVENT_READ)
        self._selector.register(self._woken, selectors.EVENT_READ)
        self._threads = [threading.Thread(target=self._talk, name="web listener", daemon=True)]
        for number in range(self._limits.workers):
            name = f"web listener {number + 1}"
            self._threads.append(threading.Thread(target=self._carry_out, name=name, daemon=True))
        for thread in self._threads:
            thread.start()
        return int(self._listening.getsockname()[1])

    def stop(self) -> None:
        """Take nothing new, answer what is under way, close. Returns when no thread is left.
        Calling it again does nothing."""
        if not self._threads:
            return
        self._stopping.set()
        self._wake_up()
        for thread in self._threads:
            thread.join()
        self._threads = []
        self._wake.close()

    def _wake_up(self) -> None:
        # A full pipe has woken it already; one that is closed has nobody to wake.
        with contextlib.suppress(OSError):
            self._wake.send(b".")

    # The workers.

    def _carry_out(self) -> None:
        while (work := self._work.get()) is not None:
            connection, request = work
            if self._given_up.is_set():
                continue  # nobody is there any more to hear the answer: it is sent again
            try:
                answer = self._handle(request)
            except Exception:
                LOG.exception("a request could not be carried out")
                answer = _BUSY
            self._done.append((connection, answer))
            self._wake_up()

    # The thread that talks.

    def _talk(self) -> None:
        until: float | None = None
        try:
            while True:
                if self._stopping.is_set() and until is None:
                    until = time.monotonic() + self._limits.stop
                    self._stop_taking()
                over = until is not None and time.monotonic() > until
                if until is not None and (over or not (self._open or self._at_work)):
                    return
                self._once()
        finally:
            self._given_up.set()
            for connection in list(self._open):
                self._drop(connection)
            self._listening.close()
            self._woken.close()
            self._selector.close()
            for _ in range(self._limits.workers):
                self._work.put(None)

    def _once(self) -> None:
        now = time.monotonic()
        for key, events in self._selector.select(self._patience(now)):
            if key.fileobj is self._listening:
                self._accept()
            elif key.fileobj is self._woken:
                with contextlib.suppress(BlockingIOError):
                    self._woken.recv(4096)
            elif isinstance(key.data, Connection):
                self._serve(key.data, events)
        while self._done:
            connection, answer = self._done.popleft()
            self._at_work -= 1
            if connection in self._open:
                self._answer(connection, answer)
        self._look_at_the_clock()

    def _patience(self, now: float) -> float | None:
        times = [each.deadline for each in self._open if each.step is not Step.AT_WORK]
        if self._take_again:
            times.append(self._take_again)
        if self._stopping.is_set():
            times.append(now + 0.1)
        return max(0.0, min(times) - now) if times else None

    def _accept(self) -> None:
        try:
            sock, _ = self._listening.accept()
        except (BlockingIOError, ConnectionError):
            return
        except OSError:
            # No room for another file: let the oldest go and look again in a moment.
            self._selector.unregister(self._listening)
            self._take_again = time.monotonic() + _PAUSE
            self._drop_oldest()
            return
        if len(self._open) >= self._limits.connections and not self._drop_oldest():
            sock.close()
            return
        sock.setblocking(False)
        connection = Connection(sock, time.monotonic() + self._limits.receive)
        self._open[connection] = None
        self._selector.register(sock, selectors.EVENT_READ, connection)

    def _serve(self, connection: Connection, events: int) -> None:
        if connection not in self._open:
            return  # it was let go in the same round
        try:
            if connection.step is Step.SENDING:
                if connection.send():
                    self._linger(connection)
            elif connection.step is Step.LINGERING:
                if connection.is_over():
                    self._drop(connection)
            elif (request := connection.receive()) is not None:
                self._hand_over(connection, request)
        except BadRequest as refused:
            self._refuse(connection, refused)
        except OSError:
            self._drop(connection)
        except Exception:
            LOG.exception("a connection could not be served")
            self._drop(connection)

    def _refuse(self, connection: Connection, refused: BadRequest) -> None:
        if refused.request is not None:
            self._hand_over(connection, refused.request)
        else:
            self._answer(connection, text(refused.status, refused.reason))

    def _hand_over(self, connection: Connection, request: Request) -> None:
        if self._at_work >= self._limits.waiting:
            self._answer(connection, _BUSY)
            return
        self._at_work += 1
        connection.step = Step.AT_WORK
        self._selector.unregister(connection.sock)
        self._work.put((connection, request))

    def _answer(self, connection: Connection, answer: Answer) -> None:
        watched = connection.step is not Step.AT_WORK
        connection.answer(answer)
        connection.deadline = time.monotonic() + self._limits.send
        try:
            if watched:
                self._selector.unregister(connection.sock)
            self._selector.register(connection.sock, selectors.EVENT_WRITE, connection)
            if connection.send():
                self._linger(connection)
        except OSError:
            self._drop(connection)

    def _linger(self, connection: Connection) -> None:
        """Let the answer arrive: closing over what is still coming in would tear it up."""
        connection.step = Step.LINGERING
        connection.deadline = time.monotonic() + self._limits.linger
        connection.sock.shutdown(socket.SHUT_WR)
        self._selector.modify(connection.sock, selectors.EVENT_READ, connection)

    def _look_at_the_clock(self) -> None:
        now = time.monotonic()
        if self._take_again and now >= self._take_again and not self._stopping.is_set():
            self._take_again = 0.0
            self._selector.register(self._listening, selectors.EVENT_READ)
        late = [each for each in self._open if each.deadline <= now]
        for connection in [each for each in late if each.step is not Step.AT_WORK]:
            if connection.step is Step.RECEIVING and connection.has_begun:
                self._answer(connection, text(408, "The request took too long to arrive."))
            else:
                self._drop(connection)

    def _stop_taking(self) -> None:
        if not self._take_again:
            self._selector.unregister(self._listening)
        self._take_again = 0.0
        self._listening.close()
        for connection in [each for each in self._open if each.step is Step.RECEIVING]:
            self._drop(connection)

    def _drop_oldest(self) -> bool:
        """Let the one go that has been at it longest; False where all are being carried out."""
        for step in (Step.LINGERING, Step.RECEIVING, Step.SENDING):
            for connection in self._open:
                if connection.step is step:
                    self._drop(connection)
                    return True
        return False

    def _drop(self, connection: Connection) -> None:
        del self._open[connection]
        with contextlib.suppress(KeyError, ValueError):
            self._selector.unregister(connection.sock)
        connection.sock.close()


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    try:
        # A port is to be had again at once after a restart; on Windows the same option would let
        # another program take it from under us.
        if os.name == "posix":
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen(128)
        listening.setblocking(False)
    except (OSError, OverflowError) as problem:
        listening.close()
        raise CannotListen(
            f"Nothing can be received at {host}, port {port}: another program uses it, or it is "
            "not an address of this computer. Choose another port under Settings → Connections."
        ) from problem
    return listening
