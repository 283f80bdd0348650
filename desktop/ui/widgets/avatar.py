"""Initials in a circle."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop.ui.theme import Theme
from desktop.ui.widgets.label import Label
from desktop.ui.widgets.painting import draw_box, draw_text

_USUAL = ("primary-tint", "primary-edge", "primary")
_QUIET = ("sunken", "line-2", "text-2")
"""Ground, edge and ink."""


def initials(name: str, most: int = 2) -> str:
    """The first letters of the first and last word: "Wren Hill" → "WH"."""
    words = name.split()
    if not words:
        return ""
    chosen = [words[0], words[-1]] if len(words) > 1 and most > 1 else [words[0]]
    return "".join(word[0] for word in chosen).upper()


def draw_avatar(
    painter: QPainter,
    theme: Theme,
    corner: QPointF,
    letters: str,
    side: int,
    *,
    quiet: bool = False,
) -> None:
    """A circle of ``side`` pixels (at 100 %) with initials, its top left at ``corner``; ``quiet``
    is grey."""
    box = QRectF(corner.x(), corner.y(), theme.px(side), theme.px(side))
    fill, edge, tone = _QUIET if quiet else _USUAL
    draw_box(painter, box, box.width() / 2, theme.color(fill), theme.color(edge))
    style = "card" if side >= 40 else "cap-bold"
    ink = theme.color(tone)
    draw_text(painter, box, letters, theme.font(style), ink, Qt.AlignmentFlag.AlignHCenter)


class Avatar(Label):
    """``side`` is 22 (one letter), 30 or 44. The accessible name is the whole name."""

    def __init__(
        self,
        theme: Theme,
        name: str,
        side: int = 30,
        *,
        quiet: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        self._side, self._quiet = side, quiet
        super().__init__(theme, name, parent=parent)

    def sizeHint(self) -> QSize:
        side = self._theme.px(self._side)
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def set_side(self, side: int) -> None:
        """Change the size."""
        self._side = side
        self._restyle()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        letters = initials(self.text(), 1 if self._side < 30 else 2)
        top = (self.height() - self._theme.px(self._side)) / 2
        corner = QPointF(0, top)
        draw_avatar(painter, self._theme, corner, letters, self._side, quiet=self._quiet)
        painter.end()
