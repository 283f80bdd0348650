"""A bar for work over one second; over ten, words say the time left."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QProgressBar, QSizePolicy, QWidget

from desktop.ui.theme import Theme
from desktop.ui.widgets.painting import draw_box


class Progress(QProgressBar):
    """A flat bar, 8 px high. Put the words and Cancel beside it."""

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setAccessibleName(name)
        self.setTextVisible(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(160), self._theme.px(8))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(40), self._theme.px(8))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        box = QRectF(self.rect())
        radius = box.height() / 2
        draw_box(painter, box, radius, theme.color("sunken"))
        span = max(1, self.maximum() - self.minimum())
        done = max(0.0, min(1.0, (self.value() - self.minimum()) / span))
        path = QPainterPath()
        path.addRoundedRect(box, radius, radius)
        painter.setClipPath(path)
        painter.fillRect(QRectF(0, 0, box.width() * done, box.height()), theme.color("primary"))
        painter.setClipping(False)
        draw_box(painter, box, radius, None, theme.color("line-2"))
        painter.end()
