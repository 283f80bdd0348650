"""A call that comes in: one row, however often and by whoever it is told, and what follows."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, exists, select

from desktop.domain.incoming import Disposition, Fate, IncomingCall, Receipt
from desktop.domain.incoming_rules import (
    SOURCES_WINDOW,
    TYPED_WINDOW,
    CallTold,
    call_content,
    call_key,
    is_another_call,
    is_internal,
    key_of_another,
    may_be_one,
    outcome_of,
    who,
)
from desktop.domain.numbers import NumberReading, NumberStatus
from desktop.domain.vocabulary import (
    CallOutcome,
    Direction,
    Relation,
    Source,
)
from desktop.services.intake_desk import IntakeDesk
from desktop.services.phone_calls import is_typed
from desktop.services.receiving_promises import follow, open_promise, settle
from desktop.services.records import KINDS
from desktop.storage import tables
from desktop.storage.prepared import Prepared

_call = tables.metadata.tables["call"]
_key = tables.metadata.tables["incoming_key"]
_number = tables.metadata.tables["phone_number"]

_NEAR = Prepared(
    select(_call.c.id, _call.c.source, _call.c.outcome, _call.c.started_at, _call.c.ended_at).where(
        _call.c.number_id == bindparam("this_number"),
        _call.c.direction == bindparam("this_direction"),
        _call.c.started_at >= bindparam("this_from"),
        _call.c.started_at <= bindparam("this_to"),
        ~exists().where(_key.c.record_id == _call.c.id, _key.c.source == bindparam("this_source")),
    )
)
_E164 = Prepared(
    select(_number.c.e164, _number.c.extension).where(_number.c.id == bindparam("this_id"))
)


def take_call(desk: IntakeDesk, call: IncomingCall) -> Receipt:
    """Write what a source tells of a call; what became of it."""
    if is_internal(call):
        return Receipt(Fate.IGNORED, reason="Internal call")
    key, content = call_key(call), call_content(call)
    known = desk.taken(call.source, key) if key else None
    latest = ""
    if known is not None and known[1] != content and _is_another(desk, call, known[0]):
        latest = key_of_another(key) if desk.is_live else ""
        key = key_of_another(key, began_at(desk, call))
        known = desk.taken(call.source, key)
        if known is None and latest:
            key, known = _in_pieces(desk, call, latest, key)
    if known is not None:
        desk.told_again[known[0]] = "call"
        if known[1] == content:
            return Receipt(Fate.UNCHANGED, known[0], open_promise(desk, known[0]))
        desk.keep_content(call.source, key, content)
        return _more_news(desk, call, known[0], Fate.UNCHANGED)
    told, reading = told_of(desk, call)
    number_id = desk.number_id(reading)
    same = _same_call(desk, call, told, number_id)
    row = None if same else _insert(desk, call, told, reading, number_id)
    call_id: UUID = same or (row or {})["id"]
    # Without a beginning or an identity it cannot be known again.
    if key:
        desk.keep_key(call.source, key, "call", call_id, content)
    if latest:
        desk.keep_latest(call.source, latest, "call", call_id, content)
    if row is None:
        return _more_news(desk, call, call_id, Fate.DUPLICATE)
    return follow(desk, call, row, Fate.CREATED)


def _in_pieces(
    desk: IntakeDesk, call: IncomingCall, latest: str, key: str
) -> tuple[str, tuple[UUID, str] | None]:
    """Under which key a call is known whose identity was another one's before: the next pieces of
    it do not all say when it began, so they are held against the ``latest`` one."""
    found = desk.taken(call.source, latest)
    if found is None or _is_another(desk, call, found[0]):
        return key, None
    return latest, found


def _is_another(desk: IntakeDesk, call: IncomingCall, call_id: UUID) -> bool:
    """Whether the call that is known by this identity is another one."""
    row = KINDS["call"].read(desk.conn, call_id)
    if row is None or not (call.started_at or call.answered_at or call.ended_at):
        return False
    return is_another_call(_known(desk, row), told_of(desk, call)[0])


def theirs(call: IncomingCall) -> str:
    """The number at the other end, as it was told."""
    return call.caller if call.direction is Direction.IN else call.called


def told_of(desk: IntakeDesk, call: IncomingCall) -> tuple[CallTold, NumberReading]:
    """What a source tells of a call, and how the number at the other end is read."""
    ours = call.called if call.direction is Direction.IN else call.caller
    reading = desk.reading(theirs(call))
    told = CallTold(
        direction=call.direction,
        number=_comparable(reading.e164, reading.extension),
        line=call.line or ours,
        name=call.name.strip(),
        started_at=began_at(desk, call),
        answered_at=call.answered_at,
        ended_at=call.ended_at,
        talked_seconds=call.talked_seconds,
        disposition=call.disposition,
        zone_assumed=call.zone_assumed,
    )
    return told, reading


def began_at(desk: IntakeDesk, call: IncomingCall) -> datetime:
    """When a call began, as far as its source says."""
    times = (call.started_at, call.answered_at, call.ended_at)
    return min((each for each in times if each is not None), default=desk.writing.now)


def _comparable(e164: str | None, extension: str | None) -> str:
    return f"{e164};{extension or ''}" if e164 else ""


def _same_call(
    desk: IntakeDesk, call: IncomingCall, told: CallTold, number_id: UUID | None
) -> UUID | None:
    """The call that a clerk typed, or another source told of, and that this one is."""
    if number_id is None or number_id in desk.new_numbers:
        return None
    desk.write_keys()
    rows = _NEAR.rows(
        desk.conn,
        {
            "this_number": number_id,
            "this_direction": call.direction,
            "this_from": told.started_at - TYPED_WINDOW,
            "this_to": told.started_at + TYPED_WINDOW,
            "this_source": call.source,
        },
    )
    found: list[tuple[Any, UUID]] = []
    for call_id, source, outcome, started_at, ended_at in rows:
        apart = abs(started_at - told.started_at)
        if call.disposition is Disposition.RINGING and ended_at and ended_at < told.started_at:
            continue  # they were cut off, or forgot something, and ring again
        by_hand = source == Source.DESK or is_typed(desk.conn, call_id)
        typed = CallOutcome(outcome) if outcome else None
        fits = may_be_one(call.disposition, typed) if by_hand else apart <= SOURCES_WINDOW
        if fits:
            found.append((apart, call_id))
    return min(found)[1] if found else None


def _insert(
    desk: IntakeDesk,
    call: IncomingCall,
    told: CallTold,
    reading: NumberReading,
    number_id: UUID | None,
) -> dict[str, Any]:
    heard_of = number_id is not None and number_id not in desk.new_numbers
    speaker = who(desk.people_at((number_id,)), ()) if number_id and heard_of else None
    row = {
        **told_row(desk, call, told, reading, number_id, speaker),
        "zone": desk.zone(speaker, reading.e164),
    }
    return {**row, "id": desk.writing.insert("call", row)}


def told_row(
    desk: IntakeDesk,
    call: IncomingCall,
    told: CallTold,
    reading: NumberReading,
    number_id: UUID | None,
    speaker: UUID | None,
) -> dict[str, Any]:
    """The columns of a call that is new here, but for its identity and zone."""
    return {
        "direction": told.direction,
        "number_id": number_id,
        "number_text": "" if number_id else theirs(call).strip(),
        "withheld": reading.status is NumberStatus.WITHHELD,
        "called_line": told.line,
        "speaker_id": speaker,
        "speaker_name": told.name or None,
        "subject_id": speaker,
        "relation": Relation.PATIENT,
        "started_at": told.started_at,
        "answered_at": told.answered_at,
        "ended_at": told.ended_at,
        "entered_at": desk.writing.now,
        "late_entry": False,
        "user_id": desk.actor.user_id,
        "desk_id": desk.actor.desk_id,
        "site_id": desk.actor.site_id,
        "outcome": outcome_of(told.direction, told.disposition),
        "language": "English",
        "interpreter": False,
        "notes": "",
        "source": Source.PHONE_SYSTEM,
        "disposition": told.disposition,
        "talked_seconds": told.talked_seconds,
        "zone_assumed": told.zone_assumed,
    }


def _more_news(desk: IntakeDesk, call: IncomingCall, call_id: UUID, otherwise: Fate) -> Receipt:
    """Put what is told to what is known. What a clerk typed stays as they typed it."""
    before = KINDS["call"].read(desk.conn, call_id)
    if before is None:
        # It was taken back by hand; a machine that repeats itself does not bring it again.
        return Receipt(Fate.UNCHANGED, None, reason="This call was taken out by hand.")
    told, reading = told_of(desk, call)
    known = _known(desk, before)
    both = known.and_told(told)
    typed = before["source"] == Source.DESK or is_typed(desk.conn, call_id)
    was_missed = before["outcome"] == CallOutcome.MISSED
    columns = _columns(before, both, typed=typed)
    if not typed:
        columns |= _caller(desk, before, call, told, reading)
        if known.disposition != both.disposition:
            columns["outcome"] = outcome_of(both.direction, both.disposition)
            if was_missed and columns["outcome"] is None:
                settle(desk, call_id)
    elif known.disposition != both.disposition is Disposition.ANSWERED and not was_missed:
        # Not what the clerk promised: what the phone system asked for. Where the clerk says that
        # it was missed, that holds.
        settle(desk, call_id)
    count = len(desk.writing.items)
    desk.writing.update("call", call_id, columns)
    fate = Fate.UPDATED if len(desk.writing.items) > count else otherwise
    row = {**before, **columns}
    return follow(desk, call, row, fate, typed=typed, told_before=True, missed_before=was_missed)


def _known(desk: IntakeDesk, row: dict[str, Any]) -> CallTold:
    e164, extension = None, None
    if row["number_id"] is not None:
        found = _E164.first(desk.conn, {"this_id": row["number_id"]})
        if found is not None:
            e164, extension = found
    return CallTold(
        direction=Direction(row["direction"]),
        number=_comparable(e164, extension),
        line=row["called_line"],
        name=row["speaker_name"] or "",
        started_at=row["started_at"],
        answered_at=row["answered_at"],
        ended_at=row["ended_at"],
        talked_seconds=row["talked_seconds"],
        disposition=Disposition(row["disposition"] or Disposition.UNKNOWN),
        zone_assumed=row["zone_assumed"] is not False,
    )


def _columns(before: dict[str, Any], both: CallTold, *, typed: bool) -> dict[str, Any]:
    measured = {
        "disposition": both.disposition,
        "talked_seconds": both.talked_seconds,
        "zone_assumed": both.zone_assumed,
    }
    if typed:
        return {
            **measured,
            "answered_at": before["answered_at"] or both.answered_at,
            "ended_at": before["ended_at"] or both.ended_at,
        }
    return {
        **measured,
        "direction": both.direction,
        "called_line": both.line,
        "speaker_name": both.name or None,
        "started_at": both.started_at,
        "answered_at": both.answered_at,
        "ended_at": both.ended_at,
    }


def _caller(
    desk: IntakeDesk,
    before: dict[str, Any],
    call: IncomingCall,
    told: CallTold,
    reading: NumberReading,
) -> dict[str, Any]:
    """Who rang, where it was not known or is told otherwise; the same whichever came first."""
    known = _known(desk, before)
    if told.number and told.number > known.number:
        number_id = desk.number_id(reading)
        speaker = who(desk.people_at((number_id,)), ()) if number_id else None
        return {
            "number_id": number_id,
            "number_text": "",
            "withheld": False,
            "speaker_id": before["speaker_id"] or speaker,
            "subject_id": before["subject_id"] or speaker,
            "zone": desk.zone(before["speaker_id"] or speaker, reading.e164),
        }
    if known.number or told.number:
        return {}
    withheld = before["withheld"] or reading.status is NumberStatus.WITHHELD
    return {"number_text": max(before["number_text"], theirs(call).strip()), "withheld": withheld}
