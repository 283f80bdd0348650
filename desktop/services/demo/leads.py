"""The leads of the demo's day and of the day before, with payloads as the services send them."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from desktop.domain.folding import fold
from desktop.domain.incoming_states import LeadState
from desktop.domain.local_time import instant, local_day
from desktop.domain.numbers import reversed_digits
from desktop.domain.vocabulary import (
    CallbackKind,
    CallbackState,
    Reason,
    Resolution,
    VoicemailRule,
)
from desktop.domain.wording import promise_line
from desktop.services.changes import Writing
from desktop.services.demo import day as demo_day
from desktop.services.demo import story
from desktop.services.demo.teller import Teller

Event = tuple[datetime, str, Callable[[Writing], UUID | None]]

WEB, MAIL, FILE = "website", "mailbox", "leads-nov-18.csv"
_REACHED = timedelta(minutes=14)


@dataclass(frozen=True, slots=True)
class StoryLead:
    """``days`` before today, at a ``minute`` of the day. ``fate`` is what came of it."""

    days: int
    minute: int
    name: str
    number: str
    email: str
    source: str
    form: str
    message: str
    fate: LeadState = LeadState.NEW
    kept: bool = False
    reason: Reason = Reason.NEW_PATIENT
    asked: tuple[tuple[str, str], ...] = field(default=())
    """What else the form asked, and the answers."""


LEADS = (
    StoryLead(
        0, 820, "Basil Thornby", "(813) 555-0129", "basil.thornby@example.org", WEB, "New patient",
        "I’m a veteran and I’ve tried a few things for PTSD. My wife found your page. I’d like to "
        "talk to someone about how this works and what it costs. Evenings are hard, afternoons "
        "are good.",
        asked=(
            ("Clinic", "Tampa"),
            ("Best time", "After 4 pm"),
            ("May we leave a message?", "Yes, no details"),
        ),
    ),
    StoryLead(
        0, 838, "Marigold Finn", "(602) 555-0144", "marigold.finn@example.org", WEB, "",
        "Asks about the acquisition: does my clinic stay open, and who has my records?",
        reason=Reason.ACQUISITION,
    ),
    StoryLead(
        0, 846, "Alder Quince", "(303) 555-0158", "", FILE, "New patient",
        "Chronic pain for six years, referred by a friend.",
    ),
    StoryLead(
        0, 851, "Clary Fennel", "(702) 555-0191", "clary.fennel@example.org", MAIL, "New patient",
        "Asks about cost and whether insurance helps.",
    ),
    StoryLead(
        1, 1012, "Tansy Lowell", "(801) 555-0126", "tansy.lowell@example.org", WEB, "New patient",
        "Depression. Nothing has helped so far.", LeadState.ANSWERED,
    ),
    StoryLead(
        1, 915, "Reed Calloway", "(206) 555-0137", "", WEB, "Clinician referral",
        "PTSD. Please ring my patient this week.", LeadState.CALLED, kept=True,
    ),
    StoryLead(
        1, 687, "Yarrow Finley", "(206) 555-0119", "yarrow.finley@example.org", MAIL, "",
        "Asks for a records copy.", LeadState.ANSWERED, reason=Reason.RECORDS,
    ),
    StoryLead(
        1, 544, "Senna Hartwell", "(312) 555-0183", "senna.hartwell@example.org", WEB,
        "New patient", "Anxiety. Mornings are best.", LeadState.SCHEDULED, kept=True,
    ),
)  # fmt: skip
"""As they stand in the inbox; Basil is known already and looks the same."""


def events(teller: Teller) -> Iterator[Event]:
    """Each lead when it came, and what came of it."""
    start = teller.now - timedelta(days=58)
    yield start, "edit_person", lambda writing: _basil(teller, writing)
    for lead in LEADS:
        at = instant(local_day(teller.now, demo_day.ZONE) - timedelta(days=lead.days), lead.minute,
                     demo_day.ZONE)  # fmt: skip
        yield at, "take_lead", partial(_take, teller, lead)
        if lead.kept:
            yield at + timedelta(minutes=25), "close_callbacks", partial(_keep, teller, lead)


def _basil(teller: Teller, writing: Writing) -> UUID:
    """Known since he rang; his clinic was never asked."""
    basil = LEADS[0]
    person_id = teller.id_of("person", basil.name)
    writing.update(
        "person",
        person_id,
        {"site_id": None, "prefers": "Mornings", "voicemail": VoicemailRule.NEUTRAL},
    )
    writing.insert(
        "person_email",
        {
            "id": teller.new_id(writing.now),
            "person_id": person_id,
            "email": basil.email,
            "email_key": fold(basil.email),
        },
    )
    return person_id


def _take(teller: Teller, lead: StoryLead, writing: Writing) -> UUID:
    number_id = _number(teller, lead, writing)
    person_id = teller.ids.get(("person", lead.name))
    contacts = [_contact(0, "number", lead.number, number_id, _e164(lead))]
    if lead.email:
        contacts.append(_contact(1, "email", lead.email, None, fold(lead.email)))
    callback_id = _promise(teller, lead, number_id, writing) if lead.kept else None
    lead_id = teller.new_id(writing.now)
    teller.ids[("lead", lead.name)] = lead_id
    return writing.insert(
        "lead",
        {
            "id": lead_id,
            "state": lead.fate,
            "source": lead.source,
            "name": lead.name,
            "name_key": fold(lead.name),
            "message": lead.message,
            "form": lead.form,
            "campaign": "",
            "submitted_at": writing.now,
            "received_at": writing.now,
            "zone_assumed": False,
            "consents": "[]",
            "remarks": "[]",
            "payload": _payload(lead),
            "external_id": None,
            "person_id": person_id if lead.fate is LeadState.ANSWERED else None,
            "suggested_id": person_id if lead.fate is LeadState.NEW else None,
            "callback_id": callback_id,
            "danger": False,
            "danger_words": "",
            "state_at": writing.now + _REACHED,
        },
        contacts,
    )


def _contact(
    position: int, kind: str, text: str, number_id: UUID | None, key: str
) -> dict[str, Any]:
    return {
        "position": position,
        "kind": kind,
        "text": text,
        "number_id": number_id,
        "contact_key": key,
    }


def _e164(lead: StoryLead) -> str:
    return "+1" + "".join(c for c in lead.number if c.isdigit())


def _number(teller: Teller, lead: StoryLead, writing: Writing) -> UUID:
    e164 = _e164(lead)
    if ("phone_number", e164) in teller.ids:
        return teller.id_of("phone_number", e164)
    return teller.keep(
        writing,
        "phone_number",
        e164,
        e164=e164,
        extension="",
        reversed_digits=reversed_digits(e164),
        unusual=False,
        place=None,
    )


def _promise(teller: Teller, lead: StoryLead, number_id: UUID, writing: Writing) -> UUID:
    due_at, zone = writing.now + timedelta(minutes=30), demo_day.ZONE
    return teller.keep(
        writing,
        "callback",
        f"lead of {lead.name}",
        kind=CallbackKind.SERVICE,
        state=CallbackState.OPEN,
        number_id=number_id,
        reason=lead.reason,
        promise=lead.message,
        promised_at=writing.now,
        promised_by=teller.id_of("user_account", story.CLERK),
        promised_wall=promise_line(due_at, zone, zone, "", writing.now),
        promised_zone=zone,
        zone_certain=False,
        first_due_at=due_at,
        due_at=due_at,
        owner_team_id=teller.id_of("team", story.TEAM),
        attempts=0,
        needs_decision=False,
        asks_number=False,
        resolution_note="",
    )


def _keep(teller: Teller, lead: StoryLead, writing: Writing) -> UUID:
    callback_id = teller.id_of("callback", f"lead of {lead.name}")
    columns = {
        "state": CallbackState.CLOSED,
        "resolution": Resolution.KEPT,
        "closed_at": writing.now,
        "closed_by": teller.id_of("user_account", "Robin Vale"),
    }
    writing.update("callback", callback_id, columns)
    return callback_id


def _payload(lead: StoryLead) -> str:
    """The original, as a form service, a mailbox or a file has it."""
    answers = [("Name", lead.name), ("Phone", lead.number), ("E-mail", lead.email), *lead.asked]
    answers = [(title, text) for title, text in (*answers, ("Message", lead.message)) if text]
    if lead.source != WEB:
        return "\n".join(f"{title}: {text}" for title, text in answers)
    body = {"form[id]": "9f3b2c1", "form[name]": lead.form or "Contact"}
    for title, text in answers:
        name = fold(title).replace(" ", "_").strip("?")
        body |= {
            f"fields[{name}][id]": name,
            f"fields[{name}][type]": "text",
            f"fields[{name}][title]": title,
            f"fields[{name}][value]": text,
            f"fields[{name}][raw_value]": text,
            f"fields[{name}][required]": "1",
        }
    return json.dumps(body, ensure_ascii=False, indent=1)
