"""The first manager: name, password twice, perhaps a PIN."""

from PySide6.QtWidgets import QHBoxLayout

from desktop.domain.errors import Refused
from desktop.domain.passwords import ADVICE, SHORTEST, check_password, check_pin
from desktop.ui.first_run.step_page import StepPage
from desktop.ui.sign_in.password_field import CAPS_ICON, PasswordField
from desktop.ui.sign_in.pin_field import PinField
from desktop.ui.theme import Theme
from desktop.ui.widgets.field import Field
from desktop.ui.widgets.line_edit import LineEdit


class ManagerStep(StepPage):
    """A manager adds the others, approves words and watches over promises."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(
            theme,
            "Who is the first manager?",
            "A manager lets the others in, and sees every promise.",
        )
        self.name = LineEdit(theme, "First and last name", height=40)
        self.password = PasswordField(theme)
        self.again = PasswordField(theme, "The same again")
        self.pin = PinField(theme)
        self.name_field = Field(theme, "Name", self.name)
        self.password_field = Field(
            theme,
            "Password",
            self.password,
            help_text=f"At least {SHORTEST} characters. {ADVICE}",
        )
        self.again_field = Field(theme, "Password again", self.again)
        self.pin_field = Field(
            theme,
            "PIN",
            self.pin,
            optional="you may leave it out",
            help_text="Six digits that unlock this desk for the rest of the day",
        )
        self.column.addWidget(self.name_field)
        self.column.addWidget(self.password_field)
        self.column.addWidget(self.again_field)
        row = QHBoxLayout()
        row.addWidget(self.pin_field, 1)
        row.addStretch(1)
        self.column.addLayout(row)
        self.password.caps_lock_seen.connect(self._tell_caps_lock)

    def focus_first(self) -> None:
        self.name.setFocus()

    def check(self) -> bool:
        if not self.name.text().strip():
            return self._stop(self.name_field, "Type your first and last name.")
        try:
            check_password(self.password.text(), self.name.text())
        except Refused as refusal:
            return self._stop(self.password_field, str(refusal))
        if self.again.text() != self.password.text():
            return self._stop(self.again_field, "The two differ. Type the password again.")
        if self.pin.text():
            try:
                check_pin(self.pin.text())
            except Refused as refusal:
                return self._stop(self.pin_field, str(refusal))
        return True

    def _stop(self, field: Field, sentence: str) -> bool:
        field.set_problem(sentence)
        field.control.setFocus()
        return False

    def _tell_caps_lock(self, on: bool) -> None:
        self.again_field.set_help("Caps Lock is on" if on else "", "soon", CAPS_ICON)
