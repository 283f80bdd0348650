"""Taking a package in: choose the file, read what is in it, then take it."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.services.handovers import HandoverRead
from desktop.ui.theme import Theme
from desktop.ui.transition.titled_card import TitledCard
from desktop.ui.widgets.announce import announce
from desktop.ui.widgets.button import Button, Kind
from desktop.ui.widgets.field import Field
from desktop.ui.widgets.label import Label
from desktop.ui.widgets.line_edit import LineEdit
from desktop.ui.widgets.notice import Notice
from desktop.ui.widgets.text_area import TextArea


class TakeCard(TitledCard):
    """Nothing is taken that was not read here first; another file or passphrase is read anew."""

    choose_requested = Signal()
    read_requested = Signal(object, str)
    """Read this file with this passphrase."""
    take_requested = Signal(object, str, str)
    """Take this file in, with this passphrase, and the fingerprint that was told ("" for none)."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "Take a package in", parent)
        self.file: Path | None = None
        self.choose = Button(theme, "Choose a package…", icon="folder-input")
        self._name = Label(theme, "No file is chosen.", "body", "text-2", elide=True)
        self.words = LineEdit(theme, password=True)
        self.signer = LineEdit(theme, "As it was told to you")
        self._words = Field(theme, "Passphrase of the package", self.words)
        self._signer = Field(theme, "Fingerprint of the signer", self.signer)
        self.read = Button(theme, "Read it", icon="book-open-text")
        self.take = Button(theme, "Take it in", Kind.PRIMARY, icon="inbox")
        self.summary = TextArea(theme, name="What is in the package")
        self.summary.setReadOnly(True)
        self.summary.setMinimumHeight(theme.px(190))
        self.outcome = Notice(theme, "circle-check", "", tone="ok")
        for acts in ((self.choose, self._name), (self.read, self.take)):
            row = QHBoxLayout()
            row.setSpacing(theme.px(8))
            if acts[0] is self.choose:
                row.addWidget(self.choose)
                row.addWidget(self._name, 1)
                self.column.addLayout(row)
                pair = QHBoxLayout()
                pair.setSpacing(theme.px(12))
                for field in (self._words, self._signer):
                    pair.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
                self.column.addLayout(pair)
            else:
                row.addWidget(self.read)
                row.addWidget(self.take)
                row.addStretch(1)
                self.column.addLayout(row)
        self.column.addWidget(self.outcome)
        self.column.addWidget(self.summary)
        self.choose.clicked.connect(lambda _on=False: self.choose_requested.emit())
        self.read.clicked.connect(lambda _on=False: self._read())
        self.take.clicked.connect(lambda _on=False: self._take())
        self.words.textEdited.connect(lambda _text: self._unread())
        self._unread()

    def show_file(self, file: Path) -> None:
        """This file was chosen."""
        self.file = file
        self._name.set_text(file.name)
        self._unread()
        self.words.setFocus()
        self.words.selectAll()

    def show_read(self, read: HandoverRead) -> None:
        """What is in it; it may be taken now."""
        self._busy = False
        text = (
            f"{read.summary}\nChecksum (SHA-256): {read.digest}\n"
            f"Fingerprint of the signer: {read.signer}\n"
        )
        self.summary.set_text(text)
        self.summary.show()
        self.outcome.hide()
        self.take.set_on()
        self.take.setFocus()

    def begin(self) -> None:
        """Something is under way: the next press counts when this has come back."""
        self._busy = True

    def show_outcome(self, said: str) -> None:
        """It was taken; the same again would change nothing."""
        self._busy = False
        self._say("circle-check", said, "ok")

    def show_problem(self, said: str) -> None:
        """It was refused whole."""
        self.words.setFocus()
        self._unread()
        self._say("circle-alert", said, "late")

    def forget(self) -> None:
        """Nothing that was typed or read stays."""
        self.file = None
        self._name.set_text("No file is chosen.")
        self.words.clear()
        self.signer.clear()
        self._unread()

    def _say(self, icon: str, said: str, tone: str) -> None:
        self.outcome.show_notice(icon, said, tone=tone)
        self.outcome.show()
        announce(self, said)

    def _unread(self) -> None:
        self._busy = False
        self.summary.hide()
        self.summary.set_text("")
        self.outcome.hide()
        self.take.set_off("Read the package first.")

    def _read(self) -> None:
        if self._busy:
            return
        if self.file is None:
            self.choose_requested.emit()
        elif not self.words.text():
            self._words.set_problem("Type the passphrase that was told to you.")
            self.words.setFocus()
        else:
            self.read_requested.emit(self.file, self.words.text())

    def _take(self) -> None:
        if self.file is not None and not self._busy:
            self.take_requested.emit(self.file, self.words.text(), self.signer.text())

    _busy = False
