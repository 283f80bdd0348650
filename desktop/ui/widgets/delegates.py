"""What a table cell shows, as a frozen value, and the delegate that paints it."""

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop.ui.theme import Theme
from desktop.ui.widgets.attempt_dots import DOT, dots_width, draw_dots
from desktop.ui.widgets.avatar import draw_avatar, initials
from desktop.ui.widgets.painting import draw_box, draw_text, text_width
from desktop.ui.widgets.tag import TAG_HEIGHT, draw_tag

CELL_ROLE = Qt.ItemDataRole.UserRole + 1
"""Where a model keeps the :class:`Cell` (or :class:`GroupRow`) of an index."""

ROW_TWO_LINES = 44
ROW_ONE_LINE = 40
ROW_GROUP = 32


@dataclass(frozen=True, slots=True)
class Cell:
    """One table cell. Every part is optional; ``tone`` colours icon and first line.

    ``icon`` or ``avatar`` (a whole name) stands before the first line; ``dots`` is (made, of)
    and takes the place of the first line; ``tag`` is drawn when there is no first line.
    ``right`` sets the first line at the right edge. ``spoken`` is what a screen reader says, else
    both lines.
    """

    first: str = ""
    second: str = ""
    icon: str = ""
    icon_tone: str = ""
    tone: str = "text"
    strong: bool = False
    avatar: str = ""
    dots: tuple[int, int] | None = None
    tag: str = ""
    tag_tone: str = ""
    tag_icon: str = ""
    right: bool = False
    spoken: str = ""

    def words(self) -> str:
        """What a screen reader says; give it for ``AccessibleTextRole`` and ``DisplayRole``."""
        if self.spoken:
            return self.spoken
        tries = f"Attempts, {self.dots[0]} of {self.dots[1]}" if self.dots else ""
        if tries:
            return tries
        return ", ".join(part for part in (self.first, self.tag, self.second) if part)


@dataclass(frozen=True, slots=True)
class GroupRow:
    """The head of a group of rows ("Overdue · 3"), across all columns, and a quieter ``note``."""

    text: str
    icon: str = ""
    tone: str = "text-2"
    note: str = ""

    def words(self) -> str:
        """What a screen reader says."""
        return f"{self.text}, {self.note}" if self.note else self.text


