"""What a person does for themselves, from the menu under their name."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from desktop.domain.errors import Refused
from desktop.services.demo.story import CLERK, DEMO_PASSWORD
from tests.workflows.conftest import Hands

NEW = "tin lantern off"


def choose(hands: Hands, words: str) -> None:
    """Open the person menu and take an entry that asks something."""
    hands.click(hands.window.top_bar.person)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    entries = {action.text(): action for action in menu.actions()}
    menu.setActiveAction(entries[words])
    QTest.keyClick(menu, Qt.Key.Key_Return)
    hands.qtbot.waitUntil(lambda: QApplication.activeWindow() is QApplication.activeModalWidget())


def test_my_password_is_changed_and_opens_the_desk(hands: Hands) -> None:
    users = hands.desk.app.services.users
    choose(hands, "Change your password…")
    for text in (DEMO_PASSWORD, NEW, NEW):
        hands.write(text)
        hands.press("Enter")
    assert hands.sees("Your new password holds from now on.")
    assert users.recognise(CLERK, NEW).name == CLERK
    with pytest.raises(Refused):
        users.recognise(CLERK, DEMO_PASSWORD)
    # Asked again it is empty, and Esc changes nothing.
    choose(hands, "Change your password…")
    hands.write(NEW)
    hands.press("Esc")
    assert QApplication.activeModalWidget() is None
    assert users.recognise(CLERK, NEW).name == CLERK
