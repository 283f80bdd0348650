"""Writing a version of the words: for whom, in which language, from when until when."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.local_time import instant, local_day, minute_of_day
from desktop.domain.transition import STEPS, TITLES
from desktop.domain.vocabulary import Language, MilestoneKind
from desktop.services.statement_rows import NewWords, StatementRow
from desktop.ui.key_binding import bind_keys
from desktop.ui.keys import key_of
from desktop.ui.theme import Theme
from desktop.ui.transition.transition_words import LANGUAGES
from desktop.ui.widgets.button import Button, Kind
from desktop.ui.widgets.clock_field import ClockField
from desktop.ui.widgets.day_select import DaySelect
from desktop.ui.widgets.field import Field
from desktop.ui.widgets.label import Label
from desktop.ui.widgets.scroll import ColumnScroll
from desktop.ui.widgets.select import Select
from desktop.ui.widgets.text_area import TextArea

_EIGHT = 8 * 60
_AHEAD = timedelta(days=200)
_LINES = 9
LONGEST = 4_000


class MomentField(QWidget):
    """No time, or a day and a time on the desk's clock."""

    changed = Signal()

    def __init__(self, theme: Theme, never: str, some: str, name: str) -> None:
        super().__init__()
        self._today = date.min
        self._zone, self._minute = "UTC", _EIGHT
        self.whether = Select(theme, name=name)
        self.whether.set_choices([(never, False), (some, True)])
        self.day = DaySelect(theme, f"{name}: day")
        self.clock = ClockField(theme, f"{name}: time")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(6))
        row.addWidget(self.whether, 2)
        row.addWidget(self.day, 1)
        row.addWidget(self.clock)
        self.setFocusProxy(self.whether)
        self.whether.picked.connect(lambda _value: self._fit())
        self.whether.picked.connect(lambda _value: self.changed.emit())
        self.day.day_picked.connect(lambda _day: self.changed.emit())
        self.clock.minute_typed.connect(self._typed)

    def show_moment(self, at: datetime | None, today: date, zone: str) -> None:
        """Show a time; without one tomorrow morning is offered."""
        self._zone, self._today = zone, today
        day = local_day(at, zone) if at is not None else today + timedelta(days=1)
        self._minute = minute_of_day(at, zone) if at is not None else _EIGHT
        self.day.show_days(today, today, today + _AHEAD, day)
        self.clock.show_minute(self._minute)
        self.whether.set_value(at is not None)
        self._fit()

    @property
    def moment(self) -> datetime | None:
        """The time chosen."""
        day = self.day.value()
        if not self.whether.value() or not isinstance(day, date):
            return None
        return instant(day, self._minute, self._zone)

    def _typed(self, minute: int) -> None:
        self._minute = minute
        self.changed.emit()

    def _fit(self) -> None:
        shown = bool(self.whether.value())
        self.day.setVisible(shown)
        self.clock.setVisible(shown)


