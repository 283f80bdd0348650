"""The field of the top bar that searches everything."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from desktop.ui.keys import key_of
from desktop.ui.theme import Theme
from desktop.ui.widgets.line_edit import LineEdit

_HEIGHT = 36
_NARROWEST, _WIDEST = 120, 420
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -5, Qt.Key.Key_PageDown: 5}


class SearchBox(LineEdit):
    """Tells of its keys; what is found is shown elsewhere."""

    moved = Signal(int)
    """So many hits down, or up."""
    entered = Signal()
    left = Signal()
    """Esc was pressed."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(
            theme,
            "Search people, numbers, calls, scripts",
            icon="search",
            kbd=key_of("search").text(),
            style="small",
            name="Search people, numbers, calls, scripts",
            parent=parent,
        )
        self.setMaxLength(10_000)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        step = _STEPS.get(Qt.Key(event.key()))
        if held:
            super().keyPressEvent(event)
        elif step is not None:
            self.moved.emit(step)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _restyle(self) -> None:
        super()._restyle()
        # The top bar is as high in a compact window.
        self.setFixedHeight(self.theme.px(_HEIGHT))
        self.setMinimumWidth(self.theme.px(_NARROWEST))
        self.setMaximumWidth(self.theme.px(_WIDEST))
