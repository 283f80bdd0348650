"""What the small widgets say, and how they answer to keys."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.ui.theme import Theme
from desktop.ui.widgets.attempt_dots import AttemptDots
from desktop.ui.widgets.avatar import initials
from desktop.ui.widgets.button import Button, Kind, icon_button
from desktop.ui.widgets.choice_button import ChoiceButton
from desktop.ui.widgets.empty_state import EmptyState
from desktop.ui.widgets.hours_bar import HoursBar, clock_words
from desktop.ui.widgets.label import Label
from desktop.ui.widgets.rail_button import RailButton
from desktop.ui.widgets.tabs import Tab, Tabs
from desktop.ui.widgets.timer_label import TimerLabel, clock_duration


def spoken(widget: QWidget) -> str:
    """The name that a screen reader says."""
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


def test_an_off_button_says_why(theme: Theme, qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    button = Button(theme, "Save call", Kind.PRIMARY, parent=page)
    line = button.reason_line()
    line.setParent(page)
    assert line.isHidden()
    button.set_off("Choose a time in her hours first.")
    assert not line.isHidden()
    assert line.text() == button.reason_off == "Choose a time in her hours first."
    assert button.accessibleDescription() == "Choose a time in her hours first."
    button.set_on()
    assert button.isEnabled()
    assert line.isHidden()


def test_enter_and_space_press_a_button(theme: Theme, qtbot: QtBot) -> None:
    button = Button(theme, "Save call")
    qtbot.addWidget(button)
    pressed: list[int] = []
    button.clicked.connect(lambda: pressed.append(1))
    qtbot.keyClick(button, Qt.Key.Key_Return)
    qtbot.keyClick(button, Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier)
    qtbot.keyClick(button, Qt.Key.Key_Space)
    # With Ctrl it belongs to the page: Save.
    qtbot.keyClick(button, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert pressed == [1, 1, 1]


def test_the_focus_ring_is_two_pixels_of_blue(theme: Theme, qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    page.show()
    with qtbot.waitActive(page):
        page.activateWindow()
    for kind in Kind:
        button = Button(theme, "Do", kind, parent=page)
        button.resize(80, 32)
        button.show()
        button.setFocus()
        picture = button.grab().toImage()
        seen = [picture.pixelColor(40, y).name() for y in (0, 1)]
        assert seen == [theme.color("focus").name()] * 2, kind


def test_an_icon_alone_has_a_name(theme: Theme, qtbot: QtBot) -> None:
    button = icon_button(theme, "external-link", "Open the person")
    qtbot.addWidget(button)
    assert spoken(button) == "Open the person"


def test_attempts_are_said(theme: Theme, qtbot: QtBot) -> None:
    dots = AttemptDots(theme, 2)
    qtbot.addWidget(dots)
    assert (spoken(dots), dots.text()) == ("Attempts, 2 of 4", "2 of 4")
    dots.set_attempts(0)
    assert (spoken(dots), dots.text()) == ("Attempts, 0 of 4", "First try")


def test_hours_are_said(theme: Theme, qtbot: QtBot) -> None:
    bar = HoursBar(theme)
    qtbot.addWidget(bar)
    bar.set_time(10 * 60)
    assert spoken(bar) == "Caller's time. Allowed 8 am to 9 pm, promise 10 am"
    bar.set_time(22 * 60 + 30)
    assert spoken(bar).endswith("promise 10:30 pm, outside the hours")


@pytest.mark.parametrize(
    ("minute", "allowed"), [(479, False), (480, True), (1259, True), (1260, False)]
)
def test_the_hours_end_where_they_end(
    theme: Theme, qtbot: QtBot, minute: int, allowed: bool
) -> None:
    bar = HoursBar(theme)
    qtbot.addWidget(bar)
    bar.set_time(minute)
    assert bar.allowed is allowed
    bar.resize(1440, 34)
    dot = bar.grab().toImage().pixelColor(minute, 9).name()
    assert dot == theme.color("primary" if allowed else "late").name()


@pytest.mark.parametrize(
    ("minute", "words"), [(0, "12 am"), (480, "8 am"), (720, "12 pm"), (870, "2:30 pm")]
)
def test_hours_as_people_say_them(minute: int, words: str) -> None:
    assert clock_words(minute) == words


def test_the_call_time_is_said(theme: Theme, qtbot: QtBot) -> None:
    timer = TimerLabel(theme)
    qtbot.addWidget(timer)
    timer.set_seconds(252)
    assert timer.text() == "04:12"
    assert spoken(timer) == "Call time 4 minutes 12 seconds"
    assert clock_duration(3_852) == "1:04:12"


def test_the_badge_is_said(theme: Theme, qtbot: QtBot) -> None:
    button = RailButton(theme, "phone-outgoing", "Callbacks")
    qtbot.addWidget(button)
    button.set_badge(7, "due")
    assert spoken(button) == "Callbacks, 7 due"
    button.set_badge(0, "due")
    assert spoken(button) == "Callbacks"


def test_a_choice_is_said_whole(theme: Theme, qtbot: QtBot) -> None:
    choice = ChoiceButton(
        theme, "Reached someone else", "Neutral words:", voice="“Please ask Hazel to ring Wren.”"
    )
    qtbot.addWidget(choice)
    words = "Reached someone else, Neutral words:, “Please ask Hazel to ring Wren.”"
    assert spoken(choice) == words


def test_tabs_move_with_arrows_and_say_their_counts(theme: Theme, qtbot: QtBot) -> None:
    tabs = Tabs(
        theme, [Tab("due", "Due now", count=7), Tab("mine", "Mine"), Tab("all", "All")], "Views"
    )
    qtbot.addWidget(tabs)
    heard: list[str] = []
    tabs.chosen.connect(heard.append)
    assert spoken(tabs.button("due")) == "Due now, 7"
    tabs.button("due").setFocus()
    for key in (Qt.Key.Key_Right, Qt.Key.Key_End, Qt.Key.Key_Right, Qt.Key.Key_Left):
        target = tabs.focusWidget()
        assert target is not None
        qtbot.keyClick(target, key)
    assert heard == ["mine", "all", "due", "all"]
    tabs.set_value("mine")
    assert heard == ["mine", "all", "due", "all"]
    tabs.set_count("mine", 5, "late")
    assert spoken(tabs.button("mine")) == "Mine, 5"


def test_a_label_shows_markup_as_it_is(theme: Theme, qtbot: QtBot) -> None:
    label = Label(theme, "<b>Moss</b> & Fern", elide=True)
    qtbot.addWidget(label)
    label.resize(40, 20)
    label.grab()
    assert spoken(label) == "<b>Moss</b> & Fern"
    assert label.toolTip() == "<qt>&lt;b&gt;Moss&lt;/b&gt; &amp; Fern</qt>"


def test_what_is_shortened_behind_a_lead_is_not_cut_off(theme: Theme, qtbot: QtBot) -> None:
    label = Label(theme, "Basil Thornby, basil@example.com", "small", lead="Row 2:", elide=True)
    qtbot.addWidget(label)
    for width in range(120, 180):
        label.resize(width, 20)
        image = label.grab().toImage()
        edge = {image.pixel(image.width() - 1, y) for y in range(image.height())}
        assert len(edge) == 1, f"ink at the edge at {width}"


def test_a_label_breaks_lines_at_its_line_height(theme: Theme, qtbot: QtBot) -> None:
    label = Label(theme, "one\ntwo words", "body", wrap=True)
    qtbot.addWidget(label)
    assert label.heightForWidth(400) == 40
    assert label.heightForWidth(60) == 60


def test_an_empty_state_offers_the_next_step(theme: Theme, qtbot: QtBot) -> None:
    state = EmptyState(theme, "circle-check-big", "No callbacks are due", next_step="See all")
    qtbot.addWidget(state)
    with qtbot.waitSignal(state.next_step_requested):
        qtbot.mouseClick(state.button, Qt.MouseButton.LeftButton)
    state.show_state("search-x", "Nothing found")
    assert state.button.isHidden()
    assert state.accessibleName() == "Nothing found"


@pytest.mark.parametrize(
    ("name", "most", "letters"), [("Wren Hill", 2, "WH"), ("Wren Hill", 1, "W"), ("", 2, "")]
)
def test_initials(name: str, most: int, letters: str) -> None:
    assert initials(name, most) == letters
