"""What people ask of the transition, as rows."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Select, select

from desktop.domain.vocabulary import RequestKind, RequestState
from desktop.storage import tables

_of = tables.metadata.tables
_request, _step, _callback, _team = (
    _of["request"],
    _of["request_step"],
    _of["callback"],
    _of["team"],
)
_about = _of["person"].alias("about")
_asker = _of["person"].alias("asker")
_owner = _of["user_account"].alias("owner")
_opener = _of["user_account"].alias("opener")
_closer = _of["user_account"].alias("closer")
_doer = _of["user_account"].alias("doer")


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step; ``done_at`` None while it is to do."""

    text: str
    done_at: datetime | None
    done_by: str


@dataclass(frozen=True, slots=True)
class RequestRow:
    """One request. ``person_*`` is whom it is about, ``asked_by_name`` who asked when that is
    somebody else. ``callback_id`` is its live callback, due at ``callback_due_at``; without one
    ``no_callback_reason`` says why none is needed. ``late``: past its due date and open."""

    id: UUID
    kind: RequestKind
    state: RequestState
    person_id: UUID | None
    person_name: str
    asked_by_name: str
    call_id: UUID | None
    site_id: UUID | None
    note: str
    organisation: str
    contact: str
    contact_source: str
    due_at: datetime
    late: bool
    owner_team_id: UUID
    owner_team: str
    owner_user_id: UUID | None
    owner_name: str | None
    steps: tuple[StepRow, ...]
    callback_id: UUID | None
    callback_due_at: datetime | None
    no_callback_reason: str
    opened_at: datetime
    opened_by: str
    closed_at: datetime | None
    closed_by: str
    closed_reason: str
    version: int


@dataclass(frozen=True, slots=True)
class NewRequest:
    """What was asked. ``due_at`` None takes that of the kind (records: 30 days). Without
    ``callback_id`` a callback is promised, for ``callback_due_at`` or else the day it is due,
    unless ``no_callback_reason`` says why none is needed. A request of another clinic needs
    ``organisation``, ``contact`` and ``contact_source`` (where the number was found: never from
    the caller)."""

    kind: RequestKind
    person_id: UUID | None = None
    asked_by_id: UUID | None = None
    call_id: UUID | None = None
    site_id: UUID | None = None
    note: str = ""
    organisation: str = ""
    contact: str = ""
    contact_source: str = ""
    due_at: datetime | None = None
    owner_team_id: UUID | None = None
    owner_user_id: UUID | None = None
    callback_id: UUID | None = None
    callback_due_at: datetime | None = None
    no_callback_reason: str = ""
    steps: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class RequestProgress:
    """How far the requests of one kind are: ``done`` of ``total`` (a refused one is done too);
    ``late`` are open and past their due date."""

    kind: RequestKind
    total: int
    done: int
    late: int


def requests_query() -> Select[Any]:
    """Every request with the names around it."""
    return select(
        _request,
        _about.c.name.label("person_name"),
        _asker.c.name.label("asker_name"),
        _team.c.name.label("team_name"),
        _owner.c.name.label("owner_name"),
        _opener.c.name.label("opener_name"),
        _closer.c.name.label("closer_name"),
        _callback.c.state.label("callback_state"),
        _callback.c.due_at.label("callback_due_at"),
    ).select_from(
        _request.join(_team, _team.c.id == _request.c.owner_team_id)
        .join(_opener, _opener.c.id == _request.c.opened_by)
        .outerjoin(_about, _about.c.id == _request.c.person_id)
        .outerjoin(_asker, _asker.c.id == _request.c.asked_by_id)
        .outerjoin(_owner, _owner.c.id == _request.c.owner_user_id)
        .outerjoin(_closer, _closer.c.id == _request.c.closed_by)
        .outerjoin(_callback, _callback.c.id == _request.c.callback_id)
    )


def read_requests(conn: Connection, query: Select[Any], now: datetime) -> tuple[RequestRow, ...]:
    """The rows of a query, with their steps."""
    found = [dict(row) for row in conn.execute(query).mappings()]
    steps = _steps(conn, [row["id"] for row in found])
    return tuple(_row(row, steps.get(row["id"], ()), now) for row in found)


def _steps(conn: Connection, ids: Sequence[UUID]) -> Mapping[UUID, tuple[StepRow, ...]]:
    found: dict[UUID, list[StepRow]] = defaultdict(list)
    rows = conn.execute(
        select(_step.c.request_id, _step.c.text, _step.c.done_at, _doer.c.name)
        .outerjoin(_doer, _doer.c.id == _step.c.done_by)
        .where(_step.c.request_id.in_(ids))
        .order_by(_step.c.request_id, _step.c.position)
    )
    for row in rows:
        found[row.request_id].append(StepRow(row.text, row.done_at, row.name or ""))
    return {request_id: tuple(each) for request_id, each in found.items()}


def _row(row: Mapping[str, Any], steps: tuple[StepRow, ...], now: datetime) -> RequestRow:
    state = RequestState(row["state"])
    live = row["callback_state"] == "open"
    asker = row["asker_name"] if row["asked_by_id"] != row["person_id"] else None
    return RequestRow(
        id=row["id"],
        kind=RequestKind(row["kind"]),
        state=state,
        person_id=row["person_id"],
        person_name=row["person_name"] or "",
        asked_by_name=asker or "",
        call_id=row["call_id"],
        site_id=row["site_id"],
        note=row["note"],
        organisation=row["organisation"],
        contact=row["contact"],
        contact_source=row["contact_source"],
        due_at=row["due_at"],
        late=state is RequestState.OPEN and row["due_at"] < now,
        owner_team_id=row["owner_team_id"],
        owner_team=row["team_name"],
        owner_user_id=row["owner_user_id"],
        owner_name=row["owner_name"],
        steps=steps,
        callback_id=row["callback_id"] if live else None,
        callback_due_at=row["callback_due_at"] if live else None,
        no_callback_reason=row["no_callback_reason"],
        opened_at=row["opened_at"],
        opened_by=row["opener_name"],
        closed_at=row["closed_at"],
        closed_by=row["closer_name"] or "",
        closed_reason=row["closed_reason"],
        version=row["version"],
    )
