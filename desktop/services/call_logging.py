"""Logging a call: the card becomes a call, and perhaps a promise, in one Change."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select

from desktop.domain.errors import NotFound, Refused
from desktop.domain.numbers import NumberReading, NumberStatus, read_number
from desktop.domain.sensitive import fit_to_keep
from desktop.domain.vocabulary import CallbackKind, CallOutcome, Direction, Reason, Source
from desktop.services.actor import Actor
from desktop.services.call_form import CallForm
from desktop.services.changes import Writing
from desktop.services.drafts import remove_draft
from desktop.services.missed_again import is_promised_already
from desktop.services.number_rows import keep_number
from desktop.services.phone_calls import announced_call, rang_here, typed_onto
from desktop.services.promising import (
    Facts,
    Promise,
    add_promise,
    callee,
    facts_of,
    soonest,
    stopped_by,
)
from desktop.services.reach import zones_at
from desktop.services.request_opening import open_asked
from desktop.services.safety_follow_up import give_to_call, take_up_again
from desktop.services.told_words import keep_told
from desktop.services.who_stays import led_on
from desktop.services.words_read import keep_read
from desktop.storage import tables
from desktop.storage.prepared import Prepared

_person = tables.metadata.tables["person"]

_IS_HERE = Prepared(select(_person.c.id).where(_person.c.id == bindparam("this_id")))

MISSED = "Ring back: the call was missed."
SAFETY = "Safety follow-up"
_LONGEST_WHAT = 160


@dataclass(frozen=True, slots=True)
class ReadyForm:
    """A card that has been read: done before the lock is taken."""

    form: CallForm
    outcome: CallOutcome
    reading: NumberReading | None
    notes: str
    what: str
    started_at: datetime


def make_ready(form: CallForm, now: datetime) -> ReadyForm:
    """Read the number and the notes. Raises :class:`Refused` for a card that cannot be logged."""
    if form.outcome is None:
        raise Refused("How did the call end? Pick an outcome, then save.")
    if form.real_started_at is not None and form.real_started_at > now:
        raise Refused("That time is still to come. Set the time at which the call really was.")
    if form.outcome is CallOutcome.CALLBACK and form.promise.due_at is None:
        raise Refused("No time is promised yet. Pick when to ring back, then save.")
    return ReadyForm(
        form=form,
        outcome=form.outcome,
        reading=read_number(form.number_text) if form.number_text.strip() else None,
        notes=fit_to_keep(form.notes, kept=form.sensitive_kept),
        what=fit_to_keep(form.promise.what, kept=form.sensitive_kept),
        started_at=form.real_started_at or form.started_at,
    )


def write_call(writing: Writing, actor: Actor, ready: ReadyForm, draft_id: UUID | None) -> UUID:
    """Write the call, what was read on it and its promise, and let the draft go. Returns the
    call's identity."""
    ready = _led_on(writing, ready)
    form = ready.form
    speaker = facts_of(writing.conn, form.speaker_id)
    _refuse_gone(writing, form.subject_id)
    number_id = keep_number(writing, ready.reading) if ready.reading else None
    e164 = ready.reading.e164 if ready.reading else None
    row = {
        **_row(writing, actor, ready),
        "number_id": number_id,
        "subject_id": _subject(form),
        "zone": zones_at(speaker.zone or form.zone, e164, actor.zone).zones[0],
    }
    reasons = [
        {"reason": reason, "position": place}
        for place, reason in enumerate(dict.fromkeys(form.reasons))
    ]
    rang = form.phone_call_id or rang_here(
        writing.conn, number_id, form.direction, ready.started_at, ready.outcome
    )
    announced = announced_call(writing.conn, rang)
    if announced is None:
        call_id = writing.insert("call", row, reasons)
    else:
        call_id = announced["id"]
        writing.update("call", call_id, typed_onto(announced, row), children=reasons)
    keep_read(writing, actor, call_id, form.read_lines)
    told = () if form.outside else form.told
    keep_told(writing, actor, call_id, told, form.speaker_id, _subject(form))
    promise = _promise(writing, ready, call_id, number_id)
    if ready.outcome is CallOutcome.MISSED and promise is not None:
        promise = ring_back(writing, actor, promise, speaker)
    promised: UUID | None = None
    followed_up = give_to_call(writing, draft_id, _whose_call(ready, call_id, number_id))
    if promise is not None and not (
        (followed_up and promise.kind is CallbackKind.SAFETY)
        or take_up_again(writing, draft_id, promise)
    ):
        made = add_promise(writing, actor, promise, speaker)
        promised = made if promise.kind is not CallbackKind.SAFETY else None
    open_asked(writing, actor, call_id, form, _subject(form), promised)
    if draft_id is not None:
        remove_draft(writing.conn, actor, draft_id)
    return call_id


def _whose_call(ready: ReadyForm, call_id: UUID, number_id: UUID | None) -> Promise:
    """What a Safety card that was used on the call learns from it."""
    form = ready.form
    return Promise(
        reason=Reason.OTHER,
        what=SAFETY,
        due_at=ready.started_at,
        kind=CallbackKind.SAFETY,
        person_id=form.speaker_id,
        subject_id=_subject(form),
        number_id=number_id,
        call_id=call_id,
    )


