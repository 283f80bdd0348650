"""What is done with a lead: rung, scheduled, merged into a person, spam. Each is one Change."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select

from desktop.domain.cities import zone_of_city
from desktop.domain.errors import Refused
from desktop.domain.folding import fold, words_of
from desktop.domain.incoming_states import LeadState
from desktop.domain.lead_fields import fields_of
from desktop.domain.lead_merge import LeadDifference, MergeKey, differences, stricter, taken
from desktop.domain.lead_wishes import wishes_of
from desktop.domain.vocabulary import NumberKind, Permission, Resolution, VoicemailRule
from desktop.services import callback_queue, moving, resolving
from desktop.services.actor import Actor
from desktop.services.changes import Ledger, Writing
from desktop.services.lead_matching import contacts_of, lead_says, person_says
from desktop.services.lead_person import add_email, make_person
from desktop.services.lead_promises import (
    SPAM_NOTE,
    check_without_promise,
    give_promise,
    name_of,
    open_promise,
    promise_again,
    promise_at,
    promise_of_call,
    promise_soon,
)
from desktop.services.open_promise import put_back, read_promise, when_words
from desktop.services.person_card import next_position
from desktop.services.promising import add_promise
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
    "answer_lead": (_KEEP, put_back),
    "merge_lead": (Permission.EDIT_PEOPLE, put_back),
    "new_person_of_lead": (Permission.EDIT_PEOPLE, put_back),
}

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
        """Whoever wrote is being rung now. Where no call was promised it is now, so that one that
        nobody answers is tried again. Raises what asking before a call raises: Refused (no number,
        do-not-call, somebody else at work on it), NeedsReason outside their hours."""

        def work(writing: Writing, said: list[str]) -> UUID:
            row = _hold(writing, lead_id, version)
            values: dict[str, Any] = {}
            promise = open_promise(writing, row)
            callback_id = promise["id"] if promise else promise_of_call(writing, actor, row)
            if callback_id is not None:
                values["callback_id"] = callback_id
                queued = callback_queue.one(writing.conn, actor, callback_id, writing.now)
                if queued is not None:
                    check_ring(writing.conn, actor, queued, writing.now, hours_reason)
            else:
                check_without_promise(writing, actor, row, hours_reason)
            if row["state"] != LeadState.CALLED:  # the first call is what counts
                values |= _state(writing, LeadState.CALLED)
            writing.update("lead", lead_id, values)
            said.append(f"{name_of(writing, row)} is being rung. Write down how it went.")
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
            open_one = open_promise(writing, row)
            values = _state(writing, LeadState.SCHEDULED)
            if open_one is not None:
                if open_one["version"] != promise_version:
                    raise writing.changed_since(open_one["id"])
                callback_id: UUID = open_one["id"]
                moving.postpone(writing, actor, callback_id, promise_version, due_at, hours_reason)
            else:
                promise = promise_at(writing, row, due_at, hours_reason)
                callback_id = values["callback_id"] = add_promise(writing, actor, promise)
            writing.update("lead", lead_id, values, expected=version)
            kept = read_promise(writing, writing.row("callback", callback_id))
            when = when_words(kept, kept.row["due_at"], actor.zone, writing.now)
            said.append(f"{name_of(writing, row)} is rung {when}.")
            return lead_id

        return self._write(actor, "schedule_lead", _KEEP, key, work)

    def spam(self, actor: Actor, lead_id: UUID, version: int, key: UUID) -> Recorded:
        """Nobody meant it: its promise is closed with it. A safety follow-up is never spam."""

        def work(writing: Writing, said: list[str]) -> UUID:
            row = _hold(writing, lead_id, version)
            promise = open_promise(writing, row)
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
            said.append(f"{name_of(writing, row)} is marked as spam.")
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
            state = LeadState.PENDING if _says_nothing(writing, row) else LeadState.NEW
            writing.update("lead", lead_id, _state(writing, state), expected=version)
            promise_again(writing, actor, row)
            said.append(f"{name_of(writing, row)} waits for a call again.")
            return lead_id

        return self._write(actor, "not_spam_lead", _KEEP, key, work)

    def answered(self, actor: Actor, lead_id: UUID, version: int, key: UUID) -> Recorded:
        """Somebody wrote to them, or saw to it otherwise: nothing is left to do. Raises
        :class:`Refused` while a call to them is promised."""

        def work(writing: Writing, said: list[str]) -> UUID:
            row = _hold(writing, lead_id, version)
            if open_promise(writing, row) is not None:
                raise Refused("A call to them is promised. Keep it, or close it in Callbacks.")
            writing.update("lead", lead_id, _state(writing, LeadState.ANSWERED), expected=version)
            said.append(f"{name_of(writing, row)} is answered.")
            return lead_id

        return self._write(actor, "answer_lead", _KEEP, key, work)

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
        open promise is theirs; one that has none is promised a call now, if they can be rung, and
        else waits for an answer. Raises ChangedSince when one of the two was changed.
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
            more = _give(writing, actor, row, person_id)
            said.append(f"This lead is {known['name']}’s now.{more}")
            return lead_id

        return self._write(actor, "merge_lead", Permission.EDIT_PEOPLE, key, work)

    def new_person(
        self, actor: Actor, lead_id: UUID, version: int, name: str, key: UUID
    ) -> Recorded:
        """Whoever wrote is somebody new, called ``name``, with all that the lead says of them;
        its promise is theirs, as for :meth:`merge`. Raises :class:`Refused` for one that is
        somebody's already."""

        def work(writing: Writing, said: list[str]) -> UUID:
            row = _hold(writing, lead_id, version)
            if row["person_id"] is not None:
                owner = writing.row("person", who_stays(writing.conn, row["person_id"]))
                raise Refused(f"This lead is {owner['name']}’s already.")
            person_id = make_person(writing, row, name, actor.zone)
            more = _give(writing, actor, row, person_id)
            known = writing.row("person", person_id)
            said.append(f"{known['name']} is in your people now, and this lead is theirs.{more}")
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


def _give(writing: Writing, actor: Actor, row: Mapping[str, Any], person_id: UUID) -> str:
    """The lead, and its promise while it is open, are this person's. Where there was none they are
    promised a call, if they can be rung; returns what else to say."""
    values: dict[str, Any] = {"person_id": person_id}
    more = ""
    promise = open_promise(writing, row)
    if promise is not None:
        more = give_promise(writing, row, promise, person_id)
    elif row["callback_id"] is None and row["state"] != LeadState.ANSWERED:
        values["callback_id"] = promise_soon(writing, actor, row, person_id)
        more = _promised_words(writing, actor, values["callback_id"])
    if row["state"] != LeadState.ANSWERED:
        values |= _state(writing, LeadState.MERGED)
    writing.update("lead", row["id"], values, expected=row["version"])
    return more


def _promised_words(writing: Writing, actor: Actor, callback_id: UUID | None) -> str:
    if callback_id is None:
        return " Nobody can be rung about it, so it stays open until you say that it is answered."
    kept = read_promise(writing, writing.row("callback", callback_id))
    return f" They are rung {when_words(kept, kept.row['due_at'], actor.zone, writing.now)}."


def _says_nothing(writing: Writing, row: Mapping[str, Any]) -> bool:
    """Whether nothing but its identity came yet."""
    contacts = contacts_of(writing.conn, [row["id"]]).get(row["id"], ())
    return bool(row["external_id"]) and not (contacts or row["name"] or row["message"])


def _state(writing: Writing, state: LeadState) -> dict[str, Any]:
    return {"state": state, "state_at": writing.now}


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
