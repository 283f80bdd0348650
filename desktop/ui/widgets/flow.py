"""Widgets one after the other, in as many lines as the width asks for."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class Flow(QLayout):
    """A layout that begins a new line where the next widget does not fit any more.

    Its least width is that of its widest widget, and its height follows from the width it got. It
    does not say so to Qt ("height for width"): then a column it stands in would give everything
    else its best height and never less.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._height = 0
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        height = self._place(rect)
        if height != self._height:
            self._height = height
            self.update()

    def sizeHint(self) -> QSize:
        """All of them on one line."""
        sizes = [item.sizeHint() for item in self._shown()]
        width = sum(size.width() for size in sizes) + self.spacing() * max(0, len(sizes) - 1)
        return QSize(width, self._least(sizes))

    def minimumSize(self) -> QSize:
        sizes = [item.minimumSize() for item in self._shown()]
        return QSize(max((size.width() for size in sizes), default=0), self._least(sizes))

    def _least(self, sizes: list[QSize]) -> int:
        return (
            max((size.height() for size in sizes), default=0) if not self._height else self._height
        )

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _place(self, rect: QRect) -> int:
        """Put the widgets there, each in the middle of its line; returns the height they take."""
        y = rect.y()
        for line in self._lines(rect.width()):
            height = max(item.sizeHint().height() for item in line)
            x = rect.x()
            for item in line:
                size = item.sizeHint()
                width = min(size.width(), rect.width())
                down = (height - size.height()) // 2
                item.setGeometry(QRect(x, y + down, width, size.height()))
                x += width + self.spacing()
            y += height + self.spacing()
        return max(0, y - self.spacing() - rect.y())

    def _lines(self, width: int) -> list[list[QLayoutItem]]:
        lines: list[list[QLayoutItem]] = []
        taken = 0
        for item in self._shown():
            wanted = item.sizeHint().width()
            if lines and taken + self.spacing() + wanted <= width:
                lines[-1].append(item)
                taken += self.spacing() + wanted
            else:
                lines.append([item])
                taken = wanted
        return lines
