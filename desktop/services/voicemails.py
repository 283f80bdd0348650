"""The voicemail box: messages that were left, listened to and worked off one after the other."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from desktop.domain.errors import Refused
from desktop.domain.incoming_states import VoicemailState
from desktop.domain.local_time import instant, local_day
from desktop.domain.numbers import NumberStatus, read_number
from desktop.domain.sensitive import fit_to_keep
from desktop.domain.vocabulary import Permission
from desktop.domain.voicemail_ends import VoicemailEnd, ended_words, resolution_of
from desktop.services.actor import Actor, demand
from desktop.services.changes import Clock, Item, Ledger, Writing
from desktop.services.leases import end_lease, refuse_held
from desktop.services.naming import named
from desktop.services.number_rows import keep_number
from desktop.services.open_promise import put_back
from desktop.services.recorded import Recorded, record
from desktop.services.undo import Inverse
from desktop.services.voicemail_look import VoicemailLook, look_at
from desktop.services.voicemail_promises import (
    RingBack,
    ToRing,
    close_promise,
    promise_message,
)
from desktop.services.voicemail_rows import (
    NOTHING_HEARD,
    Heard,
    VoicemailBox,
    count_waiting,
    read_box,
)
from desktop.services.who_stays import who_stays
from desktop.storage.engine import Database


def take_back(writing: Writing, actor: Actor, items: Sequence[Item]) -> None:
    """The message waits again, and its promise is as it was. A number that was typed stays known:
    others may have rung from it since. Refused where somebody went on with the promise."""
    kept = [item for item in items if item.record != "phone_number"]
    for item in kept:
        if item.record == "callback" and item.before is None:
            refuse_held(writing.conn, actor, item.record_id, writing.now)
            end_lease(writing.conn, item.record_id)
    put_back(writing, actor, kept)


INVERSES: Mapping[str, tuple[Permission, Inverse]] = {
    "promise_voicemail": (Permission.KEEP_CALLBACKS, take_back),
    "close_voicemail": (Permission.KEEP_CALLBACKS, take_back),
}


class Voicemails:
    """Reads the box, and writes what became of each message."""

    def __init__(self, database: Database, ledger: Ledger, clock: Clock) -> None:
        self._database = database
        self._ledger = ledger
        self._clock = clock

    def box(self, actor: Actor) -> VoicemailBox:
        """What waits, and what was done today."""
        demand(actor, Permission.READ_PEOPLE)
        since = instant(local_day(self._clock(), actor.zone), 0, actor.zone)
        with self._database.read() as conn:
            return read_box(conn, since)

    def waiting(self, actor: Actor) -> int:
        """How many wait."""
        demand(actor, Permission.READ_PEOPLE)
        with self._database.read() as conn:
            return count_waiting(conn)

    def look(self, actor: Actor, voicemail_id: UUID, heard: Heard = NOTHING_HEARD) -> VoicemailLook:
        """One message with all that is known of whoever left it, when this is the number they say
        and who they are. Raises :class:`NotFound`."""
        demand(actor, Permission.READ_PEOPLE)
        with self._database.read() as conn:
            return look_at(conn, actor, voicemail_id, heard, self._clock())

    def promise(
        self,
        actor: Actor,
        voicemail_id: UUID,
        version: int,
        heard: Heard,
        back: RingBack,
        key: UUID,
    ) -> Recorded:
        """They are rung back: the promise that the message opened stays open, at the number they
        said where they said another, in the words of the note; without one a promise is made.

        A safety follow-up stays due at once, whatever ``back`` says. Raises :class:`Refused` with
        what is in the way (no number, do-not-call, somebody at work on it), NeedsReason for a time
        outside their hours.
        """

        def work(writing: Writing, said: list[str]) -> UUID:
            row = _unhandled(writing, voicemail_id, version)
            learnt = _learnt(writing, row, heard)
            number_id = learnt["spoken_number_id"] or row["number_id"]
            to_ring = ToRing(learnt["note"], number_id, learnt["person_id"], nobody=heard.nobody)
            callback_id, when = promise_message(writing, actor, row, to_ring, back)
            columns = {**learnt, "callback_id": callback_id}
            _handled(writing, actor, row, VoicemailState.PROMISED, columns)
            kept = writing.row("callback", callback_id)
            who = named(writing.conn, kept["person_id"], kept["number_id"])
            said.append(f"{who[0].upper()}{who[1:]} is {when}.")
            return voicemail_id

        return record(
            self._ledger, actor, "promise_voicemail", Permission.KEEP_CALLBACKS, key, work
        )

    def close(
        self,
        actor: Actor,
        voicemail_id: UUID,
        version: int,
        end: VoicemailEnd,
        heard: Heard,
        key: UUID,
    ) -> Recorded:
        """Nobody has to be rung back, and why. The promise that the message opened ends with it,
        unless others wait for it too; what was promised in a talk stays.

        Raises :class:`Refused` while a safety follow-up waits for it.
        """

        def work(writing: Writing, said: list[str]) -> UUID:
            row = _unhandled(writing, voicemail_id, version)
            learnt = _learnt(writing, row, heard)
            learnt["note"] = ended_words(end, learnt["note"])
            stays = close_promise(writing, actor, row, resolution_of(end), learnt["note"])
            _handled(writing, actor, row, VoicemailState.CLOSED, learnt)
            number_id = learnt["spoken_number_id"] or row["number_id"]
            who = named(writing.conn, learnt["person_id"], number_id)
            still = " The promise to ring them stays open." if stays else ""
            said.append(f"The message of {who} is closed.{still}")
            return voicemail_id

        return record(self._ledger, actor, "close_voicemail", Permission.KEEP_CALLBACKS, key, work)


def _unhandled(writing: Writing, voicemail_id: UUID, version: int) -> dict[str, Any]:
    row = writing.row("voicemail", voicemail_id)
    if row["state"] != VoicemailState.WAITING or row["version"] != version:
        raise writing.changed_since(voicemail_id)
    return row


def _learnt(writing: Writing, row: Mapping[str, Any], heard: Heard) -> dict[str, Any]:
    """What was learnt from listening, as columns of the message."""
    spoken = heard.spoken.strip()
    number_id = None
    if spoken:
        reading = read_number(spoken)
        number_id = keep_number(writing, reading)
        if number_id is None or reading.status is NumberStatus.SERVICE:
            raise Refused("This cannot be read as a number to ring. Check it, or leave it empty.")
    person_id = None if heard.nobody else heard.person_id or row["person_id"]
    return {
        "spoken_text": spoken,
        "spoken_number_id": number_id,
        "person_id": who_stays(writing.conn, person_id) if person_id else None,
        "note": fit_to_keep(heard.note, kept=heard.sensitive_kept),
    }


def _handled(
    writing: Writing,
    actor: Actor,
    row: Mapping[str, Any],
    state: VoicemailState,
    columns: Mapping[str, Any],
) -> None:
    values = {
        **columns,
        "state": state,
        "handled_at": writing.now,
        "handled_by": actor.user_id,
    }
    writing.update("voicemail", row["id"], values, expected=row["version"])
