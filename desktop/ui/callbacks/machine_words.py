"""What may be left on somebody's machine, to read from while it is left."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.vocabulary import AttemptResult
from desktop.domain.voicemail_words import VoicemailWords
from desktop.ui.theme import Theme
from desktop.ui.transition.voice_text import VoiceText
from desktop.ui.widgets.announce import announce
from desktop.ui.widgets.button import Button, Kind
from desktop.ui.widgets.choice_button import ChoiceButton
from desktop.ui.widgets.label import Label
from desktop.ui.words import RESULT_WORDS

SAY = "Say this on the machine"
SAY_NOTHING = "Leave no message"
_LEFT = "Message left"


class MachineWords(QWidget):
    """Takes the place of the outcomes until the message is left, or not left after all. Where none
    may be left it says why, and the first button is the one that follows."""

    result_chosen = Signal(object)
    """An :class:`AttemptResult`."""
    back_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._may = False
        self.title = Label(theme, "", "small-strong", "text-2")
        self.back = Button(theme, "Back", Kind.QUIET, kbd="Esc", height=28)
        self.back.clicked.connect(self.back_requested)
        self.words = VoiceText(theme, whole=True)
        self.no_answer = self._button(AttemptResult.NO_ANSWER, "4")
        self.left = self._button(AttemptResult.VOICEMAIL, "2")
        self.left.set_text(_LEFT)
        head = QHBoxLayout()
        head.addWidget(self.title)
        head.addStretch(1)
        head.addWidget(self.back)
        self._acts = QHBoxLayout()
        self._acts.addWidget(self.no_answer, 1)
        self._acts.addWidget(self.left, 1)
        self._column = QVBoxLayout(self)
        self._column.addLayout(head)
        self._column.addWidget(self.words)
        self._column.addStretch(1)
        self._column.addLayout(self._acts)
        theme.changed.connect(self._restyle)
        self._restyle()

    def show_words(self, words: VoicemailWords, left: str, no_answer: str) -> None:
        """Words to leave, or why there are none; ``left`` and ``no_answer`` say what follows."""
        self._may = bool(words.text)
        self.title.set_text(SAY if self._may else SAY_NOTHING)
        self.title.set_tone("text-2" if self._may else "late")
        # A number is read in one go, so it stands on one line.
        said = words.text.replace(") ", ")\u00a0")
        self.words.show_text(said or words.why, approved=self._may)
        self.left.set_second(left)
        self.left.set_suggested(self._may)
        self.no_answer.set_second(no_answer)
        self.no_answer.setVisible(not self._may)

    def focus_here(self) -> None:
        """Enter is what follows."""
        first = self.left if self._may else self.no_answer
        first.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self, f"{self.title.text()}: {self.words.text()}")

    def _button(self, result: AttemptResult, digit: str) -> ChoiceButton:
        words, icon = RESULT_WORDS[result]
        button = ChoiceButton(
            self._theme,
            words,
            " ",
            icon=icon,
            digit=digit,
            suggested=result is AttemptResult.NO_ANSWER,
        )
        button.clicked.connect(lambda _on=False: self.result_chosen.emit(result))
        return button

    def _restyle(self) -> None:
        px, compact = self._theme.px, self._theme.compact
        edge = px(6 if compact else 12)
        self._column.setContentsMargins(0, edge, 0, edge)
        self._column.setSpacing(px(5 if compact else 8))
        self._acts.setSpacing(px(5 if compact else 8))
