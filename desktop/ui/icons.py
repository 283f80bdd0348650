"""Lucide icons (ISC), recoloured from the palette and kept as pixmaps of the right density."""

from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer


class IconStore:
    """The icon files of one folder, drawn in any colour and size; each drawing is kept."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._sources: dict[str, str] = {}
        self._drawn: dict[tuple[str, int, int, float], QPixmap] = {}

    def pixmap(self, name: str, colour: QColor, size: int, ratio: float = 1.0) -> QPixmap:
        """``name`` at ``size`` logical pixels for a screen of ``ratio``; no such icon: OSError."""
        key = (name, colour.rgba(), size, ratio)
        kept = self._drawn.get(key)
        if kept is not None:
            return kept
        drawn = QPixmap(QSize(round(size * ratio), round(size * ratio)))
        drawn.fill(Qt.GlobalColor.transparent)
        renderer = QSvgRenderer(QByteArray(self._source(name, colour.name()).encode()))
        painter = QPainter(drawn)
        renderer.render(painter, QRectF(drawn.rect()))
        painter.end()
        drawn.setDevicePixelRatio(ratio)
        self._drawn[key] = drawn
        return drawn

    def icon(self, name: str, colour: QColor, off: QColor, size: int) -> QIcon:
        """A QIcon for menus and actions: one drawing for each usual screen density."""
        icon = QIcon()
        for ratio in (1.0, 2.0):
            icon.addPixmap(self.pixmap(name, colour, size, ratio), QIcon.Mode.Normal)
            icon.addPixmap(self.pixmap(name, off, size, ratio), QIcon.Mode.Disabled)
        return icon

    def forget_drawings(self) -> None:
        """Drop the kept pixmaps (after a change of colours or scale)."""
        self._drawn.clear()

    def _source(self, name: str, colour: str) -> str:
        if name not in self._sources:
            self._sources[name] = (self._folder / f"{name}.svg").read_text(encoding="utf-8")
        return self._sources[name].replace("currentColor", colour)
