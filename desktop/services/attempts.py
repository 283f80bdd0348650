"""Tries to keep a promise: each is one Change, the attempt and what follows from it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, select

from desktop.domain.calling_hours import allowed, may_place
from desktop.domain.errors import Refused
from desktop.domain.next_try import NextTry, Tried, next_try, tries_in_a_row, tries_words
from desktop.domain.suitable_hours import next_suitable
from desktop.domain.vocabulary import (
    AttemptResult,
    DoNotCallPurpose,
    Permission,
    Resolution,
)
from desktop.services.actor import Actor
from desktop.services.call_form import ToldWords
from desktop.services.changes import Item, Writing
from desktop.services.do_not_call import closing, covers, stop
from desktop.services.leases import end_lease
from desktop.services.new_number import use_number
from desktop.services.open_promise import (
    OpenPromise,
    hold,
    promised_again,
    put_back,
    read_promise,
    tried_again,
    when_words,
)
from desktop.services.promising import refuse_stopped
from desktop.services.reach import reach
from desktop.services.resolving import resolved, resolved_words
from desktop.services.told_words import RECORD as DISCLOSURE
from desktop.services.told_words import keep_told, name_of, take_back_told
from desktop.services.undo import Inverse
from desktop.storage import tables

_attempt = tables.metadata.tables["attempt"]


def _take_back(writing: Writing, actor: Actor, items: Sequence[Item]) -> None:
    """The promise is as before; what they were told is struck, for the ledger never shrinks."""
    take_back_told(writing, actor, items)
    put_back(writing, actor, [item for item in items if item.record != DISCLOSURE])


INVERSES: Mapping[str, tuple[Permission, Inverse]] = {
    "record_attempt": (Permission.KEEP_CALLBACKS, _take_back),
}

_SAVED = {
    AttemptResult.VOICEMAIL: "Voicemail saved for {name}.",
    AttemptResult.SOMEONE_ELSE: "Someone else answered for {name}.",
    AttemptResult.NO_ANSWER: "No answer saved for {name}.",
    AttemptResult.BUSY: "Busy saved for {name}.",
    AttemptResult.WRONG_NUMBER: "Wrong number saved for {name}.",
}


@dataclass(frozen=True, slots=True)
class Try:
    """One try as the desk tells it; see :meth:`desktop.services.callbacks.Callbacks.record`. Its
    texts are fit to keep. ``told`` are the approved words that were read to who was reached."""

    result: AttemptResult
    note: str = ""
    new_due_at: datetime | None = None
    close: Resolution | None = None
    new_number_text: str = ""
    hours_reason: str = ""
    purpose: DoNotCallPurpose = DoNotCallPurpose.ALL
    reason: str = ""
    told: tuple[ToldWords, ...] = ()


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What a try does to the promise: its columns, the next time it is due, what is said."""

    columns: Mapping[str, Any]
    next_due_at: datetime | None
    said: str


def tries_of(conn: Connection, callback_id: UUID) -> tuple[Tried, ...]:
    """The tries of a promise, oldest first."""
    rows = conn.execute(
        select(_attempt.c.at, _attempt.c.result)
        .where(_attempt.c.callback_id == callback_id)
        .order_by(_attempt.c.at, _attempt.c.id)
    )
    return tuple(Tried(row.at, AttemptResult(row.result)) for row in rows)


def record_try(writing: Writing, actor: Actor, callback_id: UUID, version: int, made: Try) -> str:
    """Write one try inside an open Change; returns what to say about it."""
    promise = hold(writing, actor, callback_id, version)
    kept_reason = _placed(writing, promise, made)
    outcome = _OUTCOMES[made.result](writing, actor, promise, made)
    writing.insert(
        "attempt",
        {
            "callback_id": callback_id,
            "call_id": None,
            "user_id": actor.user_id,
            "at": writing.now,
            "result": made.result,
            "note": made.note.strip(),
            "hours_reason": kept_reason,
            "next_due_at": outcome.next_due_at,
        },
    )
    done = {
        "attempts": promise.row["attempts"] + 1,
        "last_result": made.result,
        "last_attempt_at": writing.now,
    }
    writing.update("callback", callback_id, {**outcome.columns, **done}, expected=version)
    end_lease(writing.conn, callback_id)
    return f"{outcome.said}{_tell(writing, actor, promise, made.told)}"


