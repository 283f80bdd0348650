"""When a person may be rung from a site: what the hour rules of the domain need, read once."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection, bindparam, or_, select

from desktop.domain.calling_hours import EARLIEST, LATEST, CallingHours
from desktop.domain.errors import NotFound
from desktop.domain.numbers import zones_of
from desktop.domain.work_days import SiteCalendar
from desktop.domain.zones import Candidates, candidate_zones, is_zone, zones_of_number
from desktop.storage import tables

_person = tables.metadata.tables["person"]
_number = tables.metadata.tables["phone_number"]
_site = tables.metadata.tables["site"]
_team = tables.metadata.tables["team"]
_holiday = tables.metadata.tables["holiday"]


@dataclass(frozen=True, slots=True)
class Reach:
    """Where a person may be, their hours, and the calendar of the site that rings them."""

    candidates: Candidates
    hours: CallingHours
    site_id: UUID
    site: SiteCalendar

    @property
    def zone(self) -> str:
        """The zone in which the person's times are told."""
        return self.candidates.zones[0]


def reach(
    conn: Connection,
    person_id: UUID | None,
    number_id: UUID | None,
    site_id: UUID,
    said_zone: str | None = None,
) -> Reach:
    """How the site reaches this person at this number; either may be missing.

    ``said_zone`` is where they said they are when the promise was made. It counts where nothing
    else tells for sure.
    """
    calendar = site_calendar(conn, site_id)
    person = conn.execute(
        select(_person.c.zone, _person.c.hours_from, _person.c.hours_to).where(
            _person.c.id == person_id
        )
    ).first()
    e164 = conn.execute(select(_number.c.e164).where(_number.c.id == number_id)).scalar()
    candidates = zones_at(person.zone if person else None, e164, calendar.zone)
    if said_zone is not None and not candidates.certain:
        candidates = Candidates((said_zone,), certain=True, ask=False)
    hours = hours_within_law(person.hours_from, person.hours_to) if person else CallingHours()
    return Reach(candidates, hours, site_id, calendar)


def site_of_team(conn: Connection, team_id: UUID) -> UUID:
    """Where a team works. Raises :class:`NotFound`."""
    site_id = conn.execute(select(_team.c.site_id).where(_team.c.id == team_id)).scalar()
    if not isinstance(site_id, UUID):
        raise NotFound("This team is not here any more. Pick another one.")
    return site_id


_HOURS = select(_site.c.zone, _site.c.opens, _site.c.closes, _site.c.work_days).where(
    _site.c.id == bindparam("this_site")
)
_HOLIDAYS = select(_holiday.c.day).where(
    or_(_holiday.c.site_id == bindparam("this_site"), _holiday.c.site_id.is_(None))
)


def zones_at(stated_zone: str | None, e164: str | None, site_zone: str) -> Candidates:
    """The zones that count: the stated one, else those of the number, else the site's."""
    if stated_zone is not None and is_zone(stated_zone):
        return Candidates((stated_zone,), certain=True, ask=False)  # the library need not be asked
    silent = e164 is None or not e164.startswith("+1")
    named = () if e164 is None or silent else zones_of_number(e164, zones_of(e164))
    return candidate_zones(None, named, silent, site_zone)


def hours_within_law(hours_from: int | None, hours_to: int | None) -> CallingHours:
    """The person's wish inside 8:00 to 21:00; a wish that leaves nothing is no wish."""
    opens = max(EARLIEST, hours_from if hours_from is not None else EARLIEST)
    closes = min(LATEST, hours_to if hours_to is not None else LATEST)
    return CallingHours(opens, closes) if opens < closes else CallingHours()


def site_calendar(conn: Connection, site_id: UUID) -> SiteCalendar:
    """A site's hours and days, with its own holidays and everybody's. Raises NotFound."""
    row = conn.execute(_HOURS, {"this_site": site_id}).first()
    if row is None:
        raise NotFound("This clinic is not here any more. Pick another one.")
    holidays = conn.execute(_HOLIDAYS, {"this_site": site_id}).scalars()
    days = frozenset(day for day in range(7) if row.work_days >> day & 1)
    return SiteCalendar(row.zone, row.opens, row.closes, days, frozenset(holidays))