class TwoLineDelegate(QStyledItemDelegate):
    """Paints :class:`Cell` in rows of 44 px (two lines) or less (one), groups in 32 px.

    Chosen rows get the tint and, in the first column, a 3 px bar; the focused cell 2 px of blue.
    ``edge`` is the padding before the first column, ``padding`` of the others; ``small`` sets the
    first lines, heads and avatars a size smaller, for tables that show as much as they can.
    """

    def __init__(
        self,
        theme: Theme,
        parent: QWidget,
        *,
        edge: int = 16,
        padding: int = 8,
        small: bool = False,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._edge, self._padding = edge, padding
        self._style, self._strong = ("small", "small-strong") if small else ("body", "strong")
        self._group = "cap-strong" if small else "small-strong"
        self._avatar = 20 if small else 22
        self._icon, self._gap, self._right = (15, 6, 2) if small else (16, 7, 4)
        self.hovered_row = -1
        """The row under the mouse (the Table tells)."""

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        group = isinstance(index.data(CELL_ROLE), GroupRow)
        return QSize(0, self._theme.px(ROW_GROUP if group else ROW_TWO_LINES))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        theme = self._theme
        cell = index.data(CELL_ROLE)
        box = QRectF(option.rect)
        state = option.state
        painter.save()
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        group = isinstance(cell, GroupRow)
        if group:
            painter.fillRect(box, theme.color("bg"))
        elif chosen:
            painter.fillRect(box, theme.color("primary-tint"))
            if index.column() == 0:
                bar = QRectF(box.left(), box.top(), theme.px(3), box.height())
                painter.fillRect(bar, theme.color("primary"))
        elif index.row() == self.hovered_row:
            painter.fillRect(box, theme.color("surface-2"))
        line = QRectF(box.left(), box.bottom() - 1, box.width(), 1)
        painter.fillRect(line, theme.color("line"))
        pad = theme.px(self._edge if index.column() == 0 else self._padding)
        inside = box.adjusted(pad, 0, -theme.px(self._right), -1)
        if isinstance(cell, GroupRow):
            self._paint_group(painter, inside, cell)
        elif isinstance(cell, Cell):
            self._paint_cell(painter, inside, cell)
        if state & QStyle.StateFlag.State_HasFocus:
            draw_box(painter, box, 0, None, theme.color("focus"), 2)
        painter.restore()

    def _paint_group(self, painter: QPainter, box: QRectF, group: GroupRow) -> None:
        theme = self._theme
        ink = theme.color(group.tone)
        if group.icon:
            side = theme.px(16)
            icon_box = QRectF(box.left(), box.top(), side, box.height())
            theme.draw_icon(painter, icon_box, group.icon, ink)
            box = box.adjusted(side + theme.px(7), 0, 0, 0)
        font = theme.font(self._group, tabular_figures=True)
        draw_text(painter, box, group.text, font, ink)
        if group.note:
            rest = box.adjusted(text_width(font, group.text) + theme.px(4), 0, 0, 0)
            quiet = theme.font("cap", tabular_figures=True)
            draw_text(painter, rest, group.note, quiet, theme.color("text-3"))

    def _paint_cell(self, painter: QPainter, box: QRectF, cell: Cell) -> None:
        theme = self._theme
        first, second = theme.px(20), theme.px(16)
        two = bool(cell.second)
        # The first lines of one row share a baseline, also in cells that have no second line.
        tall = box.height() >= theme.px(ROW_TWO_LINES) - 2
        top = box.top() + (theme.px(4) if tall else (box.height() - first) / 2)
        line = QRectF(box.left(), top, box.width(), first)
        indent = self._paint_lead(painter, line, cell)
        line.setLeft(line.left() + indent)
        if cell.dots is not None:
            corner = QPointF(line.left(), line.top() + (first - theme.px(DOT)) / 2)
            draw_dots(painter, theme, corner, *cell.dots)
            after = dots_width(theme, cell.dots[1]) + theme.px(9)
            if not tall and cell.first:
                rest = line.adjusted(after, 0, 0, 0)
                font = theme.font("cap", tabular_figures=True)
                draw_text(painter, rest, cell.first, font, theme.color("text-3"))
        elif cell.tag and not cell.first:
            corner = QPointF(line.left(), line.top() + (first - theme.px(TAG_HEIGHT)) / 2)
            draw_tag(painter, theme, corner, cell.tag, cell.tag_tone, cell.tag_icon)
        else:
            font = theme.font(self._strong if cell.strong else self._style, tabular_figures=True)
            align = Qt.AlignmentFlag.AlignRight if cell.right else Qt.AlignmentFlag.AlignLeft
            draw_text(painter, line, cell.first, font, theme.color(cell.tone), align)
        if two:
            below = QRectF(line.left(), line.bottom() - 1, line.width(), second)
            font = theme.font("cap", tabular_figures=True)
            draw_text(painter, below, cell.second, font, theme.color("text-3"))

    def _paint_lead(self, painter: QPainter, line: QRectF, cell: Cell) -> float:
        """Paint the icon or avatar; how far it moves the words."""
        theme = self._theme
        if cell.avatar:
            side = theme.px(self._avatar)
            corner = QPointF(line.left(), line.top() + (line.height() - side) / 2)
            draw_avatar(painter, theme, corner, initials(cell.avatar, 1), self._avatar)
            return side + theme.px(6)
        if cell.icon:
            size = self._icon if cell.first else 16
            side = theme.px(size)
            box = QRectF(line.left(), line.top(), side, line.height())
            theme.draw_icon(painter, box, cell.icon, cell.icon_tone or cell.tone, size)
            return side + theme.px(self._gap)
        return 0.0
