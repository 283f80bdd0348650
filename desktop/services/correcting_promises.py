"""The promises of a call that is corrected go along, so that nobody is rung at the number that was
typed wrong, or by the name of somebody else; where one cannot, the desk is told."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, or_, select

from desktop.domain.errors import Refused
from desktop.domain.vocabulary import CallbackKind, CallbackState, CallOutcome, Direction
from desktop.domain.wording import promise_line
from desktop.services.actor import Actor
from desktop.services.call_logging import ring_back
from desktop.services.changes import Writing
from desktop.services.closed_sites import open_team
from desktop.services.leases import end_lease, refuse_held
from desktop.services.missed_again import (
    calls_of_promise,
    is_of_machines,
    is_unworked,
    joined,
    pass_on,
)
from desktop.services.moving import suiting
from desktop.services.naming import named
from desktop.services.open_promise import OpenPromise, read_promise, stands_words
from desktop.services.promising import add_promise, facts_of, number_to_ring, stopped_by
from desktop.services.reach import reach
from desktop.services.receiving_promises import missed_promise
from desktop.services.who_stays import who_stays
from desktop.storage import tables

_call = tables.metadata.tables["call"]
_callback = tables.metadata.tables["callback"]
_request = tables.metadata.tables["request"]
_voicemail = tables.metadata.tables["voicemail"]
_OPEN = (
    select(_callback.c.id)
    .where(_callback.c.call_id == bindparam("this_call"), _callback.c.state == CallbackState.OPEN)
    .order_by(_callback.c.id)
)
_WAITING = select(_callback.c.id).where(
    _callback.c.state == CallbackState.OPEN,
    or_(
        _callback.c.number_id == bindparam("this_number"),
        _callback.c.person_id == bindparam("this_person"),
        _callback.c.call_id.in_(
            select(_call.c.id).where(_call.c.number_id == bindparam("this_number"))
        ),
    ),
)
_REQUEST = select(_request.c.id).where(_request.c.callback_id == bindparam("this_id")).limit(1)
_MESSAGE = select(_voicemail.c.id).where(_voicemail.c.callback_id == bindparam("this_id")).limit(1)
_FOLLOWED = ("speaker_id", "subject_id", "number_id")

Row = Mapping[str, Any]


def follow_call(writing: Writing, actor: Actor, before: Row, after: Row) -> str:
    """Let the open promises of a call follow from what it says, ``before``, to what it will say,
    ``after``; returns what to tell of them. Call it before the call is written."""
    after = {**after, **_who(writing, after)}
    found = writing.conn.execute(_OPEN, {"this_call": before["id"]}).scalars().all()
    if before["outcome"] == CallOutcome.MISSED != after["outcome"]:
        # Who was missed since waits for the same promise: it is theirs from now on.
        found = [each for each in found if not pass_on(writing, each)]
    if all(before[name] == after[name] for name in _FOLLOWED):
        return ""
    said = [_follow(writing, actor, writing.row("callback", each), before, after) for each in found]
    if _joined(writing, before):
        said.append(_ring_back(writing, actor, after))
    return " ".join(filter(None, said))


def _joined(writing: Writing, call: Row) -> bool:
    """Whether a call without a promise of its own was missed while another one's waited."""
    if call["outcome"] != CallOutcome.MISSED:
        return False
    people = {"this_number": call["number_id"], "this_person": call["speaker_id"]}
    waiting = writing.conn.execute(_WAITING, people).scalars().all()
    return any(call["id"] in calls_of_promise(writing.conn, each) for each in waiting)


def ring_back_left(writing: Writing, actor: Actor, calls: Iterable[UUID]) -> None:
    """Those of these missed calls that no promise is for any more are rung back for themselves: a
    correction was taken back that they had come to wait behind."""
    for call_id in calls:
        call = writing.row("call", call_id)
        own = writing.conn.execute(_OPEN, {"this_call": call_id}).first()
        if own is None and not _joined(writing, call):
            _ring_back(writing, actor, call)


