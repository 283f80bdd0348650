"""Promises moved to another time or another owner, one or many in one Change."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from desktop.domain.calling_hours import allowed
from desktop.domain.errors import NotFound, Refused
from desktop.domain.roles import may
from desktop.domain.suitable_hours import next_suitable
from desktop.domain.vocabulary import Permission, Role
from desktop.services.actor import Actor, demand
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
)
from desktop.services.reach import site_of_team
from desktop.services.undo import Inverse
from desktop.storage import tables

_users = tables.metadata.tables["user_account"]
_team = tables.metadata.tables["team"]

INVERSES: Mapping[str, tuple[Permission, Inverse]] = {
    "reassign_callbacks": (Permission.KEEP_CALLBACKS, put_back),
    "postpone_callbacks": (Permission.KEEP_CALLBACKS, put_back),
}


def reassign(
    writing: Writing,
    actor: Actor,
    callback_id: UUID,
    version: int,
    team_id: UUID,
    user_id: UUID | None,
) -> str:
    """Give one promise to a team or to somebody; returns whose it is about.

    Everybody may take one, and give away their own and the team's. Somebody else's goes to others
    only by a manager. Where nothing tells the person's zone the clinic's counts, so a promise that
    moves to another clinic may have to wait until it suits there.
    """
    promise = hold(writing, actor, callback_id, version)
    owner_id = promise.row["owner_user_id"]
    if owner_id not in (None, actor.user_id) and user_id != actor.user_id:
        demand(actor, Permission.REASSIGN_OTHERS)
    columns = {"owner_team_id": team_id, "owner_user_id": user_id}
    columns |= suiting(read_promise(writing, {**promise.row, **columns}))
    writing.update("callback", callback_id, columns, expected=version)
    end_lease(writing.conn, callback_id)
    return promise.name


def suiting(moved: OpenPromise) -> dict[str, Any]:
    """The columns of a promise whose time has come to lie outside the person's hours: the next
    that suits. A safety follow-up and a time with a reason stay."""
    there, due_at = moved.reach, moved.row["due_at"]
    if moved.is_safety or moved.row["hours_reason"]:
        return {}
    if allowed(due_at, there.candidates, there.hours).allowed:
        return {}
    later = next_suitable(due_at, there.candidates, there.hours, there.site)
    return tried_again(moved, later)


def owner_words(writing: Writing, actor: Actor, team_id: UUID, user_id: UUID | None) -> str:
    """Whom a promise goes to: "you", a name, or the team's name.

    Raises :class:`NotFound` when they are not here any more, :class:`Refused` for somebody who
    may not ring people.
    """
    site_of_team(writing.conn, team_id)
    if user_id is None:
        team = writing.conn.execute(select(_team.c.name).where(_team.c.id == team_id)).scalar()
        return str(team)
    user = writing.conn.execute(
        select(_users.c.name, _users.c.role, _users.c.active).where(_users.c.id == user_id)
    ).first()
    if user is None or not user.active:
        raise NotFound("This colleague is not here any more. Pick somebody else.")
    if not may(Role(user.role), Permission.KEEP_CALLBACKS):
        raise Refused(f"{user.name} does not ring people. Pick somebody from the desk.")
    return "you" if user_id == actor.user_id else str(user.name)


def postpone(
    writing: Writing,
    actor: Actor,
    callback_id: UUID,
    version: int,
    due_at: datetime,
    hours_reason: str,
) -> OpenPromise:
    """Move one promise to a later time, and return it as it then stands; what was promised stays
    as it was said. One that waits on a milestone goes no further than the policy lets it.

    Raises :class:`Refused` for a safety follow-up: it is never put off.
    """
    promise = hold(writing, actor, callback_id, version)
    if promise.is_safety:
        raise Refused(
            f"The safety follow-up for {promise.name} is not put off. Ring now, or ask a manager."
        )
    due_at = no_later(writing, promise, due_at)
    kept = placed_at(promise, due_at, writing.now, hours_reason)
    columns = {"due_at": due_at, "hours_reason": kept}
    writing.update("callback", callback_id, columns, expected=version)
    end_lease(writing.conn, callback_id)
    return replace(promise, row={**promise.row, **columns})
