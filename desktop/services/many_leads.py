"""The leads of a file, written together: those that are new, say what nobody else said, and hold
no word of danger.

Every other lead goes the way of those that come in by themselves
(:mod:`desktop.services.receiving_leads`).
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import literal_column, select

from desktop.domain.calling_hours import HourCheck
from desktop.domain.folding import fold
from desktop.domain.incoming import Fate, IncomingLead, Receipt
from desktop.domain.incoming_rules import lead_content, lead_key, looked_through, same_name, who
from desktop.domain.numbers import NumberReading
from desktop.domain.zones import Candidates
from desktop.services.batch_memory import Memory
from desktop.services.intake_desk import IntakeDesk
from desktop.services.many_promises import Ring, callee_of, know_facts, new_promise, not_free
from desktop.services.many_rows import (
    insert_many,
    keep_keys,
    know_numbers,
    know_people,
    known_keys,
    people_of_emails,
    plain_key,
)
from desktop.services.receiving_leads import NO_NUMBER, lead_row, numbers_of, promise_of
from desktop.storage import tables
from desktop.storage.prepared import Prepared, one_of_these

_key = tables.metadata.tables["incoming_key"]

_SAID = Prepared(
    select(_key.c.content).where(
        one_of_these(_key.c.content), _key.c.record == literal_column("'lead'")
    )
)


class _Lead(NamedTuple):
    place: int
    lead: IncomingLead
    numbers: Sequence[tuple[NumberReading, str]]
    content: str


def take_leads(
    desk: IntakeDesk, memory: Memory, records: Sequence[IncomingLead]
) -> Mapping[int, Receipt]:
    """Write the leads that are plain; their receipts by their places. The others are left alone."""
    leads = _new(desk, records)
    readings = [reading for each in leads.values() for reading, _ in each.numbers]
    numbers = know_numbers(desk.writing, memory, readings)
    know_people(desk.conn, memory, numbers.values())
    contacts = {key: _contacts(each, numbers) for key, each in leads.items()}
    suggested = _suggested(desk, memory, contacts)
    know_facts(desk, memory, {each for each in suggested.values() if each is not None})
    rings = _rings(memory, leads, contacts, suggested)
    kept_back = not_free(desk, memory, [each for each in rings.values() if each is not None])
    rows: list[dict[str, Any]] = []
    keys: list[dict[str, Any]] = []
    promises: list[dict[str, Any]] = []
    below: list[list[dict[str, Any]]] = []
    receipts: dict[int, Receipt] = {}
    checks: dict[tuple[datetime, Candidates], HourCheck] = {}
    for key, ring in rings.items():
        if ring is not None and ring.number_id in kept_back:
            continue
        place, lead, _, content = leads[key]
        row = lead_row(desk, lead, contacts[key], (), suggested[key])
        row["callback_id"] = None
        if ring is not None:
            there = callee_of(desk, memory, ring)
            due_at = desk.first_suitable(there)
            promise = promise_of(row, due_at, ring.number_id, ring.person_id)
            promises.append(new_promise(desk, promise, there, checks))
            row["callback_id"] = promises[-1]["id"]
        row["id"] = desk.writing.new_id()
        rows.append(row)
        below.append(contacts[key])
        noted = {"source": lead.source, "key": key, "record": "lead", "record_id": row["id"]}
        keys.append({**noted, "content": content})
        reason = "" if ring is not None else NO_NUMBER
        receipts[place] = Receipt(Fate.CREATED, row["id"], row["callback_id"], reason=reason)
    insert_many(desk.writing, "callback", promises)
    insert_many(desk.writing, "lead", rows, below)
    keep_keys(desk.conn, keys)
    return receipts


def _new(desk: IntakeDesk, records: Sequence[IncomingLead]) -> dict[str, _Lead]:
    """The leads that say something for the first time, by their keys."""
    found: dict[str, _Lead] = {}
    said: dict[str, str] = {}
    seen: set[str] = set()
    for place, lead in enumerate(records):
        numbers = numbers_of(desk, lead)
        content = lead_content(lead, [each.e164 or "" for each, _ in numbers if each.e164])
        key = lead_key(lead, content)
        first = key not in seen and content not in said
        seen.add(key)
        plain = first and content and plain_key(key) and not (lead.is_test or lead.is_pending)
        said.setdefault(content, key)
        if plain and not desk.danger_in(looked_through(lead)):
            found[key] = _Lead(place, lead, numbers, content)
    known = set(known_keys(desk.conn, records[0].source, list(found)))
    contents = [each.content for each in found.values()]
    known.update(said[content] for (content,) in _SAID.among(desk.conn, contents))
    return {key: lead for key, lead in found.items() if key not in known}


def _contacts(each: _Lead, numbers: Mapping[tuple[str, str], UUID]) -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = []
    for reading, raw in each.numbers:
        number_id = numbers.get((reading.e164 or "", reading.extension or ""))
        row = {"kind": "number", "text": raw, "number_id": number_id}
        told.append({**row, "contact_key": reading.e164 or "", "position": len(told)})
    for email in dict.fromkeys(each.lead.emails):
        if email.strip():
            row = {"kind": "email", "text": email.strip(), "number_id": None}
            told.append({**row, "contact_key": fold(email), "position": len(told)})
    return told


def _suggested(
    desk: IntakeDesk, memory: Memory, contacts: Mapping[str, Sequence[Mapping[str, Any]]]
) -> dict[str, UUID | None]:
    """The one person whom the contacts of each lead speak for."""
    emails = {row["contact_key"] for each in contacts.values() for row in each if _is_email(row)}
    addressees = people_of_emails(desk.conn, emails)
    found: dict[str, UUID | None] = {}
    for key, each in contacts.items():
        at = {p for row in each if row["number_id"] for p in memory.people[row["number_id"]]}
        of = {p for row in each if _is_email(row) for p in addressees.get(row["contact_key"], ())}
        found[key] = who(at, of)
    return found


def _is_email(row: Mapping[str, Any]) -> bool:
    return bool(row["kind"] == "email")


def _rings(
    memory: Memory,
    leads: Mapping[str, _Lead],
    contacts: Mapping[str, Sequence[Mapping[str, Any]]],
    suggested: Mapping[str, UUID | None],
) -> dict[str, Ring | None]:
    """Whom to ring for each lead; None where there is no number and nobody is known. Where only
    the person is known, their numbers are for the other way."""
    rings: dict[str, Ring | None] = {}
    for key, each in leads.items():
        person_id, name = suggested[key], each.lead.name.strip()
        if person_id is not None and not (name and same_name(name, memory.facts[person_id].name)):
            person_id = None
        number = next((row for row in contacts[key] if row["number_id"] is not None), None)
        if number is not None:
            rings[key] = Ring(number["number_id"], number["contact_key"], person_id)
        elif person_id is None:
            rings[key] = None
    return rings
