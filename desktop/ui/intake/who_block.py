"""Who is speaking, what they are to the patient, whom the call is about, and which clinic."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop.services.people import PersonHit
from desktop.ui.intake.card_facts import CardFacts
from desktop.ui.intake.name_field import NameField
from desktop.ui.intake.picking import Picked, picked_hit, picked_match
from desktop.ui.theme import Theme
from desktop.ui.widgets.field import Field
from desktop.ui.widgets.select import Select
from desktop.ui.words import RELATION_WORDS

CALLER, SOMEBODY_ELSE = "the caller", "somebody else"
_STRETCHES = (120, 86, 120, 94)


class WhoBlock(QWidget):
    """Four fields in a row."""

    name_typed = Signal(str)
    search_requested = Signal(str)
    speaker_picked = Signal(object)
    """A :class:`Picked`."""
    relation_picked = Signal(object)
    subject_picked = Signal(object)
    """A :class:`Picked`, or None: about the caller."""
    other_subject_requested = Signal()
    site_picked = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.speaker = NameField(theme)
        self.relation = Select(theme)
        self.relation.set_choices([(words, each) for each, words in RELATION_WORDS.items()])
        self.about = Select(theme)
        self.site = Select(theme, placeholder="No clinic")
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        named = (
            ("Who is speaking", self.speaker),
            ("Relation", self.relation),
            ("Call is about", self.about),
            ("Clinic", self.site),
        )
        for column, ((words, control), stretch) in enumerate(zip(named, _STRETCHES, strict=True)):
            field = Field(theme, words, control)
            field.setMinimumWidth(0)
            self._grid.addWidget(field, 0, column)
            self._grid.setColumnStretch(column, stretch)
        self._choices: dict[object, list[tuple[str, object]]] = {}
        self.speaker.name_typed.connect(self.name_typed)
        self.speaker.search_requested.connect(self.search_requested)
        self.speaker.hit_picked.connect(lambda hit: self.speaker_picked.emit(picked_hit(hit)))
        self.relation.picked.connect(self.relation_picked)
        self.about.picked.connect(self._about_picked)
        self.site.picked.connect(self.site_picked)
        self._facts: CardFacts | None = None
        theme.changed.connect(self._restyle)
        self._restyle()

    def offer(self, text: str, hits: Sequence[PersonHit]) -> None:
        """Show who was found for a name typed."""
        self.speaker.offer(text, hits)

    def show_card(self, facts: CardFacts) -> None:
        """Show the four."""
        self._facts = facts
        form = facts.form
        if self.speaker.text() != form.speaker_name:
            self.speaker.setText(form.speaker_name)
            self.speaker.setCursorPosition(0)
        self.relation.set_value(form.relation)
        self._fill(self.site, [(site.name, site.id) for site in facts.desk.sites])
        if not self.site.set_value(form.site_id):
            self.site.setCurrentIndex(-1)
        self._fill(self.about, _about_choices(facts))
        self.about.set_value(_about_value(facts))
        self.about.setEnabled(not form.outside)
        self.about.set_tint("primary" if facts.speaks_for_another else "")

    def _fill(self, select: Select, choices: list[tuple[str, object]]) -> None:
        if self._choices.get(select) != choices:
            self._choices[select] = choices
            select.set_choices(choices)

    def _about_picked(self, value: object) -> None:
        facts = self._facts
        if facts is None or value == _about_value(facts):
            return
        if value == SOMEBODY_ELSE:
            self.about.set_value(_about_value(facts))
            self.other_subject_requested.emit()
        elif value == CALLER:
            self.subject_picked.emit(None)
        else:
            found = next((p for p in _known(facts) if p.person_id == value), None)
            if found is not None:
                self.subject_picked.emit(found)

    def _restyle(self) -> None:
        self._grid.setHorizontalSpacing(self._theme.px(10))


def _known(facts: CardFacts) -> list[Picked]:
    """Whom the call may be about: those the speaker may speak for, then the household."""
    found = [picked_hit(hit) for hit in facts.caller.speaks_for]
    found += [picked_match(match) for match in facts.caller.people]
    speaker = facts.form.speaker_id
    ids = {picked.person_id: picked for picked in reversed(found) if picked.person_id != speaker}
    return list(reversed(ids.values()))


def _about_choices(facts: CardFacts) -> list[tuple[str, object]]:
    choices: list[tuple[str, object]] = [("The caller", CALLER)]
    choices += [(picked.name, picked.person_id) for picked in _known(facts)]
    value = _about_value(facts)
    if facts.speaks_for_another and value not in [data for _, data in choices]:
        choices.append((facts.about_name, value))
    return [*choices, ("Somebody else…", SOMEBODY_ELSE)]


def _about_value(facts: CardFacts) -> object:
    form = facts.form
    if not facts.speaks_for_another:
        return CALLER
    return form.subject_id or form.subject_name
