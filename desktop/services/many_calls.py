"""The calls of a file, written together: those that are new and told of by nobody else, also the
missed ones, which open promises.

Every other call goes the way of those that come in by themselves
(:mod:`desktop.services.receiving_calls`), and so does all that is missed from its number.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select

from desktop.domain.calling_hours import HourCheck
from desktop.domain.incoming import Disposition, Fate, IncomingCall, Receipt
from desktop.domain.incoming_rules import (
    TYPED_WINDOW,
    call_content,
    call_key,
    is_internal,
    nobody_spoke,
)
from desktop.domain.zones import Candidates
from desktop.services.batch_memory import Memory, Place
from desktop.services.closed_sites import open_team
from desktop.services.intake_desk import IntakeDesk
from desktop.services.many_promises import (
    Ring,
    callee_of,
    know_facts,
    new_promise,
    not_free,
    waiting,
)
from desktop.services.many_rows import (
    insert_many,
    keep_keys,
    know_numbers,
    know_people,
    known_keys,
    numbers_of_users,
    plain_key,
)
from desktop.services.receiving_calls import began_at, theirs, told_of, told_row
from desktop.services.receiving_promises import is_news, message_row, missed_promise
from desktop.storage import tables
from desktop.storage.prepared import Prepared, one_of_these

_call = tables.metadata.tables["call"]
_key = tables.metadata.tables["incoming_key"]
_number = tables.metadata.tables["phone_number"]

_NEAR = Prepared(
    select(_call.c.id, _call.c.number_id, _call.c.started_at).where(
        one_of_these(_call.c.number_id),
        _call.c.started_at >= bindparam("this_from"),
        _call.c.started_at <= bindparam("this_to"),
    )
)
_OWN = Prepared(
    select(_key.c.record_id).where(
        one_of_these(_key.c.record_id), _key.c.source == bindparam("this_source")
    )
)
_PLACES = Prepared(
    select(_number.c.e164, _number.c.extension)
    .join(_call, _call.c.number_id == _number.c.id)
    .where(one_of_these(_call.c.id))
)


class _Calls:
    """The calls of one batch that may be written together, by the source's keys."""

    def __init__(self, desk: IntakeDesk, memory: Memory, records: Sequence[IncomingCall]) -> None:
        self.desk = desk
        self.memory = memory
        self.source = records[0].source
        self.found, others = _plain(records)
        # News of a call may name another number than the call has: both go the other way.
        again = {call_key(call) for call in others} & self.found.keys()
        news_of = [self.found[key][1] for key in again]
        known = known_keys(desk.conn, self.source, [*self.found, *map(call_key, others)])
        for key in known.keys() & self.found.keys():
            others.append(self.found.pop(key)[1])
        self.readings = {key: desk.reading(theirs(call)) for key, (_, call) in self.found.items()}
        self.left: set[Place] = {_place(desk, call) for call in (*others, *news_of)}
        self._told_before = [record_id for record_id, _content in known.values()]
        """Numbers with a call that goes the other way: what is missed from them goes it too."""
        self.numbers = know_numbers(desk.writing, memory, self.readings.values())
        know_people(desk.conn, memory, self.numbers.values())

    def number_of(self, key: str) -> UUID | None:
        """The row of the number at the other end."""
        reading = self.readings[key]
        e164 = reading.e164
        return self.numbers[e164, reading.extension or ""] if e164 is not None else None

    def speaker_of(self, number_id: UUID | None) -> UUID | None:
        """The one person who uses the number."""
        people = self.memory.people[number_id] if number_id is not None else ()
        return people[0] if len(people) == 1 else None

    def leave(self, keys: Collection[str]) -> None:
        """Let these go the other way."""
        for key in keys:
            _, call = self.found.pop(key)
            self.left.add(_place(self.desk, call))

    def leave_told_before(self) -> None:
        """Let what is missed from the numbers of calls that are known already go the other way."""
        places = _PLACES.among(self.desk.conn, self._told_before)
        self.left.update((e164, extension) for e164, extension in places)

    def missed(self) -> dict[str, Ring]:
        """Those that ask to be rung back, at a number that shows."""
        rings: dict[str, Ring] = {}
        for key, (_, call) in self.found.items():
            number_id = self.number_of(key)
            asks = nobody_spoke(call.direction, call.disposition)
            if asks and number_id is not None and is_news(self.desk, began_at(self.desk, call)):
                e164 = self.readings[key].e164 or ""
                rings[key] = Ring(number_id, e164, self.speaker_of(number_id))
        return rings


