"""Connections are set up through the real window: added, given a secret, tested, run, removed."""

from collections.abc import Sequence
from dataclasses import replace
from threading import Event, Thread
from threading import enumerate as threads

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QWidget

from desktop.connections.running import Maker
from desktop.domain.connection_state import Link, SourceToRun, Standing, StandingKeeper
from desktop.domain.vocabulary import Role
from desktop.services.connections import Connections, SourceRow
from desktop.ui.settings.connections_section import ConnectionsSection
from tests.workflows.conftest import NOON_CALL, Hands, Open
from tests.workflows.looking import actor_of

_SECRET = "correct-horse-battery"


def manager(hands: Hands) -> str:
    """The demo's manager."""
    demo = hands.desk.app.demo
    assert demo is not None
    return next(user.name for user in demo.users() if user.role is Role.MANAGER)


def section(hands: Hands) -> ConnectionsSection:
    """The section, in front."""
    return next(iter(hands.window.settings.findChildren(ConnectionsSection)))


def connections(hands: Hands) -> Connections:
    """The service."""
    return hands.desk.app.services.connections


def only(hands: Hands) -> SourceRow:
    """The one source beside the listener."""
    _listener, row = connections(hands).sources(actor_of(hands))
    return row


def pick_in_menu(hands: Hands, words: str) -> None:
    """Click an action of the menu that is open."""
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    action = next(each for each in menu.actions() if each.text() == words)
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(action).center())
    in_dialog(hands)


def in_dialog(hands: Hands) -> None:
    """Wait until the dialog that was opened has the keys."""

    def has_keys() -> bool:
        modal, focused = QApplication.activeModalWidget(), QApplication.focusWidget()
        return modal is not None and focused is not None and focused.window() is modal

    hands.qtbot.waitUntil(has_keys)
    hands.settle()


def fill(hands: Hands, name: str, text: str) -> None:
    """Type into a field of the dialog, instead of what stands there."""
    field = hands.find(name, QLineEdit)
    assert isinstance(field, QLineEdit)
    field.setFocus()
    field.selectAll()
    hands.write(text)


def add_mailbox(hands: Hands) -> None:
    """Add a mailbox by the menu and its form."""
    hands.click(section(hands).list.add)
    pick_in_menu(hands, "Mailbox")
    fill(hands, "What it is called", "Clinic mail")
    fill(hands, "Mail server", "127.0.0.1")
    fill(hands, "Port", "1")
    fill(hands, "Name to sign in with", "desk")
    hands.press("Ctrl+Enter")


@pytest.fixture
def settings(open_desk: Open) -> Hands:
    """The manager in Settings → Connections."""
    hands = open_desk()
    hands.become(manager(hands))
    hands.press("Ctrl+,")
    assert hands.window.page == "settings"
    return hands


class _Loop:
    """A connector with a thread, as all of them have."""

    def __init__(self, source: SourceToRun) -> None:
        self._end, self._keeper = Event(), StandingKeeper()
        self.secret = source.secret
        self._thread = Thread(target=self._end.wait, name="connector of a test")

    @property
    def standing(self) -> Standing:
        return self._keeper.standing

    def start(self) -> None:
        self._thread.start()
        self._keeper.tell(Link.WORKING, NOON_CALL)

    def stop(self) -> None:
        self._end.set()
        self._thread.join()


def running_threads() -> int:
    return sum(1 for each in threads() if each.name == "connector of a test")


def test_a_mailbox_is_added_filled_in_tested_and_removed(settings: Hands) -> None:
    hands = settings
    add_mailbox(hands)
    row = only(hands)
    assert (row.title, row.enabled, row.options["host"]) == ("Clinic mail", False, "127.0.0.1")
    detail = section(hands).detail
    # A source without its secret cannot be switched on, and says why.
    hands.click(detail.switch)
    assert hands.sees("Fill in its password first.")
    assert detail.secret is not None
    hands.click(detail.secret)
    in_dialog(hands)
    hands.write(_SECRET)
    hands.press("Ctrl+Enter")
    assert only(hands).secret_set_at is not None
    hands.click(detail.switch)
    assert only(hands).enabled
    hands.click(detail.test)
    hands.qtbot.waitUntil(lambda: hands.sees("Nobody answers at 127.0.0.1, port 1"))
    hands.click(detail.remove)
    hands.click_on("Remove it")
    assert len(connections(hands).sources(actor_of(hands))) == 1


