"""The first run, over real data in which nobody is yet."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop.domain.errors import ServerLost
from desktop.domain.vocabulary import Role
from desktop.services.changes import Ledger, Written
from desktop.services.passwords import Cost, Passwords
from desktop.services.places import Places
from desktop.services.user_rows import SignedIn
from desktop.services.users import Users
from desktop.storage.engine import Database
from desktop.ui.first_run.first_run_page import FirstRunPage
from desktop.ui.first_run.zone_choices import zone_choices
from desktop.ui.theme import Theme
from tests.conftest import A_TUESDAY, Clock
from tests.ui.at_once import AtOnce

CODE = "VFDKC-SN1RB-AR5XB-Y3P08-5T7W4-2KFBR-2H5F8"
PASSWORD = "copper kettle on"
PIN = "135790"


@pytest.fixture
def users(sqlite_database: Database, clock: Clock) -> Users:
    ledger = Ledger(sqlite_database, clock)
    return Users(sqlite_database, ledger, clock, Passwords(Cost(1, 8, 1)))


def make_page(
    theme: Theme, users: Users, clock: Clock, qtbot: QtBot, *, zone: str, recovery_code: str
) -> FirstRunPage:
    page = FirstRunPage(
        theme=theme,
        tasks=AtOnce(),
        users=users,
        clock=clock,
        zone=zone,
        recovery_code=recovery_code,
    )
    qtbot.addWidget(page)
    page.resize(1440, 900)
    with qtbot.waitExposed(page):
        page.show()
    page.activateWindow()
    page.activate()
    return page


@pytest.fixture
def page(theme: Theme, users: Users, clock: Clock, qtbot: QtBot) -> Iterator[FirstRunPage]:
    page = make_page(theme, users, clock, qtbot, zone="America/Phoenix", recovery_code=CODE)
    yield page
    page.close()


@pytest.fixture
def finished(page: FirstRunPage) -> list[SignedIn]:
    done: list[SignedIn] = []
    page.finished.connect(done.append)
    return done


def focus() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def fill_in(page: FirstRunPage) -> None:
    """Everything up to the recovery code."""
    page.desk.clinic.setText("Phoenix")
    page.go_on()
    page.manager.name.setText("Lark Moor")
    page.manager.password.setText(PASSWORD)
    page.manager.again.setText(PASSWORD)
    page.go_on()


def test_keys_alone_go_from_nothing_to_a_desk_with_its_manager(
    page: FirstRunPage,
    finished: list[SignedIn],
    users: Users,
    sqlite_database: Database,
    qtbot: QtBot,
) -> None:
    tab, enter, space = Qt.Key.Key_Tab, Qt.Key.Key_Return, Qt.Key.Key_Space

    assert focus() is page.desk.clinic
    qtbot.keyClicks(focus(), "Phoenix")
    qtbot.keyClick(focus(), enter)

    assert focus() is page.manager.name
    qtbot.keyClicks(focus(), "Lark Moor")
    qtbot.keyClick(focus(), tab)
    qtbot.keyClicks(focus(), PASSWORD)
    for _ in range(2):  # past the eye
        qtbot.keyClick(focus(), tab)
    qtbot.keyClicks(focus(), PASSWORD)
    for _ in range(2):
        qtbot.keyClick(focus(), tab)
    assert focus() is page.manager.pin
    qtbot.keyClicks(focus(), PIN)
    qtbot.keyClick(focus(), enter)

    assert page.recovery is not None
    assert users.needs_first_manager()
    qtbot.keyClick(focus(), tab)
    assert focus() is page.recovery.written_down
    qtbot.keyClick(focus(), space)
    qtbot.keyClick(focus(), enter)

    assert not users.needs_first_manager()
    assert finished == []
    qtbot.keyClick(focus(), enter)

    (signed_in,) = finished
    assert (signed_in.actor.name, signed_in.actor.role) == ("Lark Moor", Role.MANAGER)
    assert users.unlock(signed_in.actor.user_id, PIN).actor == signed_in.actor
    places = Places(sqlite_database)
    (site,) = places.sites(signed_in.actor)
    assert (site.name, site.zone, site.opens, site.closes) == (
        "Phoenix",
        "America/Phoenix",
        8 * 60,
        18 * 60,
    )
    desk = places.desk()
    assert desk is not None
    assert desk.name == "Front desk 1"


def test_the_recovery_code_is_shown_and_has_to_be_written_down(
    page: FirstRunPage, users: Users, qtbot: QtBot
) -> None:
    fill_in(page)
    assert page.recovery is not None

    shown = " ".join(
        label.text() for label in page.recovery.findChildren(QLabel) if label.isVisible()
    )
    for group in CODE.split("-"):
        assert group in shown
    assert page.next.reason_off == "Tick that you have written it down"
    qtbot.keyClick(page, Qt.Key.Key_Return)
    page.go_on()
    assert users.needs_first_manager()

    page.recovery.written_down.setChecked(True)
    assert page.next.isEnabled()
    page.recovery.written_down.setChecked(False)
    assert not page.next.isEnabled()


def test_the_recovery_code_is_copied_whole(page: FirstRunPage) -> None:
    fill_in(page)
    assert page.recovery is not None

    page.recovery.copy.click()

    assert QGuiApplication.clipboard().text() == CODE
    assert page.recovery.copy.words() == "Copied"


def test_what_is_missing_is_said_where_it_is_missing(page: FirstRunPage, qtbot: QtBot) -> None:
    page.desk.desk.clear()
    page.go_on()
    assert page.step == 0
    assert page.desk.clinic_field.problem == "Type the clinic’s name."
    assert page.desk.desk_field.problem
    assert focus() is page.desk.clinic

    qtbot.keyClicks(page.desk.clinic, "Phoenix")
    page.desk.desk.setText("Front desk 1")
    page.desk.closes.set_value(7 * 60)
    page.go_on()
    assert "closes after" in page.desk.closes_field.problem

    page.desk.closes.set_value(17 * 60)
    page.go_on()
    assert page.step == 1


def test_a_manager_needs_a_name_and_a_good_password_twice(page: FirstRunPage, qtbot: QtBot) -> None:
    page.desk.clinic.setText("Phoenix")
    page.go_on()
    manager = page.manager

    page.go_on()
    assert manager.name_field.problem == "Type your first and last name."
    manager.name.setText("Lark Moor")
    manager.password.setText("larkmoor 2026 2027")
    page.go_on()
    assert "name" in manager.password_field.problem
    manager.password.setText("short")
    page.go_on()
    below = manager.password_field.below
    assert "at least 15" in manager.password_field.problem
    assert below.full_width() <= below.width()
    manager.password.setText(PASSWORD)
    manager.again.setText("copper kettle off")
    page.go_on()
    assert "differ" in manager.again_field.problem
    manager.again.setText(PASSWORD)
    manager.pin.setText("123456")
    page.go_on()
    assert "first PINs" in manager.pin_field.problem
    assert page.step == 1

    manager.pin.clear()
    page.go_on()
    assert page.step == 2


def test_going_back_keeps_what_was_typed(page: FirstRunPage) -> None:
    fill_in(page)
    page.back.click()
    page.back.click()

    assert page.step == 0
    assert page.desk.clinic.text() == "Phoenix"
    page.go_on()
    assert page.manager.password.text() == PASSWORD


def test_what_fails_is_told_and_tried_again_without_a_second_desk(
    page: FirstRunPage,
    finished: list[SignedIn],
    users: Users,
    sqlite_database: Database,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    real = users.make_first_manager

    def written_but_lost(*given: object) -> Written:
        real(*given)  # type: ignore[arg-type]
        raise ServerLost("The clinic server cannot be reached. Look at the network.")

    fill_in(page)
    assert page.recovery is not None
    page.recovery.written_down.setChecked(True)
    monkeypatch.setattr(users, "make_first_manager", written_but_lost)
    page.go_on()
    assert page.notice.isVisible()
    assert page.next.words() == "Set up this desk"
    assert page.back.isVisible()

    monkeypatch.setattr(users, "make_first_manager", real)
    page.go_on()
    assert not page.notice.isVisible()
    page.go_on()

    assert len(finished) == 1
    assert len(Places(sqlite_database).sites(finished[0].actor)) == 1


def test_no_password_stays_behind(page: FirstRunPage) -> None:
    fill_in(page)
    assert page.recovery is not None
    page.recovery.written_down.setChecked(True)
    page.go_on()

    assert not page.back.isVisible()
    typed = (page.manager.password, page.manager.again, page.manager.pin)
    assert [field.text() for field in typed] == ["", "", ""]


def test_a_clinic_server_has_no_recovery_code(
    theme: Theme, users: Users, clock: Clock, qtbot: QtBot
) -> None:
    page = make_page(theme, users, clock, qtbot, zone="", recovery_code="")
    page.desk.clinic.setText("Phoenix")
    page.go_on()
    assert page.desk.zone_field.problem  # this computer did not say where it is
    page.desk.zone.set_value("America/Chicago")
    page.go_on()
    page.manager.name.setText("Lark Moor")
    page.manager.password.setText(PASSWORD)
    page.manager.again.setText(PASSWORD)
    assert page.next.words() == "Set up this desk"

    with qtbot.waitSignal(page.finished):
        page.go_on()
        page.go_on()

    assert [mark.text() for mark in page.steps.marks] == [
        "Clinic and desk",
        "First manager",
        "Ready",
    ]


def test_the_steps_say_where_one_is(page: FirstRunPage) -> None:
    fill_in(page)

    assert [mark.accessibleName() for mark in page.steps.marks] == [
        "Step 1, Clinic and desk, done",
        "Step 2, First manager, done",
        "Step 3, Recovery code, you are here",
        "Step 4, Ready",
    ]


def test_a_computer_elsewhere_finds_its_own_zone() -> None:
    choices = zone_choices(A_TUESDAY, "Europe/Berlin")

    assert choices[-1] == ("Berlin · 10:18 pm now", "Europe/Berlin")
    assert ("Arizona · 2:18 pm now", "America/Phoenix") in choices
    assert len(zone_choices(A_TUESDAY, "America/Phoenix")) == len(choices) - 1


@pytest.mark.parametrize(
    ("size", "scale"), [((1440, 900), 1.0), ((1280, 720), 1.0), ((1280, 720), 1.25)]
)
def test_every_step_fits(
    page: FirstRunPage, theme: Theme, size: tuple[int, int], scale: float
) -> None:
    theme.set_scale(scale)
    page.resize(*size)
    theme.fit(page.size())
    lowest = (page.desk.closes, page.manager.pin, page.recovery.written_down)  # type: ignore[union-attr]
    for step, control in enumerate(lowest):
        page._show(step)
        QApplication.sendPostedEvents()
        QApplication.sendPostedEvents()
        corner = control.mapTo(page, QPoint(0, control.height()))
        assert corner.y() <= page.next.mapTo(page, QPoint(0, 0)).y()
        assert control.visibleRegion().boundingRect() == control.rect()
