"""Which days: a few that are asked for every week, or two dates."""

from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.theme import Theme
from desktop.ui.widgets.field import Field
from desktop.ui.widgets.line_edit import LineEdit
from desktop.ui.widgets.select import Select

Days = tuple[date | None, date | None]
_OWN = "own"
_WEEK = timedelta(days=6)


def _last_month(today: date) -> Days:
    last = today.replace(day=1) - timedelta(days=1)
    return last.replace(day=1), last


def _this_month(today: date) -> Days:
    return today.replace(day=1), today.replace(day=monthrange(today.year, today.month)[1])


PERIODS: tuple[tuple[str, Callable[[date], Days]], ...] = (
    ("All days", lambda _today: (None, None)),
    ("Today", lambda today: (today, today)),
    ("The last 7 days", lambda today: (today - _WEEK, today)),
    ("This month", _this_month),
    ("Last month", _last_month),
)


class Period(QWidget):
    """Days from and to, both included; a day left empty is no bound."""

    changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = date(1970, 1, 1)
        self.select = Select(theme, icon="calendar-days", name="Days")
        self.select.set_choices(
            [*((words, words) for words, _ in PERIODS), ("From one day to another…", _OWN)]
        )
        self.first = LineEdit(theme, "2025-11-12")
        self.last = LineEdit(theme, "2025-11-18")
        self._fields = (
            Field(theme, "First day", self.first),
            Field(theme, "Last day, included", self.last),
        )
        self._own = QWidget()
        row = QHBoxLayout(self._own)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(8))
        for field in self._fields:
            row.addWidget(field)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        column.addWidget(Field(theme, "Days", self.select))
        column.addWidget(self._own)
        self._own.hide()
        self.select.picked.connect(self._picked)
        for edit in (self.first, self.last):
            edit.editingFinished.connect(self.changed)

    def begin(self, today: date, as_listed: bool) -> None:
        """``today`` is that of the desk. ``as_listed``: the list has days of its own."""
        self._today = today
        own = ("As in the list", None) if as_listed else PERIODS[0]
        choices = [own, *PERIODS[1:]] if as_listed else list(PERIODS)
        self.select.set_choices(
            [*((words, words) for words, _ in choices), ("From one day to another…", _OWN)]
        )
        self.select.set_value(own[0])
        self._own.hide()

    @property
    def as_listed(self) -> bool:
        """The days of the list hold."""
        return self.select.value() == "As in the list"

    def days(self) -> Days | None:
        """The days that are picked; None while what is typed is no day, which is said there."""
        picked = self.select.value()
        if picked != _OWN:
            return dict(PERIODS)[str(picked)](self._today) if not self.as_listed else (None, None)
        found: list[date | None] = []
        for field, edit in zip(self._fields, (self.first, self.last), strict=True):
            text = edit.text().strip()
            try:
                found.append(date.fromisoformat(text) if text else None)
            except ValueError:
                field.set_problem("Write it as 2025-11-18")
                return None
        first, last = found
        if first and last and last < first:
            self._fields[1].set_problem("This is before the first day")
            return None
        return first, last

    def _picked(self) -> None:
        own = self.select.value() == _OWN
        self._own.setVisible(own)
        if own:
            self.first.setFocus()
        self.changed.emit()
