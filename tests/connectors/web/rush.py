"""Many leads at once, each sent twice, while others are slow, wrong and curious."""

import socket
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Self

from tests.connectors.web.posting import Post


def lead(number: int) -> dict[str, object]:
    """A lead of Google's, with an identity of its own."""
    return {
        "lead_id": f"lead-{number:06}",
        "user_column_data": [
            {"column_id": "FULL_NAME", "string_value": f"Linden Grove {number}"},
            {"column_id": "PHONE_NUMBER", "string_value": f"602-555-01{number % 100:02}"},
        ],
        "form_id": 1,
    }


def send_all(post: Post, path: str, how_many: int, pause: Callable[[float], object]) -> list[int]:
    """Send ``how_many`` leads at 50 a second (``pause`` waits so many seconds), each twice, from
    eight senders; what each post was told. Whoever is told to come again does."""

    def send(number: int) -> list[int]:
        told = [post(path, lead(number)).status for _ in range(2)]
        while told[-1] == 503:
            pause(0.1)
            told.append(post(path, lead(number)).status)
        return told

    with ThreadPoolExecutor(8) as senders:
        underway = []
        for number in range(how_many):
            underway.append(senders.submit(send, number))
            pause(0.02)
        return [status for each in underway for status in each.result()]


class Crowd:
    """Connections that say nothing, stop half way or ask for nonsense, while the block runs."""

    def __init__(self, post: Post) -> None:
        self._post = post
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._press)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _press(self) -> None:
        held: list[socket.socket] = []
        while not self._over.is_set():
            sock = self._post.connection()
            sock.sendall((b"POST /leads/ads HTTP/1.1\r\n", b"\x16\x03\x01", b"GET")[len(held) % 3])
            held.append(sock)
            if len(held) == 60:
                for each in held:
                    each.close()
                held.clear()
            self._over.wait(0.01)
        for each in held:
            each.close()
