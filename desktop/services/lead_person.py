"""A new person made of a lead: what would be written down, and writing it."""

import json
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from desktop.domain.cities import zone_of_city
from desktop.domain.errors import Refused
from desktop.domain.folding import fold, words_of
from desktop.domain.incoming import Consent
from desktop.domain.lead_fields import fields_of
from desktop.domain.lead_wishes import wishes_of
from desktop.domain.local_time import local_day
from desktop.domain.vocabulary import NumberKind, VoicemailRule
from desktop.domain.wording import whole_day
from desktop.services.alike import known_by
from desktop.services.changes import Writing
from desktop.services.lead_matching import contacts_of, lead_says, look_alikes, somebody
from desktop.services.lead_rows import Newcomer

_KIND = "Web lead"
"""What the desk calls somebody who is known from their request alone."""


def newcomer_of(conn: Connection, row: Any) -> Newcomer:
    """What a new person made of this lead would have, and whom they look like."""
    contacts = contacts_of(conn, [row.id]).get(row.id, ())
    says, _site = lead_says(conn, row.name, contacts, wishes_of(fields_of(row.payload)))
    alike = look_alikes(conn, {row.id: row.name}, {row.id: contacts}).get(row.id)
    shares = somebody(conn, alike or row.suggested_id)
    namesake = known_by(conn, row.name, says.numbers[0] if says.numbers else "")
    return Newcomer(says, consents_of(row.consents), shares, namesake)


def consents_of(stored: str) -> tuple[Consent, ...]:
    """The consents of a lead as they are kept; what is no list of them is none."""
    try:
        found = json.loads(stored or "[]")
    except ValueError:
        return ()
    each = found if isinstance(found, list) else []
    return tuple(
        Consent(str(one.get("name", "")), one.get("given") is True, str(one.get("text", "")))
        for one in each
        if isinstance(one, dict)
    )


def make_person(writing: Writing, row: Mapping[str, Any], name: str, here: str) -> UUID:
    """Write somebody new down with all that the lead says of them; ``here`` is the zone of the
    desk. Raises :class:`Refused` without a name."""
    name = " ".join(name.replace("\0", " ").split())
    if not words_of(name):
        raise Refused("They left no name. Type what to call them.")
    contacts = contacts_of(writing.conn, [row["id"]]).get(row["id"], ())
    says, site_id = lead_says(writing.conn, name, contacts, wishes_of(fields_of(row["payload"])))
    person_id = writing.insert(
        "person",
        {
            "name": name,
            "name_key": fold(name),
            "kind": _KIND,
            "language": "English",
            "interpreter": False,
            "city": says.city or None,
            "zone": zone_of_city(says.city),
            "prefers": says.best_time or None,
            "voicemail": says.voicemail or VoicemailRule.NEUTRAL,
            "site_id": site_id,
            "notes": _consents_in_words(row, here),
            "created_at": writing.now,
        },
        [{"word": word} for word in words_of(name)],
    )
    _keep_contacts(writing, person_id, contacts)
    return person_id


def add_email(writing: Writing, person_id: UUID, email: str) -> None:
    """One more address of somebody, found by its parts."""
    writing.insert(
        "person_email",
        {"person_id": person_id, "email": email, "email_key": fold(email)},
        [{"word": word} for word in words_of(email)],
    )


def _keep_contacts(writing: Writing, person_id: UUID, contacts: Sequence[Any]) -> None:
    numbers = dict.fromkeys(each.number_id for each in contacts if each.number_id is not None)
    for position, number_id in enumerate(numbers):
        values = {"number_id": number_id, "kind": NumberKind.OTHER, "position": position}
        writing.insert("person_number", {"person_id": person_id, **values})
    emails = {each.contact_key: each.text for each in contacts if each.kind == "email"}
    for key, email in emails.items():
        if key:
            add_email(writing, person_id, email)


def _consents_in_words(row: Mapping[str, Any], here: str) -> str:
    """What they agreed to, as it stands in the notes of their record; "" where nothing was
    asked."""
    consents = consents_of(row["consents"])
    if not consents:
        return ""
    day = whole_day(local_day(row["submitted_at"] or row["received_at"], here))
    parts = [f"Web form of {day}."]
    for given, words in ((True, "Agreed to"), (False, "Did not agree to")):
        names = [f"“{each.name}”" for each in consents if each.given is given]
        if names:
            parts.append(f"{words}: {', '.join(names)}.")
    return " ".join(parts)
