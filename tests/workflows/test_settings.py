"""Connections are set up through the real window: added, given a secret, tested, run, removed."""

from collections.abc import Sequence
from dataclasses import replace
from threading import Event, Thread
from threading import enumerate as threads
from uuid import uuid4

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QWidget
from sqlalchemy import select

from desktop.connections.running import Maker
from desktop.domain.connection_state import Link, SourceToRun, Standing, StandingKeeper
from desktop.domain.incoming import IncomingLead, Unreadable
from desktop.domain.roles import may
from desktop.domain.vocabulary import Role
from desktop.services.connections import Connections, SourceRow
from desktop.storage import tables
from desktop.ui.audit.audit_section import AuditSection
from desktop.ui.settings.backups_section import BackupsSection
from desktop.ui.settings.computer_section import ComputerSection
from desktop.ui.settings.connections_section import ConnectionsSection
from desktop.ui.settings.danger_section import DangerSection
from desktop.ui.settings.desks_section import DesksSection
from desktop.ui.settings.lock_section import LockSection
from desktop.ui.settings.outsiders_section import OutsidersSection
from desktop.ui.settings.sections import SECTIONS
from desktop.ui.settings.transition_section import TransitionSection
from desktop.ui.settings.users_section import UsersSection
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


def test_what_is_set_aside_shows_and_takes_no_focus(settings: Hands) -> None:
    # GIVEN a manager at the first connection
    shown = section(settings)
    (listener,) = connections(settings).sources(actor_of(settings))
    shown.focus_here()
    # WHEN something that cannot be read came to it
    settings.desk.app.services.set_aside_in(Unreadable(listener.name, "No number in it.", b"x"))
    shown.load()
    settings.settle()
    # THEN it can be looked at, and the focus is where it was
    assert len(shown.detail.aside.buttons) == 1
    assert shown.list.card(listener.id).hasFocus()


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
        values = [
            str(row)
            for table in tables.metadata.sorted_tables
            for row in conn.execute(select(table))
        ]
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

    monkeypatch.setattr("desktop.app.makers", lambda *_: (Maker(frozenset({"mailbox"}), make),))
    hands = open_desk()
    hands.become(manager(hands))
    hands.press("Ctrl+,")
    add_mailbox(hands)
    who, service = actor_of(hands), connections(hands)
    service.put_secret(who, only(hands).id, _SECRET, uuid4())
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
    runs_it = next(user.name for user in demo.users() if user.role is Role.ADMIN)
    hands.window.welcome(demo.actor(runs_it))
    hands.settle()
    assert hands.window.page == "settings"
    assert hands.sees("Web listener")
    hands.press("Ctrl+1")
    hands.press("Ctrl+2")
    assert hands.window.page == "settings"


def test_clerks_set_up_their_own_computer_and_nothing_else(open_desk: Open) -> None:
    hands = open_desk()
    hands.press("Ctrl+,")
    assert hands.sees("Show callers who ring")
    assert not hands.sees("Web listener")
    shown = [key for key, button in hands.window.settings.buttons.items() if button.isVisible()]
    assert shown == ["computer", "lock"]
    assert hands.sees("This computer")
    assert not hands.sees("The clinic")


def test_everything_that_takes_the_focus_has_a_name(settings: Hands) -> None:
    add_mailbox(settings)
    for widget in settings.window.settings.findChildren(QWidget):
        if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            assert widget.accessibleName(), widget


def test_a_word_of_danger_that_is_added_is_looked_for_at_once(settings: Hands) -> None:
    take = settings.desk.app.services.take_in
    lead = IncomingLead(
        "website", "Fern Oakes", ("(312) 555-0147",), message="Counting my blue stones again"
    )
    assert not take(lead).danger
    settings.click_on("Words of danger")
    line = settings.find("Add to English", QLineEdit)
    assert isinstance(line, QLineEdit)
    settings.click(line)
    settings.write("blue stones")
    settings.press("Enter")
    settings.qtbot.waitUntil(lambda: line.text() == "")
    again = replace(lead, numbers=("(312) 555-0162",), name="Moss Reed")
    assert take(again).danger
    assert settings.sees("Without such a word somebody may be in danger")


def test_every_section_that_is_declared_is_built_and_opens(settings: Hands) -> None:
    built: dict[str, type[QWidget]] = {
        "connections": ConnectionsSection,
        "danger": DangerSection,
        "deal": TransitionSection,
        "outsiders": OutsidersSection,
        "users": UsersSection,
        "desks": DesksSection,
        "audit": AuditSection,
        "backups": BackupsSection,
        "computer": ComputerSection,
        "lock": LockSection,
    }
    assert built.keys() == {spec.key for spec in SECTIONS}
    role = actor_of(settings).role
    for spec in SECTIONS:
        if may(role, spec.needs):  # the backups are an administrator's: see test_put_back
            settings.click_on(spec.title)
        shown = settings.window.settings.findChildren(built[spec.key])
        assert [each.isVisible() for each in shown if each.isVisible()] == (
            [True] if may(role, spec.needs) else []
        ), spec.key


def test_what_was_done_with_a_connection_is_said_and_undone(open_desk: Open) -> None:
    hands = open_desk()
    hands.become(manager(hands))
    hands.press("Ctrl+,")
    add_mailbox(hands)
    assert "It is paused until you switch it on." in hands.last_said
    # The one place that says where the secrets lie: the demo has no keyring.
    assert "sealed in a file, data.secrets" in section(hands).list.note.text()
    # Removed by mistake, and back after a restart.
    hands.click(section(hands).detail.remove)
    hands.click_on("Remove it")
    assert len(connections(hands).sources(actor_of(hands))) == 1
    hands = open_desk()
    hands.become(manager(hands))
    hands.press("Ctrl+,")
    hands.press("Ctrl+Z")
    assert only(hands).title
    assert not only(hands).enabled
