"""Settings → Desks: which there are, what each still holds; one is retired."""

from collections.abc import Sequence
from uuid import UUID, uuid4

from desktop.services.desks import Desks, DeskState
from desktop.services.user_rows import UserRow
from desktop.services.users import Users
from desktop.ui.settings.account_dialogs import HandOverDialog
from desktop.ui.settings.account_words import DESK_COLUMNS
from desktop.ui.settings.table_section import TableSection
from desktop.ui.tasks import Runner
from desktop.ui.theme import Theme


class DesksSection(TableSection[DeskState]):
    """Retiring can be undone, so it is not asked about; why not, the service says."""

    def __init__(self, theme: Theme, tasks: Runner, desks: Desks, users: Users) -> None:
        super().__init__(theme, tasks, "Desks", DESK_COLUMNS, _identity)
        self._desks, self._users = desks, users
        self.hand_over = self._button("Hand over its calls…", "inbox", self._hand_over)
        self.pane.foot.row.addStretch(1)
        self.retire = self._button("Retire this desk", "lock-keyhole", self._retire)
        self._offer(None)

    def load(self) -> None:
        """Read the desks."""
        actor = self._actor
        if actor is not None:
            self._tasks.run(
                lambda: self._desks.list(actor), self._show, self._fail, replaces="desks"
            )

    def _show(self, rows: Sequence[DeskState]) -> None:
        used = sum(1 for row in rows if row.retired_at is None)
        self.count.set_text(f"{used} in use")
        self.table.show_rows(rows)

    def _offer(self, row: DeskState | None) -> None:
        self.hand_over.setEnabled(row is not None and row.cards > 0)
        self.retire.setEnabled(row is not None and row.retired_at is None)

    def _main_act(self) -> None:
        if self.hand_over.isEnabled():
            self._hand_over()

    def _hand_over(self) -> None:
        actor, desks, users, row = self._actor, self._desks, self._users, self.table.in_hand()
        if actor is None or row is None:
            return

        def ask(heirs: tuple[UserRow, ...]) -> None:
            dialog = HandOverDialog(self._theme, self.window(), row.name, row.cards, heirs)
            key = uuid4()

            def act() -> None:
                heir_id = dialog.heir.heir_id
                self._write(
                    lambda: desks.hand_over(actor, row.id, heir_id, key),
                    f"The unfinished calls of {row.name} are offered at every desk.",
                    dialog,
                )

            self._open(dialog, act)

        self._tasks.run(lambda: users.heirs(actor, row.id), ask, self._fail)

    def _retire(self) -> None:
        actor, desks, key, row = self._actor, self._desks, uuid4(), self.table.in_hand()
        if actor is not None and row is not None:
            self._write(
                lambda: desks.retire(actor, row.id, row.version, key),
                f"{row.name} is retired. Nobody signs in there any more.",
            )


def _identity(row: DeskState) -> UUID:
    return row.id
