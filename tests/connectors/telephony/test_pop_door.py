"""The door at a port, where there are no socket files: a token says who may hand over."""

import socket
import stat
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest

from desktop.connectors.telephony.pop_door import PopDoor
from desktop.connectors.telephony.pop_place import NO_CALLER, NOBODY, SHOWN, hand_over, port_file
from desktop.domain.incoming import Fate, Incoming, Receipt, Unreadable
from desktop.domain.pop_link import PopRequest
from tests.conftest import Clock


class _Window:
    """What a door by port is given."""

    def __init__(self, data: Path) -> None:
        self.calls: list[Incoming] = []
        self.dialled: list[PopRequest] = []
        self.came = Event()
        self.door = PopDoor(
            data,
            take=self._take,
            set_aside=self._set_aside,
            clock=Clock(),
            ringing=lambda _call, _receipt: None,
            dial=self.dialled.append,
            by_port=True,
        )

    def _take(self, record: Incoming) -> Receipt:
        self.calls.append(record)
        self.came.set()
        return Receipt(Fate.CREATED)

    def _set_aside(self, unreadable: Unreadable) -> None:
        raise AssertionError(unreadable)


@pytest.fixture
def window(data_dir: Path) -> Iterator[_Window]:
    """An open window."""
    made = _Window(data_dir)
    made.door.start()
    assert made.door.is_open.wait(10)
    yield made
    made.door.stop()


def knock(port: int, words: bytes) -> bytes:
    """What whoever knows the port alone is answered."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
        line.sendall(words)
        line.shutdown(socket.SHUT_WR)
        return line.recv(64)


def test_who_can_read_the_file_hands_over(window: _Window, data_dir: Path) -> None:
    file = Path(port_file(str(data_dir)))
    assert not file.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)
    assert hand_over(str(data_dir), "+1 602 555 0155") == SHOWN
    assert window.came.wait(10)
    assert hand_over(str(data_dir), "nobody at all") == NO_CALLER
    window.door.stop()
    assert not file.exists()
    assert hand_over(str(data_dir), "+1 602 555 0155") == NOBODY


def test_who_cannot_is_not_answered_and_pops_nobody(window: _Window, data_dir: Path) -> None:
    port = int(Path(port_file(str(data_dir))).read_bytes().split()[0])
    for words in (b"\n6025550155", b"wrong\n6025550155", b"6025550155", b"\n", b"", b"\xff" * 200):
        assert knock(port, words) == b""
    assert hand_over(str(data_dir), "6025550199") == SHOWN
    assert window.came.wait(10)
    assert [getattr(call, "caller", "") for call in window.calls] == ["6025550199"]


def test_a_tel_link_is_dialled_and_never_written_down(window: _Window, data_dir: Path) -> None:
    assert hand_over(str(data_dir), "tel:+16025550155") == SHOWN
    assert [each.number for each in window.dialled] == ["tel:+16025550155"]
    assert hand_over(str(data_dir), "sip:6025550142@pbx") == SHOWN
    assert window.came.wait(10)
    assert len(window.calls) == 1
