"""The number our callers ring, in the top bar."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop.ui.theme import Theme
from desktop.ui.widgets.label import Label
from desktop.ui.widgets.painting import draw_box, draw_text, text_width

_HEIGHT, _PADDING, _GAP, _ICON = 36, 12, 8, 16


class LineChip(Label):
    """Read, not pressed."""

    def __init__(self, theme: Theme, line: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, line, "small-strong", tabular=True, parent=parent)
        self.setAccessibleName(f"Our callers ring {line}")
        self.setToolTip("The number our callers ring")

    def sizeHint(self) -> QSize:
        px = self._theme.px
        inner = px(_ICON) + px(_GAP) + text_width(self._font(), self.text())
        return QSize(round(inner + 2 * px(_PADDING) + 2.5), px(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, px = self._theme, self._theme.px
        painter = QPainter(self)
        box = QRectF(self.rect())
        draw_box(painter, box, px(6), theme.color("surface"), theme.color("line-2"))
        left = px(_PADDING) + 1.0
        icon = QRectF(left, 0, px(_ICON), box.height())
        theme.draw_icon(painter, icon, "phone-call", "ok")
        left += px(_ICON) + px(_GAP)
        words = QRectF(left, 0, box.width() - left, box.height())
        draw_text(painter, words, self.text(), self._font(), theme.color("text"))
        painter.end()
