"""Taking a logged call back: the call and its promise go, the card returns as a draft."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, bindparam, exists, select
from sqlalchemy.exc import IntegrityError

from desktop.domain.errors import ChangedSince
from desktop.domain.number_display import display
from desktop.domain.sensitive import find_sensitive
from desktop.domain.vocabulary import (
    CallbackKind,
    CallOutcome,
    Direction,
    IdentityCheck,
    MilestoneKind,
    Reason,
    Relation,
)
from desktop.services.actor import Actor
from desktop.services.call_form import CallForm, PromiseForm
from desktop.services.call_logging import what_was_said
from desktop.services.changes import Item, Writing
from desktop.services.drafts import keep_draft
from desktop.services.images import from_json
from desktop.services.leases import end_lease, refuse_held
from desktop.services.reach import zones_at
from desktop.services.records import KINDS
from desktop.services.safety_follow_up import take_from_call
from desktop.services.undo import changed_by, still_as_left
from desktop.storage import tables

_number = tables.metadata.tables["phone_number"]
_NUMBER = select(_number.c.e164, _number.c.extension).where(_number.c.id == bindparam("this_id"))
_person = tables.metadata.tables["person"]
_STATED = select(_person.c.zone).where(_person.c.id == bindparam("this_id"))
_IN_USE = select(
    *(
        exists().where(tables.metadata.tables[name].c.number_id == bindparam("this_id"))
        for name in ("person_number", "call", "callback", "do_not_call")
    )
)


def take_back_call(writing: Writing, actor: Actor, items: Sequence[Item]) -> None:
    """The inverse of logging a call.

    Refused with the name when the call or its promise was worked on since. A safety follow-up
    stays open (see :mod:`desktop.services.safety_follow_up`). The draft has the call's identity.
    """
    by_kind = {item.record: item for item in items}
    call = by_kind["call"]
    if not still_as_left(writing, call):
        raise changed_by(writing, actor, call.record_id)
    promise: dict[str, Any] | None = None
    for item in items:
        if item.record == "callback":
            # Newest first: what the call itself promised, not what its Safety card had begun.
            promise = _take_back_promise(writing, actor, item) if promise is None else promise
    take_from_call(writing, call.record_id)
    _put_card_back(writing, actor, call, promise)
    try:
        writing.delete("call", call.record_id)
    except IntegrityError as problem:
        raise ChangedSince(
            "Something was noted on this call since, so it stays. Open it to see what."
        ) from problem
    number = by_kind.get("phone_number")
    if number is not None and not _is_used(writing.conn, number.record_id):
        writing.delete("phone_number", number.record_id)


def _take_back_promise(writing: Writing, actor: Actor, item: Item) -> dict[str, Any]:
    row = from_json(KINDS["callback"], item.after or "{}")[0]
    if row["kind"] == CallbackKind.SAFETY:
        return row
    if not still_as_left(writing, item):
        raise changed_by(writing, actor, item.record_id)
    refuse_held(writing.conn, actor, item.record_id, writing.now)
    end_lease(writing.conn, item.record_id)
    writing.delete("callback", item.record_id)
    return row


def _put_card_back(
    writing: Writing, actor: Actor, item: Item, promise: Mapping[str, Any] | None
) -> None:
    row, children = from_json(KINDS["call"], item.after or "{}")
    number_text, e164 = row["number_text"], None
    if row["number_id"] is not None:
        number = writing.conn.execute(_NUMBER, {"this_id": row["number_id"]}).one()
        e164 = number.e164
        number_text = number_text or display(e164, number.extension or None)
    stated = writing.conn.execute(_STATED, {"this_id": row["speaker_id"]}).scalar()
    was_asked = zones_at(stated, e164, actor.zone).ask and row["zone"] != actor.zone
    reasons = [each["reason"] for each in sorted(children, key=lambda each: each["position"])]
    form = replace(
        _form(row, number_text, reasons, promise), zone=row["zone"] if was_asked else None
    )
    keep_draft(writing.conn, actor, item.record_id, form, writing.now)


def _form(
    row: Mapping[str, Any],
    number_text: str,
    reasons: Sequence[str],
    promise: Mapping[str, Any] | None,
) -> CallForm:
    """The card that a call was logged from. What was masked stays masked."""
    late = row["late_entry"]
    about_caller = row["subject_id"] == row["speaker_id"]
    check = row["identity_check"]
    return CallForm(
        started_at=row["entered_at"] if late else row["started_at"],
        direction=Direction(row["direction"]),
        number_text=number_text,
        called_line=row["called_line"],
        speaker_id=row["speaker_id"],
        speaker_name=row["speaker_name"] or "",
        relation=Relation(row["relation"]),
        subject_id=None if about_caller else row["subject_id"],
        subject_name=row["subject_name"] or "",
        site_id=row["site_id"],
        language=row["language"],
        interpreter=row["interpreter"],
        identity_check=IdentityCheck(check) if check else None,
        identity_checked_at=row["identity_checked_at"],
        reasons=tuple(Reason(each) for each in reasons),
        notes=row["notes"],
        outcome=CallOutcome(row["outcome"]),
        promise=_promise_form(row, promise) if promise else PromiseForm(),
        ended_at=row["ended_at"],
        real_started_at=row["started_at"] if late else None,
        sensitive_kept=bool(find_sensitive(row["notes"])),
    )


def _promise_form(call: Mapping[str, Any], promise: Mapping[str, Any]) -> PromiseForm:
    chosen = call["outcome"] == CallOutcome.CALLBACK
    what = promise["promise"]
    milestone = promise["milestone"]
    return PromiseForm(
        due_at=promise["first_due_at"] if chosen else None,
        milestone=MilestoneKind(milestone) if milestone else None,
        owner_team_id=promise["owner_team_id"],
        owner_user_id=promise["owner_user_id"],
        what="" if not chosen or what == what_was_said(call["notes"]) else what,
        kind=CallbackKind(promise["kind"]) if chosen else CallbackKind.SERVICE,
        hours_reason=(promise["hours_reason"] or "") if chosen else "",
    )


def _is_used(conn: Connection, number_id: UUID) -> bool:
    return any(conn.execute(_IN_USE, {"this_id": number_id}).one())
