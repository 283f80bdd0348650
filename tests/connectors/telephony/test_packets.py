"""What comes from the manager interface is hostile until it is read."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from desktop.connectors.telephony.packets import (
    LINE_AT_MOST,
    LINES_AT_MOST,
    Packet,
    Packets,
    action,
)

_HELLO = b"Asterisk Call Manager/5.0.4\r\n"
_TWO = b"Event: Newchannel\r\nUniqueid: 1.1\r\n\r\nEvent: Hangup\r\nUniqueid: 1.1\r\n\r\n"


def _fed(*pieces: bytes) -> list[Packet]:
    packets = Packets()
    return [dict(packet) for piece in pieces for packet in packets.feed(piece)]


@given(st.lists(st.integers(0, len(_HELLO + _TWO)), max_size=12))
def test_a_line_may_be_cut_anywhere(cuts: list[int]) -> None:
    whole = _HELLO + _TWO
    places = [0, *sorted(cuts), len(whole)]
    pieces = [whole[a:b] for a, b in pairwise(places)]
    assert _fed(*pieces) == [
        {"event": "Newchannel", "uniqueid": "1.1"},
        {"event": "Hangup", "uniqueid": "1.1"},
    ]


@given(st.lists(st.binary(max_size=200), max_size=20))
def test_whatever_comes_the_next_packet_is_read(noise: list[bytes]) -> None:
    last = _fed(*noise, b"\r\n\r\n", _TWO)[-1]
    assert last == {"event": "Hangup", "uniqueid": "1.1"}


def test_a_line_without_an_end_takes_no_memory_and_ends_nothing() -> None:
    packets = Packets()
    for _ in range(200):
        assert not list(packets.feed(b"x" * LINE_AT_MOST))
    assert len(packets._rest) <= LINE_AT_MOST
    assert [dict(each) for each in packets.feed(b"\n" + _TWO)][-1]["event"] == "Hangup"
    assert packets.garbled >= 1


def test_a_packet_without_an_end_is_bounded() -> None:
    lines = b"".join(b"Key%d: v\r\n" % number for number in range(LINES_AT_MOST * 3))
    (packet,) = _fed(lines, b"\r\n")
    assert len(packet) == LINES_AT_MOST


def test_of_a_name_that_stands_twice_the_first_holds() -> None:
    (packet,) = _fed(b"CallerIDName: Fern\r\nCallerIDName: x\r\nOdd: \x1b[2J\r\n\r\n")
    assert packet == {"calleridname": "Fern", "odd": "[2J"}


@given(st.text(max_size=60))
def test_no_value_begins_an_action_of_its_own(value: str) -> None:
    sent = action("Login", Username=value).decode("utf-8", "replace")
    head, username, *rest = sent.split("\r\n")
    assert (head, rest) == ("Action: Login", ["", ""])
    assert username.startswith("Username: ")
    assert "\n" not in username
