"""How somebody who signed in stands by now, whatever this window has heard: an account may be
switched off, a role changed, and an hour of standing in for a manager be over."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Connection, bindparam, exists, func, select

from desktop.domain.audit import Event
from desktop.domain.vocabulary import Role
from desktop.services.changes import Clock
from desktop.storage import tables
from desktop.storage.engine import Database
from desktop.storage.prepared import Prepared

LOOKS_EVERY = timedelta(seconds=1)
"""So old may be what is known of somebody who reads; who writes is looked up in the transaction."""
LASTS = timedelta(hours=1)
"""How long somebody stands in for a manager."""

_account = tables.metadata.tables["user_account"]
_desk = tables.metadata.tables["desk"]
_glass = tables.metadata.tables["break_glass"]
_event = tables.metadata.tables["audit_event"]
_change, _item = tables.metadata.tables["change"], tables.metadata.tables["change_item"]

BEGAN_AS = (
    select(func.min(_change.c.seq))
    .join(_item, _item.c.change_id == _change.c.id)
    .where(_item.c.record_id == _glass.c.id, _item.c.before.is_(None))
    .correlate(_glass)
    .scalar_subquery()
)
"""The running number of the Change that began a break-glass, which no clock moves."""
CLOCK_WAS_LEFT = ~exists(
    select(_event.c.seq)
    .where(
        _event.c.action == Event.CLOCK_SET_BACK,
        _event.c.desk_id == _glass.c.desk_id,
        _event.c.seq > BEGAN_AS,
    )
    .correlate(_glass)
)
"""Nobody set the clock of its desk back since: that would make the hour longer, and ends it."""

_IN_FORCE = (
    select(_glass.c.id)
    .where(
        _glass.c.user_id == _account.c.id,
        _glass.c.desk_id == bindparam("this_desk"),
        _glass.c.ended_at.is_(None),
        # A clock that was set back must not make the hour longer.
        _glass.c.began_at <= bindparam("this_moment", type_=_glass.c.began_at.type),
        _glass.c.until > bindparam("this_moment", type_=_glass.c.until.type),
        CLOCK_WAS_LEFT,
    )
    .limit(1)
    .scalar_subquery()
)
# All in one look: it is made in every write.
_STANDING = Prepared(
    select(_account.c.role, _account.c.active, _desk.c.retired_at, _IN_FORCE)
    .select_from(_account.outerjoin(_desk, _desk.c.id == bindparam("this_desk")))
    .where(_account.c.id == bindparam("this_user"))
)


@dataclass(frozen=True, slots=True)
class _Seen:
    at: datetime
    role: Role | None


class AccountStanding:
    """The standing of one account at one desk. Usable from any thread. ``seconds`` are those of a
    clock that nobody can set: by them an hour is over as well."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        user_id: UUID,
        desk_id: UUID,
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        self._database, self._clock = database, clock
        self._user_id, self._desk_id = user_id, desk_id
        self._seconds = seconds
        self._seen: _Seen | None = None
        self._glass: dict[UUID, float] = {}
        """When a break-glass was first seen."""

    def role(self, *, fresh: bool = False) -> Role | None:
        """See :class:`~desktop.services.actor.Standing`."""
        now, seen = self._clock(), self._seen
        if fresh or seen is None or abs(now - seen.at) >= LOOKS_EVERY:
            with self._database.read() as conn:
                seen = _Seen(now, self.within(conn)[0])
            self._seen = seen
        return seen.role

    def within(self, conn: Connection) -> tuple[Role | None, UUID | None]:
        """See :class:`~desktop.services.actor.Standing`."""
        role, glass = standing_of(conn, self._user_id, self._desk_id, self._clock())
        if glass is not None:
            now = self._seconds()
            if now - self._glass.setdefault(glass, now) >= LASTS.total_seconds():
                return Role.STAFF, None
        return role, glass


def standing_of(
    conn: Connection, user_id: UUID, desk_id: UUID, now: datetime
) -> tuple[Role | None, UUID | None]:
    """The role of an account at a desk at ``now``, None for one that is switched off or is not
    there and at a desk that was retired, and the break-glass that it comes from."""
    who = {"this_user": user_id, "this_desk": desk_id, "this_moment": now}
    account = _STANDING.first(conn, who)
    if account is None or not account[1] or account[2] is not None:
        return None, None
    role, glass = Role(account[0]), account[3]
    return (Role.STAND_IN, glass) if role is Role.STAFF and glass is not None else (role, None)
