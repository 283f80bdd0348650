"""How far the sale is and which words hold, in the top bar: a press opens Transition."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop.ui.theme import Theme
from desktop.ui.widgets.painted_button import PaintedButton
from desktop.ui.widgets.painting import draw_box, draw_text, text_width

_HEIGHT, _PADDING, _GAP, _ICON, _BETWEEN = 36, 12, 8, 16, 4


class SaleChip(PaintedButton):
    """ "Acquisition pending · statement v3". Hidden until it is known."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        self._note, self._tone = "", "plan"
        super().__init__(theme, "", parent)
        self.hide()

    def show_sale(self, phase: str, words: str, *, may_read: bool) -> None:
        """Show the phase and the words; ``may_read`` is False where a message is to be taken."""
        self._note, self._tone = f"· {words}", "plan" if may_read else "late"
        self.set_text(phase)
        self.setAccessibleName(f"{phase}, {words}. Open Transition")
        self.setToolTip("Open Transition")
        self.show()

    @property
    def note(self) -> str:
        """What is said of the words."""
        return self._note

    def sizeHint(self) -> QSize:
        px = self.theme.px
        words = text_width(self.theme.font("small-strong"), self.words())
        note = text_width(self.theme.font("small"), self._note)
        inner = px(_ICON) + px(_GAP) + words + px(_BETWEEN) + note
        return QSize(round(inner + 2 * px(_PADDING) + 2.5), px(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, px, look = self.theme, self.theme.px, self.look()
        painter = QPainter(self)
        ink = theme.color(self._tone)
        edge = theme.color("focus") if look.focus else theme.color(f"{self._tone}-edge")
        if look.hover and not look.focus:
            edge = ink
        fill = theme.color(f"{self._tone}-tint")
        draw_box(painter, self.face(), px(6), fill, edge, 2 if look.focus else 1)
        left, height = px(_PADDING) + 1.0, self.height()
        theme.draw_icon(painter, QRectF(left, 0, px(_ICON), height), "milestone", ink)
        left += px(_ICON) + px(_GAP)
        strong, plain = theme.font("small-strong"), theme.font("small")
        wide = text_width(strong, self.words())
        draw_text(painter, QRectF(left, 0, wide + 1, height), self.words(), strong, ink)
        left += wide + px(_BETWEEN)
        rest = QRectF(left, 0, self.width() - left, height)
        draw_text(painter, rest, self._note, plain, ink)
        painter.end()
