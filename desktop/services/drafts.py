"""Half-typed calls: saved on each pause in typing, offered again after a crash, set aside for the
next call. Working state, no Changes: a draft is nobody's record yet."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, and_, bindparam, delete, insert, or_, select, update

from desktop.domain.errors import NotFound, Refused
from desktop.domain.numbers import display, read_number
from desktop.domain.vocabulary import Permission
from desktop.services.actor import Actor, demand
from desktop.services.call_form import CallForm, from_json, to_json
from desktop.services.changes import Clock
from desktop.services.closed_sites import teams_without_people
from desktop.storage import tables
from desktop.storage.engine import Database
from desktop.storage.prepared import Prepared

_draft = tables.metadata.tables["draft"]
_person = tables.metadata.tables["person"]
_account = tables.metadata.tables["user_account"]

NO_NUMBER = "No number yet"
_NEW = {"set_aside_at": None, "team_id": None, "handed_over_at": None}

_here = _draft.c.id == bindparam("this_id")
_ONE = select(_draft).where(_here)
# A card of a team is nobody's yet: whoever takes it on writes on it.
_mine = or_(_draft.c.team_id.is_not(None), _draft.c.user_id == bindparam("this_user"))
_UPDATE = update(_draft).where(_here, _mine)
_TAKE = update(_draft).where(
    _here,
    or_(
        _draft.c.team_id.in_(bindparam("these_teams", expanding=True)),
        and_(_draft.c.team_id.is_(None), _draft.c.user_id == bindparam("this_user")),
    ),
)
_INSERT = insert(_draft)
_DELETE = Prepared(delete(_draft).where(_here, _mine))
_OFFERED = or_(_draft.c.desk_id == bindparam("this_desk"), _draft.c.handed_over_at.is_not(None))
_MINE = select(_draft).where(
    _draft.c.user_id == bindparam("this_user"), _draft.c.team_id.is_(None), _OFFERED
)
_TEAMS = select(_draft).where(
    _draft.c.team_id.in_(bindparam("these_teams", expanding=True)), _OFFERED
)


@dataclass(frozen=True, slots=True)
class DraftRow:
    """One half-typed call. ``set_aside_at`` is when it was put by; None while it is being typed.
    ``title`` is who speaks, else the number, else :data:`NO_NUMBER`."""

    id: UUID
    form: CallForm
    started_at: datetime
    updated_at: datetime
    set_aside_at: datetime | None
    title: str
    desk_id: UUID


class Drafts:
    """Keeps half-typed calls. Saving needs no number, no name and no outcome."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def save(self, actor: Actor, draft_id: UUID, form: CallForm) -> datetime:
        """Keep what is on the card; an empty card keeps nothing. Returns when it was saved."""
        demand(actor, Permission.LOG_CALLS)
        now = self._clock()
        with self._database.write() as conn:
            if form.is_blank:
                remove_draft(conn, actor, draft_id)
                _refuse_anothers(conn, draft_id)
            else:
                keep_draft(conn, actor, draft_id, form, now)
        return now

    def open_drafts(self, actor: Actor) -> tuple[DraftRow, ...]:
        """Every draft of this person at this desk, and what was handed over to them or to the
        team; the one touched last first."""
        demand(actor, Permission.LOG_CALLS)
        who = {"this_user": actor.user_id, "this_desk": actor.desk_id}
        with self._database.read() as conn:
            theirs = {"this_desk": actor.desk_id, "these_teams": _teams_of(conn, actor)}
            found = [*conn.execute(_MINE, who), *conn.execute(_TEAMS, theirs)]
            newest_first = sorted(found, key=lambda row: (row.updated_at, row.id), reverse=True)
            return tuple(_row(conn, row) for row in newest_first)

    def set_aside(self, actor: Actor, draft_id: UUID, form: CallForm) -> DraftRow:
        """Put the card by and take the next call."""
        demand(actor, Permission.LOG_CALLS)
        now = self._clock()
        with self._database.write() as conn:
            keep_draft(conn, actor, draft_id, form, now, set_aside_at=now)
            return _read(conn, draft_id)

    def take_back(self, actor: Actor, draft_id: UUID) -> DraftRow:
        """Go on with a card that was put by; one that was handed over is this person's then.

        Raises :class:`NotFound` when it is gone, :class:`Refused` with the name when somebody else
        has taken it on.
        """
        demand(actor, Permission.LOG_CALLS)
        mine = {"user_id": actor.user_id, "desk_id": actor.desk_id}
        with self._database.write() as conn:
            whose = {"this_user": actor.user_id, "these_teams": _teams_of(conn, actor)}
            # Looked at and taken at once, so that of two desks one has it.
            if not conn.execute(_TAKE, {"this_id": draft_id, **whose, **mine, **_NEW}).rowcount:
                _read(conn, draft_id)
                raise Refused(f"{_holder(conn, draft_id)} has taken this card on.")
            return _read(conn, draft_id)

    def discard(self, actor: Actor, draft_id: UUID, form: CallForm) -> DraftRow:
        """Throw a card away, with what was typed last. What comes back is for :meth:`restore`."""
        demand(actor, Permission.LOG_CALLS)
        now = self._clock()
        with self._database.write() as conn:
            keep_draft(conn, actor, draft_id, form, now)
            row = _read(conn, draft_id)
            remove_draft(conn, actor, draft_id)
        return row

    def restore(self, actor: Actor, draft: DraftRow) -> None:
        """Put back a card that was thrown away (undo), as it was."""
        demand(actor, Permission.LOG_CALLS)
        with self._database.write() as conn:
            keep_draft(
                conn, actor, draft.id, draft.form, draft.updated_at, set_aside_at=draft.set_aside_at
            )


