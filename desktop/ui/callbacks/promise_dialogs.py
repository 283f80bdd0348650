"""What is asked before one promise is written to: after reaching somebody, for another time, for
another number, before it is closed."""

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.errors import NeedsReason, Problem
from desktop.domain.number_display import display
from desktop.domain.number_typing import typed
from desktop.domain.vocabulary import CallbackKind, Resolution
from desktop.services.callback_detail import CallbackDetail
from desktop.services.person_card import NumberOfPerson
from desktop.services.queue_row import ViewFilter, Who
from desktop.ui.callbacks.ask_dialog import AskDialog
from desktop.ui.callbacks.time_choice import TimeChoice, TimeFacts
from desktop.ui.intake.roving import Roving
from desktop.ui.theme import Theme
from desktop.ui.widgets.button import Button
from desktop.ui.widgets.chip import Chip
from desktop.ui.widgets.field import Field
from desktop.ui.widgets.label import Label
from desktop.ui.widgets.line_edit import LineEdit
from desktop.ui.widgets.phone_field import PhoneField
from desktop.ui.widgets.segmented import Segment, SegmentedControl
from desktop.ui.words import RESOLUTION_WORDS

VIEW_WORDS: dict[Who, str] = {
    "due": "what is due now",
    "mine": "mine",
    "team": "my team’s",
    "waiting": "what waits on a milestone",
    "all": "all callbacks",
    "closed": "closed ones",
}
_REACHED_ENDS = (
    Resolution.KEPT,
    Resolution.NOT_NEEDED,
    Resolution.RANG_US,
    Resolution.DUPLICATE,
)
_ENDS = (
    Resolution.RANG_US,
    Resolution.KEPT,
    Resolution.LETTER,
    Resolution.NOT_NEEDED,
    Resolution.DUPLICATE,
    Resolution.UNREACHABLE,
)


def first_name(name: str) -> str:
    """The first word of a name; a number stays whole."""
    return name.split(maxsplit=1)[0] if name and name[0].isalpha() else name


def time_facts(detail: CallbackDetail, here: str) -> TimeFacts:
    """Whom a time is chosen for."""
    row = detail.row
    return TimeFacts(
        detail.candidates,
        detail.hours,
        detail.calendar,
        here,
        detail.place,
        first_name(row.name) if row.name_is_known else "",
        row.kind is CallbackKind.MARKETING,
    )


class ResolutionChips(QWidget):
    """One of several ways a promise ends."""

    def __init__(
        self,
        theme: Theme,
        ends: Sequence[Resolution],
        in_a_row: int,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName("How it ends")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(6))
        self.chips: dict[Resolution, Chip] = {}
        for start in range(0, len(ends), in_a_row):
            row = QHBoxLayout()
            row.setSpacing(theme.px(6))
            for end in ends[start : start + in_a_row]:
                chip = Chip(theme, RESOLUTION_WORDS[end], exclusive=True, parent=self)
                row.addWidget(chip)
                self.chips[end] = chip
            row.addStretch(1)
            column.addLayout(row)
        self.chips[ends[0]].setChecked(True)
        self._roving = Roving(self, list(self.chips.values()))
        self.setFocusProxy(self.chips[ends[0]])

    def value(self) -> Resolution:
        """The one that is checked."""
        return next(end for end, chip in self.chips.items() if chip.isChecked())

    def choose(self, end: Resolution) -> None:
        """Check this one."""
        self.chips[end].setChecked(True)


class ReachedDialog(AskDialog):
    """They were reached: the promise is closed, or a new time is promised."""

    def __init__(self, theme: Theme, window: QWidget, now: Callable[[], datetime]) -> None:
        super().__init__(theme, window, "", act="Close the promise", icon="phone-call", width=600)
        self.way = SegmentedControl(
            theme,
            [
                Segment("close", "Close the promise", "circle-check", "1"),
                Segment("again", "Promise a new time", "calendar-clock", "2"),
            ],
            "What follows",
        )
        self.way.set_value("close")
        self.way.chosen.connect(self._turn)
        self.ends = ResolutionChips(theme, _REACHED_ENDS, 4)
        self.when = TimeChoice(theme, now)
        self.note = LineEdit(theme, "What was said, in a few words")
        self._parts = (Field(theme, "How it ends", self.ends), self.when)
        self.body.addWidget(self.way)
        for part in self._parts:
            self.body.addWidget(part)
        self.body.addWidget(Field(theme, "Note", self.note, optional="if worth keeping"))
        self.finish_body(self.way)
        self._turn("close")

    def show_detail(self, detail: CallbackDetail, here: str) -> None:
        """Ask about this promise."""
        self.title.set_text(f"You reached {detail.row.name}. Is the promise kept?")
        self.setAccessibleName(self.title.text())
        self.when.show_facts(time_facts(detail, here))

    @property
    def closes(self) -> Resolution | None:
        """How the promise ends; None: a new time was promised."""
        return self.ends.value() if self.way.value() == "close" else None

    @property
    def new_due_at(self) -> datetime | None:
        """The new time promised, if it does not end."""
        return None if self.way.value() == "close" else self.when.due_at

    def show_reason(self) -> None:
        if self.way.value() == "again" and self.when.outside:
            self.when.ask_reason()
        else:
            super().show_reason()

    def _turn(self, way: str) -> None:
        closing = way == "close"
        self._parts[0].setVisible(closing)
        self._parts[1].setVisible(not closing)
        self.act_button.set_text("Close the promise" if closing else "Promise the new time")