def take_calls(
    desk: IntakeDesk, memory: Memory, records: Sequence[IncomingCall]
) -> Mapping[int, Receipt]:
    """Write the calls that are plain; their receipts by their places. The others are left alone."""
    calls = _Calls(desk, memory, records)
    calls.leave(_told_of_near(calls))
    rings = _promised(calls)
    rows: list[dict[str, Any]] = []
    keys: list[dict[str, Any]] = []
    promises: list[dict[str, Any]] = []
    messages: list[dict[str, Any]] = []
    know_facts(desk, memory, filter(None, map(calls.speaker_of, calls.numbers.values())))
    receipts: dict[int, Receipt] = {}
    team_id = open_team(desk.conn, desk.actor.team_id)
    checks: dict[tuple[datetime, Candidates], HourCheck] = {}
    for key, (place, call) in calls.found.items():
        number_id = calls.number_of(key)
        row = _row(calls, key, call, number_id)
        callback_id = None
        if number_id is not None and key in rings:
            if number_id not in memory.rung_back:
                who = callee_of(desk, memory, rings[key])
                missed = missed_promise(row, desk.first_suitable(who))
                promise = replace(missed, owner_team_id=team_id)
                promises.append(new_promise(desk, promise, who, checks))
                memory.rung_back[number_id] = promises[-1]["id"]
            callback_id = memory.rung_back[number_id]
        rows.append(row)
        noted = {"source": calls.source, "key": key, "record": "call", "record_id": row["id"]}
        keys.append({**noted, "content": call_content(call)})
        if call.disposition is Disposition.VOICEMAIL:
            message = message_row(row, call, (), callback_id)
            messages.append({**message, "id": desk.writing.new_id()})
        reason = "The caller shows no number." if row["withheld"] else ""
        receipts[place] = Receipt(Fate.CREATED, row["id"], callback_id, reason=reason)
    insert_many(desk.writing, "call", rows)
    insert_many(desk.writing, "callback", promises)
    insert_many(desk.writing, "voicemail", messages)
    keep_keys(desk.conn, keys)
    return receipts


def _plain(
    records: Sequence[IncomingCall],
) -> tuple[dict[str, tuple[int, IncomingCall]], list[IncomingCall]]:
    """The calls that can be known again and say nothing that has to be read, the first of each
    key; and all others, but for what is none of ours."""
    found: dict[str, tuple[int, IncomingCall]] = {}
    others: list[IncomingCall] = []
    seen: set[str] = set()
    for place, call in enumerate(records):
        if is_internal(call):
            continue
        key = call_key(call)
        plain = call.started_at is not None and key not in seen and plain_key(key)
        seen.add(key)
        if plain and not call.message and call.disposition is not Disposition.RINGING:
            found[key] = place, call
        else:
            others.append(call)
    return found, others


def _place(desk: IntakeDesk, call: IncomingCall) -> Place:
    reading = desk.reading(theirs(call))
    return reading.e164 or "", reading.extension or ""


def _told_of_near(calls: _Calls) -> list[str]:
    """The calls that may be one with another: typed by a clerk or told by another source."""
    asked: dict[UUID, list[tuple[str, datetime]]] = {}
    for key, (_, call) in calls.found.items():
        number_id = calls.number_of(key)
        if number_id is not None and number_id not in calls.memory.fresh and call.started_at:
            asked.setdefault(number_id, []).append((key, call.started_at))
    if not asked:
        return []
    times = [at for each in asked.values() for _, at in each]
    between = {"this_from": min(times) - TYPED_WINDOW, "this_to": max(times) + TYPED_WINDOW}
    near: dict[UUID, set[str]] = {}
    for call_id, number_id, at in _NEAR.among(calls.desk.conn, asked, between):
        for key, started_at in asked[number_id]:
            if abs(at - started_at) <= TYPED_WINDOW:
                near.setdefault(call_id, set()).add(key)
    for (call_id,) in _OWN.among(calls.desk.conn, list(near), {"this_source": calls.source}):
        near.pop(call_id, None)
    return list({key: None for keys in near.values() for key in keys})


def _promised(calls: _Calls) -> dict[str, Ring]:
    """The missed calls of which it is plain what they ask for; the others are left."""
    memory, desk = calls.memory, calls.desk
    rings = calls.missed()
    if rings:
        calls.leave_told_before()
    rings = _without_kin(calls, rings)
    ask = {r.number_id: r for r in rings.values() if r.number_id not in memory.rung_back}
    unusual = not_free(desk, memory, ask.values())
    known = [
        ring
        for ring in ask.values()
        if ring.number_id not in memory.fresh and ring.number_id not in unusual
    ]
    unusual |= waiting(desk, memory, known)
    if unusual:
        calls.leave([key for key, ring in rings.items() if ring.number_id in unusual])
        rings = _without_kin(calls, {k: ring for k, ring in rings.items() if k in calls.found})
    return rings


def _without_kin(calls: _Calls, rings: dict[str, Ring]) -> dict[str, Ring]:
    """Leave what was missed from the numbers that are left, and from others of those who use them:
    one promise may be for all of it, and is made for the first."""
    if not calls.left or not rings:
        return rings
    kin = numbers_of_users(calls.desk.conn, calls.memory, calls.left)
    calls.leave([key for key, ring in rings.items() if ring.number_id in kin])
    return {key: ring for key, ring in rings.items() if key in calls.found}


def _row(calls: _Calls, key: str, call: IncomingCall, number_id: UUID | None) -> dict[str, Any]:
    reading, speaker = calls.readings[key], calls.speaker_of(number_id)
    told, _ = told_of(calls.desk, call)
    row = told_row(calls.desk, call, told, reading, number_id, speaker)
    stated = calls.memory.facts[speaker].zone if speaker is not None else None
    row["zone"] = stated or calls.memory.zones.of(reading.e164)
    row["id"] = calls.desk.writing.new_id()
    return row
