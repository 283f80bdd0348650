"""What a closed clinic stops: promises kept there, and promises of treatment there."""

from uuid import UUID

from sqlalchemy import Connection, bindparam, exists, select

from desktop.domain.errors import Refused
from desktop.domain.transition import Course
from desktop.domain.vocabulary import MilestoneKind, Reason
from desktop.services.course import read_course
from desktop.storage import tables
from desktop.storage.prepared import Prepared

_desk = tables.metadata.tables["desk"]
_milestone = tables.metadata.tables["milestone"]
_site = tables.metadata.tables["site"]
_team = tables.metadata.tables["team"]

_PLACE = Prepared(select(_team.c.site_id).where(_team.c.id == bindparam("this_id")))
_HAS_DESK = exists().where(_desk.c.team_id == _team.c.id, _desk.c.retired_at.is_(None))
"""Somebody may sit where a team works."""
_TEAMS = Prepared(
    select(_team.c.id, _team.c.site_id, _HAS_DESK.label("has_desk")).order_by(
        _HAS_DESK.desc(), _team.c.name, _team.c.id
    )
)

TREATMENT = frozenset({Reason.APPOINTMENT, Reason.NEW_PATIENT})
"""Reasons that promise somebody to be seen. Who is owed records, money or an answer is still rung,
by a team elsewhere."""


def refuse_closed(
    conn: Connection, site_id: UUID | None, team_id: UUID, reason: Reason | None
) -> None:
    """Raise :class:`Refused` for a promise that a closed clinic would keep, or of treatment there;
    the sentence names who keeps the records. Once no team's clinic is open, whoever is left goes on
    keeping promises: only those of treatment are refused."""
    course = read_course(conn)
    if site_id is not None and reason in TREATMENT and _is_closed(course, site_id):
        closed = f"{_name(conn, site_id)} is closed, so no visit there can be promised."
        raise Refused(closed + _keeps(conn, site_id))
    place = conn.execute(select(_team.c.site_id).where(_team.c.id == team_id)).scalar()
    if isinstance(place, UUID) and _is_closed(course, place) and _has_open_team(conn, course):
        raise Refused(f"{_name(conn, place)} is closed. Give this to a team of another clinic.")


def open_team(conn: Connection, team_id: UUID, course: Course | None = None) -> UUID:
    """The team that keeps what would be this team's: another one where its clinic is closed, first
    one with a desk in use. Once no clinic is open, whoever is left goes on, and it stays.
    ``course`` is how far all is, where that is known."""
    course = course or read_course(conn)
    place = _PLACE.first(conn, {"this_id": team_id})
    everywhere = course.happened(MilestoneKind.CLOSURE)
    if place is None or everywhere or not _is_closed(course, place[0]):
        return team_id
    teams = _TEAMS.rows(conn, {})
    return next((other for other, site_id, _ in teams if not _is_closed(course, site_id)), team_id)


def teams_without_people(conn: Connection) -> tuple[UUID, ...]:
    """Teams that nobody sits with: those without a desk in use, and those of a clinic that has
    closed before another one. Somebody else has to be reminded of what they keep."""
    teams = [(team_id, site_id, has_desk) for team_id, site_id, has_desk in _TEAMS.rows(conn, {})]
    course = read_course(conn)
    sites = {site_id: course.closed_at(site_id) for _, site_id, _ in teams}
    closed = {site_id for site_id, at in sites.items() if at is not None}
    if closed.issuperset(sites):
        # Whoever closed last goes on for all.
        last = max((at for at in sites.values() if at is not None), default=None)
        closed = {site_id for site_id, at in sites.items() if at != last}
    return tuple(each for each, site_id, has_desk in teams if not has_desk or site_id in closed)


def _has_open_team(conn: Connection, course: Course) -> bool:
    """Whether a team is left whose clinic is open: they may have closed one after the other."""
    return any(not _is_closed(course, site_id) for _, site_id, _ in _TEAMS.rows(conn, {}))


def _is_closed(course: Course, site_id: UUID) -> bool:
    return course.happened(MilestoneKind.CLOSURE, site_id)


def _name(conn: Connection, site_id: UUID) -> str:
    name = conn.execute(select(_site.c.name).where(_site.c.id == site_id)).scalar()
    return str(name or "This clinic")


def _keeps(conn: Connection, site_id: UUID) -> str:
    rows = conn.execute(
        select(_milestone.c.custodian, _milestone.c.custodian_contact, _milestone.c.site_id).where(
            _milestone.c.kind == MilestoneKind.CLOSURE, _milestone.c.happened_at.is_not(None)
        )
    ).all()
    own = [row for row in rows if row.site_id == site_id] or rows
    if not own or not own[0].custodian:
        return ""
    contact = f", {own[0].custodian_contact}" if own[0].custodian_contact else ""
    return f" {own[0].custodian} keeps its records{contact}."
