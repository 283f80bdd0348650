"""The PIN and the password of whoever is here, as they change them themselves."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.services.actor import Actor
from desktop.services.changes import Written
from desktop.services.users import Users
from desktop.ui.tasks import Runner
from desktop.ui.theme import Theme

# The dialogs are loaded when somebody asks for one.
if TYPE_CHECKING:
    from desktop.ui.sign_in.change_password_dialog import ChangePasswordDialog
    from desktop.ui.sign_in.pin_dialog import PinDialog


class OwnSecrets(QObject):
    """One dialog of each, over ``window``."""

    written = Signal(object)
    """A :class:`Written`, after each change."""
    said = Signal(str)
    """A sentence: what holds from now on."""

    def __init__(self, theme: Theme, tasks: Runner, users: Users, window: QWidget) -> None:
        super().__init__(window)
        self._theme, self._tasks, self._users, self._window = theme, tasks, users, window
        self._actor: Actor | None = None
        self._pin: PinDialog | None = None
        self._password: ChangePasswordDialog | None = None

    def set_actor(self, actor: Actor | None) -> None:
        """Somebody came, or nobody is here any more."""
        self._actor = actor

    def set_pin(self) -> None:
        """Ask for a PIN."""
        from desktop.ui.sign_in.pin_dialog import PinDialog

        if self._actor is None:
            return
        if self._pin is None:
            self._pin = PinDialog(self._theme, self._window, self._tasks, self._users)
            self._pin.pin_set.connect(self.written)
        self._pin.ask(self._actor)

    def change_password(self) -> None:
        """Ask for the password one has and for the new one."""
        from desktop.ui.sign_in.change_password_dialog import ChangePasswordDialog

        if self._actor is None:
            return
        if self._password is None:
            self._password = ChangePasswordDialog(
                self._theme, self._window, self._tasks, self._users
            )
            self._password.password_changed.connect(self._password_changed)
        self._password.ask(self._actor)

    def _password_changed(self, written: Written) -> None:
        self.written.emit(written)
        self.said.emit("Your new password holds from now on.")
