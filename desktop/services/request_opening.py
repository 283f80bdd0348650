"""Opening a request inside a Change: from the Transition page, or with the call it was asked on."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from desktop.domain.errors import Refused
from desktop.domain.request_rules import STEPS, due_at
from desktop.domain.sensitive import fit_to_keep
from desktop.domain.vocabulary import CallbackState, Permission, RequestKind, RequestState
from desktop.services.actor import Actor, demand
from desktop.services.call_form import AskedRequest, CallForm
from desktop.services.changes import Item, Writing
from desktop.services.images import from_json
from desktop.services.leases import end_lease, refuse_held
from desktop.services.records import KINDS
from desktop.services.request_callbacks import is_about_request, promise_for
from desktop.services.request_rows import NewRequest
from desktop.services.transition_settings import read_choices
from desktop.services.undo import changed_by, still_as_left
from desktop.services.who_stays import who_stays

RECORD = "request"
MOST_STEPS = 30


def open_request(writing: Writing, actor: Actor, new: NewRequest) -> UUID:
    """Write it, with its callback; returns its identity. :func:`check_request` comes before."""
    return writing.insert(RECORD, *_row(writing, actor, new))


def open_asked(
    writing: Writing,
    actor: Actor,
    call_id: UUID,
    form: CallForm,
    subject_id: UUID | None,
    callback_id: UUID | None,
) -> None:
    """Open what was asked for on a card that is logged. ``callback_id`` is what the call itself
    promised: they are told then how far it is."""
    if form.requests:
        demand(actor, Permission.KEEP_CALLBACKS)
    for asked in form.requests:
        of_clinic = asked.kind is RequestKind.CLINIC_RECORDS
        new = NewRequest(
            kind=asked.kind,
            person_id=None if of_clinic else subject_id,
            asked_by_id=None if of_clinic else form.speaker_id,
            call_id=call_id,
            site_id=form.site_id,
            note=asked.note,
            organisation=asked.organisation,
            contact=asked.contact,
            contact_source=asked.contact_source,
            due_at=asked.due_at,
            owner_team_id=form.promise.owner_team_id,
            callback_id=None if of_clinic or asked.no_callback_reason.strip() else callback_id,
            no_callback_reason=asked.no_callback_reason,
        )
        check_request(new)
        open_request(writing, actor, new)


def take_back_asked(
    writing: Writing, actor: Actor, items: Sequence[Item]
) -> tuple[AskedRequest, ...]:
    """The requests that were opened with a call go, each with the callback of its own; for the
    card, in the order of asking. Refused with the name when one was worked on since."""
    asked: list[AskedRequest] = []
    made = {item.record_id: item for item in callbacks_of_requests(items)}
    for item in items:
        if item.record != RECORD or item.before is not None:
            continue
        if not still_as_left(writing, item):
            raise changed_by(writing, actor, item.record_id)
        row = writing.row(RECORD, item.record_id)
        writing.delete(RECORD, item.record_id)
        own = made.get(row["callback_id"])
        if own is not None:
            if not still_as_left(writing, own):
                raise changed_by(writing, actor, own.record_id)
            refuse_held(writing.conn, actor, own.record_id, writing.now)
            end_lease(writing.conn, own.record_id)
            writing.delete("callback", own.record_id)
        of_clinic = row["kind"] == RequestKind.CLINIC_RECORDS
        asked.append(
            AskedRequest(
                RequestKind(row["kind"]),
                row["note"],
                row["due_at"],
                row["organisation"],
                row["contact"],
                row["contact_source"],
                "" if of_clinic else row["no_callback_reason"],
            )
        )
    return tuple(reversed(asked))


def callbacks_of_requests(items: Sequence[Item]) -> list[Item]:
    """The callbacks of a Change that were promised for a request alone."""
    kinds = {}
    for item in items:
        if item.record == RECORD and item.before is None and item.after is not None:
            row, _ = from_json(KINDS[RECORD], item.after)
            kinds[row["callback_id"]] = RequestKind(row["kind"])
    return [
        item
        for item in items
        if item.record == "callback"
        and item.record_id in kinds
        and item.before is None
        and item.after is not None
        and is_about_request(from_json(KINDS["callback"], item.after)[0], kinds[item.record_id])
    ]


def check_request(new: NewRequest) -> None:
    """Raise :class:`Refused` with what is missing."""
    if new.kind is RequestKind.CLINIC_RECORDS:
        if not new.organisation.strip():
            raise Refused("Which clinic asks? Write its name.")
        if not new.contact.strip() or not new.contact_source.strip():
            raise Refused(
                "Find the clinic’s number yourself, never take it from the caller. "
                "Write the number and where you found it."
            )
        return
    if new.person_id is None and new.asked_by_id is None and new.call_id is None:
        raise Refused("Who asks? Pick the person, or open the request on the call.")


def _row(
    writing: Writing, actor: Actor, new: NewRequest
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    choices = read_choices(writing.conn)
    due = new.due_at or due_at(
        new.kind,
        writing.now,
        records_days=choices.records_days,
        refund_days=choices.refund_days,
        other_days=choices.other_days,
    )
    if due <= writing.now:
        raise Refused("That day has passed. Choose a later one.")
    person_id, asked_by_id = (
        who_stays(writing.conn, each) if each else None for each in (new.person_id, new.asked_by_id)
    )
    site_id = new.site_id
    if person_id is not None:
        site_id = site_id or writing.row("person", person_id)["site_id"]
    team_id = new.owner_team_id or actor.team_id
    no_callback = " ".join(new.no_callback_reason.split())
    if new.kind is RequestKind.CLINIC_RECORDS and person_id is None and not no_callback:
        no_callback = "The other clinic is rung at the number that was found."
    callback_id = new.callback_id
    if callback_id is not None and not is_live(writing, callback_id):
        raise Refused("This callback is closed. Reopen it, or let a new one be promised.")
    if callback_id is None and not no_callback:
        callback_id = promise_for(
            writing,
            actor,
            new.kind,
            person_id,
            asked_by_id,
            new.call_id,
            site_id,
            team_id,
            new.owner_user_id,
            new.callback_due_at or due,
        )
    steps = STEPS[new.kind] if new.steps is None else new.steps
    row = {
        "kind": new.kind,
        "state": RequestState.OPEN,
        "person_id": person_id,
        "asked_by_id": asked_by_id,
        "call_id": new.call_id,
        "site_id": site_id,
        "note": fit_to_keep(new.note.strip(), kept=False),
        "organisation": new.organisation.strip(),
        "contact": new.contact.strip(),
        "contact_source": new.contact_source.strip(),
        "due_at": due,
        "owner_team_id": team_id,
        "owner_user_id": new.owner_user_id,
        "callback_id": callback_id,
        "no_callback_reason": no_callback,
        "opened_at": writing.now,
        "opened_by": actor.user_id,
        "closed_reason": "",
    }
    return row, [new_step(place, text) for place, text in enumerate(steps[:MOST_STEPS])]


def new_step(position: int, text: str) -> dict[str, Any]:
    """The row of a step that is to do."""
    return {"position": position, "text": text, "done_at": None, "done_by": None}


def is_live(writing: Writing, callback_id: UUID | None) -> bool:
    """Whether a callback is there and open."""
    if callback_id is None:
        return False
    return bool(writing.row("callback", callback_id)["state"] == CallbackState.OPEN)
