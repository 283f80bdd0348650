"""The list of all calls: as one long list of which any row is at hand, and filtered in pages."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import bindparam, func, select, tuple_

from desktop.domain.errors import NotFound
from desktop.domain.vocabulary import Permission
from desktop.services import call_days, call_finding
from desktop.services.actor import Actor, demand
from desktop.services.call_days import CallDay
from desktop.services.call_filter import CallFilter
from desktop.services.call_finding import FoundPage
from desktop.services.call_lines import (
    ANCHOR,
    END,
    FIRST_ID,
    CallKey,
    CallLine,
    read_lines,
    step,
)
from desktop.services.changes import Clock
from desktop.storage import tables
from desktop.storage.call_counts import quarter_of, start_of
from desktop.storage.engine import Database

_call = tables.metadata.tables["call"]
_AT = select(_call.c.started_at).where(_call.c.id == bindparam("this_id"))
_BEHIND_IN_QUARTER = select(func.count()).where(
    _call.c.started_at < bindparam("until"),
    tuple_(_call.c.started_at, _call.c.id)
    > tuple_(
        bindparam("at", type_=_call.c.started_at.type),
        bindparam("last", type_=_call.c.id.type),
    ),
)


@dataclass(frozen=True, slots=True)
class Place:
    """The ``skip`` newest calls of a day stand before it."""

    day: CallDay
    skip: int


@dataclass(frozen=True, slots=True)
class Opening:
    """What the list shows first: how many calls there are, how many today, and the newest."""

    total: int
    today: CallDay
    newest: tuple[CallLine, ...]


class CallList:
    """Reads the list. Days are those of the desk's zone."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def opening(self, actor: Actor, block: int, least: int) -> Opening:
        """The first page with its counts, as quickly over a million calls as over two thousand.

        At ``least`` so many of the newest calls, and so many more that what is left behind them
        is whole blocks.
        """
        demand(actor, Permission.READ_PEOPLE)
        with self._database.read() as conn:
            total = call_days.total(conn)
            most = total % block
            if most < least:
                most += block
            today = call_days.calls_on(conn, self._clock(), actor.zone)
            return Opening(total, today, read_lines(conn, END, 0, most) if least else ())

    def days(self, actor: Actor) -> tuple[CallDay, ...]:
        """Every day with calls and their number, newest first."""
        demand(actor, Permission.READ_PEOPLE)
        with self._database.read() as conn:
            return call_days.days_with_calls(conn, actor.zone)

    def rows(self, actor: Actor, place: Place, most: int) -> tuple[CallLine, ...]:
        """The calls from a place on, also those of the days before."""
        demand(actor, Permission.READ_PEOPLE)
        with self._database.read() as conn:
            found = call_days.quarter_at(conn, place.day.ends, place.skip)
            if found is None:
                return ()
            until, skip = found
            before = CallKey(until, FIRST_ID)
            while skip > ANCHOR:
                # A quarter with thousands: an import that knew no more than the day.
                anchor = step(conn, before, ANCHOR)
                if anchor is None:
                    return ()
                before, skip = anchor, skip - ANCHOR
            return read_lines(conn, before, skip, most)

    def place_of(self, actor: Actor, call_id: UUID) -> Place:
        """Where a call stands. Raises :class:`NotFound`."""
        demand(actor, Permission.READ_PEOPLE)
        with self._database.read() as conn:
            at = conn.execute(_AT, {"this_id": call_id}).scalar()
            if at is None:
                raise NotFound("This call is not here any more. It may have been undone.")
            day = call_days.calls_on(conn, at, actor.zone)
            until = start_of(quarter_of(at) + 1)
            given = {"until": until, "at": at, "last": call_id}
            newer = conn.execute(_BEHIND_IN_QUARTER, given).scalar_one()
            return Place(day, call_days.calls_between(conn, until, day.ends) + newer)

    def found(self, actor: Actor, asked: CallFilter, after: CallKey | None, most: int) -> FoundPage:
        """The next calls that a filter lets through, behind ``after``. It looks through so many
        and no more, so that what is rare never holds the desk up: see :class:`FoundPage`."""
        demand(actor, Permission.READ_PEOPLE)
        with self._database.read() as conn:
            return call_finding.find(conn, asked, after, most)
