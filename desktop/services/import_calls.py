"""Calls of a file: new ones are written all at once, later news about one that is here is merged.

A call that was missed lately opens a promise to ring back; one of long ago does not, since whoever
rang then has rung again or was rung since, which an old file does not tell.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import bindparam, update

from desktop.domain.incoming import Disposition, Fate, IncomingCall, Receipt
from desktop.domain.incoming_rules import CallTold, call_content, call_key, outcome_of
from desktop.domain.numbers import NumberReading, NumberStatus
from desktop.domain.vocabulary import CallOutcome, Direction, Reason, Relation, Source
from desktop.services.actor import Actor
from desktop.services.call_logging import MISSED, ring_back
from desktop.services.changes import Writing
from desktop.services.import_matching import (
    Readings,
    Zones,
    insert_many,
    keep_keys,
    known_keys,
    number_rows,
    people_of_numbers,
)
from desktop.services.promising import Promise, add_promise, facts_of
from desktop.storage import tables

LATELY: Final = timedelta(days=3)
_LONGEST_ID: Final = 200
_key = tables.metadata.tables["incoming_key"]
_SAID = update(_key).where(
    _key.c.source == bindparam("this_source"), _key.c.key == bindparam("this_key")
)


class CallTaker:
    """Takes batches of calls; keeps what it has read of their numbers."""

    def __init__(self) -> None:
        self._readings = Readings()
        self._zones = Zones("")

    def take(
        self, writing: Writing, actor: Actor, records: Sequence[IncomingCall]
    ) -> Sequence[Receipt]:
        """See :class:`desktop.services.import_intake.Taker`."""
        if self._zones.site_zone != actor.zone:
            self._zones = Zones(actor.zone)
        keys = [call_key(call) or f"#{call_content(call)}" for call in records]
        source = records[0].source if records else ""
        known = known_keys(writing.conn, source, set(keys))
        new: dict[str, IncomingCall] = {}
        told: list[tuple[int, str, IncomingCall]] = []
        receipts: list[Receipt | None] = [None] * len(records)
        for place, (key, call) in enumerate(zip(keys, records, strict=True)):
            if key in known or key in new:
                told.append((place, key, call))
            else:
                new[key] = call
        contents = {key: call_content(call) for key, call in new.items()}
        made = self._write(writing, actor, new, contents)
        for place, key in enumerate(keys):
            if receipts[place] is None and key in made:
                receipts[place] = Receipt(Fate.CREATED, made[key])
        for place, key, call in told:
            record_id, before = known.get(key) or (made[key], contents[key])
            receipts[place], contents[key] = self._told(writing, key, call, record_id, before)
            known[key] = record_id, contents[key]
        return [receipt for receipt in receipts if receipt is not None]

    def _write(
        self,
        writing: Writing,
        actor: Actor,
        new: dict[str, IncomingCall],
        contents: dict[str, str],
    ) -> dict[str, UUID]:
        """Write calls that are not here yet; their identities by key."""
        readings = {key: self._readings[_outside(call)] for key, call in new.items()}
        numbers = number_rows(writing, readings.values())
        people = people_of_numbers(writing.conn, set(numbers.values()))
        rows, noted, missed = [], [], []
        made: dict[str, UUID] = {}
        for key, call in new.items():
            reading = readings[key]
            number_id = numbers.get((reading.e164 or "", reading.extension or ""))
            who = people.get(number_id, []) if number_id else []
            person_id = who[0] if len(who) == 1 else None
            row = _row(writing, actor, call, reading, number_id, person_id)
            row["zone"] = self._zones.of(reading.e164)
            row["external_id"] = f"{call.source}/{key}"[:_LONGEST_ID]
            made[key] = row["id"]
            rows.append(row)
            noted.append(
                {
                    "source": call.source,
                    "key": key,
                    "record": "call",
                    "record_id": row["id"],
                    "content": contents[key],
                }
            )
            if row["outcome"] == CallOutcome.MISSED and number_id is not None:
                missed.append(row)
        insert_many(writing, "call", rows)
        keep_keys(writing.conn, noted)
        for row in missed:
            if row["started_at"] > writing.now - LATELY:
                _promise(writing, actor, row)
        return made

    def _told(
        self, writing: Writing, key: str, call: IncomingCall, record_id: UUID, before: str
    ) -> tuple[Receipt, str]:
        """News about a call that is here."""
        content = call_content(call)
        if content == before:
            return Receipt(Fate.UNCHANGED, record_id), before
        row = writing.row("call", record_id)
        merged = _told(row).and_told(_said(call, writing))
        values: dict[str, Any] = {
            "started_at": merged.started_at,
            "answered_at": merged.answered_at,
            "ended_at": merged.ended_at,
            "talked_seconds": merged.talked_seconds,
            "disposition": merged.disposition.value,
            "called_line": merged.line,
        }
        if row["speaker_id"] is None and merged.name:
            values["speaker_name"] = merged.name
        if row["outcome"] in (None, CallOutcome.MISSED):
            values["outcome"] = outcome_of(Direction(row["direction"]), merged.disposition)
        if call.message and call.message not in row["notes"]:
            values["notes"] = f"{row['notes']}\n{call.message}".strip()
        items = len(writing.items)
        writing.update("call", record_id, values)
        updated = len(writing.items) > items
        if updated:
            values = {"this_source": call.source, "this_key": key, "content": content}
            writing.conn.execute(_SAID, values)
        return Receipt(Fate.UPDATED if updated else Fate.UNCHANGED, record_id), content


def _outside(call: IncomingCall) -> str:
    return call.caller if call.direction is Direction.IN else call.called


def _row(
    writing: Writing,
    actor: Actor,
    call: IncomingCall,
    reading: NumberReading,
    number_id: UUID | None,
    person_id: UUID | None,
) -> dict[str, Any]:
    coming = call.direction is Direction.IN
    started_at = call.started_at or call.answered_at or call.ended_at or writing.now
    # A call that came with no number at all is one that shows none.
    hidden = reading.status is NumberStatus.WITHHELD or not reading.raw.strip()
    return {
        "id": writing.new_id(),
        "direction": call.direction.value,
        "number_id": number_id,
        "number_text": "" if number_id is not None else reading.raw,
        "withheld": hidden,
        "called_line": call.line or (call.called if coming else call.caller),
        "speaker_id": person_id,
        "speaker_name": (call.name or None) if person_id is None else None,
        "subject_id": person_id,
        "relation": Relation.PATIENT.value,
        "started_at": started_at,
        "answered_at": call.answered_at,
        "ended_at": call.ended_at,
        "entered_at": writing.now,
        "late_entry": False,
        "user_id": actor.user_id,
        "desk_id": actor.desk_id,
        "site_id": actor.site_id,
        "outcome": outcome_of(call.direction, call.disposition),
        "language": "English",
        "interpreter": False,
        "notes": call.message,
        "source": Source.FILE.value,
        "disposition": call.disposition.value,
        "talked_seconds": call.talked_seconds,
        "zone_assumed": call.zone_assumed,
    }


def _promise(writing: Writing, actor: Actor, row: dict[str, Any]) -> None:
    """A missed call is rung back, where there is no promise of it yet."""
    facts = facts_of(writing.conn, row["speaker_id"])
    promise = Promise(
        reason=Reason.OTHER,
        what=MISSED,
        due_at=writing.now,
        person_id=row["speaker_id"],
        subject_id=row["subject_id"],
        number_id=row["number_id"],
        call_id=row["id"],
        site_id=row["site_id"],
        hours_reason=MISSED,
        not_before=min(row["started_at"], writing.now),
    )
    found = ring_back(writing, actor, promise, facts)
    if found is not None:
        add_promise(writing, actor, found, facts)


def _told(row: dict[str, Any]) -> CallTold:
    return CallTold(
        direction=Direction(row["direction"]),
        number="",
        line=row["called_line"],
        name=row["speaker_name"] or "",
        started_at=row["started_at"],
        answered_at=row["answered_at"],
        ended_at=row["ended_at"],
        talked_seconds=row["talked_seconds"],
        disposition=Disposition(row["disposition"] or Disposition.UNKNOWN),
        zone_assumed=bool(row["zone_assumed"]),
    )


def _said(call: IncomingCall, writing: Writing) -> CallTold:
    coming = call.direction is Direction.IN
    return CallTold(
        direction=call.direction,
        number="",
        line=call.line or (call.called if coming else call.caller),
        name=call.name,
        started_at=call.started_at or call.answered_at or call.ended_at or writing.now,
        answered_at=call.answered_at,
        ended_at=call.ended_at,
        talked_seconds=call.talked_seconds,
        disposition=call.disposition,
        zone_assumed=call.zone_assumed,
    )
