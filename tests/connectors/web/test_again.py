"""What could not be handed in is tried again, and nobody's post is let go."""

from threading import Event

from desktop.connectors.web.again import Again, Posted, Waiting
from desktop.connectors.web.sources import Brings, WebSource
from desktop.domain.errors import DataLocked
from desktop.domain.incoming import Receipt


def _nowhere(_: object) -> Receipt:
    raise AssertionError("what is tried again goes through the listener")


SOURCE = WebSource("form", Brings.LEADS, "", "UTC", _nowhere, lambda _: None)


def _posted(body: bytes) -> Posted:
    return Posted(SOURCE, body, "application/json")


def test_a_bug_over_one_post_loses_neither_it_nor_those_behind_it() -> None:
    taken: list[bytes] = []
    both, mended = Event(), Event()

    def hand_in(posted: Posted) -> None:
        if posted.body == b"odd" and not mended.is_set():
            raise LookupError
        taken.append(posted.body)
        if len(taken) == 2:
            both.set()

    waiting = Waiting()
    again = Again(hand_in, waiting, 0.01)
    for body in (b"odd", b"one", b"two"):
        again.keep(_posted(body))
    again.start()
    try:
        assert both.wait(10)
        mended.set()
    finally:
        again.stop()
    assert taken[:2] == [b"one", b"two"]
    assert b"odd" in taken or [each.body for each in waiting.posts] == [b"odd"]


def test_a_desk_out_of_reach_keeps_their_order() -> None:
    tried = Event()

    def hand_in(_: Posted) -> None:
        tried.set()
        raise DataLocked("Another program holds the data.")

    waiting = Waiting()
    again = Again(hand_in, waiting, 0.01)
    for body in (b"one", b"two"):
        again.keep(_posted(body))
    again.start()
    try:
        assert tried.wait(10)
    finally:
        again.stop()
    assert [each.body for each in waiting.posts] == [b"one", b"two"]
