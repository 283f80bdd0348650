"""Somebody with the Safety card open asks every desk for a colleague. Working state, no Change."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Row, insert, select, update

from desktop.domain.ids import uuid7
from desktop.domain.vocabulary import Permission
from desktop.services.actor import Actor, demand
from desktop.services.changes import Clock
from desktop.services.this_desk import find_this_desk
from desktop.storage import tables
from desktop.storage.engine import Database

FRESH = timedelta(minutes=30)
"""A request nobody answered is shown so long."""

_help = tables.metadata.tables["help_request"]
_desk = tables.metadata.tables["desk"]
_asker = tables.metadata.tables["user_account"].alias("asker")
_helper = tables.metadata.tables["user_account"].alias("helper")
_ROWS = select(
    _help, _asker.c.name.label("asker"), _helper.c.name.label("helper"), _desk.c.name.label("desk")
).select_from(
    _help.outerjoin(_asker, _asker.c.id == _help.c.asked_by)
    .outerjoin(_helper, _helper.c.id == _help.c.answered_by)
    .outerjoin(_desk, _desk.c.id == _help.c.desk_id)
)


@dataclass(frozen=True, slots=True)
class HelpRow:
    """One request: ``who`` asks (a name, or the desk where nobody was signed in), and ``helper``
    who said "I am coming", if anybody did."""

    id: UUID
    asked_by: UUID | None
    who: str
    asked_at: datetime
    helper: str | None


class HelpRequests:
    """Asks, answers and ends. Whoever stands at a locked desk may ask too."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def ask(self, actor: Actor | None) -> HelpRow:
        """Ask every open desk to come."""
        now = self._clock()
        request_id = uuid7(now)
        with self._database.write() as conn:
            here = find_this_desk(conn)
            conn.execute(
                insert(_help).values(
                    id=request_id,
                    asked_by=actor.user_id if actor else None,
                    desk_id=here.id if here else None,
                    asked_at=now,
                    answered_by=None,
                    answered_at=None,
                    ended_at=None,
                )
            )
            return _row(conn.execute(_ROWS.where(_help.c.id == request_id)).one())

    def come(self, actor: Actor, request_id: UUID) -> HelpRow | None:
        """ "I am coming". The first who says so is told to the asker; None when it is over."""
        demand(actor, Permission.KEEP_CALLBACKS)
        here = _help.c.id == request_id
        with self._database.write() as conn:
            conn.execute(
                update(_help)
                .where(here, _help.c.answered_by.is_(None), _help.c.ended_at.is_(None))
                .values(answered_by=actor.user_id, answered_at=self._clock())
            )
            row = conn.execute(_ROWS.where(here, _help.c.ended_at.is_(None))).first()
        return _row(row) if row else None

    def end(self, request_id: UUID) -> None:
        """The card is saved: nobody has to come any more."""
        with self._database.write() as conn:
            conn.execute(
                update(_help)
                .where(_help.c.id == request_id, _help.c.ended_at.is_(None))
                .values(ended_at=self._clock())
            )

    def waiting(self) -> tuple[HelpRow, ...]:
        """Who waits for a colleague now, first who asked first. Names of staff only."""
        query = (
            _ROWS.where(
                _help.c.asked_at > self._clock() - FRESH,
                _help.c.ended_at.is_(None),
                _help.c.answered_by.is_(None),
            )
        ).order_by(_help.c.asked_at, _help.c.id)
        with self._database.read() as conn:
            return tuple(map(_row, conn.execute(query)))

    def one(self, request_id: UUID) -> HelpRow | None:
        """One request as it is now: has somebody said that they come?"""
        with self._database.read() as conn:
            row = conn.execute(_ROWS.where(_help.c.id == request_id)).first()
        return _row(row) if row else None


def _row(row: Row[tuple[object, ...]]) -> HelpRow:
    who = row.asker or (f"Somebody at {row.desk}" if row.desk else "Somebody")
    return HelpRow(row.id, row.asked_by, who, row.asked_at, row.helper)
