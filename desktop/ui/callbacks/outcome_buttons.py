"""Seven ways a try can end, each with what follows from it."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.vocabulary import AttemptResult
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
    """Tells which result was chosen; the digits 1 to 7 are keys of the page."""

    result_chosen = Signal(object)
    """An :class:`AttemptResult`."""

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
        self._column = QVBoxLayout()
        self._column.addLayout(self._head)
        self._column.addLayout(self._grid)
        self._column.addStretch(1)
        self.row.addLayout(self._column, 1)
        theme.changed.connect(self._space)
        self._space()

    def show_lines(self, lines: Mapping[AttemptResult, str], neutral_words: str) -> None:
        """Show what follows from each; ``neutral_words`` are read to somebody else."""
        self._neutral = f"“{neutral_words}”"
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
