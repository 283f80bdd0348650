"""The caller's number, the language beside it, and who uses the number under it."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop.domain.number_display import display
from desktop.domain.number_typing import typed
from desktop.domain.numbers import NumberStatus
from desktop.domain.vocabulary import NumberKind
from desktop.domain.wording import clock
from desktop.ui.intake.card_facts import CardFacts
from desktop.ui.intake.language_chip import LanguageChip
from desktop.ui.intake.match_list import MatchList
from desktop.ui.intake.match_words import number_problem
from desktop.ui.theme import Theme
from desktop.ui.widgets.field import Field
from desktop.ui.widgets.phone_field import PhoneField

WITHHELD = "Withheld number · ask for one to ring back"
_KINDS = {NumberKind.MOBILE: "Mobile", NumberKind.HOME: "Home", NumberKind.WORK: "Work"}


class NumberBlock(QWidget):
    """Emits what was typed and picked; shows what is known."""

    number_typed = Signal(str)
    person_picked = Signal(object)
    checked = Signal(object)
    new_person_requested = Signal()
    language_picked = Signal(str, bool)
    finished = Signal()
    """Enter in the number: go on."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.number = PhoneField(theme, typed, "(___) ___-____", large=True)
        self.number.installEventFilter(self)
        self._field = Field(theme, "Caller number", self.number)
        self.language = LanguageChip(theme)
        self._language_field = Field(theme, "Language", self.language)
        self.language.setAccessibleName("Language English, interpreter no")
        self.matches = MatchList(theme, self.language)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        top = Qt.AlignmentFlag.AlignTop
        self._grid.addWidget(self._field, 0, 0, top)
        self._grid.addWidget(self._language_field, 0, 1, top)
        self._grid.addWidget(self.matches, 1, 0, 1, 2)
        self._grid.setColumnStretch(0, 1)
        self._facts: CardFacts | None = None
        self.number.number_typed.connect(self.number_typed)
        self.number.editingFinished.connect(self._left)
        self.matches.person_picked.connect(self.person_picked)
        self.matches.number_picked.connect(self.number_typed)
        self.matches.checked.connect(self.checked)
        self.matches.new_person_requested.connect(self.new_person_requested)
        self.language.picked.connect(self.language_picked)
        theme.changed.connect(self._restyle)
        self._restyle()

    def show_card(self, facts: CardFacts) -> None:
        """Show number, people and language."""
        self._facts = facts
        form = facts.form
        text = form.number_text
        shown = display(text) if text.startswith("+") and text[1:].isdecimal() else text
        if self.number.text() not in (text, shown):
            self.number.setText(shown)
            self._field.clear_problem()
        self._field.set_hint(*_hint(facts))
        self.language.show_card(form)
        self.matches.show_card(facts)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Down goes into the people, Enter goes on."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
                return False
            if event.key() == Qt.Key.Key_Down:
                return self.matches.focus_here()
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._left()
                self.finished.emit()
                return True
        return super().eventFilter(watched, event)

    def _left(self) -> None:
        facts = self._facts
        if facts is None or facts.caller.match is None:
            return
        if facts.caller.number_text == facts.form.number_text:
            problem = number_problem(facts.caller.match.reading, facts.form.number_text)
            if problem:
                self._field.set_problem(problem)

    @property
    def problem(self) -> str:
        """What is said under the field."""
        return self._field.problem

    def _restyle(self) -> None:
        px, compact = self._theme.px, self._theme.compact
        self.number.set_style("card" if compact else "number")
        self.number.setFixedHeight(px(36 if compact else 40))
        self._grid.setHorizontalSpacing(px(10))
        self._grid.setVerticalSpacing(px(5 if compact else 6))


def _hint(facts: CardFacts) -> tuple[str, str, str]:
    """Words, tone and icon at the right of the label: "Mobile · Chicago · 3:18 pm there"."""
    match = facts.caller.match
    if match is None or not facts.form.number_text.strip():
        return "", "text-3", ""
    if match.reading.status is NumberStatus.WITHHELD:
        return WITHHELD, "soon", "phone-off"
    if match.reading.status is NumberStatus.SERVICE:
        return "An internal or service number · it cannot be rung back", "text-3", ""
    if match.reading.e164 is None:
        return "", "text-3", ""
    person = facts.chosen or (match.people[0] if match.people else None)
    kind = _KINDS.get(person.number_kind, "") if person else ""
    kind = kind or {"toll_free": "Toll-free", "mobile": "Mobile"}.get(match.reading.kind, "")
    candidates = facts.candidates
    if candidates.ask:
        return _joined(kind, "it does not tell where they are · ask"), "soon", "map-pin"
    if not candidates.certain and len(candidates.zones) > 1:
        times = " or ".join(clock(facts.now, zone) for zone in candidates.zones[:2])
        return _joined(kind, match.place or "", f"{times} there"), "text-3", ""
    there = clock(facts.now, candidates.zones[0])
    same = there == clock(facts.now, facts.here)
    place = facts.place or match.place or facts.place_words
    return _joined(kind, place, f"{there} there too" if same else f"{there} there"), "text-3", ""


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)
