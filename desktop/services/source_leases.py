"""Which program runs a source: one of all that are open on the same data. Working state, no Change.

A mailbox, a phone system and a watched folder are read once, by whichever program has the lease.
It renews the lease while it runs; when it dies, another takes over as soon as the lease ends.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, Insert, Row, delete, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from desktop.services.changes import Clock
from desktop.storage import tables
from desktop.storage.engine import Database

TERM: Final = timedelta(seconds=30)
"""A lease ends so long after it was renewed last."""
CLOCKS_APART: Final = timedelta(minutes=10)
"""A lease that ends later than this from now was written by a clock that was wrong: it would keep
everybody off for hours, and counts as ended."""

_lease = tables.metadata.tables["source_lease"]


@dataclass(frozen=True, slots=True)
class Held:
    """Who runs a source: ``mine``, or the program on the computer called ``place`` (""; nobody).
    ``until`` is when the lease ends (UTC), None where nobody has it."""

    mine: bool
    place: str = ""
    until: datetime | None = None


class SourceLeases:
    """The leases as one program sees them. ``holder`` is its identity, made when it starts;
    ``place`` the name of its computer."""

    def __init__(self, database: Database, clock: Clock, holder: UUID, place: str) -> None:
        self._database, self._clock = database, clock
        self._holder, self._place = holder, place

    def look(self, source: UUID) -> Held:
        """Who runs a source now."""
        with self._database.read() as conn:
            return self._held(_row(conn, source), self._clock())

    def claim(self, source: UUID) -> Held:
        """Run a source from now on, or go on running it; else who does. Returns after COMMIT.
        While another program has it, nothing is written."""
        held = self.look(source)
        if held.place and not held.mine:
            return held
        now = self._clock()
        until = now + TERM
        mine = {"holder": self._holder, "place": self._place, "until": until}
        free = or_(
            _lease.c.holder == self._holder,
            _lease.c.until <= now,
            _lease.c.until > now + CLOCKS_APART,
        )
        with self._database.write() as conn:
            # Of two that begin together one inserts; then whoever finds it free takes it.
            conn.execute(_insert_where_none_is(conn).values(source=source.hex, **mine))
            conn.execute(update(_lease).where(_lease.c.source == source.hex, free).values(**mine))
            return self._held(_row(conn, source), now)

    def release(self, source: UUID) -> None:
        """Let another program run it at once."""
        with self._database.write() as conn:
            conn.execute(
                delete(_lease).where(_lease.c.source == source.hex, _lease.c.holder == self._holder)
            )

    def _held(self, row: Row[Any] | None, now: datetime) -> Held:
        if row is None or row.until <= now or row.until > now + CLOCKS_APART:
            return Held(mine=False)
        return Held(row.holder == self._holder, row.place, row.until)


def _insert_where_none_is(conn: Connection) -> Insert:
    if conn.dialect.name == "sqlite":
        return sqlite.insert(_lease).on_conflict_do_nothing()
    return postgresql.insert(_lease).on_conflict_do_nothing()


def _row(conn: Connection, source: UUID) -> Row[Any] | None:
    return conn.execute(select(_lease).where(_lease.c.source == source.hex)).first()
