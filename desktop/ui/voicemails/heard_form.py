"""What was heard: the number they say, who it is, what they ask for, when they are rung back."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.number_typing import typed as shaped
from desktop.domain.vocabulary import QuickKey
from desktop.services.voicemail_look import VoicemailLook
from desktop.services.voicemail_rows import Heard
from desktop.ui.callbacks.colleagues import Colleagues
from desktop.ui.callbacks.time_choice import TimeChoice, TimeFacts
from desktop.ui.sensitive_line import NoteField
from desktop.ui.theme import Theme
from desktop.ui.voicemails.box_words import (
    SAFETY_STAYS,
    WITHHELD,
    facts,
    reading_line,
    spoken_doubt,
    spoken_problem,
)
from desktop.ui.voicemails.typed import Typed
from desktop.ui.voicemails.who_chips import WhoChips
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.field import Field, IconLine
from desktop.ui.widgets.flow import Flow
from desktop.ui.widgets.label import Label
from desktop.ui.widgets.phone_field import PhoneField
from desktop.ui.widgets.select import Select

_QUICK = (QuickKey.HOUR, QuickKey.AFTERNOON, QuickKey.TOMORROW)


class HeardForm(Card):
    """Emits what is typed; shows what is known. The page keeps what was typed for each message."""

    edited = Signal()
    asked = Signal()
    """The number or the person is another one: look it up."""

    def __init__(self, theme: Theme, now: Callable[[], datetime]) -> None:
        super().__init__(theme, name="What you heard")
        self._now, self._here = now, "UTC"
        self._filling = False
        self._heard = Heard()
        self.caller = Label(theme, "", "card", tabular=True)
        self.number = PhoneField(theme, shaped, "(___) ___-____", large=True)
        self.number.installEventFilter(self)
        self.number_field = Field(
            theme, "Number they say", self.number, optional="if it is another one"
        )
        self.note = NoteField(theme, "What they ask for", "In a few words")
        self.note.line.installEventFilter(self)
        self.who = WhoChips(theme)
        self._who_field = Field(theme, "Who left it", self.who)
        self.facts = QWidget()
        self._facts = Flow(self.facts)
        self.when = TimeChoice(theme, now)
        self.owner = Select(theme, icon="users", name="Who calls back")
        self._owner_field = Field(theme, "Who calls back", self.owner)
        self.safety = IconLine(theme, SAFETY_STAYS, "safety", "life-buoy", "small-strong")
        self._lay_out()
        self.number.number_typed.connect(self._number_typed)
        self.number.editingFinished.connect(self.show_problem)
        self.note.line.textChanged.connect(lambda _text: self._edit())
        self.who.picked.connect(self._who_picked)
        self.when.changed.connect(self._edit)
        self.when.reason.textEdited.connect(lambda _text: self._edit())
        self.owner.picked.connect(lambda _owner: self._edit())
        self._look: VoicemailLook | None = None
        theme.changed.connect(self._restyle)
        self._restyle()

    # -- asked and answered --------------------------------------------------------------------

    def set_reader(self, here: str) -> None:
        """In which zone it is read."""
        self._here = here

    def show_colleagues(self, colleagues: Colleagues) -> None:
        """Who can be given a promise."""
        self.owner.set_choices(
            [(words, (team_id, user_id)) for words, team_id, user_id in colleagues.choices()]
        )

    def show_typed(self, typed: Typed) -> None:
        """Another message: what was typed for it."""
        self._filling = True
        self._heard = typed.heard
        self.number.set_number(typed.heard.spoken)
        self.number_field.clear_problem()
        self.note.line.setText(typed.heard.note)
        if typed.heard.sensitive_kept:
            self.note.found.keep_requested.emit(True)
        self.when.choose(typed.quick, typed.due_at)
        self.when.reason.setText(typed.reason)
        if typed.owner is None or not self.owner.set_value(typed.owner):
            self.owner.setCurrentIndex(0)
        self._filling = False

    def show_look(self, look: VoicemailLook) -> None:
        """What is known of whoever left it."""
        self._look = look
        self.caller.set_text(look.row.caller_id or WITHHELD)
        self.who.show_people(look.people, look.person.id if look.person else None)
        self._who_field.setVisible(bool(look.people))
        self.when.setVisible(not look.safety_open)
        self._owner_field.setVisible(not look.safety_open)
        self.safety.setVisible(look.safety_open)
        name = look.person.name.split()[0] if look.person else ""
        self.when.show_facts(
            TimeFacts(look.candidates, look.hours, look.calendar, self._here, look.place, name)
        )
        self._show_facts(look)
        if not spoken_problem(look) and not spoken_doubt(look):
            self.number_field.clear_problem()

    def tick(self) -> None:
        """Time went on."""
        if self._look is not None:
            self.show_look(self._look)

    @property
    def typed(self) -> Typed:
        """What is typed and picked."""
        note = self.note
        heard = replace(
            self._heard,
            spoken=self.number.text(),
            note=note.text(),
            sensitive_kept=note.kept,
        )
        return Typed(
            heard, self.when.key, self.when.due_at, self.when.reason.text(), self.owner.value()
        )

    def show_problem(self, sentence: str = "") -> bool:
        """Say what is to be done about the number; True when there is something."""
        look = self._look
        about = look is not None and look.heard.spoken == self.number.text()
        if not sentence and look is not None and about and look.reading is not None:
            sentence = spoken_problem(look) or spoken_doubt(look)
        if sentence:
            self.number_field.set_problem(sentence)
        return bool(sentence)

    def pick_quick(self, place: int) -> None:
        """Alt+1 … 3: a time offered; Alt+4 one's own."""
        if place < len(_QUICK):
            self.when.quick[_QUICK[place]].click()
        else:
            self.when.own.click()

    def focus_number(self) -> None:
        """Ready to type the number they say."""
        self.number.setFocus(Qt.FocusReason.OtherFocusReason)
        self.number.selectAll()

    def point_out(self, sentence: str) -> None:
        """Say what is to be done about the number, ready to go on typing it."""
        self.show_problem(sentence)
        self.number.setFocus(Qt.FocusReason.OtherFocusReason)
        self.number.end(False)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter goes on: from the number to what they ask for, from there to the time."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            if not held and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                if watched is self.number:
                    self.note.line.setFocus(Qt.FocusReason.TabFocusReason)
                else:
                    self.when.focus_here()
                return True
        return super().eventFilter(watched, event)

    # -- inside --------------------------------------------------------------------------------

    def _number_typed(self, _text: str) -> None:
        self._edit()
        self.asked.emit()

    def _who_picked(self, person_id: UUID | None) -> None:
        self._heard = replace(self._heard, person_id=person_id, nobody=person_id is None)
        self._edit()
        self.asked.emit()

    def _edit(self) -> None:
        if not self._filling:
            self.edited.emit()

    def _show_facts(self, look: VoicemailLook) -> None:
        now = self._now()
        said = reading_line(look, now)
        self.number_field.set_help(said.text, said.tone, said.icon)
        lines = facts(look, self._here, now)
        while (item := self._facts.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for line in lines:
            shown = IconLine(
                self.theme, line.text, line.tone, line.icon, "small-strong", self.facts
            )
            self._facts.addWidget(shown)
            shown.show()
        self.facts.setAccessibleName("; ".join(line.text for line in lines))

    def _lay_out(self) -> None:
        theme = self.theme
        rang = QVBoxLayout()
        rang.setSpacing(theme.px(4))
        rang.addWidget(Label(theme, "They rang from", "label", "text-2"))
        rang.addWidget(self.caller, 1)
        rang.addWidget(IconLine(theme, "", "text-3"))
        self._rang = QWidget()
        self._rang.setLayout(rang)
        rang.setContentsMargins(0, 0, 0, 0)
        self._first = QGridLayout()
        self._first.addWidget(self._rang, 0, 0, Qt.AlignmentFlag.AlignTop)
        self._first.addWidget(self.number_field, 0, 1, Qt.AlignmentFlag.AlignTop)
        self._first.addWidget(self.note, 0, 2, Qt.AlignmentFlag.AlignTop)
        for column, stretch in enumerate((5, 9, 12)):
            self._first.setColumnStretch(column, stretch)
        self._last = QHBoxLayout()
        self._last.addWidget(self.when, 3)
        self._last.addWidget(self._owner_field, 1, Qt.AlignmentFlag.AlignTop)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.safety)
        self._column.addLayout(self._first)
        self._column.addWidget(self._who_field)
        self._column.addWidget(self.facts)
        self._column.addLayout(self._last)

    def _restyle(self) -> None:
        px, compact = self.theme.px, self.theme.compact
        across, down = (12, 8) if compact else (16, 14)
        self._column.setContentsMargins(px(across), px(down), px(across), px(down))
        self._column.setSpacing(px(6 if compact else 12))
        self._first.setHorizontalSpacing(px(16))
        self._last.setSpacing(px(16))
        self._facts.setSpacing(px(12))
        self.number.set_style("card" if compact else "number")
        self.number.setFixedHeight(px(32 if compact else 36))
        self.caller.setFixedHeight(px(36))
