"""The promise to ring back whoever left a message: adapted, joined or made anew; closed with care.

A message that comes in finds its promise made by the machine: its own, or one to the same number
that was open already. Such a one may stand for other messages and calls too, or be somebody's word
given in a talk. Nothing that a message says may undo what was promised for another.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, bindparam, select

from desktop.domain.errors import Refused
from desktop.domain.incoming_states import VoicemailState
from desktop.domain.number_display import display
from desktop.domain.vocabulary import CallbackKind, CallbackState, CallOutcome, Reason, Resolution
from desktop.services import missed_again
from desktop.services.actor import Actor
from desktop.services.changes import Writing
from desktop.services.leases import end_lease
from desktop.services.moving import owner_words, suiting
from desktop.services.open_promise import (
    hold,
    promised_again,
    read_promise,
    when_words,
)
from desktop.services.promising import (
    Promise,
    add_promise,
    callee,
    facts_of,
    refuse_stopped,
    soonest,
)
from desktop.services.resolving import resolved
from desktop.storage import tables

RING_BACK: Final = "Ring back: they left a message."
NOTHING_TO_RING: Final = "There is no number to ring. Type the number they say, then promise."
SAFETY_STAYS: Final = (
    "A safety follow-up waits for this message, so it is not closed. Ring now with the Safety card "
    "and record how it went, or keep the follow-up and go on."
)

_of = tables.metadata.tables
_call, _voicemail, _number = _of["call"], _of["voicemail"], _of["phone_number"]

_OUTCOME = select(_call.c.outcome).where(_call.c.id == bindparam("this_call"))
_E164 = select(_number.c.e164, _number.c.extension).where(_number.c.id == bindparam("this_number"))
_LISTENED_TO = (
    select(_voicemail.c.id)
    .where(
        _voicemail.c.callback_id == bindparam("this_promise"),
        _voicemail.c.state == VoicemailState.PROMISED,
        _voicemail.c.id != bindparam("this_message"),
    )
    .limit(1)
)
_CLOSED_CALLS = select(_voicemail.c.call_id).where(
    _voicemail.c.call_id.in_(bindparam("these_calls", expanding=True)),
    _voicemail.c.state == VoicemailState.CLOSED,
)


@dataclass(frozen=True, slots=True)
class RingBack:
    """When and by whom they are rung back. ``due_at`` None means as soon as it suits them, owner
    None the desk's team; ``hours_reason`` why it cannot wait until their hours."""

    due_at: datetime | None = None
    owner_team_id: UUID | None = None
    owner_user_id: UUID | None = None
    hours_reason: str = ""


@dataclass(frozen=True, slots=True)
class ToRing:
    """What was learnt from a message of whom to ring back: ``number_id`` is the number they said,
    else the one they rang from; ``person_id`` who it is, where that is known; ``nobody``: it is not
    whom the number is known for."""

    what: str
    number_id: UUID | None
    person_id: UUID | None
    nobody: bool = False


def open_promise(writing: Writing, message: Mapping[str, Any]) -> dict[str, Any] | None:
    """The promise that stands for a message, while it is open."""
    if message["callback_id"] is None:
        return None
    promise = writing.row("callback", message["callback_id"])
    return promise if promise["state"] == CallbackState.OPEN else None


def promise_message(
    writing: Writing, actor: Actor, message: Mapping[str, Any], to_ring: ToRing, back: RingBack
) -> tuple[UUID, str]:
    """See that they are rung back; the promise, and when in words.

    Raises :class:`Refused` with what is in the way (no number, do-not-call, somebody at work on
    it) and NeedsReason for a time outside their hours.
    """
    promise = open_promise(writing, message)
    if promise is not None and promise["kind"] == CallbackKind.SAFETY:
        return _follow_up(writing, actor, promise, to_ring)
    owner_words(writing, actor, back.owner_team_id or actor.team_id, back.owner_user_id)
    wanted = _wanted(writing, message, to_ring, back)
    facts = facts_of(writing.conn, to_ring.person_id)
    who = callee(writing.conn, actor, wanted, facts)
    if who.number_id is None:
        raise Refused(
            NOTHING_TO_RING
            if to_ring.number_id is None
            else f"{who.name} must never be rung at this number. Type another one."
        )
    to_ring = replace(to_ring, number_id=who.number_id)
    if promise is None or not _may_be_adapted(writing, message, promise, to_ring):
        due_at = back.due_at or soonest(writing, actor, who)
        callback_id = add_promise(writing, actor, replace(wanted, due_at=due_at), facts)
    else:
        callback_id = promise["id"]
        kind = CallbackKind(promise["kind"])
        refuse_stopped(writing.conn, kind, to_ring.person_id, who.number_id, who.name)
        _adapt(writing, actor, message, promise, to_ring, back)
    kept = read_promise(writing, writing.row("callback", callback_id))
    return callback_id, f"rung back {when_words(kept, kept.row['due_at'], actor.zone, writing.now)}"


def close_promise(
    writing: Writing,
    actor: Actor,
    message: Mapping[str, Any],
    resolution: Resolution,
    note: str,
) -> bool:
    """Nobody has to be rung back for this message; returns whether a promise stays open.

    It stays while another message or missed call waits for it, when somebody tried already, and
    when it was given in a talk. Raises :class:`Refused` while a safety follow-up is open.
    """
    promise = open_promise(writing, message)
    if promise is None:
        return False
    if promise["kind"] == CallbackKind.SAFETY:
        raise Refused(SAFETY_STAYS)
    if promise["attempts"] or not _is_for_a_missed_call(writing.conn, promise):
        return True
    others = _others_waiting(writing.conn, promise, message["call_id"])
    if others:
        if promise["call_id"] == message["call_id"]:
            writing.update("callback", promise["id"], {"call_id": others[0]})
        return True
    held = hold(writing, actor, promise["id"], None)
    columns = resolved(writing, actor, held, resolution, note)
    writing.update("callback", promise["id"], columns)
    end_lease(writing.conn, promise["id"])
    return False


