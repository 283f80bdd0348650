"""Tries made, as dots: filled = made."""

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop.ui.theme import Theme
from desktop.ui.widgets.label import Label
from desktop.ui.widgets.painting import draw_box, draw_text, text_width

DOT = 10
GAP = 5


def attempts_in_words(made: int, of: int) -> str:
    """ "First try" before any, else "2 of 4"."""
    return f"{made} of {of}" if made else "First try"


def dots_width(theme: Theme, of: int) -> int:
    """The width of ``of`` dots."""
    return of * theme.px(DOT) + (of - 1) * theme.px(GAP)


def draw_dots(painter: QPainter, theme: Theme, corner: QPointF, made: int, of: int) -> None:
    """``of`` dots from ``corner``, the first ``made`` filled."""
    side = theme.px(DOT)
    for number in range(of):
        box = QRectF(corner.x() + number * (side + theme.px(GAP)), corner.y(), side, side)
        if number < made:
            draw_box(painter, box, side / 2, theme.color("text-2"))
        else:
            draw_box(painter, box, side / 2, None, theme.color("control"))


class AttemptDots(Label):
    """Dots, with "2 of 4" in words beside them when ``words`` is True."""

    def __init__(
        self,
        theme: Theme,
        made: int,
        of: int = 4,
        *,
        words: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        self._made, self._of, self._words = made, of, words
        super().__init__(theme, "", "cap", "text-3", tabular=True, parent=parent)
        self.set_attempts(made, of)

    def set_attempts(self, made: int, of: int = 4) -> None:
        """Show ``made`` tries ``of`` so many."""
        self._made, self._of = made, of
        self.set_text(attempts_in_words(made, of))
        self.setAccessibleName(f"Attempts, {made} of {of}")
        self._restyle()

    def sizeHint(self) -> QSize:
        theme = self._theme
        width = float(dots_width(theme, self._of))
        if self._words:
            width += theme.px(9) + text_width(self._font(), self.text())
        return QSize(round(width + 0.5), theme.px(20))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        corner = QPointF(0, (self.height() - theme.px(DOT)) / 2)
        draw_dots(painter, theme, corner, self._made, self._of)
        if self._words:
            left = dots_width(theme, self._of) + theme.px(9)
            rest = QRectF(left, 0, self.width() - left, self.height())
            draw_text(painter, rest, self.text(), self._font(), theme.color("text-3"))
        painter.end()
