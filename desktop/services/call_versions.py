"""A logged call as it was and as it became, read from the items of its Changes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, bindparam, select

from desktop.domain.number_display import display
from desktop.domain.vocabulary import CallOutcome, Direction, Reason
from desktop.services.images import from_json
from desktop.services.records import KINDS
from desktop.storage import tables

_item = tables.metadata.tables["change_item"]
_change = tables.metadata.tables["change"]
_correction = tables.metadata.tables["call_correction"]
_users = tables.metadata.tables["user_account"]

_CORRECTIONS = (
    select(_correction, _users.c.name.label("by"))
    .outerjoin(_users, _users.c.id == _correction.c.user_id)
    .where(_correction.c.call_id == bindparam("this_call"))
    .order_by(_correction.c.at.desc(), _correction.c.id.desc())
)
_of_call = _item.alias("of_call")
_IMAGES = (
    select(_of_call.c.before, _of_call.c.after)
    .join(_item, _item.c.change_id == _of_call.c.change_id)
    .where(
        _item.c.record_id == bindparam("this_correction"),
        _item.c.before.is_(None),
        _of_call.c.record_id == bindparam("this_call"),
    )
    .order_by(_of_call.c.position)
    .limit(1)
)
_FIRST = (
    select(_item.c.before, _item.c.after)
    .join(_change, _change.c.id == _item.c.change_id)
    .where(_item.c.record_id == bindparam("this_call"), _item.c.record == "call")
    .order_by(_change.c.seq, _item.c.position)
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class CallVersion:
    """What a call said at some time. Names are those people have now, else as they were typed;
    ``number`` is as people write it, or what was typed."""

    direction: Direction
    speaker: str
    subject: str
    number: str
    site: str
    started_at: datetime
    ended_at: datetime | None
    outcome: CallOutcome | None
    reasons: tuple[Reason, ...]
    notes: str


@dataclass(frozen=True, slots=True)
class CorrectionRow:
    """One correction: who, when, why, and the call before and after it. None where what was said
    has been erased since."""

    id: UUID
    at: datetime
    by: str
    reason: str
    before: CallVersion | None
    after: CallVersion | None


def corrections_of(conn: Connection, call_id: UUID) -> tuple[CorrectionRow, ...]:
    """The corrections that stand, newest first."""
    found = []
    for row in conn.execute(_CORRECTIONS, {"this_call": call_id}).all():
        asked = {"this_correction": row.id, "this_call": call_id}
        images = conn.execute(_IMAGES, asked).first()
        found.append(
            CorrectionRow(
                id=row.id,
                at=row.at,
                by=row.by or "Somebody",
                reason=row.reason,
                before=_version(conn, images.before) if images else None,
                after=_version(conn, images.after) if images else None,
            )
        )
    return tuple(found)


def first_version(conn: Connection, call_id: UUID) -> CallVersion | None:
    """The call as it was first written down, as far back as the trail goes."""
    found = conn.execute(_FIRST, {"this_call": call_id}).first()
    return _version(conn, found.before or found.after) if found else None


def _version(conn: Connection, image: str | None) -> CallVersion | None:
    if image is None:
        return None
    row, children = from_json(KINDS["call"], image)
    ordered = sorted(children, key=lambda child: child["position"])
    return CallVersion(
        direction=Direction(row["direction"]),
        speaker=_name(conn, row["speaker_id"]) or row["speaker_name"] or "",
        subject=_name(conn, row["subject_id"]) or row["subject_name"] or "",
        number=_number(conn, row),
        site=_named(conn, "site", row["site_id"]),
        started_at=row["started_at"],
        ended_at=row["ended_at"],
        outcome=CallOutcome(row["outcome"]) if row["outcome"] else None,
        reasons=tuple(Reason(child["reason"]) for child in ordered),
        notes=row["notes"],
    )


def _name(conn: Connection, person_id: UUID | None) -> str:
    return _named(conn, "person", person_id)


def _named(conn: Connection, table: str, record_id: UUID | None) -> str:
    if record_id is None:
        return ""
    columns = tables.metadata.tables[table].c
    return conn.execute(select(columns.name).where(columns.id == record_id)).scalar() or ""


def _number(conn: Connection, row: Mapping[str, Any]) -> str:
    if row["number_id"] is None:
        return row["number_text"] or ""
    columns = tables.metadata.tables["phone_number"].c
    found = conn.execute(
        select(columns.e164, columns.extension).where(columns.id == row["number_id"])
    ).first()
    return display(found.e164, found.extension or None) if found else row["number_text"]
