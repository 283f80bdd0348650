"""The voicemail box: messages that were left, listened to and worked off one after the other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, bindparam, func, or_, select

from desktop.domain.errors import Refused
from desktop.domain.incoming_states import VoicemailState
from desktop.domain.local_time import instant, local_day
from desktop.domain.numbers import NumberStatus, read_number
from desktop.domain.sensitive import fit_to_keep
from desktop.domain.suitable_hours import next_suitable
from desktop.domain.vocabulary import CallbackState, Permission, Reason, Resolution
from desktop.domain.wording import promised_words
from desktop.services.actor import Actor, demand
from desktop.services.called import called
from desktop.services.changes import Clock, Item, Ledger, Writing
from desktop.services.number_rows import keep_number
from desktop.services.promising import Promise, add_promise, callee, facts_of, refuse_stopped
from desktop.services.reach import site_calendar
from desktop.services.recorded import Recorded, record
from desktop.services.resolving import close
from desktop.services.undo import Inverse, restore_images
from desktop.storage import tables
from desktop.storage.engine import Database


def take_back(writing: Writing, actor: Actor, items: Sequence[Item]) -> None:
    """The message waits again, and its promise is as it was. A number that was typed stays known:
    others may have rung from it since."""
    restore_images(writing, actor, [item for item in items if item.record != "phone_number"])


INVERSES: Mapping[str, tuple[Permission, Inverse]] = {
    "promise_voicemail": (Permission.KEEP_CALLBACKS, take_back),
    "close_voicemail": (Permission.KEEP_CALLBACKS, take_back),
}
MOST = 200
"""So many messages are shown; the oldest come first, so that none is forgotten."""
RING_BACK = "Ring back: they left a message."
_NOTHING_TO_RING = "There is no number to ring. Type the number they say, then promise."

_voicemail = tables.metadata.tables["voicemail"]
_call = tables.metadata.tables["call"]
_callback = tables.metadata.tables["callback"]
_number = tables.metadata.tables["phone_number"]
_person = tables.metadata.tables["person"]
_users = tables.metadata.tables["user_account"]
_spoken = _number.alias("spoken")


@dataclass(frozen=True, slots=True)
class VoicemailRow:
    """One message. ``name`` is whose number it is, else the number as written; ``caller_id`` the
    number as the phone system showed it ("" where it was withheld), ``spoken`` what was typed from
    listening. ``text`` are the words as far as a machine wrote them down, ``danger_words`` those
    of danger in them; none says nothing. ``due_at`` is the promise's, None without one."""

    id: UUID
    call_id: UUID
    state: VoicemailState
    name: str
    caller_id: str
    person_id: UUID | None
    spoken: str
    text: str
    recording: str
    note: str
    danger: bool
    danger_words: str
    received_at: datetime
    callback_id: UUID | None
    due_at: datetime | None
    handled_at: datetime | None
    handled_by: str
    version: int

    @property
    def is_done(self) -> bool:
        """Whether somebody listened to it."""
        return self.state is not VoicemailState.WAITING


@dataclass(frozen=True, slots=True)
class VoicemailBox:
    """Those that wait, words of danger first, then the oldest; behind them those done today."""

    rows: tuple[VoicemailRow, ...] = ()

    @property
    def done(self) -> int:
        """How many are done."""
        return sum(row.is_done for row in self.rows)

    @property
    def waiting(self) -> int:
        """How many wait."""
        return len(self.rows) - self.done


def _rows() -> Select[Any]:
    return select(
        _voicemail,
        _number.c.e164,
        _number.c.extension,
        _spoken.c.e164.label("spoken_e164"),
        _spoken.c.extension.label("spoken_extension"),
        _person.c.name.label("person"),
        _call.c.speaker_name,
        _callback.c.due_at,
        _users.c.name.label("who"),
    ).select_from(
        _voicemail.join(_call, _call.c.id == _voicemail.c.call_id)
        .outerjoin(_number, _number.c.id == _voicemail.c.number_id)
        .outerjoin(_spoken, _spoken.c.id == _voicemail.c.spoken_number_id)
        .outerjoin(_person, _person.c.id == _voicemail.c.person_id)
        .outerjoin(_callback, _callback.c.id == _voicemail.c.callback_id)
        .outerjoin(_users, _users.c.id == _voicemail.c.handled_by)
    )


