"""What binds the desk: restrictions first, then what may be told to who speaks for another."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.domain.vocabulary import DoNotCallPurpose, Scope
from desktop.ui.intake.card_facts import CardFacts
from desktop.ui.intake.match_row import row_height
from desktop.ui.intake.match_words import expired_words, permission_words
from desktop.ui.theme import Theme
from desktop.ui.widgets.field import IconLine
from desktop.ui.widgets.label import Label
from desktop.ui.words import RESTRICTION_WORDS

Part = tuple[str, str, str]
"""Words, tone, icon; without an icon they are quiet words."""

NO_PERMISSION = "No permission on file: take a message, tell nothing"
_STOPS = {
    DoNotCallPurpose.ALL: "Asked not to be called",
    DoNotCallPurpose.MARKETING: "No marketing calls",
    DoNotCallPurpose.TRANSITION: "No calls about the sale",
}


def rights_parts(facts: CardFacts) -> tuple[Part, ...]:
    """What stands in the line; empty when nothing binds."""
    parts: list[Part] = []
    caller = facts.caller
    if facts.speaks_for_another:
        bound = caller.binding.restrictions if caller.binding else ()
        if caller.binding is None and caller.subject is not None:
            bound = caller.subject.restrictions
        parts += [
            (RESTRICTION_WORDS[r.kind][0], "late", RESTRICTION_WORDS[r.kind][1]) for r in bound
        ]
    stops = caller.match.do_not_call if caller.match else ()
    if caller.speaker is not None:
        stops = (*stops, *caller.speaker.do_not_call)
    parts += [(_STOPS[stop.purpose], "late", "ban") for stop in stops]
    if facts.speaks_for_another and _known(facts):
        parts += _permission(facts)
    return tuple(dict.fromkeys(parts))


def _known(facts: CardFacts) -> bool:
    """Whether the answer about these two people has come: nothing is said before."""
    form, caller = facts.form, facts.caller
    return (form.speaker_id, form.subject_id) == (caller.speaker_id, caller.subject_id)


def _permission(facts: CardFacts) -> list[Part]:
    binding = facts.caller.binding
    if binding is not None and binding.permissions:
        parts: list[Part] = [(permission_words(binding.permissions), "ok", "check")]
        if Scope.EVERYTHING not in binding.scopes:
            parts.append(("nothing else", "text-3", ""))
        return parts
    parts = [(NO_PERMISSION, "late", "ban")]
    if binding is not None and binding.expired:
        parts.append((expired_words(binding.expired), "text-3", ""))
    return parts


class RightsLine(QWidget):
    """One line of such parts, under who speaks."""

    def __init__(self, theme: Theme, parts: tuple[Part, ...], *, wide: bool) -> None:
        super().__init__()
        self._theme = theme
        self.setFixedHeight(row_height(theme))
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(10), 0, theme.px(10), 0)
        row.setSpacing(theme.px(9 if wide else 8))
        for words, tone, icon in parts:
            if icon:
                row.addWidget(IconLine(theme, words, tone, icon, "small-strong"))
            elif wide:
                row.addWidget(Label(theme, words, "small", tone, elide=True), 1)
        row.addStretch(1)
        self.setAccessibleName("What binds us: " + "; ".join(words for words, _, _ in parts))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(QRectF(0, 0, self.width(), 1), self._theme.color("line"))
        painter.end()
