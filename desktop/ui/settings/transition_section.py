"""Settings → The transition: names, days and the cut-off, each kept when its field is left."""

from typing import Protocol
from uuid import UUID, uuid4

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from desktop.domain.errors import Problem
from desktop.services.actor import Actor
from desktop.services.recorded import Recorded
from desktop.services.transition_settings import TransitionChoices
from desktop.ui.settings.transition_fields import FIELDS, FieldSpec
from desktop.ui.tasks import Runner
from desktop.ui.theme import Theme
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.field import Field
from desktop.ui.widgets.label import Label
from desktop.ui.widgets.line_edit import LineEdit
from desktop.ui.widgets.scroll import ColumnScroll

_COLUMNS = 3


class ChoicesKept(Protocol):
    """What the section asks of the service that keeps them."""

    def choices(self) -> TransitionChoices:
        """What holds now."""

    def keep(self, actor: Actor, choices: TransitionChoices, key: UUID) -> Recorded:
        """Keep what was chosen. Raises Refused for what makes no sense."""


class TransitionSection(QWidget):
    """One section of the settings."""

    said = Signal(str, object)
    written = Signal(object)
    troubled = Signal(str)

    def __init__(self, theme: Theme, tasks: Runner, kept: ChoicesKept) -> None:
        super().__init__()
        self._theme, self._tasks, self._kept = theme, tasks, kept
        self._actor: Actor | None = None
        self._choices: TransitionChoices | None = None
        self._scroll = ColumnScroll(theme)
        self._scroll.set_edges(20, 16, 20, 16)
        self._scroll.column.setSpacing(theme.px(12))
        self.lines: dict[str, LineEdit] = {}
        self.fields: dict[str, Field] = {}
        self._cards = tuple(self._card(title, specs) for title, specs in FIELDS.items())
        for card in self._cards:
            self._scroll.column.addWidget(card)
        self._scroll.column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._scroll)

    def set_actor(self, actor: Actor) -> None:
        """Somebody is here: what was half typed was not theirs."""
        self._actor, self._choices = actor, None

    def load(self) -> None:
        """Read what holds."""
        self._tasks.run(self._kept.choices, self._show, self._fail, replaces="deal settings")

    def focus_here(self) -> None:
        """Put the focus where work begins."""
        next(iter(self.lines.values())).setFocus(Qt.FocusReason.OtherFocusReason)

    def panes(self) -> tuple[QWidget, ...]:
        """For F6."""
        return self._cards

    def _show(self, choices: TransitionChoices) -> None:
        before, self._choices = self._choices, choices
        for specs in FIELDS.values():
            for spec in specs:
                line = self.lines[spec.key]
                # What is being typed, or put right, is left alone when somebody else writes.
                untouched = before is None or line.text() == spec.read(before)
                if untouched or not (line.hasFocus() or self.fields[spec.key].problem):
                    line.setText(spec.read(choices))

    def _keep(self, spec: FieldSpec) -> None:
        actor, choices, kept = self._actor, self._choices, self._kept
        typed, key = self.lines[spec.key].text(), uuid4()
        if actor is None or choices is None or typed.strip() == spec.read(choices):
            return
        change = spec.change(typed)
        if change is None:
            self.fields[spec.key].set_problem("A whole number is needed here.")
            return

        def done(recorded: Recorded) -> None:
            self.written.emit(recorded.written)
            self.said.emit(f"{spec.title}: saved.", recorded.written.change_id)
            self.load()

        def failed(problem: Problem) -> None:
            self.fields[spec.key].set_problem(str(problem))
            self.troubled.emit(str(problem))

        self._tasks.run(lambda: kept.keep(actor, change(kept.choices()), key), done, failed)

    def _fail(self, problem: Problem) -> None:
        self.troubled.emit(str(problem))

    def _card(self, title: str, specs: tuple[FieldSpec, ...]) -> Card:
        theme, px = self._theme, self._theme.px
        card = Card(theme, name=title)
        column = QVBoxLayout(card)
        column.setContentsMargins(px(16), px(12), px(16), px(14))
        column.setSpacing(px(8))
        column.addWidget(Label(theme, title, "card"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(px(12))
        grid.setVerticalSpacing(px(8))
        place = 0
        for spec in specs:
            line = self.lines[spec.key] = LineEdit(theme)
            field = Field(theme, spec.title, line, help_text=spec.about)
            line.setAccessibleName(f"{title}: {spec.title}")
            self.fields[spec.key] = field
            line.editingFinished.connect(lambda spec=spec: self._keep(spec))
            row, at = divmod(place, _COLUMNS)
            grid.addWidget(
                field, row, at, 1, _COLUMNS if spec.wide else 1, Qt.AlignmentFlag.AlignTop
            )
            place += _COLUMNS if spec.wide else 1
        for at in range(_COLUMNS):
            grid.setColumnStretch(at, 1)
        column.addLayout(grid)
        return card
