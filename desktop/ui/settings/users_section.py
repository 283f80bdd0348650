"""Settings → Users: who may sign in, as what; new ones come and others leave."""

from collections.abc import Sequence
from uuid import UUID, uuid4

from desktop.domain.roles import may
from desktop.domain.vocabulary import Permission
from desktop.services.leaving import Left
from desktop.services.user_rows import UserRow
from desktop.services.users import Users
from desktop.ui.role_words import ROLE_WORDS
from desktop.ui.settings.account_dialogs import (
    LeaveDialog,
    NewUserDialog,
    PasswordDialog,
    RoleDialog,
)
from desktop.ui.settings.account_words import USER_COLUMNS
from desktop.ui.settings.table_section import TableSection
from desktop.ui.tasks import Runner
from desktop.ui.theme import Theme
from desktop.ui.widgets.button import Button, Kind


class UsersSection(TableSection[UserRow]):
    """One's own account is changed from the menu under one's name, not here."""

    def __init__(self, theme: Theme, tasks: Runner, users: Users) -> None:
        super().__init__(theme, tasks, "Who may sign in", USER_COLUMNS, _identity)
        self._users = users
        self.add = Button(theme, "New user", Kind.PRIMARY, icon="user-plus")
        self.add.clicked.connect(lambda _on=False: self._new())
        self.pane.head.row.addWidget(self.add)
        self.role = self._button("Change the role…", "users", self._change_role)
        self.password = self._button("New password…", "key-round", self._reset)
        self.pane.foot.row.addStretch(1)
        self.off = self._button("Switch off…", "user-lock", self._leave)
        self._offer(None)

    def load(self) -> None:
        """Read the accounts."""
        actor = self._actor
        if actor is not None:
            self._tasks.run(
                lambda: self._users.list(actor), self._show, self._fail, replaces="users"
            )

    def _show(self, rows: Sequence[UserRow]) -> None:
        on = sum(1 for row in rows if row.active)
        self.count.set_text(f"{on} of {len(rows)} may sign in")
        self.table.show_rows(rows)

    def _offer(self, row: UserRow | None) -> None:
        mine = row is not None and self._actor is not None and row.id == self._actor.user_id
        theirs, on = row is not None and not mine, row is not None and row.active
        self.role.setEnabled(theirs and on)
        self.password.setEnabled(theirs)
        self.password.set_text("New password…" if row is None or on else "Switch on…")
        self.off.setEnabled(theirs and on)

    def _main_act(self) -> None:
        if self.role.isEnabled():
            self._change_role()

    def _new(self) -> None:
        actor, users, key = self._actor, self._users, uuid4()
        if actor is None:
            return
        dialog = NewUserDialog(self._theme, self.window())

        def act() -> None:
            name, role = dialog.name.text(), dialog.role.role
            password = dialog.typed(name)
            if password is not None:
                self._write(
                    lambda: users.add(actor, name, role, password, key),
                    f"{' '.join(name.split())} may sign in from now on.",
                    dialog,
                )

        self._open(dialog, act)

    def _change_role(self) -> None:
        actor, users, key, row = self._actor, self._users, uuid4(), self.table.in_hand()
        if actor is None or row is None:
            return
        dialog = RoleDialog(self._theme, self.window(), row)

        def act() -> None:
            role = dialog.role.role
            said = f"{row.name}: {ROLE_WORDS[role].lower()} from now on."
            if not may(role, Permission.KEEP_CALLBACKS):
                said += " What was theirs to do is with the team now."
            self._write(
                lambda: users.change_role(actor, row.id, row.version, role, key),
                said,
                dialog,
            )

        self._open(dialog, act)

    def _reset(self) -> None:
        actor, users, key, row = self._actor, self._users, uuid4(), self.table.in_hand()
        if actor is None or row is None:
            return
        dialog = PasswordDialog(self._theme, self.window(), row)
        on_again = not row.active

        def act() -> None:
            password = dialog.typed(row.name)
            if password is not None:
                self._write(
                    lambda: users.reset(actor, row.id, row.version, password, key, enable=on_again),
                    f"The new password of {row.name} holds from now on.",
                    dialog,
                )

        self._open(dialog, act)

    def _leave(self) -> None:
        actor, users, row = self._actor, self._users, self.table.in_hand()
        if actor is None or row is None:
            return

        def look() -> tuple[Left, tuple[UserRow, ...]]:
            return users.leaving(actor, row.id), users.heirs(actor, row.id)

        def ask(found: tuple[Left, tuple[UserRow, ...]]) -> None:
            left, heirs = found
            dialog, key = LeaveDialog(self._theme, self.window(), row, left, heirs), uuid4()

            def act() -> None:
                heir_id = dialog.heir.heir_id
                to = dialog.heir.select.currentText().removeprefix("Everybody: ")
                went = "" if left.is_nothing else f" Their work went to {to}."
                self._write(
                    lambda: users.disable(actor, row.id, row.version, key, heir_id),
                    f"{row.name} is switched off.{went}",
                    dialog,
                )

            self._open(dialog, act)

        self._tasks.run(look, ask, self._fail)


def _identity(row: UserRow) -> UUID:
    return row.id
