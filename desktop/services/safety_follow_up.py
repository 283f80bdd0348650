"""A safety follow-up outlives the call it came from.

A safety event is a fact that may not vanish: undoing its call puts the card back and leaves the
follow-up open, without the call. Logging the card again as a safety call takes the same follow-up
up again; logged as anything else it stays open until somebody closes it with a reason.
"""

from uuid import UUID

from sqlalchemy import bindparam, select

from desktop.domain.vocabulary import CallbackKind, CallbackState
from desktop.services.changes import Writing
from desktop.services.promising import Promise, number_to_ring
from desktop.storage import tables

_callback = tables.metadata.tables["callback"]
_call_item = tables.metadata.tables["change_item"].alias("call_item")
_callback_item = tables.metadata.tables["change_item"].alias("callback_item")

# A card that came back from a call has the identity of that call.
_LEFT_OPEN = (
    select(_callback.c.id)
    .join(_callback_item, _callback_item.c.record_id == _callback.c.id)
    .join(_call_item, _call_item.c.change_id == _callback_item.c.change_id)
    .where(
        _call_item.c.record_id == bindparam("this_draft"),
        _callback.c.kind == CallbackKind.SAFETY,
        _callback.c.state == CallbackState.OPEN,
        _callback.c.call_id.is_(None),
    )
    .limit(1)
)


def leave_open(writing: Writing, callback_id: UUID) -> None:
    """Let go of the call that is about to be undone; the follow-up stays as it is."""
    writing.update("callback", callback_id, {"call_id": None})


def take_up_again(writing: Writing, draft_id: UUID | None, promise: Promise) -> bool:
    """Give the follow-up that this card left open to its new call; False when there is none."""
    if draft_id is None or promise.kind is not CallbackKind.SAFETY:
        return False
    callback_id = writing.conn.execute(_LEFT_OPEN, {"this_draft": draft_id}).scalar()
    if callback_id is None:
        return False
    before = writing.row("callback", callback_id)
    number_id = promise.number_id or before["number_id"]
    person_id = promise.person_id or before["person_id"]
    subject_id = promise.subject_id or before["subject_id"]
    if person_id is not None:
        number_id = number_to_ring(writing.conn, number_id, person_id, subject_id)
    columns = {
        "call_id": promise.call_id,
        "number_id": number_id,
        "person_id": person_id,
        "subject_id": subject_id,
        "asks_number": number_id is None,
    }
    writing.update("callback", callback_id, columns)
    return True
