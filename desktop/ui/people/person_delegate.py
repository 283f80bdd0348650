"""Paints one person of the list: name with the typed part marked, what they are, tags."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

from desktop.domain.marking import marks
from desktop.services.people_list import PersonListRow
from desktop.ui.people.list_words import last_contact, second_line, tags
from desktop.ui.theme import Theme
from desktop.ui.widgets.painting import draw_box, draw_text, text_width
from desktop.ui.widgets.row_list import RowDelegate
from desktop.ui.widgets.tag import TAG_HEIGHT, draw_tag_lines, lay_tags

RowAt = Callable[[int], PersonListRow | None]


class PersonDelegate(RowDelegate):
    """``row_at`` gives the person of a line."""

    def __init__(
        self, theme: Theme, row_at: RowAt, now: Callable[[], datetime], parent: QWidget
    ) -> None:
        super().__init__(theme, now, parent)
        self._row_at = row_at
        self.words: tuple[str, ...] = ()

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        row = self._row_at(index.row())
        px = self._theme.px
        height = 2 * self._padding() + px(20) + 1 + px(18) + 1
        lines = len(lay_tags(self._theme, tags(row), self._room())) if row is not None else 0
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
        chosen = self.draw_ground(painter, option, index)
        edge = px(12 if theme.compact else 16)
        inside = box.adjusted(edge, self._padding(), -edge, 0)
        self._paint_words(painter, inside, row)
        self._paint_tags(painter, inside, row, tinted=chosen)
        self.draw_focus(painter, option)
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

    def _paint_tags(
        self, painter: QPainter, box: QRectF, row: PersonListRow, *, tinted: bool
    ) -> None:
        px = self._theme.px
        corner = QPointF(box.left(), box.top() + px(20) + 1 + px(18) + px(4))
        lines = lay_tags(self._theme, tags(row), box.width())
        draw_tag_lines(painter, self._theme, corner, lines, 4, tinted=tinted)

    def _room(self) -> float:
        return self.width() - 2 * self._theme.px(12 if self._theme.compact else 16)
