"""Where one is in the first run: the steps at the left, on the rail's ground."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.theme import Theme
from desktop.ui.widgets.icon import Icon
from desktop.ui.widgets.label import Label
from desktop.ui.widgets.painting import draw_box, draw_text

_WIDTH = 252
_STEP_HEIGHT = 40
_CIRCLE = 22


class StepMark(Label):
    """One step: a number, or a check once it is done."""

    def __init__(self, theme: Theme, number: int, text: str) -> None:
        self._number = number
        self._done = self._here = False
        super().__init__(theme, text, "medium", "rail-text")

    def set_state(self, *, done: bool, here: bool) -> None:
        """Change how it is drawn, and what a screen reader says."""
        self._done, self._here = done, here
        state = ", done" if done else ", you are here" if here else ""
        self.setAccessibleName(f"Step {self._number}, {self.text()}{state}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(_WIDTH - 40), self._theme.px(_STEP_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        ink = theme.color("rail-on" if self._here else "rail-text")
        if self._here:
            draw_box(painter, QRectF(self.rect()), theme.px(6), theme.color("rail-active"))
        side = theme.px(_CIRCLE)
        circle = QRectF(theme.px(10), (self.height() - side) / 2, side, side)
        if self._done:
            draw_box(painter, circle, side / 2, theme.color("badge"))
            theme.draw_icon(painter, circle, "check", "on-badge", 14)
        else:
            draw_box(painter, circle, side / 2, None, ink, 2 if self._here else 1.5)
            middle = Qt.AlignmentFlag.AlignHCenter
            draw_text(painter, circle, str(self._number), theme.font("cap-bold"), ink, middle)
        left = circle.right() + theme.px(10)
        rest = QRectF(left, 0, self.width() - left, self.height())
        style = "strong" if self._here else "medium"
        draw_text(painter, rest, self.text(), theme.font(style), ink)
        painter.end()


class Steps(QWidget):
    """The logo, the steps, and a word at the bottom."""

    def __init__(self, theme: Theme, steps: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.marks = [StepMark(theme, n, text) for n, text in enumerate(steps, start=1)]
        logo = QHBoxLayout()
        logo.addWidget(Icon(theme, "ketwell", "rail-on", 30, name="KetWell Desk"))
        logo.addWidget(Label(theme, "KetWell Desk", "card", "rail-on"), 1)
        self._logo = logo
        self._column = QVBoxLayout(self)
        self._column.addLayout(logo)
        self._column.addSpacing(theme.px(16))
        for mark in self.marks:
            self._column.addWidget(mark)
        self._column.addStretch(1)
        self._column.addWidget(
            Label(
                theme,
                "About two minutes. Nothing is written before the last question.",
                "small",
                "rail-text",
                wrap=True,
            )
        )
        theme.changed.connect(self._fit)
        self._fit()

    def show_step(self, step: int) -> None:
        """Mark what is done and where one is; ``step`` counts from 0."""
        for number, mark in enumerate(self.marks):
            mark.set_state(done=number < step, here=number == step)

    def paintEvent(self, event: QPaintEvent) -> None:
        # Rounded at the left only: it fills the card's left end.
        painter = QPainter(self)
        radius = self._theme.px(8) - 1
        painter.setClipRect(self.rect())
        draw_box(
            painter,
            QRectF(self.rect()).adjusted(0, 0, radius, 0),
            radius,
            self._theme.color("rail"),
        )
        painter.end()

    def _fit(self) -> None:
        px = self._theme.px
        self.setFixedWidth(px(_WIDTH))
        self._column.setContentsMargins(px(20), px(24), px(20), px(24))
        self._column.setSpacing(px(4))
        self._logo.setSpacing(px(10))
        self.update()