def _tell(writing: Writing, actor: Actor, promise: OpenPromise, told: tuple[ToldWords, ...]) -> str:
    """Write into the ledger what they were told; returns what to add about it."""
    if not told:
        return ""
    who = promise.row["person_id"]
    if who is None:
        raise Refused("Who was told? Say first whom this promise is for.")
    keep_told(writing, actor, None, told, who, promise.row["subject_id"] or who)
    versions = " and ".join(name_of(writing.conn, each.statement_id) for each in told)
    return f" They were told {versions}."


def _placed(writing: Writing, promise: OpenPromise, made: Try) -> str | None:
    """The reason to keep when the call was placed outside the person's hours.

    A call is placed between the beginning of its lease and now: one that was begun at 8:58 pm may
    be written down at 9:04, one that was claimed at 7:58 am and rung at 8:00 too. A wish not to be
    called is never turned away.
    """
    began = promise.lease.since if promise.lease else writing.now
    there = promise.reach
    checks = [allowed(at, there.candidates, there.hours) for at in (began, writing.now)]
    check = next((each for each in checks if each.allowed), checks[-1])
    if made.result is not AttemptResult.DO_NOT_CALL:
        may_place(promise.kind, check, made.hours_reason)
    return None if check.allowed else made.hours_reason.strip() or None


def _follows(writing: Writing, promise: OpenPromise, result: AttemptResult) -> NextTry:
    there = promise.reach
    return next_try(
        result,
        tries_of(writing.conn, promise.id),
        writing.now,
        promise.kind,
        there.candidates,
        there.hours,
        there.site,
        promise.row["first_due_at"],
    )


def _due(follows: NextTry) -> datetime:
    if follows.due_at is None:
        raise ValueError("an open promise keeps a due time")
    return follows.due_at


def _next(follows: NextTry, promise: OpenPromise) -> dict[str, Any]:
    return {
        **tried_again(promise, _due(follows)),
        "needs_decision": follows.needs_decision,
        "asks_number": follows.asks_number or promise.row["asks_number"],
    }


def _then(writing: Writing, actor: Actor, promise: OpenPromise, follows: NextTry) -> str:
    if follows.needs_decision:
        count = tries_in_a_row(tries_of(writing.conn, promise.id)) + 1
        return f"{tries_words(count)} made: decide what happens next."
    return f"Next try {when_words(promise, _due(follows), actor.zone, writing.now)}."


def _not_reached(writing: Writing, actor: Actor, promise: OpenPromise, made: Try) -> _Outcome:
    """Voicemail, someone else, no answer, busy: the rule gives the next time."""
    follows = _follows(writing, promise, made.result)
    said = _SAVED[made.result].format(name=promise.name)
    then = _then(writing, actor, promise, follows)
    return _Outcome(_next(follows, promise), follows.due_at, f"{said} {then}")


def _reached(writing: Writing, actor: Actor, promise: OpenPromise, made: Try) -> _Outcome:
    if made.close is not None:
        columns = resolved(writing, actor, promise, made.close, made.note)
        said = f"Reached {promise.name}. The promise is {resolved_words(made.close)}."
        return _Outcome(columns, None, said)
    if made.new_due_at is None:
        raise Refused("You reached them. Close the promise, or promise a new time.")
    columns = {
        **promised_again(writing, actor, promise, made.new_due_at, made.hours_reason),
        "needs_decision": False,
        "asks_number": False,
    }
    due_at = columns["due_at"]
    when = when_words(promise, due_at, actor.zone, writing.now)
    return _Outcome(columns, due_at, f"New promise saved for {promise.name}: {when}.")


