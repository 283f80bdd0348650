"""Who is at work on a callback: working state for ten minutes, no Change.

A lease keeps two desks from ringing the same person at once. Somebody else's stops every write
to the callback until it runs out, except a manager's.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Connection, delete, insert, select

from desktop.domain.errors import NotFound, Refused
from desktop.domain.vocabulary import CallbackState, Permission
from desktop.domain.wording import clock
from desktop.services.actor import Actor, allowed, demand
from desktop.services.changes import Clock
from desktop.storage import tables
from desktop.storage.engine import Database

LEASE = timedelta(minutes=10)
LONGEST_TALK = timedelta(hours=2)
"""So long one's own lease tells when a call began, when nobody took it over meanwhile."""

_lease = tables.metadata.tables["lease"]
_callback = tables.metadata.tables["callback"]
_users = tables.metadata.tables["user_account"]


@dataclass(frozen=True, slots=True)
class LeaseRow:
    """``name`` is at work on this callback since ``since``; the lease ends by itself."""

    callback_id: UUID
    user_id: UUID
    name: str
    since: datetime
    until: datetime

    def holds(self, now: datetime) -> bool:
        """Whether it keeps others off now. One of a clock that was set back since does not: it
        would do so for hours."""
        return self.since - LEASE < now < self.until


def lease_of(conn: Connection, callback_id: UUID, now: datetime) -> LeaseRow | None:
    """The lease on this callback, while it is valid."""
    lease = _last_lease(conn, callback_id)
    return lease if lease is not None and lease.holds(now) else None


def _last_lease(conn: Connection, callback_id: UUID) -> LeaseRow | None:
    row = conn.execute(
        select(_lease.c.user_id, _lease.c.until, _users.c.name)
        .join(_users, _users.c.id == _lease.c.user_id)
        .where(_lease.c.callback_id == callback_id)
    ).first()
    if row is None:
        return None
    return LeaseRow(callback_id, row.user_id, row.name, row.until - LEASE, row.until)


def refuse_held(
    conn: Connection, actor: Actor, callback_id: UUID, now: datetime
) -> LeaseRow | None:
    """Raise :class:`Refused` with the name when somebody else is at work on it; managers pass.

    Returns the actor's own lease, if there is one: also one that ran out while they talked.
    """
    lease = _last_lease(conn, callback_id)
    if lease is None:
        return None
    if lease.user_id == actor.user_id:
        return lease if now < lease.since + LONGEST_TALK else None
    if not lease.holds(now) or allowed(actor, Permission.REASSIGN_OTHERS):
        return None
    raise Refused(
        f"{lease.name} is at work on this until {clock(lease.until, actor.zone)}. "
        "Take another one, or ask a manager."
    )


def end_lease(conn: Connection, callback_id: UUID) -> None:
    """Nobody is at work on this callback any more."""
    conn.execute(delete(_lease).where(_lease.c.callback_id == callback_id))


class Leases:
    """Claims callbacks and lets them go."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def claim(self, actor: Actor, callback_id: UUID) -> LeaseRow:
        """Be at work on an open callback for ten minutes from now; claiming again renews it.

        Raises :class:`Refused` with the name while somebody else is (managers take it over).
        """
        demand(actor, Permission.KEEP_CALLBACKS)
        now = self._clock()
        with self._database.write() as conn:
            # The row is locked so that of two desks of a clinic server one waits and then sees.
            state = conn.execute(
                select(_callback.c.state).where(_callback.c.id == callback_id).with_for_update()
            ).scalar()
            if state is None:
                raise NotFound("This promise is not here any more. Go back to the list.")
            if state != CallbackState.OPEN:
                raise Refused("This promise is closed. Reopen it first.")
            refuse_held(conn, actor, callback_id, now)
            end_lease(conn, callback_id)
            until = now + LEASE
            conn.execute(
                insert(_lease).values(
                    callback_id=callback_id,
                    user_id=actor.user_id,
                    desk_id=actor.desk_id,
                    until=until,
                )
            )
        return LeaseRow(callback_id, actor.user_id, actor.name, now, until)

    def release(self, actor: Actor, callback_id: UUID) -> None:
        """Let one's own lease go; nothing happens without one."""
        demand(actor, Permission.KEEP_CALLBACKS)
        with self._database.write() as conn:
            conn.execute(
                delete(_lease).where(
                    _lease.c.callback_id == callback_id, _lease.c.user_id == actor.user_id
                )
            )
