"""A time of day that is typed as people write it."""

import re

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.domain.wording import clock_of_minute
from desktop.ui.theme import Theme
from desktop.ui.widgets.line_edit import LineEdit

_TIME = re.compile(
    r"\s*(?P<hour>\d{1,2})(?:[:.]?(?P<minute>\d\d))?\s*(?P<half>[ap])?\.?(?:m\.?)?\s*",
    re.IGNORECASE,
)
_WORDS = {"noon": 12 * 60, "midnight": 0}


def read_clock(text: str) -> int | None:
    """A minute of the day from "2:30 pm", "14:30", "230p" or "noon"; None for anything else.

    An hour from 1 to 7 without am or pm is in the afternoon: nobody is promised a call at night.
    """
    plain = text.strip().lower()
    if plain in _WORDS:
        return _WORDS[plain]
    found = _TIME.fullmatch(text)
    if found is None:
        return None
    hour, minute, half = int(found["hour"]), int(found["minute"] or 0), found["half"]
    if minute > 59 or hour > (12 if half else 23) or (half and hour == 0):
        return None
    if half:
        hour = hour % 12 + (12 if half.lower() == "p" else 0)
    elif 1 <= hour <= 7 and len(found["hour"]) == 1:
        hour += 12
    return hour * 60 + minute


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
