"""A time of day that is typed as people write it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.domain.time_typing import read_clock
from desktop.domain.wording import clock_of_minute
from desktop.ui.theme import Theme
from desktop.ui.widgets.line_edit import LineEdit


class ClockField(LineEdit):
    """Takes a time in many forms and writes it properly when it is left."""

    minute_typed = Signal(int)
    """The minute of the day, when what was typed is a time and the field is left."""

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, "2:30 pm", icon="clock", name=name, parent=parent)
        self._minute = 0
        self.editingFinished.connect(self._finished)

    @property
    def minute(self) -> int | None:
        """The minute typed; None when it is no time."""
        return read_clock(self.text())

    def show_minute(self, minute: int) -> None:
        """Show a time; what is being typed is left alone."""
        self._minute = minute
        if not self.hasFocus() or not self.isModified():
            self.setText(clock_of_minute(minute))

    def _finished(self) -> None:
        minute = self.minute
        if minute is None:
            self.setText(clock_of_minute(self._minute))
            return
        self.setText(clock_of_minute(minute))
        if minute != self._minute:
            self._minute = minute
            self.minute_typed.emit(minute)
