"""Intake in a window over the encrypted data of the small world, and hands that press keys."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop import app as composition
from desktop.app import App
from desktop.paths import resources
from desktop.services.actor import Actor
from desktop.services.call_form import CallForm
from desktop.services.passwords import Cost, Passwords
from desktop.services.queue_row import QueueRow, ViewFilter
from desktop.storage.data_files import DataFiles
from desktop.ui.intake.intake_page import IntakePage
from desktop.ui.tasks import Tasks
from desktop.ui.theme import Theme
from tests.conftest import PATIENCE_MS, Clock
from tests.services.world import World, build_world

_HELD = {
    "Ctrl": Qt.KeyboardModifier.ControlModifier,
    "Alt": Qt.KeyboardModifier.AltModifier,
    "Shift": Qt.KeyboardModifier.ShiftModifier,
}
_KEYS = {"Enter": Qt.Key.Key_Return, "PadEnter": Qt.Key.Key_Enter, "Esc": Qt.Key.Key_Escape}


class Hands:
    """A clerk at Intake. ``said`` collects the undo bar's sentences, ``troubled`` the notices."""

    def __init__(self, qtbot: QtBot, app: App, clock: Clock, actor: Actor, theme: Theme) -> None:
        self.qtbot, self.app, self.clock, self.actor = qtbot, app, clock, actor
        self.tasks = Tasks()
        self.bugs: list[object] = []
        self.tasks.bug.connect(self.bugs.append)
        self.window = QWidget()
        self.page = IntakePage(theme=theme, tasks=self.tasks, services=app.services, clock=clock)
        column = QVBoxLayout(self.window)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.page)
        self.said: list[tuple[str, Any]] = []
        self.troubled: list[str] = []
        self.refused: list[str] = []
        self.page.said.connect(lambda text, undo: self.said.append((text, undo)))
        self.page.said.connect(self.page.undo_bar.show_message)
        self.page.troubled.connect(self.troubled.append)
        self.page.not_saved.connect(self.refused.append)
        self.window.resize(1352, 816)
        self.window.show()
        self.window.activateWindow()
        qtbot.waitActive(self.window)
        self.page.set_actor(actor)
        self.settle()

    @property
    def form(self) -> CallForm:
        """What is on the card."""
        return self.page.state.form

    @property
    def queue(self) -> tuple[QueueRow, ...]:
        """The open promises."""
        return self.app.services.callbacks.queue(self.actor, ViewFilter("all")).rows

    @property
    def focus(self) -> QWidget:
        """What has the focus."""
        focus = QApplication.focusWidget()
        assert focus is not None, "nothing has the focus"
        return focus

    def settle(self) -> None:
        """Wait until nothing is under way."""
        QApplication.sendPostedEvents()
        while self.tasks.busy:
            with self.qtbot.waitSignal(self.tasks.idle, timeout=PATIENCE_MS):
                pass
        QApplication.processEvents()
        assert self.bugs == []

    def press(self, keys: str) -> None:
        """Press a chord where the focus is."""
        *held, key = keys.split("+")
        modifiers = Qt.KeyboardModifier.NoModifier
        for name in held:
            modifiers |= _HELD[name]
        wanted = _KEYS.get(key) or getattr(Qt.Key, f"Key_{key}")
        menu = QApplication.activePopupWidget()
        QTest.keyClick(menu or QApplication.focusWidget() or self.window, wanted, modifiers)
        self.settle()

    def write(self, text: str) -> None:
        """Type text where the focus is, letter by letter."""
        QTest.keyClicks(self.focus, text)
        self.settle()

    def click(self, widget: QWidget) -> None:
        """Click a widget that can be seen."""
        assert widget.isVisible(), f"{widget.accessibleName()} cannot be seen"
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
        self.settle()

    def find(self, name: str) -> QWidget:
        """The visible widget whose accessible name begins with ``name``."""
        tops = [w for w in QApplication.topLevelWidgets() if w.isVisible()]
        for place in tops:
            for widget in place.findChildren(QWidget):
                if widget.isVisible() and widget.accessibleName().startswith(name):
                    return widget
        raise AssertionError(f"nothing called {name!r} can be seen")

    def take_call(self, number: str) -> None:
        """F2's way: a new card, the number typed."""
        self.page.new_call()
        self.settle()
        self.write(number)

    def close(self) -> None:
        """As the main window closes: what is typed is kept."""
        self.page.keep_draft()
        self.settle()
        self.window.close()
        self.tasks.close()
        self.app.close()
        # A page left alive is dressed again for each test that follows.
        self.window.deleteLater()
        QApplication.sendPostedEvents(self.window, QEvent.Type.DeferredDelete)


Open = Callable[[], Hands]


def quick_passwords() -> Passwords:
    """Argon2id at its cheapest."""
    return Passwords(Cost(passes=1, memory=8, lanes=1))


@pytest.fixture(scope="session")
def world_template(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, World]:
    """The small world, written once and closed."""
    data = _copied(sqlite_template, tmp_path_factory.mktemp("world") / "data")
    clock = Clock()
    app = composition.build(data, clock=clock, passwords=quick_passwords)
    world = build_world(app.database, clock)
    app.close()
    return data, world


@pytest.fixture
def world_data(world_template: tuple[Path, World], tmp_path: Path) -> Path:
    """A data directory of one's own with the small world in it."""
    return _copied(world_template[0], tmp_path / "desk")


def _copied(data: Path, to: Path) -> Path:
    shutil.copytree(data, to)
    shutil.copy(DataFiles.of(data).key_file, DataFiles.of(to).key_file)
    return to


@pytest.fixture(scope="module")
def worn_theme(qapp: QApplication) -> Theme:
    """The light theme at 100 %, put on once."""
    theme = Theme(resources())
    theme.apply(qapp)
    return theme


@pytest.fixture
def open_intake(
    qtbot: QtBot, worn_theme: Theme, world_data: Path, world: World, clock: Clock
) -> Iterator[Open]:
    """Opens Intake for Wren; opened again it stands for a restart."""
    opened: list[Hands] = []

    def close() -> None:
        while opened:
            opened.pop().close()

    def start() -> Hands:
        close()
        app = composition.build(world_data, clock=clock, passwords=quick_passwords)
        hands = Hands(qtbot, app, clock, world.wren, worn_theme)
        opened.append(hands)
        return hands

    yield start
    close()


@pytest.fixture
def hands(open_intake: Open) -> Hands:
    """A clerk at Intake."""
    return open_intake()


@pytest.fixture
def world(world_template: tuple[Path, World]) -> World:
    """Who is in the small world; its database is closed."""
    return world_template[1]
