"""Chips: pressed, checked, told."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QHBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop.ui.theme import Theme
from desktop.ui.widgets.chip import Chip


def test_space_and_enter_press_it(theme: Theme, qtbot: QtBot) -> None:
    chip = Chip(theme, "Records", digit="3")
    qtbot.addWidget(chip)
    qtbot.keyClick(chip, Qt.Key.Key_Space)
    assert chip.isChecked()
    qtbot.keyClick(chip, Qt.Key.Key_Return)
    assert not chip.isChecked()
    assert chip.digit == "3"


def test_a_checked_chip_makes_room_for_its_mark(theme: Theme, qtbot: QtBot) -> None:
    chip = Chip(theme, "Records")
    qtbot.addWidget(chip)
    before = chip.sizeHint().width()
    chip.setChecked(True)
    assert chip.sizeHint().width() > before
    assert chip.grab().toImage().pixelColor(4, 16).name() == theme.color("primary-tint").name()


def test_exclusive_chips_are_one_choice(theme: Theme, qtbot: QtBot) -> None:
    row = QWidget()
    qtbot.addWidget(row)
    layout = QHBoxLayout(row)
    chips = [Chip(theme, words, exclusive=True) for words in ("Missed", "Hung up", "Spam")]
    for chip in chips:
        layout.addWidget(chip)
    qtbot.mouseClick(chips[0], Qt.MouseButton.LeftButton)
    qtbot.mouseClick(chips[2], Qt.MouseButton.LeftButton)
    assert [chip.isChecked() for chip in chips] == [False, False, True]


def test_names_in_words_are_no_shortcuts(theme: Theme, qtbot: QtBot) -> None:
    chip = Chip(theme, "Moss & Fern")
    qtbot.addWidget(chip)
    assert chip.shortcut().isEmpty()
    assert QAccessible.queryAccessibleInterface(chip).text(QAccessible.Text.Name) == "Moss & Fern"
