"""The promise to ring whoever wrote a lead: the one it has, one made for it, whose it is."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from desktop.domain.calling_hours import allowed, may_place
from desktop.domain.errors import Refused
from desktop.domain.suitable_hours import next_suitable
from desktop.domain.vocabulary import CallbackKind, CallbackState, Reason, Resolution
from desktop.domain.wording import promise_line
from desktop.services import resolving
from desktop.services.actor import Actor
from desktop.services.attaching import learned
from desktop.services.call_logging import what_was_said
from desktop.services.changes import Writing
from desktop.services.closed_sites import open_team
from desktop.services.lead_matching import contacts_of
from desktop.services.lead_rows import GOAL
from desktop.services.leases import lease_of
from desktop.services.moving import suiting
from desktop.services.naming import named
from desktop.services.open_promise import NO_COMMON_HOUR, read_promise
from desktop.services.promising import (
    Promise,
    add_promise,
    callee,
    facts_of,
    number_to_ring,
    refuse_stopped,
    soonest,
    stopped_by,
)
from desktop.services.reach import reach
from desktop.services.receiving_leads import WEB_LEAD, certain, promise_of
from desktop.services.who_stays import who_stays

SPAM_NOTE: Final = "The lead was spam."


def open_promise(writing: Writing, row: Mapping[str, Any]) -> dict[str, Any] | None:
    """The lead's promise while it is open."""
    if row["callback_id"] is None:
        return None
    promise = writing.row("callback", row["callback_id"])
    return promise if promise["state"] == CallbackState.OPEN else None


def name_of(writing: Writing, row: Mapping[str, Any]) -> str:
    """What a sentence calls a lead: the name, else the number or the address."""
    contacts = contacts_of(writing.conn, [row["id"]]).get(row["id"], ())
    return row["name"] or next((each.text for each in contacts if each.text), "This lead")


def number_of(writing: Writing, row: Mapping[str, Any]) -> UUID | None:
    """The first number of a lead that can be rung."""
    contacts = contacts_of(writing.conn, [row["id"]]).get(row["id"], ())
    return next((each.number_id for each in contacts if each.number_id is not None), None)


def promise_soon(
    writing: Writing, actor: Actor, row: Mapping[str, Any], person_id: UUID | None
) -> UUID | None:
    """Promise a call as soon as it suits, as a lead that comes in is promised one. None where
    nobody may be rung: there is no number, or they asked not to be called."""
    if person_id is not None:
        person_id = who_stays(writing.conn, person_id)
    promise = promise_of(row, writing.now, number_of(writing, row), person_id)
    promise = replace(promise, owner_team_id=open_team(writing.conn, actor.team_id))
    facts = facts_of(writing.conn, person_id)
    if promise.kind is not CallbackKind.SAFETY:
        there = callee(writing.conn, actor, promise, facts)
        promise = replace(promise, due_at=soonest(writing, actor, there))
    try:
        return add_promise(writing, actor, promise, facts)
    except Refused:
        return None


def promise_of_call(writing: Writing, actor: Actor, row: Mapping[str, Any]) -> UUID | None:
    """Whoever is rung now is promised a call, so that one that nobody answers is tried again.

    None where somebody dealt with its promise already; what a do-not-call ended is not dealt
    with once they may be called again.
    """
    if row["callback_id"] is not None:
        ended = writing.row("callback", row["callback_id"])
        if ended["resolution"] != Resolution.DO_NOT_CALL:
            return None
    return promise_soon(writing, actor, row, row["person_id"] or certain(writing, row))


def promise_at(
    writing: Writing, row: Mapping[str, Any], due_at: datetime, hours_reason: str
) -> Promise:
    """A promise to ring at a time that was picked. Raises :class:`Refused` for one gone by."""
    if due_at <= writing.now:
        raise Refused("That time has passed. Choose a later one.")
    return Promise(
        reason=Reason.NEW_PATIENT if "new patient" in row["form"].lower() else Reason.OTHER,
        what=what_was_said(row["message"]),
        due_at=due_at,
        person_id=row["person_id"],
        subject_id=row["person_id"],
        number_id=number_of(writing, row),
        hours_reason=hours_reason,
    )


