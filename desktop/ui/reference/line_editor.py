"""A manager's hand on one line: its words, what opens it, its date, approving and withdrawing."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.local_time import local_day
from desktop.domain.vocabulary import LineKind, Reason
from desktop.domain.wording import spoken_day
from desktop.services.script_lines import Line
from desktop.services.words import LineWords
from desktop.ui.key_binding import bind_keys
from desktop.ui.line_words import about, quoted, state_tags
from desktop.ui.theme import Theme
from desktop.ui.widgets.button import Button, Kind
from desktop.ui.widgets.card import Strip
from desktop.ui.widgets.chip import Chip
from desktop.ui.widgets.empty_state import EmptyState
from desktop.ui.widgets.field import Field
from desktop.ui.widgets.label import Label
from desktop.ui.widgets.line_edit import LineEdit
from desktop.ui.widgets.scroll import ColumnScroll
from desktop.ui.widgets.select import Select
from desktop.ui.widgets.tag import Tag
from desktop.ui.widgets.text_area import TextArea
from desktop.ui.words import REASON_WORDS

_MONTHS_AHEAD = ((30, "in a month"), (91, "in 3 months"), (182, "in 6 months"), (365, "in a year"))
_CHIPS_ACROSS = 3
_LINES = 7


class LineEditor(QWidget):
    """Shows one line or a new one; the page saves."""

    save_requested = Signal()
    approve_requested = Signal()
    withdraw_requested = Signal()
    edited = Signal()
    """Something on it was changed by hand."""

    def __init__(
        self, theme: Theme, clock: Callable[[], datetime], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme, self._clock = theme, clock
        self._kind = LineKind.ANSWER
        self._line: Line | None = None
        self.setAccessibleName("Change these words")
        self.head = Strip(theme, 52, 44, fill="bg", line="")
        self._title = Label(theme, "", "card", elide=True)
        self.head.row.addWidget(self._title, 1)
        self._tag = Tag(theme, "")
        self._about = Label(theme, "", "cap", "text-3", wrap=True)
        self.title = LineEdit(theme, name="Question")
        self.words = TextArea(theme, name="Words to say")
        self._title_field = Field(theme, "Question", self.title)
        self._words_field = Field(theme, "Words to say", self.words)
        self._printed = Label(theme, "", "voice-snippet", wrap=True)
        self.reasons = {reason: Chip(theme, REASON_WORDS[reason], tight=True) for reason in Reason}
        self._chips = QWidget()
        grid = QGridLayout(self._chips)
        grid.setContentsMargins(0, 0, 0, 0)
        for number, (reason, chip) in enumerate(self.reasons.items()):
            chip.setAccessibleName(f"Opened by {REASON_WORDS[reason]}")
            chip.clicked.connect(self.edited)
            grid.addWidget(chip, number // _CHIPS_ACROSS, number % _CHIPS_ACROSS)
        grid.setSpacing(theme.px(6))
        self._reasons_field = Field(theme, "Opened by", self._chips, optional="reasons of the call")
        self.review = Select(theme, icon="calendar-days", name="Look at it again")
        self._review_field = Field(theme, "Look at it again", self.review)
        self.approve = Button(theme, "Approve", Kind.PRIMARY, icon="badge-check", height=40)
        self.save = Button(theme, "Save", kbd="Ctrl+Enter", height=40)
        self.withdraw = Button(theme, "Withdraw", Kind.QUIET, icon="archive")
        self._nothing = EmptyState(
            theme,
            "pencil",
            "Nothing is picked.",
            "Pick words in the list to approve or change them.",
        )
        self._build()
        self._wire()
        theme.changed.connect(self._restyle)
        self._restyle()
        self.show_nothing()

    @property
    def line(self) -> Line | None:
        """The line that is shown; None for a new one, or for none."""
        return self._line

    @property
    def content(self) -> LineWords:
        """What stands there now."""
        review = self.review.value()
        return LineWords(
            title=self.title.text(),
            text=self.words.text(),
            reasons=tuple(reason for reason, chip in self.reasons.items() if chip.isChecked()),
            review_on=review if isinstance(review, date) else None,
        )

    def show_nothing(self) -> None:
        """Nothing is picked."""
        self._line = None
        self._title.set_text("Approve and change")
        self._form.hide()
        self._nothing.show()

    def show_new(self, kind: LineKind, words: LineWords, here: str) -> None:
        """Something new of a kind."""
        self._show(kind, None, words, here)
        self._title.set_text("New safety words" if kind is LineKind.SAFETY else "New answer")
        self._tag.set_tag("To be approved", "soon", "file-pen-line")
        self._about.hide()

    def show_line(self, line: Line, words: LineWords, here: str) -> None:
        """A line; ``words`` are its own, or what was half changed before."""
        self._show(line.kind, line, words, here)
        now = self._clock()
        self._title.set_text(line.name)
        self._tag.set_tag(*state_tags(line, here, now)[0])
        self._about.set_text(about(line, here, now))
        self._about.setVisible(bool(self._about.text()))
        self._printed.set_style("voice-snippet" if line.approved else "body")
        self._printed.set_text(quoted(line) if line.text else "")
        self._approve_words()

    def focus_here(self) -> None:
        """Ready to work on it."""
        first: QWidget = self.approve if self._kind is LineKind.SNIPPET else self.words
        (self.title if self._line is None else first).setFocus()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("bg"))
        painter.fillRect(QRectF(0, 0, 1, self.height()), self._theme.color("line"))
        painter.end()

    def _show(self, kind: LineKind, line: Line | None, words: LineWords, here: str) -> None:
        self._kind, self._line = kind, line
        self._nothing.hide()
        self._form.show()
        snippet = kind is LineKind.SNIPPET
        self._title_field.setVisible(not snippet)
        self._words_field.setVisible(not snippet)
        self._printed.setVisible(snippet)
        self._reasons_field.setVisible(kind is LineKind.ANSWER)
        self._title_field.label.set_text("Question" if kind is LineKind.ANSWER else "What for")
        self.title.setText(words.title)
        self.words.set_text(words.text)
        for reason, chip in self.reasons.items():
            chip.setChecked(reason in words.reasons)
        self._show_days(words.review_on, here)
        self.withdraw.setVisible(line is not None and kind is not LineKind.SPECIAL)
        self.save.set_text("Save" if line else "Add")
        self.save.set_kind(Kind.DEFAULT if line else Kind.PRIMARY)
        self.approve.setVisible(line is not None and not line.moved)
        self._approve_words()

    def _show_days(self, chosen: date | None, here: str) -> None:
        today = local_day(self._clock(), here)
        days: dict[date, str] = {}
        for ahead, words in _MONTHS_AHEAD:
            day = today + timedelta(days=ahead)
            days[day] = f"{spoken_day(day, today)} · {words}"
        if chosen is not None:
            days.setdefault(chosen, spoken_day(chosen, today))
        choices: list[tuple[str, object]] = [("No date", None)]
        choices += [(days[day], day) for day in sorted(days)]
        self.review.set_choices(choices)
        self.review.set_value(chosen)

    def _approve_words(self) -> None:
        line = self._line
        if line is None:
            return
        changed = self.content != LineWords.of(line)
        self.approve.set_text("Approve with changes" if changed else "Approve")
        if line.approved and not changed:
            self.approve.set_off("These words are approved.")
        else:
            self.approve.set_on()

    def _wire(self) -> None:
        self.title.textEdited.connect(self.edited)
        self.words.edited.connect(self.edited)
        self.review.picked.connect(self.edited)
        self.edited.connect(self._approve_words)
        self.approve.clicked.connect(self.approve_requested)
        self.save.clicked.connect(self.save_requested)
        self.withdraw.clicked.connect(self.withdraw_requested)
        bind_keys(self, ("keep_line", self._save_by_key))

    def _save_by_key(self) -> None:
        if self._form.isVisible():
            self.save_requested.emit()

    def _build(self) -> None:
        self._form = QWidget()
        self._column = QVBoxLayout(self._form)
        tags = QHBoxLayout()
        tags.addWidget(self._tag)
        tags.addStretch(1)
        self._column.addLayout(tags)
        for widget in (
            self._about,
            self._title_field,
            self._words_field,
            self._printed,
            self._reasons_field,
            self._review_field,
        ):
            self._column.addWidget(widget)
        self._acts = QHBoxLayout()
        self._acts.addWidget(self.approve)
        self._acts.addWidget(self.save)
        self._acts.addStretch(1)
        self._column.addLayout(self._acts)
        self._column.addWidget(self.approve.reason_line())
        last = QHBoxLayout()
        last.addWidget(self.withdraw)
        last.addStretch(1)
        self._column.addLayout(last)
        self._column.addStretch(1)
        self._scroll = ColumnScroll(self._theme)
        self._scroll.column.addWidget(self._nothing)
        self._scroll.column.addWidget(self._form, 1)
        self._scroll.column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.head)
        outer.addWidget(self._scroll, 1)

    def _restyle(self) -> None:
        px = self._theme.px
        self._scroll.set_edges(16, 0, 16, 16)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(px(10))
        self._acts.setSpacing(px(8))
        self.words.setFixedHeight(self._theme.line_height("body") * _LINES + px(14))
