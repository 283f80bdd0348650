"""Callbacks over the encrypted data of the demo, and hands that press keys and click."""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop import app as composition
from desktop.app import App
from desktop.paths import resources
from desktop.services.actor import Actor
from desktop.services.callback_detail import CallbackDetail
from desktop.services.demo.day import demo_moment
from desktop.services.passwords import Cost, Passwords
from desktop.services.queue_row import QueueRow, ViewFilter, Who
from desktop.storage.data_files import DataFiles
from desktop.ui.callbacks.ask_dialog import AskDialog
from desktop.ui.callbacks.callbacks_page import CallbacksPage
from desktop.ui.tasks import Tasks
from desktop.ui.theme import Theme
from desktop.ui.widgets.delegates import CELL_ROLE, Cell, GroupRow
from tests.conftest import PATIENCE_MS, Clock

TUESDAY = demo_moment(date(2026, 11, 17))
"""2:18 pm in Phoenix, the demo's Tuesday."""

_HELD = {
    "Ctrl": Qt.KeyboardModifier.ControlModifier,
    "Shift": Qt.KeyboardModifier.ShiftModifier,
}
_KEYS = {
    "Enter": Qt.Key.Key_Return,
    "PadEnter": Qt.Key.Key_Enter,
    "Esc": Qt.Key.Key_Escape,
    "Tab": Qt.Key.Key_Tab,
}


