"""A key hint standing by itself ("Alt+R")."""

from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop.ui.keys import key_text
from desktop.ui.theme import Theme
from desktop.ui.widgets.label import Label
from desktop.ui.widgets.painting import KBD_HEIGHT, draw_kbd, kbd_width


class Kbd(Label):
    """Shows a key or chord as a small key cap."""

    def __init__(self, theme: Theme, keys: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, key_text(keys), "cap-medium", "text-3", parent=parent)

    def sizeHint(self) -> QSize:
        width = kbd_width(self._theme, self.text())
        return QSize(round(width + 0.5), self._theme.px(KBD_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        top = (self.height() - theme.px(KBD_HEIGHT)) / 2
        ink, edge, fill = theme.color("text-3"), theme.color("line-2"), theme.color("surface-2")
        draw_kbd(painter, theme, QPointF(0, top), self.text(), ink, edge, fill)
        painter.end()
