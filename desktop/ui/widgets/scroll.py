"""A column of widgets that scrolls up and down."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from desktop.ui.theme import Theme

_BAR = 12


class ColumnScroll(QScrollArea):
    """Put widgets into ``column``. The scroll bar stands in the right margin: what is in the column
    keeps its width when it appears. Tab never stops here, the widgets do."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._edges = (0, 0, 0, 0)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._body = QWidget()
        self.column = QVBoxLayout(self._body)
        self.setWidget(self._body)
        self.viewport().setAutoFillBackground(False)
        self._body.setAutoFillBackground(False)
        self.verticalScrollBar().rangeChanged.connect(self._fit)

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
