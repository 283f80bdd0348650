"""Somebody from an address book: known already, told more of, or new."""

from typing import Any
from uuid import UUID

from sqlalchemy import select

from desktop.domain.cities import zone_of_city
from desktop.domain.folding import fold, words_of
from desktop.domain.incoming import Fate, IncomingContact, Receipt
from desktop.domain.incoming_rules import filled_in, same_name
from desktop.domain.transition_fields import Concern
from desktop.domain.vocabulary import NumberKind, VoicemailRule
from desktop.services.intake_desk import IntakeDesk
from desktop.services.person_card import next_position
from desktop.services.records import KINDS
from desktop.services.who_stays import who_stays
from desktop.storage import tables

_site = tables.metadata.tables["site"]

_KINDS = {
    "mobile": NumberKind.MOBILE,
    "cell": NumberKind.MOBILE,
    "home": NumberKind.HOME,
    "work": NumberKind.WORK,
    "business": NumberKind.WORK,
}


def take_contact(desk: IntakeDesk, contact: IncomingContact) -> Receipt:
    """Write a contact; what became of it. Numbers of a household are shared, people are not."""
    name = " ".join(contact.name.split()) or contact.organisation.strip()
    numbers: dict[UUID, NumberKind] = {}
    for each in contact.numbers:
        number_id = desk.number_id(desk.reading(each.text))
        if number_id is not None:
            numbers.setdefault(number_id, _kind(each.label))
    emails = list(dict.fromkeys(each.strip() for each in contact.emails if each.strip()))
    if not name:
        name = next(iter(emails), "") or next((n.text for n in contact.numbers), "")
    if not name:
        return Receipt(Fate.IGNORED, reason="There is neither a name nor a number")
    known = desk.taken(contact.source, contact.external_id) if contact.external_id else None
    person_id = _same_person(desk, known[0] if known else None, name, numbers, emails)
    count = len(desk.writing.items)
    fate = Fate.CREATED if person_id is None else Fate.UPDATED
    if person_id is None:
        person_id = _add(desk, contact, name)
    else:
        _fill_in(desk, contact, person_id)
    _add_channels(desk, person_id, numbers, emails)
    if contact.external_id and known is None:
        desk.keep_key(contact.source, contact.external_id, "person", person_id, "")
    if len(desk.writing.items) == count:
        fate = Fate.UNCHANGED
    else:
        desk.forget_people()
    return Receipt(fate, person_id)


def _kind(label: str) -> NumberKind:
    words = fold(label).split()
    return next((_KINDS[word] for word in words if word in _KINDS), NumberKind.OTHER)


def _same_person(
    desk: IntakeDesk,
    known: UUID | None,
    name: str,
    numbers: dict[UUID, NumberKind],
    emails: list[str],
) -> UUID | None:
    if known is not None:
        known = who_stays(desk.conn, known)
        return known if KINDS["person"].read(desk.conn, known) is not None else None
    near = desk.people_at(numbers) | desk.people_of(emails)
    named = sorted(
        person_id
        for person_id in near
        if same_name(name, desk.writing.row("person", person_id)["name"])
    )
    return named[0] if named else None


def _add(desk: IntakeDesk, contact: IncomingContact, name: str) -> UUID:
    city = contact.city.strip()
    return desk.writing.insert(
        "person",
        {
            "name": name,
            "name_key": fold(name),
            "kind": "Contact",
            "date_of_birth": contact.birthday,
            "language": contact.language.strip() or "English",
            "interpreter": False,
            "city": city or None,
            "zone": zone_of_city(city),
            "voicemail": VoicemailRule.NEUTRAL,
            "notes": contact.note.strip(),
            "address": contact.address.strip() or None,
            "site_id": _clinic(desk, contact.clinic),
            **concern_columns(contact.concern),
            "created_at": desk.writing.now,
        },
        [{"word": word} for word in words_of(name)],
    )


def _fill_in(desk: IntakeDesk, contact: IncomingContact, person_id: UUID) -> None:
    row = desk.writing.row("person", person_id)
    columns: dict[str, Any] = dict(
        filled_in(row, {"city": contact.city.strip(), "notes": contact.note.strip()})
    )
    if "city" in columns and row["zone"] is None:
        columns["zone"] = zone_of_city(columns["city"])
    if row["date_of_birth"] is None and contact.birthday is not None:
        columns["date_of_birth"] = contact.birthday
    if not row["address"] and contact.address.strip():
        columns["address"] = contact.address.strip()
    clinic = _clinic(desk, contact.clinic)
    if row["site_id"] is None and clinic is not None:
        columns["site_id"] = clinic
    # What is booked, due and paid changes all the time: the newest word counts.
    columns |= concern_columns(contact.concern)
    desk.writing.update("person", person_id, columns)


def concern_columns(concern: Concern) -> dict[str, Any]:
    """The columns of what was said; what was not said stays as it is, and none is empty."""
    columns: dict[str, Any] = {}
    if concern.next_appointment_at is not None:
        columns["next_appointment_at"] = concern.next_appointment_at
    if concern.series_left is not None:
        columns["series_left"] = concern.series_left or None
    if concern.last_infusion_on is not None:
        columns["last_infusion_on"] = concern.last_infusion_on
    if concern.prepaid_cents is not None:
        columns["prepaid_cents"] = concern.prepaid_cents or None
    if concern.consent is not None:
        columns["handover_consent"] = concern.consent
    return columns


def _clinic(desk: IntakeDesk, name: str) -> UUID | None:
    """The clinic of this name, or of this city; None where there is none."""
    wanted = fold(name.strip())
    if not wanted:
        return None
    rows = desk.conn.execute(select(_site.c.id, _site.c.name, _site.c.city)).all()
    found = next((row.id for row in rows if wanted in (fold(row.name), fold(row.city))), None)
    return found if isinstance(found, UUID) else None


def _add_channels(
    desk: IntakeDesk, person_id: UUID, numbers: dict[UUID, NumberKind], emails: list[str]
) -> None:
    for number_id, kind in numbers.items():
        position = next_position(desk.conn, person_id, number_id)
        if position is not None:
            values = {"person_id": person_id, "number_id": number_id, "kind": kind}
            desk.writing.insert("person_number", {**values, "position": position})
    for email in emails:
        if person_id not in desk.people_of((email,)):
            values = {"person_id": person_id, "email": email, "email_key": fold(email)}
            words = [{"word": word} for word in words_of(email)]
            desk.writing.insert("person_email", values, words)
