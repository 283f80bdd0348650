"""When two people may not be merged yet: somebody is at work with one of them."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, or_, select

from desktop.domain.errors import Refused
from desktop.domain.vocabulary import CallbackState
from desktop.domain.wording import clock
from desktop.services.actor import Actor
from desktop.services.leases import LEASE
from desktop.storage import tables

_draft = tables.metadata.tables["draft"]
_safety_draft = tables.metadata.tables["safety_draft"]
_users = tables.metadata.tables["user_account"]
_lease = tables.metadata.tables["lease"]
_callback = tables.metadata.tables["callback"]


def refuse_at_work(conn: Connection, actor: Actor, people: Sequence[UUID], now: datetime) -> None:
    """Raise :class:`Refused` while a card on any desk names one of ``people``, or somebody else is
    at work on a promise to them or about them; it says who."""
    card = _open_card(conn, people)
    if card is not None:
        who = "You have" if card == actor.user_id else f"{_name(conn, card)} has"
        raise Refused(f"{who} a call open with one of them. Save or close it first, then merge.")
    held = conn.execute(
        select(_lease.c.until, _users.c.name)
        .join(_callback, _callback.c.id == _lease.c.callback_id)
        .join(_users, _users.c.id == _lease.c.user_id)
        .where(
            _lease.c.user_id != actor.user_id,
            _lease.c.until > now,
            _lease.c.until < now + 2 * LEASE,
            _callback.c.state == CallbackState.OPEN,
            or_(_callback.c.person_id.in_(people), _callback.c.subject_id.in_(people)),
        )
    ).first()
    if held is not None:
        raise Refused(
            f"{held.name} is at work on a promise to them until {clock(held.until, actor.zone)}. "
            "Merge when that is done."
        )


def _open_card(conn: Connection, people: Sequence[UUID]) -> UUID | None:
    """Whose card names one of them. A desk has a few cards, so all are looked at."""
    marks = {mark for person_id in people for mark in (person_id.hex, str(person_id))}
    for table in (_draft, _safety_draft):
        for row in conn.execute(select(table.c.user_id, table.c.payload)):
            if any(mark in row.payload for mark in marks):
                return row.user_id or UUID(int=0)
    return None


def _name(conn: Connection, user_id: UUID) -> str:
    name = conn.execute(select(_users.c.name).where(_users.c.id == user_id)).scalar()
    return str(name) if name else "Somebody"
