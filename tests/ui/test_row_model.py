"""The row model: what Qt asks of any model, and how it keeps places."""

from dataclasses import dataclass

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester, QSignalSpy
from PySide6.QtWidgets import QApplication

from desktop.ui.row_model import Column, Head, RowModel, StripRow
from desktop.ui.widgets.delegates import CELL_ROLE, Cell, GroupRow


@dataclass(frozen=True, slots=True)
class Plant:
    """A row of these tests."""

    id: int
    name: str


COLUMNS: tuple[Column[Plant], ...] = (
    Column("name", "Name", lambda plant: Cell(plant.name)),
    Column("id", "Number", lambda plant: Cell(str(plant.id), spoken=f"Number {plant.id}")),
)
HEAD = Head(GroupRow("Trees"))
ASH, BIRCH, CEDAR = Plant(1, "Ash"), Plant(2, "Birch"), Plant(3, "Cedar")


@pytest.fixture
def model(qapp: QApplication) -> RowModel[Plant]:
    """An empty model under Qt's own tester, which fails the test at the first wrong answer."""
    model: RowModel[Plant] = RowModel(COLUMNS, lambda plant: plant.id)
    tester = QAbstractItemModelTester(
        model, QAbstractItemModelTester.FailureReportingMode.Fatal, model
    )
    assert tester.model() is model
    return model


def test_rows_heads_and_strips_stand_in_their_lines(model: RowModel[Plant]) -> None:
    model.show_lines([HEAD, ASH, StripRow(ASH), BIRCH])
    assert (model.rowCount(), model.columnCount()) == (4, 2)
    assert model.rows() == (ASH, BIRCH)
    assert model.group_lines == (0,)
    assert model.strip_lines == ((2, ASH),)
    assert [model.row_at(line) for line in range(5)] == [None, ASH, None, BIRCH, None]
    assert (model.line_of(2), model.line_of(9)) == (3, -1)


def test_only_rows_can_be_chosen(model: RowModel[Plant]) -> None:
    model.show_lines([HEAD, ASH, StripRow(ASH)])
    selectable = [
        bool(model.flags(model.index(line, 0)) & Qt.ItemFlag.ItemIsSelectable) for line in range(3)
    ]
    assert selectable == [False, True, False]


def test_cells_are_given_to_the_painter_and_words_to_the_reader(model: RowModel[Plant]) -> None:
    model.show_lines([HEAD, ASH])
    assert model.index(1, 0).data(CELL_ROLE) == Cell("Ash")
    assert model.index(1, 1).data(Qt.ItemDataRole.AccessibleTextRole) == "Number 1"
    assert model.index(0, 0).data(Qt.ItemDataRole.DisplayRole) == "Trees"
    assert model.headerData(1, Qt.Orientation.Horizontal) == "Number"


def test_the_same_records_in_the_same_places_reset_nothing(model: RowModel[Plant]) -> None:
    model.show_lines([HEAD, ASH, BIRCH])
    resets, changes = QSignalSpy(model.modelReset), QSignalSpy(model.dataChanged)
    assert not model.show_lines([Head(GroupRow("2 trees")), Plant(1, "Mountain ash"), BIRCH])
    assert (resets.count(), changes.count()) == (0, 1)
    assert model.index(1, 0).data(CELL_ROLE) == Cell("Mountain ash")
    assert model.index(0, 0).data() == "2 trees"
    assert model.show_lines([HEAD, BIRCH, ASH])
    assert resets.count() == 1
    assert model.line_of(1) == 2


def test_a_page_is_added_at_the_end(model: RowModel[Plant]) -> None:
    model.show_lines([HEAD, ASH], more=True)
    resets, inserted = QSignalSpy(model.modelReset), QSignalSpy(model.rowsInserted)
    model.add_lines([BIRCH, CEDAR])
    assert (resets.count(), inserted.count()) == (0, 1)
    assert model.rows() == (ASH, BIRCH, CEDAR)
    assert model.line_of(3) == 3
    assert not model.canFetchMore(QModelIndex())


def test_more_is_asked_for_once(model: RowModel[Plant]) -> None:
    bare: RowModel[Plant] = RowModel(COLUMNS, lambda plant: plant.id)
    bare.show_lines([ASH], more=True)
    wanted = QSignalSpy(bare.more_wanted)
    bare.fetchMore(QModelIndex())
    bare.fetchMore(QModelIndex())
    assert wanted.count() == 1
    bare.add_lines([BIRCH], more=True)
    assert bare.canFetchMore(QModelIndex())


@pytest.mark.parametrize(("line", "found"), [(0, 1), (1, 1), (2, 4), (5, 4), (99, 4)])
def test_the_nearest_row_is_the_next_else_the_last(
    model: RowModel[Plant], line: int, found: int
) -> None:
    model.show_lines([HEAD, ASH, StripRow(ASH), HEAD, BIRCH, HEAD])
    assert model.nearest(line) == found


def test_next_steps_over_what_is_no_row(model: RowModel[Plant]) -> None:
    model.show_lines([HEAD, ASH, StripRow(ASH), HEAD, BIRCH])
    assert (model.next_row(1, 1), model.next_row(4, -1), model.next_row(4, 1)) == (4, 1, -1)
    model.show_lines([])
    assert model.nearest(0) == -1
