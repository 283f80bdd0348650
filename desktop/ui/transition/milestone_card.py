"""Milestones: the headline, the steps, and what has to be asked."""

from collections.abc import Sequence
from datetime import date, datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.vocabulary import MilestoneKind
from desktop.services.milestone_rows import MilestoneQuestion, MilestoneRow
from desktop.ui.theme import Theme
from desktop.ui.transition.milestone_track import MilestoneTrack, StepButton
from desktop.ui.transition.transition_words import name_of, recorded_line, step_line
from desktop.ui.widgets.button import Button, Kind, icon_button
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.label import Label
from desktop.ui.widgets.notice import Notice

_BESIDE = (MilestoneKind.CALLED_OFF, MilestoneKind.CLOSURE)


class QuestionLine(Notice):
    """A planned day went by without a word: what happened?"""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "clock-alert", "", parent=parent)
        self.asked: MilestoneQuestion | None = None
        self.mark = Button(theme, "It happened…", Kind.SOON, height=28)
        self.plan = Button(theme, "Another day…", Kind.SOON, height=28)
        self.row.addWidget(self.mark)
        self.row.addWidget(self.plan)

    def show_question(self, asked: MilestoneQuestion, *, manages: bool) -> None:
        """Ask it; only who can answer gets the buttons."""
        self.asked = asked
        words = asked.words if manages else f"{asked.words} A manager has to say."
        first, _, rest = words.partition(". ")
        self.show_notice("clock-alert", f"{first}.", rest)
        for button in (self.mark, self.plan):
            button.setVisible(manages)
            button.setAccessibleName(f"{name_of(asked.milestone)}: {button.words()}")


class MilestoneCard(Card):
    """Shows the steps; tells what is to be done with which."""

    mark_requested = Signal(object)
    """A :class:`MilestoneRow`: ask what marking it would do."""
    plan_requested = Signal(object)
    step_pressed = Signal(object)
    """The button of a step: open its menu."""
    more_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, name="Milestones", parent=parent)
        self._manages = False
        self._rows: tuple[MilestoneRow, ...] = ()
        self.headline = Label(theme, "", "small", "text-2", elide=True)
        self.mark = Button(theme, "", icon="flag")
        self.more = icon_button(theme, "ellipsis", "More about the milestones")
        self.track = MilestoneTrack(theme)
        self.beside: list[StepLine] = []
        self.questions: list[QuestionLine] = []
        self._head = QHBoxLayout()
        self._head.addWidget(Label(theme, "Milestones", "card"))
        self._head.addWidget(self.headline, 1)
        self._head.addWidget(self.mark)
        self._head.addWidget(self.more)
        self._below = QVBoxLayout()
        self._column = QVBoxLayout(self)
        self._column.addLayout(self._head)
        self._column.addWidget(self.track)
        self._column.addLayout(self._below)
        self.mark.clicked.connect(self._mark_next)
        self.more.clicked.connect(lambda _on=False: self.more_requested.emit())
        self.track.step_pressed.connect(self.step_pressed)
        theme.changed.connect(self._restyle)
        self._restyle()
        self.mark.hide()
        self.more.hide()

    @property
    def rows(self) -> tuple[MilestoneRow, ...]:
        """Every step that is shown."""
        return self._rows

    def set_manages(self, manages: bool) -> None:
        """Whether who is here marks and plans."""
        self._manages = manages
        self.more.setVisible(manages)

    def show_headline(self, headline: str) -> None:
        """The words on the website."""
        said = " ".join(headline.split())
        self.headline.set_text(f"Headline on the website: “{said}”" if said else "")

    def show_steps(
        self,
        rows: Sequence[MilestoneRow],
        asked: Sequence[MilestoneQuestion],
        zone: str,
        now: datetime,
        today: date,
    ) -> None:
        """Show them all, and ask what has to be asked."""
        self._rows = tuple(rows)
        self.track.show_steps(rows[:5], zone, now, today)
        following = next((row for row in rows if row.is_next), None)
        self.mark.setVisible(self._manages and following is not None)
        if following is not None:
            self.mark.set_text(f"Mark {name_of(following)} done…")
        self._show_beside([row for row in rows if row.kind in _BESIDE], zone, now, today)
        self._show_questions(asked)

    def _mark_next(self) -> None:
        following = next((row for row in self._rows if row.is_next), None)
        if following is not None:
            self.mark_requested.emit(following)

    def _show_beside(
        self, rows: Sequence[MilestoneRow], zone: str, now: datetime, today: date
    ) -> None:
        while len(self.beside) < len(rows):
            line = StepLine(self.theme, self)
            line.clicked.connect(lambda _on=False, b=line: self.step_pressed.emit(b))
            self.beside.append(line)
            self._below.insertWidget(len(self.beside) - 1, line, 0, Qt.AlignmentFlag.AlignLeft)
        for number, line in enumerate(self.beside):
            line.setVisible(number < len(rows))
            if number < len(rows):
                line.show_step(rows[number], zone, now, today)

    def _show_questions(self, asked: Sequence[MilestoneQuestion]) -> None:
        while len(self.questions) < len(asked):
            line = QuestionLine(self.theme, self)
            line.mark.clicked.connect(lambda _on=False, q=line: self._answer(q, "mark"))
            line.plan.clicked.connect(lambda _on=False, q=line: self._answer(q, "plan"))
            self.questions.append(line)
            self._below.addWidget(line)
        for number, line in enumerate(self.questions):
            line.setVisible(number < len(asked))
            if number < len(asked):
                line.show_question(asked[number], manages=self._manages)

    def _answer(self, line: QuestionLine, how: str) -> None:
        if line.asked is not None:
            signal = self.mark_requested if how == "mark" else self.plan_requested
            signal.emit(line.asked.milestone)

    def _restyle(self) -> None:
        px, compact = self.theme.px, self.theme.compact
        if compact:
            self._column.setContentsMargins(px(16), px(9), px(16), px(6))
        else:
            self._column.setContentsMargins(px(20), px(14), px(20), px(12))
        self._column.setSpacing(px(7 if compact else 12))
        self._below.setSpacing(px(6))
        self._head.setSpacing(px(10))


class StepLine(Button):
    """A calling off or a closure, which stands beside the five steps."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, "", Kind.PLAN, icon="milestone", height=28, parent=parent)
        self.row: MilestoneRow | None = None

    def show_step(self, row: MilestoneRow, zone: str, now: datetime, today: date) -> None:
        """Show it in one line."""
        self.row = row
        said = [name_of(row), step_line(row, zone, today)]
        if row.custodian:
            said.append(f"records: {row.custodian}")
        self.set_text(" · ".join(said))
        recorded = recorded_line(row, zone, now)
        self.setAccessibleName(", ".join([*said, recorded] if recorded else said))


AnyStep = StepButton | StepLine
"""What a step is shown by."""
