"""Changing one's own password."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMainWindow
from pytestqt.qtbot import QtBot

from desktop.domain.errors import Refused
from desktop.services.changes import Written
from desktop.services.users import Users
from desktop.ui.sign_in.change_password_dialog import ChangePasswordDialog
from desktop.ui.sign_in.password_field import PasswordField
from desktop.ui.theme import Theme
from tests.services.world import World
from tests.ui.at_once import AtOnce
from tests.ui.sign_in.conftest import PASSWORD, is_read_in_full

NEW = "tin lantern off"


@pytest.fixture
def dialog(
    theme: Theme, users: Users, world: World, tasks: AtOnce, qtbot: QtBot
) -> Iterator[ChangePasswordDialog]:
    window = QMainWindow()
    qtbot.addWidget(window)
    window.show()
    dialog = ChangePasswordDialog(theme, window, tasks, users)
    dialog.ask(world.wren)
    yield dialog
    dialog.close()


def fill(qtbot: QtBot, dialog: ChangePasswordDialog, old: str, new: str, again: str) -> None:
    """Type all three, Enter after each."""
    for field, text in ((dialog.old, old), (dialog.new, new), (dialog.again, again)):
        field.clear()
        field.setFocus()
        qtbot.keyClicks(field, text)
        qtbot.keyClick(field, Qt.Key.Key_Return)


def opens(users: Users, password: str) -> bool:
    """Whether Wren gets in with it."""
    try:
        users.recognise("Wren Hill", password)
    except Refused:
        return False
    return True


def test_the_new_password_opens_and_the_old_one_does_not(
    dialog: ChangePasswordDialog, users: Users, world: World, qtbot: QtBot
) -> None:
    told: list[Written] = []
    dialog.password_changed.connect(told.append)
    assert QApplication.focusWidget() is dialog.old
    fill(qtbot, dialog, PASSWORD, NEW, NEW)

    assert not dialog.isVisible()
    assert [written.value for written in told] == [world.wren.user_id]
    assert opens(users, NEW)
    assert not opens(users, PASSWORD)


def test_the_password_of_now_has_to_be_right(
    dialog: ChangePasswordDialog, users: Users, qtbot: QtBot
) -> None:
    fill(qtbot, dialog, "not this one", NEW, NEW)
    assert dialog.old_field.problem == "The password you have now is not right. Type it again."
    assert QApplication.focusWidget() is dialog.old
    assert (dialog.old.text(), dialog.new.text(), dialog.again.text()) == ("", NEW, NEW)
    qtbot.keyClicks(dialog.old, PASSWORD)
    dialog.save.click()
    assert opens(users, NEW)


@pytest.mark.parametrize(
    ("old", "new", "again", "at", "why"),
    [
        ("", NEW, NEW, "old", "Type the password you have now."),
        (PASSWORD, "short", "short", "new", "A password needs at least 15 characters."),
        (
            PASSWORD,
            "Wren Hill 777777",
            "Wren Hill 777777",
            "new",
            "Your name is the first",
        ),
        (PASSWORD, NEW, "tin lantern on", "again", "The two differ."),
    ],
)
def test_what_will_not_do_is_said_at_its_field(
    dialog: ChangePasswordDialog,
    users: Users,
    qtbot: QtBot,
    old: str,
    new: str,
    again: str,
    at: str,
    why: str,
) -> None:
    fill(qtbot, dialog, old, new, again)
    field = {"old": dialog.old_field, "new": dialog.new_field, "again": dialog.again_field}[at]
    assert field.problem.startswith(why)
    qtbot.waitUntil(lambda: is_read_in_full(field))
    assert QApplication.focusWidget() is field.control
    assert dialog.isVisible()
    assert opens(users, PASSWORD)


def test_pressed_twice_changes_it_once(
    dialog: ChangePasswordDialog, users: Users, tasks: AtOnce, qtbot: QtBot
) -> None:
    told: list[Written] = []
    dialog.password_changed.connect(told.append)
    tasks.held = True
    fill(qtbot, dialog, PASSWORD, NEW, NEW)
    qtbot.keyClick(dialog.again, Qt.Key.Key_Return)
    qtbot.keyClicks(dialog.new, "more")
    assert dialog.new.text() == NEW
    tasks.go_on()
    assert len(told) == 1
    assert opens(users, NEW)


def test_caps_lock_is_told_and_nothing_typed_stays(
    dialog: ChangePasswordDialog, qtbot: QtBot
) -> None:
    qtbot.keyClicks(dialog.new, "A")  # without Shift
    assert dialog.new_field.below.text() == "Caps Lock is on"
    qtbot.keyClick(dialog.new, Qt.Key.Key_Escape)

    assert not dialog.isVisible()
    fields: tuple[PasswordField, ...] = (dialog.old, dialog.new, dialog.again)
    assert [field.text() for field in fields] == ["", "", ""]
    assert dialog.new_field.below.text() == ""


def test_a_password_is_pasted(dialog: ChangePasswordDialog, users: Users, qtbot: QtBot) -> None:
    """From a password manager, any characters."""
    pasted = "Ω é 密码 \N{CHESTNUT} 9#;DROP --'\""
    QApplication.clipboard().setText(pasted)
    qtbot.keyClicks(dialog.old, PASSWORD)
    for field in (dialog.new, dialog.again):
        field.setFocus()
        qtbot.keyClick(field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    dialog.save.click()
    qtbot.waitUntil(lambda: not dialog.isVisible())
    assert opens(users, pasted)
