"""The filters under the heads of the columns."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.domain.vocabulary import CallOutcome, Direction, Reason, Source
from desktop.services.call_filter import CallFilter
from desktop.ui.calls.call_words import SOURCE_WORDS, line_words, outcome_words
from desktop.ui.calls.periods import PERIODS, Days, bounds, days_of
from desktop.ui.theme import Theme
from desktop.ui.widgets.line_edit import LineEdit
from desktop.ui.widgets.select import Select
from desktop.ui.words import REASON_WORDS

HEIGHT = 40
_FIELD = 28
_LENGTHS: tuple[tuple[str, tuple[int | None, int | None] | None], ...] = (
    ("Any", None),
    ("Under 1 min", (None, 59)),
    ("1 to 5 min", (60, 299)),
    ("5 to 15 min", (300, 899)),
    ("Over 15 min", (900, None)),
)
_DIRECTIONS = (("Any", None), ("Calls in", Direction.IN), ("Calls out", Direction.OUT))
_NAMES = {
    "time": "Time",
    "direction": "In or out",
    "line": "Line",
    "site": "Site",
    "reasons": "Reasons",
    "outcome": "Outcome",
    "user": "Handled by",
    "length": "Length",
    "source": "Source",
}
_MAIN = "855-KET-WELL"


class FilterRow(QWidget):
    """Each field stands under its column; :meth:`place` puts it there."""

    changed = Signal()
    """Something else is asked for."""
    range_requested = Signal()
    """Days are to be chosen, from and to."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._days = Days()
        self._lines = {_MAIN}
        self.setAccessibleName("Filters")
        self.who = LineEdit(theme, "Name", style="cap", height=_FIELD, name="Filter by name")
        self.digits = LineEdit(theme, "Digits", style="cap", height=_FIELD, name="Filter by number")
        self.fields: dict[str, QWidget] = {}
        self.selects: dict[str, Select] = {}
        for key in ("time", "direction", "who", "number", "line", "site", "reasons", "outcome",
                    "user", "length", "source"):  # fmt: skip
            self.fields[key] = self._field(key)
        for typed in (self.who, self.digits):
            typed.textChanged.connect(self.changed)
        self._fill()

    def _field(self, key: str) -> QWidget:
        if key in ("who", "number"):
            field = self.who if key == "who" else self.digits
            field.setParent(self)
            return field
        select = Select(
            self._theme,
            name=f"Filter by {_NAMES[key].lower()}",
            height=_FIELD,
            small=True,
            bare=key == "direction",
            parent=self,
        )
        select.picked.connect(lambda value, k=key: self._picked(k, value))
        self.selects[key] = select
        return select

    def _fill(self) -> None:
        any_first = [("Any", None)]
        choices: Mapping[str, Sequence[tuple[str, object]]] = {
            "time": PERIODS,
            "direction": _DIRECTIONS,
            "reasons": [*any_first, *((REASON_WORDS[each], each) for each in Reason)],
            "outcome": [*any_first, *((outcome_words(each)[0], each) for each in CallOutcome)],
            "length": _LENGTHS,
            "source": [*any_first, *((SOURCE_WORDS[each][0], each) for each in Source)],
            "site": any_first,
            "user": any_first,
        }
        for key, offered in choices.items():
            self.selects[key].set_choices(list(offered))
        self._offer_lines()

    # -- what can be chosen ------------------------------------------------------------------------

    def offer(self, sites: Sequence[tuple[str, UUID]], users: Sequence[tuple[str, UUID]]) -> None:
        """The clinics and the people there are."""
        self.selects["site"].set_choices([("Any", None), *sites])
        self.selects["user"].set_choices([("Any", None), *users])

    def learn_lines(self, lines: set[str]) -> None:
        """Calls came in on these lines."""
        if not lines <= self._lines:
            self._lines |= lines
            self._offer_lines()

    def _offer_lines(self) -> None:
        named = sorted((line_words(line), line) for line in self._lines if line)
        self.selects["line"].set_choices([("Any", None), *named])

    # -- what is asked for -------------------------------------------------------------------------

    def asked(self, text: str, today: date, zone: str) -> CallFilter:
        """What is asked for, with the words looked for in notes."""
        length = self.selects["length"].value()
        least, most = length if isinstance(length, tuple) else (None, None)
        since, until = bounds(self._days_asked(today), zone)
        # Qt keeps an enumeration of texts as a plain text.
        direction, reason, outcome, source = (
            self.selects[key].value() for key in ("direction", "reasons", "outcome", "source")
        )
        line, site, user = (self.selects[key].value() for key in ("line", "site", "user"))
        return CallFilter(
            text=text.strip(),
            who=self.who.text().strip(),
            digits=self.digits.text().strip(),
            since=since,
            until=until,
            direction=Direction(str(direction)) if direction else None,
            called_line=str(line) if line else None,
            site_id=site if isinstance(site, UUID) else None,
            reason=Reason(str(reason)) if reason else None,
            outcome=CallOutcome(str(outcome)) if outcome else None,
            user_id=user if isinstance(user, UUID) else None,
            least_seconds=least,
            most_seconds=most,
            source=Source(str(source)) if source else None,
        )

    def days(self, today: date) -> Days | None:
        """The days asked for, where nothing else is asked for; None: something else is."""
        bare = replace(self.asked("", today, "UTC"), since=None, until=None)
        return self._days_asked(today) if bare == CallFilter() else None

    def set_range(self, days: Days) -> None:
        """Days were chosen."""
        self._days = days
        self.selects["time"].set_value("range")
        self._tint("time", chosen=True)
        self.changed.emit()

    def clear(self) -> None:
        """Ask for everything again; says nothing of it."""
        self._days = Days()
        for field in (self.who, self.digits):
            field.blockSignals(True)
            field.clear()
            field.blockSignals(False)
        for key, select in self.selects.items():
            select.setCurrentIndex(0)
            self._tint(key, chosen=False)

    def _days_asked(self, today: date) -> Days:
        period = str(self.selects["time"].value() or "")
        return self._days if period == "range" else days_of(period, today)

    def _picked(self, key: str, value: object) -> None:
        self._tint(key, chosen=value not in (None, ""))
        if value == "range":
            self.range_requested.emit()
        else:
            self.changed.emit()

    def _tint(self, key: str, *, chosen: bool) -> None:
        select = self.selects[key]
        select.set_tint("primary" if chosen else "")
        words = f": {select.currentText()}" if chosen else ""
        select.setAccessibleName(f"Filter by {_NAMES[key].lower()}{words}")

    # -- where the fields stand --------------------------------------------------------------------

    def place(self, columns: Mapping[str, tuple[int, int]], *, narrow: bool) -> None:
        """Put each field under its column: left edge and width. What has no column is hidden."""
        px = self._theme.px
        self.selects["source"].set_bare(narrow)
        for key, field in self.fields.items():
            there = columns.get(key)
            field.setVisible(there is not None)
            if there is not None:
                left, width = there
                first = px(12 if key == "time" else 3)
                field.setGeometry(
                    left + first, px(6), max(width - first - px(3), px(20)), px(_FIELD)
                )
