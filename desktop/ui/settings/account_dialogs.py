"""What is asked for when accounts and desks change. Nothing typed as a password outlives its
dialog."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop.domain.errors import Problem, Refused
from desktop.domain.passwords import ADVICE, SHORTEST, check_password
from desktop.domain.roles import OF_ACCOUNTS
from desktop.domain.vocabulary import Role
from desktop.services.leaving import Left, left_words
from desktop.services.user_rows import UserRow
from desktop.ui.callbacks.ask_dialog import AskDialog
from desktop.ui.role_words import ROLE_WORDS
from desktop.ui.settings.account_words import ROLE_DOES
from desktop.ui.sign_in.password_field import PasswordField
from desktop.ui.theme import Theme
from desktop.ui.widgets.announce import announce
from desktop.ui.widgets.button import Kind
from desktop.ui.widgets.field import Field
from desktop.ui.widgets.label import Label
from desktop.ui.widgets.line_edit import LineEdit
from desktop.ui.widgets.select import Select

_WHAT_FOR: Final = f"At least {SHORTEST} characters. {ADVICE} They can change it when they are in."


class _WithPassword(AskDialog):
    """Asks for a new password twice, at the end of the body."""

    def _finish(self, first: QWidget) -> None:
        theme = self.theme
        self.password, self.again = PasswordField(theme, ""), PasswordField(theme, "")
        self.password_field = Field(theme, "New password", self.password)
        self.again_field = Field(theme, "The same again", self.again)
        self.body.addWidget(Label(theme, _WHAT_FOR, "small", "text-2", wrap=True))
        self.body.addWidget(self.password_field)
        self.body.addWidget(self.again_field)
        self.finished.connect(self._forget)
        self.finish_body(first)

    def typed(self, name: str) -> str | None:
        """The password, None when it will not do: the field says why."""
        password = self.password.text()
        try:
            check_password(password, name)
        except Refused as refusal:
            # What to do instead stands above.
            self._refuse(self.password_field, str(refusal).removesuffix(ADVICE).rstrip())
            return None
        if self.again.text() != password:
            self._refuse(self.again_field, "The two differ. Type the new password again.")
            return None
        return password

    def _refuse(self, field: Field, sentence: str) -> None:
        self.wait_again()
        field.set_problem(sentence)
        field.control.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(field.control, sentence)

    def _forget(self) -> None:
        self.password.clear()
        self.again.clear()


class NewUserDialog(_WithPassword):
    """A name, a role and a first password."""

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(theme, window, "Who is new?", act="Add", icon="user-plus")
        self.name = LineEdit(theme, "First and last name")
        self.role = RoleSelect(theme)
        self.name_field = Field(theme, "Name", self.name)
        self.body.addWidget(self.name_field)
        self.body.addWidget(self.role)
        self._finish(self.name)

    def show_problem(self, problem: Problem) -> None:
        """What the service refuses is about the name: the password was looked at."""
        self._refuse(self.name_field, str(problem))


class PasswordDialog(_WithPassword):
    """A new password for somebody; it switches an account on that was off."""

    def __init__(self, theme: Theme, window: QWidget, row: UserRow) -> None:
        title = f"A new password for {row.name}?" if row.active else f"Let {row.name} in again?"
        act = "Set it" if row.active else "Switch on"
        super().__init__(theme, window, title, act=act, icon="key-round")
        ends = "Their PIN and their sign-in end. " if row.active else ""
        says = f"{ends}Tell it to them yourself; it is shown to nobody."
        self.body.addWidget(Label(theme, says, "body", "text-2", wrap=True))
        self._finish(self.safe_button)
        self.finish_body(self.password)


class RoleSelect(Field):
    """A role, and what it does."""

    def __init__(self, theme: Theme, role: Role = Role.STAFF) -> None:
        self.select = Select(theme)
        super().__init__(theme, "Role", self.select)
        self.select.set_choices([(ROLE_WORDS[each], each) for each in OF_ACCOUNTS])
        self.select.set_value(role)
        self.select.currentIndexChanged.connect(lambda _index: self._tell())
        self._tell()

    @property
    def role(self) -> Role:
        """The one that is chosen."""
        return Role(str(self.select.value()))

    def _tell(self) -> None:
        self.set_help(ROLE_DOES[self.role])


class RoleDialog(AskDialog):
    """Another role for somebody."""

    def __init__(self, theme: Theme, window: QWidget, row: UserRow) -> None:
        super().__init__(
            theme, window, f"What does {row.name} do?", act="Change the role", icon="users"
        )
        self.role = RoleSelect(theme, row.role)
        self.body.addWidget(self.role)
        self.finish_body(self.role.select)


class HeirSelect(Field):
    """Who goes on with work: a team, or somebody of it."""

    def __init__(self, theme: Theme, team: str, heirs: Sequence[UserRow]) -> None:
        self.select = Select(theme, icon="users")
        super().__init__(theme, "Goes to", self.select)
        everybody: list[tuple[str, object]] = [(f"Everybody: {team}", None)]
        self.select.set_choices([*everybody, *((heir.name, heir.id) for heir in heirs)])

    @property
    def heir_id(self) -> UUID | None:
        """Somebody named; None for all of the team."""
        value = self.select.value()
        return value if isinstance(value, UUID) else None


class LeaveDialog(AskDialog):
    """Somebody leaves: what is left behind, and who goes on with it."""

    def __init__(
        self, theme: Theme, window: QWidget, row: UserRow, left: Left, heirs: Sequence[UserRow]
    ) -> None:
        super().__init__(
            theme,
            window,
            f"Switch off {row.name}?",
            act="Switch off",
            safe="Keep the account",
            icon="user-lock",
            tone="late",
            act_kind=Kind.LATE,
        )
        says = "They are signed out at once. What they did stays under their name."
        self.left = Label(theme, left_words(left), "strong", wrap=True)
        self.heir = HeirSelect(theme, left.team, heirs)
        self.body.addWidget(Label(theme, says, "body", "text-2", wrap=True))
        self.body.addWidget(self.left)
        self.body.addWidget(self.heir)
        self.heir.setVisible(not left.is_nothing)
        self.finish_body(self.safe_button if left.is_nothing else self.heir.select)


class HandOverDialog(AskDialog):
    """The unfinished calls of a desk go to somebody."""

    def __init__(
        self, theme: Theme, window: QWidget, desk: str, cards: int, heirs: Sequence[UserRow]
    ) -> None:
        what = "the unfinished call" if cards == 1 else f"the {cards} unfinished calls"
        super().__init__(
            theme, window, f"Hand over {what} of {desk}?", act="Hand over", icon="inbox"
        )
        says = "They are then offered at every desk, among the calls that are set aside."
        self.heir = HeirSelect(theme, "the team of the desk", heirs)
        self.body.addWidget(Label(theme, says, "body", "text-2", wrap=True))
        self.body.addWidget(self.heir)
        self.finish_body(self.heir.select)
