"""A line to a server that can be cut."""

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Lock, Thread


class Line:
    """Passes bytes on both ways. ``cut_after``: so many bytes of the server's answers later the
    connection is cut, once; those after it are whole. ``away``: nobody is let through. ``hears``
    is told of the server's answers before they are passed on."""

    def __init__(self, port: int, hears: Callable[[bytes], None] = lambda _: None) -> None:
        self._to, self._hears = port, hears
        self.away = False
        self._lock = Lock()
        self._left: int | None = None
        self._always = False
        self.cuts = 0
        self._open: list[socket.socket] = []
        self._threads: list[Thread] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._begin(self._accept)

    def cut_after(self, answered: int, *, always: bool = False) -> None:
        """Cut after so many more bytes; ``always``: each connection again."""
        with self._lock:
            self._left, self._each, self._always = answered, answered, always

    def cut_now(self) -> None:
        """Cut what is open."""
        with self._lock:
            self.cuts += 1
            for each in self._open:
                _shut(each)

    def close(self) -> None:
        _shut(self._listener)
        self._listener.close()
        self.cut_now()
        for each in self._threads:
            each.join(10)
        for each_socket in self._open:
            each_socket.close()

    def _begin(self, work: object, *args: object) -> None:
        thread = Thread(target=work, args=args, daemon=True)  # type: ignore[arg-type]
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                far = self._far_end()
                if far is None:
                    near.close()
                    continue
                with self._lock:
                    self._open += [near, far]
                    if self._always:
                        self._left = self._each
                self._begin(self._pass_on, near, far, False)
                self._begin(self._pass_on, far, near, True)

    def _far_end(self) -> socket.socket | None:
        """None while it is away."""
        with suppress(OSError):
            return None if self.away else socket.create_connection(("127.0.0.1", self._to))
        return None

    def _pass_on(self, source: socket.socket, target: socket.socket, answers: bool) -> None:
        with suppress(OSError):
            while data := source.recv(4096):
                if answers and self._is_over(len(data)):
                    target.sendall(data[: len(data) // 2])
                    break
                if answers:
                    self._hears(data)
                target.sendall(data)
        _shut(source)
        _shut(target)

    def _is_over(self, more: int) -> bool:
        with self._lock:
            if self._left is None:
                return False
            self._left -= more
            if self._left > 0:
                return False
            self._left = None
            self.cuts += 1
            return True


def _shut(each: socket.socket) -> None:
    with suppress(OSError):
        each.shutdown(socket.SHUT_RDWR)


@contextmanager
def line_to(port: int, hears: Callable[[bytes], None] = lambda _: None) -> Iterator[Line]:
    line = Line(port, hears)
    try:
        yield line
    finally:
        line.close()
