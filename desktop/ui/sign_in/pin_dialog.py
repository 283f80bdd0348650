"""Set one's own PIN."""

from uuid import UUID, uuid4

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from desktop.domain.errors import Problem, Refused
from desktop.domain.passwords import check_pin
from desktop.services.actor import Actor
from desktop.services.changes import Written
from desktop.services.users import Users
from desktop.ui.dialogs import Dialog
from desktop.ui.sign_in.pin_field import PinField
from desktop.ui.tasks import Runner
from desktop.ui.theme import Theme
from desktop.ui.widgets.announce import announce
from desktop.ui.widgets.button import Button, Kind
from desktop.ui.widgets.field import Field
from desktop.ui.widgets.label import Label

_WHAT_FOR = (
    "With six digits you come back to this desk until your sign-in ends. "
    "After 3 wrong tries, the password is needed."
)


class PinDialog(Dialog):
    """Two rows of six boxes; the PIN is never shown. Open it with :meth:`ask`."""

    pin_set = Signal(object)
    """The PIN holds from now on: the :class:`~desktop.services.changes.Written`."""

    def __init__(self, theme: Theme, window: QWidget, tasks: Runner, users: Users) -> None:
        super().__init__(theme, window, "Which PIN would you like?", icon="key-round", width=460)
        self._tasks, self._users = tasks, users
        self._actor: Actor | None = None
        self._key: UUID = uuid4()
        self.pin, self.again = PinField(theme), PinField(theme)
        self.pin_field = Field(theme, "PIN", self.pin)
        self.again_field = Field(theme, "The same again", self.again)
        self.cancel = Button(theme, "Cancel", kbd="Esc")
        self.save = Button(theme, "Set this PIN", Kind.PRIMARY)
        self.body.addWidget(Label(theme, _WHAT_FOR, "body", "text-2", wrap=True))
        self.body.addWidget(self.pin_field)
        self.body.addWidget(self.again_field)
        self.buttons.addWidget(self.cancel)
        self.buttons.addWidget(self.save)
        self.cancel.clicked.connect(self.reject)
        self.save.clicked.connect(self._save)
        self.pin.textEdited.connect(self._go_on)
        self.pin.returnPressed.connect(self.again.setFocus)
        self.again.returnPressed.connect(self._save)
        self.finished.connect(self._forget)

    def ask(self, actor: Actor) -> None:
        """Ask ``actor`` for a PIN."""
        self._actor, self._key = actor, uuid4()
        self._forget()
        self.open()
        self.pin.setFocus(Qt.FocusReason.OtherFocusReason)

    def _go_on(self) -> None:
        if self.pin.is_complete:
            self.again.setFocus()

    def _save(self) -> None:
        actor, pin = self._actor, self.pin.text()
        if actor is None or not self.save.isEnabled():
            return
        try:
            check_pin(pin)
        except Refused as refusal:
            self._refuse(self.pin_field, str(refusal))
            return
        if self.again.text() != pin:
            self._refuse(self.again_field, "The two PINs differ. Type it again.")
            return
        self.save.setEnabled(False)
        key = self._key
        self._tasks.run(lambda: self._users.set_pin(actor, pin, key), self._done, self._failed)

    def _done(self, written: Written) -> None:
        self.accept()
        self.pin_set.emit(written)

    def _failed(self, problem: Problem) -> None:
        self.save.setEnabled(True)
        self._refuse(self.pin_field, str(problem))

    def _refuse(self, field: Field, sentence: str) -> None:
        if isinstance(field.control, PinField):
            field.control.clear()
        field.set_problem(sentence)
        self.fit_height()
        field.control.setFocus()
        announce(field.control, sentence)

    def _forget(self) -> None:
        for field, control in ((self.pin_field, self.pin), (self.again_field, self.again)):
            control.clear()
            field.clear_problem()
        self.save.setEnabled(True)
