"""What a closed clinic stops: promises kept there, and promises of treatment there."""

from uuid import UUID

from sqlalchemy import Connection, select

from desktop.domain.errors import Refused
from desktop.domain.transition import Course
from desktop.domain.vocabulary import MilestoneKind, Reason
from desktop.services.course import read_course
from desktop.storage import tables

_milestone = tables.metadata.tables["milestone"]
_site = tables.metadata.tables["site"]
_team = tables.metadata.tables["team"]

TREATMENT = frozenset({Reason.APPOINTMENT, Reason.NEW_PATIENT})
"""Reasons that promise somebody to be seen. Who is owed records, money or an answer is still rung,
by a team elsewhere."""


def refuse_closed(
    conn: Connection, site_id: UUID | None, team_id: UUID, reason: Reason | None
) -> None:
    """Raise :class:`Refused` for a promise that a closed clinic would keep, or of treatment there;
    the sentence names who keeps the records. Once every clinic is closed, whoever is left goes on
    keeping promises: only those of treatment are refused."""
    course = read_course(conn)
    if site_id is not None and reason in TREATMENT and _is_closed(course, site_id):
        closed = f"{_name(conn, site_id)} is closed, so no visit there can be promised."
        raise Refused(closed + _keeps(conn, site_id))
    if course.happened(MilestoneKind.CLOSURE):
        return
    place = conn.execute(select(_team.c.site_id).where(_team.c.id == team_id)).scalar()
    if isinstance(place, UUID) and _is_closed(course, place):
        raise Refused(f"{_name(conn, place)} is closed. Give this to a team of another clinic.")


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
