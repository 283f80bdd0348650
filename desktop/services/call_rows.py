"""Calls as they are read."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, Select, bindparam, func, select

from desktop.domain.errors import NotFound
from desktop.domain.vocabulary import (
    CallOutcome,
    Direction,
    IdentityCheck,
    Reason,
    Relation,
    Source,
)
from desktop.storage import tables

_call = tables.metadata.tables["call"]
_reason = tables.metadata.tables["call_reason"]
_callback = tables.metadata.tables["callback"]
_number = tables.metadata.tables["phone_number"]
_site = tables.metadata.tables["site"]
_users = tables.metadata.tables["user_account"]
_speaker = tables.metadata.tables["person"].alias("speaker")
_subject = tables.metadata.tables["person"].alias("subject")


@dataclass(frozen=True, slots=True)
class CallRow:
    """One call. The names are those of the people picked, else as typed. ``number_text`` is what
    was typed where it is no number to ring. ``zone`` is the caller's; ``started_at`` the real
    time, ``entered_at`` when it was typed. ``callback_id`` is the promise made on it."""

    id: UUID
    direction: Direction
    number_id: UUID | None
    e164: str | None
    extension: str
    number_text: str
    withheld: bool
    called_line: str
    speaker_id: UUID | None
    speaker_name: str
    subject_id: UUID | None
    subject_name: str
    relation: Relation
    identity_check: IdentityCheck | None
    identity_checked_at: datetime | None
    started_at: datetime
    answered_at: datetime | None
    ended_at: datetime | None
    entered_at: datetime
    late_entry: bool
    zone: str
    user_name: str
    site_id: UUID | None
    site_name: str | None
    outcome: CallOutcome | None
    reasons: tuple[Reason, ...]
    language: str
    interpreter: bool
    notes: str
    source: Source
    callback_id: UUID | None
    version: int


def _rows() -> Select[Any]:
    promise = (
        select(_callback.c.id).where(_callback.c.call_id == _call.c.id).limit(1).scalar_subquery()
    )
    return select(
        _call,
        _number.c.e164,
        _number.c.extension,
        func.coalesce(_speaker.c.name, _call.c.speaker_name).label("speaker"),
        func.coalesce(_subject.c.name, _call.c.subject_name).label("subject"),
        _users.c.name.label("user_name"),
        _site.c.name.label("site_name"),
        promise.label("callback_id"),
    ).select_from(
        _call.outerjoin(_number, _number.c.id == _call.c.number_id)
        .outerjoin(_speaker, _speaker.c.id == _call.c.speaker_id)
        .outerjoin(_subject, _subject.c.id == _call.c.subject_id)
        .outerjoin(_users, _users.c.id == _call.c.user_id)
        .outerjoin(_site, _site.c.id == _call.c.site_id)
    )


_ONE = _rows().where(_call.c.id == bindparam("this_id"))
OF_NUMBER = (
    _rows()
    .where(_call.c.number_id == bindparam("this_id"))
    .order_by(_call.c.started_at.desc(), _call.c.id.desc())
    .limit(bindparam("most"))
)
_REASONS = select(_reason.c.position, _reason.c.reason).where(
    _reason.c.call_id == bindparam("this_id")
)


def read_call(conn: Connection, call_id: UUID) -> CallRow:
    """One call. Raises :class:`NotFound`."""
    row = conn.execute(_ONE, {"this_id": call_id}).first()
    if row is None:
        raise NotFound("This call is not here any more. It may have been undone.")
    return _call_row(conn, row)


def read_calls_of_number(conn: Connection, number_id: UUID, limit: int) -> tuple[CallRow, ...]:
    """The last calls of a number, newest first."""
    rows = conn.execute(OF_NUMBER, {"this_id": number_id, "most": limit}).all()
    return tuple(_call_row(conn, row) for row in rows)


def _call_row(conn: Connection, row: Row[Any]) -> CallRow:
    reasons = sorted(conn.execute(_REASONS, {"this_id": row.id}))
    return CallRow(
        id=row.id,
        direction=Direction(row.direction),
        number_id=row.number_id,
        e164=row.e164,
        extension=row.extension or "",
        number_text=row.number_text,
        withheld=row.withheld,
        called_line=row.called_line,
        speaker_id=row.speaker_id,
        speaker_name=row.speaker or "",
        subject_id=row.subject_id,
        subject_name=row.subject or "",
        relation=Relation(row.relation),
        identity_check=IdentityCheck(row.identity_check) if row.identity_check else None,
        identity_checked_at=row.identity_checked_at,
        started_at=row.started_at,
        answered_at=row.answered_at,
        ended_at=row.ended_at,
        entered_at=row.entered_at,
        late_entry=row.late_entry,
        zone=row.zone,
        user_name=row.user_name or "",
        site_id=row.site_id,
        site_name=row.site_name,
        outcome=CallOutcome(row.outcome) if row.outcome else None,
        reasons=tuple(Reason(reason) for _, reason in reasons),
        language=row.language,
        interpreter=row.interpreter,
        notes=row.notes,
        source=Source(row.source),
        callback_id=row.callback_id,
        version=row.version,
    )
