"""Calls of a file that ask for nothing: somebody spoke, nothing was left, nobody else told of them.

They are most of a phone system's records, and are written all at once. Every other call goes the
way of those that come in by themselves (:mod:`desktop.services.receiving_calls`).
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select

from desktop.domain.incoming import Disposition, Fate, Incoming, IncomingCall, Receipt
from desktop.domain.incoming_rules import (
    TYPED_WINDOW,
    call_content,
    call_key,
    is_internal,
    nobody_spoke,
    outcome_of,
)
from desktop.domain.numbers import NumberReading, NumberStatus
from desktop.domain.vocabulary import Direction, Relation, Source
from desktop.services.intake_desk import IntakeDesk
from desktop.services.many_rows import (
    Zones,
    insert_many,
    keep_keys,
    known_keys,
    number_rows,
    people_of_numbers,
)
from desktop.services.who_stays import who_stays
from desktop.storage import tables

FEWEST = 2
"""For fewer the long way is short enough."""
_LONGEST_KEY = 400
_call = tables.metadata.tables["call"]


def take_quiet(
    desk: IntakeDesk, records: Sequence[Incoming], zones: Zones
) -> Mapping[int, Receipt]:
    """Write the calls among ``records`` that are new and ask for nothing; their receipts by their
    places. The others are left alone."""
    wanted = _quiet(records)
    if len(wanted) < FEWEST:
        return {}
    source = next(iter(wanted.values()))[1].source
    known = known_keys(desk.conn, source, list(wanted))
    readings = {
        key: desk.reading(_theirs(call)) for key, (_, call) in wanted.items() if key not in known
    }
    numbers = number_rows(desk.writing, readings.values())
    busy = _told_of_near(desk, [wanted[key][1] for key in readings], numbers.values())
    people = people_of_numbers(desk.conn, set(numbers.values()))
    receipts: dict[int, Receipt] = {}
    rows, keys = [], []
    for key, reading in readings.items():
        place, call = wanted[key]
        number_id = numbers.get((reading.e164 or "", reading.extension or ""))
        if number_id in busy:
            continue
        who = (
            {who_stays(desk.conn, each) for each in people.get(number_id, ())} if number_id else ()
        )
        speaker = next(iter(who)) if len(who) == 1 else None
        row = _row(desk, call, reading, number_id, speaker)
        row["zone"] = desk.zone(speaker, reading.e164) if speaker else zones.of(reading.e164)
        rows.append(row)
        noted = {"source": source, "key": key, "record": "call", "record_id": row["id"]}
        keys.append({**noted, "content": call_content(call)})
        reason = "The caller shows no number." if row["withheld"] else ""
        receipts[place] = Receipt(Fate.CREATED, row["id"], reason=reason)
    insert_many(desk.writing, "call", rows)
    keep_keys(desk.conn, keys)
    return receipts


def _quiet(records: Sequence[Incoming]) -> dict[str, tuple[int, IncomingCall]]:
    """The calls that ask for nothing, by their keys, the first of each; all of one source."""
    found: dict[str, tuple[int, IncomingCall]] = {}
    source = records[0].source if records else ""
    seen: set[str] = set()
    for place, call in enumerate(records):
        if not isinstance(call, IncomingCall) or call.source != source or call.started_at is None:
            continue
        key = call_key(call)
        first = key not in seen
        seen.add(key)
        asks = (
            call.message
            or call.disposition in (Disposition.VOICEMAIL, Disposition.RINGING)
            or nobody_spoke(call.direction, call.disposition)
        )
        plain = key.isprintable() and key.isascii() and 0 < len(key) < _LONGEST_KEY
        if first and plain and not asks and not is_internal(call):
            found[key] = place, call
    return found


def _told_of_near(
    desk: IntakeDesk, calls: Sequence[IncomingCall], numbers: Collection[UUID]
) -> set[UUID]:
    """The numbers with a call that may be one of these: typed by a clerk or told by another."""
    times = [call.started_at for call in calls if call.started_at is not None]
    if not times:
        return set()
    ids = list(numbers)
    found: set[UUID] = set()
    for start in range(0, len(ids), 400):
        near = select(_call.c.number_id).where(
            _call.c.number_id.in_(ids[start : start + 400]),
            _call.c.started_at.between(min(times) - TYPED_WINDOW, max(times) + TYPED_WINDOW),
        )
        found.update(desk.conn.execute(near).scalars())
    return found


def _theirs(call: IncomingCall) -> str:
    return call.caller if call.direction is Direction.IN else call.called


def _row(
    desk: IntakeDesk,
    call: IncomingCall,
    reading: NumberReading,
    number_id: UUID | None,
    speaker: UUID | None,
) -> dict[str, Any]:
    ours = call.called if call.direction is Direction.IN else call.caller
    times = (call.started_at, call.answered_at, call.ended_at)
    return {
        "id": desk.writing.new_id(),
        "direction": call.direction,
        "number_id": number_id,
        "number_text": "" if number_id else _theirs(call).strip(),
        "withheld": reading.status is NumberStatus.WITHHELD,
        "called_line": call.line or ours,
        "speaker_id": speaker,
        "speaker_name": call.name.strip() or None,
        "subject_id": speaker,
        "relation": Relation.PATIENT,
        "started_at": min(each for each in times if each is not None),
        "answered_at": call.answered_at,
        "ended_at": call.ended_at,
        "entered_at": desk.writing.now,
        "late_entry": False,
        "user_id": desk.actor.user_id,
        "desk_id": desk.actor.desk_id,
        "site_id": desk.actor.site_id,
        "outcome": outcome_of(call.direction, call.disposition),
        "language": "English",
        "interpreter": False,
        "notes": "",
        "source": Source.PHONE_SYSTEM,
        "disposition": call.disposition,
        "talked_seconds": call.talked_seconds,
        "zone_assumed": call.zone_assumed,
    }