def promise_again(writing: Writing, actor: Actor, row: Mapping[str, Any]) -> None:
    """Open the promise that was closed because the lead was taken for spam."""
    if row["callback_id"] is None:
        return
    promise = writing.row("callback", row["callback_id"])
    if promise["state"] == CallbackState.OPEN or promise["resolution_note"] != SPAM_NOTE:
        return
    there = read_promise(writing, promise).reach
    soon = next_suitable(writing.now + GOAL, there.candidates, there.hours, there.site)
    resolving.reopen(
        writing, actor, promise["id"], promise["version"], soon, promise["hours_reason"] or ""
    )


def check_without_promise(
    writing: Writing, actor: Actor, row: Mapping[str, Any], hours_reason: str
) -> None:
    """Whether whoever wrote may be rung though no promise could be made. Raises what asking
    before a call raises."""
    number_id = number_of(writing, row)
    if number_id is None:
        raise Refused("There is no number to ring. Write an e-mail, or mark it as spam.")
    person_id = row["person_id"]
    kind = CallbackKind.SERVICE
    refuse_stopped(writing.conn, kind, person_id, number_id, name_of(writing, row))
    there = reach(writing.conn, person_id, number_id, actor.site_id)
    may_place(kind, allowed(writing.now, there.candidates, there.hours), hours_reason)


def give_promise(
    writing: Writing, row: Mapping[str, Any], promise: Mapping[str, Any], person_id: UUID
) -> str:
    """The lead's open promise is this person's: one that nobody has a name on, and one that came to
    somebody else because the lead looked like theirs, while nobody worked on it. Another one stays
    whose it is; returns what to say about that, or of whom nobody may ring."""
    if promise["person_id"] in (None, person_id):
        columns = learned(writing, promise, person_id, person_id)
    elif _was_guessed(writing, row, promise):
        columns = _made_out_to(writing, row, promise, person_id)
    else:
        name = named(writing.conn, promise["person_id"], None)
        return f" The promise to ring stays with {name}: see to it in Callbacks."
    writing.update("callback", promise["id"], columns)
    kept = {**promise, **columns}
    kind = CallbackKind(kept["kind"])
    if stopped_by(writing.conn, kind, kept["person_id"], kept["number_id"]) is None:
        return ""
    return " They asked not to be called: see to the promise to ring in Callbacks."


def _was_guessed(writing: Writing, row: Mapping[str, Any], promise: Mapping[str, Any]) -> bool:
    """Whether the lead was taken for this person by itself, and nobody worked on the promise."""
    guess = certain(writing, row)
    if row["person_id"] is not None or guess is None:
        return False
    whose = promise["person_id"], promise["subject_id"]
    if whose != (guess, guess) or promise["call_id"] is not None:
        return False
    tried = promise["attempts"] or promise["last_attempt_at"] or promise["owner_user_id"]
    return not tried and lease_of(writing.conn, promise["id"], writing.now) is None


def _made_out_to(
    writing: Writing, row: Mapping[str, Any], promise: Mapping[str, Any], person_id: UUID
) -> dict[str, Any]:
    """The columns of a promise as it would have been made to this person: at the number of the
    lead, else at theirs, on their clock. A time that suits them stays, and one with a reason."""
    number_id = number_to_ring(writing.conn, number_of(writing, row), person_id, person_id)
    columns: dict[str, Any] = {
        "person_id": person_id,
        "subject_id": person_id,
        "number_id": number_id,
        "asks_number": number_id is None,
        "zone_certain": False,
    }
    by_rule = promise["hours_reason"] in (WEB_LEAD, NO_COMMON_HOUR)
    if by_rule and promise["kind"] != CallbackKind.SAFETY:
        columns["hours_reason"] = None
    moved = read_promise(writing, {**promise, **columns})
    zone, due_at = moved.reach.zone, promise["first_due_at"]
    return {
        **columns,
        **suiting(moved),
        "promised_zone": zone,
        "zone_certain": moved.reach.candidates.certain,
        "promised_wall": promise_line(due_at, zone, zone, "", promise["promised_at"]),
    }
