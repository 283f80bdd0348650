"""The circle before a step of the card: its number, or that it is done."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.ui.theme import Theme


class StageMark(QWidget):
    """``todo``, ``current`` or ``done``; the title beside it says what it is about."""

    def __init__(self, theme: Theme, number: int, title: str) -> None:
        super().__init__()
        self._theme, self._number, self._title = theme, number, title
        self._state = "todo"
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._restyle)
        self.show_state("todo")

    def show_state(self, state: str) -> None:
        """Show how far this step is."""
        self._state = state
        said = {"todo": "to do", "current": "now", "done": "done"}[state]
        self.setAccessibleName(f"Step {self._number}, {self._title}, {said}")
        self.update()

    def sizeHint(self) -> QSize:
        side = self._theme.px(32 if self._theme.compact else 36)
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        centre, side = QPointF(box.center()), min(box.width(), box.height())
        if self._state == "done":
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("primary"))
            painter.drawEllipse(centre, side / 2, side / 2)
            theme.draw_icon(painter, box, "check", "on-primary", 18)
            painter.end()
            return
        current = self._state == "current"
        width = 3 if current else 2
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.color("primary" if current else "line-2"), width))
        painter.drawEllipse(centre, (side - width) / 2, (side - width) / 2)
        painter.setPen(theme.color("primary" if current else "text-2"))
        painter.setFont(theme.font("card", tabular_figures=True))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(self._number))
        painter.end()

    def _restyle(self) -> None:
        self.updateGeometry()
        self.update()
