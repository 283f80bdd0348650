"""Paints a line of the results: what was looked for is marked in it."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QTextCharFormat, QTextLayout
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop.domain.marking import Span
from desktop.ui.keys import key_of
from desktop.ui.search.hit_model import HIT_ROLE
from desktop.ui.search.hits import Hit
from desktop.ui.theme import Theme
from desktop.ui.widgets.painting import KBD_HEIGHT, draw_kbd, draw_text, kbd_width, text_width

ROW, HEAD = 40, 30
_EDGE, _GAP, _BAR = 14, 10, 3
_SHORTEST = 60
"""Pixels that are left to a name beside what stands at the right."""


class HitDelegate(QStyledItemDelegate):
    """A head 30 high, a hit 40; the chosen one has the tint, a bar and its key."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(0, self._theme.px(HEAD if index.data(HIT_ROLE) is None else ROW))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        state, area = option.state, option.rect
        box, hit = QRectF(area), index.data(HIT_ROLE)
        painter.save()
        if hit is None:
            self._paint_head(painter, box, index.data())
        else:
            self._paint_hit(painter, box, hit, chosen=bool(state & QStyle.StateFlag.State_Selected))
        painter.restore()

    def _paint_head(self, painter: QPainter, box: QRectF, title: str) -> None:
        px, theme = self._theme.px, self._theme
        words = QRectF(box.left() + px(_EDGE), box.top() + px(10), box.width(), px(16))
        draw_text(painter, words, title, theme.font("cap-strong"), theme.color("text-3"))

    def _paint_hit(self, painter: QPainter, box: QRectF, hit: Hit, *, chosen: bool) -> None:
        theme, px = self._theme, self._theme.px
        if chosen:
            painter.fillRect(box, theme.color("primary-tint"))
            painter.fillRect(
                QRectF(box.left(), box.top(), px(_BAR), box.height()), theme.color("primary")
            )
        left, right = box.left() + px(_EDGE), box.right() - px(_EDGE)
        theme.draw_icon(painter, QRectF(left, box.top(), px(16), box.height()), hit.icon, hit.tone)
        left += px(16 + _GAP)
        right = self._paint_right(painter, box, right, hit, chosen=chosen)
        room = max(right - left, float(px(_SHORTEST)))
        if hit.lead:
            font = theme.font("strong", tabular_figures=True)
            width = min(text_width(font, hit.lead) + 1, room)
            self._marked(
                painter, QRectF(left, box.top(), width, box.height()), hit.lead, hit.lead_marks,
                font, "text",
            )  # fmt: skip
            left += width + px(_GAP)
        if hit.text and left < right:
            font = theme.font("body", tabular_figures=True)
            rest = QRectF(left, box.top(), right - left, box.height())
            self._marked(
                painter, rest, hit.text, hit.text_marks, font, "text-2" if hit.lead else "text"
            )

    def _paint_right(
        self, painter: QPainter, box: QRectF, right: float, hit: Hit, *, chosen: bool
    ) -> float:
        """The key or the words at the right; where what stands before them has to end."""
        theme, px = self._theme, self._theme.px
        kbd = hit.kbd or (key_of("open_hit").text() if chosen and not hit.right else "")
        if kbd:
            left = right - kbd_width(theme, kbd)
            corner = QPointF(left, box.top() + (box.height() - px(KBD_HEIGHT)) / 2)
            ink, edge, fill = theme.color("text-3"), theme.color("line-2"), theme.color("surface-2")
            draw_kbd(painter, theme, corner, kbd, ink, edge, fill)
            return left - px(_GAP)
        if hit.right:
            style = "small" if hit.right_tone == "text-3" else "label"
            font = theme.font(style, tabular_figures=True)
            left = right - text_width(font, hit.right) - 1
            words = QRectF(left, box.top(), right - left + 1, box.height())
            draw_text(painter, words, hit.right, font, theme.color(hit.right_tone))
            return left - px(_GAP)
        return right

    def _marked(
        self, painter: QPainter, box: QRectF, text: str, spans: Sequence[Span], font: QFont,
        tone: str,
    ) -> None:  # fmt: skip
        shown = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, box.width() + 0.5)
        # What … stands for is not there to be marked.
        whole = len(text) if shown == text else len(shown) - 1
        layout = QTextLayout(shown, font)
        ranges: list[QTextLayout.FormatRange] = []
        for start, length in spans:
            seen = min(length, whole - start)
            if seen > 0:
                spot = QTextLayout.FormatRange()
                spot.start, spot.length, spot.format = start, seen, self._mark()
                ranges.append(spot)
        layout.setFormats(ranges)
        layout.beginLayout()
        line = layout.createLine()
        layout.endLayout()
        painter.setPen(self._theme.color(tone))
        layout.draw(painter, QPointF(box.left(), box.top() + (box.height() - line.height()) / 2))

    def _mark(self) -> QTextCharFormat:
        mark = QTextCharFormat()
        mark.setBackground(self._theme.color("mark"))
        return mark
