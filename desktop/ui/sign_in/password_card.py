"""Sign in with name and password."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.ui.sign_in.door_card import DoorCard
from desktop.ui.sign_in.name_field import NameField
from desktop.ui.sign_in.password_field import CAPS_ICON, PasswordField
from desktop.ui.theme import Theme
from desktop.ui.widgets.announce import announce
from desktop.ui.widgets.button import Button, Kind
from desktop.ui.widgets.field import Field
from desktop.ui.widgets.label import Label

_FORGOTTEN = "Ask a manager or IT to run “ketwell-desk users reset”."


class PasswordCard(DoorCard):
    """Emits what was typed; the page asks the service."""

    entered = Signal(str, str)
    """A name and a password."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "", "", "Sign in", parent)
        self.name = NameField(theme, "Choose or type your name")
        self.password = PasswordField(theme)
        self.name_field = Field(theme, "Name", self.name)
        self.password_field = Field(theme, "Password", self.password)
        self.button = Button(
            theme, "Sign in", Kind.PRIMARY, icon="lock-keyhole-open", kbd="Enter", height=40
        )
        self.forgot = Button(theme, "Forgot password", Kind.LINK)
        self.forgotten = Label(theme, _FORGOTTEN, "small", "text-2", wrap=True)
        self.forgotten.hide()
        last = QHBoxLayout()
        last.setContentsMargins(0, 0, 0, 0)
        last.addSpacing(-theme.px(6))  # the words of a link stand in line with what is above
        last.addWidget(self.forgot)
        last.addStretch(1)
        last.addWidget(Label(theme, "A manager can set a new one", "small", "text-3"))
        self.column.addWidget(self.name_field)
        self.column.addWidget(self.password_field)
        self.column.addStretch(1)
        self.column.addWidget(self.button)
        self.column.addLayout(last)
        self.column.addWidget(self.forgotten)
        self.name.returnPressed.connect(self._name_entered)
        self.name.picked.connect(self.password.setFocus)
        self.password.returnPressed.connect(self._enter)
        self.password.caps_lock_seen.connect(self._tell_caps_lock)
        self.button.clicked.connect(self._enter)
        self.forgot.clicked.connect(self._help_with_forgotten)
        self.stand_alone(True)

    def set_names(self, names: Sequence[str]) -> None:
        """Whom the list offers."""
        self.name.set_names(names)

    def stand_alone(self, alone: bool) -> None:
        """Whether this is the only card."""
        if alone:
            self.set_title("Sign in", "With your name and password")
        else:
            self.set_title("Someone else", "Sign in with name and password")

    def focus_first(self) -> None:
        """To the first thing that is missing."""
        (self.password if self.name.text().strip() else self.name).setFocus()

    def begin(self, name: str) -> None:
        """Put a name in; the password is next."""
        self.clear()
        self.name.setText(name)
        self.focus_first()

    def clear(self) -> None:
        """Forget what was typed."""
        self.name.clear()
        self.password.clear()
        self.name_field.clear_problem()
        self.password_field.clear_problem()
        self.password_field.set_help("")
        self.forgotten.hide()
        self.set_waiting(False)

    def set_waiting(self, waiting: bool) -> None:
        """While the password is being checked nothing else can be entered."""
        self.button.set_text("Checking…" if waiting else "Sign in")
        self.password.setReadOnly(waiting)
        self.name.setReadOnly(waiting)

    def refuse(self, sentence: str) -> None:
        """It did not open; say why and let it be typed again."""
        self.set_waiting(False)
        self.password.clear()
        self.password_field.set_problem(sentence)
        self.password.setFocus()
        announce(self.password, sentence)

    def _name_entered(self) -> None:
        if self.password.text():
            self._enter()
        else:
            self.password.setFocus()

    def _enter(self) -> None:
        if self.password.isReadOnly():
            return
        name, password = self.name.text().strip(), self.password.text()
        if not name:
            self.name_field.set_problem("Choose your name, or type it.")
            self.name.setFocus()
        elif not password:
            self.password_field.set_problem("Type your password.")
            self.password.setFocus()
        else:
            self.set_waiting(True)
            self.entered.emit(name, password)

    def _tell_caps_lock(self, on: bool) -> None:
        if on:
            self.password_field.set_help("Caps Lock is on", "soon", CAPS_ICON)
        else:
            self.password_field.set_help("Caps Lock is off", "text-3", CAPS_ICON)

    def _help_with_forgotten(self) -> None:
        self.forgotten.show()
        announce(self.forgot, _FORGOTTEN)