def test_a_secret_is_nowhere_in_the_window_nor_in_the_data(settings: Hands) -> None:
    hands = settings
    add_mailbox(hands)
    detail = section(hands).detail
    assert detail.secret is not None
    hands.click(detail.secret)
    in_dialog(hands)
    hands.write(_SECRET)
    hands.press("Ctrl+Enter")
    QApplication.sendPostedEvents(None, 0)
    for widget in QApplication.allWidgets():
        text = getattr(widget, "text", None)
        assert not (callable(text) and text() == _SECRET), widget
        assert _SECRET not in widget.accessibleName()
    with hands.desk.app.database.read() as conn:
        values = list(conn.exec_driver_sql("SELECT value FROM setting").scalars())
    assert any("Clinic mail" in value for value in values)
    assert not any(_SECRET in value for value in values)


def test_a_made_secret_is_shown_once(settings: Hands) -> None:
    hands = settings
    hands.click(section(hands).list.add)
    pick_in_menu(hands, "Web form")
    fill(hands, "What it is called", "Contact form")
    hands.press("Ctrl+Enter")
    detail = section(hands).detail
    assert detail.copy is not None
    hands.click(detail.copy)
    assert QApplication.clipboard().text() == "http://127.0.0.1:8443/leads/contact-form"
    assert detail.secret is not None
    hands.click(detail.secret)
    hands.press("Ctrl+Enter")
    shown = hands.find("The new secret", QLineEdit)
    assert isinstance(shown, QLineEdit)
    made = shown.text()
    assert len(made) >= 32
    hands.click_on("Copy the secret")
    assert QApplication.clipboard().text() == made
    hands.press("Esc")
    assert not hands.find_all("The new secret")
    assert only(hands).secret_set_at is not None


def test_what_is_switched_on_runs_and_ends_with_the_window(
    open_desk: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[_Loop] = []

    def make(sources: Sequence[SourceToRun]) -> _Loop:
        made.append(_Loop(sources[0]))
        return made[-1]

    monkeypatch.setattr("desktop.app.makers", lambda: (Maker(frozenset({"mailbox"}), make),))
    hands = open_desk()
    hands.become(manager(hands))
    hands.press("Ctrl+,")
    add_mailbox(hands)
    who, service = actor_of(hands), connections(hands)
    service.put_secret(who, only(hands).id, _SECRET)
    hands.press("Ctrl+1")
    hands.press("Ctrl+,")
    hands.click(section(hands).detail.switch)
    hands.qtbot.waitUntil(lambda: running_threads() == 1)
    assert made[0].secret == _SECRET
    hands.qtbot.waitUntil(lambda: hands.sees("Connected"))
    # The program is closed and opened again: it runs once, by itself.
    hands = open_desk()
    hands.qtbot.waitUntil(lambda: running_threads() == 1)
    assert len(made) == 2
    hands.desk.app.connectors.close()
    assert running_threads() == 0


def test_an_administrator_sees_the_settings_and_nobodys_data(open_desk: Open) -> None:
    hands = open_desk()
    demo = hands.desk.app.demo
    assert demo is not None
    hands.window.welcome(replace(demo.actor(manager(hands)), role=Role.ADMIN))
    hands.settle()
    assert hands.window.page == "settings"
    assert hands.sees("Web listener")
    hands.press("Ctrl+1")
    hands.press("Ctrl+2")
    assert hands.window.page == "settings"


def test_clerks_see_that_there_is_nothing_to_set_up(open_desk: Open) -> None:
    hands = open_desk()
    hands.press("Ctrl+,")
    assert hands.sees("Nothing to set up here")


def test_everything_that_takes_the_focus_has_a_name(settings: Hands) -> None:
    add_mailbox(settings)
    for widget in settings.window.settings.findChildren(QWidget):
        if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            assert widget.accessibleName(), widget
