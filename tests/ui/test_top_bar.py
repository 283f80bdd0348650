"""The top bar: what is where, in every window, and what it asks for."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from desktop.domain.vocabulary import Role
from desktop.services.actor import Actor
from desktop.ui.shell.top_bar import TopBar
from desktop.ui.theme import Theme

NOW = datetime(2026, 11, 17, 21, 18, tzinfo=UTC)
SOMEWHERE = UUID(int=1)
WREN = Actor(SOMEWHERE, "Wren Hill", Role.STAFF, SOMEWHERE, SOMEWHERE, SOMEWHERE, "America/Phoenix")


@pytest.fixture
def bar(qtbot: QtBot, theme: Theme) -> TopBar:
    bar = TopBar(theme, lambda: NOW, "Front desk 3")
    qtbot.addWidget(bar)
    bar.show_actor(WREN)
    bar.show()
    return bar


@pytest.mark.parametrize(
    ("window", "scale", "search"),
    [(QSize(1440, 900), 1.0, 420), (QSize(1280, 720), 1.0, 420), (QSize(1440, 900), 1.25, 525)],
)
def test_the_search_field_is_as_wide_as_drawn(
    bar: TopBar, theme: Theme, qtbot: QtBot, window: QSize, scale: float, search: int
) -> None:
    theme.set_scale(scale)
    theme.fit(window)
    bar.resize(window.width() - theme.px(88), theme.px(56))
    qtbot.waitUntil(lambda: bar.search.width() == search)
    assert bar.search.height() == theme.px(36)
    assert bar.search.x() == theme.px(16)
    assert bar.person.geometry().right() == bar.width() - theme.px(16) - 1


def test_in_the_smallest_window_with_the_largest_text_nothing_is_cut(
    bar: TopBar, theme: Theme
) -> None:
    theme.set_scale(1.5)
    theme.fit(QSize(1000, 640))
    assert bar.minimumSizeHint().width() <= 1000 - theme.px(88)


def test_the_safety_card_is_one_click_away(bar: TopBar) -> None:
    asked = QSignalSpy(bar.safety_requested)
    QTest.mouseClick(bar.safety, Qt.MouseButton.LeftButton)
    assert asked.count() == 1
    assert bar.line.accessibleName() == "Our callers ring 855-KET-WELL"


def test_the_person_menu_tells_where_and_when(bar: TopBar, qtbot: QtBot) -> None:
    bar.show_desk("Desk & door")
    QTest.mouseClick(bar.person, Qt.MouseButton.LeftButton)
    menu = bar.findChild(QMenu)
    assert menu is not None
    qtbot.waitUntil(menu.isVisible)
    assert [action.text() for action in menu.actions()[:2]] == [
        "Desk && door",
        "Tuesday, November 17 · 2:18 pm",
    ]
    assert any("Lock" in action.text() for action in menu.actions())
    menu.close()
