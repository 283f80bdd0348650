"""The promise: quick times, a time of one's own, hours, milestone, owner."""

from datetime import UTC, datetime, timedelta

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.domain.vocabulary import MilestoneKind, QuickKey
from desktop.ui.intake.promise_times import OWN
from tests.services.world import World
from tests.ui.intake.conftest import Hands

SHARED = "3125550147"


def promise_to_juniper(hands: Hands) -> None:
    hands.take_call(SHARED)
    hands.click(hands.find("Juniper Moss"))
    hands.press("Alt+2")


def own_time(hands: Hands, words: str) -> None:
    panel = hands.page.card.promise
    hands.click(panel.own)
    panel.own_time.time.setFocus()
    panel.own_time.time.selectAll()
    hands.write(words)
    hands.press("Tab")


def test_the_quick_times_are_in_the_callers_time_then_ours(hands: Hands) -> None:
    promise_to_juniper(hands)
    shown = [b.accessibleName() for b in hands.page.card.promise.quick.values()]
    assert shown == [
        "In 1 hour, 4:18 pm · 3:18 here",
        "This afternoon, 5:30 pm · 4:30 here",
        "Tomorrow, 10:00 am · 9:00 here",
        "When the deal closes…, or by Dec 15",
    ]


def test_a_time_outside_the_hours_needs_a_reason(hands: Hands) -> None:
    promise_to_juniper(hands)
    own_time(hands, "10:30 pm")
    panel = hands.page.card.promise
    assert hands.form.promise.choice == OWN
    assert panel.hours.hint.text() == "10:30 pm in Chicago · too late"
    assert panel.advice.line.text() == "Choose a time from 8:00 am to 9:00 pm in Chicago."
    hands.press("Ctrl+Enter")
    assert hands.page.working
    assert hands.focus is panel.advice.reason
    hands.write("She works nights.")
    hands.press("Ctrl+Enter")
    assert hands.queue[0].due_at == datetime(2026, 11, 19, 4, 30, tzinfo=UTC)


def test_one_button_offers_the_next_time_that_suits(hands: Hands) -> None:
    promise_to_juniper(hands)
    own_time(hands, "7:15 am")
    panel = hands.page.card.promise
    assert panel.advice.instead.words() == "Use Wed 9:00 am · 8:00 here"
    hands.click(panel.advice.instead)
    assert not panel.advice.isVisible()
    hands.press("Ctrl+Enter")
    assert hands.queue[0].due_at == datetime(2026, 11, 18, 15, tzinfo=UTC)


def test_waiting_on_the_sale_keeps_a_latest_date(hands: Hands) -> None:
    promise_to_juniper(hands)
    panel = hands.page.card.promise
    hands.click(panel.quick[QuickKey.CLOSING])
    assert panel.own_time.milestone.isVisible()
    panel.own_time.milestone.picked.emit(MilestoneKind.SYSTEMS_MOVED)
    due = hands.form.promise.due_at
    assert due is not None
    panel.own_time.day.day_picked.emit(due.date() - timedelta(days=7))
    hands.settle()
    assert panel.quick[QuickKey.CLOSING].accessibleName().endswith("or by Dec 8")
    hands.press("Ctrl+Enter")
    (row,) = hands.queue
    assert row.milestone is MilestoneKind.SYSTEMS_MOVED
    assert row.due_at == due - timedelta(days=7)


def test_the_owner_is_the_team_unless_somebody_is_picked(hands: Hands, world: World) -> None:
    promise_to_juniper(hands)
    owner = hands.page.card.promise.owner
    assert owner.currentText() == "Front desk, Phoenix"
    names = [owner.itemText(n) for n in range(owner.count())]
    assert names[0] == "Front desk, Phoenix"
    assert "Wren Hill (you)" in names
    owner.picked.emit((world.front_desk, world.robin.user_id))
    hands.settle()
    assert hands.page.card.bottom.second.text() == "Robin Vale will ring"
    hands.press("Ctrl+Enter")
    assert hands.queue[0].owner_name == "Robin Vale"


def test_what_was_promised_stays_when_time_goes_by(hands: Hands) -> None:
    promise_to_juniper(hands)
    panel = hands.page.card.promise
    hands.click(panel.quick[QuickKey.HOUR])
    promised = hands.form.promise.due_at
    hands.clock.forward(minutes=7)
    hands.page.second()
    hands.page.card.focus_notes()
    hands.write("Thinks about it.")
    assert hands.form.promise.due_at == promised
    assert panel.quick[QuickKey.HOUR].accessibleName() == "In 1 hour, 4:18 pm · 3:18 here"


def test_quick_times_move_with_who_is_found_to_be_calling(hands: Hands) -> None:
    """Outcome first, number afterwards: ten o'clock is meant in the caller's time."""
    hands.page.new_call()
    hands.settle()
    hands.press("Alt+2")
    assert hands.form.promise.due_at == datetime(2026, 11, 18, 17, tzinfo=UTC)
    hands.page.card.focus_number()
    hands.write(SHARED)
    hands.click(hands.find("Juniper Moss"))
    assert hands.form.promise.due_at == datetime(2026, 11, 18, 16, tzinfo=UTC)


def test_arrows_and_enter_pick_a_quick_time(hands: Hands) -> None:
    promise_to_juniper(hands)
    panel = hands.page.card.promise
    panel.quick[QuickKey.TOMORROW].setFocus()
    QTest.keyClick(hands.focus, Qt.Key.Key_Left)
    hands.press("Enter")
    assert hands.form.promise.choice == QuickKey.AFTERNOON


def test_only_a_callback_opens_the_panel(hands: Hands) -> None:
    promise_to_juniper(hands)
    assert hands.page.card.promise.isVisible()
    hands.press("Alt+1")
    assert not hands.page.card.promise.isVisible()
    hands.press("Ctrl+Enter")
    assert hands.queue == ()


def test_a_promise_on_a_card_set_aside_stays_as_it_was_said(hands: Hands) -> None:
    hands.take_call("3035550112")
    hands.press("Alt+2")
    hands.click(hands.page.card.promise.quick[QuickKey.HOUR])
    promised = hands.form.promise.due_at
    promise_to_juniper(hands)
    hands.clock.forward(minutes=7)
    hands.click(hands.find("Set aside, Hazel Birch"))
    assert hands.form.promise.due_at == promised
