"""Somebody of the front desk stands in for a manager; the manager hears of it."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from desktop.domain.vocabulary import Role
from desktop.services.demo.story import CLERK, MANAGER
from tests.workflows.conftest import Hands
from tests.workflows.test_person_menu import choose

WHY = "The clinic closes at noon"


def entries(hands: Hands) -> set[str]:
    """What the person menu offers."""
    hands.click(hands.window.top_bar.person)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    found = {action.text() for action in menu.actions() if action.isVisible()}
    QTest.keyClick(menu, Qt.Key.Key_Escape)
    return found


def role(hands: Hands) -> Role:
    assert hands.window.actor is not None
    return hands.window.actor.role


def stand_in(hands: Hands) -> None:
    choose(hands, "Stand in for a manager…")
    hands.write(WHY)
    hands.press("Enter")
    hands.press("Enter")


def test_a_clerk_stands_in_for_an_hour_and_the_manager_is_told(hands: Hands) -> None:
    hands.window.show_page("callbacks")
    stand_in(hands)
    # The page stays, the top bar says so, and a manager's work is offered.
    assert (role(hands), hands.window.page) == (Role.STAND_IN, "callbacks")
    chip = hands.window.top_bar.standing
    assert chip.isVisible()
    assert chip.words() == "Standing in until 3:18 pm"
    assert "Safety numbers…" in entries(hands)
    assert "Stop standing in…" in entries(hands)
    hands.press("Ctrl+,")
    assert hands.window.settings.buttons["danger"].isVisible()

    # The hour is over: nobody has to do anything.
    hands.clock.forward(hours=1)
    hands.window.glass.look()
    hands.settle()
    assert role(hands) is Role.STAFF
    assert not chip.isVisible()
    assert not hands.window.settings.buttons["danger"].isVisible()

    hands.become(MANAGER)
    assert f"{CLERK} stood in for a manager" in hands.window.notices.sentence
    assert WHY in hands.window.notices.sentence
    assert "Stand in for a manager…" not in entries(hands)
    hands.window.notices.dismiss()
    hands.settle()
    hands.become(CLERK)
    hands.become(MANAGER)
    assert "stood in" not in hands.window.notices.sentence


def test_it_is_stopped_by_hand_from_the_top_bar(hands: Hands) -> None:
    stand_in(hands)
    hands.click(hands.window.top_bar.standing)
    hands.press("Tab")
    hands.press("Space")
    assert role(hands) is Role.STAFF
    assert not hands.window.top_bar.standing.isVisible()
    # Without a reason nothing begins.
    choose(hands, "Stand in for a manager…")
    hands.press("Enter")
    hands.press("Esc")
    assert role(hands) is Role.STAFF
