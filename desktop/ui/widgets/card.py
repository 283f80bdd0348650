"""Cards and panes: the white ground of everything."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.theme import Theme
from desktop.ui.widgets.painting import draw_box


class Card(QFrame):
    """A box with a hairline. ``fill`` and ``edge`` are tokens; ``edge_width`` 2 for the chosen."""

    def __init__(
        self,
        theme: Theme,
        *,
        fill: str = "surface",
        edge: str = "line",
        edge_width: int = 1,
        radius: int = 8,
        dashed: bool = False,
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.theme = theme
        self._fill, self._edge, self._edge_width = fill, edge, edge_width
        self._radius, self._dashed = radius, dashed
        self.setAccessibleName(name)
        theme.changed.connect(self.update)

    def set_colours(self, fill: str, edge: str, edge_width: int = 1) -> None:
        """Change ground and edge."""
        self._fill, self._edge, self._edge_width = fill, edge, edge_width
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        edge = self.theme.color(self._edge) if self._edge else None
        style = Qt.PenStyle.DashLine if self._dashed else Qt.PenStyle.SolidLine
        box = QRectF(self.rect())
        radius = self.theme.px(self._radius) if self._radius else 0
        fill = self.theme.color(self._fill)
        draw_box(painter, box, radius, fill, edge, self._edge_width, style)
        painter.end()


class Strip(QWidget):
    """A bar across a pane with a hairline above or below: heads, feet, bars.

    ``line`` is ``top``, ``bottom`` or empty; ``round_bottom`` follows the card's corners.
    Height in pixels at 100 %, with its compact value.
    """

    def __init__(
        self,
        theme: Theme,
        height: int,
        compact_height: int,
        *,
        fill: str = "surface",
        line: str = "bottom",
        rounded: str = "",
        edge: int = 16,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.theme = theme
        self._heights = (height, compact_height)
        self._fill, self._line, self._rounded, self._edge = fill, line, rounded, edge
        self.row = QHBoxLayout(self)
        theme.changed.connect(self._restyle)
        self._restyle()

    def set_fill(self, fill: str) -> None:
        """Change the ground."""
        self._fill = fill
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        box = QRectF(self.rect())
        fill = self.theme.color(self._fill)
        if self._rounded:
            # Inside the card's hairline, so its corner is one pixel smaller.
            radius = self.theme.px(8) - 1
            painter.setClipRect(box)
            grown = box.adjusted(0, -radius if self._rounded == "bottom" else 0, 0, 0)
            if self._rounded == "top":
                grown = box.adjusted(0, 0, 0, radius)
            draw_box(painter, grown, radius, fill)
        else:
            painter.fillRect(box, fill)
        if self._line:
            top = 0.0 if self._line == "top" else box.height() - 1
            painter.fillRect(QRectF(0, top, box.width(), 1), self.theme.color("line"))
        painter.end()

    def _restyle(self) -> None:
        theme = self.theme
        self.setFixedHeight(theme.px(self._heights[theme.compact]))
        edge = theme.px(self._edge)
        self.row.setContentsMargins(edge, 0, edge, 0)
        self.row.setSpacing(theme.px(12))
        self.update()


class Pane(Card):
    """A card with a fixed head and foot; what lies between may scroll.

    Fill ``head.row``, ``body`` and ``foot.row``. A pane without head or foot hides it; ``low`` has
    flatter ones, over a table.
    """

    def __init__(
        self,
        theme: Theme,
        name: str,
        *,
        head: bool = True,
        foot: bool = True,
        low: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, name=name, parent=parent)
        edge = 14 if low else 16
        high, compact = (45, 39) if low else (56, 46)
        self.head = Strip(theme, high, compact, line="bottom", rounded="top", edge=edge)
        self.body: QBoxLayout = QVBoxLayout()
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        high, compact = (44, 42) if low else (56, 50)
        self.foot = Strip(
            theme, high, compact, fill="surface-2", line="top", rounded="bottom", edge=edge
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(0)
        layout.addWidget(self.head)
        layout.addLayout(self.body, 1)
        layout.addWidget(self.foot)
        self.head.setVisible(head)
        self.foot.setVisible(foot)


class Line(QWidget):
    """A hairline across."""

    def __init__(self, theme: Theme, tone: str = "line", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._tone = theme, tone
        self.setFixedHeight(1)
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color(self._tone))
        painter.end()
