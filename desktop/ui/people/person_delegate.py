"""Paints one person of the list: name with the typed part marked, what they are, tags."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from desktop.domain.marking import marks
from desktop.services.people_list import PersonListRow
from desktop.ui.people.list_words import TagWords, last_contact, second_line, tags
from desktop.ui.theme import Theme
from desktop.ui.widgets.painting import draw_box, draw_text, text_width
from desktop.ui.widgets.tag import TAG_HEIGHT, draw_tag, tag_width

RowAt = Callable[[int], PersonListRow | None]


class PersonDelegate(QStyledItemDelegate):
    """``row_at`` gives the person of a line; ``here`` is the desk's zone."""

    def __init__(
        self, theme: Theme, row_at: RowAt, now: Callable[[], datetime], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._theme, self._row_at, self._now = theme, row_at, now
        self.here = "UTC"
        self.words: tuple[str, ...] = ()
        self.hovered_row = -1

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        row = self._row_at(index.row())
        px = self._theme.px
        height = 2 * self._padding() + px(20) + 1 + px(18) + 1
        lines = self._tag_lines(row, self._room()) if row is not None else 0
        height += lines * (px(4) + px(TAG_HEIGHT))
        return QSize(px(120), height)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        row = self._row_at(index.row())
        if row is None:
            return
        theme, px = self._theme, self._theme.px
        box = QRectF(option.rect)
        painter.save()
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen:
            painter.fillRect(box, theme.color("primary-tint"))
            bar = QRectF(box.left(), box.top(), px(3), box.height())
            painter.fillRect(bar, theme.color("primary"))
        elif index.row() == self.hovered_row:
            painter.fillRect(box, theme.color("surface-2"))
        line = QRectF(box.left(), box.bottom() - 1, box.width(), 1)
        painter.fillRect(line, theme.color("line"))
        edge = px(12 if theme.compact else 16)
        inside = box.adjusted(edge, self._padding(), -edge, 0)
        self._paint_words(painter, inside, row)
        self._paint_tags(painter, inside, row, chosen)
        if option.state & QStyle.StateFlag.State_HasFocus:
            draw_box(painter, box.adjusted(0, 0, 0, -1), 0, None, theme.color("focus"), 2)
        painter.restore()

    def _padding(self) -> int:
        return self._theme.px(7 if self._theme.compact else 9)

    def _paint_words(self, painter: QPainter, box: QRectF, row: PersonListRow) -> None:
        theme, px = self._theme, self._theme.px
        when = last_contact(row, self.here, self._now())
        small = theme.font("cap", tabular_figures=True)
        taken = text_width(small, when)
        at = QRectF(box.right() - taken, box.top(), taken + 1, px(20))
        draw_text(painter, at, when, small, theme.color("text-2"))
        room = QRectF(box.left(), box.top(), box.width() - taken - px(8), px(20))
        self._paint_name(painter, room, row.name)
        below = QRectF(box.left(), box.top() + px(20) + 1, box.width(), px(18))
        font = theme.font("small", tabular_figures=True)
        draw_text(painter, below, second_line(row), font, theme.color("text-2"))

    def _paint_name(self, painter: QPainter, box: QRectF, name: str) -> None:
        theme = self._theme
        font = theme.font("strong")
        metrics = QFontMetricsF(font)
        for start, length in marks(name, self.words):
            left = metrics.horizontalAdvance(name[:start])
            width = metrics.horizontalAdvance(name[: start + length]) - left
            if left + width <= box.width():
                mark = QRectF(box.left() + left, box.top() + 1, width, box.height() - 2)
                draw_box(painter, mark, theme.px(2), theme.color("mark"))
        draw_text(painter, box, name, font, theme.color("text"))

    def _paint_tags(self, painter: QPainter, box: QRectF, row: PersonListRow, chosen: bool) -> None:
        theme, px = self._theme, self._theme.px
        y = box.top() + px(20) + 1 + px(18) + px(4)
        for line in self._laid(row, box.width()):
            x = box.left()
            for tag in line:
                ground = "surface" if chosen and not tag.tone else ""
                draw_tag(painter, theme, QPointF(x, y), tag.text, tag.tone, tag.icon, ground)
                x += tag_width(theme, tag.text, tag.icon) + px(6)
            y += px(4) + px(TAG_HEIGHT)

    def _tag_lines(self, row: PersonListRow, room: float) -> int:
        return len(self._laid(row, room))

    def _laid(self, row: PersonListRow, room: float) -> list[list[TagWords]]:
        """The tags in as many lines as they need."""
        theme, gap = self._theme, self._theme.px(6)
        lines: list[list[TagWords]] = []
        left = 0.0
        for tag in tags(row):
            width = tag_width(theme, tag.text, tag.icon)
            if not lines or left < width:
                lines.append([])
                left = room
            lines[-1].append(tag)
            left -= width + gap
        return lines

    def _room(self) -> float:
        view = self.parent()
        whole = view.viewport().width() if isinstance(view, QAbstractItemView) else 0
        return whole - 2 * self._theme.px(12 if self._theme.compact else 16)
