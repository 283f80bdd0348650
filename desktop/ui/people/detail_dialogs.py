"""Short questions about one thing of a person: a number, an address, what binds, who may speak."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.domain.number_typing import typed
from desktop.domain.vocabulary import (
    DoNotCallPurpose,
    NumberKind,
    Relation,
    RestrictionKind,
    Scope,
)
from desktop.services.people import PersonHit
from desktop.ui.callbacks.ask_dialog import AskDialog
from desktop.ui.people.person_words import KIND_WORDS
from desktop.ui.person_hits import HitList
from desktop.ui.theme import Theme
from desktop.ui.widgets.button import Kind
from desktop.ui.widgets.field import Field
from desktop.ui.widgets.label import Label
from desktop.ui.widgets.line_edit import LineEdit
from desktop.ui.widgets.phone_field import PhoneField
from desktop.ui.widgets.segmented import Segment, SegmentedControl
from desktop.ui.widgets.select import Select
from desktop.ui.words import PURPOSE_WORDS, RELATION_WORDS, RESTRICTION_WORDS, SCOPE_WORDS


class AddNumberDialog(AskDialog):
    """One more number, and what it is."""

    def __init__(self, theme: Theme, window: QWidget, name: str) -> None:
        super().__init__(
            theme, window, f"Which number does {name} have?", act="Add number", icon="phone"
        )
        self.number = PhoneField(theme, typed, "(___) ___-____", name="Number")
        self.field = Field(theme, "Number", self.number)
        self.use = Select(theme)
        self.use.set_choices([(words, str(kind)) for kind, (words, _) in KIND_WORDS.items()])
        self.body.addWidget(self.field)
        self.body.addWidget(Field(theme, "It is", self.use))
        self.finish_body(self.number)

    @property
    def kind(self) -> NumberKind:
        """What it is used for."""
        return NumberKind(str(self.use.value()))

    def complete(self) -> bool:
        """Whether there is one."""
        if not self.number.text().strip():
            self.field.set_problem("Type the number they can be rung at.")
            self.number.setFocus()
            return False
        return True


class LineDialog(AskDialog):
    """One line to type: an address, or why."""

    def __init__(
        self,
        theme: Theme,
        window: QWidget,
        title: str,
        *,
        label: str,
        placeholder: str,
        act: str,
        icon: str,
        missing: str,
    ) -> None:
        super().__init__(theme, window, title, act=act, icon=icon)
        self._missing = missing
        self.line = LineEdit(theme, placeholder)
        self.field = Field(theme, label, self.line)
        self.body.addWidget(self.field)
        self.finish_body(self.line)

    def complete(self) -> bool:
        """Whether something was typed."""
        if not self.line.text().strip():
            self.field.set_problem(self._missing)
            self.line.setFocus()
            return False
        return True


class RestrictionDialog(AskDialog):
    """What binds the desk from now on."""

    def __init__(self, theme: Theme, window: QWidget, name: str) -> None:
        super().__init__(
            theme, window, f"What must the desk never do with {name}?", act="Keep this", icon="ban"
        )
        self.what = Select(theme)
        self.what.set_choices(
            [(words, str(kind)) for kind, (words, _) in RESTRICTION_WORDS.items()]
        )
        self.note = LineEdit(theme, "Her mother picks up")
        self.body.addWidget(Field(theme, "Never", self.what))
        self.body.addWidget(Field(theme, "Why", self.note, optional="if they said"))
        self.finish_body(self.what)

    @property
    def kind(self) -> RestrictionKind:
        """Which it is."""
        return RestrictionKind(str(self.what.value()))


class DoNotCallDialog(AskDialog):
    """For whom or which number, and what it covers. The safe choice has the first focus."""

    def __init__(
        self, theme: Theme, window: QWidget, name: str, numbers: Sequence[tuple[str, object]]
    ) -> None:
        super().__init__(
            theme,
            window,
            f"Stop calls to {name}?",
            act="Do not call",
            safe="Keep calling",
            icon="ban",
            tone="late",
            act_kind=Kind.LATE,
            act_icon="ban",
            width=480,
        )
        says = "Open callbacks it covers close, never a safety follow-up. A manager can lift this."
        self.body.addWidget(Label(theme, says, "body", "text-2", wrap=True))
        self.what = SegmentedControl(
            theme,
            [Segment(purpose, words) for purpose, words in PURPOSE_WORDS.items()],
            "What they do not want",
        )
        self.what.set_value(DoNotCallPurpose.ALL)
        self.where = Select(theme)
        self.where.set_choices([(f"{name}, at every number", None), *numbers])
        self.words = LineEdit(theme, "She asked us to stop")
        self.body.addWidget(Field(theme, "What they do not want", self.what))
        self.body.addWidget(Field(theme, "Who or where", self.where))
        self.body.addWidget(Field(theme, "Reason", self.words, optional="in their words"))
        self.finish_body(self.safe_button)

    @property
    def purpose(self) -> DoNotCallPurpose:
        """What it covers."""
        return DoNotCallPurpose(self.what.value() or DoNotCallPurpose.ALL)


class SpeakDialog(AskDialog):
    """Who may speak for whom, about what, how the desk knows, until when."""

    search_requested = Signal(str)

    def __init__(self, theme: Theme, window: QWidget, name: str, today: date) -> None:
        super().__init__(
            theme,
            window,
            f"Who may speak for {name}?",
            act="Keep this permission",
            icon="handshake",
            width=520,
        )
        self._today = today
        self.speaker: PersonHit | None = None
        self.who = LineEdit(theme, "Name or number", icon="search")
        self.who_field = Field(theme, "Who", self.who)
        self.hits = HitList(theme)
        self.hits.show_hits(())
        self.relation = Select(theme)
        self.relation.set_choices(
            [
                (words, str(relation))
                for relation, words in RELATION_WORDS.items()
                if relation is not Relation.PATIENT
            ]
        )
        self.scope = Select(theme)
        self.scope.set_choices(
            [(words.capitalize(), str(scope)) for scope, words in SCOPE_WORDS.items()]
        )
        self.source = LineEdit(theme, "Signed form on file")
        self.source_field = Field(theme, "How you know", self.source)
        self.until = LineEdit(theme, "3/1/2027")
        self.until_field = Field(theme, "Until", self.until, optional="open when empty")
        row, last = QHBoxLayout(), QHBoxLayout()
        for line, fields in (
            (row, (Field(theme, "They are", self.relation), Field(theme, "About", self.scope))),
            (last, (self.source_field, self.until_field)),
        ):
            line.setSpacing(theme.px(12))
            for field in fields:
                line.addWidget(field, 1)
        self.body.addWidget(self.who_field)
        self.body.addWidget(self.hits)
        self.body.addLayout(row)
        self.body.addLayout(last)
        self.who.textEdited.connect(self._edited)
        self.hits.picked.connect(self._pick)
        self.finish_body(self.who)

    def offer(self, text: str, hits: Sequence[PersonHit]) -> None:
        """Who was found for ``text``."""
        if self.speaker is None and text == self.who.text():
            self.hits.show_hits(hits[:4])

    @property
    def last_day(self) -> date | None:
        """Until when, that day included; None: until it is taken back."""
        return read_day(self.until.text())

    def complete(self) -> bool:
        """Whether it can be kept; else each field says what is missing."""
        if self.speaker is None:
            self.who_field.set_problem("Pick somebody from the list. Add them first if need be.")
            self.who.setFocus()
            return False
        if not self.source.text().strip():
            self.source_field.set_problem("Which form, or who told you")
            self.source.setFocus()
            return False
        if self.until.text().strip() and (self.last_day is None or self.last_day < self._today):
            self.until_field.set_problem("Month, day and year, not gone by")
            self.until.setFocus()
            return False
        return True

    @property
    def chosen(self) -> tuple[Relation, Scope]:
        """What they are, and what it covers."""
        return Relation(str(self.relation.value())), Scope(str(self.scope.value()))

    def _edited(self, text: str) -> None:
        self.speaker = None
        if len(text.strip()) >= 2:
            self.search_requested.emit(text)
        else:
            self.hits.show_hits(())

    def _pick(self, hit: PersonHit) -> None:
        self.speaker = hit
        self.who.setText(hit.name)
        self.who_field.clear_problem()
        self.hits.show_hits(())
        self.relation.setFocus()


def read_day(text: str) -> date | None:
    """A date from "3/1/2027", also one that lies ahead; None for what is none."""
    parts = text.replace("-", "/").replace(".", "/").split("/")
    if len(parts) != 3 or not all(part.strip().isdecimal() for part in parts):
        return None
    month, day, year = (int(part) for part in parts)
    try:
        return date(year, month, day)
    except ValueError:
        return None
