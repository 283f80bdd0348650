"""Quick unlock: pick yourself, type six digits."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QWidget

from desktop.services.user_rows import DeskUser
from desktop.ui.sign_in.door_card import DoorCard
from desktop.ui.sign_in.people_list import PeopleList
from desktop.ui.sign_in.pin_field import PinField
from desktop.ui.theme import Theme
from desktop.ui.widgets.announce import announce
from desktop.ui.widgets.button import Button
from desktop.ui.widgets.field import Field

RULE = "After 3 wrong tries, the password is needed."
SPENT = "There were 3 wrong PINs. Use your password."


class QuickCard(DoorCard):
    """Emits what was typed; the page asks the service."""

    pin_typed = Signal(object, str)
    """A :class:`DeskUser` and six digits."""
    password_requested = Signal(str)
    """This person would rather type the password."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(
            theme, "Quick unlock", "Signed in at this desk today", "Quick unlock", parent
        )
        self.people = PeopleList(theme)
        self.pin = PinField(theme)
        self.field = Field(theme, "PIN", self.pin, help_text=RULE)
        self.field.set_hint("6 digits, unlocks by itself")
        self.use_password = Button(theme, "Use password", icon="key-round")
        self.column.addWidget(self.people)
        self.column.addWidget(self.field)
        self.column.addStretch(1)
        self.column.addWidget(self.use_password, 0, Qt.AlignmentFlag.AlignLeft)
        self.people.chosen.connect(self._chosen)
        self.pin.textEdited.connect(self._typed)
        self.pin.step_requested.connect(self.people.step)
        self.pin.returnPressed.connect(self._too_short)
        self.use_password.clicked.connect(self._ask_password)

    def show_users(self, users: Sequence[DeskUser], zone: str) -> None:
        """Whom to offer; nothing typed is left."""
        self.people.show_users(users, zone)
        self.clear()

    def focus_first(self) -> None:
        """To the PIN, or past it when it cannot be used."""
        (self.pin if self.pin.isEnabled() else self.use_password).setFocus()

    def holds_focus(self) -> bool:
        """Whether the keyboard is here."""
        focus = QApplication.focusWidget()
        return focus is not None and self.isAncestorOf(focus)

    def clear(self) -> None:
        """Forget what was typed."""
        self.pin.clear()
        self.field.clear_problem()
        self._allow()

    def refuse(self, sentence: str) -> None:
        """The PIN was wrong; say so and let it be typed again."""
        self.pin.clear()
        self.pin.setReadOnly(False)
        self.field.set_problem(sentence)
        announce(self.pin, sentence)

    def spend(self, user: DeskUser, sentence: str) -> None:
        """This person's PIN does not open any more."""
        self.people.replace_user(replace(user, needs_password=True))
        self.refuse(sentence)
        self.pin.setEnabled(False)

    def _allow(self) -> None:
        user = self.people.current
        spent = user is not None and user.needs_password
        self.pin.setReadOnly(False)
        self.pin.setEnabled(not spent)
        self.field.set_help(SPENT if spent else RULE, "late" if spent else "text-3")

    def _chosen(self, _user: object) -> None:
        self.clear()
        self.focus_first()

    def _typed(self) -> None:
        user = self.people.current
        if user is not None and self.pin.is_complete:
            self.pin.setReadOnly(True)
            self.pin_typed.emit(user, self.pin.text())

    def _too_short(self) -> None:
        if not self.pin.isReadOnly():
            self.field.set_problem("A PIN has six digits. Type the rest.")

    def _ask_password(self) -> None:
        user = self.people.current
        self.password_requested.emit(user.name if user else "")
