"""One step of what happened: answered yes or no, with the time."""

from datetime import datetime

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QSizePolicy, QWidget

from desktop.domain.vocabulary import SafetyStepKind
from desktop.domain.wording import clock
from desktop.services.safety_form import SafetyAnswer
from desktop.ui.safety.labels import STEP_WORDS
from desktop.ui.theme import Theme
from desktop.ui.widgets.label import Label
from desktop.ui.widgets.painted_button import PaintedButton
from desktop.ui.widgets.painting import draw_box, draw_text, text_width
from desktop.ui.widgets.roving import Roving


class AnswerButton(PaintedButton):
    """Yes or No, as small as a finger can hit."""

    def __init__(self, theme: Theme, text: str, name: str, parent: QWidget) -> None:
        super().__init__(theme, text, parent)
        self.setCheckable(True)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        px = self.theme.px
        words = text_width(self.theme.font("small-strong"), self._words)
        return QSize(max(px(38), round(words) + px(12)), px(24 if self.theme.compact else 26))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, look, on = self.theme, self.look(), self.isChecked()
        painter = QPainter(self)
        face = self.face()
        if look.focus:
            draw_box(painter, face, theme.px(6), None, theme.color("focus"), 2)
            face = face.adjusted(2, 2, -2, -2)
        fill = theme.color("primary-tint" if on else "surface-2" if look.hover else "surface")
        edge = theme.color("primary" if on else "control" if look.hover else "line-2")
        draw_box(painter, face, theme.px(5 if look.focus else 6), fill, edge, 2 if on else 1)
        font = theme.font("small-strong" if on else "label")
        ink = theme.color("primary" if on else "text-2")
        draw_text(painter, self.face(), self._words, font, ink, Qt.AlignmentFlag.AlignHCenter)
        painter.end()


class AnswerRow(QWidget):
    """Arrow keys move between the two; Y and N are keys of the card."""

    answered = Signal(object, bool)
    """The :class:`SafetyStepKind`, and whether it was done."""

    def __init__(self, theme: Theme, step: SafetyStepKind) -> None:
        super().__init__()
        self._theme, self.step = theme, step
        words = STEP_WORDS[step]
        self._words = words
        self.setAccessibleName(words)
        self._label = Label(theme, words, "medium", elide=True)
        self.yes = AnswerButton(theme, "Yes", f"{words}: yes", self)
        self.no = AnswerButton(theme, "No", f"{words}: no", self)
        self._group = QButtonGroup(self)
        for button in (self.yes, self.no):
            self._group.addButton(button)
        self.yes.clicked.connect(lambda: self.answered.emit(step, True))
        self.no.clicked.connect(lambda: self.answered.emit(step, False))
        self._roving = Roving(self, [self.yes, self.no])
        self._time = Label(
            theme, "", "small", "text-3", tabular=True, align=Qt.AlignmentFlag.AlignRight
        )
        row = self._row = QHBoxLayout(self)
        row.addWidget(self._label, 1)
        row.addWidget(self.yes)
        row.addWidget(self.no)
        row.addWidget(self._time)
        theme.changed.connect(self._restyle)
        self._restyle()

    def show_answer(self, answer: SafetyAnswer | None, zone: str, at_all: bool) -> None:
        """Show the answer. ``at_all``: this kind of danger asks for the step."""
        self._group.setExclusive(False)
        self.yes.setChecked(answer is not None and answer.done)
        self.no.setChecked(answer is not None and not answer.done)
        self._group.setExclusive(True)
        self._label.set_tone("text" if at_all or answer else "text-3")
        self._time.set_text(_when(answer.at, zone) if answer else "")
        said = "not answered" if answer is None else "yes" if answer.done else "no"
        self.setAccessibleName(f"{self._words}, {said}")

    def has_focus(self) -> bool:
        """Whether Y and N are meant for this one."""
        return self.yes.hasFocus() or self.no.hasFocus()

    def focus_here(self) -> None:
        """Ready to answer."""
        self._roving.focus_here()

    def _restyle(self) -> None:
        px = self._theme.px
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(px(4))
        self._time.setFixedWidth(px(60))
        self.setFixedHeight(px(28 if self._theme.compact else 34))


def _when(at: datetime, zone: str) -> str:
    return clock(at, zone)
