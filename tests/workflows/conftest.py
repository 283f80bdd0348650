"""The demo's desk in a window, and hands that only press keys and click."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from desktop import app as composition
from desktop.paths import resources
from desktop.services.demo.day import demo_moment
from desktop.services.passwords import Cost, Passwords
from desktop.storage.data_files import DataFiles
from desktop.ui.application import Desk
from desktop.ui.main_window import MainWindow
from desktop.ui.popups import pop_desk
from desktop.ui.theme import Theme
from tests.conftest import Clock

TUESDAY = date(2026, 11, 17)
NOON_CALL = demo_moment(TUESDAY)


def quick_passwords() -> Passwords:
    """Argon2id at its cheapest: these tests are about the desk."""
    return Passwords(Cost(passes=1, memory=8, lanes=1))


class Hands:
    """What a clerk's hands do at one window."""

    def __init__(self, qtbot: QtBot, desk: Desk, clock: Clock) -> None:
        self.qtbot, self.desk, self.clock = qtbot, desk, clock

    @property
    def window(self) -> MainWindow:
        """The window."""
        return self.desk.window

    def settle(self) -> None:
        """Wait until nothing is under way and the window has drawn it."""
        self.qtbot.waitUntil(lambda: not self.desk.tasks.busy)
        QApplication.sendPostedEvents()
        self.qtbot.waitUntil(lambda: not self.desk.tasks.busy)

    def press(self, keys: str) -> None:
        """Press a chord ("Ctrl+Enter", "Alt+2", "F2") where the focus is."""
        *held, key = keys.split("+")
        modifiers = Qt.KeyboardModifier.NoModifier
        for name in held:
            modifiers |= _HELD[name]
        modal = QApplication.activeModalWidget()
        if modal is not None:
            self.qtbot.waitUntil(lambda: _inside(modal, QApplication.focusWidget()))
        target = QApplication.focusWidget() or self.window
        QTest.keyClick(target, _KEYS.get(key) or getattr(Qt.Key, f"Key_{key.upper()}"), modifiers)
        self.settle()

    def write(self, text: str) -> None:
        """Type text where the focus is, letter by letter."""
        target = QApplication.focusWidget()
        assert target is not None, "nothing has the focus"
        QTest.keyClicks(target, text)
        self.settle()

    def click(self, widget: QWidget) -> None:
        """Click the middle of a widget that can be seen."""
        assert widget.isVisible(), f"{widget.accessibleName()} cannot be seen"
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=widget.rect().center())
        self.settle()

    def find(self, name: str, kind: type[QWidget] = QWidget) -> QWidget:
        """The visible widget whose accessible name begins with ``name``."""
        found = self.find_all(name, kind)
        assert found, f"nothing called {name!r} can be seen"
        return found[0]

    def find_all(self, name: str, kind: type[QWidget] = QWidget) -> list[QWidget]:
        """Every visible widget whose accessible name begins with ``name``, dialogs included."""
        places = [self.window, *(w for w in QApplication.topLevelWidgets() if w.isVisible())]
        seen: dict[int, QWidget] = {}
        for place in places:
            for widget in place.findChildren(kind):
                if widget.isVisible() and widget.accessibleName().startswith(name):
                    seen.setdefault(id(widget), widget)
        return list(seen.values())

    def click_on(self, name: str) -> None:
        """Click what a screen reader calls ``name``."""
        self.click(self.find(name))

    def sees(self, text: str) -> bool:
        """Whether some visible widget says ``text``."""
        return any(
            text in widget.accessibleName() or text in getattr(widget, "text", str)()
            for widget in self.window.findChildren(QWidget)
            if widget.isVisible() and isinstance(getattr(widget, "text", str)(), str)
        )

    def sees_anywhere(self, text: str) -> bool:
        """The same, dialogs included."""
        return any(
            text in widget.accessibleName() or text in str(getattr(widget, "message", ""))
            for widget in self.find_all("")
        )

    @property
    def last_said(self) -> str:
        """What the undo bar of the page in front says."""
        bar = getattr(self.window, self.window.page).undo_bar
        return bar.message if bar.isVisible() else ""

    def become(self, name: str) -> None:
        """Somebody else sits down at the demo: through the menu of the person."""
        self.click(self.window.top_bar.person)
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        action = next(a for a in menu.actions() if a.text().startswith(f"Switch to {name}"))
        QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(action).center())
        self.window.activateWindow()
        self.qtbot.waitActive(self.window)
        self.settle()


