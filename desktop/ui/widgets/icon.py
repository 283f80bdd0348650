"""An icon standing by itself."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from desktop.ui.theme import Theme


class Icon(QLabel):
    """A Lucide icon. Words say the same beside it, unless ``name`` does for a screen reader."""

    def __init__(
        self,
        theme: Theme,
        icon: str,
        tone: str = "text-2",
        size: int = 16,
        *,
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme, self._icon, self._tone, self._size = theme, icon, tone, size
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAccessibleName(name or icon.replace("-", " "))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._restyle)

    def set_icon(self, icon: str, tone: str) -> None:
        """Change the icon and its colour."""
        self._icon, self._tone = icon, tone
        self.update()

    def sizeHint(self) -> QSize:
        side = self._theme.px(self._size)
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._icon:
            self._theme.draw_icon(painter, self.rect(), self._icon, self._tone, self._size)
        painter.end()

    def _restyle(self) -> None:
        self.updateGeometry()
        self.update()