class Hands:
    """Wren at the page of promises. ``said``, ``troubled`` and ``dialled`` collect what it told."""

    def __init__(self, qtbot: QtBot, app: App, clock: Clock, theme: Theme) -> None:
        self.qtbot, self.app, self.clock = qtbot, app, clock
        self.tasks = Tasks()
        self.bugs: list[object] = []
        self.tasks.bug.connect(self.bugs.append)
        self.page = CallbacksPage(theme=theme, tasks=self.tasks, services=app.services, clock=clock)
        self.said: list[tuple[str, Any]] = []
        self.troubled: list[str] = []
        self.dialled: list[str] = []
        page = self.page
        page.said.connect(lambda text, undo: self.said.append((text, undo)))
        page.said.connect(page.undo_bar.show_message)
        page.written.connect(lambda written: page.on_changed(frozenset(written.touched)))
        page.troubled.connect(self.troubled.append)
        page.call_requested.connect(self.dialled.append)
        page.undo_bar.undo_requested.connect(self._undo)
        self.window = QWidget()
        column = QVBoxLayout(self.window)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(page)
        self.window.resize(1352, 816)
        # Half of the time of these tests would be painting, and none of them looks.
        self.window.setUpdatesEnabled(False)
        self.window.show()
        self.window.activateWindow()
        qtbot.waitActive(self.window)
        self.wren = self.actor("Wren Hill")
        page.set_actor(self.wren)
        self.settle()
        page.activate()
        self.settle()

    # -- what is there -------------------------------------------------------------------------

    def actor(self, name: str) -> Actor:
        """Somebody of the demo's staff."""
        assert self.app.demo is not None
        return self.app.demo.actor(name)

    def rows(self, who: Who = "all") -> tuple[QueueRow, ...]:
        """The promises as the service has them."""
        return self.app.services.callbacks.queue(self.wren, ViewFilter(who)).rows

    def row(self, name: str, who: Who = "all") -> QueueRow:
        """The promise to somebody."""
        return next(row for row in self.rows(who) if row.name == name)

    def detail(self, name: str, who: Who = "all") -> CallbackDetail:
        """The promise to somebody in full."""
        return self.app.services.callbacks.detail(self.wren, self.row(name, who).id)

    @property
    def names(self) -> list[str]:
        """Who stands in the list, in order."""
        return [row.name for row in self.page.list.rows.rows()]

    @property
    def heads(self) -> list[str]:
        """The group heads in the list."""
        model = self.page.list.rows
        cells = (model.index(line, 0).data(CELL_ROLE) for line in model.group_lines)
        return [cell.text for cell in cells if isinstance(cell, GroupRow)]

    def cell(self, name: str, column: str) -> Cell:
        """A cell of somebody's row."""
        model = self.page.list.rows
        number = [each.key for each in model.columns].index(column)
        line = model.line_of(next(row.id for row in model.rows() if row.name == name))
        cell = model.index(line, number).data(CELL_ROLE)
        assert isinstance(cell, Cell)
        return cell

    @property
    def in_hand(self) -> str:
        """Whose promise keys act on."""
        row = self.page.list.in_hand()
        return row.name if row else ""

    @property
    def shown(self) -> str:
        """Whose promise the detail shows."""
        detail = self.page.detail.detail
        return detail.row.name if detail else ""

    @property
    def focus(self) -> QWidget | None:
        """What has the focus."""
        return QApplication.focusWidget()

    @property
    def dialog(self) -> AskDialog:
        """The dialog that is open."""
        shown = [d for d in self.page.findChildren(AskDialog) if d.isVisible()]
        assert len(shown) == 1, f"{len(shown)} dialogs are open"
        return shown[0]

    @property
    def asks(self) -> bool:
        """Whether a dialog is open."""
        return any(d.isVisible() for d in self.page.findChildren(AskDialog))

    # -- what hands do -------------------------------------------------------------------------

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
        self.strike(keys)
        self.settle()

    def strike(self, keys: str) -> None:
        """Press a chord and do not wait for what comes of it."""
        *held, key = keys.split("+")
        modifiers = Qt.KeyboardModifier.NoModifier
        for name in held:
            modifiers |= _HELD[name]
        menu = QApplication.activePopupWidget()
        target = menu or QApplication.focusWidget() or self.window
        QTest.keyClick(target, _KEYS.get(key) or getattr(Qt.Key, f"Key_{key}"), modifiers)

    def write(self, text: str) -> None:
        """Type text where the focus is."""
        focus = QApplication.focusWidget()
        assert focus is not None, "nothing has the focus"
        QTest.keyClicks(focus, text)
        self.settle()

    def click(self, widget: QWidget) -> None:
        """Click a widget that can be seen."""
        assert widget.isVisible(), f"{widget.accessibleName()} cannot be seen"
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
        self.settle()

    def take(self, name: str) -> None:
        """Go down or up the list to somebody with the arrow keys."""
        self.page.list.setFocus()
        steps = self.names.index(name) - self.names.index(self.in_hand)
        for _ in range(abs(steps)):
            self.strike("Down" if steps > 0 else "Up")
        self.settle()
        assert self.in_hand == name

    def entries(self) -> list[str]:
        """What the open menu offers."""
        return [action.text() for action in self._menu.actions()]

    def pick_entry(self, words: str) -> None:
        """Take an entry of the open menu."""
        menu = self._menu
        entries = {action.text(): action for action in menu.actions()}
        menu.setActiveAction(entries[words])
        self.press("Enter")

    @property
    def _menu(self) -> QMenu:
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu), "no menu is open"
        return menu

    def _undo(self, change_id: UUID) -> None:
        written = self.app.services.undo.undo(self.wren, change_id, uuid4())
        self.page.on_changed(frozenset(written.touched))

    def close(self) -> None:
        """End it in the right order."""
        self.window.close()
        self.tasks.close()
        self.app.close()
        # A page left alive is dressed again for each test that follows.
        self.window.deleteLater()
        QApplication.sendPostedEvents(self.window, QEvent.Type.DeferredDelete)


def quick_passwords() -> Passwords:
    """Argon2id at its cheapest."""
    return Passwords(Cost(passes=1, memory=8, lanes=1))


@pytest.fixture(scope="session")
def told_story(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's data, written once and closed."""
    data = tmp_path_factory.mktemp("story") / "data"
    composition.build(
        data, demo=True, real=lambda: TUESDAY, clock=lambda: TUESDAY, passwords=quick_passwords
    ).close()
    return data


@pytest.fixture(scope="module")
def worn_theme(qapp: QApplication) -> Theme:
    """The light theme at 100 %, put on once."""
    theme = Theme(resources())
    theme.apply(qapp)
    return theme


@pytest.fixture
def hands(qtbot: QtBot, worn_theme: Theme, told_story: Path, tmp_path: Path) -> Iterator[Hands]:
    """Wren at the page, on a copy of the data of her own."""
    data = tmp_path / "desk"
    shutil.copytree(told_story, data)
    shutil.copy(DataFiles.of(told_story).key_file, DataFiles.of(data).key_file)
    clock = Clock(TUESDAY)
    app = composition.build(data, clock=clock, passwords=quick_passwords)
    hands = Hands(qtbot, app, clock, worn_theme)
    yield hands
    hands.close()
