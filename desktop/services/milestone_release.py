"""Which callbacks a milestone makes due, and when each is to be rung: worked out before anything
is written, so that nobody waits for it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, literal_column, select

from desktop.domain.spreading import Placed, ToPlace, spread
from desktop.domain.transition import Course
from desktop.domain.vocabulary import MilestoneKind
from desktop.services.closed_sites import open_team
from desktop.services.milestone_rows import DayOfCallbacks
from desktop.services.spread_lanes import Lanes
from desktop.services.transition_settings import read_choices
from desktop.storage import tables

_callback = tables.metadata.tables["callback"]
_person = tables.metadata.tables["person"]
_number = tables.metadata.tables["phone_number"]

IS_OPEN = _callback.c.state == literal_column("'open'")
"""As the indexes of open callbacks say it."""


@dataclass(frozen=True, slots=True)
class Release:
    """A time for each callback, the most urgent first."""

    placed: tuple[Placed, ...]
    people: tuple[ToPlace, ...]
    lanes: Lanes

    @property
    def days(self) -> tuple[DayOfCallbacks, ...]:
        """How many each lane rings on each day."""
        lanes = (each.lane for each in self.people)
        return self.lanes.by_day(zip(lanes, self.placed, strict=True))

    @property
    def last_due_at(self) -> datetime | None:
        """When the last of them is due."""
        return max((each.due_at for each in self.placed), default=None)


class KeepingTeams(dict[UUID, UUID]):
    """Team → the team that keeps what it had, in a ``course``."""

    def __init__(self, conn: Connection, course: Course) -> None:
        super().__init__()
        self._conn = conn
        self._course = course

    def __missing__(self, team_id: UUID) -> UUID:
        """Look up one that is new."""
        self[team_id] = found = open_team(self._conn, team_id, self._course)
        return found


def waiting_for(
    course: Course, kind: MilestoneKind, site_id: UUID | None
) -> tuple[ColumnElement[bool], ...]:
    """The open callbacks that become due when ``kind`` happens."""
    kinds = [str(each) for each in course.ends_waiting_for(kind)]
    found = [IS_OPEN, _callback.c.milestone.in_(kinds)]
    if kind is MilestoneKind.CLOSURE and site_id is not None:
        found.append(_callback.c.site_id == site_id)
    return tuple(found)


def plan_release(
    conn: Connection, course: Course, kind: MilestoneKind, site_id: UUID | None, now: datetime
) -> Release:
    """Spread them: whose latest date comes first is rung first, by who has it now; by another team
    where its clinic is closed by then."""
    lanes = Lanes(conn, read_choices(conn))
    teams = KeepingTeams(conn, course.once(kind, site_id, now))
    columns = (
        _callback.c.id,
        _callback.c.owner_team_id,
        _callback.c.owner_user_id,
        _callback.c.due_at,
        _callback.c.promised_zone,
        _callback.c.zone_certain,
        _person.c.zone,
        _person.c.hours_from,
        _person.c.hours_to,
        _number.c.e164,
    )
    query = (
        select(*columns)
        .select_from(
            _callback.outerjoin(_person, _person.c.id == _callback.c.person_id).outerjoin(
                _number, _number.c.id == _callback.c.number_id
            )
        )
        .where(*waiting_for(course, kind, site_id))
        .order_by(_callback.c.due_at, _callback.c.id)
    )
    people = tuple(_to_place(lanes, teams, row) for row in conn.execute(query))
    return Release(spread(people, now), people, lanes)


def _to_place(lanes: Lanes, teams: KeepingTeams, row: Any) -> ToPlace:
    callback_id, team_id, owner_id, due_at, said, certain, stated, opens, closes, e164 = row
    lane = lanes.of(teams[team_id], owner_id)
    candidates = lanes.candidates(stated, e164, said if certain else None, lane.site.zone)
    return ToPlace(callback_id, lane, candidates, lanes.hours(opens, closes), due_at)
