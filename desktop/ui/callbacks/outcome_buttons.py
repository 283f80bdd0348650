"""Seven ways a try can end, each with what follows from it."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from desktop.domain.vocabulary import AttemptResult
from desktop.domain.voicemail_words import VoicemailWords
from desktop.ui.callbacks.machine_words import MachineWords
from desktop.ui.theme import Theme
from desktop.ui.widgets.card import Strip
from desktop.ui.widgets.choice_button import ChoiceButton
from desktop.ui.widgets.label import Label
from desktop.ui.widgets.painting import plain_tip, text_width
from desktop.ui.words import RESULT_WORDS

_PLACES = {
    # row, column, columns
    AttemptResult.REACHED: (0, 0, 1),
    AttemptResult.VOICEMAIL: (0, 1, 1),
    AttemptResult.SOMEONE_ELSE: (1, 0, 2),
    AttemptResult.NO_ANSWER: (2, 0, 1),
    AttemptResult.BUSY: (2, 1, 1),
    AttemptResult.WRONG_NUMBER: (3, 0, 1),
    AttemptResult.DO_NOT_CALL: (3, 1, 1),
}
_BEFORE = "Neutral words:"
_AROUND = 46
"""Icon, edges and gaps of the button."""


class OutcomeButtons(Strip):
    """Tells which result was chosen; the digits 1 to 7 are keys of the page. While a message is
    left on a machine, the words for it take the place of the seven."""

    result_chosen = Signal(object)
    """An :class:`AttemptResult`."""
    back_requested = Signal()
    """No message is left after all."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, 268, 210, fill="surface-2", line="top", parent=parent)
        self.setAccessibleName("How did the call go?")
        self._head = QHBoxLayout()
        self._head.addWidget(Label(theme, "How did the call go?", "small-strong", "text-2"))
        self._head.addStretch(1)
        self._head.addWidget(Label(theme, "You can undo any of these", "cap", "text-3"))
        self._grid = QGridLayout()
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1)
        self._neutral = ""
        self._lines: Mapping[AttemptResult, str] = {}
        self.buttons: dict[AttemptResult, ChoiceButton] = {}
        for digit, result in enumerate(AttemptResult, start=1):
            words, icon = RESULT_WORDS[result]
            button = ChoiceButton(
                theme,
                words,
                " ",
                icon=icon,
                digit=str(digit),
                tone="late" if result is AttemptResult.DO_NOT_CALL else "text",
                suggested=result is AttemptResult.REACHED,
            )
            button.clicked.connect(lambda _on=False, r=result: self.result_chosen.emit(r))
            row, column, columns = _PLACES[result]
            self._grid.addWidget(button, row, column, 1, columns)
            self.buttons[result] = button
        seven = QWidget()
        self._column = QVBoxLayout(seven)
        self._column.addLayout(self._head)
        self._column.addLayout(self._grid)
        self._column.addStretch(1)
        self._machine: MachineWords | None = None
        self._stack = QStackedLayout()
        self.row.addLayout(self._stack, 1)
        self._stack.addWidget(seven)  # once it has a place: without one it would show as a window
        theme.changed.connect(self._space)
        self._space()

    @property
    def machine(self) -> MachineWords:
        """The words for a machine; made when they are first asked for."""
        if self._machine is None:
            self._machine = MachineWords(self.theme)
            self._machine.result_chosen.connect(self.result_chosen)
            self._machine.back_requested.connect(self.back_requested)
            self._stack.addWidget(self._machine)
        return self._machine

    @property
    def leaving(self) -> bool:
        """Whether the words for a machine stand here."""
        return self._stack.currentIndex() > 0

    def leave_message(self, words: VoicemailWords) -> None:
        """The words in front of who leaves them, in place of the seven."""
        lines = self._lines
        self.machine.show_words(
            words,
            lines.get(AttemptResult.VOICEMAIL, ""),
            lines.get(AttemptResult.NO_ANSWER, ""),
        )
        self._stack.setCurrentWidget(self.machine)

    def show_seven(self) -> None:
        """The seven outcomes again."""
        self._stack.setCurrentIndex(0)

    def show_lines(self, lines: Mapping[AttemptResult, str], neutral_words: str) -> None:
        """Show what follows from each; ``neutral_words`` are read to somebody else."""
        self._neutral, self._lines = f"“{neutral_words}”", lines
        for result, line in lines.items():
            if result is not AttemptResult.SOMEONE_ELSE:
                self.buttons[result].set_second(line)
        self._show_neutral()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_neutral()

    def _show_neutral(self) -> None:
        """The words are there to be read aloud: where they do not fit, what stands before them is
        shorter, and the tip has them whole."""
        button, theme = self.buttons[AttemptResult.SOMEONE_ELSE], self.theme
        said = text_width(theme.font("voice-inline"), self._neutral)
        before = text_width(theme.font("cap"), _BEFORE)
        fits = before + said + theme.px(_AROUND) <= button.width()
        button.set_second(_BEFORE if fits else "Say:", self._neutral)
        button.setToolTip(plain_tip(self._neutral))

    def _space(self) -> None:
        px, compact = self.theme.px, self.theme.compact
        edge, gap = (6, 5) if compact else (12, 8)
        self._column.setContentsMargins(0, px(edge), 0, px(edge))
        self._column.setSpacing(px(gap))
        self._grid.setSpacing(px(gap))
