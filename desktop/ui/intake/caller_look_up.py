"""Who is on a card: what the desk knows about its number and its people."""

from dataclasses import replace
from uuid import UUID

from desktop.domain.numbers import NumberKind
from desktop.domain.vocabulary import CallOutcome
from desktop.domain.zones import zones_of_number
from desktop.services.actor import Actor
from desktop.services.call_form import CallForm
from desktop.services.call_rows import CallRow
from desktop.services.calls import Calls
from desktop.services.numbers import Numbers, NumberSuggestion
from desktop.services.people import People
from desktop.ui.intake.card_facts import CallerFacts

_SUGGESTED = 4
_LOOKED_BACK = 10


def find_caller(
    numbers: Numbers, people: People, calls: Calls, actor: Actor, form: CallForm
) -> CallerFacts:
    """What is known; runs on the worker. Raises :class:`NotFound` when a person is gone."""
    text, speaker_id, subject_id = form.number_text, form.speaker_id, form.subject_id
    match = numbers.match(actor, text)
    if form.outside:  # nobody is confirmed to be a patient, not even on the screen
        match = replace(match, people=())
    reading = match.reading
    tells = bool(reading.e164) and str(reading.e164).startswith("+1")
    tells = tells and reading.kind is not NumberKind.TOLL_FREE
    suggestions: tuple[NumberSuggestion, ...] = ()
    if not match.people and not speaker_id and not form.outside:
        suggestions = numbers.suggest(actor, text, _SUGGESTED)
    speaker = people.opened(actor, speaker_id) if speaker_id else None
    return CallerFacts(
        number_text=text,
        speaker_id=speaker_id,
        subject_id=subject_id,
        match=match,
        suggestions=suggestions,
        number_zones=zones_of_number(reading.e164, match.zones) if reading.e164 else (),
        number_tells=tells,
        speaker=speaker,
        subject=people.opened(actor, subject_id) if subject_id else None,
        binding=(
            people.binding(actor, speaker_id, subject_id)
            if speaker_id and subject_id and speaker_id != subject_id
            else None
        ),
        speaks_for=people.speaks_for(actor, speaker_id) if speaker_id else (),
        outside=form.outside,
        nameless=_nameless(calls, actor, match.number_id) if speaker_id else None,
    )


def _nameless(calls: Calls, actor: Actor, number_id: UUID | None) -> CallRow | None:
    """The newest call of the number that could be somebody's."""
    recent = calls.recent_for_number(actor, number_id, _LOOKED_BACK) if number_id else ()
    nobodys = (CallOutcome.SPAM, CallOutcome.WRONG_NUMBER)
    return next((c for c in recent if c.speaker_id is None and c.outcome not in nobodys), None)
