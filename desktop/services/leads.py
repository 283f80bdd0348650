"""What is done with a lead: rung, scheduled, merged into a person, spam. Each is one Change."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select

from desktop.domain.calling_hours import allowed, may_place
from desktop.domain.cities import zone_of_city
from desktop.domain.errors import Refused
from desktop.domain.folding import fold, words_of
from desktop.domain.incoming_states import LeadState
from desktop.domain.lead_fields import fields_of
from desktop.domain.lead_merge import LeadDifference, MergeKey, differences, stricter, taken
from desktop.domain.lead_wishes import wishes_of
from desktop.domain.suitable_hours import next_suitable
from desktop.domain.vocabulary import (
    CallbackKind,
    CallbackState,
    NumberKind,
    Permission,
    Reason,
    Resolution,
    VoicemailRule,
)
from desktop.services import callback_queue, moving, resolving
from desktop.services.actor import Actor
from desktop.services.attaching import learned
from desktop.services.call_logging import what_was_said
from desktop.services.changes import Ledger, Writing
from desktop.services.lead_matching import contacts_of, lead_says, person_says
from desktop.services.lead_person import add_email, make_person
from desktop.services.lead_rows import GOAL
from desktop.services.open_promise import put_back, read_promise, when_words
from desktop.services.person_card import next_position
from desktop.services.promising import Promise, add_promise, refuse_stopped
from desktop.services.reach import reach
from desktop.services.recorded import Recorded, record
from desktop.services.ringing import check_ring
from desktop.services.undo import Inverse
from desktop.services.who_stays import who_stays
from desktop.storage import tables

_KEEP: Final = Permission.KEEP_CALLBACKS

INVERSES: Mapping[str, tuple[Permission, Inverse]] = {
    "call_lead": (_KEEP, put_back),
    "schedule_lead": (_KEEP, put_back),
    "spam_lead": (_KEEP, put_back),
    "not_spam_lead": (_KEEP, put_back),
    "merge_lead": (Permission.EDIT_PEOPLE, put_back),
    "new_person_of_lead": (Permission.EDIT_PEOPLE, put_back),
}

SPAM_NOTE: Final = "The lead was spam."

_of = tables.metadata.tables
_email = _of["person_email"]


class Leads:
    """Writes; :class:`desktop.services.lead_inbox.LeadInbox` reads. Each asks for the version of
    the lead that was seen: somebody else's change wins, and the refusal says whose."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def call(
        self, actor: Actor, lead_id: UUID, version: int, key: UUID, hours_reason: str = ""
    ) -> Recorded:
        """Whoever wrote is being rung now. Raises what asking before a call raises: Refused (no
        number, do-not-call, somebody else at work on it), NeedsReason outside their hours."""

        def work(writing: Writing, said: list[str]) -> UUID:
            row = _hold(writing, lead_id, version)
            promise = _promise(writing, row)
            if promise is not None:
                queued = callback_queue.one(writing.conn, actor, promise["id"], writing.now)
                if queued is not None:
                    check_ring(writing.conn, actor, queued, writing.now, hours_reason)
            else:
                _check_without_promise(writing, actor, row, hours_reason)
            if row["state"] != LeadState.CALLED:  # the first call is what counts
                writing.update("lead", lead_id, _state(writing, LeadState.CALLED))
            said.append(f"{_name(writing, row)} is being rung. Write down how it went.")
            return lead_id

        return self._write(actor, "call_lead", _KEEP, key, work)

    def schedule(
        self,
        actor: Actor,
        lead_id: UUID,
        version: int,
        promise_version: int,
        due_at: datetime,
        key: UUID,
        hours_reason: str = "",
    ) -> Recorded:
        """Promise to ring at a time: the promise that the lead made moves there, or there is a
        new one (``promise_version`` 0: none was open when it was looked at)."""

        def work(writing: Writing, said: list[str]) -> UUID:
            row = _hold(writing, lead_id, version)
            open_one = _promise(writing, row)
            values = _state(writing, LeadState.SCHEDULED)
            if open_one is not None:
                if open_one["version"] != promise_version:
                    raise writing.changed_since(open_one["id"])
                callback_id: UUID = open_one["id"]
                moving.postpone(writing, actor, callback_id, promise_version, due_at, hours_reason)
            else:
                promise = _new_promise(writing, row, due_at, hours_reason)
                callback_id = values["callback_id"] = add_promise(writing, actor, promise)
            writing.update("lead", lead_id, values, expected=version)
            kept = read_promise(writing, writing.row("callback", callback_id))
            when = when_words(kept, kept.row["due_at"], actor.zone, writing.now)
            said.append(f"{_name(writing, row)} is rung {when}.")
            return lead_id

        return self._write(actor, "schedule_lead", _KEEP, key, work)

    def spam(self, actor: Actor, lead_id: UUID, version: int, key: UUID) -> Recorded:
        """Nobody meant it: its promise is closed with it. A safety follow-up is never spam."""

        def work(writing: Writing, said: list[str]) -> UUID:
            row = _hold(writing, lead_id, version)
            promise = _promise(writing, row)
            if promise is not None:
                resolving.close(
                    writing,
                    actor,
                    promise["id"],
                    promise["version"],
                    Resolution.NOT_NEEDED,
                    SPAM_NOTE,
                )
            writing.update("lead", lead_id, _state(writing, LeadState.SPAM), expected=version)
            said.append(f"{_name(writing, row)} is marked as spam.")
            return lead_id

        return self._write(actor, "spam_lead", _KEEP, key, work)

    def not_spam(self, actor: Actor, lead_id: UUID, version: int, key: UUID) -> Recorded:
        """It was meant after all: it waits again, and so does its promise, within the goal or as
        soon as it suits then."""

        def work(writing: Writing, said: list[str]) -> UUID:
            row = writing.row("lead", lead_id)
            if row["version"] != version:
                raise writing.changed_since(lead_id)
            if row["state"] != LeadState.SPAM:
                raise Refused("This lead is not spam. Look at it again.")
            writing.update("lead", lead_id, _state(writing, LeadState.NEW), expected=version)
            _promise_again(writing, actor, row)
            said.append(f"{_name(writing, row)} waits for a call again.")
            return lead_id

        return self._write(actor, "not_spam_lead", _KEEP, key, work)

    def merge(
        self,
        actor: Actor,
        lead: tuple[UUID, int],
        person: tuple[UUID, int],
        key: UUID,
        chosen: Collection[MergeKey] = (),
    ) -> Recorded:
        """The lead is this person's; ``lead`` and ``person`` are which, and the version seen.

        What the person's record did not have is added, the stricter voicemail rule wins, and
        where both say something the person's stays but for what is ``chosen`` of the lead. Its
        open promise is theirs. Raises ChangedSince when one of the two was changed.
        """
        lead_id, version = lead

        def work(writing: Writing, said: list[str]) -> UUID:
            row = _hold(writing, lead_id, version)
            person_id = who_stays(writing.conn, person[0])
            known = writing.row("person", person_id)
            if (person_id, known["version"]) != person:
                raise writing.changed_since(person_id)
            contacts = contacts_of(writing.conn, [lead_id]).get(lead_id, ())
            wishes = wishes_of(fields_of(row["payload"]))
            says, site_id = lead_says(writing.conn, row["name"], contacts, wishes)
            found = differences(says, person_says(writing.conn, person_id))
            _add(writing, known, taken(found, chosen), contacts, site_id)
            _give(writing, row, person_id)
            said.append(f"This lead is {known['name']}’s now.")
            return lead_id

        return self._write(actor, "merge_lead", Permission.EDIT_PEOPLE, key, work)

    def new_person(
        self, actor: Actor, lead_id: UUID, version: int, name: str, key: UUID
    ) -> Recorded:
        """Whoever wrote is somebody new, called ``name``, with all that the lead says of them;
        its open promise is theirs. Raises :class:`Refused` for one that is somebody's already."""

        def work(writing: Writing, said: list[str]) -> UUID:
            row = _hold(writing, lead_id, version)
            if row["person_id"] is not None:
                owner = writing.row("person", who_stays(writing.conn, row["person_id"]))
                raise Refused(f"This lead is {owner['name']}’s already.")
            person_id = make_person(writing, row, name, actor.zone)
            _give(writing, row, person_id)
            known = writing.row("person", person_id)
            said.append(f"{known['name']} is in your people now, and this lead is theirs.")
            return lead_id

        return self._write(actor, "new_person_of_lead", Permission.EDIT_PEOPLE, key, work)

    def _write(
        self,
        actor: Actor,
        action: str,
        needs: Permission,
        key: UUID,
        work: Callable[[Writing, list[str]], UUID],
    ) -> Recorded:
        return record(self._ledger, actor, action, needs, key, work)


