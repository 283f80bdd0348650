"""Every control at once: each has a name, each paints in each theme and size."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop.ui.component_sheet import ComponentSheet, draw
from desktop.ui.theme import Mode, Theme
from desktop.ui.widgets.label import Label


def test_everything_has_a_name_for_screen_readers(theme: Theme, qtbot: QtBot) -> None:
    sheet = ComponentSheet(theme)
    qtbot.addWidget(sheet)
    unnamed = []
    for widget in sheet.findChildren(QWidget):
        focusable = widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        speaks = focusable or isinstance(widget, (QAbstractButton, QLabel))
        if not speaks or widget.isHidden() or type(widget).__name__.startswith("Q"):
            continue
        if not QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name):
            unnamed.append(type(widget).__name__)
    assert unnamed == []


def test_all_words_are_plain_text(theme: Theme, qtbot: QtBot) -> None:
    sheet = ComponentSheet(theme)
    qtbot.addWidget(sheet)
    labels = sheet.findChildren(QLabel)
    assert len(labels) > 50
    assert {label.textFormat() for label in labels} == {Qt.TextFormat.PlainText}


@pytest.mark.parametrize("mode", [Mode.LIGHT, Mode.DARK])
@pytest.mark.parametrize("scale", [1.0, 1.25])
def test_the_sheet_draws_without_a_word_cut(
    theme: Theme, tmp_path: Path, mode: Mode, scale: float
) -> None:
    theme.set_mode(mode)
    theme.set_scale(scale)
    draw(theme, tmp_path / "sheet.png")
    picture = QImage(str(tmp_path / "sheet.png"))
    assert picture.width() == round(1440 * scale)
    assert picture.pixelColor(2, 2).name() == theme.color("bg").name()


@pytest.mark.parametrize("scale", [0.9, 1.0, 1.25])
def test_no_label_is_narrower_than_its_words(theme: Theme, qtbot: QtBot, scale: float) -> None:
    theme.set_scale(scale)
    sheet = ComponentSheet(theme)
    qtbot.addWidget(sheet)
    sheet.show()
    cut = [
        (label.text(), label.width(), label.full_width())
        for label in sheet.findChildren(Label)
        if label.isVisible()
        and type(label) is Label
        and not label.wordWrap()
        and label.width() + 1 < label.full_width()
    ]
    assert cut == []


def test_a_picture_that_cannot_be_written_is_said(theme: Theme, tmp_path: Path) -> None:
    with pytest.raises(OSError, match="could not be written"):
        draw(theme, tmp_path / "no such folder" / "sheet.png")
