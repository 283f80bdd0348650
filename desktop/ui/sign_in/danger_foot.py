"""The foot in front of the desk: the Safety card and the two numbers, which need no sign-in."""

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.ui.theme import Theme
from desktop.ui.widgets.button import Button, Kind
from desktop.ui.widgets.label import Label

_HEIGHTS = (84, 68)


class DangerFoot(QWidget):
    """The card at the left, which works ``without`` "signing in"; 911 and 988, large."""

    safety_requested = Signal()

    def __init__(self, theme: Theme, without: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._row = QHBoxLayout(self)
        self.card = Button(theme, "Safety card", Kind.SAFETY, icon="life-buoy", kbd="F8", height=44)
        self.card.clicked.connect(lambda _on=False: self.safety_requested.emit())
        self._row.addWidget(self.card)
        words = f"Works without {without}. No names are shown."
        self._row.addWidget(Label(theme, words, "small", "rail-text", elide=True), 1)
        self._add("911", "Danger\nright now")
        self._add("988", "Suicide & Crisis Lifeline\ncall or text, formerly 800-273-8255")
        theme.changed.connect(self._fit)
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(QRectF(0, 0, self.width(), 1), self._theme.color("rail-active"))
        painter.end()

    def _add(self, number: str, words: str) -> None:
        pair = QWidget()
        pair.setAccessibleName(f"{number}, {words}".replace("\n", " "))
        row = QHBoxLayout(pair)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self._theme.px(8))
        row.addWidget(Label(self._theme, number, "danger-number", "rail-on"))
        row.addWidget(Label(self._theme, words, "small", "rail-text", wrap=True))
        self._row.addWidget(pair)

    def _fit(self) -> None:
        px = self._theme.px
        self.setFixedHeight(px(_HEIGHTS[self._theme.compact]))
        self._row.setContentsMargins(px(24), 1, px(24), 0)
        self._row.setSpacing(px(24))
