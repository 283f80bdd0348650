"""Fields: what is typed, what is wrong, what Ctrl+Z does."""

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop.ui.theme import Theme
from desktop.ui.widgets.field import Field
from desktop.ui.widgets.line_edit import LineEdit, SearchField
from desktop.ui.widgets.phone_field import PhoneField
from desktop.ui.widgets.select import Select
from desktop.ui.widgets.text_area import TextArea


def grouped(text: str, cursor: int) -> tuple[str, int]:
    """Digits in threes with dashes: "3125" → "312-5"; the cursor stays after its digit."""
    digits = [char for char in text if char.isdigit()]
    before = sum(char.isdigit() for char in text[:cursor])
    groups = ["".join(digits[i : i + 3]) for i in range(0, len(digits), 3)]
    shown = "-".join(groups)
    place, seen = 0, 0
    while seen < before:
        seen += shown[place].isdigit()
        place += 1
    return shown, place


@pytest.fixture
def phone(theme: Theme, qtbot: QtBot) -> PhoneField:
    field = PhoneField(theme, grouped, large=True)
    qtbot.addWidget(field)
    return field


def test_a_number_takes_shape_while_typed(phone: PhoneField, qtbot: QtBot) -> None:
    heard: list[str] = []
    phone.number_typed.connect(heard.append)
    qtbot.keyClicks(phone, "3125550")
    assert phone.text() == "312-555-0"
    assert phone.cursorPosition() == len("312-555-0")
    assert heard[-1] == "312-555-0"


def test_the_cursor_stays_after_the_digit_typed(phone: PhoneField, qtbot: QtBot) -> None:
    phone.set_number("3125550147")
    phone.setCursorPosition(5)  # 312-5|55-014-7
    qtbot.keyClick(phone, Qt.Key.Key_9)
    assert phone.text() == "312-595-501-47"
    assert phone.cursorPosition() == 6
    qtbot.keyClick(phone, Qt.Key.Key_Backspace)
    assert phone.text() == "312-555-014-7"
    assert phone.cursorPosition() == 5


def test_a_pasted_number_is_taken_in_any_form(phone: PhoneField) -> None:
    QGuiApplication.clipboard().setText("tel:+312 (555) 0147")
    phone.paste()
    assert phone.text() == "312-555-014-7"


def test_a_problem_is_shown_and_clears_while_fixing(theme: Theme, qtbot: QtBot) -> None:
    control = LineEdit(theme)
    field = Field(theme, "Caller number", control, help_text="Formats as you type")
    qtbot.addWidget(field)
    assert control.accessibleName() == "Caller number"
    field.set_problem("One digit is missing")
    assert field.below.text() == "One digit is missing"
    assert control.accessibleDescription() == "One digit is missing"
    control.resize(200, 36)
    edge = control.grab().toImage().pixelColor(100, 1).name()
    assert edge == theme.color("late").name()
    qtbot.keyClick(control, Qt.Key.Key_7)
    assert field.problem == ""
    assert field.below.text() == "Formats as you type"
    assert control.accessibleDescription() == ""
    assert control.grab().toImage().pixelColor(100, 1).name() == theme.color("surface").name()


@pytest.mark.parametrize("kind", [LineEdit, TextArea])
def test_undo_goes_to_the_page_when_nothing_was_typed(
    theme: Theme, qtbot: QtBot, kind: type[LineEdit] | type[TextArea]
) -> None:
    field = kind(theme, name="Notes")
    qtbot.addWidget(field)

    def swallowed() -> bool:
        key = QKeyEvent(
            QEvent.Type.ShortcutOverride, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier
        )
        key.ignore()
        QApplication.sendEvent(field, key)
        return key.isAccepted()

    assert not swallowed()
    qtbot.keyClicks(field, "a")
    assert swallowed()


def test_notes_are_plain_text_and_tab_moves_on(theme: Theme, qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    layout = QVBoxLayout(page)
    notes, after = TextArea(theme, name="Notes"), LineEdit(theme, name="after")
    layout.addWidget(notes)
    layout.addWidget(after)
    pasted = QMimeData()
    pasted.setHtml("<b>Her <i>records</i></b>")
    pasted.setText("Her records")
    notes.setFocus()
    with qtbot.waitSignal(notes.edited):
        notes.insertFromMimeData(pasted)
    assert notes.text() == "Her records"
    assert "<span" not in notes.document().toHtml()
    qtbot.keyClick(notes, Qt.Key.Key_Tab)
    assert page.focusWidget() is after
    assert notes.text() == "Her records"


def test_setting_notes_is_not_an_edit(theme: Theme, qtbot: QtBot) -> None:
    notes = TextArea(theme, name="Notes")
    qtbot.addWidget(notes)
    heard: list[int] = []
    notes.edited.connect(lambda: heard.append(1))
    notes.set_text("one\ntwo")
    theme.set_scale(1.25)
    assert heard == []
    assert notes.text() == "one\ntwo"
    assert not notes.document().isUndoAvailable()


def test_a_password_is_hidden_until_the_eye_is_pressed(theme: Theme, qtbot: QtBot) -> None:
    field = LineEdit(theme, "Password", password=True)
    qtbot.addWidget(field)
    assert field.echoMode() == QLineEdit.EchoMode.Password
    eye = field.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)[-1]
    assert eye.accessibleName() == "Show password"
    qtbot.mouseClick(eye, Qt.MouseButton.LeftButton)
    assert field.echoMode() == QLineEdit.EchoMode.Normal
    assert eye.accessibleName() == "Hide password"


def test_escape_empties_a_search_before_it_leaves(theme: Theme, qtbot: QtBot) -> None:
    search = SearchField(theme, "Filter this list", kbd="Ctrl+F")
    qtbot.addWidget(search)
    left: list[int] = []
    search.left.connect(lambda: left.append(1))
    qtbot.keyClicks(search, "moss")
    qtbot.keyClick(search, Qt.Key.Key_Escape)
    assert (search.text(), left) == ("", [])
    qtbot.keyClick(search, Qt.Key.Key_Escape)
    assert left == [1]


def test_the_wheel_does_not_change_an_answer(theme: Theme, qtbot: QtBot) -> None:
    team = Select(theme, name="Who calls back")
    qtbot.addWidget(team)
    team.set_choices([("Front desk", "team"), ("Me", "me")])
    wheel = QWheelEvent(
        team.rect().center().toPointF(),
        team.rect().center().toPointF(),
        QPoint(0, -24),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(team, wheel)
    assert team.value() == "team"


def test_new_choices_keep_the_chosen_one(theme: Theme, qtbot: QtBot) -> None:
    team = Select(theme, name="Who calls back")
    qtbot.addWidget(team)
    team.set_choices([("Front desk", "team"), ("Me", "me")])
    team.set_value("me")
    team.set_choices([("Jay", "jay"), ("Me", "me")])
    assert team.value() == "me"
    team.set_choices([("Jay", "jay")])
    assert team.value() == "jay"
