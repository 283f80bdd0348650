"""What follows from picking somebody: the form with number, speaker or subject put in. Pure."""

from dataclasses import dataclass, replace
from uuid import UUID

from desktop.domain.vocabulary import Relation
from desktop.services.call_form import CallForm
from desktop.services.people import PersonHit
from desktop.services.person_rows import PersonMatch
from desktop.ui.intake.card_facts import CallerFacts

_PATIENT = "Patient"
_RELATION_OF_KIND = {
    "patient": Relation.PATIENT,
    "spouse": Relation.SPOUSE,
    "husband": Relation.SPOUSE,
    "wife": Relation.SPOUSE,
    "partner": Relation.SPOUSE,
    "mother": Relation.PARENT,
    "father": Relation.PARENT,
    "parent": Relation.PARENT,
    "son": Relation.CHILD,
    "daughter": Relation.CHILD,
    "child": Relation.CHILD,
    "brother": Relation.SIBLING,
    "sister": Relation.SIBLING,
    "sibling": Relation.SIBLING,
    "friend": Relation.FRIEND,
    "caregiver": Relation.CAREGIVER,
    "referrer": Relation.REFERRER,
}


@dataclass(frozen=True, slots=True)
class Picked:
    """Somebody known, as far as the form needs them. ``for_id`` is the one person they may speak
    for, when they are no patient themselves."""

    person_id: UUID
    name: str
    kind: str = ""
    site_id: UUID | None = None
    language: str | None = None
    interpreter: bool = False
    for_id: UUID | None = None
    for_name: str = ""


def picked_match(match: PersonMatch) -> Picked:
    """Somebody of the people at the number."""
    ones = {ref.person_id: ref.name for ref in match.speaks_for}
    alone = len(ones) == 1 and match.kind != _PATIENT
    for_id, for_name = next(iter(ones.items())) if alone else (None, "")
    return Picked(
        match.person_id,
        match.name,
        match.kind,
        match.site_id,
        match.language,
        match.interpreter,
        for_id,
        for_name,
    )


def picked_hit(hit: PersonHit) -> Picked:
    """Somebody found by name."""
    return Picked(hit.person_id, hit.name, hit.kind)


def relation_of_kind(kind: str) -> Relation:
    """What a person of this kind usually is to the patient."""
    return _RELATION_OF_KIND.get(kind.strip().lower(), Relation.PATIENT)


def with_number(form: CallForm, text: str, caller: CallerFacts) -> CallForm:
    """Another number in the field. Who was picked because of the old number goes with it."""
    form = replace(form, number_text=text)
    picked_by_number = any(p.person_id == form.speaker_id for p in caller.people)
    if picked_by_number and text != caller.number_text:
        form = without_speaker(form)
    return form


def without_speaker(form: CallForm) -> CallForm:
    """Nobody speaks yet."""
    return about_caller(
        replace(
            form,
            speaker_id=None,
            speaker_name="",
            relation=Relation.PATIENT,
            identity_check=None,
            identity_checked_at=None,
        )
    )


def with_speaker(form: CallForm, picked: Picked) -> CallForm:
    """Somebody known speaks: their language and clinic come with them, an identity check of
    somebody else goes."""
    if picked.person_id == form.speaker_id:
        return form
    return replace(
        form,
        speaker_id=picked.person_id,
        speaker_name=picked.name,
        relation=relation_of_kind(picked.kind),
        site_id=picked.site_id or form.site_id,
        language=picked.language or form.language,
        interpreter=picked.interpreter if picked.language else form.interpreter,
        identity_check=None,
        identity_checked_at=None,
        subject_id=picked.for_id,
        subject_name=picked.for_name,
    )


def with_speaker_name(form: CallForm, name: str) -> CallForm:
    """A name that nobody was picked for."""
    if form.speaker_id is not None:
        form = without_speaker(form)
    return replace(form, speaker_name=name)


def about_caller(form: CallForm) -> CallForm:
    """The call is about who speaks."""
    return replace(form, subject_id=None, subject_name="")


def about_other(form: CallForm, picked: Picked | None, name: str, caller: CallerFacts) -> CallForm:
    """The call is about somebody else; the relation follows the permission on file, if any."""
    subject_id = picked.person_id if picked else None
    if subject_id is not None and subject_id == form.speaker_id:
        return about_caller(form)
    relation = form.relation
    if relation is Relation.PATIENT:
        relation = _relation_on_file(subject_id, caller) or Relation.OTHER
    return replace(
        form,
        subject_id=subject_id,
        subject_name=picked.name if picked else name.strip(),
        relation=relation,
    )


def _relation_on_file(subject_id: UUID | None, caller: CallerFacts) -> Relation | None:
    given = caller.speaker.may_speak_for if caller.speaker else ()
    return next((each.relation for each in given if each.subject_id == subject_id), None)
