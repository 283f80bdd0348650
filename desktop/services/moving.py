"""Promises moved to another time, another milestone or another owner, one or many in one Change."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from desktop.domain.calling_hours import allowed
from desktop.domain.errors import NotFound, Refused
from desktop.domain.local_time import local_day
from desktop.domain.roles import may
from desktop.domain.suitable_hours import next_suitable
from desktop.domain.vocabulary import MilestoneKind, Permission, Role
from desktop.domain.wording import in_sentence, spoken_day
from desktop.services.actor import Actor, demand
from desktop.services.changes import Writing
from desktop.services.leases import end_lease
from desktop.services.open_promise import (
    OpenPromise,
    hold,
    no_later,
    placed_at,
    promises_of,
    put_back,
    read_promise,
    stands_words,
    tried_again,
    when_words,
)
from desktop.services.owners_gone import who_cannot_ring
from desktop.services.reach import site_of_team
from desktop.services.undo import Inverse
from desktop.services.waiting import may_wait
from desktop.storage import tables

_users = tables.metadata.tables["user_account"]
_team = tables.metadata.tables["team"]

INVERSES: Mapping[str, tuple[Permission, Inverse]] = {
    "reassign_callbacks": (Permission.KEEP_CALLBACKS, put_back),
    "postpone_callbacks": (Permission.KEEP_CALLBACKS, put_back),
    "change_wait": (Permission.KEEP_CALLBACKS, put_back),
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
    nobodys = owner_id is None or owner_id in who_cannot_ring(writing.conn)
    if not nobodys and actor.user_id not in (owner_id, user_id):
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
    return _moved(writing, promise, due_at, hours_reason, {})


def change_wait(
    writing: Writing,
    actor: Actor,
    callback_id: UUID,
    version: int,
    milestone: MilestoneKind | None,
    due_at: datetime,
    hours_reason: str,
) -> OpenPromise:
    """Let one promise wait for ``milestone``, until ``due_at`` at the latest; or, with None, wait
    no more and be due then. What was promised stays as it was said.

    Raises what :func:`postpone` raises, and :class:`Refused` for a milestone that cannot come any
    more.
    """
    promise = hold(writing, actor, callback_id, version)
    if milestone is not None:
        may_wait(writing.conn, milestone, promise.row["site_id"])
    columns = {"milestone": milestone}
    promise = replace(promise, row={**promise.row, **columns})
    return _moved(writing, promise, due_at, hours_reason, columns)


def moved_words(moved: Sequence[OpenPromise], asked: datetime, here: str, now: datetime) -> str:
    """What became of promises that were to be moved to ``asked``: "Promise to Juniper Moss moved to
    tomorrow 10:00 am.", of one that waits "Promise to Juniper Moss is kept after Closing, or by Dec
    16." Those that wait may not have gone so far."""
    said = promises_of([each.name for each in moved])
    waiting = [each for each in moved if each.row["milestone"] is not None]
    plain = next((each for each in moved if each.row["milestone"] is None), None)
    if plain is not None:
        held = any(each.row["due_at"] != asked for each in waiting)
        also = " Those that wait for the sale keep their latest date." if held else ""
        return f"{said} moved to {when_words(plain, plain.row['due_at'], here, now)}.{also}"
    if len(waiting) == 1:
        return f"{said} is kept {stands_words(waiting[0], here, now)}."
    latest = max(waiting, key=lambda each: each.row["due_at"])
    zone = latest.reach.zone
    day = in_sentence(spoken_day(local_day(latest.row["due_at"], zone), local_day(now, zone)))
    return f"{said} wait until {day} at the latest."


def _moved(
    writing: Writing,
    promise: OpenPromise,
    due_at: datetime,
    hours_reason: str,
    columns: Mapping[str, Any],
) -> OpenPromise:
    if promise.is_safety:
        raise Refused(
            f"The safety follow-up for {promise.name} is not put off. Ring now, or ask a manager."
        )
    due_at = no_later(writing, promise, due_at)
    kept = placed_at(promise, due_at, writing.now, hours_reason)
    columns = {**columns, "due_at": due_at, "hours_reason": kept}
    writing.update("callback", promise.id, columns, expected=promise.row["version"])
    end_lease(writing.conn, promise.id)
    return replace(promise, row={**promise.row, **columns})
