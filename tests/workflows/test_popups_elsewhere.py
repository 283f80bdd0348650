"""A caller whom another program took in rings in this window too, once."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from desktop import app as composition
from desktop.app import App
from desktop.domain.incoming import Disposition, IncomingCall
from desktop.domain.vocabulary import Direction
from tests.workflows.conftest import Hands, quick_passwords
from tests.workflows.looking import open_promise
from tests.workflows.ringing_line import JUNIPERS, STRANGERS
from tests.workflows.test_popups import FAMILY, popped


@pytest.fixture
def elsewhere(hands: Hands, demo_data: Path) -> Iterator[App]:
    """Another program on the same data, as ``listen`` is."""
    app = composition.build(demo_data, clock=hands.clock, passwords=quick_passwords)
    yield app
    app.close()


def ring_of(hands: Hands, caller: str = JUNIPERS, external_id: str = "17000.17") -> IncomingCall:
    """What a phone system says of somebody who rings now."""
    return IncomingCall(
        direction=Direction.IN,
        caller=caller,
        called="855-KET-WELL",
        source="asterisk",
        started_at=hands.clock.now,
        disposition=Disposition.RINGING,
        external_id=external_id,
    )


def hear(hands: Hands) -> None:
    """The window asks whether anything was written, as it does ten times a second."""
    hands.settle()
    hands.desk.changes.hear()
    hands.settle()


def test_it_pops_by_itself(hands: Hands, elsewhere: App) -> None:
    """Nobody asks: the window does it on its own."""
    elsewhere.services.take_in(ring_of(hands))
    hands.qtbot.waitUntil(lambda: popped(hands) == (FAMILY,))


def test_also_in_front_of_the_locked_window(hands: Hands, elsewhere: App) -> None:
    hands.press("Ctrl+L")
    elsewhere.services.take_in(ring_of(hands))
    hear(hands)
    assert hands.sees("A caller is ringing")
    assert not hands.sees("Juniper")


def test_ring_answer_and_end_are_one_caller(hands: Hands, elsewhere: App) -> None:
    ring = ring_of(hands)
    elsewhere.services.take_in(ring)
    hear(hands)
    hands.clock.forward(seconds=9)
    answer = replace(ring, disposition=Disposition.ANSWERED, answered_at=hands.clock.now)
    elsewhere.services.take_in(answer)
    hear(hands)
    assert popped(hands) == (FAMILY,)
    assert hands.sees("Answered 00:00")
    hands.clock.forward(seconds=30)
    elsewhere.services.take_in(replace(answer, ended_at=hands.clock.now))
    hear(hands)
    assert popped(hands) == ()
    assert hands.window.notices.sentence == ""


def test_what_was_taken_or_put_away_does_not_come_back(hands: Hands, elsewhere: App) -> None:
    elsewhere.services.take_in(ring_of(hands))
    elsewhere.services.take_in(ring_of(hands, STRANGERS, "17000.18"))
    hear(hands)
    assert len(popped(hands)) == 2
    hands.press("F4")
    hands.press("Shift+F4")
    elsewhere.services.take_in(ring_of(hands, "+16025550157", "17000.19"))
    hear(hands)
    assert popped(hands) == ("(602) 555-0157",)


def test_a_call_this_window_took_in_itself_pops_once(hands: Hands, elsewhere: App) -> None:
    ring = ring_of(hands)
    hands.desk.app.services.take_in(ring)
    hear(hands)
    elsewhere.services.take_in(ring)
    elsewhere.services.take_in(ring_of(hands, STRANGERS, "17000.18"))
    hear(hands)
    assert popped(hands) == (FAMILY, "(602) 555-0155")


def test_two_calls_from_one_number_are_two(hands: Hands, elsewhere: App) -> None:
    """A clinic's switchboard shows one number for everybody."""
    elsewhere.services.take_in(ring_of(hands))
    elsewhere.services.take_in(ring_of(hands, external_id="17000.18"))
    hear(hands)
    assert popped(hands) == (FAMILY, FAMILY)


def test_one_who_gives_up_is_told_with_the_callback(hands: Hands, elsewhere: App) -> None:
    ring = ring_of(hands, STRANGERS)
    elsewhere.services.take_in(ring)
    hear(hands)
    hands.clock.forward(seconds=20)
    missed = replace(ring, disposition=Disposition.MISSED, ended_at=hands.clock.now)
    elsewhere.services.take_in(missed)
    hear(hands)
    assert popped(hands) == ()
    if hands.window.notices.sentence.startswith("A promise is due now"):
        hands.window.notices.dismiss()  # the reminder of it may come first or last
    assert hands.window.notices.sentence == (
        "(602) 555-0155 hung up before anybody answered. A callback is open."
    )
    assert open_promise(hands, STRANGERS) is not None


@pytest.mark.parametrize("late", [False, True])
def test_what_is_no_news_is_not_announced(hands: Hands, elsewhere: App, late: bool) -> None:
    """Written down a while ago, or told long after it began."""
    ring = ring_of(hands)
    hands.clock.forward(minutes=11 if late else 0)
    elsewhere.services.take_in(ring)
    hands.clock.forward(seconds=0 if late else 61)
    hear(hands)
    assert popped(hands) == ()


def test_service_numbers_and_calls_out_never_pop(hands: Hands, elsewhere: App) -> None:
    elsewhere.services.take_in(ring_of(hands, "911"))
    out = replace(ring_of(hands, "204", "2"), direction=Direction.OUT, called=JUNIPERS)
    elsewhere.services.take_in(out)
    elsewhere.services.take_in(ring_of(hands, "anonymous", "3"))
    hear(hands)
    assert popped(hands) == ("Withheld number",)
