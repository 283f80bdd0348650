"""The window that is there at once: first a picture of the desk, then the desk itself.

Loads little on purpose, also of Qt; see :mod:`desktop.ui.first_picture`.
"""

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QByteArray, QTimer, Signal
from PySide6.QtGui import QFont, QGuiApplication, QPainter
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QMainWindow, QWidget

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent, QKeyEvent, QPaintEvent

TITLE = "KetWell Desk"
_MIDDLE_GREY = 128


class Draw(Protocol):
    """Makes the picture: see :func:`desktop.ui.first_picture.picture`."""

    def __call__(self, width: int, height: int, typed: str, *, dark: bool) -> str: ...


class FirstPicture(QWidget):
    """Paints the picture and keeps what is typed meanwhile."""

    painted = Signal()
    """For the first time, and on its way to the screen."""

    def __init__(self, draw: Draw) -> None:
        super().__init__()
        self._draw = draw
        self._painted = False
        self._afterwards = QTimer(self, singleShot=True)
        self._afterwards.timeout.connect(self.painted)
        self.typed = ""
        """What was typed and not taken back."""

    def take_key(self, event: "QKeyEvent") -> None:
        """Keep one key for the number field."""
        from PySide6.QtCore import Qt
        from PySide6.QtGui import QKeySequence

        if event.matches(QKeySequence.StandardKey.Paste):
            self.typed += QGuiApplication.clipboard().text().strip()
        elif event.key() == Qt.Key.Key_Backspace:
            self.typed = self.typed[:-1]
        elif event.text().isprintable():
            self.typed += event.text()
        self.update()

    def paintEvent(self, event: "QPaintEvent") -> None:
        dark = QGuiApplication.palette().window().color().lightness() < _MIDDLE_GREY
        svg = self._draw(self.width(), self.height(), self.typed, dark=dark)
        # What SVG cannot say; as in Theme.font.
        font = QFont()
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        font.setFeature(QFont.Tag("ss03"), 1)
        painter = QPainter(self)
        painter.setFont(font)
        QSvgRenderer(QByteArray(svg.encode("utf-8", "replace"))).render(painter)
        painter.end()
        if not self._painted:
            self._painted = True
            self._afterwards.start()


class Frame(QMainWindow):
    """Holds the picture, then the desk. One window for the whole time, so that nothing flickers."""

    def __init__(self, draw: Draw) -> None:
        super().__init__()
        self.setWindowTitle(TITLE)
        self.setMinimumSize(1000, 640)
        self.resize(1440, 900)
        self._desk: QWidget | None = None
        self.picture = FirstPicture(draw)
        self.setCentralWidget(self.picture)

    def furnish(self, desk: QWidget) -> None:
        """Put the desk in the place of its picture."""
        self._desk = desk
        self.setCentralWidget(desk)

    def vacate(self) -> None:
        """The desk that stood here has ended."""
        self._desk = None

    def keyPressEvent(self, event: "QKeyEvent") -> None:
        if self._desk is None:
            self.picture.take_key(event)
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: "QCloseEvent") -> None:
        if self._desk is not None:
            self._desk.close()
        super().closeEvent(event)
