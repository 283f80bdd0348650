"""The left of the Safety card: five steps, with the words to say and the numbers to ring."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.domain.safety import stages_done
from desktop.domain.vocabulary import SafetyBranch, SafetyContactKind
from desktop.services.history_safety import BRANCH_WORDS
from desktop.services.safety_form import SafetyForm
from desktop.services.safety_numbers import SafetyNumbers
from desktop.services.safety_words import SafetyWords
from desktop.ui.overlay_bar import OverlayBar
from desktop.ui.safety.help_numbers import HelpNumbers
from desktop.ui.safety.labels import BRANCHES
from desktop.ui.safety.stage_mark import StageMark
from desktop.ui.safety.wide_chip import WideChip
from desktop.ui.theme import Theme
from desktop.ui.widgets.button import Button, Kind
from desktop.ui.widgets.flow import Flow
from desktop.ui.widgets.label import Label
from desktop.ui.widgets.roving import Roving
from desktop.ui.widgets.scroll import scroll_down

_TITLES = (
    "Stay on the line",
    "Ask plainly",
    "Bring help to the caller",
    "Tell the manager on duty",
    "Then take a break",
)


class _Stage(QWidget):
    """The number in its circle, the title, and what is to be done."""

    def __init__(self, theme: Theme, number: int, title: str) -> None:
        super().__init__()
        self._theme = theme
        self.mark = StageMark(theme, number, title)
        self.title = Label(theme, title, "card")
        self.head = QHBoxLayout()
        self.head.addWidget(self.title)
        self.head.addStretch(1)
        self.column = QVBoxLayout()
        self.column.addLayout(self.head)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(self.mark, 0, Qt.AlignmentFlag.AlignTop)
        self._row.addLayout(self.column, 1)
        theme.changed.connect(self._restyle)
        self._restyle()

    def _restyle(self) -> None:
        px, compact = self._theme.px, self._theme.compact
        self._row.setSpacing(px(14))
        self.column.setContentsMargins(0, px(4 if compact else 6), 0, 0)
        self.column.setSpacing(px(2))


class _OnDuty(QWidget):
    """Who is to be told, with numbers; a line of its own where nobody is filled in."""

    numbers_requested = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._row = Flow(self)
        self._row.setSpacing(theme.px(4))
        self.add = Button(theme, "Add it…", Kind.LINK, height=28)
        self.add.clicked.connect(self.numbers_requested)
        self._row.addWidget(self.add)
        self._shown: tuple[object, ...] = ()

    def show_duty(self, numbers: SafetyNumbers, form: SafetyForm, *, manages: bool) -> None:
        """Show the manager on duty, and the clinician on call."""
        manager = numbers.on_duty(SafetyContactKind.MANAGER, form.site_id)
        clinician = numbers.on_duty(SafetyContactKind.CLINICIAN, form.site_id)
        words: list[tuple[str, bool]] = []
        if manager is not None:
            words += [(f"{manager.name},", False), (manager.number, True)]
        else:
            whom = f" Tell {numbers.managers[0]}." if numbers.managers else ""
            words.append((f"No number for the manager on duty yet.{whom}", False))
        if clinician is not None:
            words += [("· Hurt or not waking: clinician on call,", False), (clinician.number, True)]
        shown = (*words, manager is None and manages)
        if shown == self._shown:
            return
        self._shown = shown
        while (item := self._row.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None and widget is not self.add:
                widget.deleteLater()
        for text, strong in words:
            style, tone = ("strong", "text") if strong else ("body", "text-2")
            self._row.addWidget(Label(self._theme, text, style, tone, tabular=strong))
        self._row.addWidget(self.add)
        self.add.setVisible(manager is None and manages)
        self.setAccessibleName(" ".join(text for text, _ in words))


class StepsPane(QScrollArea):
    """Shows the card; tells which kind of danger was picked."""

    branch_picked = Signal(object)
    numbers_requested = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setAccessibleName("What to do")
        self._stages = [_Stage(theme, n, title) for n, title in enumerate(_TITLES, start=1)]
        self._say = [Label(theme, "", "voice-safety", wrap=True) for _ in range(2)]
        self._break = Label(theme, "", "body", "text-2", wrap=True)
        self.branches = {
            branch: WideChip(theme, BRANCH_WORDS[branch], note, keys, parent=self)
            for branch, (note, keys) in BRANCHES.items()
        }
        for branch, button in self.branches.items():
            button.setAutoExclusive(True)
            button.clicked.connect(lambda _on=False, b=branch: self.branch_picked.emit(b))
        self._roving = Roving(self, list(self.branches.values()))
        self.help = HelpNumbers(theme)
        self.duty = _OnDuty(theme)
        for part in (self.help, self.duty):
            part.numbers_requested.connect(self.numbers_requested)
        self._build()
        theme.changed.connect(self._restyle)
        self._restyle()

    def show_card(
        self,
        form: SafetyForm,
        numbers: SafetyNumbers,
        words: SafetyWords,
        helper: str,
        *,
        manages: bool,
    ) -> None:
        """Show where the clerk is, and what to say and ring there."""
        done = stages_done(form.branch, form.answered)
        current = done.index(False)
        for place, stage in enumerate(self._stages):
            state = "done" if done[place] else "current" if place == current else "todo"
            stage.mark.show_state(state)
        for label, key in zip(self._say, ("stay", "ask"), strict=True):
            label.set_text(f"“{words.text(key)}”")
        covered = f"Ten minutes away from the phones. {helper} covers your line." if helper else ""
        self._break.set_text(covered or words.text("break"))
        self._together.setVisible(form.branch is SafetyBranch.SUICIDE)
        self._show_branch(form.branch)
        place_ = numbers.place_of(form)
        self.help.show_help(form.branch, place_, numbers, words, manages=manages)
        self.duty.show_duty(numbers, form, manages=manages)

    def focus_here(self) -> None:
        """Ready to say what is happening."""
        self._roving.focus_here()

    def stops(self) -> Sequence[QWidget]:
        """Where Tab stops, in the order of reading."""
        return (*self.branches.values(), self.help.add, self.duty.add)

    def _show_branch(self, branch: SafetyBranch | None) -> None:
        for each, button in self.branches.items():
            button.setAutoExclusive(False)
            button.setChecked(each is branch)
        for button in self.branches.values():
            button.setAutoExclusive(True)

    def _build(self) -> None:
        theme = self._theme
        stay, ask, bring, tell, rest = self._stages
        stay.column.addWidget(self._say[0])
        ask.head.addWidget(Label(theme, "Not sure? Treat it as danger now.", "small", "text-2"))
        ask.column.addWidget(self._say[1])
        self._grid = QGridLayout()
        for place, button in enumerate(self.branches.values()):
            self._grid.addWidget(button, *divmod(place, 2))
        kinds = QWidget()
        kinds.setAccessibleName("What is happening")
        kinds.setLayout(self._grid)
        ask.column.addWidget(kinds)
        self._holder = QVBoxLayout()
        self._holder.addWidget(self.help)
        self._together = Label(theme, "Offer to call 988 together.", "small", "text-2")
        bring.head.addWidget(self._together)
        bring.column.addLayout(self._holder)
        tell.column.addWidget(self.duty)
        rest.column.addWidget(self._break)
        inner = QWidget()
        self._column = QVBoxLayout(inner)
        for stage in self._stages:
            self._column.addWidget(stage)
        self._column.addStretch(1)
        scroll_down(self, inner)
        # A bar of its own width would break the words anew, and so be needed for good.
        OverlayBar(self)

    def _restyle(self) -> None:
        px, compact = self._theme.px, self._theme.compact
        across, down = (20, 12) if compact else (24, 16)
        self._column.setContentsMargins(px(across), px(down), px(across), px(6))
        self._column.setSpacing(px(10 if compact else 16))
        above = px(6 if compact else 10)
        self._grid.setContentsMargins(0, above, 0, 0)
        self._grid.setSpacing(px(5 if compact else 6))
        self._holder.setContentsMargins(0, above, 0, 0)
        for label in self._say:
            label.set_style("voice-safety-compact" if compact else "voice-safety")
