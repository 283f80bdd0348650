"""The locked desk, by keys and clicks: when it locks, what it shows, and what comes back."""

from collections.abc import Callable

import pytest
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QMenu, QWidget

from desktop.services.demo.story import DEMO_PASSWORD, DEMO_PIN
from desktop.ui.dialogs import Scrim
from desktop.ui.lock.lock_page import NEVER
from desktop.ui.lock.unlock_card import UnlockCard
from desktop.ui.sign_in.pin_field import PinField
from desktop.ui.widgets import announce as announcing
from desktop.ui.widgets.select import Select
from tests.workflows.conftest import Hands, Open, Ticks
from tests.workflows.ringing_line import Line
from tests.workflows.test_intake import begin

NUMBER = "3125550147"
MINUTE = 60


@pytest.fixture
def line(hands: Hands) -> Line:
    """The phone system at the other end."""
    return Line(hands)


class Computer:
    """A computer that somebody locks."""

    locked: Callable[[], object] | None = None

    def start(self, locked: Callable[[], object]) -> None:
        """From now on."""
        self.locked = locked

    def stop(self) -> None:
        """No more."""
        self.locked = None

    def lock(self) -> None:
        """As with the Windows key and L."""
        assert self.locked is not None
        self.locked()


@pytest.fixture
def computer(hands: Hands) -> Computer:
    """The one that the desk stands on."""
    made = Computer()
    hands.desk.lock_with(made)
    return made


def card(hands: Hands) -> UnlockCard:
    """Where one unlocks."""
    return hands.window.locked.card


def is_locked(hands: Hands) -> bool:
    """Whether the desk is locked, and shows it."""
    shown = hands.window.locked.isVisible()
    assert shown == (hands.window.actor is None)
    assert shown != hands.window.frame.isVisible()
    return shown


def wait(hands: Hands, ticks: Ticks, seconds: float) -> None:
    """Nobody touches anything for so long."""
    hands.window.locking.watch.look()
    ticks.seconds += seconds
    hands.window.locking.watch.look()
    hands.settle()


def unlock(hands: Hands, pin: str = DEMO_PIN) -> None:
    """Type the PIN where the focus is."""
    assert QApplication.focusWidget() is card(hands).pin
    hands.write(pin)


def card_is_open(hands: Hands) -> bool:
    """The Safety card. (A function, so that the type checker lets the answer change.)"""
    return hands.window.safety.is_open


def windows(hands: Hands) -> list[QWidget]:
    """Every window on the screen but the desk's own."""
    own = hands.window.window()
    return [w for w in QApplication.topLevelWidgets() if w.isVisible() and w is not own]


def veils(hands: Hands) -> list[bool]:
    """Whether the veils of the dialogs can be seen over the window."""
    return [each.isVisible() for each in hands.window.window().findChildren(Scrim)]


def readable(hands: Hands) -> str:
    """Everything a screen reader can find in this program and may read."""
    words: list[str] = []
    for window in QApplication.topLevelWidgets():
        for widget in (window, *window.findChildren(QWidget)):
            found = QAccessible.queryAccessibleInterface(widget)
            if found.state().invisible:
                continue
            words += [found.text(QAccessible.Text(part)) for part in range(4)]
        words.append(window.windowTitle())
        words.append(window.toolTip())
    return "\n".join(words)


def test_it_locks_after_five_minutes_without_key_or_mouse(hands: Hands, ticks: Ticks) -> None:
    hands.press("Ctrl+2")
    row = hands.window.callbacks.list.in_hand()
    focus = QApplication.focusWidget()
    wait(hands, ticks, 5 * MINUTE - 1)
    assert not is_locked(hands)
    hands.press("Down")
    wait(hands, ticks, 5 * MINUTE - 1)
    QTest.mouseMove(hands.window, hands.window.rect().center())
    hands.settle()
    wait(hands, ticks, 5 * MINUTE - 1)
    assert not is_locked(hands)
    hands.press("Up")
    wait(hands, ticks, 5 * MINUTE)
    assert is_locked(hands)
    assert hands.sees("Locked after 5 minutes away")
    assert hands.sees("Wren Hill")
    assert hands.sees(NEVER)
    unlock(hands)
    assert not is_locked(hands)
    assert hands.window.page == "callbacks"
    assert hands.window.callbacks.list.in_hand() == row
    assert QApplication.focusWidget() is focus
    wait(hands, ticks, 5 * MINUTE - 1)
    assert not is_locked(hands)
    wait(hands, ticks, 1)
    assert is_locked(hands)


