"""Whether a file is locked in an encrypted ZIP, and with which password."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.errors import Refused
from desktop.domain.passwords import SHORTEST, check_file_password
from desktop.export.locked_zip import ENDING, new_password
from desktop.ui.theme import Theme
from desktop.ui.widgets.announce import announce
from desktop.ui.widgets.button import Button
from desktop.ui.widgets.checks import CheckBox
from desktop.ui.widgets.field import Field
from desktop.ui.widgets.label import Label
from desktop.ui.widgets.line_edit import LineEdit


class LockChoice(QWidget):
    """The password is typed twice, or made and shown. It is kept nowhere: :meth:`forget` it when
    the file is there."""

    toggled = Signal(bool)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.box = CheckBox(theme, "Lock it in an encrypted ZIP")
        self.password_line = LineEdit(theme, password=True)
        self.again_line = LineEdit(theme, password=True)
        least = f"{SHORTEST} characters or more"
        self.password_field = Field(theme, "Password", self.password_line, help_text=least)
        self.again_field = Field(theme, "The same again", self.again_line)
        self.make = Button(theme, "Make one for me", icon="key-round")
        self.copy = Button(theme, "Copy the password", icon="copy")
        self._fields = QWidget()
        pair = QHBoxLayout()
        pair.setSpacing(theme.px(12))
        for field in (self.password_field, self.again_field):
            pair.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
        made = QHBoxLayout()
        made.setSpacing(theme.px(8))
        made.addWidget(self.make)
        made.addWidget(self.copy)
        made.addStretch(1)
        inside = QVBoxLayout(self._fields)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(theme.px(4))
        inside.addLayout(pair)
        inside.addLayout(made)
        inside.addWidget(
            Label(
                theme,
                "It is shown only now and kept nowhere: without it nobody opens the file. Tell it "
                "by another way than the file. 7-Zip, WinZip and Keka open it.",
                "small",
                "text-2",
                wrap=True,
            )
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(4))
        column.addWidget(self.box)
        column.addWidget(self._fields)
        self._fields.hide()
        self.copy.hide()
        self.box.toggled.connect(self._toggled)
        self.make.clicked.connect(lambda _on=False: self._make())
        self.copy.clicked.connect(lambda _on=False: self._copy())
        self.password_line.textEdited.connect(lambda _text: self.copy.hide())

    @property
    def on(self) -> bool:
        """Whether it is to be locked."""
        return self.box.isChecked()

    def named(self, name: str) -> str:
        """``name`` of the file as it is offered."""
        return str(Path(name).with_suffix(ENDING)) if self.on else name

    def password(self, who: str) -> str | None:
        """What ``who`` locks it with, empty when it is not to be locked; None while there is
        something to mend, which is said there."""
        if not self.on:
            return ""
        password = self.password_line.text()
        try:
            check_file_password(password, who)
        except Refused as refusal:
            self.password_field.set_problem(str(refusal))
            self.password_line.setFocus()
            return None
        if self.again_line.text() != password:
            self.again_field.set_problem("The two differ. Type it again.")
            self.again_line.setFocus()
            return None
        return password

    def forget(self) -> None:
        """Nothing that was typed or made stays."""
        for line in (self.password_line, self.again_line):
            line.clear()
            line.show_password(False)
        for field in (self.password_field, self.again_field):
            field.clear_problem()
        self.copy.hide()
        self.copy.set_text("Copy the password")

    def _toggled(self, on: bool) -> None:
        self.forget()
        self._fields.setVisible(on)
        if on:
            self.password_line.setFocus()
        self.toggled.emit(on)

    def _make(self) -> None:
        self.forget()
        made = new_password()
        self.password_line.setText(made)
        self.again_line.setText(made)
        self.password_line.show_password(True)
        self.copy.show()
        self.copy.setFocus()
        announce(self, "A password was made and stands in the field.")

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.password_line.text())
        self.copy.set_text("Copied")
        announce(self.copy, "The password is copied.")