def keep_draft(
    conn: Connection,
    actor: Actor,
    draft_id: UUID,
    form: CallForm,
    now: datetime,
    **put_by: datetime | None,
) -> None:
    """Write a draft over what it was, or as new. A card put by stays so unless ``set_aside_at`` is
    given: the last save of its typing may come late. Raises :class:`Refused` with the name when it
    is somebody else's."""
    card: dict[str, Any] = {"payload": to_json(form), "started_at": form.started_at}
    values = {**card, "updated_at": now, **put_by}
    who = {"this_id": draft_id, "this_user": actor.user_id}
    if conn.execute(_UPDATE, {**who, **values}).rowcount:
        return
    _refuse_anothers(conn, draft_id)
    whose = {"id": draft_id, "user_id": actor.user_id, "desk_id": actor.desk_id}
    conn.execute(_INSERT, {**_NEW, **whose, **values})


def remove_draft(conn: Connection, actor: Actor, draft_id: UUID) -> None:
    """Let a draft go: logged, thrown away, or empty. Somebody else's stays."""
    _DELETE.run(conn, {"this_id": draft_id, "this_user": actor.user_id})


def _refuse_anothers(conn: Connection, draft_id: UUID) -> None:
    if conn.execute(_ONE, {"this_id": draft_id}).first() is not None:
        raise Refused(f"{_holder(conn, draft_id)} has taken this card on.")


def _teams_of(conn: Connection, actor: Actor) -> list[UUID]:
    """Whose cards somebody is offered: their team's, and those of teams that nobody sits with."""
    return [actor.team_id, *teams_without_people(conn)]


def _holder(conn: Connection, draft_id: UUID) -> str:
    """Whose a card is by now."""
    named = select(_account.c.name).join(_draft, _draft.c.user_id == _account.c.id)
    name = conn.execute(named.where(_here), {"this_id": draft_id}).scalar()
    return str(name or "Somebody")


def _read(conn: Connection, draft_id: UUID) -> DraftRow:
    row = conn.execute(_ONE, {"this_id": draft_id}).first()
    if row is None:
        raise NotFound("This card is not here any more. It was logged or thrown away.")
    return _row(conn, row)


def _row(conn: Connection, row: Row[Any]) -> DraftRow:
    form = from_json(row.payload)
    return DraftRow(
        row.id,
        form,
        row.started_at,
        row.updated_at,
        row.set_aside_at,
        _title(conn, form),
        row.desk_id,
    )


def _title(conn: Connection, form: CallForm) -> str:
    if form.speaker_id is not None:
        name = conn.execute(select(_person.c.name).where(_person.c.id == form.speaker_id)).scalar()
        if name:
            return str(name)
    if form.speaker_name.strip():
        return form.speaker_name.strip()
    reading = read_number(form.number_text)
    if reading.e164:
        return display(reading.e164, reading.extension)
    return form.number_text.strip() or NO_NUMBER
