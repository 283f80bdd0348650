"""Beside the timer: which way the call went and when it began; opens what can be changed."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop.ui.theme import Theme
from desktop.ui.widgets.painted_button import PaintedButton
from desktop.ui.widgets.painting import draw_box, draw_text, text_width


class CallKindButton(PaintedButton):
    """Two lines: "Call in" and "Started 2:14 pm"."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        self._started = ""
        super().__init__(theme, "Call in", parent)

    def show_call(self, kind: str, started: str) -> None:
        """Show the two lines."""
        if (kind, started) != (self._words, self._started):
            self._started = started
            self.set_text(kind)
            self.setAccessibleName(f"{kind}. {started}. Opens what can be changed")

    def sizeHint(self) -> QSize:
        px = self.theme.px
        first = text_width(self.theme.font("small-strong"), self._words) + px(4 + 14)
        second = text_width(self.theme.font("cap", tabular_figures=True), self._started)
        return QSize(round(max(first, second) + px(2 * 4) + 1), px(38))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, look, px = self.theme, self.look(), self.theme.px
        painter = QPainter(self)
        if look.focus:
            draw_box(painter, self.face(), px(6), None, theme.color("focus"), 2)
        elif look.hover or look.pressed:
            draw_box(painter, self.face(), px(6), theme.color("surface-2"), theme.color("line-2"))
        x, top = px(4), (self.height() - px(34)) / 2
        strong = theme.font("small-strong")
        width = text_width(strong, self._words)
        draw_text(
            painter, QRectF(x, top, width + 1, px(18)), self._words, strong, theme.color("text")
        )
        arrow = QRectF(x + width + px(4), top, px(14), px(18))
        theme.draw_icon(painter, arrow, "chevron-down", "text-3", 14)
        cap = theme.font("cap", tabular_figures=True)
        box = QRectF(x, top + px(18), self.width() - x, px(16))
        draw_text(painter, box, self._started, cap, theme.color("text-3"))
        painter.end()
