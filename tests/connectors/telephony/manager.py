"""A manager interface that does what a test tells it to, over real sockets."""

import hashlib
import socket
from queue import Queue
from threading import Thread
from types import TracebackType
from typing import Self

from desktop.connectors.telephony.packets import Packet

USER, SECRET, _CHALLENGE = "ketwell", "sparrow-secret", "840415273"


class Manager:
    """Lets in whoever answers its challenge; then sends what :meth:`say` is given, until
    :meth:`cut`. ``logins`` counts those who were let in, ``refused`` those who were not."""

    def __init__(self) -> None:
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._door.getsockname()[1]
        self.logins = self.refused = 0
        self.came: Queue[int] = Queue()
        self._line: socket.socket | None = None
        self.there: tuple[str, ...] = ()
        """The channels its list names."""
        self.says_nothing = 0
        """So many times more it does not answer what it is asked, as while it begins to run."""
        self.denies = False
        """Whether it lets nobody see its list."""
        self._thread = Thread(target=self._serve, name="manager of the test")

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, why: BaseException | None, at: TracebackType | None
    ) -> None:
        self._door.shutdown(socket.SHUT_RDWR)
        self._door.close()
        self.cut()
        self._thread.join()

    def say(self, *packets: Packet) -> None:
        """Tell of these events."""
        assert self._line is not None
        for packet in packets:
            lines = "".join(f"{name}: {value}\r\n" for name, value in packet.items())
            self._line.sendall(f"{lines}\r\n".encode())

    def say_raw(self, data: bytes) -> None:
        """Send whatever it is."""
        assert self._line is not None
        self._line.sendall(data)

    def cut(self) -> None:
        """Cut the connection there is."""
        if self._line is not None:
            try:
                self._line.shutdown(socket.SHUT_RDWR)
            except OSError:
                return  # gone already

    def _serve(self) -> None:
        while True:
            try:
                line, _ = self._door.accept()
            except OSError:
                return
            self._line = line
            with line:
                try:
                    self._talk(line)
                except OSError:
                    continue

    def _talk(self, line: socket.socket) -> None:
        line.sendall(b"Asterisk Call Manager/5.0.4\r\n")
        rest = b""
        while came := line.recv(4096):
            *wholes, rest = (rest + came).split(b"\r\n\r\n")
            for whole in wholes:
                self._answer(line, dict(_pairs(whole.decode())))

    def _answer(self, line: socket.socket, asked: dict[str, str]) -> None:
        number = f"ActionID: {asked['ActionID']}\r\n"
        match asked["Action"]:
            case "Challenge":
                line.sendall(
                    f"Response: Success\r\n{number}Challenge: {_CHALLENGE}\r\n\r\n".encode()
                )
            case "Login":
                key = hashlib.md5((_CHALLENGE + SECRET).encode(), usedforsecurity=False)
                right = (asked.get("Username"), asked.get("Key")) == (USER, key.hexdigest())
                word = "Success" if right else "Error"
                self.logins, self.refused = self.logins + right, self.refused + (not right)
                line.sendall(f"Response: {word}\r\n{number}\r\n".encode())
            case _ if self.says_nothing:
                self.says_nothing -= 1
            case _ if self.denies:
                line.sendall(
                    f"Response: Error\r\n{number}Message: Permission denied\r\n\r\n".encode()
                )
                self.came.put(self.logins)
            case _:
                line.sendall(f"Response: Success\r\n{number}\r\n".encode())
                for each in self.there:
                    line.sendall(
                        f"Event: CoreShowChannel\r\n{number}Uniqueid: {each}\r\n\r\n".encode()
                    )
                line.sendall(f"Event: CoreShowChannelsComplete\r\n{number}\r\n".encode())
                self.came.put(self.logins)


def _pairs(text: str) -> list[tuple[str, str]]:
    return [
        (name, value.strip()) for name, _, value in (x.partition(":") for x in text.split("\r\n"))
    ]
