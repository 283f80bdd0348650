"""One tab stop for a row of buttons; arrow keys move among them."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractButton

_STEPS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Down: 1,
}


class Roving(QObject):
    """Watches ``buttons``: Tab enters at the checked or last used one, arrows go on from there.

    With ``digits`` the key of a button's place presses it (1 is the first).
    """

    def __init__(
        self, parent: QObject, buttons: Sequence[QAbstractButton] = (), *, digits: bool = False
    ) -> None:
        super().__init__(parent)
        self._digits = digits
        self._buttons: list[QAbstractButton] = []
        self.set_buttons(buttons)

    def set_buttons(self, buttons: Sequence[QAbstractButton]) -> None:
        """Watch these instead."""
        watched, self._buttons = self._buttons, list(buttons)
        for button in self._buttons:
            if button not in watched:
                button.installEventFilter(self)
                button.toggled.connect(self._checked_stops)
        checked = next((b for b in self._buttons if b.isChecked()), None)
        self._stop_at(checked or (self._buttons[0] if self._buttons else None))

    def focus_here(self) -> None:
        """Put the focus on the checked button, else on the first."""
        shown = [b for b in self._buttons if b.isVisible() and b.isEnabled()]
        target = next((b for b in shown if b.isChecked()), shown[0] if shown else None)
        if target is not None:
            target.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # Every event of each button comes by here: its class is quicker asked for than its type.
        if isinstance(event, QFocusEvent):
            if event.gotFocus() and isinstance(watched, QAbstractButton):
                self._stop_at(watched)
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._pressed(watched, event)
        return False

    def _pressed(self, watched: QObject, event: QKeyEvent) -> bool:
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        usable = [b for b in self._buttons if b.isVisible() and b.isEnabled()]
        if watched not in usable:
            return False
        step = _STEPS.get(Qt.Key(event.key()))
        if step is not None:
            at = usable.index(watched) + step
            if 0 <= at < len(usable):
                usable[at].setFocus(Qt.FocusReason.TabFocusReason)
            return True
        digit = event.text()
        if self._digits and digit.isdecimal() and 1 <= int(digit) <= len(self._buttons):
            button = self._buttons[int(digit) - 1]
            button.setFocus(Qt.FocusReason.TabFocusReason)
            button.click()
            return True
        return False

    def _checked_stops(self) -> None:
        checked = next((b for b in self._buttons if b.isChecked()), None)
        if checked is not None:
            self._stop_at(checked)

    def _stop_at(self, current: QAbstractButton | None) -> None:
        for button in self._buttons:
            stop = button is current
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if stop else Qt.FocusPolicy.ClickFocus)
