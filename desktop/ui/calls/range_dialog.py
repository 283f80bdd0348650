"""From which day to which."""

from datetime import date

from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.domain.day_typing import read_day
from desktop.ui.callbacks.ask_dialog import AskDialog
from desktop.ui.calls.periods import Days
from desktop.ui.theme import Theme
from desktop.ui.widgets.field import Field
from desktop.ui.widgets.line_edit import LineEdit


class RangeDialog(AskDialog):
    """Two days as they are typed; an empty one is no bound."""

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(
            theme, window, "Which days?", act="Show these days", icon="calendar-days", width=460
        )
        self.first = LineEdit(theme, "Nov 3", icon="calendar-days")
        self.last = LineEdit(theme, "Nov 18", icon="calendar-days")
        self.first_field = Field(theme, "From", self.first, optional="if there is a first")
        self.last_field = Field(theme, "To", self.last, optional="included")
        row = QHBoxLayout()
        row.setSpacing(theme.px(12))
        row.addWidget(self.first_field, 1)
        row.addWidget(self.last_field, 1)
        self.body.addLayout(row)
        self.finish_body(self.first)

    def days(self, today: date) -> Days | None:
        """The days typed; None when one cannot be read, which its field then says."""
        found: list[date | None] = []
        for field, line in ((self.first_field, self.first), (self.last_field, self.last)):
            day = read_day(line.text(), today)
            if line.text().strip() and day is None:
                field.set_problem("Type a day, as in Nov 18.")
                line.setFocus()
                return None
            found.append(day)
        first, last = found
        if first is not None and last is not None and last < first:
            self.last_field.set_problem("This is before the first day.")
            self.last.setFocus()
            return None
        return Days(first, last)
