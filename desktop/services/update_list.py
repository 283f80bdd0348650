"""Who needs to hear the current words: who was misled first, then the soonest appointment."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, func, or_, select

from desktop.domain.vocabulary import (
    Heard,
    Language,
    MilestoneKind,
    Permission,
    RequestKind,
)
from desktop.services.actor import Actor, demand
from desktop.services.affected import CurrentEditions
from desktop.services.changes import Clock, Ledger
from desktop.services.milestone_release import IS_OPEN
from desktop.services.progress import Stopped, Told, never, no_news
from desktop.services.statement_reading import read_book
from desktop.services.statement_rows import edition_name
from desktop.services.update_callbacks import (
    INVERSES,
    UpdateCallbacks,
    UpdatePlan,
    UpdatesMade,
)
from desktop.services.update_query import Whom, update_query
from desktop.storage import tables
from desktop.storage.engine import Database

__all__ = ["INVERSES", "UpdateList", "UpdatePage", "UpdatePlan", "UpdateRow", "UpdatesMade", "Whom"]

_of = tables.metadata.tables
_callback, _request, _users = _of["callback"], _of["request"], _of["user_account"]
_disclosure, _statement, _site = _of["disclosure"], _of["statement"], _of["site"]


@dataclass(frozen=True, slots=True)
class UpdateRow:
    """Somebody affected who has not heard the current words. ``heard_name`` is the version they
    heard last. ``misled`` heard words that were corrected since, and nothing newer.
    ``callback_id`` is an open callback of theirs, ``waits_on`` what it waits for; ``owner`` keeps
    it or their open request ("" where it is the whole team)."""

    person_id: UUID
    name: str
    heard: Heard
    heard_name: str
    heard_at: datetime | None
    misled: bool
    next_appointment_at: datetime | None
    zone: str | None
    series_left: int | None
    last_infusion_on: date | None
    prepaid_cents: int | None
    request_kind: RequestKind | None
    owner: str
    owner_user_id: UUID | None
    callback_id: UUID | None
    waits_on: MilestoneKind | None


@dataclass(frozen=True, slots=True)
class UpdatePage:
    """Rows in their order; ``total`` is how many there are in all."""

    rows: tuple[UpdateRow, ...]
    total: int
    next_offset: int | None


class UpdateList:
    """Reads the list and turns it into callbacks."""

    def __init__(self, database: Database, ledger: Ledger, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._callbacks = UpdateCallbacks(database, ledger, clock)

    def page(
        self, actor: Actor, whom: Whom = "earlier", limit: int = 200, offset: int = 0
    ) -> UpdatePage:
        """A stretch of the list."""
        demand(actor, Permission.READ_PEOPLE)
        with self._database.read() as conn:
            editions = CurrentEditions.of(conn, read_book(conn, self._clock()))
            query = update_query(editions, whom)
            counted = select(func.count()).select_from(query.order_by(None).subquery())
            total = conn.execute(counted).scalar_one()
            found = conn.execute(query.limit(limit).offset(offset)).mappings().all()
            rows = _rows(conn, [dict(row) for row in found])
        further = offset + len(rows)
        return UpdatePage(rows, total, further if further < total else None)

    def plan(
        self, actor: Actor, whom: Whom = "earlier", person_ids: tuple[UUID, ...] = ()
    ) -> UpdatePlan:
        """What :meth:`to_callbacks` would do; nothing is written."""
        return self._callbacks.plan(actor, whom, person_ids)

    def to_callbacks(
        self,
        actor: Actor,
        key: UUID,
        whom: Whom = "earlier",
        person_ids: tuple[UUID, ...] = (),
        told: Told = no_news,
        stopped: Stopped = never,
    ) -> UpdatesMade | None:
        """Promise a call to everybody on the list (or to some of them), spread over days and desks
        within allowed hours. None when it was stopped, which takes all of it back. The same again
        promises nobody a second call. Give it to a background task."""
        return self._callbacks.make(actor, key, whom, person_ids, told, stopped)

    def take_back(self, actor: Actor, run_id: UUID) -> int:
        """Take a run back; callbacks that were worked since stay. How many went."""
        return self._callbacks.take_back(actor, run_id)


def _rows(conn: Connection, found: Sequence[Mapping[str, Any]]) -> tuple[UpdateRow, ...]:
    ids = [row["id"] for row in found]
    heard, requests, promises = _heard(conn, ids), _requests(conn, ids), _promises(conn, ids)
    rows = []
    for row in found:
        name, at = heard.get(row["id"], ("", None))
        asked, promised = requests.get(row["id"]), promises.get(row["id"])
        keeper = promised or asked
        rows.append(
            UpdateRow(
                person_id=row["id"],
                name=row["name"],
                heard=Heard.NOTHING if row["last"] is None else Heard.EARLIER,
                heard_name=name,
                heard_at=at,
                misled=bool(row["misled"]),
                next_appointment_at=row["next_appointment_at"],
                zone=row["zone"],
                series_left=row["series_left"],
                last_infusion_on=row["last_infusion_on"],
                prepaid_cents=row["prepaid_cents"],
                request_kind=RequestKind(asked.kind) if asked else None,
                owner=(keeper.owner or "") if keeper else "",
                owner_user_id=keeper.owner_user_id if keeper else None,
                callback_id=promised.id if promised else None,
                waits_on=MilestoneKind(promised.milestone)
                if promised and promised.milestone
                else None,
            )
        )
    return tuple(rows)


def _heard(conn: Connection, ids: Sequence[UUID]) -> Mapping[UUID, tuple[str, datetime]]:
    """What each of them heard last, and when."""
    rows = conn.execute(
        select(
            _disclosure.c.told_id,
            _disclosure.c.told_at,
            _statement.c.number,
            _statement.c.language,
            _site.c.name,
        )
        .join(_statement, _statement.c.id == _disclosure.c.statement_id)
        .outerjoin(_site, _site.c.id == _statement.c.site_id)
        .where(_disclosure.c.told_id.in_(ids), _disclosure.c.struck_reason.is_(None))
        .order_by(_disclosure.c.told_at, _disclosure.c.id)
    )
    return {
        row.told_id: (edition_name(row.number, row.name, Language(row.language)), row.told_at)
        for row in rows
    }


def _requests(conn: Connection, ids: Sequence[UUID]) -> Mapping[UUID, Any]:
    """The open request of each that is due first."""
    rows = conn.execute(
        select(
            _request.c.person_id,
            _request.c.kind,
            _request.c.owner_user_id,
            _users.c.name.label("owner"),
        )
        .outerjoin(_users, _users.c.id == _request.c.owner_user_id)
        .where(_request.c.state == "open", _request.c.person_id.in_(ids))
        .order_by(_request.c.due_at.desc(), _request.c.id)
    )
    return {row.person_id: row for row in rows}


def _promises(conn: Connection, ids: Sequence[UUID]) -> Mapping[UUID, Any]:
    """The open callback to each that is due first."""
    rows = conn.execute(
        select(
            _callback.c.id,
            _callback.c.person_id,
            _callback.c.subject_id,
            _callback.c.milestone,
            _callback.c.owner_user_id,
            _users.c.name.label("owner"),
        )
        .outerjoin(_users, _users.c.id == _callback.c.owner_user_id)
        .where(IS_OPEN, or_(_callback.c.person_id.in_(ids), _callback.c.subject_id.in_(ids)))
        .order_by(_callback.c.due_at.desc(), _callback.c.id)
    )
    found: dict[UUID, Any] = {}
    for row in rows:
        for person_id in (row.subject_id, row.person_id):
            if person_id is not None:
                found[person_id] = row
    return found