_WAITING = (
    _rows()
    .where(_voicemail.c.state == VoicemailState.WAITING)
    .order_by(_voicemail.c.received_at, _voicemail.c.id)
    .limit(MOST)
)
_DONE = (
    _rows()
    .where(
        or_(
            _voicemail.c.state == VoicemailState.PROMISED,
            _voicemail.c.state == VoicemailState.CLOSED,
        ),
        _voicemail.c.handled_at >= bindparam("since"),
    )
    .order_by(_voicemail.c.received_at, _voicemail.c.id)
    .limit(MOST)
)
_HOW_MANY = (
    select(func.count()).select_from(_voicemail).where(_voicemail.c.state == VoicemailState.WAITING)
)


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
            waiting = [_row(row) for row in conn.execute(_WAITING)]
            done = [_row(row) for row in conn.execute(_DONE, {"since": since})]
        waiting.sort(key=lambda row: not row.danger)
        return VoicemailBox((*waiting, *done))

    def waiting(self, actor: Actor) -> int:
        """How many wait."""
        demand(actor, Permission.READ_PEOPLE)
        with self._database.read() as conn:
            count: int = conn.execute(_HOW_MANY).scalar_one()
        return count

    def promise(
        self, actor: Actor, voicemail_id: UUID, version: int, spoken: str, note: str, key: UUID
    ) -> Recorded:
        """They are rung back: the promise that the message opened stays open, at the number they
        said where they said another, in the words of ``note``; without one a promise is made.

        Raises :class:`Refused` with what is in the way (no number, do-not-call).
        """

        def work(writing: Writing, said: list[str]) -> UUID:
            row = _unhandled(writing, voicemail_id, version)
            heard = _heard(writing, spoken, note)
            callback_id, due_at = _promised(writing, actor, row, heard)
            _handled(writing, actor, voicemail_id, version, VoicemailState.PROMISED, heard)
            writing.update("voicemail", voicemail_id, {"callback_id": callback_id})
            when = promised_words(due_at, actor.zone, writing.now)
            said.append(f"{_called(writing, row, heard)} is rung back, {when}.")
            return voicemail_id

        return record(
            self._ledger, actor, "promise_voicemail", Permission.KEEP_CALLBACKS, key, work
        )

    def close(
        self, actor: Actor, voicemail_id: UUID, version: int, spoken: str, note: str, key: UUID
    ) -> Recorded:
        """Nobody has to be rung back; a promise that the message opened is closed as not needed."""

        def work(writing: Writing, said: list[str]) -> UUID:
            row = _unhandled(writing, voicemail_id, version)
            heard = _heard(writing, spoken, note)
            promise = _open_promise(writing, row)
            if promise is not None:
                close(
                    writing,
                    actor,
                    promise["id"],
                    promise["version"],
                    Resolution.NOT_NEEDED,
                    heard["note"],
                )
            _handled(writing, actor, voicemail_id, version, VoicemailState.CLOSED, heard)
            said.append(f"The message of {_called(writing, row, heard)} is closed.")
            return voicemail_id

        return record(self._ledger, actor, "close_voicemail", Permission.KEEP_CALLBACKS, key, work)


def _unhandled(writing: Writing, voicemail_id: UUID, version: int) -> dict[str, Any]:
    row = writing.row("voicemail", voicemail_id)
    if row["state"] != VoicemailState.WAITING or row["version"] != version:
        raise writing.changed_since(voicemail_id)
    return row


