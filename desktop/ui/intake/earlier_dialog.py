"""When an earlier call really was: a late entry after a power cut."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.domain.local_time import instant, local_day, minute_of_day
from desktop.ui.dialogs import Dialog
from desktop.ui.theme import Theme
from desktop.ui.widgets.button import Button, Kind
from desktop.ui.widgets.clock_field import ClockField
from desktop.ui.widgets.day_select import DaySelect
from desktop.ui.widgets.field import Field
from desktop.ui.widgets.label import Label

_BACK = timedelta(days=30)


class EarlierDialog(Dialog):
    """Asks for day and time; the call is then marked as a late entry."""

    time_given = Signal(object)
    """When the call began, in UTC."""

    def __init__(
        self, theme: Theme, window: QWidget, clock: Callable[[], datetime], zone: str
    ) -> None:
        super().__init__(theme, window, "When was the call?", icon="history")
        self._clock, self._zone = clock, zone
        self.body.addWidget(
            Label(
                theme,
                "The call keeps its real time and is marked as entered late.",
                "small",
                "text-2",
                wrap=True,
            )
        )
        row = QHBoxLayout()
        row.setSpacing(theme.px(10))
        self.day = DaySelect(theme, "Day")
        self.time = ClockField(theme, "Time")
        self._time_field = Field(theme, "Time here", self.time)
        row.addWidget(Field(theme, "Day", self.day), 3)
        row.addWidget(self._time_field, 2)
        self.body.addLayout(row)
        self.keep = Button(theme, "Not now", kbd="Esc")
        self.keep.clicked.connect(self.reject)
        self.set_time = Button(theme, "Set the time", Kind.PRIMARY, kbd="Ctrl+Enter")
        self.set_time.clicked.connect(self._give)
        self.buttons.addWidget(self.keep)
        self.buttons.addWidget(self.set_time)

    def ask(self, at: datetime) -> None:
        """Open with a time to begin from; returns at once."""
        today = local_day(self._clock(), self._zone)
        self.day.show_days(today, today - _BACK, today, local_day(at, self._zone))
        self.time.show_minute(minute_of_day(at, self._zone))
        self.open()
        self.time.setFocus(Qt.FocusReason.OtherFocusReason)
        self.time.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._give()
        else:
            super().keyPressEvent(event)

    def _give(self) -> None:
        day, minute = self.day.value(), self.time.minute
        if not isinstance(day, date) or minute is None:
            self._time_field.set_problem("A time like 1:05 pm")
            return
        at = instant(day, minute, self._zone)
        if at > self._clock():
            self._time_field.set_problem("That is still to come")
            return
        self.accept()
        self.time_given.emit(at)
