"""Each open request keeps a live callback, or a reason why none is needed.

Seen to at the end of every Change (:func:`keep_requests_reachable`): when the callback of an open
request is closed or taken back, a new one is promised for the day the request is due. Where nobody
may be rung any more, the reason is written down.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select

from desktop.domain.errors import Refused
from desktop.domain.request_rules import CALLBACK_REASONS, TITLES
from desktop.domain.suitable_hours import next_suitable
from desktop.domain.vocabulary import CallbackState, RequestKind, RequestState, Role
from desktop.services.actor import Actor
from desktop.services.changes import Writing
from desktop.services.many_ids import some_at_a_time
from desktop.services.open_promise import NO_COMMON_HOUR
from desktop.services.promising import Promise, add_promise, callee, facts_of
from desktop.services.reach import site_calendar, site_of_team
from desktop.storage import tables

_request = tables.metadata.tables["request"]
_callback = tables.metadata.tables["callback"]
_CLOSED = '"state":"closed"'


def keep_requests_reachable(writing: Writing, user_id: UUID | None) -> None:
    """Promise anew what an open request has lost."""
    gone = {
        item.record_id
        for item in writing.items
        if item.record == "callback" and (item.after is None or _CLOSED in item.after)
    }
    if not gone:
        return
    for some in some_at_a_time(gone):
        rows = writing.conn.execute(
            select(_request.c.id)
            .outerjoin(_callback, _callback.c.id == _request.c.callback_id)
            .where(
                _request.c.state == RequestState.OPEN,
                _request.c.callback_id.in_(some),
                or_(_callback.c.id.is_(None), _callback.c.state != CallbackState.OPEN),
            )
        ).scalars()
        for request_id in rows.all():
            _promise_again(writing, request_id, user_id)


def promise_for(
    writing: Writing,
    actor: Actor,
    kind: RequestKind,
    person_id: UUID | None,
    asked_by_id: UUID | None,
    call_id: UUID | None,
    site_id: UUID | None,
    team_id: UUID | None,
    owner_id: UUID | None,
    due_at: datetime,
) -> UUID:
    """A callback about a request, at the next time from ``due_at`` that suits. Raises
    :class:`Refused` where nobody may be rung."""
    who = asked_by_id or person_id
    number_id = None
    if who is None and call_id is not None:
        number_id = writing.row("call", call_id)["number_id"]
    promise = Promise(
        number_id=number_id,
        reason=CALLBACK_REASONS[kind],
        what=_what(kind),
        due_at=due_at,
        person_id=who,
        subject_id=person_id,
        call_id=call_id,
        site_id=site_id,
        owner_team_id=team_id,
        owner_user_id=owner_id,
        hours_reason=NO_COMMON_HOUR,
    )
    rung = callee(writing.conn, actor, promise, facts_of(writing.conn, who))
    site = site_calendar(writing.conn, site_of_team(writing.conn, team_id or actor.team_id))
    when = next_suitable(max(due_at, writing.now), rung.candidates, rung.hours, site)
    return add_promise(writing, actor, replace(promise, due_at=when))


def is_about_request(callback: Mapping[str, Any], kind: RequestKind) -> bool:
    """Whether a callback was promised for a request of this kind alone."""
    return bool(callback["promise"] == _what(kind))


def _what(kind: RequestKind) -> str:
    return f"{TITLES[kind]}: how far it is"


def _promise_again(writing: Writing, request_id: UUID, user_id: UUID | None) -> None:
    row = writing.row("request", request_id)
    actor = _actor(writing, user_id or row["opened_by"], row["owner_team_id"])
    try:
        callback_id = promise_for(
            writing,
            actor,
            RequestKind(row["kind"]),
            row["person_id"],
            row["asked_by_id"],
            row["call_id"],
            row["site_id"],
            row["owner_team_id"],
            row["owner_user_id"],
            row["due_at"],
        )
    except Refused as refusal:
        values = {"callback_id": None, "no_callback_reason": str(refusal)}
        writing.update("request", request_id, values)
        return
    writing.update("request", request_id, {"callback_id": callback_id, "no_callback_reason": ""})


def _actor(writing: Writing, user_id: UUID, team_id: UUID) -> Actor:
    """Whoever acts, at the clinic whose team keeps the request."""
    account = writing.row("user_account", user_id)
    site_id = site_of_team(writing.conn, team_id)
    zone = site_calendar(writing.conn, site_id).zone
    role = Role(account["role"])
    return Actor(user_id, account["name"], role, user_id, site_id, team_id, zone)
