"""Ringing whom a promise is for, and what a rule asks before it lets a call through."""

from datetime import timedelta
from uuid import uuid4

from desktop.domain.vocabulary import CallbackKind, Reason, Resolution
from desktop.services.new_promise import NewPromise
from desktop.ui.callbacks.reason_dialog import ReasonDialog
from desktop.ui.callbacks.stop_calls_dialog import StopCallsDialog
from tests.ui.callbacks.conftest import Hands

LATE_EVENING = timedelta(hours=7, minutes=30)
"""After 2:18 pm in Phoenix: 9:48 pm there and in Denver."""


def test_enter_rings_and_takes_the_promise(hands: Hands) -> None:
    hands.press("Enter")
    assert hands.dialled == ["(303) 555-0112"]
    assert hands.row("Hazel Birch").lease_by == "Wren Hill"
    assert hands.cell("Hazel Birch", "owner").second == "Wren is on it"
    assert _says(hands, "You are on this until 2:28 pm")
    assert hands.focus is hands.page.list


def test_what_somebody_else_is_at_is_not_rung(hands: Hands) -> None:
    robin = hands.actor("Robin Vale")
    hands.app.services.callbacks.claim(robin, hands.row("Hazel Birch").id)
    hands.page.reload()
    hands.settle()
    assert _says(hands, "Robin is on this until 2:28 pm")
    hands.press("Enter")
    assert hands.dialled == []
    assert hands.troubled[-1].startswith("Robin Vale is at work on this until 2:28 pm.")
    hands.press("4")
    assert hands.row("Hazel Birch").attempts == 2


def test_a_call_at_night_asks_why_and_what_comes_of_it_keeps_the_reason(hands: Hands) -> None:
    hands.clock.now += LATE_EVENING
    hands.page.tick()
    hands.settle()
    hands.take("Hazel Birch")
    hands.press("Enter")
    dialog = hands.dialog
    assert isinstance(dialog, ReasonDialog)
    assert not dialog.act_button.isEnabled()
    assert hands.dialled == []
    hands.write("She asked for tonight")
    hands.press("Ctrl+Enter")
    assert hands.dialled == ["(303) 555-0112"]
    hands.press("4")
    assert not hands.asks
    assert hands.row("Hazel Birch").attempts == 3


def test_a_try_at_night_without_a_call_asks_why(hands: Hands) -> None:
    hands.clock.now += LATE_EVENING
    hands.page.tick()
    hands.settle()
    hands.take("Hazel Birch")
    hands.press("4")
    assert isinstance(hands.dialog, ReasonDialog)
    assert hands.row("Hazel Birch").attempts == 2
    hands.write("Her wish")
    hands.press("Ctrl+Enter")
    assert hands.row("Hazel Birch").attempts == 3
    hands.take("Olive Marlow")
    hands.press("1")
    dialog = hands.dialog
    hands.press("Ctrl+Enter")
    assert dialog.isVisible()
    assert hands.focus is dialog.why
    hands.write("His wish")
    hands.press("Ctrl+Enter")
    assert hands.row("Olive Marlow", "closed").resolution is Resolution.KEPT


def test_a_safety_follow_up_stands_out_and_is_stopped_by_nothing(hands: Hands) -> None:
    person = hands.row("Ivy Larkspur").person_id
    hands.app.services.callbacks.promise(
        hands.wren,
        NewPromise(Reason.MEDICAL, hands.clock.now, person_id=person, kind=CallbackKind.SAFETY),
        uuid4(),
    )
    hands.page.reload()
    hands.settle()
    rows = [row for row in hands.rows() if row.kind is CallbackKind.SAFETY]
    hands.page.show_callback(rows[0].id)
    hands.settle()
    hands.press("7")
    dialog = hands.dialog
    assert isinstance(dialog, StopCallsDialog)
    assert dialog.text.text().startswith("The safety follow-up stays open.")
    hands.press("Ctrl+Enter")
    assert any(row.kind is CallbackKind.SAFETY for row in hands.rows())


def _says(hands: Hands, words: str) -> bool:
    head = hands.page.detail.head
    return any(line.text() == words for line in head.binding_lines)
