"""Setting one's own PIN."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMainWindow
from pytestqt.qtbot import QtBot

from desktop.services.changes import Written
from desktop.services.users import Users
from desktop.ui.sign_in.pin_dialog import PinDialog
from desktop.ui.theme import Theme
from tests.services.world import World
from tests.ui.at_once import AtOnce
from tests.ui.sign_in.conftest import PASSWORD, is_read_in_full


@pytest.fixture
def dialog(
    theme: Theme, users: Users, world: World, tasks: AtOnce, qtbot: QtBot
) -> Iterator[PinDialog]:
    window = QMainWindow()
    qtbot.addWidget(window)
    window.show()
    dialog = PinDialog(theme, window, tasks, users)
    dialog.ask(world.lark)
    yield dialog
    dialog.close()


def test_six_digits_twice_make_the_pin_that_unlocks(
    dialog: PinDialog, users: Users, world: World, qtbot: QtBot
) -> None:
    told: list[Written] = []
    dialog.pin_set.connect(told.append)
    qtbot.keyClicks(dialog.pin, "246802")
    assert QApplication.focusWidget() is dialog.again
    qtbot.keyClicks(dialog.again, "246802")
    qtbot.keyClick(dialog.again, Qt.Key.Key_Return)

    assert not dialog.isVisible()
    assert [written.value for written in told] == [world.lark.user_id]
    users.sign_in("Lark Moor", PASSWORD)
    assert users.unlock(world.lark.user_id, "246802").actor == world.lark


def test_two_that_differ_and_runs_are_refused(
    dialog: PinDialog, users: Users, world: World, qtbot: QtBot
) -> None:
    qtbot.keyClicks(dialog.pin, "246802")
    qtbot.keyClicks(dialog.again, "246803")
    dialog.save.click()
    assert "differ" in dialog.again_field.problem
    assert dialog.again.text() == ""

    dialog.pin.setText("123456")
    dialog.save.click()
    assert "first PINs" in dialog.pin_field.problem
    qtbot.waitUntil(lambda: is_read_in_full(dialog.pin_field))
    assert not users.find(world.lark, "Lark Moor").has_pin


def test_nothing_typed_stays_in_a_closed_dialog(dialog: PinDialog, qtbot: QtBot) -> None:
    qtbot.keyClicks(dialog.pin, "2468")
    qtbot.keyClick(dialog.pin, Qt.Key.Key_Escape)

    assert not dialog.isVisible()
    assert dialog.pin.text() == ""
