"""The sign-in page, by keyboard and mouse, over real accounts."""

from datetime import UTC, datetime, time

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop.domain.errors import ServerLost
from desktop.services.user_rows import SignedIn
from desktop.services.users import Users
from desktop.ui.sign_in.greeting import greeting, until_words
from desktop.ui.sign_in.sign_in_page import SignInPage
from desktop.ui.tasks import Tasks
from desktop.ui.theme import Theme
from tests.conftest import A_TUESDAY, Clock
from tests.services.world import World
from tests.ui.at_once import AtOnce
from tests.ui.sign_in.conftest import PASSWORD

PHOENIX = "America/Phoenix"


def words(page: QWidget) -> list[str]:
    return [label.text() for label in page.findChildren(QLabel) if label.isVisible()]


def focus() -> QWidget | None:
    return QApplication.focusWidget()


def names(page: SignInPage) -> list[str]:
    return [user.name for user in page.quick.people._users]


# -- name and password --------------------------------------------------------------------


def test_with_nobody_here_yet_there_is_one_card_and_the_name_has_focus(page: SignInPage) -> None:
    page.activate()

    assert not page.quick.isVisible()
    assert focus() is page.password.name
    middle = page.password.mapTo(page, page.password.rect().center()).x()
    assert abs(middle - page.width() // 2) <= 1


def test_keys_alone_sign_in(page: SignInPage, entered: list[SignedIn], qtbot: QtBot) -> None:
    page.activate()

    qtbot.keyClicks(page.password.name, "wren hill")
    qtbot.keyClick(page.password.name, Qt.Key.Key_Return)
    assert focus() is page.password.password
    qtbot.keyClicks(page.password.password, PASSWORD)
    qtbot.keyClick(page.password.password, Qt.Key.Key_Return)

    assert [signed_in.actor.name for signed_in in entered] == ["Wren Hill"]
    assert page.password.password.text() == ""


def test_a_name_is_chosen_from_the_list(
    page: SignInPage, entered: list[SignedIn], qtbot: QtBot
) -> None:
    page.activate()
    name = page.password.name
    qtbot.keyClick(name, Qt.Key.Key_Down)
    offered = name._list
    assert [offered.model().index(row, 0).data() for row in range(4)] == [
        "Jay Marsh",
        "Lark Moor",
        "Robin Vale",
        "Wren Hill",
    ]
    qtbot.keyClick(offered, Qt.Key.Key_Down)
    qtbot.keyClick(offered, Qt.Key.Key_Down)
    qtbot.keyClick(offered, Qt.Key.Key_Return)

    assert name.text() == "Lark Moor"
    assert focus() is page.password.password
    qtbot.keyClicks(page.password.password, PASSWORD)
    qtbot.mouseClick(page.password.button, Qt.MouseButton.LeftButton)
    assert entered[0].actor.name == "Lark Moor"


def test_what_is_missing_is_said_where_it_is_missing(page: SignInPage, qtbot: QtBot) -> None:
    page.activate()

    page.password.button.click()
    assert page.password.name_field.problem == "Choose your name, or type it."
    assert focus() is page.password.name

    qtbot.keyClicks(page.password.name, "Wren Hill")
    assert page.password.name_field.problem == ""
    page.password.button.click()
    assert page.password.password_field.problem == "Type your password."


def test_a_wrong_password_is_told_emptied_and_typed_again(
    page: SignInPage, entered: list[SignedIn], qtbot: QtBot
) -> None:
    page.activate()
    page.password.begin("Wren Hill")
    qtbot.keyClicks(page.password.password, "not the password")
    qtbot.keyClick(page.password.password, Qt.Key.Key_Return)

    field = page.password.password_field
    assert field.problem == "Name and password do not match. Try again."
    assert page.password.password.accessibleDescription() == field.problem
    assert (page.password.name.text(), page.password.password.text()) == ("Wren Hill", "")
    assert focus() is page.password.password

    qtbot.keyClicks(page.password.password, PASSWORD)
    assert field.problem == ""
    qtbot.keyClick(page.password.password, Qt.Key.Key_Return)
    assert len(entered) == 1


def test_every_sentence_fits_below_its_field(page: SignInPage, theme: Theme) -> None:
    page.activate()
    for sentence in (
        "Name and password do not match. Try again.",
        "Too many wrong tries. Wait 15 minutes, then try again.",
        "This account is switched off. Ask a manager.",
    ):
        page.password.refuse(sentence)
        below = page.password.password_field.below
        assert below.full_width() <= below.width()


def test_while_the_password_is_checked_nothing_is_sent_twice(
    page: SignInPage, entered: list[SignedIn], tasks: AtOnce, qtbot: QtBot
) -> None:
    page.activate()
    page.password.begin("Wren Hill")
    qtbot.keyClicks(page.password.password, PASSWORD)
    tasks.held = True
    qtbot.keyClick(page.password.password, Qt.Key.Key_Return)
    qtbot.keyClick(page.password.password, Qt.Key.Key_Return)
    page.password.button.click()
    assert page.password.button.words() == "Checking…"

    tasks.go_on()

    assert len(entered) == 1


def test_a_lost_server_is_told_and_what_was_typed_stays(
    page: SignInPage, users: Users, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lost(_name: str, _password: str) -> SignedIn:
        raise ServerLost("The clinic server cannot be reached. Look at the network.")

    page.activate()
    monkeypatch.setattr(users, "sign_in", lost)
    page.password.begin("Wren Hill")
    qtbot.keyClicks(page.password.password, PASSWORD)
    qtbot.keyClick(page.password.password, Qt.Key.Key_Return)

    assert "The clinic server cannot be reached. Look at the network." in words(page)
    assert page.password.password.text() == PASSWORD
    assert page.password.button.words() == "Sign in"


def test_caps_lock_is_told_once_a_letter_shows_it(page: SignInPage, qtbot: QtBot) -> None:
    page.activate()
    below = page.password.password_field.below
    assert below.text() == ""

    qtbot.keyClick(page.password.password, Qt.Key.Key_1)
    qtbot.keyClick(page.password.password, "Q", Qt.KeyboardModifier.ShiftModifier)
    assert below.text() == ""
    qtbot.keyClicks(page.password.password, "Q")
    assert below.text() == "Caps Lock is on"
    qtbot.keyClick(page.password.password, Qt.Key.Key_CapsLock)
    assert below.text() == "Caps Lock is off"


def test_forgot_password_says_who_helps(page: SignInPage) -> None:
    page.activate()
    assert not page.password.forgotten.isVisible()

    page.password.forgot.click()

    assert "manager" in page.password.forgotten.text()
    assert page.password.forgotten.isVisible()


# -- PIN ----------------------------------------------------------------------------------


@pytest.mark.usefixtures("here_today")
def test_tab_goes_through_the_page_as_it_is_read(page: SignInPage, qtbot: QtBot) -> None:
    page.activate()
    page.activate()  # the list is made anew
    QApplication.sendPostedEvents()
    page.quick.people._group.button(0).setFocus()
    seen = []
    for _ in range(8):
        at = focus()
        assert at is not None
        seen.append(at.accessibleName())
        qtbot.keyClick(at, Qt.Key.Key_Tab)

    assert seen == [
        "Wren Hill, until 7:18 pm",
        "PIN",
        "Use password",
        "Name",
        "Password",
        "Show password",
        "Sign in",
        "Forgot password",
    ]


# -- the page -----------------------------------------------------------------------------


def test_nothing_typed_is_left_when_the_page_goes(page: SignInPage, qtbot: QtBot) -> None:
    page.activate()
    page.password.begin("Wren Hill")
    qtbot.keyClicks(page.password.password, PASSWORD)

    page.hide()

    assert (page.password.name.text(), page.password.password.text()) == ("", "")


def test_it_says_the_time_of_the_desk_and_the_two_numbers(page: SignInPage) -> None:
    page.activate()

    shown = words(page)
    assert "Good afternoon" in shown
    assert "Tuesday, November 17 · 2:18 pm · Front desk 3" in shown
    assert "Encrypted · this computer" in shown
    assert {"911", "988"} <= set(shown)
    assert not [text for text in shown if "Clinic server" in text]


@pytest.mark.parametrize(
    ("utc", "said"),
    [
        (time(6, 59), "Good evening"),
        (time(7, 0), "Good morning"),
        (time(18, 59), "Good morning"),
        (time(19, 0), "Good afternoon"),
        (time(0, 59), "Good afternoon"),
        (time(1, 0), "Good evening"),
    ],
)
def test_the_greeting_follows_the_desks_clock(utc: time, said: str) -> None:
    at = datetime.combine(A_TUESDAY.date(), utc, UTC)  # Phoenix is seven hours behind
    assert greeting(at, PHOENIX) == said


def test_the_end_of_the_day_is_midnight() -> None:
    assert until_words(A_TUESDAY.replace(hour=7, minute=0), PHOENIX) == "until midnight"
    assert until_words(A_TUESDAY, PHOENIX) == "until 2:18 pm"


@pytest.mark.parametrize(
    ("size", "scale"), [((1440, 900), 1.0), ((1280, 720), 1.0), ((1280, 720), 1.25)]
)
@pytest.mark.usefixtures("here_today")
def test_everything_fits(
    page: SignInPage, theme: Theme, size: tuple[int, int], scale: float
) -> None:
    theme.set_scale(scale)
    page.resize(*size)
    theme.fit(page.size())
    page.activate()
    page.password.refuse("Name and password do not match. Try again.")
    QApplication.sendPostedEvents()

    for child in (page.quick.use_password, page.password.forgot, page.password.button):
        corner = child.mapTo(page, QPoint(child.width(), child.height()))
        assert page.rect().contains(corner)
        assert child.visibleRegion().boundingRect() == child.rect()


def test_a_screen_reader_hears_no_digits(page: SignInPage, qtbot: QtBot) -> None:
    page.quick.show()
    qtbot.keyClicks(page.quick.pin, "135")
    interface = QAccessible.queryAccessibleInterface(page.quick.pin)

    assert interface.text(QAccessible.Text.Name) == "PIN"
    assert interface.state().passwordEdit
    assert "135" not in interface.text(QAccessible.Text.Value)


def test_it_works_with_the_real_worker(
    theme: Theme, users: Users, clock: Clock, world: World, qtbot: QtBot
) -> None:
    tasks = Tasks()
    page = SignInPage(
        theme=theme,
        tasks=tasks,
        users=users,
        clock=clock,
        desk="Front desk 3",
        place=("Encrypted · this computer", "lock-keyhole"),
    )
    qtbot.addWidget(page)
    page.show()
    page.activate()
    page.password.begin("Wren Hill")
    qtbot.keyClicks(page.password.password, PASSWORD)
    with qtbot.waitSignal(page.signed_in) as entered:
        page.password.button.click()
    assert entered.args[0].actor == world.wren
    tasks.close()