def _wanted(
    writing: Writing, message: Mapping[str, Any], to_ring: ToRing, back: RingBack
) -> Promise:
    return Promise(
        reason=Reason.OTHER,
        what=to_ring.what or RING_BACK,
        due_at=back.due_at or writing.now,
        person_id=to_ring.person_id,
        subject_id=to_ring.person_id,
        number_id=to_ring.number_id,
        call_id=message["call_id"],
        owner_team_id=back.owner_team_id,
        owner_user_id=back.owner_user_id,
        # A time that the rule found may lie outside their hours only where none suits.
        hours_reason=back.hours_reason if back.due_at else RING_BACK,
    )


def _may_be_adapted(
    writing: Writing, message: Mapping[str, Any], promise: Mapping[str, Any], to_ring: ToRing
) -> bool:
    """Whether the promise is this message's to change: made for a missed call, and not already
    somebody's word to another person or for another number."""
    if promise["milestone"] is not None or not _is_for_a_missed_call(writing.conn, promise):
        return False
    if not _is_listened_to(writing.conn, promise, message):
        return True
    return _is_to(to_ring, promise) and to_ring.number_id == promise["number_id"]


def _adapt(
    writing: Writing,
    actor: Actor,
    message: Mapping[str, Any],
    promise: Mapping[str, Any],
    to_ring: ToRing,
    back: RingBack,
) -> None:
    hold(writing, actor, promise["id"], None)
    columns: dict[str, Any] = {
        "number_id": to_ring.number_id,
        "asks_number": False,
        "owner_team_id": back.owner_team_id or actor.team_id,
        "owner_user_id": back.owner_user_id,
        "promise": to_ring.what or promise["promise"],
    }
    if not _is_to(to_ring, promise):
        columns |= {"person_id": to_ring.person_id, "subject_id": to_ring.person_id}
        columns["zone_certain"] = False
    due_at = back.due_at
    if _is_listened_to(writing.conn, promise, message):
        # Another message was promised with it: both are kept, by the sooner of the two.
        columns["promise"] = _both(promise["promise"], to_ring.what)
        if due_at is not None and promise["due_at"] <= due_at:
            due_at = None
    moved = read_promise(writing, {**promise, **columns})
    columns |= (
        suiting(moved)
        if due_at is None
        else promised_again(writing, actor, moved, due_at, back.hours_reason)
    )
    writing.update("callback", promise["id"], columns)
    end_lease(writing.conn, promise["id"])


def _is_to(to_ring: ToRing, promise: Mapping[str, Any]) -> bool:
    """Whether the promise is to who left the message, as far as is known."""
    known = to_ring.person_id is not None or to_ring.nobody
    return not known or to_ring.person_id == promise["person_id"]


def _follow_up(
    writing: Writing, actor: Actor, promise: Mapping[str, Any], to_ring: ToRing
) -> tuple[UUID, str]:
    """A safety follow-up stays due at once; it learns the number they said, who it is, and what."""
    hold(writing, actor, promise["id"], None)
    columns: dict[str, Any] = {"promise": _both(promise["promise"], to_ring.what)}
    if to_ring.person_id is not None and promise["person_id"] is None:
        columns |= {"person_id": to_ring.person_id, "subject_id": to_ring.person_id}
    if to_ring.number_id is not None and to_ring.number_id != promise["number_id"]:
        rang_from = _number_words(writing.conn, promise["number_id"])
        if rang_from:
            columns["promise"] = _both(columns["promise"], f"They rang from {rang_from}.")
        columns |= {"number_id": to_ring.number_id, "asks_number": False}
    writing.update("callback", promise["id"], columns)
    return promise["id"], "to be rung now: the safety follow-up stays open"


def _is_for_a_missed_call(conn: Connection, promise: Mapping[str, Any]) -> bool:
    outcome = conn.execute(_OUTCOME, {"this_call": promise["call_id"]}).scalar()
    return bool(outcome == CallOutcome.MISSED)


def _is_listened_to(
    conn: Connection, promise: Mapping[str, Any], message: Mapping[str, Any]
) -> bool:
    """Whether another message that somebody listened to was promised with it."""
    which = {"this_promise": promise["id"], "this_message": message["id"]}
    return conn.execute(_LISTENED_TO, which).first() is not None


def _others_waiting(conn: Connection, promise: Mapping[str, Any], call_id: UUID) -> Sequence[UUID]:
    """The other calls that a promise stands for, but for those whose message was closed."""
    calls = [promise["call_id"], *missed_again.calls_of_promise(conn, promise["id"])]
    calls = [call for call in calls if call != call_id]
    if not calls:
        return ()
    closed = set(conn.execute(_CLOSED_CALLS, {"these_calls": calls}).scalars())
    return [call for call in calls if call not in closed]


def _number_words(conn: Connection, number_id: UUID | None) -> str:
    row = conn.execute(_E164, {"this_number": number_id}).first()
    return display(row.e164, row.extension or None) if row else ""


def _both(before: str, what: str) -> str:
    if not what or what in before:
        return before
    return f"{before} · {what}" if before else what
