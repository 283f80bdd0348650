"""Missed again: somebody whose missed call is still to be rung back has tried once more.

There is one promise for all of it. The further call is logged as any other and makes no promise of
its own; nothing more is written down, for the calls tell: those that were missed from the number
(or the person) of a promise after the call it was made for, while it was open, and made none
themselves, are calls of this promise. Its timeline shows them, and when the call it was made for
is taken back, it goes on for the next of them.

A promise that was given anew in a talk is somebody's word by now and not for a missed call; one
whose number was wrong rings somebody else by now, or nobody. Neither takes further calls.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, bindparam, exists, or_, select, union_all

from desktop.domain.suitable_hours import next_suitable
from desktop.domain.vocabulary import (
    AttemptResult,
    CallbackKind,
    CallbackState,
    CallOutcome,
    Direction,
)
from desktop.services.actor import Actor
from desktop.services.attaching import learned
from desktop.services.changes import Item, Writing
from desktop.services.images import from_json
from desktop.services.leases import refuse_held
from desktop.services.open_promise import read_promise, tried_again
from desktop.services.promising import Promise
from desktop.services.records import KINDS
from desktop.services.undo import changed_by, still_as_left
from desktop.storage import tables

_of = tables.metadata.tables
_callback = _of["callback"]
_attempt = _of["attempt"]
_made_for = _of["call"].alias("made_for")
_further = _of["call"].alias("further")
_change = _of["change"]
_item = _of["change_item"]
_own = _callback.alias("own_promise")


_MADE_FOR_MISSED = _made_for.c.outcome == CallOutcome.MISSED
_FURTHER = (
    select(_further.c.id)
    .select_from(
        _callback.join(_made_for, _made_for.c.id == _callback.c.call_id).join(
            _further,
            or_(
                _further.c.number_id == _made_for.c.number_id,
                _further.c.number_id == _callback.c.number_id,
                _further.c.speaker_id == _callback.c.person_id,
            ),
        )
    )
    .where(
        _callback.c.id == bindparam("this_id"),
        _callback.c.kind == CallbackKind.SERVICE,
        _further.c.outcome == CallOutcome.MISSED,
        _further.c.direction == Direction.IN,
        _further.c.id != _made_for.c.id,
        _further.c.entered_at >= _made_for.c.entered_at,
        or_(_callback.c.closed_at.is_(None), _further.c.entered_at <= _callback.c.closed_at),
        ~exists().where(_own.c.call_id == _further.c.id),
    )
    .order_by(_further.c.entered_at, _further.c.id)
)
_CALLS = _FURTHER.where(_MADE_FOR_MISSED)
_PASSED_ON = select(_callback.c.id).where(
    _callback.c.call_id == bindparam("this_id"), _callback.c.kind == CallbackKind.SERVICE
)
_ACTIONS = (
    select(_change.c.action)
    .join(_item, _item.c.change_id == _change.c.id)
    .where(_item.c.record_id == bindparam("this_id"))
)
_BY_CALLS = {"log_call", "undo_log_call", "import_rows", "take_back_import"}
_BY_MACHINES = {"receive_call", "receive_lead", "import_rows", "take_back_import"}
_DEALT_WITH = (
    select(_callback.c.id)
    .where(
        _callback.c.number_id == bindparam("this_number"),
        _callback.c.kind == CallbackKind.SERVICE,
        _callback.c.state == CallbackState.CLOSED,
        _callback.c.call_id.is_not(None),
        _callback.c.closed_at >= bindparam("this_end"),
    )
    .order_by(_callback.c.id.desc())
    .limit(20)
)


def calls_of_promise(
    conn: Connection, callback_id: UUID, *, whatever_came: bool = False
) -> tuple[UUID, ...]:
    """The further missed calls of a promise, oldest first. ``whatever_came`` of the call that it
    was made for: else there are none once that one counts as another than missed."""
    query = _FURTHER if whatever_came else _CALLS
    return tuple(conn.execute(query, {"this_id": callback_id}).scalars())


def nameless_promises_of_call(conn: Connection, call_id: UUID, number_id: UUID) -> list[UUID]:
    """The open promises to nobody yet that a missed call from this number is a further one of."""
    nameless = (row.id for row in _waiting(conn, [number_id]) if row.person_id is None)
    return [each for each in nameless if call_id in calls_of_promise(conn, each)]


def is_promised_already(writing: Writing, promise: Promise, number_ids: Sequence[UUID]) -> bool:
    """Whether somebody is to be rung back already for a missed call: see :func:`joined`."""
    return joined(writing, promise, number_ids) is not None


def joined(writing: Writing, promise: Promise, number_ids: Sequence[UUID]) -> UUID | None:
    """The promise to ring somebody back already for a missed call, at one of these numbers (the
    one called from, the one to ring): it is due as soon as both sides can now, and learns who it
    is.

    A promise to somebody else of the household is another one.
    """
    waiting = _waiting(writing.conn, number_ids)
    if promise.person_id is not None:
        theirs = [row for row in waiting if row.person_id == promise.person_id]
        waiting = theirs or [row for row in waiting if row.person_id is None]
    if not waiting:
        return None
    row = writing.row("callback", waiting[0].id)
    columns: dict[str, Any] = {}
    if row["person_id"] is None and promise.person_id is not None:
        columns |= learned(writing, row, promise.person_id, promise.subject_id)
    columns |= _sooner(writing, {**row, **columns})
    writing.update("callback", row["id"], columns)
    joined_id: UUID = row["id"]
    return joined_id


# Two ways in, each along its own index.
_WAITING = (
    select(_callback.c.id, _callback.c.person_id)
    .join(_made_for, _made_for.c.id == _callback.c.call_id)
    .where(
        _callback.c.id.in_(
            union_all(
                select(_callback.c.id).where(
                    _callback.c.number_id.in_(bindparam("these_numbers", expanding=True))
                ),
                select(_callback.c.id)
                .join(_further, _further.c.id == _callback.c.call_id)
                .where(
                    _further.c.number_id.in_(bindparam("these_numbers", expanding=True)),
                    _further.c.outcome == CallOutcome.MISSED,
                ),
            )
        ),
        _callback.c.state == CallbackState.OPEN,
        _callback.c.kind == CallbackKind.SERVICE,
        _made_for.c.outcome == CallOutcome.MISSED,
        ~exists().where(
            _attempt.c.callback_id == _callback.c.id,
            _attempt.c.result.in_((AttemptResult.REACHED, AttemptResult.WRONG_NUMBER)),
        ),
    )
    .order_by(_callback.c.due_at, _callback.c.id)
)


def _waiting(conn: Connection, number_ids: Sequence[UUID]) -> Sequence[Row[Any, Any]]:
    """The promises for missed calls from these numbers, or to be kept at them, that take further
    calls; those due first come first."""
    return conn.execute(_WAITING, {"these_numbers": list(number_ids)}).all()


def _sooner(writing: Writing, row: Mapping[str, Any]) -> dict[str, Any]:
    """Whoever rings again can be reached now: what is due later comes forward."""
    promise = read_promise(writing, row)
    there = promise.reach
    due_at = next_suitable(writing.now, there.candidates, there.hours, there.site)
    return tried_again(promise, due_at) if due_at < row["due_at"] else {}


def take_back(writing: Writing, actor: Actor, item: Item, call_id: UUID) -> None:
    """Undo what a further call did to its promise. It stays due while another one, that was missed
    after this one, waits for it. Refused with the name when it was worked on since."""
    if not still_as_left(writing, item, but_for=("call_id",)):
        raise changed_by(writing, actor, item.record_id)
    refuse_held(writing.conn, actor, item.record_id, writing.now)
    before, _ = from_json(KINDS["callback"], item.before or "{}")
    kept = {"id", "version", "call_id"}
    if any(other > call_id for other in calls_of_promise(writing.conn, item.record_id)):
        kept |= {"due_at", "hours_reason"}
    restored = {name: value for name, value in before.items() if name not in kept}
    writing.update("callback", item.record_id, restored)


def pass_on(
    writing: Writing,
    callback_id: UUID,
    leaving: Callable[[UUID], bool] = lambda _call: False,
    *,
    whatever_came: bool = False,
) -> bool:
    """Let a promise go on for the next of its calls, where there is one: the call it was made for
    is about to be taken back, and so are those that are ``leaving``."""
    for call_id in calls_of_promise(writing.conn, callback_id, whatever_came=whatever_came):
        if not leaving(call_id):
            writing.update("callback", callback_id, {"call_id": call_id})
            return True
    return False


def passed_on_to(conn: Connection, call_id: UUID) -> UUID | None:
    """The promise that has come to be this missed call's."""
    found: UUID | None = conn.execute(_PASSED_ON, {"this_id": call_id}).scalar()
    return found


def was_dealt_with(conn: Connection, call_id: UUID, number_id: UUID, over: datetime) -> bool:
    """Whether a missed call from this number was a further one of a promise that was closed after
    it was ``over``."""
    given = {"this_number": number_id, "this_end": over}
    closed = conn.execute(_DEALT_WITH, given).scalars().all()
    return any(call_id in calls_of_promise(conn, each) for each in closed)


def is_of_machines(conn: Connection, callback_id: UUID) -> bool:
    """Whether nobody has done anything with it: only what came from outside wrote to it."""
    return set(conn.execute(_ACTIONS, {"this_id": callback_id}).scalars()) <= _BY_MACHINES


def is_unworked(conn: Connection, callback_id: UUID) -> bool:
    """Whether nothing but calls, logged and taken back, has ever written to it."""
    return set(conn.execute(_ACTIONS, {"this_id": callback_id}).scalars()) <= _BY_CALLS
