"""What to say to callers who are told nothing of patients, and about medical questions."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.services.outsiders import INSTEAD, TITLES, OutsiderWordsRow
from desktop.services.safety_numbers import SafetyContactRow
from desktop.services.script_lines import Line
from desktop.ui.intake.script_rows import UseButton
from desktop.ui.theme import Theme
from desktop.ui.transition.voice_text import VoiceText
from desktop.ui.widgets.card import Card, Strip
from desktop.ui.widgets.field import IconLine
from desktop.ui.widgets.icon import Icon
from desktop.ui.widgets.label import Label

CONFIRM_NOBODY = "Do not say whether anybody is or was a patient here, or ever called."
CLINIC_TITLE = "Another clinic asks for records"
CLINIC_INSTEAD = (
    "No words are approved for this. Write down who asks and for what. They are rung back at a "
    "number that you find yourself."
)
MEDICAL_TITLE = "Medical question"
MEDICAL_RULE = "Give no advice. Read the one approved answer, and refer to the clinician on call."
MEDICAL_INSTEAD = (
    "No answer is approved. Say only that the clinician on call answers medical questions."
)
NO_ADVICE = "Give no advice, and refer to the clinician on call."
NO_CLINICIAN = "Nobody is filled in as the clinician on call. Tell a manager."


@dataclass(frozen=True, slots=True)
class Approved:
    """An approved line: ``said`` are its words with their fields filled in, ``source`` where they
    are from; ``used``: they were read on this call."""

    line: Line
    said: str
    source: str
    used: bool


class AdvicePanel(Card):
    """A head, the words, whom to turn to, and a rule."""

    use_pressed = Signal(object)
    """The :class:`Line` was read, or was not after all."""

    def __init__(self, theme: Theme, icon: str, tone: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, edge=f"{tone}-edge", parent=parent)
        self._head = Strip(theme, 36, 36, fill=f"{tone}-tint", line="", rounded="top", edge=14)
        self.title = Label(theme, "", "small-strong", tone)
        self.voice = VoiceText(theme, whole=True, compact_style="voice-snippet")
        self.source = IconLine(theme, "", "text-3", "message-circle-question-mark")
        self.use = UseButton(theme, "Use")
        self.use.clicked.connect(lambda: self.use_pressed.emit(self._line))
        self._line: Line | None = None
        self._from = QWidget()
        row = QHBoxLayout(self._from)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.source, 1)
        row.addWidget(self.use)
        self.contact = Label(theme, "", "small-strong", "text", wrap=True, tabular=True)
        self.rule = Label(theme, "", "small", "text-2", wrap=True)
        self._head.row.addWidget(Icon(theme, icon, tone, 16))
        self._head.row.addWidget(self.title, 1, Qt.AlignmentFlag.AlignVCenter)
        self._words = QVBoxLayout()
        self._below = QVBoxLayout()
        self._below.addWidget(self.contact)
        self._below.addWidget(self.rule)
        self._below.addWidget(self._from)
        self._words.addWidget(self.voice)
        self._words.addLayout(self._below)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addLayout(self._words)
        theme.changed.connect(self._restyle)
        self._restyle()
        self.hide()

    def show_outsider(self, row: OutsiderWordsRow) -> None:
        """The words for one kind of outsider, and who deals with them."""
        words = row.text if row.approved else INSTEAD
        contact = ""
        if row.approved and row.contact_name:
            contact = f"{row.contact_name} deals with them: {row.contact_number}"
        self._say(TITLES[row.kind], words, contact, CONFIRM_NOBODY, approved=row.approved)

    @property
    def line(self) -> Line | None:
        """The approved line that is shown."""
        return self._line

    def show_clinic(self, approved: Approved | None) -> None:
        """Another clinic: its number is found independently."""
        self._show_line(CLINIC_TITLE, approved, CLINIC_INSTEAD, "", CONFIRM_NOBODY)

    def show_medical(self, approved: Approved | None, clinician: SafetyContactRow | None) -> None:
        """Refer to the clinician on call."""
        contact = f"Clinician on call: {clinician.name}, {clinician.number}" if clinician else ""
        rule = MEDICAL_RULE if approved else NO_ADVICE
        self._show_line(MEDICAL_TITLE, approved, MEDICAL_INSTEAD, contact or NO_CLINICIAN, rule)

    def _show_line(
        self, title: str, approved: Approved | None, instead: str, contact: str, rule: str
    ) -> None:
        if approved is None:
            self._say(title, instead, contact, rule, approved=False)
            return
        self._say(title, approved.said, contact, rule, approved=True)
        self._line = approved.line
        self.source.show_line(approved.source, icon="message-circle-question-mark")
        self.use.show_used(approved.line, used=approved.used)
        self._from.show()

    def _say(self, title: str, words: str, contact: str, rule: str, *, approved: bool) -> None:
        self._line = None
        self._from.hide()
        self.title.set_text(title)
        self.setAccessibleName(title)
        self.voice.show_text(words, approved=approved)
        self.contact.set_text(contact)
        self.contact.setVisible(bool(contact))
        self.rule.set_text(rule)
        self.show()

    def _restyle(self) -> None:
        px = self.theme.px
        self._words.setContentsMargins(0, 0, px(14), px(10))
        self._words.setSpacing(px(6))
        self._below.setContentsMargins(px(14), 0, 0, 0)
        self._below.setSpacing(px(4))