def _led_on(writing: Writing, ready: ReadyForm) -> ReadyForm:
    """Somebody who was merged since the card was opened is meant as who stays."""
    columns = ("speaker_id", "subject_id")
    named = {name: getattr(ready.form, name) for name in columns}
    meant = led_on(writing.conn, columns, named)
    return ready if meant is named else replace(ready, form=replace(ready.form, **meant))


def _subject(form: CallForm) -> UUID | None:
    """Whom the call is about: the caller, unless somebody else was picked or typed."""
    return form.subject_id or (None if form.subject_name.strip() else form.speaker_id)


def _row(writing: Writing, actor: Actor, ready: ReadyForm) -> dict[str, Any]:
    form, reading = ready.form, ready.reading
    late = form.real_started_at is not None
    answered = ready.outcome is not CallOutcome.MISSED
    # The number says it all, unless there was more in the text than one number.
    said_by_row = reading is not None and reading.e164 is not None and not reading.more
    return {
        "direction": form.direction,
        "number_text": "" if said_by_row else form.number_text.strip(),
        "withheld": reading is not None and reading.status is NumberStatus.WITHHELD,
        "called_line": form.called_line,
        "speaker_id": form.speaker_id,
        "speaker_name": form.speaker_name.strip() or None,
        "subject_name": form.subject_name.strip() or None,
        "relation": form.relation,
        "identity_check": form.identity_check,
        "identity_checked_at": form.identity_checked_at,
        "started_at": ready.started_at,
        "answered_at": ready.started_at if answered else None,
        "ended_at": _ended_at(writing, ready),
        "entered_at": writing.now,
        "late_entry": late,
        "user_id": actor.user_id,
        "desk_id": actor.desk_id,
        "site_id": form.site_id,
        "outcome": ready.outcome,
        "language": form.language,
        "interpreter": form.interpreter,
        "notes": ready.notes,
        "source": Source.DESK,
        "outsider": form.outsider,
    }


def _ended_at(writing: Writing, ready: ReadyForm) -> datetime | None:
    """Never before the start, also when the clock was set back in between. A late entry may not
    know it."""
    form = ready.form
    if form.real_started_at is not None:
        return form.ended_at
    return max(form.ended_at or writing.now, ready.started_at)


def _refuse_gone(writing: Writing, person_id: UUID | None) -> None:
    if person_id is not None and _IS_HERE.first(writing.conn, {"this_id": person_id}) is None:
        raise NotFound("Somebody on this card is not here any more. Pick them again.")


def _promise(
    writing: Writing, ready: ReadyForm, call_id: UUID, number_id: UUID | None
) -> Promise | None:
    """What the outcome promises, if anything."""
    form = ready.form
    common: dict[str, Any] = {
        "reason": form.reasons[0] if form.reasons else Reason.OTHER,
        "person_id": form.speaker_id,
        "subject_id": _subject(form),
        "number_id": number_id,
        "call_id": call_id,
        "site_id": form.site_id,
        "owner_team_id": form.promise.owner_team_id,
        "owner_user_id": form.promise.owner_user_id,
        "given_at": form.ended_at or form.real_started_at if form.real_started_at else None,
        # A clock that was set back during the call must not hold a promise up.
        "not_before": min(ready.started_at, writing.now),
        "zone": form.zone,
    }
    if ready.outcome is CallOutcome.SAFETY:
        what = ready.what or SAFETY
        return Promise(what=what, due_at=writing.now, kind=CallbackKind.SAFETY, **common)
    if ready.outcome is CallOutcome.CALLBACK and form.promise.due_at is not None:
        return Promise(
            what=ready.what or what_was_said(ready.notes),
            due_at=form.promise.due_at,
            kind=form.promise.kind,
            milestone=form.promise.milestone,
            hours_reason=form.promise.hours_reason,
            **common,
        )
    if ready.outcome is CallOutcome.MISSED and form.direction is Direction.IN and number_id:
        # Where zones far apart leave no common hour, a missed call is still rung back.
        return Promise(what=MISSED, due_at=writing.now, hours_reason=MISSED, **common)
    return None


def ring_back(writing: Writing, actor: Actor, promise: Promise, facts: Facts) -> Promise | None:
    """A missed call is rung back at once, or when both sides next can. None when there is nothing
    to ring, they asked not to be called, or they are to be rung back already."""
    who = callee(writing.conn, actor, promise, facts)
    if who.number_id is None:
        return None
    if stopped_by(writing.conn, promise.kind, promise.person_id, who.number_id):
        return None
    numbers = [each for each in (promise.number_id, who.number_id) if each is not None]
    if is_promised_already(writing, promise, numbers):
        return None
    return replace(promise, due_at=soonest(writing, actor, who))


def what_was_said(notes: str) -> str:
    """The promise in the words of the notes, when none were written for it: their beginning."""
    line = " ".join(notes.split())
    if len(line) <= _LONGEST_WHAT:
        return line
    return line[:_LONGEST_WHAT].rsplit(" ", 1)[0] + "…"
