"""Whoever signed in today opens the desk with six digits."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from desktop.services.user_rows import SignedIn
from desktop.ui.sign_in.sign_in_page import SignInPage
from tests.conftest import A_TUESDAY, Clock
from tests.ui.at_once import AtOnce
from tests.ui.sign_in.conftest import PASSWORD, PIN
from tests.ui.sign_in.test_sign_in_page import focus, names


@pytest.mark.usefixtures("here_today")
def test_six_digits_unlock_by_themselves(
    page: SignInPage, entered: list[SignedIn], qtbot: QtBot
) -> None:
    page.activate()
    assert names(page) == ["Wren Hill", "Robin Vale"]
    assert focus() is page.quick.pin

    qtbot.keyClicks(page.quick.pin, PIN[:5])
    assert entered == []
    assert page.quick.pin.accessibleDescription() == "5 of 6 digits typed"
    qtbot.keyClicks(page.quick.pin, PIN[5:])

    assert entered[0].actor.name == "Wren Hill"
    assert page.quick.pin.text() == ""


@pytest.mark.usefixtures("here_today")
def test_the_arrow_keys_choose_who_it_is(
    page: SignInPage, entered: list[SignedIn], qtbot: QtBot
) -> None:
    page.activate()
    qtbot.keyClicks(page.quick.pin, "13")

    qtbot.keyClick(page.quick.pin, Qt.Key.Key_Down)

    assert page.quick.pin.text() == ""
    qtbot.keyClicks(page.quick.pin, PIN)
    assert entered[0].actor.name == "Robin Vale"


@pytest.mark.usefixtures("here_today")
def test_a_click_on_a_person_goes_on_to_the_pin(page: SignInPage, qtbot: QtBot) -> None:
    page.activate()
    robin = page.quick.people._group.button(1)

    qtbot.mouseClick(robin, Qt.MouseButton.LeftButton)

    current = page.quick.people.current
    assert current is not None
    assert current.name == "Robin Vale"
    assert focus() is page.quick.pin


@pytest.mark.usefixtures("here_today")
def test_a_pin_is_pasted_in_any_form_and_never_shown(
    page: SignInPage, entered: list[SignedIn]
) -> None:
    page.activate()
    QGuiApplication.clipboard().setText("１３５ 790\n")
    assert page.quick.pin.echoMode() == QLineEdit.EchoMode.Password

    page.quick.pin.paste()

    assert entered[0].actor.name == "Wren Hill"


@pytest.mark.usefixtures("here_today")
def test_wrong_pins_count_down_to_the_password(
    page: SignInPage, entered: list[SignedIn], qtbot: QtBot
) -> None:
    page.activate()
    for left in ("2 tries are left", "1 try is left"):
        qtbot.keyClicks(page.quick.pin, "000001")
        assert left in page.quick.field.problem
        assert page.quick.pin.text() == ""

    qtbot.keyClicks(page.quick.pin, "000001")

    assert "third wrong PIN" in page.quick.field.problem
    assert not page.quick.pin.isEnabled()
    assert page.password.name.text() == "Wren Hill"
    assert focus() is page.password.password

    # Robin still may; back at Wren, the PIN stays shut.
    page.quick.people.step(1)
    assert page.quick.pin.isEnabled()
    page.quick.people.step(-1)
    assert not page.quick.pin.isEnabled()
    page.activate()
    assert not page.quick.pin.isEnabled()
    assert focus() is page.quick.use_password

    page.quick.use_password.click()
    qtbot.keyClicks(page.password.password, PASSWORD)
    qtbot.keyClick(page.password.password, Qt.Key.Key_Return)
    assert entered[0].actor.name == "Wren Hill"


@pytest.mark.usefixtures("here_today")
def test_a_pin_is_not_sent_twice(
    page: SignInPage, entered: list[SignedIn], tasks: AtOnce, qtbot: QtBot
) -> None:
    page.activate()
    tasks.held = True
    qtbot.keyClicks(page.quick.pin, PIN)
    qtbot.keyClicks(page.quick.pin, "7")
    qtbot.keyClick(page.quick.pin, Qt.Key.Key_Backspace)

    tasks.go_on()

    assert len(entered) == 1
    assert page.quick.field.problem == ""


@pytest.mark.usefixtures("here_today")
def test_whose_sign_in_ends_leaves_the_list(page: SignInPage, clock: Clock) -> None:
    page.activate()

    clock.now = A_TUESDAY + timedelta(hours=4, minutes=1)
    page.tick()
    assert names(page) == ["Wren Hill"]

    clock.forward(hours=1)
    page.tick()
    assert not page.quick.isVisible()
    assert focus() is page.password.name


@pytest.mark.usefixtures("here_today")
def test_the_list_does_not_take_the_keyboard_from_a_password(
    page: SignInPage, clock: Clock, qtbot: QtBot
) -> None:
    page.activate()
    page.password.begin("Lark Moor")
    qtbot.keyClicks(page.password.password, "copper")

    clock.now = A_TUESDAY + timedelta(hours=4, minutes=1)
    page.tick()

    assert focus() is page.password.password
    assert page.password.password.text() == "copper"
