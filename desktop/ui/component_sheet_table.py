"""The four demo rows of the component sheet."""

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
)
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHeaderView, QStyle, QStyleOptionViewItem

from desktop.ui.theme import Theme
from desktop.ui.widgets.delegates import CELL_ROLE, ROW_ONE_LINE, Cell, TwoLineDelegate
from desktop.ui.widgets.table import Table

_HEADS = ("Due", "Who", "Attempts", "Owner")
_ROWS = (
    (
        Cell("18 min late", icon="clock-alert", tone="late", strong=True),
        Cell("Linden Ash", strong=True),
        Cell("1 of 4", dots=(1, 4)),
        Cell("Jay", avatar="Jay Field"),
    ),
    (
        Cell("in 12 min", icon="clock", tone="soon", strong=True),
        Cell("Sage Holloway", strong=True),
        Cell("1 of 4", dots=(1, 4)),
        Cell("Me", avatar="Wren Hill"),
    ),
    (
        Cell("After Closing", icon="milestone", tone="plan", strong=True),
        Cell("Cedar Pell", strong=True),
        Cell("First try", dots=(0, 4)),
        Cell("Lark", avatar="Lark Moor"),
    ),
    (
        Cell("4:30 pm", icon="calendar-clock", tone="text-2", strong=True),
        Cell("Ivy Larkspur", strong=True),
        Cell("First try", dots=(0, 4)),
        Cell("Front desk", icon="users", icon_tone="text-2"),
    ),
)
_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class _DemoRows(QAbstractTableModel):
    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(_ROWS)

    def columnCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(_HEADS)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        cell = _ROWS[index.row()][index.column()]
        if role == CELL_ROLE:
            return cell
        spoken = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
        return cell.words() if role in spoken else None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        across = orientation == Qt.Orientation.Horizontal
        return _HEADS[section] if across and role == Qt.ItemDataRole.DisplayRole else None


class _FocusShown(TwoLineDelegate):
    """Paints the current cell as if the table had the focus."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        if (index.row(), index.column()) == (3, 0):
            option.state |= QStyle.StateFlag.State_HasFocus
        super().paint(painter, option, index)


def demo_table(theme: Theme) -> Table:
    """Rows at rest, hovered, chosen, and chosen with the focused cell."""
    table = Table(theme, "Demo rows", row_height=ROW_ONE_LINE, edge=10, padding=10)
    delegate = _FocusShown(theme, table, edge=10, padding=10)
    delegate.hovered_row = 1
    table.setItemDelegate(delegate)
    model = _DemoRows(table)
    table.setModel(model)
    table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
    choose = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
    for row in (2, 3):
        table.selectionModel().select(model.index(row, 0), choose)
    table.setFixedHeight(theme.px(32) + 4 * theme.px(ROW_ONE_LINE))
    return table
