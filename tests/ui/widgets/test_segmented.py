"""The segmented control with keys alone."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop.ui.theme import Theme
from desktop.ui.widgets.line_edit import LineEdit
from desktop.ui.widgets.segmented import Segment, SegmentedControl

_SEGMENTS = (
    Segment("resolved", "Resolved", "circle-check", "1"),
    Segment("callback", "Callback", "phone-outgoing", "2"),
    Segment("message", "Took a message", "message-square-text", "4"),
    Segment("safety", "Safety", "life-buoy", "5", safety=True),
)


@pytest.fixture
def control(theme: Theme, qtbot: QtBot) -> SegmentedControl:
    control = SegmentedControl(theme, _SEGMENTS, "Outcome")
    qtbot.addWidget(control)
    return control


def press(qtbot: QtBot, control: SegmentedControl, key: Qt.Key) -> None:
    """A key on the segment that has the focus inside the control."""
    target = control.focusWidget()
    assert target is not None
    qtbot.keyClick(target, key)


def test_nothing_is_chosen_until_somebody_chooses(control: SegmentedControl) -> None:
    assert control.value() is None


def test_arrows_move_and_choose(control: SegmentedControl, qtbot: QtBot) -> None:
    heard: list[str] = []
    control.chosen.connect(heard.append)
    control.set_value("resolved")
    control.focus_here()
    press(qtbot, control, Qt.Key.Key_Right)
    press(qtbot, control, Qt.Key.Key_Right)
    press(qtbot, control, Qt.Key.Key_Left)
    assert control.value() == "callback"
    assert heard == ["callback", "message", "callback"]


def test_arrows_reach_safety_without_opening_it(control: SegmentedControl, qtbot: QtBot) -> None:
    control.set_value("resolved")
    control.focus_here()
    press(qtbot, control, Qt.Key.Key_Left)  # wraps to the last
    assert control.focusWidget() is control.button("safety")
    assert control.value() == "resolved"
    press(qtbot, control, Qt.Key.Key_Return)
    assert control.value() == "safety"


def test_digits_choose(control: SegmentedControl, qtbot: QtBot) -> None:
    control.focus_here()
    with qtbot.waitSignal(control.chosen) as heard:
        press(qtbot, control, Qt.Key.Key_4)
    assert heard.args == ["message"]
    press(qtbot, control, Qt.Key.Key_9)  # no such segment
    assert control.value() == "message"


def test_an_off_segment_is_skipped(control: SegmentedControl, qtbot: QtBot) -> None:
    control.button("callback").setEnabled(False)
    control.set_value("resolved")
    control.focus_here()
    press(qtbot, control, Qt.Key.Key_Right)
    assert control.value() == "message"
    press(qtbot, control, Qt.Key.Key_2)
    assert control.value() == "message"


def test_the_program_may_choose_and_unchoose_silently(control: SegmentedControl) -> None:
    heard: list[str] = []
    control.chosen.connect(heard.append)
    control.set_value("callback")
    control.set_value(None)
    assert control.value() is None
    control.set_value("resolved")
    assert control.value() == "resolved"
    assert heard == []
    with pytest.raises(KeyError):
        control.set_value("nothing like it")


def test_it_is_one_tab_stop(theme: Theme, qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    layout = QVBoxLayout(page)
    before, after = LineEdit(theme, name="before"), LineEdit(theme, name="after")
    control = SegmentedControl(theme, _SEGMENTS, "Outcome")
    control.set_value("callback")
    for widget in (before, control, after):
        layout.addWidget(widget)
    before.setFocus()
    qtbot.keyClick(before, Qt.Key.Key_Tab)
    assert page.focusWidget() is control.button("callback")
    qtbot.keyClick(page.focusWidget(), Qt.Key.Key_Tab)
    assert page.focusWidget() is after


def test_segments_are_radio_buttons_to_a_screen_reader(control: SegmentedControl) -> None:
    for segment in _SEGMENTS:
        spoken = QAccessible.queryAccessibleInterface(control.button(segment.key))
        assert spoken.role() == QAccessible.Role.RadioButton
        assert spoken.text(QAccessible.Text.Name) == segment.text


def test_where_it_is_narrow_the_icons_go_and_no_word_is_cut(theme: Theme, qtbot: QtBot) -> None:
    around = QWidget()
    qtbot.addWidget(around)
    control = SegmentedControl(theme, _SEGMENTS, "Outcome", parent=around)
    whole, least = control.sizeHint(), control.minimumSizeHint()
    around.show()
    for size in (whole, least):
        control.resize(size)
        QApplication.processEvents()
        for segment in _SEGMENTS:
            button = control.button(segment.key)
            assert button.width() >= button.minimumSizeHint().width()
    assert least.width() < whole.width()
