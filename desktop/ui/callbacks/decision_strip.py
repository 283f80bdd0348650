"""Under a promise after its fourth try: what happens next? It stays open until somebody decides."""

from typing import Literal

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from desktop.ui.theme import Theme
from desktop.ui.widgets.button import Button
from desktop.ui.widgets.icon import Icon
from desktop.ui.widgets.label import Label

STRIP_HEIGHT = 40
DECISIONS: tuple[tuple[Literal["letter", "manager", "unreachable"], str, str], ...] = (
    ("letter", "Letter or e-mail", "mail"),
    ("manager", "Ask a manager", "users"),
    ("unreachable", "Close as unreachable…", "circle-x"),
)
"""What is decided, its words and icon."""
WELFARE = "welfare"
SAFETY_DECISIONS = (
    ("manager", "Ask a manager", "users"),
    (WELFARE, "Welfare check…", "life-buoy"),
)
"""The same for a safety follow-up, which no letter ends."""
_SHORT: dict[str, str] = {
    "letter": "Letter",
    "manager": "Manager",
    "unreachable": "Unreachable…",
    WELFARE: "Welfare…",
}
_REST = "It stays open until you decide."


class DecisionStrip(QWidget):
    """Three ways on; tells which was taken."""

    decided = Signal(str)

    def __init__(
        self, theme: Theme, name: str, *, safety: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setAccessibleName(f"Four tries for {name}. What next? It stays open until you decide.")
        self._row = QHBoxLayout(self)
        self._row.addWidget(Icon(theme, "corner-down-right", "late"))
        self._asks = Label(theme, "Four tries. What next?", "small-strong", elide=True)
        self._asks.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._row.addWidget(self._asks)
        self._rest = Label(theme, _REST, "small", "text-2", elide=True)
        self._row.addWidget(self._rest, 1)
        self.buttons: dict[str, Button] = {}
        self._decisions = SAFETY_DECISIONS if safety else DECISIONS
        for key, words, icon in self._decisions:
            button = Button(theme, words, icon=icon, height=28)
            button.clicked.connect(lambda _on=False, k=key: self.decided.emit(k))
            self._row.addWidget(button)
            self.buttons[key] = button
        self._right = 0
        theme.changed.connect(self._restyle)
        self._restyle()

    def set_right(self, pixels: int) -> None:
        """Keep this much free at the right (a column that has nothing to say here)."""
        self._right = pixels
        self._restyle()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        box = QRectF(self.rect())
        painter.fillRect(box, self._theme.color("late-tint"))
        painter.fillRect(QRectF(0, box.height() - 1, box.width(), 1), self._theme.color("line"))
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Shorter words on the buttons where the long ones leave no room for the question."""
        px = self._theme.px
        for key, words, _icon in self._decisions:
            self.buttons[key].set_text(words)
        margins = self._row.contentsMargins()
        needed = sum(button.sizeHint().width() + px(8) for button in self.buttons.values())
        needed += margins.left() + margins.right() + px(16 + 8) + self._asks.full_width()
        if self.width() < needed:
            for what, button in self.buttons.items():
                button.set_text(_SHORT[what])

    def _restyle(self) -> None:
        px, compact = self._theme.px, self._theme.compact
        self._row.setContentsMargins(px(16), 0, self._right + px(20 if compact else 8), 0)
        self._row.setSpacing(px(7 if compact else 8))
        self._rest.set_text("" if compact else _REST)
        self._fit()
