"""Whom a new promise is for: somebody found by name or number, or a number alone."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.calling_hours import CallingHours
from desktop.domain.number_typing import typed
from desktop.domain.zones import Candidates
from desktop.services.actor import Actor
from desktop.services.numbers import Numbers
from desktop.services.people import People, PersonHit
from desktop.services.reach import hours_within_law, zones_at
from desktop.ui.person_hits import HitList, hit_words
from desktop.ui.theme import Theme
from desktop.ui.widgets.button import icon_button
from desktop.ui.widgets.field import Field
from desktop.ui.widgets.label import Label
from desktop.ui.widgets.line_edit import LineEdit

_HITS = 4
_FEWEST = 2


@dataclass(frozen=True, slots=True)
class Found:
    """What is known of ``text``, or of the person picked. ``readable``: it can be rung.
    ``appointment`` is their next, ``site_id`` their clinic."""

    text: str
    person_id: UUID | None
    hits: tuple[PersonHit, ...]
    candidates: Candidates
    hours: CallingHours
    readable: bool = False
    place: str = ""
    appointment: datetime | None = None
    site_id: UUID | None = None


def find(
    actor: Actor, people: People, numbers: Numbers, text: str, person_id: UUID | None
) -> Found:
    """Look somebody up; runs on the worker. Raises NotFound for a person who is gone."""
    if person_id is not None:
        person = people.get(actor, person_id)
        e164 = person.numbers[0].e164 if person.numbers else None
        candidates = zones_at(person.zone, e164, actor.zone)
        hours = hours_within_law(person.hours_from, person.hours_to)
        place = person.city if person.city and person.zone else ""
        return Found(
            text,
            person_id,
            (),
            candidates,
            hours,
            e164 is not None,
            place or "",
            person.next_appointment_at,
            person.site_id,
        )
    reading = numbers.match(actor, text).reading if any(map(str.isdigit, text)) else None
    e164 = reading.e164 if reading else None
    hits = people.find(actor, text, _HITS) if len(text.strip()) >= _FEWEST else ()
    return Found(
        text,
        None,
        hits,
        zones_at(None, e164, actor.zone),
        CallingHours(),
        readable=e164 is not None,
    )


class WhoToRing(QWidget):
    """Type, then pick with Down and Enter, or leave a number as it is."""

    asked = Signal()
    """What is typed or picked has changed: look it up and give it to :meth:`show_found`."""
    picked = Signal()
    """Somebody was picked: the next question is ready to be answered."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.person: PersonHit | None = None
        self.text = LineEdit(theme, "Name or number", icon="search")
        self.text.installEventFilter(self)
        self.text.textEdited.connect(self._edited)
        self.field = Field(theme, "Who", self.text)
        self.hits = HitList(theme)
        self.hits.picked.connect(self._pick)
        self._name = Label(theme, "", "strong")
        self._facts = Label(theme, "", "small", "text-2", elide=True)
        self.other = icon_button(theme, "x", "Somebody else", height=28)
        self.other.clicked.connect(lambda _on=False: self._let_go())
        self._picked = QWidget()
        row = QHBoxLayout(self._picked)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(8))
        row.addWidget(self._name)
        row.addWidget(self._facts, 1)
        row.addWidget(self.other)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(6))
        for part in (self.field, self.hits, self._picked):
            column.addWidget(part)
        self.hits.hide()
        self._picked.hide()

    @property
    def person_id(self) -> UUID | None:
        """Who was picked."""
        return self.person.person_id if self.person else None

    @property
    def name(self) -> str:
        """The first name of who was picked."""
        return self.person.name.split()[0] if self.person else ""

    def is_about(self, found: Found) -> bool:
        """Whether this was found for what is typed or picked now."""
        return (found.text, found.person_id) == (self.text.text(), self.person_id)

    def show_found(self, found: Found) -> None:
        """Offer who was found."""
        if self.person is None and self.is_about(found):
            self.hits.show_hits(found.hits)

    def empty(self) -> None:
        """Ready for somebody else."""
        self.person = None
        self.text.clear()
        self.field.clear_problem()
        self._show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter takes the only one found; with several Down or Enter goes into the list."""
        if watched is self.text and isinstance(event, QKeyEvent):
            return self._key(event) or super().eventFilter(watched, event)
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.type() != QEvent.Type.KeyPress or held:
            return False
        entered = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if entered and len(self.hits.buttons) == 1:
            self.hits.buttons[0].click()
        elif (entered or event.key() == Qt.Key.Key_Down) and self.hits.buttons:
            self.hits.focus_here()
        return entered or event.key() == Qt.Key.Key_Down

    def _edited(self, text: str) -> None:
        shown, cursor = typed(text, self.text.cursorPosition())
        if shown != text:
            self.text.setText(shown)
            self.text.setCursorPosition(cursor)
        if not shown.strip():
            self.hits.show_hits(())
        self.asked.emit()

    def take(self, hit: PersonHit) -> None:
        """Somebody is known already."""
        self.person = hit
        self.field.clear_problem()
        self._show()
        self.asked.emit()

    def _pick(self, hit: PersonHit) -> None:
        self.take(hit)
        self.picked.emit()

    def _let_go(self) -> None:
        self.person = None
        self._show()
        self.text.setFocus()
        self.asked.emit()

    def _show(self) -> None:
        self.hits.show_hits(())
        self.field.setVisible(self.person is None)
        self._picked.setVisible(self.person is not None)
        if self.person is not None:
            self._name.set_text(self.person.name)
            self._facts.set_text(hit_words(self.person))
