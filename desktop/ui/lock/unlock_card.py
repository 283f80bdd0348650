"""The white card of the locked desk: who is away, and their PIN or password."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.sign_in.door_card import WIDTH
from desktop.ui.sign_in.password_field import CAPS_ICON, PasswordField
from desktop.ui.sign_in.pin_field import PinField
from desktop.ui.sign_in.quick_card import RULE, SPENT
from desktop.ui.theme import Theme
from desktop.ui.widgets.announce import announce
from desktop.ui.widgets.avatar import Avatar
from desktop.ui.widgets.button import Button, Kind
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.field import Field
from desktop.ui.widgets.label import Label

_AVATAR = 44


class UnlockCard(Card):
    """Emits what was typed; the page asks the service. One of two fields is shown: the PIN, which
    enters itself, or the password."""

    pin_typed = Signal(str)
    password_typed = Signal(str)
    switch_requested = Signal()
    """Somebody else wants to sign in."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, edge="line-2", name="Unlock", parent=parent)
        self.avatar = Avatar(theme, "", _AVATAR)
        self._name = Label(theme, "", "card", elide=True)
        self._why = Label(theme, "", "small", "text-2")
        self.pin = PinField(theme)
        self.pin_field = Field(theme, "PIN", self.pin, help_text=RULE)
        self.pin_field.set_hint("6 digits, unlocks by itself")
        self.password = PasswordField(theme)
        self.password_field = Field(theme, "Password", self.password)
        self.unlock = Button(theme, "Unlock", Kind.PRIMARY, icon="lock-keyhole-open", kbd="Enter")
        self.use_password = Button(theme, "Use password", icon="key-round")
        self.use_pin = Button(theme, "Use PIN", icon="key-round")
        self.switch = Button(theme, "Switch user", Kind.LINK, icon="users")
        self._has_pin = True
        self._build()
        self.pin.textEdited.connect(self._pin_typed)
        self.pin.returnPressed.connect(self._pin_too_short)
        self.password.returnPressed.connect(self._enter)
        self.password.caps_lock_seen.connect(self._tell_caps_lock)
        self.unlock.clicked.connect(self._enter)
        self.use_password.clicked.connect(lambda _on=False: self.ask_password())
        self.use_pin.clicked.connect(lambda _on=False: self.ask_pin())
        self.switch.clicked.connect(lambda _on=False: self.switch_requested.emit())
        theme.changed.connect(self._fit)
        self._fit()

    def show_user(self, name: str, why: str) -> None:
        """Who is away, and why it is locked; nothing typed is left, and the PIN is asked for."""
        self.avatar.set_text(name)
        self._name.set_text(name)
        self._why.set_text(why)
        self._has_pin = True
        self.ask_pin()

    def ask_pin(self) -> None:
        """Six digits will do."""
        self._show(pin=True)

    def ask_password(self, *, spent: bool = False) -> None:
        """The password is needed, or preferred. ``spent``: after three wrong PINs."""
        self._show(pin=False)
        if spent:
            self.password_field.set_help(SPENT, "late")
            announce(self.password, SPENT)

    def without_pin(self, *, spent: bool) -> None:
        """This person's PIN does not open the desk now: there is none, or it was ``spent``."""
        self._has_pin = False
        self.ask_password(spent=spent)

    def focus_first(self) -> None:
        """To the field that opens the desk."""
        (self.password if self.pin_field.isHidden() else self.pin).setFocus()

    def clear(self) -> None:
        """Forget what was typed."""
        for field, control in ((self.pin_field, self.pin), (self.password_field, self.password)):
            control.clear()
            control.setReadOnly(False)
            field.clear_problem()
        self.password_field.set_help("")
        self.unlock.set_text("Unlock")

    def refuse(self, sentence: str) -> None:
        """It did not open; say why and let it be typed again."""
        field = self.password_field if self.pin_field.isHidden() else self.pin_field
        self.clear()
        field.set_problem(sentence)
        self.focus_first()
        announce(field.control, sentence)

    # -- what is typed -------------------------------------------------------------------------

    def _pin_typed(self) -> None:
        if self.pin.is_complete and not self.pin.isReadOnly():
            self.pin.setReadOnly(True)
            self.pin_typed.emit(self.pin.text())

    def _pin_too_short(self) -> None:
        if not self.pin.isReadOnly():
            self.pin_field.set_problem("A PIN has six digits. Type the rest.")

    def _enter(self) -> None:
        if self.password.isReadOnly():
            return
        if not self.password.text():
            self.password_field.set_problem("Type your password.")
            self.password.setFocus()
            return
        self.unlock.set_text("Checking…")
        self.password.setReadOnly(True)
        self.password_typed.emit(self.password.text())

    def _tell_caps_lock(self, on: bool) -> None:
        if on:
            self.password_field.set_help("Caps Lock is on", "soon", CAPS_ICON)
        else:
            self.password_field.set_help("Caps Lock is off", "text-3", CAPS_ICON)

    # -- the look ------------------------------------------------------------------------------

    def _show(self, *, pin: bool) -> None:
        self.clear()
        # The new field first: the focus has somewhere to go when the other one leaves.
        for shown in (True, False):
            for widget, wanted in (
                (self.pin_field, pin),
                (self.use_password, pin),
                (self.password_field, not pin),
                (self.unlock, not pin),
                (self.use_pin, not pin and self._has_pin),
            ):
                if wanted is shown:
                    widget.setVisible(wanted)
            if shown:
                (self.pin if pin else self.password).setFocus()

    def _build(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._name)
        words.addWidget(self._why)
        self._head = QHBoxLayout()
        self._head.addWidget(self.avatar)
        self._head.addLayout(words, 1)
        self._acts = QHBoxLayout()
        for button in (self.unlock, self.use_password, self.use_pin):
            self._acts.addWidget(button)
        self._acts.addStretch(1)
        self._acts.addWidget(self.switch)
        self._column = QVBoxLayout(self)
        self._column.addLayout(self._head)
        self._column.addWidget(self.pin_field)
        self._column.addWidget(self.password_field)
        self._column.addLayout(self._acts)

    def _fit(self) -> None:
        px = self.theme.px
        across, down = px(24) + 1, px(20) + 1
        self._column.setContentsMargins(across, down, across, down)
        self._column.setSpacing(px(14))
        self._head.setSpacing(px(12))
        self._acts.setSpacing(px(8))
        self.setFixedWidth(px(WIDTH))
