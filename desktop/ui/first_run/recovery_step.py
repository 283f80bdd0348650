"""The recovery code, shown this once."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from desktop.ui.first_run.step_page import StepPage
from desktop.ui.theme import Theme
from desktop.ui.widgets.announce import announce
from desktop.ui.widgets.button import Button
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.checks import CheckBox
from desktop.ui.widgets.label import Label

_IN_A_LINE = 4


class RecoveryStep(StepPage):
    """Goes on only when the person says that the code is written down."""

    kept = Signal(bool)
    """The check was set or taken away."""

    def __init__(self, theme: Theme, code: str) -> None:
        super().__init__(
            theme,
            "Write down the recovery code",
            "If this computer ever loses its key, only this code opens your records.",
        )
        self._code = code
        groups = code.split("-")
        lines = [groups[:_IN_A_LINE], groups[_IN_A_LINE:]]
        card = Card(theme, fill="sunken", edge="line-2", name="Recovery code")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(theme.px(20), theme.px(16), theme.px(20), theme.px(16))
        inside.setSpacing(theme.px(4))
        for line in lines:
            label = Label(theme, "   ".join(line), "number", tabular=True)
            # Letter by letter: a screen reader would make words of them.
            label.setAccessibleName(", ".join(" ".join(group) for group in line))
            inside.addWidget(label)
        self.copy = Button(theme, "Copy the code", icon="copy")
        self.written_down = CheckBox(theme, "I have written it down and put it in a safe place")
        row = QHBoxLayout()
        row.addWidget(self.copy)
        row.addStretch(1)
        self.column.addWidget(card)
        self.column.addLayout(row)
        self.column.addWidget(
            Label(
                theme,
                "It is shown only now and kept nowhere. Whoever has it and this computer’s files "
                "can read everything: keep it on paper, away from the desk. There are no letters "
                "I, L or O in it, only 1 and 0.",
                "body",
                "text-2",
                wrap=True,
            )
        )
        self.column.addWidget(self.written_down)
        self.copy.clicked.connect(self._copy)
        self.written_down.toggled.connect(self.kept)

    def focus_first(self) -> None:
        self.copy.setFocus()

    def check(self) -> bool:
        return self.written_down.isChecked()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._code)
        self.copy.set_text("Copied")
        announce(self.copy, "The recovery code is copied.")
