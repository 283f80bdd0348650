"""Clinic, desk, time zone and hours."""

from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.domain.wording import clock_of_minute
from desktop.services.first_desk import CLOSES, OPENS, FirstDesk
from desktop.ui.first_run.step_page import StepPage
from desktop.ui.first_run.zone_choices import zone_choices
from desktop.ui.theme import Theme
from desktop.ui.widgets.field import Field
from desktop.ui.widgets.line_edit import LineEdit
from desktop.ui.widgets.select import Select

_FIRST, _LAST, _STEP = 5 * 60, 23 * 60, 30


class DeskStep(StepPage):
    """``zone`` is the one this computer is set to, chosen beforehand ("" for none)."""

    def __init__(self, theme: Theme, now: datetime, zone: str) -> None:
        super().__init__(
            theme,
            "Which clinic does this desk answer for?",
            "Promises are kept by the clinic’s clock and within its hours.",
        )
        self.clinic = LineEdit(theme, "Phoenix", height=40)
        self.desk = LineEdit(theme, "Front desk 1", height=40)
        self.desk.setText("Front desk 1")
        self.zone = Select(theme, placeholder="Choose the time zone", height=40)
        self.zone.set_choices([(words, name) for words, name in zone_choices(now, zone)])
        if zone:
            self.zone.set_value(zone)
        hours: list[tuple[str, object]] = [
            (clock_of_minute(minute), minute) for minute in range(_FIRST, _LAST + 1, _STEP)
        ]
        self.opens, self.closes = Select(theme, height=40), Select(theme, height=40)
        for select, minute in ((self.opens, OPENS), (self.closes, CLOSES)):
            select.set_choices(hours)
            select.set_value(minute)
        self.clinic_field = Field(
            theme, "Clinic", self.clinic, help_text="As your callers know it, the city for example"
        )
        self.zone_field = Field(
            theme, "Time zone of the clinic", self.zone, help_text="The clock there should be right"
        )
        self.closes_field = Field(theme, "Closes", self.closes)
        self.desk_field = Field(
            theme, "This desk", self.desk, help_text="Tells your desks apart, if there are several"
        )
        self._row(self.clinic_field, self.desk_field)
        self.column.addWidget(self.zone_field)
        self._row(
            Field(theme, "Opens", self.opens, help_text="Monday to Friday"), self.closes_field
        )
        self.zone.picked.connect(self.zone_field.clear_problem)
        for select in (self.opens, self.closes):
            select.picked.connect(self.closes_field.clear_problem)

    def focus_first(self) -> None:
        self.clinic.setFocus()

    def check(self) -> bool:
        missing: QWidget | None = None
        if self.closes.currentIndex() <= self.opens.currentIndex():
            self.closes_field.set_problem("It closes after it opens. Choose a later time.")
            missing = self.closes
        if self.zone.value() is None:
            self.zone_field.set_problem("Choose the clinic’s time zone.")
            missing = self.zone
        if not self.desk.text().strip():
            self.desk_field.set_problem("Give this desk a name. “Front desk 1” is fine.")
            missing = self.desk
        if not self.clinic.text().strip():
            self.clinic_field.set_problem("Type the clinic’s name.")
            missing = self.clinic
        if missing is not None:
            missing.setFocus()
        return missing is None

    def place(self) -> FirstDesk:
        """What was filled in."""
        return FirstDesk(
            clinic=self.clinic.text(),
            desk=self.desk.text(),
            zone=str(self.zone.value()),
            opens=_minute(self.opens),
            closes=_minute(self.closes),
        )

    def _row(self, *fields: Field) -> None:
        row = QHBoxLayout()
        row.setSpacing(self.theme.px(12))
        for field in fields:
            row.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
        self.column.addLayout(row)


def _minute(select: Select) -> int:
    value = select.value()
    return value if isinstance(value, int) else 0