def test_the_minutes_are_a_setting_from_one_to_fifteen(open_desk: Open, ticks: Ticks) -> None:
    hands, computer = open_desk(), Computer()
    hands.desk.lock_with(computer)
    hands.press("Ctrl+,")
    hands.click_on("Lock")
    field = hands.find("Lock when nobody is here for", Select)
    assert isinstance(field, Select)
    assert [field.itemText(at) for at in (0, 4, 14)] == ["1 minute", "5 minutes", "15 minutes"]
    assert (field.count(), field.value()) == (15, 5)
    field.setFocus()
    hands.press("Home")
    assert hands.last_said == "This desk locks after 1 minute without a key or the mouse."
    wait(hands, ticks, 59)
    assert not is_locked(hands)
    wait(hands, ticks, 1)
    assert hands.sees("Locked after 1 minute away")
    computer.lock()
    again = open_desk()
    assert computer.locked is None, "nobody locks what is closed"
    wait(again, ticks, MINUTE)
    assert is_locked(again)


def test_never_during_a_call_nor_with_the_safety_card_open(
    hands: Hands, ticks: Ticks, computer: Computer
) -> None:
    begin(hands, NUMBER)
    wait(hands, ticks, 3600)
    assert not is_locked(hands)
    hands.press("F8")
    for _ in range(2):
        wait(hands, ticks, 3600)
        hands.press("Ctrl+L")
        computer.lock()
        assert card_is_open(hands)
        assert not is_locked(hands)
        hands.press("Esc")
        hands.press("Ctrl+Shift+D")  # the call is set aside: it is on no more
        hands.press("F8")
    hands.press("Esc")
    wait(hands, ticks, 5 * MINUTE - 1)
    assert not is_locked(hands)
    wait(hands, ticks, 1)
    assert is_locked(hands)


def test_a_call_goes_on_and_nothing_of_it_can_be_read(
    hands: Hands, line: Line, computer: Computer
) -> None:
    begin(hands, NUMBER)
    notes = hands.window.intake.card.notes
    hands.write("Half a sto")
    field = QApplication.focusWidget()
    assert "Juniper" in readable(hands)
    QMenu.popup(hands.window.top_bar._menu, hands.window.rect().center())
    computer.lock()
    hands.settle()
    assert is_locked(hands)
    assert windows(hands) == []
    assert hands.sees("Locked with the computer")
    hands.clock.forward(minutes=4, seconds=12)
    hands.window.locked.tick()
    assert hands.sees("Your call goes on · 04:12")
    line.ring("+16025550155", name="Fern Gale")
    assert hands.sees("A caller is ringing")
    said = readable(hands)
    for secret in ("Juniper", "Half a sto", "555-0147", "555-0155", "Fern", "Gale", "Moss"):
        assert secret not in said, secret
    assert "911" in said
    # Nothing behind is reached by Tab, and no key of the desk does anything.
    for _ in range(12):
        hands.press("Tab")
        focus = QApplication.focusWidget()
        assert focus is not None
        assert hands.window.locked.isAncestorOf(focus)
    for keys in ("Ctrl+2", "Ctrl+K", "F2", "F4", "F6", "F1", "Ctrl+Z", "Ctrl+Enter", "Ctrl+L"):
        hands.press(keys)
        assert is_locked(hands)
        assert windows(hands) == []
    card(hands).focus_first()
    unlock(hands)
    assert QApplication.focusWidget() is field
    hands.write("ry.")
    assert hands.window.intake.state.form.notes == "Half a story."
    assert notes.isVisible()
    assert hands.window.popups.bar.isVisible()
    assert hands.window.intake.card.top.timer.text() == "04:12"


def test_the_safety_card_works_without_unlocking(hands: Hands) -> None:
    begin(hands, NUMBER)
    hands.press("Ctrl+L")
    assert hands.sees("Locked at 2:18 pm")
    assert card(hands).isVisible()
    hands.press("F8")
    assert card_is_open(hands)
    opened = hands.window.safety.card
    assert opened is not None
    shown = readable(hands)
    assert "988" in shown
    assert "Juniper" not in shown
    hands.press("D")
    hands.press("Y")
    hands.press("Esc")
    assert not card_is_open(hands)
    assert is_locked(hands)
    unlock(hands)
    assert hands.sees("A Safety card is not saved yet. Press F8 to go on with it.")
    assert hands.window.intake.working
    hands.press("Ctrl+L")
    hands.click_on("Safety card")
    assert card_is_open(hands)


