"""Paints one lead of the inbox: whether it was seen, who, when, what about, how long it waits."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

from desktop.services.lead_rows import LeadFate, LeadRow
from desktop.ui.leads.lead_words import came_words, second_line, tags, waits
from desktop.ui.theme import Theme
from desktop.ui.widgets.delegates import CELL_ROLE
from desktop.ui.widgets.painting import draw_dot, draw_text, text_width
from desktop.ui.widgets.row_list import RowDelegate
from desktop.ui.widgets.tag import TAG_HEIGHT, draw_tag_lines, lay_tags

RowAt = Callable[[int], LeadRow | None]
_DAY = 28
_DOT, _BEFORE, _MARGIN = 10, 18, 14


class LeadDelegate(RowDelegate):
    """``row_at`` gives the lead of a line."""

    def __init__(
        self, theme: Theme, row_at: RowAt, now: Callable[[], datetime], parent: QWidget
    ) -> None:
        super().__init__(theme, now, parent)
        self._row_at = row_at

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        px = self._theme.px
        row = self._row_at(index.row())
        if row is None:
            return QSize(px(120), px(_DAY))
        lines = len(lay_tags(self._theme, tags(row), self._room()))
        height = 2 * self._padding() + 2 * px(20) + px(2) + lines * (px(6) + px(TAG_HEIGHT)) + 1
        return QSize(px(120), height)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        px = self._theme.px
        box = QRectF(option.rect)
        row = self._row_at(index.row())
        painter.save()
        if row is None:
            self.draw_head(painter, box, index.data(CELL_ROLE))
            painter.restore()
            return
        tone = "safety" if row.danger else "primary"
        chosen = self.draw_ground(painter, option, index, tone)
        top = box.top() + self._padding()
        self._paint_dot(painter, QPointF(box.left() + px(_MARGIN + 9), top + px(10)), row)
        left = box.left() + px(_MARGIN + _BEFORE + 10)
        inside = QRectF(left, top, box.right() - px(16) - left, box.height())
        self._paint_words(painter, inside, row)
        self._paint_tags(painter, inside, row, tinted=chosen)
        self.draw_focus(painter, option)
        painter.restore()

    def _padding(self) -> int:
        return self._theme.px(8 if self._theme.compact else 10)

    def _paint_dot(self, painter: QPainter, centre: QPointF, row: LeadRow) -> None:
        theme, side = self._theme, self._theme.px(_DOT)
        if not row.seen:
            draw_dot(painter, centre, side, theme.color("safety" if row.danger else "primary"))
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.color("control"), 1.5))
        painter.drawEllipse(centre, side / 2 - 0.75, side / 2 - 0.75)

    def _paint_words(self, painter: QPainter, box: QRectF, row: LeadRow) -> None:
        theme, px, now = self._theme, self._theme.px, self._now()
        line, gap = px(20), px(10)
        small = theme.font("cap", tabular_figures=True)
        when = came_words(row, self.here, now)
        taken = text_width(small, when)
        at = QRectF(box.right() - taken, box.top(), taken + 1, line)
        draw_text(painter, at, when, small, theme.color("text-2"))
        name = theme.font("medium" if row.seen and row.fate is not LeadFate.WAITS else "strong")
        room = QRectF(box.left(), box.top(), box.width() - taken - gap, line)
        draw_text(painter, room, row.name, name, theme.color("text"))
        said = waits(row, now)
        ink = theme.color(said.tone)
        below = box.top() + line + px(2)
        taken = text_width(small, said.text)
        draw_text(
            painter, QRectF(box.right() - taken, below, taken + 1, line), said.text, small, ink
        )
        if said.icon:
            taken += px(14 + 4)
            icon = QRectF(box.right() - taken, below, px(14), line)
            theme.draw_icon(painter, icon, said.icon, ink, 14)
        room = QRectF(box.left(), below, box.width() - taken - gap, line)
        draw_text(painter, room, second_line(row), theme.font("small"), theme.color("text-2"))

    def _paint_tags(self, painter: QPainter, box: QRectF, row: LeadRow, *, tinted: bool) -> None:
        px = self._theme.px
        corner = QPointF(box.left(), box.top() + 2 * px(20) + px(2 + 6))
        lines = lay_tags(self._theme, tags(row), box.width())
        draw_tag_lines(painter, self._theme, corner, lines, 6, tinted=tinted)

    def _room(self) -> float:
        return self.width() - self._theme.px(_MARGIN + _BEFORE + 10 + 16)
