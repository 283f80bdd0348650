"""When a step is planned."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from PySide6.QtWidgets import QWidget

from desktop.domain.vocabulary import MilestoneKind
from desktop.services.milestone_rows import MilestoneRow
from desktop.ui.callbacks.ask_dialog import AskDialog
from desktop.ui.theme import Theme
from desktop.ui.transition.transition_words import name_of
from desktop.ui.widgets.day_select import day_words
from desktop.ui.widgets.field import Field
from desktop.ui.widgets.line_edit import LineEdit
from desktop.ui.widgets.select import Select

_AHEAD = 400


class PlanDialog(AskDialog):
    """A closure that nobody wrote down yet also asks for its clinic."""

    def __init__(
        self,
        theme: Theme,
        window: QWidget,
        row: MilestoneRow,
        today: date,
        sites: Sequence[tuple[str, UUID]] = (),
    ) -> None:
        new_closure = row.kind is MilestoneKind.CLOSURE and row.id is None
        title = "When does a clinic close?" if new_closure else f"When is {name_of(row)} planned?"
        super().__init__(theme, window, title, act="Save the plan", icon="calendar-clock")
        self._row = row
        self.site = Select(theme, name="Which clinic")
        self.day = Select(theme, icon="calendar-days", name="Day")
        first = today + timedelta(days=0)
        days = [first + timedelta(days=n) for n in range(_AHEAD)]
        choices: list[tuple[str, object]] = [("No day yet", None)]
        planned = row.planned_on
        if planned is not None and planned < today:
            choices.append((f"{day_words(planned, today)}, which is over", planned))
        self.day.set_choices([*choices, *((_with_year(day, today), day) for day in days)])
        self.day.set_value(planned)
        self.note = LineEdit(theme, "What is known of it")
        self.note.setText(row.note)
        every: list[tuple[str, object]] = [("All clinics", None)]
        self.site.set_choices([*sites, *every])
        which = Field(theme, "Which clinic", self.site)
        self.body.addWidget(which)
        which.setVisible(new_closure)
        self.body.addWidget(Field(theme, "Day", self.day))
        self.body.addWidget(
            Field(theme, "Note", self.note, optional="everybody at the desk sees it")
        )
        self.custodian = LineEdit(theme, "A name, or an archive")
        self.contact = LineEdit(theme, "Number, e-mail or address")
        self.custodian.setText(row.custodian)
        self.contact.setText(row.custodian_contact)
        for field in (
            Field(theme, "Who keeps the records", self.custodian),
            Field(theme, "How they are reached", self.contact),
        ):
            self.body.addWidget(field)
            field.setVisible(row.kind is MilestoneKind.CLOSURE)
        self.finish_body(self.site if new_closure else self.day)

    @property
    def site_id(self) -> UUID | None:
        """The clinic of a closure."""
        if self._row.id is not None:
            return self._row.site_id
        site = self.site.value()
        return site if isinstance(site, UUID) else None

    @property
    def planned_on(self) -> date | None:
        """The day, None for none yet."""
        day = self.day.value()
        return day if isinstance(day, date) else None


def _with_year(day: date, today: date) -> str:
    said = day_words(day, today)
    return said if day.year == today.year else f"{said}, {day.year}"
