"""A day and a time of one's own; or the milestone a promise waits on, and its latest date."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.domain.local_time import instant, local_day, minute_of_day
from desktop.domain.vocabulary import MilestoneKind
from desktop.ui.theme import Theme
from desktop.ui.widgets.clock_field import ClockField
from desktop.ui.widgets.day_select import DaySelect
from desktop.ui.widgets.label import Label
from desktop.ui.widgets.select import Select

AHEAD = timedelta(days=60)
"""How far ahead a time is offered."""
WAITING_AHEAD = timedelta(days=180)
"""How far ahead a promise may be asked to wait, where the policy lets it."""
_MILESTONES = {
    MilestoneKind.SIGNED: "When the agreement is signed",
    MilestoneKind.CLOSING: "When the deal closes",
    MilestoneKind.SYSTEMS_MOVED: "When the systems have moved",
    MilestoneKind.COMPLETE: "When everything is complete",
}


class OwnTime(QWidget):
    """Shown only for a time picked by hand or a promise that waits."""

    time_picked = Signal(object)
    """When, in UTC."""
    milestone_picked = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.milestone = Select(theme, icon="milestone", name="Waits on")
        self.milestone.set_choices([(words, kind) for kind, words in _MILESTONES.items()])
        self.milestone.set_tint("plan")
        self.milestone.picked.connect(self.milestone_picked)
        self._latest = Label(theme, "or at the latest", "small", "text-2")
        self.day = DaySelect(theme, "Day")
        self.day.day_picked.connect(self._pick_day)
        self.time = ClockField(theme, "Time")
        self.time.minute_typed.connect(self._pick_minute)
        self._where = Label(theme, "", "small", "text-2", elide=True)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(self.milestone, 3)
        self._row.addWidget(self._latest)
        self._row.addWidget(self.day, 3)
        self._row.addWidget(self.time, 2)
        self._row.addWidget(self._where, 2)
        self._zone, self._day, self._minute = "UTC", date.min, 0
        theme.changed.connect(self._restyle)
        self._restyle()
        self.hide()

    def show_time(
        self,
        due_at: datetime,
        zone: str,
        now: datetime,
        place: str,
        latest: Callable[[datetime], datetime] | None = None,
        milestone: MilestoneKind | None = None,
    ) -> None:
        """Show ``due_at`` on the clocks of ``zone``, which are those of ``place``. A ``milestone``
        makes it the latest date of a promise that waits; ``latest`` is how far the policy lets
        that be."""
        waits = milestone is not None
        self._zone, self._day = zone, local_day(due_at, zone)
        self._minute = minute_of_day(due_at, zone)
        today = local_day(now, zone)
        last = today + AHEAD
        if latest is not None:
            farthest = today + (WAITING_AHEAD if waits else AHEAD)
            last = local_day(latest(instant(farthest, self._minute, zone)), zone)
        self.day.show_days(today, today, last, self._day)
        self.time.show_minute(self._minute)
        self.milestone.setVisible(waits)
        self._latest.setVisible(waits)
        self.time.setVisible(not waits)
        self._where.setVisible(not waits)
        self._where.set_text(f"{place} time")
        if waits:
            self.milestone.set_value(milestone)

    def focus_here(self) -> None:
        """Ready to pick the day."""
        if self.isVisible():
            self.day.setFocus()

    def _pick_day(self, day: object) -> None:
        if isinstance(day, date):
            self._emit(day, self._minute)

    def _pick_minute(self, minute: int) -> None:
        self._emit(self._day, minute)

    def _emit(self, day: date, minute: int) -> None:
        at: datetime = instant(day, minute, self._zone)
        self.time_picked.emit(at)

    def _restyle(self) -> None:
        self._row.setSpacing(self._theme.px(8))
