"""When to ring: quick times or a time of one's own, held against the person's hours."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.calling_hours import CallingHours, HourCheck, allowed
from desktop.domain.local_time import instant, local_day, minute_of_day
from desktop.domain.quick_times import QuickTime, quick_times
from desktop.domain.suitable_hours import next_suitable
from desktop.domain.vocabulary import CallbackKind, MilestoneKind, QuickKey
from desktop.domain.wording import clock_of_minute, promise_line
from desktop.domain.work_days import SiteCalendar
from desktop.domain.zones import Candidates, city_of_zone
from desktop.services.callback_detail import CallbackDetail
from desktop.services.queue_row import QueueRow
from desktop.ui.theme import Theme
from desktop.ui.widgets.button import Button
from desktop.ui.widgets.choice_button import ChoiceButton
from desktop.ui.widgets.clock_field import ClockField
from desktop.ui.widgets.day_select import DaySelect
from desktop.ui.widgets.field import Field, IconLine
from desktop.ui.widgets.hours_bar import HoursBar
from desktop.ui.widgets.label import Label
from desktop.ui.widgets.line_edit import LineEdit
from desktop.ui.widgets.roving import Roving

_AHEAD = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class TimeFacts:
    """Whom a time is chosen for: where they may be, their hours, who rings them from ``here``.
    ``place`` and ``name`` are words. ``strict`` lets no time outside their hours through."""

    candidates: Candidates
    hours: CallingHours
    site: SiteCalendar
    here: str
    place: str = ""
    name: str = ""
    strict: bool = False


def time_facts(detail: CallbackDetail, here: str) -> TimeFacts:
    """Whom a time is chosen for."""
    row = detail.row
    return TimeFacts(
        detail.candidates,
        detail.hours,
        detail.calendar,
        here,
        detail.place,
        row.name.split()[0] if row.name_is_known else "",
        row.kind is CallbackKind.MARKETING,
    )


def time_facts_of_all(rows: Sequence[QueueRow], site: SiteCalendar) -> TimeFacts:
    """One time for several people: it has to suit the clocks of all of them. Whoever has narrower
    hours of their own is told by the write."""
    zones = tuple(dict.fromkeys(row.zone for row in rows))
    certain = all(row.zone_certain for row in rows)
    candidates = Candidates(zones, certain=certain and len(zones) == 1, ask=False)
    strict = any(row.kind is CallbackKind.MARKETING for row in rows)
    return TimeFacts(candidates, CallingHours(), site, site.zone, strict=strict)


class TimeChoice(QWidget):
    """``waits`` offers "When the deal closes…" too."""

    changed = Signal()
    """Another time is chosen."""

    def __init__(
        self,
        theme: Theme,
        now: Callable[[], datetime],
        *,
        waits: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme, self._now = theme, now
        self._facts: TimeFacts | None = None
        self._offers: dict[QuickKey, QuickTime] = {}
        self._key: QuickKey | None = QuickKey.TOMORROW
        self._due_at: datetime | None = None
        self._instead: datetime | None = None
        self.quick: dict[QuickKey, ChoiceButton] = {}
        self._when = QHBoxLayout()
        for key in QuickKey:
            if key is QuickKey.CLOSING and not waits:
                continue
            plan = key is QuickKey.CLOSING
            button = ChoiceButton(
                theme,
                "",
                style="label",
                tone="plan" if plan else "text",
                edge="plan-edge" if plan else "",
                checkable=True,
                height=46,
            )
            button.setAutoExclusive(False)
            button.clicked.connect(lambda _on=False, k=key: self._pick_quick(k))
            self.quick[key] = button
            self._when.addWidget(button, 1)
        self.own = ChoiceButton(theme, "", icon="calendar-clock", checkable=True, height=46)
        self.own.setAutoExclusive(False)
        self.own.setAccessibleName("Pick day and time")
        self.own.setToolTip("Pick day and time")
        self.own.clicked.connect(self._pick_own)
        self._when.addWidget(self.own)
        self._roving = Roving(self, [*self.quick.values(), self.own])
        self.day = DaySelect(theme, "Day")
        self.day.day_picked.connect(self._pick_day)
        self.time = ClockField(theme, "Time")
        self.time.minute_typed.connect(self._pick_minute)
        self._where = Label(theme, "", "small", "text-2", elide=True)
        self._own = QWidget()
        own = QHBoxLayout(self._own)
        own.setContentsMargins(0, 0, 0, 0)
        own.addWidget(self.day, 3)
        own.addWidget(self.time, 2)
        own.addWidget(self._where, 2)
        self.bar = HoursBar(theme, name="Their time")
        self.field = Field(theme, "Their time", self.bar)
        self.line = IconLine(theme, "", "late", "moon", "cap-medium")
        self.instead = Button(theme, "", height=28)
        self.instead.clicked.connect(self._take_instead)
        self.reason = LineEdit(
            theme, "Why it cannot wait", icon="pencil", name="Why it cannot wait"
        )
        self._advice = QWidget()
        advice = QVBoxLayout(self._advice)
        advice.setContentsMargins(0, 0, 0, 0)
        top = QHBoxLayout()
        top.addWidget(self.line, 1)
        top.addWidget(self.instead)
        advice.addLayout(top)
        advice.addWidget(self.reason)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addLayout(self._when)
        self._column.addWidget(self._own)
        self._column.addWidget(self.field)
        self._column.addWidget(self._advice)
        theme.changed.connect(self._restyle)
        self._restyle()

    # -- asked and answered --------------------------------------------------------------------

    def show_facts(self, facts: TimeFacts) -> None:
        """Ask for a time for this person. A quick time follows them to their place; a time that
        was picked by hand stays."""
        self._facts = facts
        offers = quick_times(self._now(), facts.candidates, facts.hours, facts.site)
        self._offers = {offer.key: offer for offer in offers}
        if self._key is not None:
            self._due_at = self._offers[self._key].due_at
        self._show()

    def start_again(self) -> None:
        """Nothing is chosen by hand any more."""
        self._key = QuickKey.TOMORROW
        self.reason.clear()
        if self._facts is not None:
            self.show_facts(self._facts)

    @property
    def due_at(self) -> datetime | None:
        """The time chosen, or the latest date of a promise that waits."""
        return self._due_at

    @property
    def milestone(self) -> MilestoneKind | None:
        """What else it waits on."""
        return self._offers[self._key].waits_on if self._key in self._offers else None

    @property
    def hours_reason(self) -> str:
        """Why it cannot wait until their hours; empty inside of them."""
        return self.reason.text().strip() if self.outside else ""

    @property
    def outside(self) -> bool:
        """Whether the chosen time lies outside their hours."""
        return not self._advice.isHidden()

    @property
    def words(self) -> str:
        """ "Wed 10:00 am for Juniper · 9:00 here"; empty while nothing is chosen."""
        facts = self._facts
        if facts is None or self._due_at is None:
            return ""
        zone = facts.candidates.zones[0]
        return promise_line(self._due_at, zone, facts.here, facts.name, self._now())

    def focus_here(self) -> None:
        """Ready to pick."""
        self._roving.focus_here()

    def ask_reason(self) -> None:
        """The time needs a reason: ready to type it."""
        self._advice.show()
        self.reason.show()
        self.reason.setFocus()

    # -- inside --------------------------------------------------------------------------------

    def _pick_quick(self, key: QuickKey) -> None:
        self._key = key
        self._due_at = self._offers[key].due_at if self._offers else None
        self._show()
        self.changed.emit()

    def _pick_own(self) -> None:
        self._key = None
        self._show()
        self.day.setFocus()
        self.changed.emit()

    def _pick_day(self, day: object) -> None:
        if isinstance(day, date) and self._facts is not None and self._due_at is not None:
            zone = self._facts.candidates.zones[0]
            self._pick_time(instant(day, minute_of_day(self._due_at, zone), zone))

    def _pick_minute(self, minute: int) -> None:
        if self._facts is not None and self._due_at is not None:
            zone = self._facts.candidates.zones[0]
            self._pick_time(instant(local_day(self._due_at, zone), minute, zone))

    def _pick_time(self, at: datetime) -> None:
        self._key, self._due_at = None, at
        self._show()
        self.changed.emit()

    def _take_instead(self) -> None:
        if self._instead is not None:
            self._pick_time(self._instead)
            self.own.setFocus()

    def _show(self) -> None:
        facts = self._facts
        if facts is None or self._due_at is None:
            return
        zone, now = facts.candidates.zones[0], self._now()
        for key, button in self.quick.items():
            button.set_text(self._offers[key].label)
            button.set_second(self._offers[key].line)
            button.setChecked(key is self._key)
        self.own.setChecked(self._key is None)
        self._own.setVisible(self._key is None)
        today = local_day(now, zone)
        self.day.show_days(today, today, today + _AHEAD, local_day(self._due_at, zone))
        self.time.show_minute(minute_of_day(self._due_at, zone))
        place = facts.place or city_of_zone(zone)
        self._where.set_text(f"{place} time")
        self.bar.set_hours(facts.hours.opens, facts.hours.closes)
        self._show_check(facts, allowed(self._due_at, facts.candidates, facts.hours), place)

    def _show_check(self, facts: TimeFacts, check: HourCheck, place: str) -> None:
        self.bar.set_time(check.deciding.minute)
        first = check.deciding.zone == facts.candidates.zones[0]
        said = check.why(place if first else None)
        good = ("ok", "check") if check.allowed else ("late", "moon")
        self.field.set_hint(said, *good)
        self._advice.setVisible(not check.allowed)
        if check.allowed:
            return
        hours = check.hours
        span = f"{clock_of_minute(hours.opens)} to {clock_of_minute(hours.closes)}"
        self.line.set_text(f"Choose a time from {span} there.")
        wanted = max(self._due_at or self._now(), self._now())
        self._instead = next_suitable(wanted, facts.candidates, facts.hours, facts.site)
        zone = facts.candidates.zones[0]
        when = promise_line(self._instead, zone, facts.here, "", self._now())
        self.instead.set_text(f"Use {when}")
        self.reason.setVisible(not facts.strict)

    def _restyle(self) -> None:
        px = self._theme.px
        self._column.setSpacing(px(8))
        self._when.setSpacing(px(6))
        self.own.setFixedWidth(px(40))
