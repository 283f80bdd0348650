"""A page in the rail, with its badge."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.ui.theme import Theme
from desktop.ui.widgets.painted_button import PaintedButton
from desktop.ui.widgets.painting import draw_box, draw_text, text_width


class RailButton(PaintedButton):
    """Fills the rail's 88 px. ``set_badge(7, "due")`` is read as "Callbacks, 7 due"."""

    def __init__(self, theme: Theme, icon: str, text: str, parent: QWidget | None = None) -> None:
        self._icon = icon
        self._badge = 0
        super().__init__(theme, text, parent)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_badge(self, count: int, what: str = "") -> None:
        """Show a count (0 hides it); ``what`` is said after it."""
        self._badge = count
        spoken = f", {count} {what}".rstrip() if count else ""
        self.setAccessibleName(f"{self._words}{spoken}")
        self.update()

    @property
    def badge(self) -> int:
        """The count shown."""
        return self._badge

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(88), self.theme.px(58))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, on, look = self.theme, self.isChecked(), self.look()
        painter = QPainter(self)
        body = QRectF(theme.px(8), 0, theme.px(72), self.height())
        if on or look.hover:
            draw_box(painter, body, theme.px(8), theme.color("rail-active"))
        if on:
            inset, bar = theme.px(12), theme.px(4)
            path = QPainterPath()
            # Rounded at the right only: the left half lies outside the rail.
            side = QRectF(-bar, inset, 2 * bar, self.height() - 2 * inset)
            path.addRoundedRect(side, theme.px(3), theme.px(3))
            painter.fillPath(path, theme.color("badge"))
        if look.focus:
            draw_box(painter, body, theme.px(8), None, theme.color("rail-on"), 3)
            draw_box(painter, body, theme.px(8), None, theme.color("focus"), 2)
        tone = theme.color("rail-on" if on else "rail-text")
        top = (self.height() - theme.px(22 + 5 + 16)) / 2
        theme.draw_icon(
            painter, QRectF(body.left(), top, body.width(), theme.px(22)), self._icon, tone, 22
        )
        words = QRectF(body.left(), top + theme.px(27), body.width(), theme.px(16))
        font = theme.font("cap-strong" if on else "cap-medium")
        draw_text(painter, words, self._words, font, tone, Qt.AlignmentFlag.AlignHCenter)
        if self._badge:
            self._draw_badge(painter)
        painter.end()

    def _draw_badge(self, painter: QPainter) -> None:
        theme = self.theme
        count = str(self._badge) if self._badge < 100 else "99+"
        font = theme.font("cap-bold", tabular_figures=True)
        width = max(theme.px(22), text_width(font, count) + theme.px(12))
        box = QRectF(theme.px(8 + 42), theme.px(1), width, theme.px(22))
        draw_box(painter, box, box.height() / 2, theme.color("rail"))
        draw_box(painter, box.adjusted(2, 2, -2, -2), box.height() / 2 - 2, theme.color("badge"))
        ink = theme.color("on-badge")
        draw_text(painter, box, count, font, ink, Qt.AlignmentFlag.AlignHCenter)
