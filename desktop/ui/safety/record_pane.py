"""The right of the Safety card: what happened, where the caller is, a note, how it ended."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.domain.safety import next_step, steps_of
from desktop.domain.vocabulary import SafetyEnding, SafetyStepKind
from desktop.services.history_safety import ENDING_WORDS
from desktop.services.safety_form import SafetyForm
from desktop.ui.safety.answer_row import AnswerRow
from desktop.ui.safety.wide_chip import WideChip
from desktop.ui.theme import Theme
from desktop.ui.widgets.field import Field, IconLine
from desktop.ui.widgets.kbd import Kbd
from desktop.ui.widgets.label import Label
from desktop.ui.widgets.line_edit import LineEdit
from desktop.ui.widgets.roving import Roving
from desktop.ui.widgets.text_area import TextArea

WIDTH = 356


class RecordPane(QScrollArea):
    """Tells each answer; the card keeps them."""

    answered = Signal(object, bool)
    place_typed = Signal(str)
    note_typed = Signal(str)
    ended = Signal(object)
    no_number_said = Signal(bool)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setAccessibleName("Record what happened")
        self.rows = {step: AnswerRow(theme, step) for step in SafetyStepKind}
        self.saved = IconLine(theme)
        self.place = LineEdit(theme, "Street and city, who is there", icon="map-pin")
        self.note = TextArea(theme)
        self.endings = {
            ending: WideChip(theme, ENDING_WORDS[ending], heights=(32, 32))
            for ending in SafetyEnding
        }
        self.no_number = WideChip(theme, "No number to ring back", heights=(32, 32))
        self.number_help = Label(theme, "", "cap-medium", "late", wrap=True)
        self._roving = Roving(self, list(self.endings.values()))
        self._build()
        for row in self.rows.values():
            row.answered.connect(self.answered)
        self.place.textEdited.connect(self.place_typed)
        self.note.edited.connect(lambda: self.note_typed.emit(self.note.text()))
        for ending, chip in self.endings.items():
            chip.clicked.connect(lambda on=False, e=ending: self.ended.emit(e if on else None))
        self.no_number.clicked.connect(self.no_number_said)
        theme.changed.connect(self._restyle)
        self._restyle()

    def show_card(self, form: SafetyForm, zone: str, *, asks_number: bool) -> None:
        """Show the answers. ``asks_number``: the call dropped and nobody can be rung back."""
        wanted = steps_of(form.branch)
        for step, row in self.rows.items():
            row.show_answer(form.answer_to(step), zone, at_all=step in wanted)
        if self.place.text() != form.place:
            self.place.setText(form.place)
        if self.note.text() != form.note:
            self.note.set_text(form.note)
        for ending, chip in self.endings.items():
            chip.setChecked(ending is form.ending)
        self.no_number.setVisible(asks_number or form.no_number)
        self.no_number.setChecked(form.no_number)
        self.number_help.set_text("Type the number to ring back at the top." if asks_number else "")
        self.number_help.setVisible(asks_number)

    def show_saved(self, saved: bool | None) -> None:
        """Say whether everything is kept; None while nothing was recorded."""
        words, tone, icon = {
            None: ("", "ok", ""),
            True: ("Saved", "ok", "check"),
            False: ("Not kept yet", "soon", "circle-alert"),
        }[saved]
        self.saved.show_line(words, tone, icon, "cap-medium")

    def answer_next(self, form: SafetyForm, done: bool) -> None:
        """Y or N: answers the step that has the focus, else the first without an answer, and goes
        on to the next."""
        row = next((row for row in self.rows.values() if row.has_focus()), None)
        step = row.step if row else next_step(form.branch, form.answered)
        if step is None:
            return
        self.answered.emit(step, done)
        following = next_step(form.branch, {*form.answered, step})
        self.rows[following or step].focus_here()

    def _build(self) -> None:
        theme = self._theme
        inner = _Ground(theme)
        head = QHBoxLayout()
        head.setSpacing(theme.px(5))
        head.addWidget(Label(theme, "What happened", "card"))
        head.addStretch(1)
        head.addWidget(Kbd(theme, "Y"))
        head.addWidget(Kbd(theme, "N"))
        head.addWidget(Label(theme, "answer", "cap", "text-3"))
        head.addSpacing(theme.px(4))
        head.addWidget(self.saved)
        steps = QVBoxLayout()
        steps.setSpacing(0)
        for row in self.rows.values():
            steps.addWidget(row)
        grid = self._grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        for place, chip in enumerate(self.endings.values()):
            grid.addWidget(chip, *divmod(place, 2))
        ends = QWidget()
        ends.setLayout(grid)
        self.place_field = Field(theme, "Where is the caller?", self.place)
        self.note_field = Field(theme, "Note", self.note, optional="only what was said and done")
        self.end_field = Field(theme, "How it ended", ends)
        self._column = QVBoxLayout(inner)
        self._column.addLayout(head)
        self._column.addLayout(steps)
        for part in (self.place_field, self.note_field, self.end_field):
            self._column.addWidget(part)
        self._column.addWidget(self.no_number)
        self._column.addWidget(self.number_help)
        self._column.addStretch(1)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(inner)
        self.viewport().setAutoFillBackground(False)

    def _restyle(self) -> None:
        px, compact = self._theme.px, self._theme.compact
        across, down = (16, 12) if compact else (20, 20)
        self._column.setContentsMargins(px(across), px(down), px(across), px(8))
        self._column.setSpacing(px(8 if compact else 14))
        self._grid.setSpacing(px(6))
        self.note.setFixedHeight(px(46 if compact else 62))
        self.place.set_height(32 if compact else 36)
        self.setFixedWidth(px(WIDTH))


class _Ground(QWidget):
    """The quieter ground of the record, with a hairline at its left."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("surface-2"))
        painter.fillRect(0, 0, 1, self.height(), self._theme.color("line"))
        painter.end()