def _ring_back(writing: Writing, actor: Actor, call: Row) -> str:
    """Who was missed is rung back for themselves, unless they are already."""
    if call["outcome"] != CallOutcome.MISSED or call["direction"] != Direction.IN:
        return ""
    facts = facts_of(writing.conn, call["speaker_id"])
    wanted = missed_promise(call, writing.now)
    wanted = replace(wanted, owner_team_id=open_team(writing.conn, actor.team_id))
    promise = ring_back(writing, actor, wanted, facts)
    if promise is None:
        return ""
    try:
        made = writing.row("callback", add_promise(writing, actor, promise, facts))
    except Refused:
        return "Nobody rings them back yet: promise it in Callbacks."
    when = stands_words(read_promise(writing, made), actor.zone, writing.now)
    return f"A promise was made for it: {_whom(writing, made)}, due {when}."


def _who(writing: Writing, call: Row) -> dict[str, UUID | None]:
    people = {name: call[name] for name in ("speaker_id", "subject_id")}
    return {name: each and who_stays(writing.conn, each) for name, each in people.items()}


def _follow(writing: Writing, actor: Actor, row: Row, before: Row, after: Row) -> str:
    columns = _columns(writing, row, before, after)
    moved = {**row, **columns}
    if not _differs(row, moved):
        if not _strays(writing, moved, before, after):
            return ""
        return _stays(writing, row, "it was made for another person or number.")
    why_not = _why_not(writing, actor, row, moved)
    if why_not:
        return _stays(writing, row, why_not)
    only_named = row["person_id"] is None and row["number_id"] == moved["number_id"]
    if not only_named and pass_on(writing, row["id"]):
        # It was for others too, who are still to be rung there.
        return _ring_back(writing, actor, after)
    there = _joins(writing, row, moved, after)
    if there is not None:
        promise = read_promise(writing, writing.row("callback", there))
        when = stands_words(promise, actor.zone, writing.now)
        return f"Its promise joins the one there: {_whom(writing, promise.row)}, due {when}."
    promise = _placed(writing, row, moved)
    told = {**columns, "asks_number": moved["number_id"] is None}
    zone = promise.reach.zone
    told |= {"promised_zone": zone, "zone_certain": promise.reach.candidates.certain}
    # A time that somebody was promised stays, unless it does not suit them there; in words it is
    # another one on another clock.
    told |= suiting(promise)
    if zone != row["promised_zone"]:
        told["promised_wall"] = promise_line(
            row["first_due_at"], zone, zone, "", row["promised_at"]
        )
    writing.update("callback", row["id"], told)
    promise = read_promise(writing, writing.row("callback", row["id"]))
    when = stands_words(promise, actor.zone, writing.now)
    ask = " Ask for a number to ring." if promise.row["number_id"] is None else ""
    rest = ""
    if _strays(writing, promise.row, before, after):
        rest = " See in Callbacks whether all of it is right."
    return f"Its promise goes along: {_whom(writing, promise.row)}, due {when}.{ask}{rest}"


def _joins(writing: Writing, row: Row, moved: Row, after: Row) -> UUID | None:
    """The promise that waits for missed calls where this one goes, which nobody has touched: there
    is one for all of them, for the first, at the earlier time. None where this one goes alone."""
    conn, callback_id = writing.conn, row["id"]
    is_missed = row["kind"] == CallbackKind.SERVICE and after["outcome"] == CallOutcome.MISSED
    if not is_missed or row["number_id"] == moved["number_id"]:
        return None
    if not (is_unworked(conn, callback_id) or is_of_machines(conn, callback_id)):
        return None
    if _of_request(writing, row) or _has_message(writing, row):
        return None
    promise = replace(
        missed_promise(after, writing.now),
        person_id=moved["person_id"],
        subject_id=moved["subject_id"],
    )
    numbers = [each for each in (after["number_id"], moved["number_id"]) if each is not None]
    there = joined(writing, promise, numbers)
    if there is None:
        return None
    end_lease(conn, callback_id)
    writing.delete("callback", callback_id)
    waits = writing.row("callback", there)
    columns: dict[str, Any] = {}
    if row["due_at"] < waits["due_at"]:
        sooner = {"due_at": row["due_at"], "hours_reason": row["hours_reason"]}
        columns |= {**sooner, **suiting(read_promise(writing, {**waits, **sooner}))}
    if after["entered_at"] < writing.row("call", waits["call_id"])["entered_at"]:
        columns["call_id"] = after["id"]
    writing.update("callback", there, columns)
    return there


