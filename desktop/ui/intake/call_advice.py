"""Keeps the advice beside the call: words for outsiders, and whom medical questions go to."""

from dataclasses import dataclass

from PySide6.QtCore import QObject

from desktop.app import Services
from desktop.domain.errors import Problem
from desktop.domain.filled_words import fill
from desktop.domain.vocabulary import Reason, SafetyContactKind, SpecialCall
from desktop.services.actor import Actor
from desktop.services.changes import Touched
from desktop.services.outsiders import OutsiderWordsRow
from desktop.services.safety_numbers import SafetyNumbers
from desktop.services.script_lines import Line, special_line
from desktop.ui.changes import concerns
from desktop.ui.intake.advice_panel import Approved
from desktop.ui.intake.asker import Asker
from desktop.ui.intake.call_words import known_fields
from desktop.ui.intake.card_state import CardState
from desktop.ui.intake.script_pane import ScriptPane
from desktop.ui.line_words import source_words


@dataclass(frozen=True, slots=True)
class _Advice:
    words: tuple[OutsiderWordsRow, ...]
    numbers: SafetyNumbers
    lines: tuple[Line, ...]


class CallAdvice(QObject):
    """Shows what the card asks for."""

    def __init__(
        self,
        asker: Asker,
        services: Services,
        state: CardState,
        script: ScriptPane,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._asker, self._services = asker, services
        self._state, self._script = state, script
        self._advice: _Advice | None = None
        state.changed.connect(self._show)

    def load(self) -> None:
        """Ask what is approved, and who is on call."""
        outsiders, contacts = self._services.outsiders, self._services.safety_contacts
        words = self._services.words

        def read(actor: Actor) -> _Advice:
            return _Advice(outsiders.words(actor), contacts.numbers(), words.approved(actor))

        self._asker.ask(read, self._know, _quiet, replaces="advice")

    def on_changed(self, touched: frozenset[Touched]) -> None:
        """News: perhaps of these words or numbers."""
        if concerns(touched, "outsider_words", "safety_contact", "script_line"):
            self.load()

    def _know(self, advice: _Advice) -> None:
        self._advice = advice
        self._show()

    def _show(self) -> None:
        form, advice = self._state.form, self._advice
        outsider, medical = self._script.outsider, self._script.medical
        row = None
        if advice is not None and form.outsider is not None:
            row = next((each for each in advice.words if each.kind is form.outsider), None)
        if row is not None:
            outsider.show_outsider(row)
        elif form.outside:
            outsider.show_clinic(self._approved(SpecialCall.OTHER_CLINIC))
        else:
            outsider.hide()
        if advice is not None and Reason.MEDICAL in form.reasons and not form.outside:
            kind = SafetyContactKind.CLINICIAN
            answer = self._approved(SpecialCall.MEDICAL)
            medical.show_medical(answer, advice.numbers.on_duty(kind, form.site_id))
        else:
            medical.hide()

    def _approved(self, call: SpecialCall) -> Approved | None:
        """What may be said on this call, with its fields filled in."""
        facts = self._state.facts
        form = facts.form
        lines = self._advice.lines if self._advice else ()
        line = special_line(lines, call, form.language)
        if line is None:
            return None
        said = "".join(part.text for part in fill(line.text, known_fields(facts)))
        used = any(each.line_id == line.id for each in form.read_lines)
        return Approved(line, said, source_words(line, facts.here, facts.now), used)


def _quiet(_problem: Problem) -> None:
    """What was read before stays; without any, nothing is offered to be said."""