def _wrong_number(writing: Writing, actor: Actor, promise: OpenPromise, made: Try) -> _Outcome:
    """Without a new number one is asked for; with one the promise is due again when it was."""
    follows = _follows(writing, promise, made.result)
    said = _SAVED[made.result].format(name=promise.name)
    if not made.new_number_text.strip():
        then = _then(writing, actor, promise, follows)
        said = f"{said} Ask for a new one. {then}"
        return _Outcome(_next(follows, promise), follows.due_at, said)
    columns, due_at, said = _renumbered(writing, actor, promise, made.new_number_text)
    return _Outcome(columns, due_at, said)


def give_number(writing: Writing, actor: Actor, callback_id: UUID, version: int, text: str) -> str:
    """Ring a promise at another number from now on; returns what to say."""
    promise = hold(writing, actor, callback_id, version)
    columns, _, said = _renumbered(writing, actor, promise, text)
    writing.update("callback", callback_id, columns, expected=version)
    return said


def _renumbered(
    writing: Writing, actor: Actor, promise: OpenPromise, text: str
) -> tuple[dict[str, Any], datetime, str]:
    """The columns of a promise with a new number, due when it was or as soon as it suits there."""
    number_id = use_number(writing, promise.row["person_id"], text, first=True)
    row = {**promise.row, "number_id": number_id}
    if _zone_was_told_by_number(writing, promise):
        row["zone_certain"] = False
    moved = read_promise(writing, row)
    refuse_stopped(writing.conn, moved.kind, moved.row["person_id"], number_id, moved.name)
    due_at = max(promise.row["due_at"], writing.now)
    if not moved.is_safety:
        there = moved.reach
        due_at = next_suitable(due_at, there.candidates, there.hours, there.site)
    columns = {
        **tried_again(moved, due_at),
        "number_id": number_id,
        "promised_zone": moved.reach.zone,
        "zone_certain": moved.reach.candidates.certain,
        "needs_decision": False,
        "asks_number": False,
    }
    when = when_words(moved, due_at, actor.zone, writing.now)
    return columns, due_at, f"New number saved for {moved.name}. Next try {when}."


def _zone_was_told_by_number(writing: Writing, promise: OpenPromise) -> bool:
    """Whether the number that was not theirs said where they are, and not they themselves."""
    number_id, site_id = promise.row["number_id"], promise.reach.site_id
    return reach(writing.conn, None, number_id, site_id).candidates.certain


def _do_not_call(writing: Writing, actor: Actor, promise: OpenPromise, made: Try) -> _Outcome:
    """Stops what it covers and says so. A safety follow-up stays open, and so does a promise of a
    kind that the wish is not about."""
    person_id = promise.row["person_id"]
    number_id = promise.row["number_id"] if person_id is None else None
    reason = made.reason.strip() or made.note.strip()
    stopped = stop(writing, actor, person_id, number_id, made.purpose, reason, spare=(promise.id,))
    said = stopped.sentence(promise.name)
    if covers(made.purpose, promise.kind):
        return _Outcome(closing(writing, actor), None, said)
    if promise.is_safety:
        follows = _follows(writing, promise, made.result)
        return _Outcome(_next(follows, promise), follows.due_at, said)
    there = promise.reach
    wanted = max(promise.row["due_at"], writing.now)
    due_at = next_suitable(wanted, there.candidates, there.hours, there.site)
    when = when_words(promise, due_at, actor.zone, writing.now)
    return _Outcome(
        {**tried_again(promise, due_at), "needs_decision": False},
        due_at,
        f"{said} This promise is not about that and stays open, due {when}.",
    )


_OUTCOMES: Mapping[AttemptResult, Callable[[Writing, Actor, OpenPromise, Try], _Outcome]] = {
    AttemptResult.REACHED: _reached,
    AttemptResult.VOICEMAIL: _not_reached,
    AttemptResult.SOMEONE_ELSE: _not_reached,
    AttemptResult.NO_ANSWER: _not_reached,
    AttemptResult.BUSY: _not_reached,
    AttemptResult.WRONG_NUMBER: _wrong_number,
    AttemptResult.DO_NOT_CALL: _do_not_call,
}
