"""How a promise ends, what is decided after the fourth try, and how it opens again."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import select

from desktop.domain.errors import Refused
from desktop.domain.suitable_hours import next_suitable
from desktop.domain.vocabulary import CallbackKind, CallbackState, Permission, Resolution, Role
from desktop.services.actor import Actor, allowed
from desktop.services.changes import Writing
from desktop.services.leases import end_lease
from desktop.services.open_promise import (
    OpenPromise,
    hold,
    no_later,
    placed_at,
    put_back,
    read_promise,
    tried_again,
    when_words,
)
from desktop.services.promising import owner_still_here, refuse_stopped
from desktop.services.undo import Inverse
from desktop.storage import tables

Decision = Literal["letter", "manager", "unreachable", "again"]

_users = tables.metadata.tables["user_account"]

INVERSES: Mapping[str, tuple[Permission, Inverse]] = {
    "close_callbacks": (Permission.KEEP_CALLBACKS, put_back),
    "decide_callback": (Permission.KEEP_CALLBACKS, put_back),
    "reopen_callback": (Permission.KEEP_CALLBACKS, put_back),
}

_WORDS = {
    Resolution.KEPT: "kept",
    Resolution.RANG_US: "closed, they rang us",
    Resolution.LETTER: "closed with a letter or e-mail",
    Resolution.UNREACHABLE: "closed as unreachable",
    Resolution.DO_NOT_CALL: "closed as do not call",
    Resolution.NOT_NEEDED: "closed as not needed",
    Resolution.DUPLICATE: "closed as a duplicate",
    Resolution.WELFARE_CHECK: "closed, a welfare check was decided",
}
SAFETY_ENDS = (Resolution.KEPT, Resolution.RANG_US, Resolution.WELFARE_CHECK)
"""How a safety follow-up may end."""
_DECIDED = {"letter": Resolution.LETTER, "unreachable": Resolution.UNREACHABLE}


def resolved_words(resolution: Resolution) -> str:
    """How a promise ended: "kept", "closed as unreachable"."""
    return _WORDS[resolution]


def resolved(
    writing: Writing, actor: Actor, promise: OpenPromise, resolution: Resolution, note: str
) -> dict[str, Any]:
    """The columns of a promise that is closed.

    A safety follow-up ends only with contact (KEPT, or RANG_US with a note), or with a welfare
    check and a note of who decided it and why. DO_NOT_CALL is recorded as such, so that it is kept
    for the next call too.
    """
    note = note.strip()
    if resolution is Resolution.DO_NOT_CALL:
        raise Refused("Record it as Do not call, so that nobody rings them for something else.")
    if promise.is_safety:
        _refuse_unsafe(resolution, note)
    elif resolution is Resolution.WELFARE_CHECK:
        raise Refused("A welfare check closes safety follow-ups only. Pick another way it ends.")
    return {
        "state": CallbackState.CLOSED,
        "resolution": resolution,
        "resolution_note": note,
        "closed_at": writing.now,
        "closed_by": actor.user_id,
        "needs_decision": False,
        "asks_number": False,
    }


def _refuse_unsafe(resolution: Resolution, note: str) -> None:
    if resolution not in SAFETY_ENDS:
        raise Refused(
            "A safety follow-up closes when the person was reached, or with a welfare check. "
            "It stays open."
        )
    if resolution is Resolution.WELFARE_CHECK and not note:
        raise Refused("Write down who decided the welfare check and why, then close it.")
    if resolution is Resolution.RANG_US and not note:
        raise Refused("They rang: write down what was said, then close it.")


def close(
    writing: Writing,
    actor: Actor,
    callback_id: UUID,
    version: int,
    resolution: Resolution,
    note: str,
) -> str:
    """Close one promise inside an open Change; returns whose it was."""
    promise = hold(writing, actor, callback_id, version)
    columns = resolved(writing, actor, promise, resolution, note)
    writing.update("callback", callback_id, columns, expected=version)
    end_lease(writing.conn, callback_id)
    return promise.name


def decide(
    writing: Writing, actor: Actor, callback_id: UUID, version: int, decision: Decision, note: str
) -> str:
    """What happens after the fourth try; returns what to say.

    A letter or "unreachable" closes it; a manager takes it over and decides; "again" goes on
    trying, when it is due next or as soon as it suits.
    """
    promise = hold(writing, actor, callback_id, version)
    if not promise.row["needs_decision"]:
        raise Refused("There is nothing to decide yet. Try again when it is due.")
    if decision in _DECIDED:
        resolution = _DECIDED[decision]
        columns = resolved(writing, actor, promise, resolution, note)
        said = f"{promise.name}: {resolved_words(resolution)}."
    elif decision == "manager":
        manager_id, manager = _manager(writing, actor, promise.row["owner_team_id"])
        columns = {"owner_user_id": manager_id}
        said = f"{manager} decides about {promise.name}. It stays open until then."
    else:
        due_at = _due_again(writing, promise)
        columns = {**tried_again(promise, due_at), "needs_decision": False}
        when = when_words(promise, due_at, actor.zone, writing.now)
        said = f"{promise.name} stays open. Next try {when}."
    writing.update("callback", callback_id, columns, expected=version)
    end_lease(writing.conn, callback_id)
    return said


def reopen(
    writing: Writing,
    actor: Actor,
    callback_id: UUID,
    version: int,
    due_at: datetime,
    hours_reason: str,
) -> str:
    """Open a closed promise again with its tries; returns what to say.

    It needs a due time as a new promise does, and nobody may have asked not to be called since. A
    safety follow-up is due at once.
    """
    row = writing.row("callback", callback_id)
    if row["version"] != version:
        raise writing.changed_since(callback_id)
    if row["state"] == CallbackState.OPEN:
        raise Refused("This promise is open already.")
    promise = read_promise(writing, row)
    refuse_stopped(writing.conn, promise.kind, row["person_id"], row["number_id"], promise.name)
    if promise.is_safety:
        due_at = min(due_at, writing.now)
    due_at = no_later(writing, promise, due_at)
    columns = {
        "state": CallbackState.OPEN,
        "due_at": due_at,
        "owner_user_id": owner_still_here(writing.conn, actor, row["owner_user_id"]),
        "hours_reason": placed_at(promise, due_at, writing.now, hours_reason),
        "needs_decision": False,
        "asks_number": row["number_id"] is None,
        "resolution": None,
        "resolution_note": "",
        "closed_at": None,
        "closed_by": None,
    }
    writing.update("callback", callback_id, columns, expected=version)
    when = when_words(promise, due_at, actor.zone, writing.now)
    return f"{promise.name} is open again, due {when}."


def _due_again(writing: Writing, promise: OpenPromise) -> datetime:
    due_at: datetime = promise.row["due_at"]
    if promise.kind is CallbackKind.SAFETY or due_at > writing.now:
        return due_at
    reach = promise.reach
    return next_suitable(writing.now, reach.candidates, reach.hours, reach.site)


def _manager(writing: Writing, actor: Actor, team_id: UUID) -> tuple[UUID, str]:
    """Who decides: the actor, if a manager; else one of the team's, else any."""
    if allowed(actor, Permission.REASSIGN_OTHERS):
        return actor.user_id, actor.name
    rows = writing.conn.execute(
        select(_users.c.id, _users.c.name, _users.c.team_id)
        .where(_users.c.role == Role.MANAGER, _users.c.active.is_(True))
        .order_by(_users.c.name_key)
    ).all()
    if not rows:
        raise Refused("There is no manager here. Send a letter, or go on trying.")
    row = next((row for row in rows if row.team_id == team_id), rows[0])
    return row.id, row.name
