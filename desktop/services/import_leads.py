"""Leads of a file: kept as they came, with who they may be; a number to ring opens a promise."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from desktop.domain.folding import fold
from desktop.domain.incoming import Fate, IncomingLead, Receipt
from desktop.domain.incoming_rules import lead_content, lead_key, who
from desktop.domain.incoming_states import LeadState
from desktop.domain.numbers import NumberReading
from desktop.domain.vocabulary import Reason
from desktop.services.actor import Actor
from desktop.services.call_logging import ring_back
from desktop.services.changes import Writing
from desktop.services.import_matching import (
    Readings,
    insert_many,
    keep_keys,
    known_keys,
    number_rows,
    people_of_emails,
    people_of_numbers,
)
from desktop.services.promising import Promise, add_promise, facts_of

LATELY: Final = timedelta(days=30)
"""Older requests are kept in the inbox and make no promise that would be late at once."""
ASKED: Final = "Ring back: they asked for it on the web."


class LeadTaker:
    """Takes batches of leads; keeps what it has read of their numbers."""

    def __init__(self) -> None:
        self._readings = Readings()

    def take(
        self, writing: Writing, actor: Actor, records: Sequence[IncomingLead]
    ) -> Sequence[Receipt]:
        """See :class:`desktop.services.import_intake.Taker`."""
        readings = [[self._readings[text] for text in lead.numbers] for lead in records]
        contents = [
            lead_content(lead, [each.e164 or each.raw for each in read])
            for lead, read in zip(records, readings, strict=True)
        ]
        keys = [lead_key(lead, said) for lead, said in zip(records, contents, strict=True)]
        source = records[0].source if records else ""
        known = known_keys(writing.conn, source, set(keys))
        matches = _Matches(writing, records, readings)
        rows: list[dict[str, Any]] = []
        noted: list[dict[str, Any]] = []
        receipts: list[Receipt] = []
        for place, (lead, key, content) in enumerate(zip(records, keys, contents, strict=True)):
            if lead.is_test:
                receipts.append(Receipt(Fate.IGNORED, reason="test lead"))
                continue
            if key in known:
                receipts.append(Receipt(Fate.UNCHANGED, known[key][0]))
                continue
            row = _row(writing, lead, matches.person(place))
            known[key] = row["id"], content
            rows.append({**row, "": place})
            noted.append(
                {
                    "source": source,
                    "key": key,
                    "record": "lead",
                    "record_id": row["id"],
                    "content": content,
                }
            )
            receipts.append(Receipt(Fate.CREATED, row["id"]))
        places = [row.pop("") for row in rows]
        children = [matches.contacts(place) for place in places]
        insert_many(writing, "lead", rows, children)
        keep_keys(writing.conn, noted)
        for row, place in zip(rows, places, strict=True):
            _promise(writing, actor, row, matches.number(place))
        return receipts


class _Matches:
    """Who the leads of a batch are, as far as numbers and addresses tell."""

    def __init__(
        self,
        writing: Writing,
        leads: Sequence[IncomingLead],
        readings: Sequence[Sequence[NumberReading]],
    ) -> None:
        self._leads, self._readings = leads, readings
        self._numbers = number_rows(writing, (each for some in readings for each in some))
        self._by_number = people_of_numbers(writing.conn, set(self._numbers.values()))
        emails = {email for lead in leads for email in lead.emails}
        self._by_email = people_of_emails(writing.conn, emails)

    def person(self, place: int) -> UUID | None:
        """The one person it can be."""
        numbers = [self._id(each) for each in self._readings[place]]
        by_number = {p for n in numbers if n is not None for p in self._by_number.get(n, ())}
        emails = self._leads[place].emails
        by_email = {p for each in emails for p in self._by_email.get(fold(each), ())}
        return who(by_number, by_email)

    def number(self, place: int) -> UUID | None:
        """The first number to ring."""
        found = (self._id(each) for each in self._readings[place])
        return next((each for each in found if each is not None), None)

    def contacts(self, place: int) -> list[Mapping[str, Any]]:
        """The rows of its numbers and addresses."""
        numbers = [
            ("number", each.raw, self._id(each), each.e164 or "") for each in self._readings[place]
        ]
        emails = [("email", each, None, fold(each)) for each in self._leads[place].emails]
        return [
            {"position": n, "kind": kind, "text": text, "number_id": number, "contact_key": key}
            for n, (kind, text, number, key) in enumerate([*numbers, *emails])
        ]

    def _id(self, reading: NumberReading) -> UUID | None:
        return self._numbers.get((reading.e164 or "", reading.extension or ""))


def _row(writing: Writing, lead: IncomingLead, person_id: UUID | None) -> dict[str, Any]:
    return {
        "id": writing.new_id(),
        "state": (LeadState.PENDING if lead.is_pending else LeadState.NEW).value,
        "source": lead.source,
        "name": lead.name,
        "name_key": fold(lead.name),
        "message": lead.message,
        "form": lead.form,
        "campaign": lead.campaign,
        "submitted_at": lead.submitted_at,
        "received_at": writing.now,
        "zone_assumed": lead.zone_assumed,
        "consents": json.dumps([asdict(each) for each in lead.consents]) if lead.consents else "[]",
        "remarks": json.dumps(lead.remarks) if lead.remarks else "[]",
        "payload": lead.payload,
        "external_id": lead.external_id or None,
        "suggested_id": person_id,
        "danger": False,
        "danger_words": "",
        "state_at": writing.now,
    }


def _promise(
    writing: Writing, actor: Actor, row: Mapping[str, Any], number_id: UUID | None
) -> None:
    """A request of late with a number opens a promise, unless they are to be rung already."""
    sent = row["submitted_at"] or writing.now
    if number_id is None or sent < writing.now - LATELY or row["state"] != LeadState.NEW:
        return
    person_id = row["suggested_id"]
    facts = facts_of(writing.conn, person_id)
    promise = Promise(
        reason=Reason.NEW_PATIENT if person_id is None else Reason.OTHER,
        what=ASKED,
        due_at=writing.now,
        person_id=person_id,
        subject_id=person_id,
        number_id=number_id,
        site_id=actor.site_id,
        hours_reason=ASKED,
    )
    found = ring_back(writing, actor, promise, facts)
    if found is not None:
        callback_id = add_promise(writing, actor, found, facts)
        writing.update("lead", row["id"], {"callback_id": callback_id})
