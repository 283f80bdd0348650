"""The columns of the list of calls, declared as data."""

from datetime import date

from desktop.domain.vocabulary import CallOutcome, Direction
from desktop.domain.wording import clock
from desktop.services.call_days import CallDay
from desktop.services.call_lines import CallLine
from desktop.ui.calls.call_words import (
    NOBODY,
    SOURCE_WORDS,
    direction_words,
    length_words,
    line_words,
    missed_in,
    number_words,
    outcome_words,
    spoken_length,
)
from desktop.ui.row_model import Column
from desktop.ui.section_lines import Section
from desktop.ui.widgets.delegates import Cell, GroupRow
from desktop.ui.words import REASON_WORDS

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_DIRECTION_ICONS = {Direction.IN: "phone-incoming", Direction.OUT: "phone-outgoing"}


class CallCells:
    """Makes the cells. ``here`` is the desk's zone; ``narrow`` shows sources by their icon."""

    def __init__(self, here: str = "UTC") -> None:
        self.here = here
        self.narrow = False

    def columns(self) -> tuple[Column[CallLine], ...]:
        """The columns in their order."""
        return (
            Column("time", "Time", self.time, 88, 88),
            Column("direction", "", self.direction, 36, 36),
            Column("who", "Who", self.who),
            Column("number", "Number", self.number, 120, 120),
            Column("line", "Line", self.line, 80, leaves=1),
            Column("site", "Site", self.site, 90, 92, leaves=2),
            Column("reasons", "Reasons", self.reasons, 106, 106, leaves=5),
            Column("outcome", "Outcome", self.outcome, 134, 134),
            Column("user", "Handled by", self.user, 82, 82, leaves=4),
            Column("length", "Length", self.length, 60, 60, leaves=3, right=True),
            Column("source", "Source", self.source, 122, 44, leaves=6),
        )

    def time(self, row: CallLine) -> Cell:
        """When it began, on the desk's clock."""
        return Cell(clock(row.started_at, self.here))

    def direction(self, row: CallLine) -> Cell:
        """Who rang whom."""
        if missed_in(row.outcome, row.direction):
            return Cell(icon="phone-missed", tone="late", spoken="Missed call in")
        icon = _DIRECTION_ICONS[row.direction]
        return Cell(icon=icon, tone="text-2", spoken=direction_words(row.direction))

    def who(self, row: CallLine) -> Cell:
        """Who spoke."""
        if not row.who:
            return Cell(NOBODY, tone="text-3")
        return Cell(
            row.who, strong=True, spoken=f"{row.who}, about {row.about}" if row.about else ""
        )

    def number(self, row: CallLine) -> Cell:
        """Which number."""
        return Cell(number_words(row.e164, row.extension, row.number_text, row.withheld))

    def line(self, row: CallLine) -> Cell:
        """Which of our lines."""
        return Cell(line_words(row.called_line))

    def site(self, row: CallLine) -> Cell:
        """Which clinic it was about."""
        return Cell(row.site)

    def reasons(self, row: CallLine) -> Cell:
        """The first reason, and how many more."""
        if not row.reasons:
            return Cell()
        words = [REASON_WORDS[reason] for reason in row.reasons]
        more = f" +{len(words) - 1}" if len(words) > 1 else ""
        return Cell(f"{words[0]}{more}", spoken=", ".join(words))

    def outcome(self, row: CallLine) -> Cell:
        """How it ended."""
        if row.outcome is None:
            return Cell("—", tone="text-3", spoken="No outcome yet")
        words, icon = outcome_words(row.outcome, row.direction)
        if row.outcome is CallOutcome.SAFETY:
            return Cell(words, icon=icon, tone="safety", strong=True)
        if missed_in(row.outcome, row.direction):
            return Cell(words, icon=icon, tone="late")
        return Cell(words, icon=icon, icon_tone="text-3")

    def user(self, row: CallLine) -> Cell:
        """Who handled it; a call that nobody took has none."""
        untaken = row.outcome in (CallOutcome.MISSED, CallOutcome.HUNG_UP)
        if not row.user or (untaken and row.direction is Direction.IN):
            return Cell()
        return Cell(row.user.split(" ")[0], avatar=row.user, spoken=row.user)

    def length(self, row: CallLine) -> Cell:
        """How long."""
        return Cell(length_words(row.seconds), right=True, spoken=spoken_length(row.seconds))

    def source(self, row: CallLine) -> Cell:
        """Where the record comes from."""
        words, icon = SOURCE_WORDS[row.source]
        return Cell("" if self.narrow else words, icon=icon, icon_tone="text-3", spoken=words)


def day_head(day: date, today: date, calls: str) -> GroupRow:
    """ "Today · 41", then "Tuesday, November 18"."""
    ago = (today - day).days
    said = f"{_MONTHS[day.month - 1]} {day.day}"
    if day.year != today.year:
        said = f"{said}, {day.year}"
    if ago in (0, 1):
        note = f"{_WEEKDAYS[day.weekday()]}, {said}"
        return GroupRow(f"{'Yesterday' if ago else 'Today'} · {calls}", note=note)
    return GroupRow(f"{_WEEKDAYS[day.weekday()]} · {calls}", note=said)


def sections_of(days: tuple[CallDay, ...], today: date) -> tuple[Section, ...]:
    """The days as sections of the list."""
    return tuple(
        Section(each.day, day_head(each.day, today, f"{each.calls:,}"), each.calls) for each in days
    )