def _heard(writing: Writing, spoken: str, note: str) -> dict[str, Any]:
    """What was learnt from listening, as columns."""
    spoken = spoken.strip()
    number_id = None
    if spoken:
        reading = read_number(spoken)
        if reading.status in (NumberStatus.SERVICE, NumberStatus.UNREADABLE):
            raise Refused("This cannot be read as a number to ring. Check it, or leave it empty.")
        number_id = keep_number(writing, reading)
    return {
        "spoken_text": spoken,
        "spoken_number_id": number_id,
        "note": fit_to_keep(note, kept=False),
    }


def _handled(
    writing: Writing,
    actor: Actor,
    voicemail_id: UUID,
    version: int,
    state: VoicemailState,
    heard: Mapping[str, Any],
) -> None:
    columns = {
        **heard,
        "state": state,
        "handled_at": writing.now,
        "handled_by": actor.user_id,
    }
    writing.update("voicemail", voicemail_id, columns, expected=version)


def _open_promise(writing: Writing, row: Mapping[str, Any]) -> dict[str, Any] | None:
    """The promise that the message opened, while it is open."""
    if row["callback_id"] is None:
        return None
    promise = writing.row("callback", row["callback_id"])
    return promise if promise["state"] == CallbackState.OPEN else None


def _promised(
    writing: Writing, actor: Actor, row: Mapping[str, Any], heard: Mapping[str, Any]
) -> tuple[UUID, datetime]:
    """The promise with what was heard; its identity and when it is due."""
    what, spoken = heard["note"] or RING_BACK, heard["spoken_number_id"]
    promise = _open_promise(writing, row)
    if promise is not None:
        columns: dict[str, Any] = {"promise": what} if heard["note"] else {}
        if spoken is not None and spoken != promise["number_id"]:
            name = facts_of(writing.conn, promise["person_id"]).name
            refuse_stopped(writing.conn, promise["kind"], promise["person_id"], spoken, name)
            columns |= {"number_id": spoken, "asks_number": False}
        writing.update("callback", promise["id"], columns)
        return promise["id"], promise["due_at"]
    number_id = spoken or row["number_id"]
    if number_id is None:
        raise Refused(_NOTHING_TO_RING)
    wanted = Promise(
        reason=Reason.OTHER,
        what=what,
        due_at=writing.now,
        person_id=row["person_id"],
        subject_id=row["person_id"],
        number_id=number_id,
        call_id=row["call_id"],
        hours_reason=RING_BACK,
    )
    facts = facts_of(writing.conn, row["person_id"])
    who = callee(writing.conn, actor, wanted, facts)
    site = site_calendar(writing.conn, actor.site_id)
    due_at = next_suitable(writing.now, who.candidates, who.hours, site)
    return add_promise(writing, actor, replace(wanted, due_at=due_at), facts), due_at


def _called(writing: Writing, row: Mapping[str, Any], heard: Mapping[str, Any]) -> str:
    person_id = row["person_id"]
    number_id = heard["spoken_number_id"] or row["number_id"]
    number = writing.row("phone_number", number_id) if number_id else None
    return called(
        facts_of(writing.conn, person_id).name if person_id else None,
        None,
        number["e164"] if number else None,
        number["extension"] if number else None,
    )


def _row(row: Any) -> VoicemailRow:
    caller_id = called(None, None, row.e164, row.extension) if row.e164 else ""
    spoken = row.spoken_text
    if row.spoken_e164:
        spoken = called(None, None, row.spoken_e164, row.spoken_extension)
    return VoicemailRow(
        id=row.id,
        call_id=row.call_id,
        state=VoicemailState(row.state),
        name=called(row.person, row.speaker_name, row.e164, row.extension),
        caller_id=caller_id,
        person_id=row.person_id,
        spoken=spoken,
        text=row.text,
        recording=row.recording,
        note=row.note,
        danger=row.danger,
        danger_words=row.danger_words,
        received_at=row.received_at,
        callback_id=row.callback_id,
        due_at=row.due_at,
        handled_at=row.handled_at,
        handled_by=row.who or "",
        version=row.version,
    )
