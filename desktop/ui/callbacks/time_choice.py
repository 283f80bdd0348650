"""When to ring: quick times or a time of one's own, held against the person's hours."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.calling_hours import CallingHours, HourCheck, allowed
from desktop.domain.local_time import same_wall_time
from desktop.domain.quick_times import QuickTime, held_to, quick_times
from desktop.domain.suitable_hours import next_suitable
from desktop.domain.vocabulary import CallbackKind, MilestoneKind, QuickKey
from desktop.domain.waiting import WaitLimit
from desktop.domain.wording import clock_of_minute, promise_line, waits_line
from desktop.domain.work_days import SiteCalendar
from desktop.domain.zones import Candidates, city_of_zone
from desktop.services.callback_detail import CallbackDetail
from desktop.services.queue_row import QueueRow
from desktop.ui.own_time import OwnTime
from desktop.ui.theme import Theme
from desktop.ui.widgets.button import Button
from desktop.ui.widgets.choice_button import ChoiceButton
from desktop.ui.widgets.field import Field, IconLine
from desktop.ui.widgets.hours_bar import HoursBar
from desktop.ui.widgets.line_edit import LineEdit
from desktop.ui.widgets.roving import Roving


@dataclass(frozen=True, slots=True)
class TimeFacts:
    """Whom a time is chosen for: where they may be, their hours, who rings them from ``here``.
    ``place`` and ``name`` are words. ``strict`` lets no time outside their hours through. ``limit``
    is how long a promise to them may wait for a milestone; where it ``waits`` already, every time
    is held to it."""

    candidates: Candidates
    hours: CallingHours
    site: SiteCalendar
    here: str
    place: str = ""
    name: str = ""
    strict: bool = False
    limit: WaitLimit | None = None
    waits: bool = False


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
        detail.wait,
        waits=detail.wait is not None,
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
        self._milestone: MilestoneKind | None = None
        self._latest_picked = False
        self._picked_in: str | None = None  # None: a time that came from outside is what it is
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
        self.own_time = OwnTime(theme)
        self.own_time.time_picked.connect(self._pick_time)
        self.own_time.milestone_picked.connect(self._pick_milestone)
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
        self._column.addWidget(self.own_time)
        self._column.addWidget(self.field)
        self._column.addWidget(self._advice)
        theme.changed.connect(self._restyle)
        self._restyle()

    # -- asked and answered --------------------------------------------------------------------

    def show_facts(self, facts: TimeFacts) -> None:
        """Ask for a time for this person. A quick time follows them to their place; a time that
        was picked by hand stays what it is on their clock, wherever they turn out to be."""
        self._facts = facts
        now, zone = self._now(), facts.candidates.zones[0]
        picked_in, self._picked_in = self._picked_in or zone, zone
        self._offers = {
            offer.key: held_to(offer, self._latest, zone, facts.site.zone, now)
            if offer.waits_on or facts.waits
            else offer
            for offer in quick_times(now, facts.candidates, facts.hours, facts.site)
        }
        if self._key is not None and not self._latest_picked:
            self._due_at = self._offers[self._key].due_at
        elif self._due_at is not None:
            if picked_in != zone:
                self._due_at = same_wall_time(self._due_at, picked_in, zone)
            if self._waits:
                self._due_at = self._latest(self._due_at)
        self._show()

    def start_again(self) -> None:
        """Nothing is chosen by hand any more."""
        self._key, self._milestone, self._latest_picked = QuickKey.TOMORROW, None, False
        self.reason.clear()
        if self._facts is not None:
            self.show_facts(self._facts)

    @property
    def key(self) -> QuickKey | None:
        """The quick time chosen; None for a time of one's own."""
        return self._key

    def choose(self, key: QuickKey | None, due_at: datetime | None = None) -> None:
        """Choose a quick time, or with None the time of one's own ``due_at``, without telling."""
        self._key = key
        if key is None:
            self._due_at = due_at
        if self._facts is not None:
            self.show_facts(self._facts)
        if key is None:
            self._picked_in = None

    def wait_for(self, milestone: MilestoneKind, latest: datetime) -> None:
        """Begin with a promise that waits already, until ``latest``."""
        self._key, self._milestone = QuickKey.CLOSING, milestone
        self._due_at, self._latest_picked, self._picked_in = latest, True, None

    @property
    def due_at(self) -> datetime | None:
        """The time chosen, or the latest date of a promise that waits."""
        return self._due_at

    @property
    def milestone(self) -> MilestoneKind | None:
        """What else it waits on."""
        if self._key is not QuickKey.CLOSING or not self._offers:
            return None
        return self._milestone or self._offers[self._key].waits_on

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
        """ "Wed 10:00 am for Juniper · 9:00 here", "After Closing, or by Dec 16, for Juniper";
        empty while nothing is chosen."""
        facts = self._facts
        if facts is None or self._due_at is None:
            return ""
        zone = facts.candidates.zones[0]
        if self.milestone is not None:
            return waits_line(self.milestone, self._due_at, zone, self._now(), facts.name)
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
        self._key, self._latest_picked = key, False
        self._due_at = self._offers[key].due_at if self._offers else None
        self._show()
        self.changed.emit()

    def _pick_own(self) -> None:
        self._key, self._latest_picked = None, False
        self._show()
        self.own_time.focus_here()
        self.changed.emit()

    def _pick_time(self, at: datetime) -> None:
        if self._key is QuickKey.CLOSING:
            self._latest_picked = True
        else:
            self._key = None
        self._due_at = self._latest(at) if self._waits else at
        self._picked_in = self._facts.candidates.zones[0] if self._facts else None
        self._show()
        self.changed.emit()

    def _pick_milestone(self, milestone: object) -> None:
        # Qt keeps a StrEnum as a plain text.
        self._milestone = MilestoneKind(str(milestone))
        self.changed.emit()

    @property
    def _waits(self) -> bool:
        """Whether the time is the latest date of a promise that waits."""
        waits = self._facts is not None and self._facts.waits
        return waits or self._key is QuickKey.CLOSING

    def _latest(self, wanted: datetime) -> datetime:
        facts = self._facts
        if facts is None or facts.limit is None:
            return wanted
        there = facts.candidates, facts.hours, facts.site
        return facts.limit.latest(wanted, self._now(), *there)

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
        place = facts.place or city_of_zone(zone)
        latest = self._latest if self._waits else None
        self.own_time.setVisible(self._key in (None, QuickKey.CLOSING))
        self.own_time.show_time(self._due_at, zone, now, place, latest, self.milestone)
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
