"""The demo's Moss family and everybody whose name begins alike: what the People page shows.

Juniper has three numbers and must never be rung at home; a lead from the web looks like her.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from uuid import UUID

from desktop.domain.folding import fold, words_of
from desktop.domain.local_time import instant, local_day
from desktop.domain.numbers import reversed_digits
from desktop.domain.vocabulary import (
    CallOutcome,
    Direction,
    DoNotCallPurpose,
    NumberKind,
    Reason,
    Relation,
    RestrictionKind,
    Scope,
    Source,
    VoicemailRule,
)
from desktop.services.changes import Writing
from desktop.services.demo import day as demo_day
from desktop.services.demo.teller import Teller

JUNIPER, ROWAN = "Juniper Moss", "Rowan Moss"
WEB_LEAD = "Juniper Moss, from the web"
"""What the story calls the second Juniper."""

_Event = tuple[datetime, str, Callable[[Writing], UUID | None]]
_HOME, _WORK = "+13125550162", "+17735550118"
_DOES_NOT_WANT = "Asked by e-mail"


@dataclass(frozen=True, slots=True)
class _Relative:
    """Somebody whose name begins with "Mos"; ``days`` ago there was a call from them."""

    name: str
    kind: str
    city: str
    number: str
    days: int
    reason: Reason
    said: str
    language: str = "English"
    interpreter: bool = False
    stop: DoNotCallPurpose | None = None
    letters: bool = False


_RELATIVES = (
    _Relative(
        "Sorrel Moss", "Mother of a patient", "Tampa", "+18135550151", 6, Reason.APPOINTMENT,
        "Her son’s next visit.", "Spanish", interpreter=True,
    ),
    _Relative(
        "Cedar Mossley", "Patient", "Phoenix", "+16025550152", 21, Reason.REFUND,
        "Paid twice, one comes back.", stop=DoNotCallPurpose.MARKETING,
    ),
    _Relative(
        "Larch Mosser", "Referring clinician", "Denver", "+13035550153", 47, Reason.MEDICAL,
        "Sends a patient in December.",
    ),
    _Relative(
        "Heather Moss", "Patient", "Seattle", "+12065550154", 91, Reason.RECORDS,
        "Wants a copy by mail.", stop=DoNotCallPurpose.ALL, letters=True,
    ),
    _Relative(
        "Fern Moss-Hale", "Patient", "Houston", "+17135550155", 134, Reason.APPOINTMENT,
        "Moved to the autumn.",
    ),
    _Relative(
        "Birch Mossby", "Former patient", "Phoenix", "+16025550156", 260, Reason.RECORDS,
        "Took the records along.",
    ),
    _Relative(
        "Thistle Moss", "Patient", "Denver", "+13035550157", 310, Reason.OTHER,
        "Where to park.",
    ),
)  # fmt: skip


def events(teller: Teller, now: datetime) -> Iterator[_Event]:
    """Everything of them, each at its time."""
    start = now - timedelta(days=60)
    yield start, "demo_moss", partial(_family, teller)
    yield _at(now, 49, 510), "demo_web_lead", partial(_web_lead, teller)
    for minute, reason, said in (
        (560, Reason.NEW_PATIENT, "Wrote on the web page, then rang about prices."),
        (905, Reason.ACQUISITION, "Heard of the sale. Read her the first words."),
    ):
        work = partial(_call, teller, WEB_LEAD, "+18725550139", reason, said, "Chicago")
        yield _at(now, 49, minute), "log_call", work
    yield now - timedelta(days=19), "tell", partial(_told_first, teller)
    for number, each in enumerate(_RELATIVES):
        yield (
            start + timedelta(minutes=number + 1),
            "demo_relative",
            partial(_relative, teller, each),
        )
        when = _at(now, each.days, 600 + 15 * number)
        work = partial(_call, teller, each.name, each.number, each.reason, each.said, each.city)
        # What was before the desk began is brought in as a late entry.
        yield max(when, start + timedelta(hours=1)), "log_call", partial(_started, work, when)


def _at(now: datetime, days: int, minute: int) -> datetime:
    return instant(local_day(now, demo_day.ZONE) - timedelta(days=days), minute, demo_day.ZONE)


def _family(teller: Teller, writing: Writing) -> None:
    juniper, rowan = teller.id_of("person", JUNIPER), teller.id_of("person", ROWAN)
    writing.update(
        "person",
        juniper,
        {
            "created_at": teller.now - timedelta(days=610),
            "prefers": "Mornings",
            "voicemail": VoicemailRule.NEUTRAL,
            "notes": "Her driver can wait inside. Likes to hear the plan twice. Ask for her by "
            "first name only.",
        },
    )
    alder = _person(teller, writing, "Alder Moss", "Alder Moss", "Brother", "Chicago")
    home = _number(teller, writing, _HOME, "Chicago")
    work = _number(teller, writing, _WORK, "Chicago", "4")
    for person, number, kind, position in (
        (juniper, home, NumberKind.HOME, 1),
        (juniper, work, NumberKind.WORK, 2),
        (rowan, home, NumberKind.HOME, 1),
        (alder, home, NumberKind.HOME, 0),
    ):
        _uses(teller, writing, person, number, kind, position)
    _email(teller, writing, juniper, "juniper@example.com")
    ended = local_day(teller.now, demo_day.ZONE).replace(day=1) - timedelta(days=31)
    _may_speak(teller, writing, alder, juniper, Relation.SIBLING, ended.replace(day=1))


def _web_lead(teller: Teller, writing: Writing) -> None:
    web = _person(teller, writing, WEB_LEAD, JUNIPER, "Web lead", None, date(1984, 3, 9))
    writing.update("person", web, {"prefers": "After 4 pm", "voicemail": VoicemailRule.FULL})
    number = _number(teller, writing, "+18725550139", "Chicago")
    _uses(teller, writing, web, number, NumberKind.MOBILE, 0)
    _email(teller, writing, web, "j.moss@example.com")
    _stop(teller, writing, web, DoNotCallPurpose.MARKETING)
    rowan = teller.id_of("person", ROWAN)
    ended = local_day(writing.now, demo_day.ZONE) + timedelta(days=14)
    _may_speak(teller, writing, rowan, web, Relation.SPOUSE, ended)


def _relative(teller: Teller, each: _Relative, writing: Writing) -> None:
    person = _person(teller, writing, each.name, each.name, each.kind, each.city)
    if each.language != "English":
        values = {"language": each.language, "interpreter": each.interpreter}
        writing.update("person", person, values)
    number = _number(teller, writing, each.number, each.city)
    _uses(teller, writing, person, number, NumberKind.MOBILE, 0)
    if each.stop is not None:
        _stop(teller, writing, person, each.stop)
    if each.letters:
        row = {"person_id": person, "kind": RestrictionKind.LETTER_ONLY, "note": ""}
        writing.insert("restriction", {"id": teller.new_id(writing.now), **row})


def _person(
    teller: Teller,
    writing: Writing,
    called: str,
    name: str,
    kind: str,
    city: str | None,
    born: date | None = None,
) -> UUID:
    person_id = teller.ids[("person", called)] = teller.new_id(writing.now)
    row = {
        "id": person_id,
        "name": name,
        "name_key": fold(name),
        "kind": kind,
        "date_of_birth": born,
        "language": "English",
        "interpreter": False,
        "city": city,
        "zone": teller.zones[city] if city else None,
        "voicemail": VoicemailRule.NEUTRAL,
        "site_id": teller.id_of("site", city) if city else None,
        "notes": "",
        "created_at": writing.now,
    }
    return writing.insert("person", row, [{"word": word} for word in words_of(name)])


def _number(teller: Teller, writing: Writing, e164: str, place: str, extension: str = "") -> UUID:
    return teller.keep(
        writing,
        "phone_number",
        e164,
        e164=e164,
        extension=extension,
        reversed_digits=reversed_digits(e164),
        unusual=False,
        place=place,
    )


def _uses(
    teller: Teller, writing: Writing, person: UUID, number: UUID, kind: NumberKind, position: int
) -> None:
    row = {"person_id": person, "number_id": number, "kind": kind, "position": position}
    writing.insert("person_number", {"id": teller.new_id(writing.now), **row})


def _email(teller: Teller, writing: Writing, person: UUID, email: str) -> None:
    row = {"person_id": person, "email": email, "email_key": fold(email)}
    words = [{"word": word} for word in words_of(email)]
    writing.insert("person_email", {"id": teller.new_id(writing.now), **row}, words)


def _stop(teller: Teller, writing: Writing, person: UUID, purpose: DoNotCallPurpose) -> None:
    row = {
        "person_id": person,
        "number_id": None,
        "purpose": purpose,
        "reason": _DOES_NOT_WANT,
        "set_at": writing.now,
    }
    writing.insert("do_not_call", {"id": teller.new_id(writing.now), **row})


def _may_speak(
    teller: Teller, writing: Writing, speaker: UUID, subject: UUID, relation: Relation, until: date
) -> None:
    row = {
        "speaker_id": speaker,
        "subject_id": subject,
        "relation": relation,
        "scope": Scope.APPOINTMENTS,
        "source": "Told on the phone",
        "until": until,
    }
    writing.insert("permission_to_speak", {"id": teller.new_id(writing.now), **row})


def _told_first(teller: Teller, writing: Writing) -> None:
    web = teller.id_of("person", WEB_LEAD)
    row = {
        "statement_id": teller.id_of("statement", "1"),
        "told_id": web,
        "subject_id": web,
        "user_id": teller.id_of("user_account", "Robin Vale"),
        "told_at": writing.now,
    }
    writing.insert("disclosure", {"id": teller.new_id(writing.now), **row})


def _started(work: Callable[[Writing, datetime], UUID], when: datetime, writing: Writing) -> UUID:
    return work(writing, when)


def _call(
    teller: Teller,
    called: str,
    e164: str,
    reason: Reason,
    said: str,
    city: str,
    writing: Writing,
    when: datetime | None = None,
) -> UUID:
    at = when or writing.now
    person = teller.id_of("person", called)
    row = {
        "id": teller.new_id(at),
        "direction": Direction.IN,
        "number_id": teller.id_of("phone_number", e164),
        "number_text": "",
        "withheld": False,
        "called_line": "855-KET-WELL",
        "speaker_id": person,
        "subject_id": person,
        "relation": Relation.PATIENT,
        "started_at": at,
        "answered_at": at + timedelta(seconds=5),
        "ended_at": at + timedelta(minutes=3),
        "late_entry": at < writing.now,
        "entered_at": max(writing.now, at + timedelta(minutes=3)),
        "zone": teller.zones[city],
        "user_id": teller.id_of("user_account", "Robin Vale"),
        "desk_id": teller.id_of("desk", "Front desk 3"),
        "site_id": teller.id_of("site", city),
        "outcome": CallOutcome.RESOLVED,
        "language": "English",
        "interpreter": False,
        "notes": said,
        "source": Source.DESK,
    }
    return writing.insert("call", row, [{"reason": reason, "position": 0}])
