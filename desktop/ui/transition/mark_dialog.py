"""Marking a step: what it will do, then the act."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.domain.local_time import instant, local_day
from desktop.domain.transition import TITLES
from desktop.domain.vocabulary import MilestoneKind
from desktop.domain.wording import clock, in_sentence
from desktop.services.milestone_rows import MarkPreview
from desktop.ui.theme import Theme
from desktop.ui.transition.long_work import Fact, LongWorkDialog
from desktop.ui.transition.transition_words import counted, date_words
from desktop.ui.widgets.day_select import DaySelect, day_words
from desktop.ui.widgets.field import Field
from desktop.ui.widgets.label import Label
from desktop.ui.widgets.line_edit import LineEdit
from desktop.ui.widgets.select import Select

_BACK = timedelta(days=90)
_DAYS = 4
"""So many days are named; the rest is counted."""
_NOON = 12 * 60


class MarkDialog(LongWorkDialog):
    """For a closure it also asks which clinic, and who keeps the records."""

    site_chosen = Signal()
    """Another clinic: what would happen is another thing."""

    def __init__(
        self,
        theme: Theme,
        window: QWidget,
        now: Callable[[], datetime],
        zone: str,
        kind: MilestoneKind,
        sites: Sequence[tuple[str, UUID]] = (),
    ) -> None:
        title = _TITLE.get(kind, f"Has {TITLES[kind]} happened?")
        act = _ACT.get(kind, f"Mark {TITLES[kind]} done")
        super().__init__(theme, window, title, act=act, icon="flag")
        self._now, self._zone, self._kind = now, zone, kind
        self.preview: MarkPreview | None = None
        self._waiting = Label(theme, "Looking what it will do…", "body", "text-2")
        today = local_day(now(), zone)
        self.day = DaySelect(theme, "When it happened")
        self.day.show_days(today, today - _BACK, today, today)
        self.site = Select(theme, name="Which clinic")
        self.custodian = LineEdit(theme, "A name, or an archive")
        self.contact = LineEdit(theme, "Number, e-mail or address")
        self._custodian = Field(theme, "Who keeps the records", self.custodian)
        self.body.addWidget(self._waiting)
        self.lay_facts()
        closing = kind is MilestoneKind.CLOSURE
        every: list[tuple[str, object]] = [("All clinics", None)]
        self.site.set_choices([*sites, *every] if closing else every)
        self.site.picked.connect(lambda _site: self.site_chosen.emit())
        # They have a place in the dialog also where they are not asked: a widget without one would
        # be collected in whichever thread comes along.
        for field in (
            Field(theme, "Which clinic", self.site),
            self._custodian,
            Field(theme, "How they are reached", self.contact),
        ):
            self.body.addWidget(field)
            field.setVisible(closing)
        self.body.addWidget(Field(theme, "When it happened", self.day))
        self.finish_body(self.site if closing else self.safe_button)
        self.act_button.set_off("Looking what it will do.")

    @property
    def site_id(self) -> UUID | None:
        """The clinic that closes; None for all, and for the other steps."""
        site = self.site.value()
        return site if isinstance(site, UUID) else None

    @property
    def happened_at(self) -> datetime | None:
        """None is now; an earlier day counts from its noon."""
        day = self.day.value()
        if not isinstance(day, date) or day == local_day(self._now(), self._zone):
            return None
        return instant(day, _NOON, self._zone)

    @property
    def keeper(self) -> tuple[str, str]:
        """Who keeps the records, and how they are reached."""
        return self.custodian.text().strip(), self.contact.text().strip()

    def complete(self) -> bool:
        """Whether nothing is missing; what is gets said at its field."""
        if self._kind is MilestoneKind.CLOSURE and not self.keeper[0]:
            self._custodian.set_problem("Name who keeps the records of the clinic.")
            self.custodian.setFocus()
            return False
        return True

    def show_preview(self, preview: MarkPreview) -> None:
        """What marking it now would do."""
        self.preview = preview
        self._waiting.hide()
        self.show_facts(facts_of(preview, self._zone, local_day(self._now(), self._zone)))
        self.act_button.set_on()


def facts_of(preview: MarkPreview, zone: str, today: date) -> tuple[Fact, ...]:
    """Everything that would happen, in sentences."""
    return (
        *_callbacks(preview, zone, today),
        *_words(preview),
        *_closure(preview),
        *_warnings(preview),
    )


def _callbacks(preview: MarkPreview, zone: str, today: date) -> tuple[Fact, ...]:
    count = preview.becoming_due
    if not count:
        return (("No callback waits for it.", "calendar-clock", "text-2"),)
    becomes = "1 callback becomes due" if count == 1 else f"{count:,} callbacks become due"
    by_day: dict[date, int] = {}
    for each in preview.days:
        by_day[each.day] = by_day.get(each.day, 0) + each.callbacks
    days = [f"{many:,} {_on(day, today)}" for day, many in sorted(by_day.items())]
    rest = sum(many for _day, many in sorted(by_day.items())[_DAYS:])
    shown = [*days[:_DAYS], *([f"{rest:,} later"] if rest else [])]
    last = preview.last_due_at
    until = ""
    if last is not None and len(by_day) > 1:
        until = f" The last is due {date_words(local_day(last, zone), today)}, {clock(last, zone)}."
    spread = ", ".join(shown)
    said = f"{becomes}, spread within everybody’s hours: {spread}.{until}"
    found = [(said, "phone-outgoing", "plan")]
    teams = sorted({each.team for each in preview.days})
    if len(teams) > 1:
        found.append((f"They stay with who has them: {', '.join(teams)}.", "users", "text-2"))
    if preview.keep_latest:
        kept = counted(preview.keep_latest, "callback keeps", "callbacks keep")
        found.append((f"{kept} the latest date that was promised.", "clock", "text-2"))
    return tuple(found)


def _on(day: date, today: date) -> str:
    """ "today", "tomorrow", else "on Thu, Nov 20"."""
    said = day_words(day, today)
    near = in_sentence(said)
    return near if near != said else f"on {said}"


def _words(preview: MarkPreview) -> tuple[Fact, ...]:
    found: list[Fact] = []
    if preview.ending:
        names = ", ".join(preview.ending)
        ends = "ends" if len(preview.ending) == 1 else "end"
        found.append((f"Statement {names} {ends} with it.", "badge-check", "plan"))
    if preview.without_words:
        said = "No approved words are left then: desks take messages until new ones are approved."
        found.append((said, "circle-alert", "late"))
    if preview.to_tell:
        people = counted(preview.to_tell, "person has", "people have")
        said = f"{people} heard words that end, and should be told again."
        found.append((said, "users", "text-2"))
    return tuple(found)


def _closure(preview: MarkPreview) -> tuple[Fact, ...]:
    if preview.kind is not MilestoneKind.CLOSURE:
        return ()
    stops = "No visit there can be promised from then on, and its teams are given no new promises."
    if preview.site_id is None:
        stops = "No visit can be promised from then on. Calls about records and money still can."
    listed = "Everyone to be told is listed next: safety events and disrupted treatment first."
    return ((stops, "ban", "late"), (listed, "users", "text-2"))


def _warnings(preview: MarkPreview) -> tuple[Fact, ...]:
    found: list[Fact] = []
    if preview.skipped:
        names = " and ".join(TITLES[kind] for kind in preview.skipped)
        is_not = "is" if len(preview.skipped) == 1 else "are"
        found.append((f"{names} {is_not} not marked yet.", "circle-alert", "late"))
    if preview.stranded:
        promises = counted(preview.stranded, "open callback belongs", "open callbacks belong")
        said = f"{promises} to a team of this clinic and need another one."
        found.append((said, "circle-alert", "late"))
    if preview.open_drafts:
        calls = counted(preview.open_drafts, "call is", "calls are")
        kept = "It is saved as it is" if preview.open_drafts == 1 else "They are saved as they are"
        said = f"{calls} being typed now. {kept}; nothing is lost."
        found.append((said, "phone-call", "text-2"))
    return tuple(found)


_TITLE = {
    MilestoneKind.CALLED_OFF: "Was the sale called off?",
    MilestoneKind.CLOSURE: "Has a clinic closed?",
    MilestoneKind.SIGNED: "Was the agreement signed?",
    MilestoneKind.SYSTEMS_MOVED: "Have the systems moved?",
    MilestoneKind.COMPLETE: "Is the transition complete?",
    MilestoneKind.ANNOUNCED: "Was the sale announced?",
}
_ACT = {
    MilestoneKind.CALLED_OFF: "Mark as called off",
    MilestoneKind.CLOSURE: "Mark as closed",
}
