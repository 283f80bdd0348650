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
    OutsiderKind,
    Reason,
    Relation,
)
from desktop.services import missed_again
from desktop.services.actor import Actor
from desktop.services.call_form import AskedRequest, CallForm, PromiseForm, ReadLine, ToldWords
from desktop.services.call_logging import what_was_said
from desktop.services.changes import Item, Writing
from desktop.services.drafts import keep_draft
from desktop.services.images import from_json
from desktop.services.leases import end_lease, refuse_held
from desktop.services.phone_calls import MEASURED
from desktop.services.reach import zones_at
from desktop.services.records import KINDS
from desktop.services.request_opening import callbacks_of_requests, take_back_asked
from desktop.services.safety_follow_up import take_from_call
from desktop.services.told_words import let_go_of_call, take_back_with_call
from desktop.services.undo import changed_by, still_as_left
from desktop.services.words_read import take_back_read
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
    stays open (see :mod:`desktop.services.safety_follow_up`), and so does the promise of a missed
    call after which they rang again (:mod:`desktop.services.missed_again`). The draft has the
    call's identity.
    """
    by_kind = {item.record: item for item in items}
    call = by_kind["call"]
    if not still_as_left(writing, call, MEASURED if call.before else ()):
        raise changed_by(writing, actor, call.record_id)
    asked = take_back_asked(writing, actor, items)
    promise = _take_back_promise(writing, actor, _promise_item(items), call)
    take_from_call(writing, call.record_id)
    read = take_back_read(writing, actor, items)
    told = take_back_with_call(writing, actor, items)
    if call.before is None:
        let_go_of_call(writing, call.record_id)
    _put_card_back(writing, actor, call, promise, read, told, asked)
    _take_back_row(writing, call)
    number = by_kind.get("phone_number")
    if number is not None and not _is_used(writing.conn, number.record_id):
        writing.delete("phone_number", number.record_id)


def _take_back_row(writing: Writing, call: Item) -> None:
    """The call goes; one that the phone system announced is again as it told."""
    if call.before is not None:
        before, children = from_json(KINDS["call"], call.before)
        told = {k: v for k, v in before.items() if k not in ("id", "version", *MEASURED)}
        writing.update("call", call.record_id, told, children=children)
        return
    try:
        writing.delete("call", call.record_id)
    except IntegrityError as problem:
        raise ChangedSince(
            "Something was noted on this call since, so it stays. Open it to see what."
        ) from problem


def _promise_item(items: Sequence[Item]) -> Item | None:
    """What logging the call did to a promise: what the call itself promised, rather than the
    follow-up that its Safety card had begun, or what was promised for a request."""
    of_requests = {item.record_id for item in callbacks_of_requests(items)}
    promises = [
        item for item in items if item.record == "callback" and item.record_id not in of_requests
    ]
    safety = [item for item in promises if _image(item)["kind"] == CallbackKind.SAFETY]
    return next((item for item in promises if item not in safety), next(iter(safety), None))


def _image(item: Item) -> dict[str, Any]:
    return from_json(KINDS["callback"], item.after or "{}")[0]


def _take_back_promise(
    writing: Writing, actor: Actor, item: Item | None, call: Item
) -> dict[str, Any] | None:
    """``item`` is what logging the call did to a promise. Returns what it promised, if anything."""
    row = _image(item) if item else {}
    if item is not None and row["kind"] == CallbackKind.SAFETY:
        return row
    if item is not None and item.before is None:
        if not missed_again.pass_on(writing, item.record_id):
            if not still_as_left(writing, item):
                raise changed_by(writing, actor, item.record_id)
            _delete_promise(writing, actor, item.record_id)
        return row
    if item is not None:
        missed_again.take_back(writing, actor, item, call.record_id)
    if call.before is not None:
        # The call that the phone system told of stays, and so does the promise that came with it.
        return None
    passed_on = missed_again.passed_on_to(writing.conn, call.record_id)
    if passed_on is not None and not missed_again.pass_on(writing, passed_on):
        if not missed_again.is_unworked(writing.conn, passed_on):
            raise ChangedSince("Its promise was worked on since, so it stays. Open it to see how.")
        _delete_promise(writing, actor, passed_on)
    return None


def _delete_promise(writing: Writing, actor: Actor, callback_id: UUID) -> None:
    refuse_held(writing.conn, actor, callback_id, writing.now)
    end_lease(writing.conn, callback_id)
    writing.delete("callback", callback_id)


def _put_card_back(
    writing: Writing,
    actor: Actor,
    item: Item,
    promise: Mapping[str, Any] | None,
    read: tuple[ReadLine, ...],
    told: tuple[ToldWords, ...],
    asked: tuple[AskedRequest, ...],
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
        _form(row, number_text, reasons, promise),
        zone=row["zone"] if was_asked else None,
        read_lines=read,
        told=told,
        requests=asked,
        phone_call_id=item.record_id if item.before else None,
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
        outsider=OutsiderKind(row["outsider"]) if row.get("outsider") else None,
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
