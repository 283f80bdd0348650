"""A password, with what the keys typed say about Caps Lock."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from desktop.ui.theme import Theme
from desktop.ui.widgets.line_edit import LineEdit

CAPS_ICON = "arrow-big-up-dash"
"""Stands before what is said about Caps Lock."""


class PasswordField(LineEdit):
    """Qt cannot say whether Caps Lock is on, a letter typed without Shift can: so nothing is
    claimed before the first one."""

    caps_lock_seen = Signal(bool)

    def __init__(
        self,
        theme: Theme,
        placeholder: str = "Password",
        *,
        height: int = 40,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, placeholder, height=height, password=True, parent=parent)
        self._caps: bool | None = None

    def clear(self) -> None:
        """Empty it; the next letter says about Caps Lock anew."""
        self._caps = None
        super().clear()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        letter = event.text()
        if event.key() == Qt.Key.Key_CapsLock:
            self._see(None if self._caps is None else not self._caps)
        elif (
            not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            and letter.isalpha()
            and letter.upper() != letter.lower()
        ):
            self._see(letter == letter.upper())
        super().keyPressEvent(event)

    def _see(self, caps: bool | None) -> None:
        if caps is not None and caps != self._caps:
            self._caps = caps
            self.caps_lock_seen.emit(caps)
