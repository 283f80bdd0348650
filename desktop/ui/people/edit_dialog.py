"""Everything of a person's own, in one form: name, kind, language, place, hours, clinic, what the
transition has to do with them, notes."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop.domain.vocabulary import VoicemailRule
from desktop.domain.wording import clock_of_minute
from desktop.services.person_card import PersonRow
from desktop.services.places import SiteRow
from desktop.ui.callbacks.ask_dialog import AskDialog
from desktop.ui.first_run.zone_choices import zone_choices
from desktop.ui.intake.born_field import BornField, read_born
from desktop.ui.people.concern_fields import ConcernFields
from desktop.ui.people.concern_words import clinic_zone
from desktop.ui.people.person_words import VOICEMAIL_WORDS
from desktop.ui.theme import Theme
from desktop.ui.widgets.checks import CheckBox
from desktop.ui.widgets.field import Field
from desktop.ui.widgets.line_edit import LineEdit
from desktop.ui.widgets.select import Select
from desktop.ui.widgets.text_area import TextArea

_HALF_HOURS = range(8 * 60, 21 * 60 + 1, 30)
_FROM_PLACE = ""
"""The zone follows from the city or the number."""


class EditDialog(AskDialog):
    """Holds what is typed against the person as they were when it was opened. When somebody else
    was quicker, :meth:`rebase` takes over what they changed and keeps what was typed here."""

    def __init__(
        self,
        theme: Theme,
        window: QWidget,
        person: PersonRow,
        sites: Sequence[SiteRow],
        now: datetime,
        today: date,
        here: str,
    ) -> None:
        super().__init__(
            theme,
            window,
            f"What do you know of {person.name}?",
            act="Save details",
            icon="pencil",
            width=720,
        )
        self.person, self._today, self._here = person, today, here
        self.name = LineEdit(theme)
        self.kind = LineEdit(theme, "Patient")
        self.born = BornField(theme)
        self.language = LineEdit(theme, "English")
        self.interpreter = CheckBox(theme, "Needs an interpreter")
        self.city = LineEdit(theme, "Chicago")
        self.zone = Select(theme)
        zones: list[tuple[str, object]] = [("From their city or number", _FROM_PLACE)]
        zones += [(words, zone) for words, zone in zone_choices(now, person.zone or "")]
        self.zone.set_choices(zones)
        hours: list[tuple[str, object]] = [(clock_of_minute(m), m) for m in _HALF_HOURS]
        self.opens, self.closes = Select(theme), Select(theme)
        self.opens.set_choices([("From 8:00 am", None), *hours[1:-1]])
        self.closes.set_choices([("Until 9:00 pm", None), *hours[1:-1]])
        self.prefers = LineEdit(theme, "Mornings")
        self.voicemail = Select(theme)
        self.voicemail.set_choices([(words, str(rule)) for rule, words in VOICEMAIL_WORDS.items()])
        self.clinic = Select(theme)
        self.clinic.set_choices([("Not set", None), *((site.name, site.id) for site in sites)])
        self._zones = {site.id: site.zone for site in sites}
        self.concern = ConcernFields(theme, today, here)
        self.notes = TextArea(theme, "What the next clerk should know", name="Notes")
        self.notes.setFixedHeight(theme.px(76))
        for select in (
            self.zone,
            self.opens,
            self.closes,
            self.voicemail,
            self.clinic,
            self.concern.consent,
        ):
            # As wide as the form gives, not as the longest choice would be by itself.
            select.setSizeAdjustPolicy(Select.SizeAdjustPolicy.AdjustToContentsOnFirstShow)
        self._name_field = Field(theme, "Name", self.name)
        self._born_field = Field(theme, "Date of birth", self.born)
        self._lay_out()
        self._show(person)
        self.finish_body(self.name)

    def rebase(self, person: PersonRow) -> None:
        """Somebody changed them meanwhile: what was not touched here is as they left it."""
        typed = self.changes()
        self.person = person
        self._show(person)
        self._fill(typed)

    def changes(self) -> dict[str, Any]:
        """The columns that differ from the person as they were."""
        said = self._said()
        city_alone = (said["city"] or "") != (self.person.city or "")
        changed = {
            name: value
            for name, value in said.items()
            if (value or None) != (getattr(self.person, name) or None)
        }
        if city_alone and "zone" not in changed and said["zone"] == self.person.zone:
            # A new city brings its own zone, unless one was said here.
            changed.pop("zone", None)
        return changed

    def complete(self) -> bool:
        """Whether it can be saved; else each field says what is missing."""
        if not self.name.text().strip():
            self._name_field.set_problem("What do they call themselves?")
            self.name.setFocus()
            return False
        if self.born.text().strip() and read_born(self.born.text(), self._today) is None:
            self._born_field.set_problem("Month, day and year, like 3/9/1984")
            self.born.setFocus()
            return False
        return self.concern.complete(self._clinic_zone)

    def _said(self) -> dict[str, Any]:
        return {
            "name": " ".join(self.name.text().split()),
            "kind": self.kind.text().strip() or "Caller",
            "date_of_birth": read_born(self.born.text(), self._today),
            "language": self.language.text().strip() or "English",
            "interpreter": self.interpreter.isChecked(),
            "city": self.city.text().strip() or None,
            "zone": self.zone.value() or None,
            "hours_from": self.opens.value(),
            "hours_to": self.closes.value(),
            "prefers": self.prefers.text().strip() or None,
            "voicemail": VoicemailRule(str(self.voicemail.value())),
            "site_id": self.clinic.value(),
            "notes": self.notes.text().strip(),
            **self.concern.said(self._clinic_zone),
        }

    @property
    def _clinic_zone(self) -> str:
        """On whose clock the appointment was typed."""
        site = self.clinic.value()
        if isinstance(site, UUID) and site in self._zones:
            return self._zones[site]
        return clinic_zone(self.person, self._here)

    def _show(self, person: PersonRow) -> None:
        self._fill({name: getattr(person, name) for name in self._said()})

    def _fill(self, values: dict[str, Any]) -> None:
        self._fill_choices(values)
        self.concern.fill(values, self.person)
        texts = {
            "name": self.name,
            "kind": self.kind,
            "language": self.language,
            "city": self.city,
            "prefers": self.prefers,
        }
        for name in values.keys() & texts.keys():
            texts[name].setText(values[name] or "")
        if "date_of_birth" in values:
            born: date | None = values["date_of_birth"]
            self.born.setText(f"{born.month}/{born.day}/{born.year}" if born else "")
        if "notes" in values:
            self.notes.set_text(values["notes"])

    def _fill_choices(self, values: dict[str, Any]) -> None:
        if "interpreter" in values:
            self.interpreter.setChecked(bool(values["interpreter"]))
        if "zone" in values:
            self.zone.set_value(values["zone"] or _FROM_PLACE)
        for name, select in (("hours_from", self.opens), ("hours_to", self.closes)):
            if name in values and not select.set_value(values[name]):
                # An hour that came from elsewhere: it is kept as it is.
                select.addItem(clock_of_minute(values[name]), values[name])
                select.set_value(values[name])
        if "site_id" in values:
            self.clinic.set_value(values["site_id"])
        if "voicemail" in values:
            self.voicemail.set_value(str(values["voicemail"]))

    def _lay_out(self) -> None:
        theme = self.theme
        fields = self.concern.fields
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(12))
        grid.setVerticalSpacing(theme.px(8))
        places: tuple[tuple[QWidget, int, int, int], ...] = (
            (self._name_field, 0, 0, 2),
            (Field(theme, "They are", self.kind), 0, 2, 1),
            (self._born_field, 0, 3, 1),
            (Field(theme, "City", self.city), 1, 0, 1),
            (Field(theme, "Time zone", self.zone), 1, 1, 1),
            (Field(theme, "Language", self.language), 1, 2, 1),
            (self.interpreter, 1, 3, 1),
            (Field(theme, "Best time", self.prefers, optional="in their words"), 2, 0, 1),
            (Field(theme, "Ring", self.opens), 2, 1, 1),
            (Field(theme, "Not after", self.closes), 2, 2, 1),
            (Field(theme, "Voicemail", self.voicemail), 2, 3, 1),
            (Field(theme, "Clinic", self.clinic), 3, 0, 1),
            (fields["address"], 3, 1, 3),
            (fields["next_appointment_at"], 4, 0, 2),
            (fields["series_left"], 4, 2, 1),
            (fields["last_infusion_on"], 4, 3, 1),
            (fields["prepaid_cents"], 5, 0, 1),
            (fields["handover_consent"], 5, 1, 2),
            (Field(theme, "Notes", self.notes), 6, 0, 4),
        )
        for widget, row, column, span in places:
            bottom = widget is self.interpreter
            align = Qt.AlignmentFlag.AlignBottom if bottom else Qt.AlignmentFlag.AlignTop
            grid.addWidget(widget, row, column, 1, span, align)
        for column in range(4):
            grid.setColumnStretch(column, 1)
        self.body.addLayout(grid)
