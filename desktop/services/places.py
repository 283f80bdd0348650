"""Clinics, teams and this desk: nobody's private data, so anybody signed in may read them."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, select

from desktop.domain.errors import NotFound
from desktop.domain.vocabulary import Permission
from desktop.domain.work_days import SiteCalendar
from desktop.services.actor import Actor, demand
from desktop.services.reach import site_calendar
from desktop.services.this_desk import find_this_desk
from desktop.storage import tables
from desktop.storage.engine import Database

_site = tables.metadata.tables["site"]
_team = tables.metadata.tables["team"]
_users = tables.metadata.tables["user_account"]


@dataclass(frozen=True, slots=True)
class SiteRow:
    """A clinic; its hours are minutes after local midnight, ``work_days`` weekdays, Monday 0."""

    id: UUID
    name: str
    city: str
    zone: str
    opens: int
    closes: int
    work_days: frozenset[int]


@dataclass(frozen=True, slots=True)
class TeamRow:
    """Who keeps promises together."""

    id: UUID
    name: str
    site_id: UUID


@dataclass(frozen=True, slots=True)
class DeskRow:
    """This installed program."""

    id: UUID
    name: str
    site_id: UUID
    team_id: UUID


@dataclass(frozen=True, slots=True)
class UserRef:
    """Somebody who signs in, by name."""

    id: UUID
    name: str


class Places:
    """Reads where the desk stands."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def sites(self, actor: Actor) -> tuple[SiteRow, ...]:
        """Every clinic, by name."""
        demand(actor, Permission.OWN_ACCOUNT)
        with self._database.read() as conn:
            rows = conn.execute(select(_site).order_by(_site.c.name)).all()
        return tuple(map(_site_row, rows))

    def teams(self, actor: Actor) -> tuple[TeamRow, ...]:
        """Every team, the desk's own first, then by name."""
        demand(actor, Permission.OWN_ACCOUNT)
        with self._database.read() as conn:
            rows = conn.execute(select(_team).order_by(_team.c.name)).all()
        teams = (TeamRow(row.id, row.name, row.site_id) for row in rows)
        return tuple(sorted(teams, key=lambda team: team.id != actor.team_id))

    def calendar(self, site_id: UUID) -> SiteCalendar:
        """A clinic's hours, days and holidays. Raises :class:`NotFound`."""
        with self._database.read() as conn:
            return site_calendar(conn, site_id)

    def team_members(self, actor: Actor, team_id: UUID) -> tuple[UserRef, ...]:
        """Who can be given a promise of this team, by name; nobody who cannot sign in."""
        demand(actor, Permission.OWN_ACCOUNT)
        query = (
            select(_users.c.id, _users.c.name)
            .where(_users.c.team_id == team_id, _users.c.active.is_(True))
            .order_by(_users.c.name)
        )
        with self._database.read() as conn:
            return tuple(UserRef(row.id, row.name) for row in conn.execute(query))

    def desk(self) -> DeskRow | None:
        """This installation's desk; None before the first set-up."""
        with self._database.read() as conn:
            here = find_this_desk(conn)
        return DeskRow(here.id, here.name, here.site_id, here.team_id) if here else None


def read_site(conn: Connection, site_id: UUID) -> SiteRow:
    """One clinic. Raises :class:`NotFound`."""
    row = conn.execute(select(_site).where(_site.c.id == site_id)).first()
    if row is None:
        raise NotFound("This clinic is not here any more. Pick another one.")
    return _site_row(row)


def _site_row(row: Row[Any]) -> SiteRow:
    days = frozenset(day for day in range(7) if row.work_days >> day & 1)
    return SiteRow(row.id, row.name, row.city, row.zone, row.opens, row.closes, days)
