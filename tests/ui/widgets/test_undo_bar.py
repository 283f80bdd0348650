"""The undo bar goes by itself, but not while somebody is at it."""

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QEnterEvent, QFocusEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop.ui.theme import Theme
from desktop.ui.widgets.undo_bar import SHOWN_FOR, UndoBar, UndoDock


@pytest.fixture
def bar(theme: Theme, qtbot: QtBot) -> UndoBar:
    """A bar that lasts a tick instead of ten seconds, in a page."""
    page = QWidget()
    qtbot.addWidget(page)
    bar = UndoBar(theme, shown_for=1)
    QVBoxLayout(page).addWidget(UndoDock(theme, bar))
    page.show()
    bar.page = page  # type: ignore[attr-defined] # keeps the page alive
    return bar


def enter(bar: UndoBar) -> None:
    here = QPointF(1, 1)
    QApplication.sendEvent(bar, QEnterEvent(here, here, here))


def test_ten_seconds() -> None:
    assert SHOWN_FOR == 10_000


def test_it_goes_by_itself(bar: UndoBar, qtbot: QtBot) -> None:
    with qtbot.waitSignal(bar.expired):
        bar.show_message("Voicemail saved.", 7)
        assert bar.isVisible()
    assert bar.isHidden()
    dock = bar.parentWidget()
    assert dock is not None
    assert dock.isHidden()  # no empty strip stays under the list


def test_it_waits_while_hovered(bar: UndoBar, qtbot: QtBot) -> None:
    bar.show_message("Voicemail saved.", 7)
    enter(bar)
    assert not bar.waiting
    with qtbot.assertNotEmitted(bar.expired, wait=20):
        pass
    with qtbot.waitSignal(bar.expired):
        QApplication.sendEvent(bar, QEvent(QEvent.Type.Leave))


def test_it_waits_while_focused(bar: UndoBar, qtbot: QtBot) -> None:
    bar.show_message("Voicemail saved.", 7)
    QApplication.sendEvent(bar.button, QFocusEvent(QEvent.Type.FocusIn))
    assert not bar.waiting
    with qtbot.assertNotEmitted(bar.expired, wait=20):
        pass
    with qtbot.waitSignal(bar.expired):
        QApplication.sendEvent(bar.button, QFocusEvent(QEvent.Type.FocusOut))


def test_undo_carries_what_it_was_given(bar: UndoBar, qtbot: QtBot) -> None:
    bar.show_message("Voicemail saved.", 7)
    with qtbot.waitSignal(bar.undo_requested) as heard:
        qtbot.keyClick(bar.button, Qt.Key.Key_Return)
    assert heard.args == [7]
    assert bar.isHidden()
    assert not bar.waiting


def test_one_at_a_time_the_last_wins(bar: UndoBar, qtbot: QtBot) -> None:
    bar.show_message("Voicemail saved.", 7)
    bar.show_message("No answer saved.", 8)
    assert bar.message == "No answer saved."
    with qtbot.waitSignal(bar.undo_requested) as heard:
        qtbot.mouseClick(bar.button, Qt.MouseButton.LeftButton)
    assert heard.args == [8]


def test_without_an_undo_there_is_no_button(bar: UndoBar) -> None:
    bar.show_message("All changes saved.")
    assert bar.button.isHidden()