def test_a_dialog_comes_back_with_what_was_typed(hands: Hands, ticks: Ticks) -> None:
    begin(hands, NUMBER)
    hands.press("Ctrl+Shift+N")
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, QDialog)
    hands.write("Fern")
    typed = QApplication.focusWidget()
    assert isinstance(typed, QLineEdit)
    hands.press("Ctrl+L")
    assert is_locked(hands)
    assert windows(hands) == []
    assert "Fern" not in readable(hands)
    assert veils(hands) == [False]
    unlock(hands)
    assert windows(hands) == [dialog]
    assert veils(hands) == [True]
    hands.qtbot.waitUntil(lambda: QApplication.focusWidget() is typed)
    hands.write(" Gale")
    assert typed.text() == "Fern Gale"
    hands.press("Esc")
    assert windows(hands) == []


class Heard:
    """A screen reader."""

    def __init__(self) -> None:
        self.words: list[str] = []

    def updateAccessibility(  # noqa: N802 - its name in Qt
        self, said: QAccessibleAnnouncementEvent
    ) -> None:
        """Something is said."""
        self.words.append(said.message())


def test_what_would_come_over_the_desk_waits(hands: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    heard = Heard()
    monkeypatch.setattr(announcing, "QAccessible", heard)
    hands.press("Ctrl+L")
    for locked in (True, False):
        hands.window.trouble("Juniper Moss hung up.")
        hands.window.work.say_here("Voicemail saved for Juniper Moss.")
        if locked:
            assert heard.words == []
            assert "Juniper" not in readable(hands)
            assert_waits(hands)
    assert "Juniper Moss hung up." in heard.words


def assert_waits(hands: Hands) -> None:
    """A dialog that is asked for while nobody is here comes when they are back."""
    hands.window.secrets.set_actor(hands.window.locking.away)
    hands.window.secrets.set_pin()  # as an answer that somebody waited for
    hands.settle()
    hands.qtbot.waitUntil(lambda: windows(hands) == [])
    card(hands).focus_first()
    unlock(hands)
    assert [w.accessibleName() for w in windows(hands)] == ["Which PIN would you like?"]


def test_three_wrong_pins_then_the_password(hands: Hands) -> None:
    hands.press("Ctrl+3")
    hands.press("Ctrl+L")
    for left in ("2 tries are left", "1 try is left"):
        hands.write("864209")
        assert left in card(hands).pin_field.problem
        assert card(hands).pin.text() == ""
    hands.write("864209")
    assert not card(hands).pin.isVisible()
    assert "third wrong PIN" in card(hands).password_field.problem
    assert QApplication.focusWidget() is card(hands).password
    assert not card(hands).use_pin.isVisible()
    hands.write("not this one")
    hands.press("Enter")
    assert "do not match" in card(hands).password_field.problem
    hands.click(card(hands).switch)
    assert hands.window.sign_in.quick.field.isVisible()
    assert not hands.window.sign_in.quick.pin.isEnabled(), "the tries are kept in the database"
    hands.window.sign_in.password.name.setFocus()
    hands.write("Wren Hill")
    hands.press("Enter")
    hands.write(DEMO_PASSWORD)
    hands.press("Enter")
    assert not is_locked(hands)
    assert hands.window.page == "leads"
    hands.press("Ctrl+L")
    assert card(hands).pin.isVisible()
    hands.click(card(hands).use_password)
    hands.click(card(hands).use_pin)
    unlock(hands)
    assert not is_locked(hands)


def test_somebody_else_takes_over_and_the_first_finds_their_card(hands: Hands) -> None:
    begin(hands, NUMBER)
    hands.write("Wren's half story")
    hands.window.top_bar.pin_requested.emit()
    hands.qtbot.waitUntil(lambda: isinstance(QApplication.focusWidget(), PinField))
    hands.write("2468")
    hands.press("Ctrl+L")
    hands.click_on("Switch user")
    assert hands.window.sign_in.isVisible()
    hands.window.sign_in.password.name.setFocus()
    hands.write("Lark Moor")
    hands.press("Enter")
    hands.write(DEMO_PASSWORD)
    hands.press("Enter")
    assert hands.window.actor is not None
    assert hands.window.actor.name == "Lark Moor"
    assert windows(hands) == []
    assert not hands.window.intake.working
    assert "half story" not in readable(hands)
    hands.press("Ctrl+L")
    unlock(hands)
    assert windows(hands) == [], "what Wren was asked is asked no more"
    hands.press("Ctrl+L")
    hands.click_on("Switch user")
    hands.window.sign_in.password.name.setFocus()
    hands.write("Wren Hill")
    hands.press("Enter")
    hands.write(DEMO_PASSWORD)
    hands.press("Enter")
    drafts = hands.desk.app.services.drafts.open_drafts(hands.window.actor)
    assert "Wren's half story" in [draft.form.notes for draft in drafts]
