"""The promises of the demo's story, and the tries to keep them."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from desktop.domain.local_time import instant, local_day
from desktop.domain.vocabulary import CallbackKind, CallbackState
from desktop.domain.wording import promise_line
from desktop.services.changes import Writing
from desktop.services.demo import story
from desktop.services.demo.teller import Teller

_Event = tuple[datetime, str, Callable[[Writing], UUID | None]]


def events(teller: Teller) -> list[_Event]:
    """Each promise, and each try of it, when it happened."""
    now = teller.now
    told: list[_Event] = []
    for promise in story.PROMISES:
        told.append(
            (
                now + timedelta(minutes=promise.promised),
                "promise",
                partial(_promise, teller, promise),
            )
        )
        told += [
            (
                now - timedelta(minutes=t.minutes),
                "record_attempt",
                partial(_attempt, teller, promise, t),
            )
            for t in promise.tries
        ]
    return told


def _promise(teller: Teller, promise: story.StoryPromise, writing: Writing) -> UUID:
    person = next(p for p in story.PEOPLE if p.name == promise.name)
    zone = teller.zones[person.city]
    due = teller.now + timedelta(minutes=promise.due)
    if promise.wall is not None:
        days, minute = promise.wall
        due = instant(local_day(teller.now, zone) + timedelta(days=days), minute, zone)
    owner = teller.id_of("user_account", promise.owner) if promise.owner else None
    return teller.keep(
        writing,
        "callback",
        promise.name,
        kind=CallbackKind.SERVICE,
        state=CallbackState.OPEN,
        call_id=teller.calls.get(promise.name),
        number_id=teller.id_of("phone_number", person.number),
        person_id=teller.id_of("person", promise.name),
        subject_id=teller.id_of("person", promise.subject or promise.name),
        site_id=teller.id_of("site", person.city),
        reason=promise.reason,
        promise=promise.what,
        promised_at=writing.now,
        promised_by=teller.id_of("user_account", promise.by),
        promised_wall=promise_line(due, zone, zone, "", writing.now),
        promised_zone=zone,
        zone_certain=True,
        first_due_at=due,
        due_at=due,
        milestone=promise.milestone,
        owner_team_id=teller.id_of("team", story.TEAM),
        owner_user_id=owner,
        attempts=0,
        last_result=None,
        last_attempt_at=None,
        needs_decision=False,
        asks_number=False,
        hours_reason=None,
        resolution=None,
        resolution_note="",
        closed_at=None,
        closed_by=None,
    )


def _attempt(
    teller: Teller, promise: story.StoryPromise, tried: story.StoryTry, writing: Writing
) -> UUID:
    callback_id = teller.id_of("callback", promise.name)
    number = promise.tries.index(tried) + 1
    writing.insert(
        "attempt",
        {
            "id": teller.new_id(writing.now),
            "callback_id": callback_id,
            "call_id": None,
            "user_id": teller.id_of("user_account", tried.by),
            "at": writing.now,
            "result": tried.result,
            "note": tried.note,
            "hours_reason": None,
            "next_due_at": None,
        },
    )
    values: Mapping[str, object] = {
        "attempts": number,
        "last_result": tried.result,
        "last_attempt_at": writing.now,
        "needs_decision": promise.decide and number == len(promise.tries),
    }
    writing.update("callback", callback_id, values)
    return callback_id
