"""The people of the demo's story: their numbers, and who may speak for whom."""

from datetime import timedelta

from desktop.domain.folding import fold, words_of
from desktop.domain.local_time import local_day
from desktop.domain.numbers import reversed_digits
from desktop.domain.vocabulary import NumberKind, RestrictionKind, VoicemailRule
from desktop.services.changes import Writing
from desktop.services.demo import day as demo_day
from desktop.services.demo import story, transition
from desktop.services.demo.teller import Teller


def write_people(teller: Teller, writing: Writing) -> None:
    """Everybody of the story, whom not to ring at home, and who may speak for whom."""
    for person in story.PEOPLE:
        person_id = teller.new_id(writing.now)
        teller.ids[("person", person.name)] = person_id
        writing.insert(
            "person",
            {
                "id": person_id,
                "name": person.name,
                "name_key": fold(person.name),
                "kind": person.kind,
                "date_of_birth": person.born,
                "language": person.language,
                "interpreter": person.interpreter,
                "city": person.city,
                "zone": teller.zones[person.city],
                "hours_from": None,
                "hours_to": None,
                "prefers": person.prefers,
                "voicemail": VoicemailRule.FULL,
                "site_id": teller.id_of("site", person.city),
                "notes": "",
                "created_at": writing.now,
                **transition.concern_columns(teller, person.name),
            },
            [{"word": word} for word in words_of(person.name)],
        )
        if ("phone_number", person.number) not in teller.ids:
            teller.keep(
                writing,
                "phone_number",
                person.number,
                e164=person.number,
                extension="",
                reversed_digits=reversed_digits(person.number),
                unusual=False,
                place=person.city,
            )
        teller.keep(
            writing,
            "person_number",
            person.name,
            person_id=person_id,
            number_id=teller.id_of("phone_number", person.number),
            kind=NumberKind.MOBILE,
            position=0,
        )
    for name in story.NEVER_RING_HOME:
        teller.keep(
            writing,
            "restriction",
            name,
            person_id=teller.id_of("person", name),
            kind=RestrictionKind.NEVER_RING_HOME,
            note="",
        )
    today = local_day(teller.now, demo_day.ZONE)
    for given in story.PERMISSIONS:
        until = (today.replace(day=1) + timedelta(days=31 * (given.months + 1))).replace(day=1)
        teller.keep(
            writing,
            "permission_to_speak",
            given.speaker,
            speaker_id=teller.id_of("person", given.speaker),
            subject_id=teller.id_of("person", given.subject),
            relation=given.relation,
            scope=given.scope,
            source=given.source,
            until=until - timedelta(days=1),
            revoked_at=None,
        )
