"""What a call that came in asks for: a promise to ring back, a message to listen to."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select

from desktop.domain.incoming import Disposition, Fate, IncomingCall, Receipt
from desktop.domain.incoming_rules import RINGS_AT_MOST, nobody_spoke
from desktop.domain.incoming_states import VoicemailState
from desktop.domain.recordings import fuller
from desktop.domain.vocabulary import (
    CallbackKind,
    CallbackState,
    Direction,
    Reason,
    Resolution,
)
from desktop.services import missed_again
from desktop.services.call_logging import MISSED, ring_back
from desktop.services.intake_desk import IntakeDesk
from desktop.services.leases import lease_of
from desktop.services.promising import Promise, add_promise, callee, facts_of
from desktop.storage import tables
from desktop.storage.prepared import Prepared

_callback = tables.metadata.tables["callback"]
_voicemail = tables.metadata.tables["voicemail"]

_PROMISES = Prepared(
    select(
        _callback.c.id,
        _callback.c.kind,
        _callback.c.state,
        _callback.c.resolution_note,
    ).where(_callback.c.call_id == bindparam("this_call"))
)
_AT_NUMBER = Prepared(
    select(_callback.c.id)
    .where(
        _callback.c.number_id == bindparam("this_number"),
        _callback.c.state == bindparam("open_state"),
        _callback.c.kind == bindparam("service"),
    )
    .order_by(_callback.c.due_at, _callback.c.id)
    .limit(1)
)
_OF_CALL = Prepared(select(_voicemail.c.id).where(_voicemail.c.call_id == bindparam("this_call")))

ANSWERED_SINCE = "The phone system says by now that this call was answered."
VOICEMAIL = "Ring back: a message was left."
DANGER = "Words of danger in a message. Ring now, and open the Safety card."


def follow(
    desk: IntakeDesk,
    call: IncomingCall,
    row: dict[str, Any],
    fate: Fate,
    *,
    typed: bool = False,
    told_before: bool = False,
    missed_before: bool = False,
) -> Receipt:
    """What the call asks for: a promise to ring back, a message to listen to. ``missed_before``
    says that it was known to be missed before this news."""
    disposition = Disposition(row["disposition"] or Disposition.UNKNOWN)
    direction = Direction(row["direction"])
    danger = desk.danger_in(f"{call.message}\n{call.left_out}")
    promise_id: UUID | None = None
    if danger:
        promise_id = _danger(desk, row)
    elif nobody_spoke(direction, disposition) and not typed and is_news(desk, row["started_at"]):
        promise_id = _ring_back(desk, row, told_before=told_before, missed_before=missed_before)
    elif told_before:
        promise_id = open_promise(desk, row["id"])
    if disposition is Disposition.VOICEMAIL or (call.message and direction is Direction.IN):
        _keep_message(desk, row, call, danger, promise_id)
    reason = "The caller shows no number." if row["withheld"] else ""
    return Receipt(fate, row["id"], promise_id, danger=bool(danger), reason=reason)


def is_news(desk: IntakeDesk, started_at: datetime) -> bool:
    """Whether a call that was missed then is to be rung back."""
    return desk.missed_since is None or started_at >= desk.missed_since


def missed_promise(row: Mapping[str, Any], due_at: datetime) -> Promise:
    """What is promised to whoever rang and spoke with nobody."""
    return _promise(row, CallbackKind.SERVICE, MISSED, due_at)


def _promise(row: Mapping[str, Any], kind: CallbackKind, what: str, due_at: datetime) -> Promise:
    return Promise(
        reason=Reason.OTHER,
        what=what,
        due_at=due_at,
        kind=kind,
        person_id=row["speaker_id"],
        subject_id=row["subject_id"],
        number_id=row["number_id"],
        call_id=row["id"],
        site_id=row["site_id"],
        hours_reason=what,
    )


def _ring_back(
    desk: IntakeDesk, row: dict[str, Any], *, told_before: bool, missed_before: bool
) -> UUID | None:
    number_id = row["number_id"]
    mine = open_promise(desk, row["id"]) if told_before else None
    if number_id is None or mine is not None:
        return mine
    # A promise that was closed while they still rang was not closed for this call.
    over = row["started_at"]
    if not missed_before:
        over = row["ended_at"] or over + RINGS_AT_MOST
    if told_before and (
        _had_promise(desk, row["id"])
        or missed_again.was_dealt_with(desk.conn, row["id"], number_id, over)
    ):
        return None
    if number_id not in desk.rung_back:
        desk.rung_back.add(number_id)
        facts = facts_of(desk.conn, row["speaker_id"])
        wanted = replace(missed_promise(row, desk.writing.now), owner_team_id=desk.team_id)
        # Of a number and a caller whom nobody knows nothing need be looked up.
        if number_id in desk.new_numbers and row["speaker_id"] is None:
            there = callee(desk.conn, desk.actor, wanted, facts)
            promise: Promise | None = replace(wanted, due_at=desk.first_suitable(there))
        else:
            promise = ring_back(desk.writing, desk.actor, wanted, facts)
        if promise is not None:
            return add_promise(desk.writing, desk.actor, promise, facts)
    found = _AT_NUMBER.first(
        desk.conn,
        {
            "this_number": number_id,
            "open_state": CallbackState.OPEN,
            "service": CallbackKind.SERVICE,
        },
    )
    return found[0] if found else None


def _danger(desk: IntakeDesk, row: dict[str, Any]) -> UUID:
    """A safety follow-up for the call, due at once, whatever was promised before."""
    for callback_id, kind, state, _ in _PROMISES.rows(desk.conn, {"this_call": row["id"]}):
        if kind == CallbackKind.SAFETY:
            return UUID(str(callback_id))
        if state != CallbackState.OPEN or not missed_again.is_of_machines(desk.conn, callback_id):
            continue
        # Another missed call may wait for the same promise: then that one keeps it.
        if not missed_again.pass_on(desk.writing, callback_id):
            now = desk.writing.now
            soon = {"kind": CallbackKind.SAFETY, "promise": DANGER, "due_at": now}
            desk.writing.update("callback", callback_id, {**soon, "first_due_at": now})
            return UUID(str(callback_id))
    promise = _promise(row, CallbackKind.SAFETY, DANGER, desk.writing.now)
    return add_promise(desk.writing, desk.actor, replace(promise, owner_team_id=desk.team_id))


def settle(desk: IntakeDesk, call_id: UUID) -> None:
    """The call was answered after all: its promise ends, unless another missed call waits for it
    or somebody has worked on it or is about to."""
    for callback_id, kind, state, _ in _PROMISES.rows(desk.conn, {"this_call": call_id}):
        if kind != CallbackKind.SERVICE or state != CallbackState.OPEN:
            continue
        if not missed_again.is_of_machines(desk.conn, callback_id):
            continue
        if lease_of(desk.conn, callback_id, desk.writing.now) is not None:
            continue
        if missed_again.pass_on(desk.writing, callback_id, whatever_came=True):
            continue
        desk.look_again()
        desk.writing.update(
            "callback",
            callback_id,
            {
                "state": CallbackState.CLOSED,
                "resolution": Resolution.NOT_NEEDED,
                "resolution_note": ANSWERED_SINCE,
                "closed_at": desk.writing.now,
                "closed_by": desk.actor.user_id,
                "needs_decision": False,
            },
        )


def _keep_message(
    desk: IntakeDesk,
    row: dict[str, Any],
    call: IncomingCall,
    danger: Sequence[str],
    promise_id: UUID | None,
) -> None:
    found = _OF_CALL.first(desk.conn, {"this_call": row["id"]})
    if found is None:
        desk.writing.insert("voicemail", message_row(row, call, danger, promise_id))
        return
    before = desk.writing.row("voicemail", found[0])
    columns: dict[str, Any] = {"callback_id": promise_id or before["callback_id"]}
    columns["recording"] = fuller(before["recording"], call.recording)
    text = fuller(before["text"], call.message)
    # What was found once stays, also where it stood in words that are not kept.
    found_before = before["danger_words"].splitlines()
    words = tuple(dict.fromkeys((*found_before, *danger, *desk.danger_in(text))))
    columns |= {"text": text, "danger": before["danger"] or bool(words)}
    columns["danger_words"] = "\n".join(words)
    desk.writing.update("voicemail", found[0], columns)


def message_row(
    row: Mapping[str, Any], call: IncomingCall, danger: Sequence[str], promise_id: UUID | None
) -> dict[str, Any]:
    """The columns of a message that is new here, but for its identity; ``row`` is its call as it
    is kept here."""
    return {
        "call_id": row["id"],
        "state": VoicemailState.WAITING,
        "text": call.message,
        "recording": call.recording,
        "number_id": row["number_id"],
        "person_id": row["speaker_id"],
        "spoken_text": "",
        "note": "",
        "callback_id": promise_id,
        "danger": bool(danger),
        "danger_words": "\n".join(danger),
        "received_at": row["ended_at"] or row["started_at"],
    }


def open_promise(desk: IntakeDesk, call_id: UUID) -> UUID | None:
    """The promise that is open for a call."""
    for callback_id, _, state, _ in _PROMISES.rows(desk.conn, {"this_call": call_id}):
        if state == CallbackState.OPEN:
            return UUID(str(callback_id))
    return None


def _had_promise(desk: IntakeDesk, call_id: UUID) -> bool:
    """Whether somebody dealt with a promise for it. One that ended because the phone system said
    so does not count, when it says otherwise now."""
    return any(
        note != ANSWERED_SINCE for *_, note in _PROMISES.rows(desk.conn, {"this_call": call_id})
    )
