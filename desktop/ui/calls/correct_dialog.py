"""The form of a correction: what the call should say, and why."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.domain.day_typing import read_day
from desktop.domain.local_time import instant, local_day, minute_of_day
from desktop.domain.number_typing import typed
from desktop.domain.vocabulary import CallOutcome, Direction, Reason
from desktop.services.call_correcting import Corrected
from desktop.services.call_detail import CallDetail
from desktop.ui.callbacks.ask_dialog import AskDialog
from desktop.ui.calls.call_words import number_words, outcome_words
from desktop.ui.calls.somebody_field import SomebodyField
from desktop.ui.theme import Theme
from desktop.ui.widgets.chip import Chip
from desktop.ui.widgets.clock_field import ClockField
from desktop.ui.widgets.field import Field, IconLine
from desktop.ui.widgets.line_edit import LineEdit
from desktop.ui.widgets.phone_field import PhoneField
from desktop.ui.widgets.roving import Roving
from desktop.ui.widgets.select import Select
from desktop.ui.widgets.text_area import TextArea
from desktop.ui.words import REASON_WORDS

_NOTES_HEIGHT = 76
_STAYS = "The promise stays open. Close it in Callbacks if nothing is owed."
_ASKS = "After this you are asked when to ring back."
_DANGER = "A safety follow-up is opened at once."


class CorrectDialog(AskDialog):
    """Begins with what the call says. Closed without acting it keeps what was typed."""

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(
            theme,
            window,
            "What should this call say?",
            act="Correct the call",
            safe="Leave it",
            icon="file-pen-line",
            width=720,
        )
        self._detail: CallDetail | None = None
        self._here, self._today, self._number_was = "UTC", date(1970, 1, 1), ""
        self.speaker = SomebodyField(theme, "Who spoke")
        self.subject = SomebodyField(theme, "Whom it concerns")
        self.number = PhoneField(theme, typed, "(312) 555-0147", name="Number")
        self.site = Select(theme, name="Clinic")
        self.direction = Select(theme, name="In or out")
        self.direction.set_choices([("Call in", Direction.IN), ("Call out", Direction.OUT)])
        self.day = LineEdit(theme, "Nov 18", icon="calendar-days")
        self.day_field = Field(theme, "Day", self.day)
        self.began = ClockField(theme, "Began")
        self.ended = ClockField(theme, "Ended")
        self.outcome = Select(theme, name="Outcome")
        self.outcome.set_choices([(outcome_words(each)[0], each) for each in CallOutcome])
        self.outcome_says = IconLine(theme)
        self.outcome.currentIndexChanged.connect(lambda _index: self._tell_outcome())
        self.reasons: dict[Reason, Chip] = {}
        self.notes = TextArea(theme, name="Notes")
        self.notes.setFixedHeight(theme.px(_NOTES_HEIGHT))
        self.because = LineEdit(theme, "She was promised a call")
        self.because_field = Field(theme, "Why it is corrected", self.because)
        self._build()

    def _build(self) -> None:
        theme = self.theme
        chips = QWidget()
        row = QHBoxLayout(chips)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(4))
        for digit, reason in enumerate(Reason, start=1):
            chip = Chip(theme, REASON_WORDS[reason], digit=str(digit), tight=True)
            row.addWidget(chip)
            self.reasons[reason] = chip
        row.addStretch(1)
        self._roving = Roving(self, list(self.reasons.values()), digits=True)
        self._row(self.speaker, self.subject)
        self._row(
            Field(theme, "Number", self.number),
            Field(theme, "Clinic", self.site),
            Field(theme, "In or out", self.direction),
        )
        self._row(
            self.day_field,
            Field(theme, "Began", self.began),
            Field(theme, "Ended", self.ended),
            Field(theme, "Outcome", self.outcome),
        )
        self.body.addWidget(self.outcome_says)
        self.body.addWidget(Field(theme, "Reasons", chips))
        self.body.addWidget(Field(theme, "Notes", self.notes))
        self.body.addWidget(self.because_field)
        self.finish_body(self.outcome)

    def _row(self, *parts: QWidget) -> None:
        row = QHBoxLayout()
        row.setSpacing(self.theme.px(12))
        for part in parts:
            row.addWidget(part, 1)
        self.body.addLayout(row)

    # -- what it begins with -----------------------------------------------------------------------

    def show_call(
        self, detail: CallDetail, sites: Sequence[tuple[str, UUID]], here: str, now: datetime
    ) -> None:
        """The call as it stands."""
        self._detail, self._here, self._today = detail, here, local_day(now, here)
        call = detail.call
        self.speaker.show_person(call.speaker_id, call.speaker_name)
        self.subject.show_person(call.subject_id, call.subject_name)
        said = number_words(call.e164, call.extension, call.number_text, withheld=False)
        self.number.set_number(said)
        self._number_was = self.number.text()
        self.site.set_choices([("None", None), *sites])
        self.site.set_value(call.site_id)
        self.direction.set_value(call.direction)
        self.day.setText(_day_text(local_day(call.started_at, here)))
        self.began.show_minute(minute_of_day(call.started_at, here))
        if call.ended_at is not None:
            self.ended.show_minute(minute_of_day(call.ended_at, here))
        else:
            self.ended.clear()
        self.outcome.set_value(call.outcome)
        for reason, chip in self.reasons.items():
            chip.setChecked(reason in call.reasons)
        self.notes.set_text(call.notes)
        self.because.clear()
        self._tell_outcome()

    @property
    def detail(self) -> CallDetail | None:
        """The call it is about."""
        return self._detail

    # -- what it asks for --------------------------------------------------------------------------

    def complete(self) -> bool:
        """Whether there is enough to write; else each field says what is missing."""
        if read_day(self.day.text(), self._today) is None:
            self.day_field.set_problem("Type a day, as in Nov 18.")
            self.day.setFocus()
            return False
        if not self.because.text().strip():
            self.because_field.set_problem("Say why, so that everybody understands it.")
            self.because.setFocus()
            return False
        return True

    def corrected(self) -> Corrected:
        """What differs from the call, and only that: what was not touched is not written."""
        if self._detail is None:
            raise RuntimeError("no call is shown")
        call = self._detail.call
        asked: Corrected = {}
        if (self.speaker.person_id, self.speaker.name) != (call.speaker_id, call.speaker_name):
            asked["speaker_id"] = self.speaker.person_id
            asked["speaker_name"] = "" if self.speaker.person_id else self.speaker.name
        if (self.subject.person_id, self.subject.name) != (call.subject_id, call.subject_name):
            asked["subject_id"] = self.subject.person_id
            asked["subject_name"] = "" if self.subject.person_id else self.subject.name
        if self.number.text() != self._number_was:
            asked["number_text"] = self.number.text()
        site = self.site.value()
        if site != call.site_id:
            asked["site_id"] = site if isinstance(site, UUID) else None
        direction = Direction(str(self.direction.value()))
        if direction is not call.direction:
            asked["direction"] = direction
        picked = tuple(reason for reason, chip in self.reasons.items() if chip.isChecked())
        if set(picked) != set(call.reasons):
            kept = tuple(reason for reason in call.reasons if reason in picked)
            asked["reasons"] = (*kept, *(reason for reason in picked if reason not in kept))
        if self.outcome_picked is not None and self.outcome_picked is not call.outcome:
            asked["outcome"] = self.outcome_picked
        if self.notes.text().strip() != call.notes:
            asked["notes"] = self.notes.text()
        return self._with_times(asked)

    @property
    def outcome_picked(self) -> CallOutcome | None:
        """How it ended."""
        value = self.outcome.value()
        return CallOutcome(str(value)) if value else None

    def _with_times(self, asked: Corrected) -> Corrected:
        """Seconds stay where day and minute do."""
        if self._detail is None:
            return asked
        call, here = self._detail.call, self._here
        day = read_day(self.day.text(), self._today) or local_day(call.started_at, here)
        day_was = local_day(call.started_at, here)
        began = self.began.minute
        if began is not None and (day, began) != (day_was, minute_of_day(call.started_at, here)):
            asked["started_at"] = instant(day, began, here)
        ended = self.ended.minute
        ended_was = minute_of_day(call.ended_at, here) if call.ended_at else None
        if ended is not None and (ended != ended_was or day != day_was):
            asked["ended_at"] = instant(day, ended, here)
        return asked

    def _tell_outcome(self) -> None:
        """What another outcome means for the promise."""
        if self._detail is None:
            return
        was, now = self._detail.call.outcome, self.outcome_picked
        promised = self._detail.open_promise is not None
        if now is None or was is now:
            self.outcome_says.show_line("")
        elif now is CallOutcome.SAFETY:
            self.outcome_says.show_line(_DANGER, "safety", "life-buoy", "small-strong")
        elif now is CallOutcome.CALLBACK and not promised:
            self.outcome_says.show_line(_ASKS, "text-2", "calendar-clock", "small-strong")
        elif promised and now is not CallOutcome.CALLBACK:
            self.outcome_says.show_line(_STAYS, "soon", "calendar-clock", "small-strong")
        else:
            self.outcome_says.show_line("")


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _day_text(day: date) -> str:
    return f"{_MONTHS[day.month - 1]} {day.day}, {day.year}"
