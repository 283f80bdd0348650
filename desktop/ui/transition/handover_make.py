"""Making the package: a manager's leave before closing, a passphrase, then what was made."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.services.handovers import SHORTEST_PASSPHRASE, HandoverMade, HandoverPlan
from desktop.ui.exporting.why_dialog import WhyField
from desktop.ui.theme import Theme
from desktop.ui.transition.titled_card import TitledCard
from desktop.ui.widgets.button import Button, Kind
from desktop.ui.widgets.field import Field
from desktop.ui.widgets.label import Label
from desktop.ui.widgets.line_edit import LineEdit
from desktop.ui.widgets.notice import Notice
from desktop.ui.widgets.text_area import TextArea


class MakeCard(TitledCard):
    """The passphrase is typed twice and forgotten once the package is made."""

    sign_off_requested = Signal(str)
    """A manager gives leave before closing; who agreed, and to what."""
    make_requested = Signal(str, str)
    """Make the package with this passphrase, and why."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "Make the package", parent)
        self._may = Notice(theme, "clock", "")
        self.note = LineEdit(theme, "Wren Hill of Delic agreed, letter of November 12")
        self._note = Field(theme, "Who agreed to this, and to what", self.note)
        self.sign_off = Button(theme, "Sign it off", icon="badge-check")
        self.words = LineEdit(theme, password=True)
        self.again = LineEdit(theme, password=True)
        least = f"{SHORTEST_PASSPHRASE} characters or more"
        self._words = Field(theme, "Passphrase", self.words, help_text=least)
        self._again = Field(theme, "The same again", self.again)
        self.why = WhyField(theme, "Why it is made, naming nobody", "Closing, as agreed")
        self.make = Button(theme, "Make the package…", Kind.PRIMARY, icon="download")
        self.made = TextArea(theme, name="What was made")
        self.made.setReadOnly(True)
        self.made.setMinimumHeight(theme.px(190))
        self.made.hide()
        self.column.addWidget(self._may)
        self.column.addWidget(self._note)
        self._row(self.sign_off)
        pair = QHBoxLayout()
        pair.setSpacing(theme.px(12))
        for field in (self._words, self._again):
            pair.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
        self.column.addLayout(pair)
        self.column.addWidget(self.why)
        self._row(self.make)
        self.column.addWidget(self.make.reason_line())
        tell = "Tell the passphrase by another way than the file. Without it nobody can open it."
        self.column.addWidget(Label(theme, tell, "small", "text-2", wrap=True))
        self.column.addWidget(self.made)
        self.sign_off.clicked.connect(lambda _on=False: self._sign_off())
        self.make.clicked.connect(lambda _on=False: self._make())

    def show_plan(self, plan: HandoverPlan) -> None:
        """Whether it may go, and why not."""
        signing = self.sign_off.hasFocus() or self.note.hasFocus()
        self._note.setVisible(not plan.may_go)
        self.sign_off.setVisible(not plan.may_go)
        if plan.may_go:
            self._may.show_notice("badge-check", "The package may be made.", tone="ok")
            self.make.set_on()
            if signing:
                self.words.setFocus()
        else:
            self._may.show_notice("clock-alert", plan.why_not)
            self.make.set_off("A manager has to sign it off first.")

    def begin(self) -> None:
        """It is being made."""
        self.words.setFocus()
        self.make.set_off("The package is being made. Go on with your work.")

    def show_made(self, made: HandoverMade, summary: str) -> None:
        """What was made, to be read and copied."""
        self.forget()
        lines = (
            f"{made.file.name}", "", f"Checksum (SHA-256): {made.digest}",
            f"Fingerprint of the signer: {made.signer}", "", summary,
        )  # fmt: skip
        self.made.set_text("\n".join(lines))
        self.made.show()
        self.made.setFocus()

    def forget(self) -> None:
        """Nothing that was typed or made stays."""
        for line in (self.words, self.again, self.note, self.why.line):
            line.clear()
        self.made.hide()
        self.made.set_text("")

    def _row(self, button: Button) -> None:
        row = QHBoxLayout()
        row.addWidget(button)
        row.addStretch(1)
        self.column.addLayout(row)

    def _sign_off(self) -> None:
        if self.note.text().strip():
            self.sign_off_requested.emit(self.note.text())
        else:
            self._note.set_problem("Write down who agreed, and to what.")
            self.note.setFocus()

    def _make(self) -> None:
        words = self.words.text()
        if len(" ".join(words.split())) < SHORTEST_PASSPHRASE:
            self._words.set_problem(f"Use {SHORTEST_PASSPHRASE} characters or more.")
            self.words.setFocus()
        elif self.again.text() != words:
            self._again.set_problem("The two differ. Type it again.")
            self.again.setFocus()
        elif why := self.why.said():
            self.make_requested.emit(words, why)
