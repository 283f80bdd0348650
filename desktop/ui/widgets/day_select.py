"""A day to pick, in words: "Tomorrow", "Wed, Nov 18"."""

from datetime import date, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.domain.wording import spoken_day
from desktop.ui.theme import Theme
from desktop.ui.widgets.select import Select

_WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def day_words(day: date, today: date) -> str:
    """ "Today", "Tomorrow", else "Wed, Nov 18"."""
    if abs((day - today).days) < 2:
        return spoken_day(day, today)
    return f"{_WEEKDAYS[day.weekday()]}, {_MONTHS[day.month - 1]} {day.day}"


class DaySelect(Select):
    """Days from ``first`` on, ``step`` days apart."""

    day_picked = Signal(object)
    """A date."""

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, icon="calendar-days", name=name, height=36, parent=parent)
        self._span: tuple[date, date, date] | None = None
        self.picked.connect(self.day_picked)

    def show_days(self, today: date, first: date, last: date, chosen: date) -> None:
        """Offer the days from ``first`` to ``last`` (and the chosen one), with one chosen."""
        first, last = min(first, chosen), max(last, chosen)
        if self._span != (today, first, last):
            self._span = (today, first, last)
            days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
            self.set_choices([(day_words(day, today), day) for day in days])
        self.set_value(chosen)
