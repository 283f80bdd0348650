"""A column of widgets that scrolls up and down."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from desktop.ui.theme import Theme

_BAR = 12


def scroll_down(area: QScrollArea, inside: QWidget) -> None:
    """Let ``area`` scroll ``inside`` up and down alone, on the ground that is under both, and keep
    Tab from stopping at it."""
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(inside)
    # A scroll area makes its widget paint a ground.
    for ground in (area.viewport(), inside):
        ground.setAutoFillBackground(False)


class ColumnScroll(QScrollArea):
    """Put widgets into ``column``. The scroll bar stands in the right margin: what is in the column
    keeps its width when it appears. Tab never stops here, the widgets do."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._edges = (0, 0, 0, 0)
        self._body = QWidget()
        self.column = QVBoxLayout(self._body)
        scroll_down(self, self._body)
        self.verticalScrollBar().rangeChanged.connect(self._fit)
        self._fit()

    def set_edges(self, left: int, top: int, right: int, bottom: int) -> None:
        """The margins around the column, in pixels at 100 %."""
        self._edges = (left, top, right, bottom)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down are for whoever moves among the widgets; the rest scrolls."""
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _fit(self) -> None:
        px = self._theme.px
        left, top, right, bottom = map(px, self._edges)
        bar = px(_BAR) if self.verticalScrollBar().maximum() > 0 else 0
        self.column.setContentsMargins(left, top, max(0, right - bar), bottom)
