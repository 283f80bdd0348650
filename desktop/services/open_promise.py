"""An open promise inside a write: may it be touched, and what the sentences call it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from desktop.domain.calling_hours import allowed, may_place
from desktop.domain.errors import Refused
from desktop.domain.local_time import local_day
from desktop.domain.vocabulary import CallbackKind, CallbackState, MilestoneKind, Reason
from desktop.domain.wording import (
    clock,
    here_clock,
    in_sentence,
    promise_line,
    spoken_day,
    waits_line,
)
from desktop.domain.zones import city_of_zone
from desktop.services.actor import Actor
from desktop.services.changes import Item, Writing
from desktop.services.leases import LeaseRow, refuse_held
from desktop.services.naming import named
from desktop.services.promising import refuse_stopped
from desktop.services.reach import Reach, reach, site_of_team
from desktop.services.undo import restore_images
from desktop.services.waiting import wait_limit
from desktop.storage import tables

NO_COMMON_HOUR = "No hour suits every place this number may be in."

_person = tables.metadata.tables["person"]


@dataclass(frozen=True, slots=True)
class OpenPromise:
    """An open promise that the actor may write to. ``lease`` is the actor's own, also one that ran
    out while they talked."""

    id: UUID
    row: Mapping[str, Any]
    kind: CallbackKind
    reach: Reach
    name: str
    place: str
    lease: LeaseRow | None

    @property
    def is_safety(self) -> bool:
        """A safety follow-up is never held back."""
        return self.kind is CallbackKind.SAFETY


def hold(writing: Writing, actor: Actor, callback_id: UUID, version: int | None) -> OpenPromise:
    """The promise as it stands now, open, at the version the person saw.

    Raises :class:`Refused` when it is closed or somebody else is at work on it,
    :class:`ChangedSince` when it has another version by now.
    """
    row = writing.row("callback", callback_id)
    lease = refuse_held(writing.conn, actor, callback_id, writing.now)
    if version is not None and row["version"] != version:
        raise writing.changed_since(callback_id)
    if row["state"] != CallbackState.OPEN:
        raise Refused("This promise is closed. Reopen it first.")
    return read_promise(writing, row, lease)


def read_promise(
    writing: Writing, row: Mapping[str, Any], lease: LeaseRow | None = None
) -> OpenPromise:
    """A callback's row with the reach of the site that keeps it."""
    person_id, number_id = row["person_id"], row["number_id"]
    site_id = site_of_team(writing.conn, row["owner_team_id"])
    said_zone = row["promised_zone"] if row["zone_certain"] else None
    reached = reach(writing.conn, person_id, number_id, site_id, said_zone)
    city = writing.conn.execute(select(_person.c.city).where(_person.c.id == person_id)).scalar()
    return OpenPromise(
        row["id"],
        row,
        CallbackKind(row["kind"]),
        reached,
        named(writing.conn, person_id, number_id),
        str(city) if city else city_of_zone(reached.zone),
        lease,
    )


def placed_at(promise: OpenPromise, due_at: datetime, now: datetime, reason: str) -> str | None:
    """See that a new time may be promised; the reason to keep when the hour needs one.

    Raises :class:`Refused` for a time gone by and what
    :func:`desktop.domain.calling_hours.may_place` raises.
    """
    if due_at <= now and not promise.is_safety:
        raise Refused("That time has passed. Choose a later one.")
    check = allowed(due_at, promise.reach.candidates, promise.reach.hours)
    may_place(promise.kind, check, reason)
    return None if check.allowed else reason.strip() or None


def no_later(writing: Writing, promise: OpenPromise, due_at: datetime) -> datetime:
    """``due_at``, or the earlier time until which the policy lets a promise wait, where this one
    waits on a milestone: what is said about it is then what is kept."""
    row, there = promise.row, promise.reach
    if row["milestone"] is None:
        return due_at
    people = row["person_id"], row["subject_id"]
    limit = wait_limit(writing.conn, writing.now, Reason(row["reason"]), people)
    return limit.latest(due_at, writing.now, there.candidates, there.hours, there.site)


def tried_again(promise: OpenPromise, due_at: datetime) -> dict[str, Any]:
    """The columns of a time that the rule gives. It lies in the person's hours, but for somebody
    whose zones and wishes have no hour in common: then that is the recorded reason."""
    check = allowed(due_at, promise.reach.candidates, promise.reach.hours)
    reason = None if check.allowed or promise.is_safety else NO_COMMON_HOUR
    return {"due_at": due_at, "hours_reason": reason}


def promised_again(
    writing: Writing, actor: Actor, promise: OpenPromise, due_at: datetime, reason: str
) -> dict[str, Any]:
    """The columns of a promise that is given anew, in the person's own time. A safety follow-up
    is never promised for a time gone by: who is asked would have been asked for long."""
    if promise.is_safety:
        due_at = max(due_at, writing.now)
    due_at = no_later(writing, promise, due_at)
    zone = promise.reach.zone
    kept = placed_at(promise, due_at, writing.now, reason)
    return {
        "promised_at": writing.now,
        "promised_by": actor.user_id,
        "promised_wall": promise_line(due_at, zone, zone, "", writing.now),
        "promised_zone": zone,
        "zone_certain": promise.reach.candidates.certain,
        "first_due_at": due_at,
        "due_at": due_at,
        "hours_reason": kept,
    }


def when_words(promise: OpenPromise, due_at: datetime, here: str, now: datetime) -> str:
    """ "tomorrow 10:00 am", with the place and the desk's time where the clocks differ: "tomorrow
    10:00 am in Chicago, 9:00 here"."""
    zone = promise.reach.zone
    day = in_sentence(spoken_day(local_day(due_at, zone), local_day(now, zone)))
    said = f"{day} {clock(due_at, zone)}"
    ours = here_clock(due_at, zone, here)
    return f"{said} in {promise.place}, {ours}" if ours else said


def stands_words(promise: OpenPromise, here: str, now: datetime) -> str:
    """When it is due as it stands: as :func:`when_words` says, or "after Closing, or by Dec 16"."""
    due_at, milestone = promise.row["due_at"], promise.row["milestone"]
    if milestone is None:
        return when_words(promise, due_at, here, now)
    return in_sentence(waits_line(MilestoneKind(milestone), due_at, promise.reach.zone, now))


def promises_of(names: Sequence[str]) -> str:
    """ "Promise to Juniper Moss", "3 promises": how a sentence about them begins."""
    return f"Promise to {names[0]}" if len(names) == 1 else f"{len(names)} promises"


def put_back(writing: Writing, actor: Actor, items: Sequence[Item]) -> None:
    """The inverse of what was done with promises: each as it was before.

    A promise is left alone while somebody else is at work on it, and not opened again by this when
    somebody asked not to be called in the meantime.
    """
    for item in items:
        if item.record == "callback":
            refuse_held(writing.conn, actor, item.record_id, writing.now)
    restore_images(writing, actor, items)
    for item in items:
        if item.record != "callback" or item.before is None:
            continue
        row = writing.row("callback", item.record_id)
        if row["state"] == CallbackState.OPEN:
            name = named(writing.conn, row["person_id"], row["number_id"])
            kind = CallbackKind(row["kind"])
            refuse_stopped(writing.conn, kind, row["person_id"], row["number_id"], name)
