"""Safety cards that are open or were closed without saving: kept at each change, offered again
after a crash. Working state, no Changes. They can be kept with nobody signed in."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, bindparam, delete, insert, or_, select, update

from desktop.domain.vocabulary import Permission
from desktop.services.actor import Actor, demand
from desktop.services.changes import Clock
from desktop.services.records import storable
from desktop.services.safety_form import SafetyForm, from_json, to_json
from desktop.services.this_desk import find_this_desk
from desktop.storage import tables
from desktop.storage.engine import Database
from desktop.storage.prepared import Prepared

_draft = tables.metadata.tables["safety_draft"]

_here = _draft.c.id == bindparam("this_id")
_ONE = select(_draft).where(_here)
_UPDATE = update(_draft).where(_here)
_CLAIM = update(_draft).where(_here, _draft.c.user_id.is_(None))
_DELETE = delete(_draft).where(_here)
_OPEN = (
    select(_draft)
    .where(
        # Kept before the first set-up it has no desk.
        or_(_draft.c.desk_id == bindparam("this_desk"), _draft.c.desk_id.is_(None)),
        or_(_draft.c.user_id == bindparam("this_user"), _draft.c.user_id.is_(None)),
    )
    .order_by(_draft.c.updated_at.desc(), _draft.c.id.desc())
)
_ANY_OF_CALL = Prepared(
    select(_draft.c.id).where(_draft.c.call_draft_id == bindparam("this_draft")).limit(1)
)
_OF_CALL = update(_draft).where(_draft.c.call_draft_id == bindparam("this_draft"))


@dataclass(frozen=True, slots=True)
class SafetyDraftRow:
    """One card that is not saved yet. ``call_draft_id`` is the call it belongs to now: that of the
    card in Intake, or the call itself once it is logged."""

    id: UUID
    form: SafetyForm
    call_draft_id: UUID | None
    updated_at: datetime


class SafetyDrafts:
    """Keeps Safety cards."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def keep(self, actor: Actor | None, draft_id: UUID, form: SafetyForm) -> datetime:
        """Keep what is on the card; returns when. A card with nothing recorded keeps nothing."""
        if actor is not None:
            demand(actor, Permission.LOG_CALLS)
        now = self._clock()
        with self._database.write() as conn:
            if form.is_blank:
                remove_safety_draft(conn, draft_id)
                return now
            values = storable({"payload": to_json(form), "updated_at": now})
            if actor is not None:
                conn.execute(_CLAIM, {"this_id": draft_id, "user_id": actor.user_id})
            if not conn.execute(_UPDATE, {"this_id": draft_id, **values}).rowcount:
                here = find_this_desk(conn)
                whose = {
                    "user_id": actor.user_id if actor else None,
                    "desk_id": here.id if here else None,
                    "call_draft_id": form.call_draft_id,
                    "opened_at": form.opened_at,
                }
                conn.execute(insert(_draft), {"id": draft_id, **whose, **values})
        return now

    def open_drafts(self, actor: Actor) -> tuple[SafetyDraftRow, ...]:
        """This person's cards at this desk, and those that were filled in while nobody was signed
        in; the one touched last first."""
        demand(actor, Permission.LOG_CALLS)
        who = {"this_user": actor.user_id, "this_desk": actor.desk_id}
        with self._database.read() as conn:
            return tuple(map(_row, conn.execute(_OPEN, who)))

    def throw_away(self, actor: Actor, draft_id: UUID) -> None:
        """Let a card go that was opened by mistake. It is asked about first."""
        demand(actor, Permission.LOG_CALLS)
        with self._database.write() as conn:
            remove_safety_draft(conn, draft_id)


def call_of_draft(conn: Connection, draft_id: UUID, form: SafetyForm) -> UUID | None:
    """The call that this card belongs to now; it may have been logged while the card was open."""
    row = conn.execute(_ONE, {"this_id": draft_id}).first()
    return row.call_draft_id if row else form.call_draft_id


def remove_safety_draft(conn: Connection, draft_id: UUID) -> None:
    """Let a card go: saved, thrown away, or empty."""
    conn.execute(_DELETE, {"this_id": draft_id})


def follow_call(conn: Connection, before: UUID, after: UUID) -> None:
    """The call that cards belong to was logged and has another identity now."""
    if _ANY_OF_CALL.first(conn, {"this_draft": before}) is None:
        return
    conn.execute(_OF_CALL, {"this_draft": before, "call_draft_id": after})


def _row(row: Row[Any]) -> SafetyDraftRow:
    return SafetyDraftRow(row.id, from_json(row.payload), row.call_draft_id, row.updated_at)