class WordsEditor(QWidget):
    """Keeps nothing itself: what is half written is told by :attr:`edited`."""

    save_requested = Signal()
    left = Signal()
    edited = Signal()

    def __init__(
        self, theme: Theme, now: Callable[[], datetime], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme, self._now = theme, now
        self._zone = "UTC"
        self._number: int | None = None
        self.row: StatementRow | None = None
        self.title = Label(theme, "", "card")
        self.about = Label(theme, "", "small", "text-2", wrap=True)
        self.site = Select(theme, name="For")
        self.language = Select(theme, name="Language")
        self.text = TextArea(theme, "The words as they are to be read aloud")
        self._text = Field(theme, "Words", self.text)
        self.starts = MomentField(
            theme, "As soon as they are approved", "From a day on", "They hold from"
        )
        self.ends = MomentField(theme, "Until new words come", "Until a day", "They hold until")
        self.until = Select(theme, name="Or until a milestone")
        self.save = Button(
            theme, "Save draft", Kind.PRIMARY, kbd=key_of("keep_words").text(), height=40
        )
        self.leave = Button(theme, "Not now", Kind.QUIET, height=40)
        steps: list[tuple[str, object]] = [("No milestone", None)]
        kinds = (*STEPS, MilestoneKind.CALLED_OFF, MilestoneKind.CLOSURE)
        self.until.set_choices([*steps, *((TITLES[kind], kind) for kind in kinds)])
        self.language.set_choices([(words, Language(key)) for words, key in LANGUAGES])
        self.offer_sites(())
        self._build()
        bind_keys(self, ("keep_words", self.save.click))
        theme.changed.connect(self._restyle)
        self._restyle()

    def offer_sites(self, sites: Sequence[tuple[str, UUID]]) -> None:
        """The clinics there are."""
        every: list[tuple[str, object]] = [("All clinics", None)]
        self.site.set_choices([*every, *sites])

    def show_words(
        self, row: StatementRow | None, words: NewWords, zone: str, title: str, about: str
    ) -> None:
        """Write a new version, or change the draft ``row``."""
        self.row, self._number, self._zone = row, words.number, zone
        self.title.set_text(title)
        self.about.set_text(about)
        self.about.setVisible(bool(about))
        today = local_day(self._now(), zone)
        self.site.set_value(words.site_id)
        self.language.set_value(words.language)
        self.text.set_text(words.text)
        self.starts.show_moment(words.effective_from, today, zone)
        self.ends.show_moment(words.effective_until, today, zone)
        self.until.set_value(words.until_milestone)
        self._text.clear_problem()

    @property
    def words(self) -> NewWords:
        """What is written."""
        site, language, until = self.site.value(), self.language.value(), self.until.value()
        return NewWords(
            text=self.text.text().strip(),
            language=language if isinstance(language, Language) else Language.ENGLISH,
            site_id=site if isinstance(site, UUID) else None,
            effective_from=self.starts.moment,
            effective_until=self.ends.moment,
            until_milestone=until if isinstance(until, MilestoneKind) else None,
            number=self._number,
        )

    def complete(self) -> bool:
        """Whether there is something to save; what is missing is said at its field."""
        if not self.words.text:
            self._text.set_problem("Write what is to be said.")
            self.text.setFocus()
            return False
        return True

    def focus_here(self) -> None:
        """Work begins in the words."""
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def _build(self) -> None:
        self._scroll = ColumnScroll(self._theme)
        column = self._scroll.column
        column.addWidget(self.title)
        column.addWidget(self.about)
        for_whom = QHBoxLayout()
        for_whom.setSpacing(self._theme.px(12))
        for_whom.addWidget(Field(self._theme, "For", self.site), 1)
        for_whom.addWidget(Field(self._theme, "Language", self.language), 1)
        column.addLayout(for_whom)
        column.addWidget(self._text)
        column.addWidget(Field(self._theme, "They hold from", self.starts))
        column.addWidget(Field(self._theme, "They hold until", self.ends))
        column.addWidget(Field(self._theme, "Or until a milestone", self.until))
        acts = QHBoxLayout()
        acts.setSpacing(self._theme.px(8))
        acts.addWidget(self.save)
        acts.addWidget(self.leave)
        acts.addStretch(1)
        column.addLayout(acts)
        column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._scroll)
        self.save.clicked.connect(lambda _on=False: self.save_requested.emit())
        self.leave.clicked.connect(lambda _on=False: self.left.emit())
        for select in (self.site, self.language, self.until):
            select.picked.connect(lambda _value: self.edited.emit())
        for moment in (self.starts, self.ends):
            moment.changed.connect(self.edited)
        self.text.edited.connect(self.edited)

    def _restyle(self) -> None:
        self._scroll.set_edges(20, 16, 20, 16)
        self._scroll.column.setSpacing(self._theme.px(10))
        height = self._theme.line_height("body") * _LINES + self._theme.px(14)
        self.text.setFixedHeight(height)
