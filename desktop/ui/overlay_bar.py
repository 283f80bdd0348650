"""A scroll bar over the right edge of a list, which takes no room from its columns."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QAbstractScrollArea, QScrollBar


class OverlayBar(QScrollBar):
    """Follows the list's own vertical bar, which stays hidden; below the head of the columns."""

    def __init__(self, area: QAbstractScrollArea) -> None:
        super().__init__(Qt.Orientation.Vertical, area)
        self._area = area
        area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        own = area.verticalScrollBar()
        own.valueChanged.connect(self.setValue)
        own.rangeChanged.connect(self._follow)
        self.valueChanged.connect(own.setValue)
        area.viewport().installEventFilter(self)
        self._follow()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._follow()
        return super().eventFilter(watched, event)

    def _follow(self) -> None:
        own, view = self._area.verticalScrollBar(), self._area.viewport().geometry()
        self.setRange(own.minimum(), own.maximum())
        self.setPageStep(own.pageStep())
        self.setSingleStep(own.singleStep())
        self.setValue(own.value())
        width = self.sizeHint().width()
        self.setGeometry(view.right() + 1 - width, view.top(), width, view.height())
        self.setVisible(own.maximum() > own.minimum())
        self.raise_()
