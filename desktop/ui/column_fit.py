"""Columns in a window: each gets its width, the flexible one what is left, the least needed go."""

from collections.abc import Sequence
from typing import TypeVar

from PySide6.QtWidgets import QTableView

from desktop.ui.row_model import Column
from desktop.ui.theme import Theme

R = TypeVar("R")


def fit_columns(
    table: QTableView,
    theme: Theme,
    columns: Sequence[Column[R]],
    left_out: frozenset[str],
    least: int,
) -> list[Column[R]]:
    """Show the columns that fit, but for those ``left_out``; the flexible one gets at least
    ``least`` pixels (at 100 %). Where that is too little, columns go in the order of their
    ``leaves``. Returns those that are shown."""
    room = table.viewport().width()
    shown = [column for column in columns if column.key not in left_out]
    if theme.compact:
        shown = [column for column in shown if column.compact_width or not column.width]
    going = sorted((column for column in shown if column.leaves), key=lambda each: each.leaves)
    narrowest = theme.px(least)
    while going and room - sum(width_of(theme, each) for each in shown) < narrowest:
        shown.remove(going.pop(0))
    left = room - sum(width_of(theme, each) for each in shown)
    for number, column in enumerate(columns):
        table.setColumnHidden(number, column not in shown)
        table.setColumnWidth(number, width_of(theme, column) or max(left, narrowest))
    return shown


def width_of(theme: Theme, column: Column[R]) -> int:
    """The width of a column as the window is; 0 for the flexible one."""
    compact = theme.compact and column.compact_width
    return theme.px(column.compact_width if compact else column.width)
