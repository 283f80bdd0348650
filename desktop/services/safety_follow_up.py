"""A safety follow-up outlives the call it came from.

A safety event is a fact that may not vanish: undoing its call puts the card back and leaves the
follow-up open, without the call. Logging the card again as a safety call takes the same follow-up
up again; logged as anything else it stays open until somebody closes it with a reason.

A Safety card belongs to the call in Intake: logging that call, however it ended, gives it the event
and the follow-up that the card began, so that there is never a second one.
"""

from uuid import UUID

from sqlalchemy import bindparam, select

from desktop.domain.vocabulary import CallbackKind, CallbackState
from desktop.services.changes import Writing
from desktop.services.promising import Promise, number_to_ring
from desktop.services.safety_drafts import follow_call
from desktop.storage import tables
from desktop.storage.prepared import Prepared

_callback = tables.metadata.tables["callback"]
_event = tables.metadata.tables["safety_event"]
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

_OF_CARD = Prepared(
    select(_event.c.id, _event.c.follow_up_id).where(
        _event.c.call_draft_id == bindparam("this_draft"), _event.c.call_id.is_(None)
    )
)
_EVENTS_OF_CALL = select(_event.c.id).where(_event.c.call_id == bindparam("this_call"))
_FOLLOW_UPS_OF_CALL = select(_callback.c.id).where(
    _callback.c.call_id == bindparam("this_call"), _callback.c.kind == CallbackKind.SAFETY
)


def give_to_call(writing: Writing, draft_id: UUID | None, call: Promise) -> bool:
    """Give the call that is logged from this card its Safety events and their follow-ups; ``call``
    says who and which number it is. False when the Safety card was not used on it."""
    if draft_id is None or call.call_id is None:
        return False
    follow_call(writing.conn, draft_id, call.call_id)
    used = _OF_CARD.rows(writing.conn, {"this_draft": draft_id})
    for event_id, follow_up_id in used:
        event = writing.row("safety_event", event_id)
        writing.update(
            "safety_event",
            event_id,
            {
                "call_id": call.call_id,
                "person_id": call.person_id or event["person_id"],
                "subject_id": call.subject_id or event["subject_id"],
                "number_id": call.number_id or event["number_id"],
            },
        )
        if follow_up_id is not None and writing.row("callback", follow_up_id)["call_id"] is None:
            _give(writing, follow_up_id, call)
    return bool(used)


def take_from_call(writing: Writing, call_id: UUID) -> None:
    """The call is about to be undone: its safety follow-ups stay as they are, its Safety events
    too and belong to the card that comes back, which has the identity of the call."""
    whose = {"this_call": call_id}
    for event_id in writing.conn.execute(_EVENTS_OF_CALL, whose).scalars().all():
        writing.update("safety_event", event_id, {"call_id": None, "call_draft_id": call_id})
    for callback_id in writing.conn.execute(_FOLLOW_UPS_OF_CALL, whose).scalars().all():
        writing.update("callback", callback_id, {"call_id": None})


def take_up_again(writing: Writing, draft_id: UUID | None, promise: Promise) -> bool:
    """Give the follow-up that this card left open to its new call; False when there is none."""
    if draft_id is None or promise.kind is not CallbackKind.SAFETY:
        return False
    callback_id = writing.conn.execute(_LEFT_OPEN, {"this_draft": draft_id}).scalar()
    if callback_id is None:
        return False
    _give(writing, callback_id, promise)
    return True


def _give(writing: Writing, callback_id: UUID, promise: Promise) -> None:
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
        "asks_number": number_id is None and before["state"] == CallbackState.OPEN,
    }
    writing.update("callback", callback_id, columns)
