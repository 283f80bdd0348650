"""May this promise be rung now? Asked by the Call button, before anything is dialled."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, select

from desktop.domain.calling_hours import allowed, may_place
from desktop.domain.errors import NeedsReason, Refused
from desktop.domain.vocabulary import CallbackKind, RestrictionKind
from desktop.services.actor import Actor
from desktop.services.leases import refuse_held
from desktop.services.promising import number_to_ring, refuse_stopped
from desktop.services.queue_row import QueueRow
from desktop.services.reach import reach, site_of_team
from desktop.storage import tables

_restriction = tables.metadata.tables["restriction"]


def check_ring(conn: Connection, actor: Actor, row: QueueRow, now: datetime, reason: str) -> None:
    """Let the call pass or say why not.

    Raises :class:`Refused` (closed, somebody else at work on it, no number or a wrong one,
    do-not-call, letters only, a number never to be rung, marketing outside the hours) and
    :class:`NeedsReason` (another call outside the hours; a safety follow-up at a number never to
    be rung). Hours and do-not-call never hold a safety follow-up back.
    """
    refuse_held(conn, actor, row.id, now)
    if row.closed_at is not None:
        raise Refused("This promise is closed. Reopen it first.")
    if row.number_id is None:
        raise Refused("There is no number to ring. Ask for one and type it here.")
    refuse_stopped(conn, row.kind, row.person_id, row.number_id, row.name)
    safety = row.kind is CallbackKind.SAFETY
    if row.asks_number and not safety:
        raise Refused("This number was wrong. Type a new one, or the same one if that was a slip.")
    wish = _wish_against(conn, row)
    if wish and not safety:
        raise Refused(wish)
    if wish and not reason.strip():
        raise NeedsReason(f"{wish} Say why it cannot wait.")
    site_id = site_of_team(conn, row.owner_team_id)
    said_zone = row.zone if row.zone_certain else None
    there = reach(conn, row.person_id, row.number_id, site_id, said_zone)
    may_place(row.kind, allowed(now, there.candidates, there.hours), reason)


def _wish_against(conn: Connection, row: QueueRow) -> str | None:
    """What the person wished that this call would go against."""
    if row.person_id is None:
        return None
    if wants_letters(conn, row.person_id):
        return f"{row.name} wants letters only. Write instead, then close this as a letter."
    free = number_to_ring(conn, row.number_id, row.person_id, row.subject_id)
    if free == row.number_id:
        return None
    other = "Ring another of their numbers." if free else "Ask for another number."
    return f"{row.name} must never be rung at this number. {other}"


def wants_letters(conn: Connection, person_id: UUID) -> bool:
    """Whether a person asked for letters only."""
    found = conn.execute(
        select(_restriction.c.id).where(
            _restriction.c.person_id == person_id,
            _restriction.c.kind == RestrictionKind.LETTER_ONLY,
        )
    )
    return found.first() is not None
