"""Six boxes for a PIN."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from desktop.domain.passwords import PIN_DIGITS, as_typed_anywhere
from desktop.ui.theme import Theme
from desktop.ui.widgets.painting import draw_box, draw_dot

_HEIGHT = 48
_GAP = 8
_DOT = 10
_UP_DOWN = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_SIDEWAYS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End)


class PinField(QLineEdit):
    """Takes six digits, typed or pasted in any form, and never shows them.

    A line edit underneath, so that input methods, paste and screen readers know it as a password;
    they hear how many digits are typed, not which.
    """

    step_requested = Signal(int)
    """Up (-1) or Down (1) was pressed: the person wants the next one in the list."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._problem = False
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setInputMethodHints(
            Qt.InputMethodHint.ImhDigitsOnly | Qt.InputMethodHint.ImhSensitiveData
        )
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setDragEnabled(False)
        self.setFrame(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.textEdited.connect(self._take)
        self.textChanged.connect(self._tell)
        theme.changed.connect(self._restyle)
        self._tell("")
        self._restyle()

    @property
    def is_complete(self) -> bool:
        """Whether all six digits are there."""
        return len(self.text()) == PIN_DIGITS

    def set_problem_shown(self, shown: bool) -> None:
        """Show or hide the rust edges (a Field calls this)."""
        self._problem = shown
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(240), self._theme.px(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(200), self._theme.px(_HEIGHT))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in _UP_DOWN:
            self.step_requested.emit(_UP_DOWN[Qt.Key(key)])
        elif key in _SIDEWAYS:
            event.accept()  # there is only the end to type at
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, typed = self._theme, len(self.text())
        painter = QPainter(self)
        gap, focus = theme.px(_GAP), self.hasFocus()
        wide = (self.width() - gap * (PIN_DIGITS - 1)) / PIN_DIGITS
        for place in range(PIN_DIGITS):
            left, right = round(place * (wide + gap)), round(place * (wide + gap) + wide)
            box = QRectF(left, 0, right - left, self.height())
            here = focus and place == min(typed, PIN_DIGITS - 1) and self.isEnabled()
            self._paint_box(painter, box, here=here)
            if place < typed:
                draw_dot(painter, box.center(), theme.px(_DOT), theme.color("text"))
            elif here:
                tall = theme.px(22)
                caret = QRectF(round(box.center().x()) - 1, (self.height() - tall) // 2, 2, tall)
                painter.fillRect(caret, theme.color("text"))
        painter.end()

    def _paint_box(self, painter: QPainter, box: QRectF, *, here: bool) -> None:
        theme = self._theme
        edge, width = ("control" if self.isEnabled() else "line-2"), 1
        if self._problem:
            edge, width = "late", 2
        if here:
            edge, width = "focus", 2
        ground = theme.color("surface" if self.isEnabled() else "sunken")
        draw_box(painter, box, theme.px(6), ground, theme.color(edge), width)

    def _take(self, text: str) -> None:
        """Keep the digits of what was typed or pasted: "135 790", full-width ones too."""
        digits = "".join(c for c in as_typed_anywhere(text) if c.isascii() and c.isdigit())
        digits = digits[:PIN_DIGITS]
        if digits != text:
            self.setText(digits)

    def _tell(self, text: str) -> None:
        self.setAccessibleDescription(f"{len(text)} of {PIN_DIGITS} digits typed")
        self.update()

    def _restyle(self) -> None:
        self.setFixedHeight(self._theme.px(_HEIGHT))
        self.update()