class WhenDialog(AskDialog):
    """Another time: for a promise that is put off, or one that is opened again."""

    def __init__(
        self,
        theme: Theme,
        window: QWidget,
        now: Callable[[], datetime],
        title: str,
        act: str,
        body: str = "",
    ) -> None:
        super().__init__(theme, window, title, act=act, icon="calendar-clock", width=560)
        if body:
            self.body.addWidget(Label(theme, body, "body", "text-2", wrap=True))
        self.when = TimeChoice(theme, now)
        self.body.addWidget(self.when)
        self.finish_body(next(iter(self.when.quick.values())))

    def show_reason(self) -> None:
        self.when.ask_reason()


class NumberDialog(AskDialog):
    """Another number to ring: typed, or one of theirs. Where ``may_wait`` it may be left empty."""

    def __init__(
        self, theme: Theme, window: QWidget, title: str, act: str, *, may_wait: bool
    ) -> None:
        super().__init__(theme, window, title, act=act, icon="phone", width=480)
        self._may_wait = may_wait
        self.number = PhoneField(theme, typed, "(312) 555-0147", name="New number")
        self.field = Field(
            theme,
            "New number",
            self.number,
            optional="if they gave one" if may_wait else "",
            help_text="Leave it empty to ask later." if may_wait else "Formats as you type",
        )
        self.body.addWidget(self.field)
        self._others = QHBoxLayout()
        self.body.addLayout(self._others)
        self._buttons: list[Button] = []
        self.note = LineEdit(theme, "Who answered, in a few words")
        note = Field(theme, "Note", self.note, optional="if worth keeping")
        note.setVisible(may_wait)
        self.body.addWidget(note)
        self.finish_body(self.number)

    def show_others(self, numbers: Sequence[NumberOfPerson]) -> None:
        """Offer the other numbers of this person."""
        for button in self._buttons:
            self._others.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._buttons = []
        for number in numbers[:2]:
            said = display(number.e164, number.extension)
            button = Button(self.theme, said, note=number.kind.value, height=28)
            button.clicked.connect(lambda _on=False, n=said: self.number.set_number(n))
            self._others.addWidget(button)
            self._buttons.append(button)

    def show_problem(self, problem: Problem) -> None:
        """Whatever stops it is about the number, but for the hour of the call."""
        if isinstance(problem, NeedsReason):
            super().show_problem(problem)
            return
        self.act_button.set_on()
        self.field.set_problem(str(problem))
        self.number.setFocus()


class CloseDialog(AskDialog):
    """Why a promise, or several, are closed."""

    def __init__(
        self, theme: Theme, window: QWidget, title: str, act: str, end: Resolution | None = None
    ) -> None:
        super().__init__(theme, window, title, act=act, icon="circle-check", width=520)
        self.ends = ResolutionChips(theme, _ENDS, 3)
        field = Field(theme, "Why", self.ends)
        self.body.addWidget(field)
        self.note = LineEdit(theme, "In a few words")
        self.body.addWidget(Field(theme, "Note", self.note, optional="if worth keeping"))
        if end is not None:
            self.ends.choose(end)
            field.hide()
        self.finish_body(self.note if end is not None else self.ends)

    @property
    def end(self) -> Resolution:
        """How it ends."""
        return self.ends.value()


class ReasonDialog(AskDialog):
    """A rule asks why it cannot wait."""

    def __init__(self, theme: Theme, window: QWidget, why: str, act: str) -> None:
        super().__init__(
            theme, window, "Why can it not wait?", act=act, icon="clock-alert", tone="late"
        )
        self.body.addWidget(Label(theme, why, "body", "text-2", wrap=True))
        self.finish_body(self.why)
        self.show_reason()
        self.body.addWidget(self.act_button.reason_line())
        self.why.textChanged.connect(self._weigh)
        self._weigh("")

    def ask(self, act: Callable[[], None]) -> None:
        super().ask(act)
        self._weigh(self.why.text())

    def _weigh(self, text: str) -> None:
        if text.strip():
            self.act_button.set_on()
        else:
            self.act_button.set_off("Say why first.")


class SaveViewDialog(AskDialog):
    """A name for the view that is shown."""

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(
            theme, window, "What is this view called?", act="Save this view", icon="bookmark-plus"
        )
        self.text = Label(theme, "", "body", "text-2", wrap=True)
        self.name = LineEdit(theme, "A short name")
        self.field = Field(theme, "Name", self.name)
        self.body.addWidget(self.text)
        self.body.addWidget(self.field)
        self.finish_body(self.name)

    def show_view(self, view: ViewFilter, name: str) -> None:
        """What is kept, and what it was called."""
        found = f" with “{view.text}” in the name or number" if view.text else ""
        self.text.set_text(f"It becomes a tab of yours: {VIEW_WORDS[view.who]}{found}.")
        self.name.setText(name)

    def show_problem(self, problem: Problem) -> None:
        """Whatever stops it is about the name."""
        self.act_button.set_on()
        self.field.set_problem(str(problem))
        self.name.setFocus()
