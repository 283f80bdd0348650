"""The colour swatches of the component sheet."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout

from desktop.ui.theme import Theme
from desktop.ui.tokens import contrast
from desktop.ui.widgets.label import Label
from desktop.ui.widgets.painting import draw_box, draw_text

_SWATCHES = (
    ("Text", "text", ""),
    ("Text 2", "text-2", ""),
    ("Text 3", "text-3", ""),
    ("Primary", "primary", ""),
    ("Transition", "plan", ""),
    ("OK", "ok", ""),
    ("Soon", "soon", ""),
    ("Late", "late", ""),
    ("Safety", "safety", ""),
    ("Focus", "focus", ""),
    ("Control", "control", ""),
    ("Rail", "rail", "rail-text"),
    ("Ground", "bg", ""),
    ("Surface", "surface", ""),
    ("Surface 2", "surface-2", ""),
    ("Sunken", "sunken", ""),
    ("Line", "line", ""),
    ("Line 2", "line-2", ""),
    ("Primary tint", "primary-tint", "primary"),
    ("Transition tint", "plan-tint", "plan"),
    ("OK tint", "ok-tint", "ok"),
    ("Soon tint", "soon-tint", "soon"),
    ("Late tint", "late-tint", "late"),
    ("Safety tint", "safety-tint", "safety"),
)
_WITHOUT_RATIO = ("bg", "surface", "surface-2", "sunken", "line", "line-2")


def swatches(theme: Theme) -> QGridLayout:
    """Every colour with its name, value and contrast, twelve to a line."""
    grid = QGridLayout()
    grid.setSpacing(theme.px(10))
    for number, (name, token, on_it) in enumerate(_SWATCHES):
        grid.addWidget(_Swatch(theme, name, token, on_it), number // 12, number % 12)
        grid.setColumnStretch(number % 12, 1)
    return grid


class _Swatch(Label):
    """One colour with its name, value and contrast."""

    def __init__(self, theme: Theme, name: str, token: str, on_it: str) -> None:
        super().__init__(theme, name, "label")
        self._token, self._on_it = token, on_it

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(100), self._theme.px(44 + 4 + 18 + 4 + 32))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, px = self._theme, self._theme.px
        painter = QPainter(self)
        top = QRectF(0, 0, self.width(), px(44))
        colour = theme.tokens[self._token]
        draw_box(painter, top, px(6), theme.color(self._token), theme.color("line-2"))
        if self._on_it:
            ink, middle = theme.color(self._on_it), Qt.AlignmentFlag.AlignHCenter
            draw_text(painter, top, "Aa", theme.font("strong"), ink, middle)
        name = QRectF(0, px(48), self.width(), px(18))
        draw_text(painter, name, self.text(), theme.font("label"), theme.color("text"))
        font = theme.font("cap", tabular_figures=True)
        value = QRectF(0, px(70), self.width(), px(16))
        draw_text(painter, value, colour, font, theme.color("text-3"))
        if self._token not in _WITHOUT_RATIO:
            other = theme.tokens[self._on_it or "surface"]
            ratio = f"{contrast(colour, other):.1f}:1"
            below = QRectF(0, px(86), self.width(), px(16))
            draw_text(painter, below, ratio, font, theme.color("text-3"))
        painter.end()