def _has_message(writing: Writing, row: Row) -> bool:
    return writing.conn.execute(_MESSAGE, {"this_id": row["id"]}).first() is not None


def _columns(writing: Writing, row: Row, before: Row, after: Row) -> dict[str, Any]:
    """Whom the promise is to and where, as far as it was what the call said."""
    person_id, subject_id = row["person_id"], row["subject_id"]
    if person_id == before["speaker_id"]:
        person_id = after["speaker_id"]
    if subject_id == before["subject_id"]:
        subject_id = after["subject_id"]
    asked = row["number_id"]
    if asked in (before["number_id"], _number_of(writing, before)):
        asked = after["number_id"]
    number_id = asked
    if person_id is not None:
        number_id = number_to_ring(writing.conn, asked, person_id, subject_id)
    return {"person_id": person_id, "subject_id": subject_id, "number_id": number_id}


def _number_of(writing: Writing, call: Row) -> UUID | None:
    """The number that is rung back after a call."""
    number_id: UUID | None = call["number_id"]
    if call["speaker_id"] is None:
        return number_id
    return number_to_ring(writing.conn, number_id, call["speaker_id"], call["subject_id"])


def _differs(row: Row, moved: Row) -> bool:
    return any(row[name] != moved[name] for name in ("person_id", "subject_id", "number_id"))


def _strays(writing: Writing, row: Row, before: Row, after: Row) -> bool:
    """Whether a promise says something else than the call, of what was corrected."""
    person = before["speaker_id"] != after["speaker_id"] and row["person_id"] != after["speaker_id"]
    subject = (
        before["subject_id"] != after["subject_id"] and row["subject_id"] != after["subject_id"]
    )
    number = before["number_id"] != after["number_id"] and row["number_id"] not in (
        after["number_id"],
        _number_of(writing, after),
    )
    return person or subject or number


def _why_not(writing: Writing, actor: Actor, row: Row, moved: Row) -> str:
    """Why a promise cannot go along; "" where it can."""
    if row["attempts"]:
        return "somebody has tried it already."
    try:
        refuse_held(writing.conn, actor, row["id"], writing.now)
    except Refused:
        return "somebody is at work on it."
    people = ("person_id", "subject_id")
    if any(row[name] != moved[name] for name in people) and _of_request(writing, row):
        return "it is for a request."
    kind = CallbackKind(row["kind"])
    needs_number = moved["person_id"] is None or kind is CallbackKind.SAFETY
    if moved["number_id"] is None and needs_number:
        return "the call shows no number to ring now."
    if stopped_by(writing.conn, kind, moved["person_id"], moved["number_id"]) is not None:
        return "whom the call names now asked not to be called."
    return ""


def _of_request(writing: Writing, row: Row) -> bool:
    return writing.conn.execute(_REQUEST, {"this_id": row["id"]}).first() is not None


def _placed(writing: Writing, row: Row, moved: Row) -> OpenPromise:
    """The promise where it goes; what the wrong number or the other person told of their zone does
    not count there."""
    stays = read_promise(writing, row)
    there = reach(writing.conn, None, row["number_id"], stays.reach.site_id)
    by_number = there.candidates.certain and row["number_id"] != moved["number_id"]
    by_person = facts_of(writing.conn, row["person_id"]).zone is not None
    by_person = by_person and row["person_id"] != moved["person_id"]
    if by_number or by_person:
        moved = {**moved, "zone_certain": False}
    return read_promise(writing, moved)


def _stays(writing: Writing, row: Row, why: str) -> str:
    return f"Its promise stays with {_whom(writing, row)}: {why} Look at it in Callbacks."


def _whom(writing: Writing, row: Row) -> str:
    """ "Juniper Moss at (312) 555-0147"."""
    name = named(writing.conn, row["person_id"], row["number_id"])
    if row["person_id"] is None or row["number_id"] is None:
        return name
    return f"{name} at {named(writing.conn, None, row['number_id'])}"