def _hold(writing: Writing, lead_id: UUID, version: int) -> dict[str, Any]:
    row = writing.row("lead", lead_id)
    if row["version"] != version:
        raise writing.changed_since(lead_id)
    if row["state"] == LeadState.SPAM:
        raise Refused("This lead is spam. Say that it is not, then go on.")
    return row


def _give(writing: Writing, row: Mapping[str, Any], person_id: UUID) -> None:
    """The lead, and its promise while it is open and nobody else's, are this person's."""
    values = {**_state(writing, LeadState.MERGED), "person_id": person_id}
    writing.update("lead", row["id"], values, expected=row["version"])
    promise = _promise(writing, row)
    if promise is not None and promise["person_id"] in (None, person_id):
        writing.update("callback", promise["id"], learned(writing, promise, person_id, person_id))


def _state(writing: Writing, state: LeadState) -> dict[str, Any]:
    return {"state": state, "state_at": writing.now}


def _promise(writing: Writing, row: Mapping[str, Any]) -> dict[str, Any] | None:
    """The lead's promise while it is open."""
    if row["callback_id"] is None:
        return None
    promise = writing.row("callback", row["callback_id"])
    return promise if promise["state"] == CallbackState.OPEN else None


def _number(writing: Writing, row: Mapping[str, Any]) -> UUID | None:
    contacts = contacts_of(writing.conn, [row["id"]]).get(row["id"], ())
    return next((each.number_id for each in contacts if each.number_id is not None), None)


