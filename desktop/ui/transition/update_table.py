"""Who needs an update: a table whose last column offers a callback."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from PySide6.QtCore import QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QWidget

from desktop.services.update_list import UpdateRow
from desktop.ui.theme import Theme
from desktop.ui.transition.people_columns import CALLBACK, OFFERED, UpdateCells
from desktop.ui.transition.plain_table import PlainTable
from desktop.ui.widgets.delegates import Cell, TwoLineDelegate
from desktop.ui.widgets.painting import draw_box, draw_text

_BUTTON = 30
_BUTTON_WIDTH = 108


class _Delegate(TwoLineDelegate):
    """Draws the button of who has no callback yet."""

    def _paint_cell(self, painter: QPainter, box: QRectF, cell: Cell) -> None:
        if cell.icon != OFFERED:
            super()._paint_cell(painter, box, cell)
            return
        theme, px = self._theme, self._theme.px
        button = QRectF(box.left(), box.top(), px(_BUTTON_WIDTH), px(_BUTTON))
        button.moveTop(box.top() + (box.height() - button.height()) / 2)
        draw_box(painter, button, px(6), theme.color("surface"), theme.color("line-2"))
        icon = QRectF(button.left() + px(12), button.top(), px(16), button.height())
        theme.draw_icon(painter, icon, OFFERED, "text-2")
        words = button.adjusted(px(36), 0, -px(4), 0)
        draw_text(painter, words, cell.first, theme.font("medium"), theme.color("text"))


class UpdateTable(PlainTable[UpdateRow]):
    """Enter opens the person. The last column is pressed with the mouse, or with the page's key."""

    callback_requested = Signal(object)
    """Promise this :class:`UpdateRow` a call, or show the one there is."""
    menu_requested = Signal(QPoint)

    def __init__(
        self, theme: Theme, now: Callable[[], datetime], parent: QWidget | None = None
    ) -> None:
        self.cells = UpdateCells(now)
        super().__init__(
            theme, "People who need an update", self.cells.columns(), _identity, parent=parent
        )
        self.delegate = _Delegate(theme, self)
        self.setItemDelegate(self.delegate)
        self._last = [column.key for column in self.rows.columns].index(CALLBACK)

    def set_reader(self, zone: str, user_id: UUID, *, acts: bool) -> None:
        """Who looks; ``acts``: may promise calls from here."""
        self.cells.here, self.cells.me, self.cells.acts = zone, user_id, acts
        self.forget()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        row = self.rows.row_at(index.row())
        pressed = event.button() == Qt.MouseButton.LeftButton and index.column() == self._last
        if pressed and row is not None:
            self.callback_requested.emit(row)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self.in_hand() is not None:
            self.menu_requested.emit(self.menu_place(event))


def _identity(row: UpdateRow) -> UUID:
    return row.person_id
