"""Correcting a logged call: never silently, always with a reason, and no promise gets lost."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypedDict
from uuid import UUID

from sqlalchemy import bindparam, select

from desktop.domain.errors import NotFound, Refused
from desktop.domain.numbers import NumberReading, NumberStatus, read_number
from desktop.domain.sensitive import find_sensitive, mask
from desktop.domain.vocabulary import (
    CallbackKind,
    CallbackState,
    CallOutcome,
    Direction,
    Permission,
    Reason,
)
from desktop.services.actor import Actor
from desktop.services.call_logging import SAFETY
from desktop.services.changes import Item, Writing
from desktop.services.correcting_promises import follow_call, ring_back_left
from desktop.services.images import from_json
from desktop.services.missed_again import calls_of_promise
from desktop.services.number_rows import keep_number
from desktop.services.open_promise import put_back, read_promise, stands_words
from desktop.services.promising import Promise, add_promise, facts_of
from desktop.services.reach import zones_at
from desktop.services.records import KINDS
from desktop.services.told_words import TAKEN_BACK, struck, told_by_whom
from desktop.services.undo import Inverse
from desktop.storage import tables

_callback = tables.metadata.tables["callback"]
_number = tables.metadata.tables["phone_number"]
_PROMISES = select(_callback.c.id, _callback.c.state, _callback.c.kind).where(
    _callback.c.call_id == bindparam("this_call")
)
_E164 = select(_number.c.e164).where(_number.c.id == bindparam("this_number"))
_DONE = "The call is corrected."
_PLAIN = ("speaker_id", "subject_id", "site_id", "direction", "outcome", "started_at", "ended_at")
_TYPED = ("speaker_name", "subject_name")


class Corrected(TypedDict, total=False):
    """What a call says from now on; what is not named stays. ``number_text`` is as typed,
    ``sensitive_kept`` as in :class:`desktop.services.call_form.CallForm`."""

    speaker_id: UUID | None
    speaker_name: str
    subject_id: UUID | None
    subject_name: str
    site_id: UUID | None
    direction: Direction
    outcome: CallOutcome
    reasons: tuple[Reason, ...]
    notes: str
    number_text: str
    started_at: datetime
    ended_at: datetime | None
    sensitive_kept: bool


@dataclass(frozen=True, slots=True)
class ReadyCorrection:
    """A correction that has been read: done before the lock is taken."""

    columns: Corrected
    reason: str
    reading: NumberReading | None


def make_ready(columns: Corrected, reason: str, now: datetime) -> ReadyCorrection:
    """Read the number, the notes and the reason. Raises :class:`Refused` for what cannot be."""
    reason = reason.strip()
    if not reason:
        raise Refused("Say why it is corrected. The first version stays, and so does the reason.")
    started_at = columns.get("started_at")
    if started_at is not None and started_at > now:
        raise Refused("That time is still to come. Set the time at which the call really was.")
    typed = columns.get("number_text", "").strip()
    changed = columns.copy()
    if "notes" in columns:
        text = columns["notes"].strip()
        kept = columns.get("sensitive_kept", False)
        changed["notes"] = text if kept else mask(text, find_sensitive(text))
    # A reason is kept for good: it is no place for such numbers either.
    return ReadyCorrection(
        changed, mask(reason, find_sensitive(reason)), read_number(typed) if typed else None
    )


def write_correction(
    writing: Writing, actor: Actor, call_id: UUID, version: int, ready: ReadyCorrection
) -> str:
    """Write it, with the reason beside; returns what to say."""
    before = writing.row("call", call_id)
    if before["version"] != version:
        raise writing.changed_since(call_id)
    columns = _columns(writing, actor, before, ready)
    children = None
    if "reasons" in ready.columns:
        children = [
            {"reason": reason, "position": place}
            for place, reason in enumerate(dict.fromkeys(ready.columns["reasons"]))
        ]
    after = {**before, **columns}
    promises = follow_call(writing, actor, before, after)
    items = len(writing.items)
    writing.update("call", call_id, columns, children=children)
    if len(writing.items) == items:
        raise Refused("Nothing is different yet. Change what was wrong, or close this.")
    told_by_whom(writing, actor, before, columns, ready.reason)
    row = {"call_id": call_id, "reason": ready.reason, "at": writing.now, "user_id": actor.user_id}
    writing.insert("call_correction", row)
    said = _said(writing, actor, before, after)
    if not promises:
        return said or f"{_DONE} The first version stays with it."
    return f"{said or _DONE} {promises}"


def take_back_correction(writing: Writing, actor: Actor, items: Sequence[Item]) -> None:
    """The inverse of a correction: the call and its promise say what they said before, and the
    correction goes.

    Refused with the name when one of them was changed since. A safety follow-up that came with it
    stays open, as after an undone call.
    """
    rest = []
    for item in items:
        if item.record == "callback" and item.before is None:
            row, _ = from_json(KINDS["callback"], item.after or "{}")
            if row["kind"] == CallbackKind.SAFETY:
                writing.update("callback", item.record_id, {"call_id": None})
                continue
        if item.record == "disclosure" and item.before is None:
            writing.update("disclosure", item.record_id, struck(writing, actor, TAKEN_BACK))
            continue
        if item.record == "phone_number":
            # It may be somebody's by now; a number by itself says nothing.
            continue
        rest.append(item)
    promises = {item.record_id for item in items if item.record == "callback"}
    calls = {call for each in promises for call in calls_of_promise(writing.conn, each)}
    put_back(writing, actor, rest)
    ring_back_left(writing, actor, sorted(calls))


INVERSES: Mapping[str, tuple[Permission, Inverse]] = {
    "correct_call": (Permission.LOG_CALLS, take_back_correction),
}


def _columns(
    writing: Writing, actor: Actor, before: Mapping[str, Any], ready: ReadyCorrection
) -> dict[str, Any]:
    asked: Mapping[str, Any] = ready.columns
    columns: dict[str, Any] = {name: asked[name] for name in _PLAIN if name in asked}
    columns |= {name: asked[name].strip() or None for name in _TYPED if name in asked}
    if "notes" in asked:
        columns["notes"] = asked["notes"]
    for name in ("speaker_id", "subject_id"):
        person_id = columns.get(name)
        if person_id is not None and person_id != before[name]:
            _refuse_gone(writing, person_id)
    if "number_text" in asked:
        columns |= _number_columns(writing, asked["number_text"].strip(), ready.reading)
    after = {**before, **columns}
    if after["ended_at"] is not None and after["ended_at"] < after["started_at"]:
        raise Refused("It ends before it begins. Set both times as they were.")
    if "started_at" in columns and before["answered_at"] is not None:
        # How long it rang is not asked again.
        moved = columns["started_at"] - before["started_at"]
        columns["answered_at"] = before["answered_at"] + moved
    if columns.keys() & {"speaker_id", "number_id"}:
        facts = facts_of(writing.conn, after["speaker_id"])
        e164 = writing.conn.execute(_E164, {"this_number": after["number_id"]}).scalar()
        zones = zones_at(facts.zone, e164, actor.zone)
        if not zones.ask:
            columns["zone"] = zones.zones[0]
    return columns


def _number_columns(writing: Writing, typed: str, reading: NumberReading | None) -> dict[str, Any]:
    number_id = keep_number(writing, reading) if reading is not None else None
    said_by_row = reading is not None and reading.e164 is not None and not reading.more
    return {
        "number_id": number_id,
        "number_text": "" if said_by_row else typed,
        "withheld": reading is not None and reading.status is NumberStatus.WITHHELD,
    }


def _refuse_gone(writing: Writing, person_id: UUID) -> None:
    try:
        writing.row("person", person_id)
    except NotFound as gone:
        raise NotFound("Somebody here is not there any more. Pick them again.") from gone


def _said(
    writing: Writing, actor: Actor, before: Mapping[str, Any], after: Mapping[str, Any]
) -> str:
    """What another outcome does to the promise, if anything; a call that was one about danger all
    along gets its follow-up."""
    was, now = before["outcome"], after["outcome"]
    given = {"this_call": after["id"]}
    promises = [row for row in writing.conn.execute(_PROMISES, given) if _is_open(row)]
    if now == CallOutcome.SAFETY and was != now:
        if not any(row.kind == CallbackKind.SAFETY for row in promises):
            _follow_up(writing, actor, after)
        return f"{_DONE} Its safety follow-up is open and due now."
    if promises and was != now and now != CallOutcome.CALLBACK:
        row = writing.row("callback", promises[0].id)
        promise = read_promise(writing, row)
        when = stands_words(promise, actor.zone, writing.now)
        return (
            f"{_DONE} The promise to {promise.name} stays open, due {when}. "
            "Close it in Callbacks if nothing is owed."
        )
    if now == CallOutcome.CALLBACK and was != now and not promises:
        return f"{_DONE} Now say when to ring back."
    return ""


def _is_open(row: Any) -> bool:
    return bool(row.state == CallbackState.OPEN)


def _follow_up(writing: Writing, actor: Actor, call: Mapping[str, Any]) -> None:
    reasons = KINDS["call"].read_children(writing.conn, call["id"])
    first = min(reasons, key=lambda each: each["position"], default=None)
    promise = Promise(
        reason=Reason(first["reason"]) if first else Reason.OTHER,
        what=SAFETY,
        due_at=writing.now,
        kind=CallbackKind.SAFETY,
        person_id=call["speaker_id"],
        subject_id=call["subject_id"],
        number_id=call["number_id"],
        call_id=call["id"],
        site_id=call["site_id"],
        not_before=min(call["started_at"], writing.now),
    )
    add_promise(writing, actor, promise, facts_of(writing.conn, call["speaker_id"]))
