"""How the transition concerns somebody, typed: address, appointment, series, money, consent."""

import contextlib
from collections.abc import Mapping
from datetime import date
from typing import Any

from PySide6.QtCore import Qt

from desktop.domain.transition_fields import (
    UnreadableField,
    read_appointment,
    read_count,
    read_day,
    read_money,
)
from desktop.domain.wording import money_words
from desktop.services.person_card import PersonRow
from desktop.ui.people.concern_words import CONSENT_WORDS, appointment_words
from desktop.ui.theme import Theme
from desktop.ui.widgets.field import Field
from desktop.ui.widgets.line_edit import LineEdit
from desktop.ui.widgets.select import Select

COLUMNS = (
    "address",
    "next_appointment_at",
    "series_left",
    "last_infusion_on",
    "prepaid_cents",
    "handover_consent",
)


class ConcernFields:
    """Six fields of the form of a person. What was not touched is given back as it was, also when
    the clinic, whose clock tells the appointment, became another."""

    def __init__(self, theme: Theme, today: date, here: str) -> None:
        self._today, self._here = today, here
        self.address = LineEdit(theme, "12 Elm St, Chicago, IL 60601")
        self.appointment = LineEdit(theme, "12/1/2026 10:30 am")
        self.series = LineEdit(theme, "None")
        self.infusion = LineEdit(theme, "11/1/2026")
        self.prepaid = LineEdit(theme, "$0.00")
        self.consent = Select(theme)
        self.consent.set_choices(
            [("Not asked", None), *((words, said) for said, words in CONSENT_WORDS.items())]
        )
        clock = "on the clinic’s clock"
        self.fields: Mapping[str, Field] = {
            "address": Field(theme, "Postal address", self.address),
            "next_appointment_at": Field(
                theme, "Next appointment", self.appointment, optional=clock
            ),
            "series_left": Field(theme, "Infusions to come", self.series),
            "last_infusion_on": Field(theme, "Last infusion", self.infusion),
            "prepaid_cents": Field(theme, "Paid ahead", self.prepaid),
            "handover_consent": Field(theme, "New owner", self.consent),
        }
        self._lines = {
            "address": self.address,
            "next_appointment_at": self.appointment,
            "series_left": self.series,
            "last_infusion_on": self.infusion,
            "prepaid_cents": self.prepaid,
        }
        self._shown: dict[str, tuple[str, Any]] = {}

    def fill(self, values: Mapping[str, Any], person: PersonRow) -> None:
        """Show these columns, as they stand on a person."""
        for name in values.keys() & self._lines.keys():
            said = _words(name, values[name], person, self._here)
            self._lines[name].setText(said)
            self._shown[name] = (said, values[name])
        if "handover_consent" in values:
            self.consent.set_value(values["handover_consent"])

    def said(self, zone: str) -> dict[str, Any]:
        """The columns; what cannot be read stays as it was. ``zone`` is the clinic's."""
        found: dict[str, Any] = {"handover_consent": self.consent.value()}
        for name, line in self._lines.items():
            shown, value = self._shown.get(name, ("", None))
            if line.text().strip() != shown:
                with contextlib.suppress(UnreadableField):
                    value = _read(name, line.text().strip(), zone)
            found[name] = value
        return found

    def complete(self, zone: str) -> bool:
        """Whether all of it can be read; else the field says what is the matter, and has the
        focus."""
        for name, line in self._lines.items():
            shown, _ = self._shown.get(name, ("", None))
            problem = ""
            try:
                if line.text().strip() != shown:
                    value = _read(name, line.text().strip(), zone)
                    if name == "last_infusion_on" and value is not None and value > self._today:
                        problem = "This day lies ahead. Check it."
            except UnreadableField as unreadable:
                problem = _ASKED.get(name, str(unreadable))
            if problem:
                self.fields[name].set_problem(problem)
                line.setFocus(Qt.FocusReason.OtherFocusReason)
                return False
        return True


_ASKED: Mapping[str, str] = {
    "next_appointment_at": "Day and time, like 12/1/2026 10:30 am",
    "series_left": "A number, like 3",
    "last_infusion_on": "Month, day and year",
    "prepaid_cents": "Dollars, like 1,200.50",
}


def _words(name: str, value: Any, person: PersonRow, here: str) -> str:
    if not value:
        return ""
    if name == "next_appointment_at":
        return appointment_words(value, person, here)
    if name == "last_infusion_on":
        return f"{value.month}/{value.day}/{value.year}"
    return money_words(value) if name == "prepaid_cents" else str(value)


def _read(name: str, text: str, zone: str) -> Any:
    if name == "next_appointment_at":
        return read_appointment(text, zone, month_first=True)
    if name == "series_left":
        return read_count(text, "infusions to come") or None
    if name == "last_infusion_on":
        return read_day(text, "the last infusion", month_first=True)
    return read_money(text) or None if name == "prepaid_cents" else text or None
