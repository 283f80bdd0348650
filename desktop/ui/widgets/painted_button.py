"""The common ground of every button that paints itself."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from desktop.ui.theme import Theme

_ARROWS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)


@dataclass(frozen=True, slots=True)
class Look:
    """The state a control is painted in."""

    hover: bool = False
    pressed: bool = False
    focus: bool = False
    off: bool = False


class PaintedButton(QPushButton):
    """A push button without Qt's own face. Enter presses it, as Space does.

    The words are kept apart from ``QPushButton.text``, where an ``&`` in a caller's name would
    become a shortcut. The accessible name is the words unless set otherwise.
    """

    def __init__(self, theme: Theme, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self._words = ""
        self._shown_as: Look | None = None
        self.setAutoDefault(False)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._restyle)
        self.set_text(text)

    def words(self) -> str:
        """The words on the button."""
        return self._words

    def set_text(self, text: str) -> None:
        """Change the words, and the accessible name with them."""
        self._words = text
        self.setAccessibleName(text)
        self._restyle()

    def look(self) -> Look:
        """The state to paint now."""
        if self._shown_as is not None:
            return self._shown_as
        return Look(
            hover=self.underMouse() and self.isEnabled(),
            pressed=self.isDown(),
            focus=self.hasFocus(),
            off=not self.isEnabled(),
        )

    def show_as(self, look: Look | None) -> None:
        """Paint in this state whatever the real one (for the component sheet)."""
        self._shown_as = look
        self.update()

    def face(self) -> QRectF:
        """The rectangle to paint in."""
        return QRectF(self.rect())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        )
        if plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif event.key() in _ARROWS:
            # Qt would move the focus among siblings; the group or page around decides.
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _restyle(self) -> None:
        self.updateGeometry()
        self.update()
