"""The keys that open the Safety card."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

_EIGHT = (Qt.Key.Key_8, Qt.Key.Key_Asterisk, Qt.Key.Key_ParenLeft, Qt.Key.Key_Underscore)
"""What the key 8 is with Shift held, by keyboard."""
_HELD = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def opens_card(event: QKeyEvent) -> bool:
    """Whether this is F8 or Ctrl+Shift+8, pressed once."""
    held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    if event.key() == Qt.Key.Key_F8:
        return not held
    return event.key() in _EIGHT and held == _HELD
