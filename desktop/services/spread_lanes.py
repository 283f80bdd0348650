"""Who rings how much in an hour, and where people may be: what spreading callbacks needs, read
once for thousands of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Connection, func, select

from desktop.domain.calling_hours import CallingHours
from desktop.domain.local_time import local_day
from desktop.domain.spreading import Lane, Placed
from desktop.domain.work_days import SiteCalendar
from desktop.domain.zones import Candidates
from desktop.services.milestone_rows import DayOfCallbacks
from desktop.services.reach import hours_within_law, site_calendar, zones_at
from desktop.services.transition_settings import TransitionChoices
from desktop.storage import tables

_desk = tables.metadata.tables["desk"]
_team = tables.metadata.tables["team"]
_users = tables.metadata.tables["user_account"]
_AMERICAN, _EXCHANGE = len("+16025550147"), len("+1602555")


@dataclass(frozen=True, slots=True)
class Team:
    """Who keeps promises together."""

    id: UUID
    name: str
    site_id: UUID
    desks: int


class Lanes:
    """Teams with their desks and calendars, and the owners among their people."""

    def __init__(self, conn: Connection, choices: TransitionChoices) -> None:
        self._conn = conn
        self._per_hour = choices.calls_per_hour
        counted = select(_desk.c.team_id, func.count().label("many")).group_by(_desk.c.team_id)
        desks = {row.team_id: row.many for row in conn.execute(counted)}
        self.teams: Mapping[UUID, Team] = {
            row.id: Team(row.id, row.name, row.site_id, max(1, desks.get(row.id, 0)))
            for row in conn.execute(select(_team.c.id, _team.c.name, _team.c.site_id))
        }
        users = conn.execute(select(_users.c.id, _users.c.name))
        self._names: dict[UUID, str] = {row.id: row.name for row in users}
        self._calendars: dict[UUID, SiteCalendar] = {}
        self._lanes: dict[tuple[UUID, UUID | None], Lane] = {}
        self._candidates: dict[tuple[str | None, str | None, str], Candidates] = {}
        self._hours: dict[tuple[int | None, int | None], CallingHours] = {}
        self._named: dict[UUID, str] = {}

    def calendar(self, site_id: UUID) -> SiteCalendar:
        """When a clinic works."""
        if site_id not in self._calendars:
            self._calendars[site_id] = site_calendar(self._conn, site_id)
        return self._calendars[site_id]

    def of(self, team_id: UUID, owner_id: UUID | None) -> Lane:
        """The lane of a team, or of an owner in it, who rings at one desk."""
        key = (team_id, owner_id)
        if key not in self._lanes:
            team = self.teams[team_id]
            desks = 1 if owner_id else team.desks
            lane_id = owner_id or team_id
            site = self.calendar(team.site_id)
            self._lanes[key] = Lane(lane_id, site, desks, self._per_hour)
            self._named[lane_id] = self._names.get(owner_id, "") if owner_id else team.name
        return self._lanes[key]

    def candidates(
        self, stated: str | None, e164: str | None, said: str | None, site_zone: str
    ) -> Candidates:
        """Where somebody may be. Of an American number the exchange tells all of it."""
        american = e164 is not None and len(e164) == _AMERICAN and e164.startswith("+1")
        near = e164[:_EXCHANGE] + "0000" if american and e164 else e164
        key = (stated, near, site_zone)
        found = self._candidates.get(key)
        if found is None:
            found = self._candidates[key] = zones_at(stated, near, site_zone)
        if said is not None and not found.certain:
            return Candidates((said,), certain=True, ask=False)
        return found

    def hours(self, hours_from: int | None, hours_to: int | None) -> CallingHours:
        """Somebody's hours."""
        key = (hours_from, hours_to)
        if key not in self._hours:
            self._hours[key] = hours_within_law(hours_from, hours_to)
        return self._hours[key]

    def by_day(self, placed: Iterable[tuple[Lane, Placed]]) -> tuple[DayOfCallbacks, ...]:
        """How many each lane rings on each day of its clinic, in order."""
        count: dict[tuple[date, str], int] = {}
        for lane, each in placed:
            key = (local_day(each.due_at, lane.site.zone), self._named[lane.key])
            count[key] = count.get(key, 0) + 1
        return tuple(DayOfCallbacks(day, name, many) for (day, name), many in sorted(count.items()))
