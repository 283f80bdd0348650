"""Change one's own password."""

from functools import partial
from uuid import UUID, uuid4

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from desktop.domain.errors import Problem, Refused
from desktop.domain.passwords import ADVICE, SHORTEST, check_password
from desktop.services.actor import Actor
from desktop.services.changes import Written
from desktop.services.users import Users
from desktop.ui.dialogs import Dialog
from desktop.ui.sign_in.password_field import CAPS_ICON, PasswordField
from desktop.ui.tasks import Runner
from desktop.ui.theme import Theme
from desktop.ui.widgets.announce import announce
from desktop.ui.widgets.button import Button, Kind
from desktop.ui.widgets.field import Field
from desktop.ui.widgets.label import Label

_WHAT_FOR = f"At least {SHORTEST} characters. {ADVICE}"


class ChangePasswordDialog(Dialog):
    """The password one has, then the new one twice. Nothing typed outlives it. Open it with
    :meth:`ask`."""

    password_changed = Signal(object)
    """The new one holds from now on: the :class:`~desktop.services.changes.Written`."""

    def __init__(self, theme: Theme, window: QWidget, tasks: Runner, users: Users) -> None:
        super().__init__(
            theme, window, "Which password would you like?", icon="key-round", width=460
        )
        self._tasks, self._users = tasks, users
        self._actor: Actor | None = None
        self._key: UUID = uuid4()
        self.old = PasswordField(theme, "")
        self.new = PasswordField(theme, "")
        self.again = PasswordField(theme, "")
        self.old_field = Field(theme, "Password you have now", self.old)
        self.new_field = Field(theme, "New password", self.new)
        self.again_field = Field(theme, "The same again", self.again)
        self._fields = (self.old_field, self.new_field, self.again_field)
        self.cancel = Button(theme, "Cancel", kbd="Esc")
        self.save = Button(theme, "Change password", Kind.PRIMARY)
        self.body.addWidget(Label(theme, _WHAT_FOR, "body", "text-2", wrap=True))
        for field in self._fields:
            self.body.addWidget(field)
        self.buttons.addWidget(self.cancel)
        self.buttons.addWidget(self.save)
        self.cancel.clicked.connect(self.reject)
        self.save.clicked.connect(self._save)
        self.old.returnPressed.connect(self.new.setFocus)
        self.new.returnPressed.connect(self.again.setFocus)
        self.again.returnPressed.connect(self._save)
        for field, control in zip(self._fields, self._controls, strict=True):
            control.caps_lock_seen.connect(partial(self._tell_caps_lock, field))
        self.finished.connect(self._forget)

    @property
    def _controls(self) -> tuple[PasswordField, PasswordField, PasswordField]:
        return self.old, self.new, self.again

    def ask(self, actor: Actor) -> None:
        """Ask ``actor`` for a new password."""
        self._actor, self._key = actor, uuid4()
        self._forget()
        self.open()
        self.old.setFocus(Qt.FocusReason.OtherFocusReason)

    def _save(self) -> None:
        actor, old, new = self._actor, self.old.text(), self.new.text()
        if actor is None or not self.save.isEnabled():
            return
        if not old:
            self._refuse(self.old_field, "Type the password you have now.")
            return
        try:
            check_password(new, actor.name)
        except Refused as refusal:
            # What to do instead stands above.
            self._refuse(self.new_field, str(refusal).removesuffix(ADVICE).rstrip())
            return
        if self.again.text() != new:
            self._refuse(self.again_field, "The two differ. Type the new password again.")
            return
        self._wait(True)
        key = self._key
        self._tasks.run(
            lambda: self._users.change_password(actor, old, new, key), self._done, self._failed
        )

    def _wait(self, waiting: bool) -> None:
        """While the password is being checked nothing else can be typed."""
        self.save.setEnabled(not waiting)
        for control in self._controls:
            control.setReadOnly(waiting)

    def _done(self, written: Written) -> None:
        self.accept()
        self.password_changed.emit(written)

    def _failed(self, problem: Problem) -> None:
        """What the service refuses is about the password one has: the new one was looked at."""
        self._wait(False)
        self.old.clear()
        self._refuse(self.old_field, str(problem))

    def _refuse(self, field: Field, sentence: str) -> None:
        field.set_problem(sentence)
        self.fit_height()
        field.control.setFocus()
        announce(field.control, sentence)

    def _tell_caps_lock(self, field: Field, on: bool) -> None:
        field.set_help("Caps Lock is on" if on else "", "soon", CAPS_ICON)
        self.fit_height()

    def _forget(self) -> None:
        for field, control in zip(self._fields, self._controls, strict=True):
            control.clear()
            field.clear_problem()
            self._tell_caps_lock(field, on=False)
        self._wait(False)
