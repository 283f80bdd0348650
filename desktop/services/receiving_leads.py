"""A lead that comes in: kept as it came, matched with whom it may be, and promised a call."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, literal_column, select

from desktop.domain.errors import Refused
from desktop.domain.folding import fold
from desktop.domain.incoming import Fate, IncomingLead, Receipt
from desktop.domain.incoming_rules import (
    SAME_LEAD_WINDOW,
    LeadTold,
    filled_in,
    is_another_lead,
    key_of_another,
    lead_content,
    lead_key,
    looked_through,
    same_name,
    says_both,
    who,
)
from desktop.domain.incoming_states import LeadState
from desktop.domain.numbers import NumberReading
from desktop.domain.vocabulary import CallbackKind, CallbackState, Reason
from desktop.services import missed_again
from desktop.services.call_logging import what_was_said
from desktop.services.changes import Writing
from desktop.services.intake_desk import IntakeDesk
from desktop.services.promising import Promise, add_promise, callee, facts_of
from desktop.services.records import KINDS
from desktop.services.who_stays import who_stays
from desktop.storage import tables
from desktop.storage.prepared import Prepared

_key = tables.metadata.tables["incoming_key"]
_lead = tables.metadata.tables["lead"]

_SAME = Prepared(
    select(
        _lead.c.id, _key.c.source, _lead.c.external_id, _lead.c.submitted_at, _lead.c.received_at
    )
    .join(_key, _key.c.record_id == _lead.c.id)
    # In so many words: the index holds the contents of leads alone.
    .where(_key.c.content == bindparam("this_content"), _key.c.record == literal_column("'lead'"))
)

WEB_LEAD = "Ring back: a request came in."
DANGER = "Words of danger in a request. Ring now, and open the Safety card."
TEST = "A test of the form: not queued"
NO_NUMBER = "There is no number to ring: write to them."
_NEVER_RUNG = frozenset({LeadState.SPAM, LeadState.TEST})
_DONE = _NEVER_RUNG | {LeadState.ANSWERED}


def take_lead(desk: IntakeDesk, lead: IncomingLead) -> Receipt:
    """Write a lead; what became of it."""
    numbers = numbers_of(desk, lead)
    content = lead_content(lead, [each.e164 or "" for each, _ in numbers if each.e164])
    key = lead_key(lead, content)
    known = desk.taken(lead.source, key)
    if known is not None and known[1] != content and _is_another(desk, lead, numbers, known[0]):
        # Not by what was written: that may be told in more words the next time.
        said = [lead.name, *sorted(_compared(numbers, lead))] if lead.submitted_at is None else ()
        key = key_of_another(key, lead.submitted_at, *said)
        known = desk.taken(lead.source, key)
    if known is not None and desk.is_live and not (lead.external_id or lead.submitted_at):
        key, known = _newest(desk, lead.source, key, known)
    if known is not None:
        desk.told_again[known[0]] = "lead"
        return _more(desk, lead, numbers, known[0])
    same = _same_lead(desk, lead, content)
    if same is not None:
        desk.keep_key(lead.source, key, "lead", same, content)
        return Receipt(Fate.DUPLICATE, same, reason="The same request came by another way.")
    return _insert(desk, lead, numbers, key, content)


def _newest(
    desk: IntakeDesk, source: str, key: str, known: tuple[UUID, str]
) -> tuple[str, tuple[UUID, str] | None]:
    """Under which key a form that gives no identity and no time is known: the same words within a
    day are a repetition, and later somebody asks again."""
    if _is_repeated(desk, known[0]):
        return key, known
    today = desk.writing.now.date()
    keys = [key_of_another(key, f"{day}") for day in (today, today - timedelta(days=1))]
    for each in keys:
        found = desk.taken(source, each)
        if found is not None and _is_repeated(desk, found[0]):
            return each, found
    return keys[0], None


def _is_repeated(desk: IntakeDesk, lead_id: UUID) -> bool:
    row = KINDS["lead"].read(desk.conn, lead_id)
    return row is None or desk.writing.now - row["received_at"] <= SAME_LEAD_WINDOW


def _is_another(
    desk: IntakeDesk,
    lead: IncomingLead,
    numbers: Sequence[tuple[NumberReading, str]],
    lead_id: UUID,
) -> bool:
    """Whether the lead that is known by this identity is another one."""
    row = KINDS["lead"].read(desk.conn, lead_id)
    if row is None:
        return False
    there = KINDS["lead"].read_children(desk.conn, lead_id)
    contacts = frozenset(each["contact_key"] or each["text"] for each in there)
    known = LeadTold(row["name"], contacts, row["submitted_at"])
    return is_another_lead(known, LeadTold(lead.name, _compared(numbers, lead), lead.submitted_at))


def _compared(numbers: Sequence[tuple[NumberReading, str]], lead: IncomingLead) -> frozenset[str]:
    told = (reading.e164 or raw for reading, raw in numbers)
    return frozenset((*told, *(fold(each) for each in lead.emails if each.strip())))


def numbers_of(desk: IntakeDesk, lead: IncomingLead) -> list[tuple[NumberReading, str]]:
    found: dict[str, tuple[NumberReading, str]] = {}
    for text in lead.numbers:
        reading = desk.reading(text)
        for each in (reading, *reading.more):
            where = each.e164 or each.raw
            if where.strip():
                found.setdefault(where, (each, each.raw))
    return list(found.values())


def _same_lead(desk: IntakeDesk, lead: IncomingLead, content: str) -> UUID | None:
    """The lead that says the same and came by another way. A source that gives each its own
    identity means two of them when it says so."""
    if not content:
        return None
    desk.write_keys()
    at = lead.submitted_at or desk.writing.now
    for lead_id, source, external_id, submitted_at, received_at in _SAME.rows(
        desk.conn, {"this_content": content}
    ):
        there: datetime = submitted_at or received_at
        two = source == lead.source and external_id and lead.external_id
        # A source without identities knows a repetition by its time (see lead_key).
        two = two or (source == lead.source and not external_id and not lead.external_id)
        if not two and abs(there - at) <= SAME_LEAD_WINDOW:
            return UUID(str(lead_id))
    return None


def contacts_of(
    desk: IntakeDesk, numbers: Sequence[tuple[NumberReading, str]], emails: Sequence[str]
) -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = [
        {
            "kind": "number",
            "text": raw,
            "number_id": desk.number_id(reading),
            "contact_key": reading.e164 or "",
        }
        for reading, raw in numbers
    ]
    told += [
        {"kind": "email", "text": each.strip(), "number_id": None, "contact_key": fold(each)}
        for each in dict.fromkeys(emails)
        if each.strip()
    ]
    return [{**row, "position": place} for place, row in enumerate(told)]


def _insert(
    desk: IntakeDesk,
    lead: IncomingLead,
    numbers: Sequence[tuple[NumberReading, str]],
    key: str,
    content: str,
) -> Receipt:
    contacts = contacts_of(desk, numbers, lead.emails)
    words = desk.danger_in(looked_through(lead))
    row = lead_row(desk, lead, contacts, words, _suggested(desk, contacts))
    if row["state"] == LeadState.TEST:
        callback_id, reason = None, TEST
    else:
        callback_id, reason = _promise_for(desk, row, contacts)
    lead_id = desk.writing.insert("lead", {**row, "callback_id": callback_id}, contacts)
    desk.keep_key(lead.source, key, "lead", lead_id, content)
    if row["state"] == LeadState.TEST:
        return Receipt(Fate.IGNORED, lead_id, reason=reason)
    return Receipt(Fate.CREATED, lead_id, callback_id, danger=row["danger"], reason=reason)


def lead_row(
    desk: IntakeDesk,
    lead: IncomingLead,
    contacts: Sequence[dict[str, Any]],
    words: Sequence[str],
    suggested: UUID | None,
) -> dict[str, Any]:
    """The columns of a lead that is new here, but for its identity and its promise."""
    state = LeadState.NEW
    if lead.is_test:
        state = LeadState.TEST
    elif lead.is_pending and not contacts:
        state = LeadState.PENDING
    return {
        "state": state,
        "source": lead.source,
        "name": lead.name.strip(),
        "name_key": fold(lead.name),
        "message": lead.message,
        "form": lead.form,
        "campaign": lead.campaign,
        "submitted_at": lead.submitted_at,
        "received_at": desk.writing.now,
        "zone_assumed": lead.zone_assumed,
        "consents": _consents(lead),
        "remarks": json.dumps(lead.remarks, ensure_ascii=False) if lead.remarks else "[]",
        "payload": lead.payload,
        "external_id": lead.external_id or None,
        "suggested_id": suggested,
        "danger": bool(words),
        "danger_words": "\n".join(words),
        "state_at": desk.writing.now,
    }


def _consents(lead: IncomingLead) -> str:
    if not lead.consents:
        return "[]"
    return json.dumps(
        [{"name": c.name, "given": c.given, "text": c.text} for c in lead.consents],
        ensure_ascii=False,
    )


def _suggested(desk: IntakeDesk, contacts: Sequence[dict[str, Any]]) -> UUID | None:
    numbers = [row["number_id"] for row in contacts if row["number_id"] is not None]
    emails = [row["contact_key"] for row in contacts if row["kind"] == "email"]
    return who(desk.people_at(numbers), desk.people_of(emails))


def _queue(desk: IntakeDesk, lead_id: UUID, fate: Fate) -> Receipt:
    """Promise a call to a lead that is here, where it has none yet and waits for one."""
    row = desk.writing.row("lead", lead_id)
    if row["callback_id"] is not None or row["state"] in _DONE:
        return Receipt(fate, lead_id, row["callback_id"], danger=row["danger"])
    contacts = KINDS["lead"].read_children(desk.conn, lead_id)
    callback_id, reason = _promise_for(desk, row, contacts)
    if callback_id is not None:
        desk.writing.update("lead", lead_id, {"callback_id": callback_id})
    return Receipt(fate, lead_id, callback_id, danger=row["danger"], reason=reason)


def _promise_for(
    desk: IntakeDesk, row: dict[str, Any], contacts: Sequence[dict[str, Any]]
) -> tuple[UUID | None, str]:
    """Promise a call, where there is a number to ring and nobody asked not to be called; else say
    why not."""
    if row["state"] == LeadState.PENDING:
        return None, "Its contact data have still to be fetched."
    in_order = sorted(contacts, key=lambda each: int(each["position"]))
    number_id = next((each["number_id"] for each in in_order if each["number_id"]), None)
    person_id = row.get("person_id") or certain(desk.writing, row)
    if person_id is not None:
        person_id = who_stays(desk.conn, person_id)
    if number_id is None and not row["danger"] and person_id is None:
        return None, NO_NUMBER
    try:
        return _promised(desk, promise_of(row, desk.writing.now, number_id, person_id)), ""
    except Refused as refusal:
        # They asked not to be called, or must never be rung there: whoever reads the lead decides.
        return None, str(refusal)


def promise_of(
    row: Mapping[str, Any], now: datetime, number_id: UUID | None, person_id: UUID | None
) -> Promise:
    """What is promised to a lead; due when it suits both sides (a safety follow-up at once)."""
    said = what_was_said(row["message"]) or WEB_LEAD
    return Promise(
        reason=Reason.OTHER,
        what=DANGER if row["danger"] else said,
        due_at=now,
        kind=CallbackKind.SAFETY if row["danger"] else CallbackKind.SERVICE,
        person_id=person_id,
        subject_id=person_id,
        number_id=number_id,
        hours_reason=WEB_LEAD,
    )


def _promised(desk: IntakeDesk, promise: Promise) -> UUID:
    facts = facts_of(desk.conn, promise.person_id)
    promise = replace(promise, owner_team_id=desk.team_id)
    if promise.kind is not CallbackKind.SAFETY:
        there = callee(desk.conn, desk.actor, promise, facts)
        promise = replace(promise, due_at=desk.first_suitable(there))
    return add_promise(desk.writing, desk.actor, promise, facts)


def certain(writing: Writing, row: Mapping[str, Any]) -> UUID | None:
    """The suggested person, where the name says so too; else the promise is to the number."""
    suggested: UUID | None = row["suggested_id"]
    if suggested is None or not row["name"]:
        return None
    return suggested if same_name(row["name"], writing.row("person", suggested)["name"]) else None


def _more(
    desk: IntakeDesk,
    lead: IncomingLead,
    numbers: Sequence[tuple[NumberReading, str]],
    lead_id: UUID,
) -> Receipt:
    """The same lead again: what was missing is filled in, nothing is written over. Where it brings
    words of danger, or asks again after an answer, its words stand before those that are kept."""
    row = KINDS["lead"].read(desk.conn, lead_id)
    if row is None:
        return Receipt(Fate.UNCHANGED, None, reason="This request was taken out by hand.")
    before = KINDS["lead"].read_children(desk.conn, lead_id)
    told = contacts_of(desk, numbers, lead.emails)
    there = {(each["kind"], each["contact_key"] or each["text"]) for each in before}
    new = [
        each for each in told if (each["kind"], each["contact_key"] or each["text"]) not in there
    ]
    contacts = [*before, *({**each, "position": len(before) + i} for i, each in enumerate(new))]
    said = {
        "name": lead.name.strip(),
        "message": lead.message,
        "form": lead.form,
        "campaign": lead.campaign,
    }
    columns: dict[str, Any] = dict(filled_in(row, said))
    if "name" in columns:
        columns["name_key"] = fold(lead.name)
    if row["state"] == LeadState.PENDING and contacts:
        columns |= {
            "state": LeadState.NEW,
            "state_at": desk.writing.now,
            "payload": lead.payload or row["payload"],
            "consents": _consents(lead),
        }
    if row["submitted_at"] is None and lead.submitted_at is not None:
        columns["submitted_at"] = lead.submitted_at
    words = desk.danger_in("\n".join((row["message"], looked_through(lead))))
    says_more = says_both(row["message"], lead.message)
    if words and not row["danger"]:
        columns |= {"danger": True, "danger_words": "\n".join(words), "message": says_more}
    if row["state"] == LeadState.ANSWERED and (new or says_more != row["message"]):
        columns |= {**_asks_again(desk, row), "message": says_more}
    if new and row["suggested_id"] is None:
        columns["suggested_id"] = _suggested(desk, contacts)
    count = len(desk.writing.items)
    desk.writing.update("lead", lead_id, columns, children=contacts)
    if len(desk.writing.items) == count:
        return Receipt(Fate.UNCHANGED, lead_id, row["callback_id"], danger=row["danger"])
    if columns.get("danger") and row["state"] not in _NEVER_RUNG:
        _ring_now(desk, {**row, **columns}, contacts)
    return _queue(desk, lead_id, Fate.UPDATED)


def _asks_again(desk: IntakeDesk, row: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of a lead that was answered and asks for more: it waits for a call again."""
    state = LeadState.NEW if row["person_id"] is None else LeadState.MERGED
    columns = {"state": state, "state_at": desk.writing.now}
    if row["callback_id"] is not None:
        promise = desk.writing.row("callback", row["callback_id"])
        if promise["state"] != CallbackState.OPEN:
            columns["callback_id"] = None
    return columns


def _ring_now(desk: IntakeDesk, row: dict[str, Any], contacts: Sequence[dict[str, Any]]) -> None:
    """Words of danger were added to a lead, whatever was done with it: it gets a safety follow-up,
    and a call that it is promised stays for what was asked before, if anybody worked on it."""
    before = row["callback_id"]
    if before is not None and missed_again.is_of_machines(desk.conn, before):
        soon = {"kind": CallbackKind.SAFETY, "promise": DANGER, "due_at": desk.writing.now}
        desk.writing.update("callback", before, {**soon, "first_due_at": desk.writing.now})
        return
    callback_id, _ = _promise_for(desk, row, contacts)
    if callback_id is not None:
        desk.writing.update("lead", row["id"], {"callback_id": callback_id})
