"""Another number to ring."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.domain.errors import NeedsReason, Problem
from desktop.domain.number_display import display
from desktop.domain.number_typing import typed
from desktop.services.person_card import NumberOfPerson
from desktop.ui.callbacks.ask_dialog import AskDialog
from desktop.ui.sensitive_line import NoteField
from desktop.ui.theme import Theme
from desktop.ui.widgets.button import Button
from desktop.ui.widgets.field import Field
from desktop.ui.widgets.phone_field import PhoneField

_OFFERED = 2


class NumberDialog(AskDialog):
    """Typed, or one of theirs. Where it ``may_wait`` it may be left empty."""

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
        self.note = NoteField(
            theme, "Note", "Who answered, in a few words", optional="if worth keeping"
        )
        self.note.setVisible(may_wait)
        self.body.addWidget(self.note)
        self.finish_body(self.number)

    def show_others(self, numbers: Sequence[NumberOfPerson]) -> None:
        """Offer the other numbers of this person."""
        for button in self._buttons:
            self._others.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._buttons = []
        for number in numbers[:_OFFERED]:
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
        self.wait_again()
        self.field.set_problem(str(problem))
        self.number.setFocus()