def _name(writing: Writing, row: Mapping[str, Any]) -> str:
    contacts = contacts_of(writing.conn, [row["id"]]).get(row["id"], ())
    return row["name"] or next((each.text for each in contacts if each.text), "This lead")


def _check_without_promise(
    writing: Writing, actor: Actor, row: Mapping[str, Any], hours_reason: str
) -> None:
    number_id = _number(writing, row)
    if number_id is None:
        raise Refused("There is no number to ring. Write an e-mail, or mark it as spam.")
    person_id = row["person_id"]
    kind = CallbackKind.SERVICE
    refuse_stopped(writing.conn, kind, person_id, number_id, _name(writing, row))
    there = reach(writing.conn, person_id, number_id, actor.site_id)
    may_place(kind, allowed(writing.now, there.candidates, there.hours), hours_reason)


def _new_promise(
    writing: Writing, row: Mapping[str, Any], due_at: datetime, hours_reason: str
) -> Promise:
    if due_at <= writing.now:
        raise Refused("That time has passed. Choose a later one.")
    return Promise(
        reason=Reason.NEW_PATIENT if "new patient" in row["form"].lower() else Reason.OTHER,
        what=what_was_said(row["message"]),
        due_at=due_at,
        person_id=row["person_id"],
        subject_id=row["person_id"],
        number_id=_number(writing, row),
        hours_reason=hours_reason,
    )


def _promise_again(writing: Writing, actor: Actor, row: Mapping[str, Any]) -> None:
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


def _add(
    writing: Writing,
    person: Mapping[str, Any],
    found: Collection[LeadDifference],
    contacts: Collection[Any],
    site_id: UUID | None,
) -> None:
    """Give the person's record what the lead has for it."""
    columns: dict[str, Any] = {}
    words = None
    for each in found:
        if each.key is MergeKey.NAME:
            name = " ".join(each.lead[0].split())
            columns |= {"name": name, "name_key": fold(name)}
            words = [{"word": word} for word in words_of(name)]
        elif each.key is MergeKey.CLINIC:
            columns["site_id"] = site_id
        elif each.key is MergeKey.CITY:
            columns["city"] = each.lead[0]
            columns["zone"] = zone_of_city(each.lead[0]) or person["zone"]
        elif each.key is MergeKey.BEST_TIME:
            columns["prefers"] = each.lead[0]
        elif each.key is MergeKey.VOICEMAIL:
            rule = VoicemailRule(person["voicemail"])
            columns["voicemail"] = stricter(VoicemailRule(each.lead[0]), rule)
        else:
            _add_contacts(writing, person["id"], each, contacts)
    writing.update("person", person["id"], columns, children=words)


def _add_contacts(
    writing: Writing, person_id: UUID, each: LeadDifference, contacts: Collection[Any]
) -> None:
    if each.key is MergeKey.PHONE:
        for contact in contacts:
            if contact.number_id is None or contact.contact_key not in each.lead:
                continue
            position = next_position(writing.conn, person_id, contact.number_id)
            if position is not None:
                values = {"number_id": contact.number_id, "position": position}
                writing.insert(
                    "person_number",
                    {"person_id": person_id, "kind": NumberKind.OTHER, **values},
                )
        return
    kept = set(
        writing.conn.execute(
            select(_email.c.email_key).where(_email.c.person_id == person_id)
        ).scalars()
    )
    for email in each.lead:
        if fold(email) not in kept:
            kept.add(fold(email))
            add_email(writing, person_id, email)