def _inside(window: QWidget, widget: QWidget | None) -> bool:
    return widget is not None and widget.window() is window


_HELD = {
    "Ctrl": Qt.KeyboardModifier.ControlModifier,
    "Alt": Qt.KeyboardModifier.AltModifier,
    "Shift": Qt.KeyboardModifier.ShiftModifier,
}
_KEYS = {
    "Enter": Qt.Key.Key_Return,
    ",": Qt.Key.Key_Comma,
    "PadEnter": Qt.Key.Key_Enter,
    "Esc": Qt.Key.Key_Escape,
    "Tab": Qt.Key.Key_Tab,
    "Down": Qt.Key.Key_Down,
    "Up": Qt.Key.Key_Up,
    "Space": Qt.Key.Key_Space,
    "Home": Qt.Key.Key_Home,
    "End": Qt.Key.Key_End,
    "PageDown": Qt.Key.Key_PageDown,
    "PageUp": Qt.Key.Key_PageUp,
    "Left": Qt.Key.Key_Left,
    "Right": Qt.Key.Key_Right,
    "Backspace": Qt.Key.Key_Backspace,
}


@pytest.fixture(scope="session")
def demo_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's data, made once and closed."""
    data = tmp_path_factory.mktemp("demo") / "data"
    composition.build(
        data, demo=True, real=lambda: NOON_CALL, clock=lambda: NOON_CALL, passwords=quick_passwords
    ).close()
    return data


@pytest.fixture
def demo_data(demo_template: Path, tmp_path: Path) -> Path:
    """A copy of the demo's data of one's own."""
    data = tmp_path / "data"
    shutil.copytree(demo_template, data)
    shutil.copy(DataFiles.of(demo_template).key_file, DataFiles.of(data).key_file)
    return data


@pytest.fixture
def desk_clock() -> Clock:
    """2:18 pm in Phoenix on the demo's Tuesday."""
    return Clock(NOON_CALL)


class Ticks:
    """Seconds that pass only when told."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def ticks() -> Ticks:
    """The clock that nobody can set."""
    return Ticks()


Open = Callable[[], Hands]


@pytest.fixture
def open_desk(
    qtbot: QtBot, qapp: QApplication, demo_data: Path, desk_clock: Clock, ticks: Ticks
) -> Iterator[Open]:
    """Opens the window on the data, again and again as after a restart; Wren signs in."""
    opened: list[Desk] = []

    def close() -> None:
        while opened:
            opened.pop().close()

    def start() -> Hands:
        close()
        theme = Theme(resources())
        theme.apply(qapp)
        app = composition.build(demo_data, clock=desk_clock, passwords=quick_passwords)
        # Seconds go by when a test says so: nobody is away by themselves.
        desk = Desk(replace(app, monotonic=ticks), theme)
        opened.append(desk)
        desk.window.resize(1440, 900)
        desk.window.show()
        desk.window.activateWindow()
        desk.enter_demo()
        hands = Hands(qtbot, desk, desk_clock)
        hands.settle()
        return hands

    yield start
    close()


@pytest.fixture
def links_are_events(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on macOS. To be asked for before ``hands``."""
    monkeypatch.setattr(pop_desk, "LINKS_ARE_EVENTS", True)


@pytest.fixture
def hands(open_desk: Open) -> Hands:
    """A clerk at the open window."""
    return open_desk()
