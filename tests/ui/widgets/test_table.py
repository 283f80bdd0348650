"""Rows as the queue shows them, and the keys that a table leaves to its page."""

import pytest
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from desktop.ui.theme import Theme
from desktop.ui.widgets.delegates import CELL_ROLE, Cell, GroupRow
from desktop.ui.widgets.table import Table

_ROWS: tuple[tuple[Cell | GroupRow, ...], ...] = (
    (GroupRow("Overdue · 1", "clock-alert", "late"),),
    (
        Cell("48 min late", "1:30 pm there", icon="clock-alert", tone="late", strong=True),
        Cell(dots=(2, 4), second="2 of 4"),
    ),
    (Cell("in 12 min", "1:30 pm there", icon="clock", tone="soon"), Cell("Me", avatar="Wren Hill")),
)
_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class Rows(QAbstractTableModel):
    """A group and two callbacks."""

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(_ROWS)

    def columnCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else 2

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = _ROWS[index.row()]
        cell = row[index.column()] if index.column() < len(row) else None
        return cell if role == CELL_ROLE else None


@pytest.fixture
def table(theme: Theme, qtbot: QtBot, qtmodeltester: ModelTester) -> Table:
    table = Table(theme, "Callbacks")
    qtbot.addWidget(table)
    model = Rows(table)
    qtmodeltester.check(model)
    table.setModel(model)
    table.set_group_rows([0])
    table.resize(400, 200)
    table.show()
    return table


def colour_at(table: Table, row: int, x: int) -> str:
    """The colour of the row's ground, ``x`` pixels from its left edge."""
    picture: QImage = table.viewport().grab().toImage()
    y = table.rowViewportPosition(row) + 6
    return picture.pixelColor(x, y).name()


def test_heights_of_rows_and_groups(table: Table, theme: Theme) -> None:
    assert [table.rowHeight(row) for row in range(3)] == [32, 44, 44]
    theme.set_scale(1.25)
    assert [table.rowHeight(row) for row in range(3)] == [40, 55, 55]
    table.set_group_rows([2])
    assert [table.rowHeight(row) for row in range(3)] == [55, 55, 40]


def test_a_chosen_row_has_tint_and_bar(table: Table, theme: Theme) -> None:
    assert colour_at(table, 1, 2) == theme.color("surface").name()
    table.selectRow(1)
    assert colour_at(table, 1, 2) == theme.color("primary").name()
    assert colour_at(table, 1, 8) == theme.color("primary-tint").name()
    assert colour_at(table, 2, 8) == theme.color("surface").name()
    assert colour_at(table, 0, 8) == theme.color("bg").name()


def test_only_the_hovered_row_is_shaded(table: Table, theme: Theme, qtbot: QtBot) -> None:
    place = table.visualRect(table.model().index(2, 0)).center()
    qtbot.mouseMove(table.viewport(), place)
    assert table.delegate.hovered_row == 2
    assert colour_at(table, 2, 8) == theme.color("surface-2").name()
    assert colour_at(table, 1, 8) == theme.color("surface").name()


def test_enter_does_the_main_act(table: Table, qtbot: QtBot) -> None:
    table.setCurrentIndex(table.model().index(2, 0))
    with qtbot.waitSignal(table.main_act_requested) as heard:
        qtbot.keyClick(table, Qt.Key.Key_Return)
    assert heard.args is not None
    assert heard.args[0].row() == 2


def test_letters_and_digits_go_to_the_page(table: Table, theme: Theme, qtbot: QtBot) -> None:
    heard: list[str] = []

    class Page(QWidget):
        def keyPressEvent(self, event: QKeyEvent) -> None:
            heard.append(event.text())

    page = Page()
    qtbot.addWidget(page)
    QVBoxLayout(page).addWidget(table)
    table.setCurrentIndex(table.model().index(1, 0))
    qtbot.keyClicks(table, "2m")
    table.setParent(None)
    assert heard == ["2", "m"]
    assert table.currentIndex().row() == 1


def test_groups_are_known_in_every_column(table: Table) -> None:
    assert table.is_group(table.model().index(0, 1))
    assert not table.is_group(table.model().index(1, 0))


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        (Cell("48 min late", "1:30 pm there"), "48 min late, 1:30 pm there"),
        (Cell(dots=(2, 4), second="2 of 4"), "Attempts, 2 of 4"),
        (Cell(tag="Closing", tag_tone="plan"), "Closing"),
        (Cell("—", spoken="No outcome yet"), "No outcome yet"),
    ],
)
def test_what_a_screen_reader_says(cell: Cell, words: str) -> None:
    assert cell.words() == words
