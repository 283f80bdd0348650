"""Questions are answered safely."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.ui.dialogs import QuestionDialog, Scrim
from desktop.ui.theme import Theme


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(900, 600)
    window.show()
    return window


def stop_calls(theme: Theme, window: QWidget, *, reason_needed: bool = False) -> QuestionDialog:
    return QuestionDialog(
        theme,
        window,
        "Stop all calls to Hazel Birch?",
        "Her open callback closes.",
        safe="Keep calling",
        act="Do not call",
        icon="ban",
        reason_label="Reason",
        reason_needed=reason_needed,
    )


def test_the_safe_choice_is_first_and_focused(theme: Theme, window: QWidget) -> None:
    dialog = stop_calls(theme, window)
    dialog.ask()
    assert dialog.focusWidget() is dialog.safe_button
    assert dialog.safe_button.x() < dialog.act_button.x()
    assert dialog.accessibleName() == "Stop all calls to Hazel Birch?"


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Space])
def test_esc_and_a_hasty_enter_are_safe(
    theme: Theme, window: QWidget, qtbot: QtBot, key: Qt.Key
) -> None:
    dialog = stop_calls(theme, window)
    agreed: list[str] = []
    dialog.agreed.connect(agreed.append)
    dialog.ask()
    with qtbot.waitSignal(dialog.kept):
        qtbot.keyClick(dialog.focusWidget(), key)
    assert agreed == []
    assert dialog.isHidden()


def test_the_act_carries_the_reason(theme: Theme, window: QWidget, qtbot: QtBot) -> None:
    dialog = stop_calls(theme, window, reason_needed=True)
    dialog.ask()
    assert not dialog.act_button.isEnabled()
    assert dialog.act_button.reason_off
    assert dialog.reason is not None
    qtbot.keyClicks(dialog.reason, "She asked us to stop")
    qtbot.keyClick(dialog.reason, Qt.Key.Key_Return)  # goes on to the act, does not do it
    assert dialog.isVisible()
    assert dialog.focusWidget() is dialog.act_button
    with qtbot.waitSignal(dialog.agreed) as heard:
        qtbot.mouseClick(dialog.act_button, Qt.MouseButton.LeftButton)
    assert heard.args == ["She asked us to stop"]


def test_closing_keeps_what_was_typed(theme: Theme, window: QWidget, qtbot: QtBot) -> None:
    dialog = stop_calls(theme, window)
    dialog.ask()
    assert dialog.reason is not None
    qtbot.keyClicks(dialog.reason, "She asked")
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    dialog.ask()
    assert dialog.reason_text() == "She asked"


def test_the_scrim_covers_the_window_while_it_is_asked(theme: Theme, window: QWidget) -> None:
    dialog = stop_calls(theme, window)
    dialog.ask()
    scrim = window.findChild(Scrim)
    assert isinstance(scrim, Scrim)
    assert scrim.isVisible()
    assert scrim.geometry() == window.rect()
    window.resize(1000, 700)
    assert scrim.geometry() == window.rect()
    dialog.reject()
    assert scrim.isHidden()


def test_it_is_as_wide_as_the_text_is_large_when_it_opens_again(
    theme: Theme, window: QWidget
) -> None:
    dialog = stop_calls(theme, window)
    before = dialog.width()
    dialog.ask()
    dialog.reject()
    theme.set_scale(1.25)
    dialog.ask()
    assert dialog.width() == round(before * 1.25)
    theme.set_scale(1.0)
