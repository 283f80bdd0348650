"""Break-glass: somebody of the front desk stands in for a manager, for an hour and with a reason.

It holds at the desk where it was begun, ends by the clock, and is marked: every entry of the trail
says under which one it was made, and managers are told."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Row, and_, delete, func, insert, select

from desktop.domain.errors import Refused
from desktop.domain.vocabulary import Permission, Role
from desktop.services.actor import Actor, allowed, demand
from desktop.services.changes import Clock, Ledger, Writing, Written
from desktop.services.standing import BEGAN_AS, CLOCK_WAS_LEFT, LASTS
from desktop.storage import tables
from desktop.storage.engine import Database

LONGEST_REASON = 200
_SHOWN_AT_MOST = 50
_SEEN = "break_glass_seen"

_glass = tables.metadata.tables["break_glass"]
_account = tables.metadata.tables["user_account"]
_desk = tables.metadata.tables["desk"]
_setting = tables.metadata.tables["setting"]
_ROWS = select(_glass, _account.c.name.label("who"), _desk.c.name.label("desk")).select_from(
    _glass.join(_account, _account.c.id == _glass.c.user_id).join(
        _desk, _desk.c.id == _glass.c.desk_id
    )
)


@dataclass(frozen=True, slots=True)
class GlassRow:
    """One time that somebody stood in: ``who`` at which ``desk``, why, and how long. ``ended_at``
    is set where it was ended before its hour was over."""

    id: UUID
    user_id: UUID
    who: str
    desk: str
    reason: str
    began_at: datetime
    until: datetime
    ended_at: datetime | None
    version: int

    def holds(self, now: datetime) -> bool:
        """Whether it is in force at ``now``."""
        return self.ended_at is None and self.began_at <= now < self.until


@dataclass(frozen=True, slots=True)
class Present:
    """How somebody stands at this very moment: who they are with what they may do now, None when
    their account is switched off; and the break-glass that holds for them."""

    user_id: UUID
    actor: Actor | None
    glass: GlassRow | None


class BreakGlass:
    """Begins it, ends it, and tells managers of it."""

    def __init__(self, database: Database, ledger: Ledger, clock: Clock) -> None:
        self._database = database
        self._ledger = ledger
        self._clock = clock

    def begin(self, actor: Actor, reason: str, key: UUID) -> Written:
        """Stand in for a manager at this desk for :data:`LASTS`; the value is its identity.

        Raises :class:`Refused` without a reason, and while one holds already: an hour is not made
        longer by beginning again.
        """
        demand(actor, Permission.BREAK_GLASS)
        why = " ".join(reason.split())
        if not why or len(why) > LONGEST_REASON:
            raise Refused("Say in a few words why it cannot wait for a manager.")

        def work(writing: Writing) -> UUID:
            if _in_force(writing.conn, actor, writing.now) is not None:
                raise Refused("You stand in for a manager already.")
            return writing.insert(
                "break_glass",
                {
                    "user_id": actor.user_id,
                    "desk_id": actor.desk_id,
                    "reason": why,
                    "began_at": writing.now,
                    "until": writing.now + LASTS,
                },
            )

        return self._ledger.write(actor, "break_glass", Permission.BREAK_GLASS, key, work)

    def end(self, actor: Actor, glass_id: UUID, key: UUID) -> Written:
        """End it before its hour is over: one's own, or as a manager anybody's."""
        overseer = allowed(actor, Permission.OVERSEE)
        needs = Permission.OVERSEE if overseer else Permission.BREAK_GLASS
        demand(actor, needs)

        def work(writing: Writing) -> UUID:
            row = writing.row("break_glass", glass_id)
            if not overseer and row["user_id"] != actor.user_id:
                raise Refused("Only a manager can end this for somebody else.")
            if row["ended_at"] is None and row["until"] > writing.now:
                values = {"ended_at": writing.now, "ended_by": actor.user_id}
                writing.update("break_glass", glass_id, values)
            return glass_id

        return self._ledger.write(actor, "end_break_glass", needs, key, work)

    def present(self, actor: Actor) -> Present:
        """How the actor stands now. Everybody may ask that, also who may do nothing any more."""
        role = actor.standing.role(fresh=True) if actor.standing else actor.role
        if role is None:
            return Present(actor.user_id, None, None)
        glass = None
        if role is Role.STAND_IN or actor.standing is None:
            with self._database.read() as conn:
                glass = _in_force(conn, actor, self._clock())
        return Present(actor.user_id, replace(actor, role=role), glass)

    def mine(self, actor: Actor) -> GlassRow | None:
        """The one that holds for the actor at this desk now."""
        demand(actor, Permission.OWN_ACCOUNT)
        with self._database.read() as conn:
            return _in_force(conn, actor, self._clock())

    def unseen(self, actor: Actor) -> tuple[GlassRow, ...]:
        """Who stood in since this manager last said that they know, the newest first."""
        demand(actor, Permission.OVERSEE)
        with self._database.read() as conn:
            seen = conn.execute(select(_setting.c.value).where(_mark(actor))).scalar()
            query = _ROWS.order_by(BEGAN_AS.desc()).limit(_SHOWN_AT_MOST)
            if seen is not None and seen.isdigit():
                query = query.where(int(seen) < BEGAN_AS)
            elif seen is not None:  # as it was kept before
                query = query.where(_glass.c.began_at > datetime.fromisoformat(seen))
            return tuple(map(_row, conn.execute(query)))

    def seen(self, actor: Actor, until: datetime) -> None:
        """This manager knows of everything that was begun up to the one of ``until``."""
        demand(actor, Permission.OVERSEE)
        scope, name = actor.user_id.hex, _SEEN
        with self._database.write() as conn:
            known = select(func.max(BEGAN_AS)).where(_glass.c.began_at == until)
            number = conn.execute(known).scalar() or 0
            conn.execute(delete(_setting).where(_mark(actor)))
            conn.execute(insert(_setting).values(scope=scope, name=name, value=str(number)))


def _mark(actor: Actor) -> ColumnElement[bool]:
    return and_(_setting.c.scope == actor.user_id.hex, _setting.c.name == _SEEN)


def _in_force(conn: Connection, actor: Actor, now: datetime) -> GlassRow | None:
    query = _ROWS.where(
        _glass.c.user_id == actor.user_id,
        _glass.c.desk_id == actor.desk_id,
        _glass.c.ended_at.is_(None),
        _glass.c.until > now,
        CLOCK_WAS_LEFT,
    )
    rows = map(_row, conn.execute(query))
    return next((row for row in rows if row.holds(now)), None)


def _row(row: Row[tuple[object, ...]]) -> GlassRow:
    return GlassRow(
        row.id,
        row.user_id,
        row.who,
        row.desk,
        row.reason,
        row.began_at,
        row.until,
        row.ended_at,
        row.version,
    )
