"""One call, told twice: by the phone system that announced it, and by the clerk who took it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, bindparam, exists, literal_column, select

from desktop.domain.incoming import Disposition
from desktop.domain.incoming_rules import TYPED_WINDOW, may_be_one
from desktop.domain.vocabulary import CallOutcome, Direction
from desktop.services.records import KINDS
from desktop.storage import tables
from desktop.storage.prepared import Prepared

_call = tables.metadata.tables["call"]
_change = tables.metadata.tables["change"]
_item = tables.metadata.tables["change_item"]

MEASURED: Final = ("answered_at", "ended_at", "disposition", "talked_seconds", "zone_assumed")
"""What the phone system measures, and may tell after the call is typed."""
_TYPED = select(
    exists()
    .where(_item.c.record_id == bindparam("this_id"), _item.c.record == "call")
    .where(_change.c.id == _item.c.change_id, _change.c.action == "log_call")
    .where(_change.c.undone_by_id.is_(None))
)
_RANG = Prepared(
    select(_call.c.id, _call.c.disposition)
    .where(
        _call.c.number_id == bindparam("this_number"),
        _call.c.direction == bindparam("this_direction"),
        _call.c.started_at >= bindparam("this_from"),
        _call.c.started_at <= bindparam("this_to"),
        _call.c.source == literal_column("'phone_system'"),
    )
    .order_by(_call.c.started_at.desc(), _call.c.id.desc())
)


def announced_call(conn: Connection, call_id: UUID | None) -> dict[str, Any] | None:
    """The call that the phone system announced, for a card to be typed onto. None where there is
    none, and where a colleague has typed theirs onto it: whoever spoke with the caller too has a
    call of their own."""
    if call_id is None or is_typed(conn, call_id):
        return None
    return KINDS["call"].read(conn, call_id)


def rang_here(
    conn: Connection,
    number_id: UUID | None,
    direction: Direction,
    started_at: datetime,
    outcome: CallOutcome,
) -> UUID | None:
    """The call that a phone system told of and that a card typed without a pop is of: from this
    number, within minutes, typed by nobody yet."""
    if number_id is None:
        return None
    around = {"this_from": started_at - TYPED_WINDOW, "this_to": started_at + TYPED_WINDOW}
    which = {"this_number": number_id, "this_direction": direction, **around}
    for call_id, disposition in _RANG.rows(conn, which):
        told = Disposition(disposition or Disposition.UNKNOWN)
        if may_be_one(told, outcome) and not is_typed(conn, call_id):
            return UUID(str(call_id))
    return None


def is_typed(conn: Connection, call_id: UUID) -> bool:
    """Whether a clerk logged this call: what they typed wins over what a machine tells later."""
    return bool(conn.execute(_TYPED, {"this_id": call_id}).scalar())


def typed_onto(announced: Mapping[str, Any], row: Mapping[str, Any]) -> dict[str, Any]:
    """What the card says, on the call as the phone system told it: whose call it is and when it
    was stays the phone system's; all that was said is the clerk's."""
    late, numbered = row["late_entry"], row["number_id"] is not None
    answered = row["outcome"] != CallOutcome.MISSED
    return {
        **row,
        "source": announced["source"],
        "external_id": announced["external_id"],
        "called_line": announced["called_line"] or row["called_line"],
        "withheld": row["withheld"] or (announced["withheld"] and not numbered),
        "number_text": row["number_text"] or ("" if numbered else announced["number_text"]),
        "started_at": row["started_at"] if late else announced["started_at"],
        "answered_at": announced["answered_at"] or (row["answered_at"] if answered else None),
        "ended_at": announced["ended_at"] or row["ended_at"],
    }
