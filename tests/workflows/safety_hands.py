"""Hands on the Safety card and on the promise that it makes."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from desktop.domain.vocabulary import CallbackKind
from desktop.services.queue_row import QueueRow
from desktop.services.safety import SafetyEventRow
from desktop.ui.safety.safety_card import SafetyCard
from tests.workflows.conftest import Hands
from tests.workflows.looking import actor_of, promises
from tests.workflows.test_intake import E164


def card_of(hands: Hands) -> SafetyCard:
    """The Safety card, which is open and has the keys."""
    card = hands.window.safety.card
    assert card is not None, "the Safety card is not open"
    hands.qtbot.waitUntil(lambda: QApplication.activeModalWidget() is card)
    return card


def no_card(hands: Hands) -> bool:
    """It is closed."""
    return hands.window.safety.card is None


def follow_ups(hands: Hands, e164: str | None = E164) -> list[QueueRow]:
    """The open safety follow-ups to this number."""
    return [r for r in promises(hands) if r.kind is CallbackKind.SAFETY and r.e164 == e164]


def event_of(hands: Hands, row: QueueRow) -> SafetyEventRow:
    """The card behind a follow-up."""
    event = hands.desk.app.services.safety.event_of_follow_up(actor_of(hands), row.id)
    assert event is not None
    return event


def take(hands: Hands, row: QueueRow) -> None:
    """Put a promise in hand by going up the list, where safety follow-ups stand."""
    hands.press("Ctrl+2")
    shown = hands.window.callbacks.list
    for _ in range(40):
        in_hand = shown.in_hand()
        if in_hand is not None and in_hand.id == row.id:
            return
        hands.press("Up")
    pytest.fail("it is not in the list")


def pick_from_menu(hands: Hands, words: str) -> None:
    """Open the menu of the promise in hand and press the entry that begins so."""
    more = hands.window.callbacks.detail.head.more
    hands.qtbot.waitUntil(more.isVisible)
    hands.click(more)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    action = next(each for each in menu.actions() if each.text().startswith(words))
    menu.setActiveAction(action)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    hands.settle()


def become(hands: Hands, name: str) -> None:
    """Somebody else takes the desk."""
    hands.window.switch_to(name)
    hands.settle()


def remind(hands: Hands, minutes: int) -> str:
    """Time goes on and the reminders look; what the notice then says."""
    hands.window.notices.hide()
    hands.clock.forward(minutes=minutes)
    hands.window.reminders.look()
    hands.settle()
    return hands.window.notices.sentence
