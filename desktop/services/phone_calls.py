"""One call, told twice: by the phone system that announced it, and by the clerk who took it."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, bindparam, exists, select

from desktop.domain.vocabulary import CallOutcome
from desktop.services.records import KINDS
from desktop.storage import tables

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


def announced_call(conn: Connection, call_id: UUID | None) -> dict[str, Any] | None:
    """The call that the phone system announced, for a card to be typed onto. None where there is
    none, and where a colleague has typed theirs onto it: whoever spoke with the caller too has a
    call of their own."""
    if call_id is None or is_typed(conn, call_id):
        return None
    return KINDS["call"].read(conn, call_id)


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
