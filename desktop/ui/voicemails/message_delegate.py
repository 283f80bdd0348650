"""Paints one message of the box: who, when, its first words, what became of it."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

from desktop.domain.incoming_states import VoicemailState
from desktop.services.voicemail_rows import VoicemailRow
from desktop.ui.theme import Theme
from desktop.ui.voicemails.box_words import done_words, gist, left_words, tags, who_words
from desktop.ui.widgets.delegates import CELL_ROLE
from desktop.ui.widgets.painting import draw_dot, draw_text, text_width
from desktop.ui.widgets.row_list import RowDelegate
from desktop.ui.widgets.tag import TAG_HEIGHT, draw_tag_lines, lay_tags

RowAt = Callable[[int], VoicemailRow | None]
_HEAD, _LINE = 28, 20
_BEFORE, _MARGIN = 18, 14
_DONE_ICONS = {
    VoicemailState.PROMISED: ("phone-outgoing", "ok"),
    VoicemailState.CLOSED: ("check", "text-3"),
}


class MessageDelegate(RowDelegate):
    """``row_at`` gives the message of a line."""

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
            return QSize(px(120), px(_HEAD))
        lines = len(lay_tags(self._theme, tags(row), self._room()))
        height = 2 * self._padding() + 2 * px(_LINE) + lines * (px(6) + px(TAG_HEIGHT)) + 1
        return QSize(px(120), height)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        px, box = self._theme.px, QRectF(option.rect)
        row = self._row_at(index.row())
        painter.save()
        if row is None:
            self.draw_head(painter, box, index.data(CELL_ROLE))
            painter.restore()
            return
        waits_in_danger = row.danger and not row.is_done
        chosen = self.draw_ground(
            painter, option, index, "safety" if waits_in_danger else "primary"
        )
        top = box.top() + self._padding()
        self._paint_state(painter, QPointF(box.left() + px(_MARGIN + 9), top + px(10)), row)
        left = box.left() + px(_MARGIN + _BEFORE + 10)
        inside = QRectF(left, top, box.right() - px(16) - left, box.height())
        self._paint_words(painter, inside, row)
        corner = QPointF(inside.left(), inside.top() + 2 * px(_LINE) + px(6))
        lines = lay_tags(self._theme, tags(row), inside.width())
        draw_tag_lines(painter, self._theme, corner, lines, 6, tinted=chosen)
        self.draw_focus(painter, option)
        painter.restore()

    def _padding(self) -> int:
        return self._theme.px(7 if self._theme.compact else 9)

    def _paint_state(self, painter: QPainter, centre: QPointF, row: VoicemailRow) -> None:
        theme = self._theme
        if row.is_done:
            icon, tone = _DONE_ICONS[row.state]
            side = theme.px(14)
            place = QRectF(centre.x() - side / 2, centre.y() - side / 2, side, side)
            theme.draw_icon(painter, place, icon, theme.color(tone), 14)
            return
        draw_dot(painter, centre, theme.px(10), theme.color("safety" if row.danger else "primary"))

    def _paint_words(self, painter: QPainter, box: QRectF, row: VoicemailRow) -> None:
        theme, px, now = self._theme, self._theme.px, self._now()
        line = px(_LINE)
        small = theme.font("cap", tabular_figures=True)
        when = left_words(row, self.here, now)
        taken = text_width(small, when)
        at = QRectF(box.right() - taken, box.top(), taken + 1, line)
        draw_text(painter, at, when, small, theme.color("text-2"))
        room = QRectF(box.left(), box.top(), box.width() - taken - px(10), line)
        font = theme.font("medium" if row.is_done else "strong", tabular_figures=True)
        ink = theme.color("text-2" if row.is_done else "text")
        draw_text(painter, room, who_words(row), font, ink)
        room = QRectF(box.left(), box.top() + line, box.width(), line)
        words = done_words(row, self.here, now) if row.is_done else gist(row)
        ink = theme.color("text-3" if row.is_done or not row.text else "text-2")
        draw_text(painter, room, words, theme.font("small"), ink)

    def _room(self) -> float:
        return self.width() - self._theme.px(_MARGIN + _BEFORE + 10 + 16)
