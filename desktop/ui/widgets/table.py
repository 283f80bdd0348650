"""The table: rows of one or two lines, group rows, a styled head."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from desktop.ui.theme import Theme
from desktop.ui.widgets.delegates import (
    CELL_ROLE,
    ROW_GROUP,
    ROW_TWO_LINES,
    GroupRow,
    TwoLineDelegate,
)
from desktop.ui.widgets.painting import draw_text, text_width


class TableHead(QHeaderView):
    """Column heads at 12 px 600, 32 high, with an arrow on the sorted one. ``below`` is room under
    them, which the list fills."""

    def __init__(
        self, theme: Theme, parent: QWidget, *, edge: int, padding: int, below: int = 0
    ) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme, self._edge, self._padding, self._below = theme, edge, padding, below
        self.setHighlightSections(False)
        self.setSectionsMovable(False)
        theme.changed.connect(self._restyle)
        self._restyle()

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self._theme.px(32 + self._below))

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        theme = self._theme
        box = QRectF(rect)
        painter.save()
        painter.fillRect(box, theme.color("surface-2"))
        if self._below:
            line = QRectF(box.left(), box.bottom() - 1, box.width(), 1)
            painter.fillRect(line, theme.color("line"))
            box.setHeight(theme.px(32))
        painter.fillRect(QRectF(box.left(), box.bottom() - 1, box.width(), 1), theme.color("line"))
        words = str(self.model().headerData(section, self.orientation()) or "")
        pad = theme.px(self._edge if section == 0 else self._padding)
        inside = box.adjusted(pad, 0, -theme.px(4), 0)
        font = theme.font("cap-strong")
        align = self.model().headerData(
            section, self.orientation(), Qt.ItemDataRole.TextAlignmentRole
        )
        if align != Qt.AlignmentFlag.AlignRight:
            align = Qt.AlignmentFlag.AlignLeft
        if text_width(font, words) <= inside.width() or not self._below:
            # The letter or two that fit over an icon would say nothing.
            draw_text(painter, inside, words, font, theme.color("text-3"), align)
        if self.isSortIndicatorShown() and self.sortIndicatorSection() == section:
            up = self.sortIndicatorOrder() == Qt.SortOrder.AscendingOrder
            x = inside.left() + text_width(font, words) + theme.px(6)
            icon = QRectF(x, box.top(), theme.px(14), box.height())
            theme.draw_icon(painter, icon, "arrow-up" if up else "arrow-down", "text-2", 14)
        painter.restore()

    def _restyle(self) -> None:
        self.setFixedHeight(self._theme.px(32 + self._below))
        self.viewport().update()


class Table(QTableView):
    """A read-only table over a model that gives a :class:`Cell` for ``CELL_ROLE``.

    Enter or a double click sends :attr:`main_act_requested`. Group rows cannot be chosen if the
    model gives them no ``ItemIsSelectable`` flag.
    """

    main_act_requested = Signal(QModelIndex)
    """Enter or a double click on this index."""

    def __init__(
        self,
        theme: Theme,
        name: str,
        *,
        row_height: int = ROW_TWO_LINES,
        group_height: int = ROW_GROUP,
        edge: int = 16,
        padding: int = 8,
        small: bool = False,
        below_head: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._row_height = row_height
        self._group_height = group_height
        self._groups: tuple[int, ...] = ()
        self.setAccessibleName(name)
        self.delegate = TwoLineDelegate(theme, self, edge=edge, padding=padding, small=small)
        self.setItemDelegate(self.delegate)
        self.setHorizontalHeader(
            TableHead(theme, self, edge=edge, padding=padding, below=below_head)
        )
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setMinimumSectionSize(1)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.doubleClicked.connect(self.main_act_requested)
        theme.changed.connect(self._restyle)
        self._restyle()

    def set_group_rows(self, rows: Sequence[int]) -> None:
        """These rows (holding :class:`GroupRow` in column 0) span all columns, and are lower."""
        self.clearSpans()
        usual = self._theme.px(self._row_height)
        with self._quiet_heights():
            for row in self._groups:
                self.setRowHeight(row, usual)
            self._groups = tuple(rows)
            columns = self.model().columnCount()
            for row in rows:
                self.setSpan(row, 0, 1, columns)
                self.setRowHeight(row, self._theme.px(self._group_height))

    def set_new_group_rows(self, rows: Sequence[int]) -> None:
        """The same after lines came or went, which took their spans and heights along: only those
        that are new get theirs."""
        height, columns = self._theme.px(self._group_height), self.model().columnCount()
        with self._quiet_heights():
            for row in rows:
                if self.rowHeight(row) != height or self.columnSpan(row, 0) != columns:
                    self.setSpan(row, 0, 1, columns)
                    self.setRowHeight(row, height)
        self._groups = tuple(rows)

    def set_row_height(self, height: int) -> None:
        """Height of ordinary rows (pixels at 100 %)."""
        self._row_height = height
        self._restyle()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.currentIndex().isValid():
                self.main_act_requested.emit(self.currentIndex())
                return
        elif plain and event.text().isprintable() and event.text():
            # Letters and digits are the page's acts, not Qt's search in the list.
            event.ignore()
            return
        super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._hover(self.rowAt(event.position().toPoint().y()))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(-1)

    def menu_place(self, event: QContextMenuEvent) -> QPoint:
        """Where the menu of the current row opens, on the screen: at the mouse, else under it."""
        if event.reason() != QContextMenuEvent.Reason.Keyboard:
            return event.globalPos()
        row = self.visualRect(self.currentIndex())
        return self.viewport().mapToGlobal(row.bottomLeft() + QPoint(self._theme.px(40), 0))

    def is_group(self, index: QModelIndex | QPersistentModelIndex) -> bool:
        """Whether the index lies in a group row."""
        return isinstance(index.sibling(index.row(), 0).data(CELL_ROLE), GroupRow)

    def _hover(self, row: int) -> None:
        if row != self.delegate.hovered_row:
            self.delegate.hovered_row = row
            self.viewport().update()

    def _restyle(self) -> None:
        self.setFont(self._theme.font("body"))
        self.verticalHeader().setDefaultSectionSize(self._theme.px(self._row_height))
        with self._quiet_heights():
            for row in self._groups:
                self.setRowHeight(row, self._theme.px(self._group_height))
        self.viewport().update()

    @contextmanager
    def _quiet_heights(self) -> Iterator[None]:
        """Many heights change: the places of a million rows are worked out once, not each time."""
        self.verticalHeader().setUpdatesEnabled(False)
        yield
        self.verticalHeader().setUpdatesEnabled(True)
