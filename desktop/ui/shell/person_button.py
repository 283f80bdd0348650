"""Who is signed in, at the right of the top bar; opens the person menu."""

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop.ui.theme import Theme
from desktop.ui.widgets.avatar import draw_avatar, initials
from desktop.ui.widgets.painted_button import PaintedButton
from desktop.ui.widgets.painting import draw_box, draw_text, plain_tip, text_width


class PersonButton(PaintedButton):
    """Initials and name; in compact windows the initials alone."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "", parent)

    def show_person(self, name: str, role: str) -> None:
        """Show who is signed in."""
        self.set_text(name)
        self.setAccessibleName(f"{name}, {role}. Opens the person menu")
        self.setToolTip(plain_tip(f"{name} · {role}"))

    def sizeHint(self) -> QSize:
        px = self.theme.px
        name = (
            0.0
            if self.theme.compact
            else text_width(self.theme.font("medium"), self._words) + px(8)
        )
        return QSize(round(px(4 + 30 + 8 + 16 + 4) + name + 0.5), px(36))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, look, px = self.theme, self.look(), self.theme.px
        painter = QPainter(self)
        if look.focus:
            draw_box(painter, self.face(), px(6), None, theme.color("focus"), 2)
        elif look.hover or look.pressed:
            draw_box(painter, self.face(), px(6), theme.color("surface-2"))
        side = px(30)
        corner = QPointF(px(4), (self.height() - side) / 2)
        draw_avatar(painter, theme, corner, initials(self._words), 30)
        x = float(px(4 + 30 + 8))
        if not theme.compact:
            font = theme.font("medium")
            width = text_width(font, self._words)
            draw_text(
                painter,
                QRectF(x, 0, width + 1, self.height()),
                self._words,
                font,
                theme.color("text"),
            )
            x += width + px(8)
        theme.draw_icon(painter, QRectF(x, 0, px(16), self.height()), "chevron-down", "text-3")
        painter.end()
