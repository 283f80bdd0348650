"""The foot of the card: save, said with its result, and throw away."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.suitable_hours import next_suitable
from desktop.domain.vocabulary import CallOutcome
from desktop.domain.wording import promise_line
from desktop.ui.intake.card_facts import CardFacts
from desktop.ui.intake.promise_times import whole_promise
from desktop.ui.theme import Theme
from desktop.ui.widgets.button import Button, Kind
from desktop.ui.widgets.label import Label

_SAVE = {
    None: "Save call",
    CallOutcome.CALLBACK: "Save call and promise",
    CallOutcome.MESSAGE: "Save call and message",
    CallOutcome.SAFETY: "Save call and follow-up",
    CallOutcome.MISSED: "Save missed call",
    CallOutcome.HUNG_UP: "Save hang-up",
    CallOutcome.WRONG_NUMBER: "Save wrong number",
    CallOutcome.SPAM: "Save as spam",
}


class CardFoot(QObject):
    """Fills the row of a pane's foot."""

    save_requested = Signal()
    discard_requested = Signal()

    def __init__(self, theme: Theme, row: QHBoxLayout, keys: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._problem = ""
        self.save = Button(theme, "Save call", Kind.PRIMARY, kbd=keys, height=40)
        self.save.clicked.connect(self.save_requested)
        self.first = Label(theme, "", "small-strong", tabular=True, wrap=True)
        self.second = Label(theme, "", "cap", "text-3", elide=True)
        self.problem_line = Label(theme, "", "small-strong", "late", wrap=True)
        self.problem_line.hide()
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(self.first)
        words.addWidget(self.second)
        words.addWidget(self.problem_line)
        words.addStretch(1)
        self.discard = Button(theme, "Discard…", Kind.QUIET)
        self.discard.clicked.connect(self.discard_requested)
        self._theme, self._row = theme, row
        theme.changed.connect(self._restyle)
        self._restyle()
        row.addWidget(self.save)
        row.addLayout(words, 1)
        row.addWidget(self.discard)

    def show_card(self, facts: CardFacts) -> None:
        """Show what saving does."""
        outcome = facts.form.outcome
        self.save.set_text(_SAVE.get(outcome, "Save call"))
        first, second, tone = _lines(facts)
        if self._problem:
            first, second = "", ""
        self.first.set_tone(tone)
        for label, words in (
            (self.first, first),
            (self.second, second),
            (self.problem_line, self._problem),
        ):
            label.set_text(words)
            label.setVisible(bool(words))

    def say_problem(self, sentence: str) -> None:
        """What must be done before saving; goes with the next change of the card."""
        self._problem = sentence

    def _restyle(self) -> None:
        self._row.setSpacing(self._theme.px(8))

    @property
    def problem(self) -> str:
        """What must be done before saving."""
        return self._problem


def _lines(facts: CardFacts) -> tuple[str, str, str]:
    """First line, second line, and the colour of the first."""
    outcome = facts.form.outcome
    if outcome is CallOutcome.CALLBACK:
        return whole_promise(facts), f"{owner_words(facts)} will ring", "text"
    if outcome is CallOutcome.SAFETY:
        return "A safety follow-up starts now", f"{owner_words(facts)} will ring", "safety"
    if outcome is CallOutcome.MISSED:
        if not facts.has_number:
            return "No number to ring back", "The call is kept.", "text"
        due = next_suitable(facts.now, facts.candidates, facts.hours, facts.site)
        if due <= facts.now:
            return "To be rung back now", f"{owner_words(facts)} will ring", "text"
        said = promise_line(due, facts.candidates.zones[0], facts.here, "", facts.now)
        return f"To be rung back {said}", f"{owner_words(facts)} will ring", "text"
    return "", "", "text"


def owner_words(facts: CardFacts) -> str:
    """Who keeps the promise."""
    promise, desk = facts.form.promise, facts.desk
    if promise.owner_user_id is not None:
        found = next((u.name for u in desk.members if u.id == promise.owner_user_id), "")
        return "You" if promise.owner_user_id == desk.actor.user_id else found
    return next((t.name for t in desk.teams if t.id == facts.owner_team), "The front desk")
