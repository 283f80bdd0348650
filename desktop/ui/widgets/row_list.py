"""A list of one column whose rows are drawn whole: its keys, its hover, and the ground of a row."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from desktop.ui.theme import Theme
from desktop.ui.widgets.delegates import GroupRow
from desktop.ui.widgets.painting import draw_box, draw_text


class RowDelegate(QStyledItemDelegate):
    """Draws what is around a row's words; ``here`` is the desk's zone."""

    def __init__(self, theme: Theme, now: Callable[[], datetime], parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._now = theme, now
        self.here = "UTC"
        self.hovered_row = -1

    def draw_ground(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
        tone: str = "primary",
    ) -> bool:
        """The tint and the bar of the row in hand, the shade of the one under the mouse, the line
        below. Returns whether the row is in hand."""
        theme, box = self._theme, QRectF(option.rect)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen:
            painter.fillRect(box, theme.color("primary-tint"))
            bar = QRectF(box.left(), box.top(), theme.px(3), box.height())
            painter.fillRect(bar, theme.color(tone))
        elif index.row() == self.hovered_row:
            painter.fillRect(box, theme.color("surface-2"))
        line = QRectF(box.left(), box.bottom() - 1, box.width(), 1)
        painter.fillRect(line, theme.color("line"))
        return chosen

    def draw_focus(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        """The ring of the row that has the focus; over everything else."""
        if option.state & QStyle.StateFlag.State_HasFocus:
            box = QRectF(option.rect).adjusted(0, 0, 0, -1)
            draw_box(painter, box, 0, None, self._theme.color("focus"), 2)

    def draw_head(self, painter: QPainter, box: QRectF, head: object) -> None:
        """The head of a group of rows."""
        theme = self._theme
        painter.fillRect(box, theme.color("bg"))
        painter.fillRect(QRectF(box.left(), box.bottom() - 1, box.width(), 1), theme.color("line"))
        if isinstance(head, GroupRow):
            inside = box.adjusted(theme.px(16), 0, -theme.px(16), -1)
            draw_text(painter, inside, head.text, theme.font("cap-strong"), theme.color(head.tone))

    def width(self) -> int:
        """How wide a row is."""
        view = self.parent()
        return view.viewport().width() if isinstance(view, QAbstractItemView) else 0


class RowList(QListView):
    """Letters are the page's acts; Enter is the main one. Drawn by a :class:`RowDelegate`."""

    main_act_requested = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.doubleClicked.connect(lambda _index: self.main_act_requested.emit())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if not held and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.main_act_requested.emit()
        elif not held and event.text().isprintable() and event.text():
            event.ignore()
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._hover(self.indexAt(event.position().toPoint()).row())

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(-1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    def _hover(self, row: int) -> None:
        delegate = self.itemDelegate()
        if isinstance(delegate, RowDelegate) and row != delegate.hovered_row:
            delegate.hovered_row = row
            self.viewport().update()
