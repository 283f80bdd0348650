"""One call in full: what was told and read on it, what came of it, how it was corrected."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, bindparam, func, select

from desktop.domain.vocabulary import CallbackKind, CallbackState, MilestoneKind, Resolution
from desktop.services.call_rows import CallRow, read_call
from desktop.services.call_versions import (
    CallVersion,
    CorrectionRow,
    corrections_of,
    first_version,
)
from desktop.storage import tables

_callback = tables.metadata.tables["callback"]
_team = tables.metadata.tables["team"]
_users = tables.metadata.tables["user_account"]
_disclosure = tables.metadata.tables["disclosure"]
_statement = tables.metadata.tables["statement"]
_read = tables.metadata.tables["words_read"]
_person = tables.metadata.tables["person"]

_PROMISES = (
    select(
        _callback,
        _team.c.name.label("team"),
        _users.c.name.label("owner"),
        func.coalesce(_person.c.zone, _callback.c.promised_zone).label("zone"),
    )
    .select_from(
        _callback.outerjoin(_team, _team.c.id == _callback.c.owner_team_id)
        .outerjoin(_users, _users.c.id == _callback.c.owner_user_id)
        .outerjoin(_person, _person.c.id == _callback.c.person_id)
    )
    .where(_callback.c.call_id == bindparam("this_id"))
    .order_by(_callback.c.promised_at, _callback.c.id)
)
_TOLD = (
    select(_statement.c.number)
    .join(_disclosure, _disclosure.c.statement_id == _statement.c.id)
    .where(_disclosure.c.call_id == bindparam("this_id"), _disclosure.c.struck_reason.is_(None))
    .order_by(_disclosure.c.told_at)
)
_WORDS_READ = select(func.count(_read.c.line_id.distinct())).where(
    _read.c.call_id == bindparam("this_id")
)


@dataclass(frozen=True, slots=True)
class PromiseOfCall:
    """What was promised on a call, as it stands. ``zone`` is where the person is."""

    id: UUID
    kind: CallbackKind
    due_at: datetime
    zone: str
    milestone: MilestoneKind | None
    owner: str
    is_open: bool
    resolution: Resolution | None
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class CallDetail:
    """``told`` are the numbers of the statements told on it, ``words_read`` how many approved lines
    were read out. ``corrections`` are newest first; ``first`` is the call as it was first written
    down, None where it is as it was."""

    call: CallRow
    told: tuple[int, ...]
    words_read: int
    promises: tuple[PromiseOfCall, ...]
    corrections: tuple[CorrectionRow, ...]
    first: CallVersion | None

    @property
    def open_promise(self) -> PromiseOfCall | None:
        """The promise that is still to be kept."""
        return next((each for each in self.promises if each.is_open), None)


def read_detail(conn: Connection, call_id: UUID) -> CallDetail:
    """Everything about one call. Raises :class:`NotFound`."""
    given = {"this_id": call_id}
    corrections = corrections_of(conn, call_id)
    return CallDetail(
        call=read_call(conn, call_id),
        told=tuple(dict.fromkeys(conn.execute(_TOLD, given).scalars())),
        words_read=conn.execute(_WORDS_READ, given).scalar_one(),
        promises=tuple(
            PromiseOfCall(
                id=row.id,
                kind=CallbackKind(row.kind),
                due_at=row.due_at,
                zone=row.zone,
                milestone=MilestoneKind(row.milestone) if row.milestone else None,
                owner=row.owner or row.team or "",
                is_open=row.state == CallbackState.OPEN,
                resolution=Resolution(row.resolution) if row.resolution else None,
                closed_at=row.closed_at,
            )
            for row in conn.execute(_PROMISES, given)
        ),
        corrections=corrections,
        first=first_version(conn, call_id) if corrections else None,
    )
