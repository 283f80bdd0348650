"""The promise: when, who keeps it, and whether the hour suits the caller."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.vocabulary import QuickKey
from desktop.domain.wording import or_by, quick_line
from desktop.domain.zones import city_of_zone
from desktop.ui.intake.card_facts import CardFacts
from desktop.ui.intake.hours_advice import HoursAdvice
from desktop.ui.intake.promise_times import OWN, PromiseTimes
from desktop.ui.intake.where_asked import WhereAsked
from desktop.ui.own_time import OwnTime
from desktop.ui.theme import Theme
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.choice_button import ChoiceButton
from desktop.ui.widgets.field import Field
from desktop.ui.widgets.hours_bar import HoursBar
from desktop.ui.widgets.roving import Roving
from desktop.ui.widgets.select import Select

_STRETCHES = (11, 11, 11, 12)
_THREE_PM = 15 * 60
Owner = tuple[object, object]


class PromisePanel(Card):
    """Emits what was picked; shows the promise that stands on the card."""

    quick_picked = Signal(object)
    """A :class:`QuickKey`."""
    own_requested = Signal()
    time_picked = Signal(object)
    milestone_picked = Signal(object)
    owner_picked = Signal(object, object)
    """Team, user or None."""
    zone_picked = Signal(object)
    reason_typed = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, edge="primary-edge", name="Callback promise", parent=parent)
        self.quick: dict[QuickKey, ChoiceButton] = {}
        self._when = QHBoxLayout()
        for key, stretch in zip(QuickKey, _STRETCHES, strict=True):
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
            button.clicked.connect(lambda _on=False, k=key: self.quick_picked.emit(k))
            self.quick[key] = button
            self._when.addWidget(button, stretch)
        self.own = ChoiceButton(theme, "", icon="calendar-clock", checkable=True, height=46)
        self.own.setAutoExclusive(False)
        self.own.setAccessibleName("Pick date and time")
        self.own.setToolTip("Pick date and time")
        self.own.clicked.connect(self._own_pressed)
        self._when.addWidget(self.own)
        self._roving = Roving(self, [*self.quick.values(), self.own])
        self.own_time = OwnTime(theme)
        self.own_time.time_picked.connect(self.time_picked)
        self.own_time.milestone_picked.connect(self.milestone_picked)
        self.where = WhereAsked(theme)
        self.where.zone_picked.connect(self.zone_picked)
        self.owner = Select(theme, icon="users", name="Who calls back")
        self.owner.picked.connect(self._owner_picked)
        self.bar = HoursBar(theme)
        self._owner_field = Field(theme, "Who calls back", self.owner)
        self.hours = Field(theme, "Caller’s time", self.bar)
        self._rows = QGridLayout()
        self._rows.addWidget(self._owner_field, 0, 0)
        self._rows.addWidget(self.hours, 0, 1)
        self._rows.setColumnStretch(1, 1)
        self.advice = HoursAdvice(theme)
        self.advice.time_picked.connect(self.time_picked)
        self.advice.reason_typed.connect(self.reason_typed)
        self._column = QVBoxLayout(self)
        self._column.addLayout(self._when)
        self._column.addWidget(self.own_time)
        self._column.addWidget(self.where)
        self._column.addLayout(self._rows)
        self._column.addWidget(self.advice)
        self._owners: list[tuple[str, object]] = []
        self._dense: bool | None = None
        theme.changed.connect(self._restyle)
        self._restyle()

    def show_card(self, facts: CardFacts, times: PromiseTimes) -> None:
        """Show the promise."""
        promise = facts.form.promise
        for key, button in self.quick.items():
            offer = times.quick_time(key)
            if offer is None:
                continue
            line = offer.line
            on = promise.choice == key and promise.due_at is not None
            if on and promise.due_at is not None:
                # What was promised stays as it was said, whatever the offer would be by now.
                line = (
                    or_by(promise.due_at, times.zone, facts.now)
                    if offer.waits_on
                    else quick_line(promise.due_at, times.zone, facts.here)
                )
            button.set_text(offer.label)
            button.set_second(line)
            button.setChecked(on)
        self.own.setChecked(promise.choice == OWN)
        self._show_own(facts, times)
        self.where.show_card(facts)
        self._show_owner(facts)
        self._show_hours(facts, times)
        self.advice.show_card(facts, times)
        self._fit()

    def focus_here(self) -> None:
        """Ready to pick a time."""
        self._roving.focus_here()

    def _own_pressed(self) -> None:
        self.own_requested.emit()
        self.own_time.focus_here()

    def _show_own(self, facts: CardFacts, times: PromiseTimes) -> None:
        promise = facts.form.promise
        waits = promise.choice == QuickKey.CLOSING
        self.own_time.setVisible(promise.due_at is not None and (waits or promise.choice == OWN))
        if promise.due_at is None or self.own_time.isHidden():
            return
        self.own_time.show_time(
            promise.due_at,
            times.zone,
            facts.now,
            facts.place or city_of_zone(times.zone),
            facts.latest if waits else None,
            promise.milestone if waits else None,
        )

    def _show_owner(self, facts: CardFacts) -> None:
        desk = facts.desk
        owners: list[tuple[str, object]] = [(team.name, (team.id, None)) for team in desk.teams]
        me, mine = desk.actor.user_id, desk.actor.team_id
        people = sorted(desk.members, key=lambda user: (user.id != me, user.name))
        owners += [
            (f"{user.name} (you)" if user.id == me else user.name, (mine, user.id))
            for user in people
        ]
        if owners != self._owners:
            self._owners = owners
            self.owner.set_choices(owners)
        promise = facts.form.promise
        self.owner.set_value((facts.owner_team, promise.owner_user_id))

    def _show_hours(self, facts: CardFacts, times: PromiseTimes) -> None:
        hours = facts.hours
        self.bar.set_hours(hours.opens, hours.closes, (_THREE_PM,))
        self.bar.set_time(times.minute)
        if times.check is None:
            self.hours.set_hint("")
            return
        known = facts.place if times.check.deciding.zone == facts.candidates.zones[0] else None
        said = times.check.why(known)
        if times.outside:
            self.hours.set_hint(said, "late", "moon")
        else:
            self.hours.set_hint(said, "ok", "check")

    def _owner_picked(self, owner: object) -> None:
        if isinstance(owner, tuple):
            self.owner_picked.emit(*owner)

    def _restyle(self) -> None:
        px, compact = self.theme.px, self.theme.compact
        across, down = (8, 6) if compact else (12, 12)
        across, down = px(across) + 1, px(down) + 1
        self._column.setContentsMargins(across, down, across, down)
        self._column.setSpacing(px(6 if compact else 12))
        self._when.setSpacing(px(4 if compact else 6))
        self._rows.setHorizontalSpacing(px(16))
        self._rows.setColumnMinimumWidth(0, px(208 if compact else 204))
        self._owner_field.setFixedWidth(px(208 if compact else 204))
        self.own.setFixedWidth(px(36 if compact else 40))
        self._dense = None
        self._fit()

    def _fit(self) -> None:
        """With one more row open, or in compact, the marks and a label go: the notes stay in
        sight."""
        rows = (self.own_time, self.where, self.advice)
        dense = self.theme.compact or any(not row.isHidden() for row in rows)
        if dense == self._dense:
            return
        self._dense = dense
        self._owner_field.label.setVisible(not dense)
        end = Qt.AlignmentFlag.AlignBottom if dense else Qt.AlignmentFlag.AlignTop
        self._rows.setAlignment(self._owner_field, end)
        self.bar.show_ticks(not dense)
