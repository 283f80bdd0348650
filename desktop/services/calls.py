"""Calls: logged from the card, read, and attached to people later."""

from collections.abc import Mapping
from typing import Unpack
from uuid import UUID

from sqlalchemy import bindparam, select

from desktop.domain.errors import Refused
from desktop.domain.vocabulary import Permission, RequestKind
from desktop.services import call_correcting
from desktop.services.actor import Actor, demand
from desktop.services.attaching import learned
from desktop.services.call_correcting import Corrected, write_correction
from desktop.services.call_detail import CallDetail, read_detail
from desktop.services.call_form import CallForm
from desktop.services.call_logging import make_ready, write_call
from desktop.services.call_rows import CallRow, read_call, read_calls_of_number
from desktop.services.call_undo import take_back_call
from desktop.services.calling_back import number_to_dial
from desktop.services.changes import Clock, Ledger, Writing, Written
from desktop.services.missed_again import nameless_promises_of_call
from desktop.services.recorded import Recorded
from desktop.services.undo import Inverse, restore_images
from desktop.services.who_stays import who_stays
from desktop.storage import tables
from desktop.storage.engine import Database

INVERSES: Mapping[str, tuple[Permission, Inverse]] = {
    "log_call": (Permission.LOG_CALLS, take_back_call),
    "attach_person": (Permission.LOG_CALLS, restore_images),
    **call_correcting.INVERSES,
}

_callback = tables.metadata.tables["callback"]
_PROMISED = select(_callback.c.id).where(_callback.c.call_id == bindparam("this_call"))
_request = tables.metadata.tables["request"]
_ASKED = select(_request.c.id).where(
    _request.c.call_id == bindparam("this_call"),
    _request.c.person_id.is_(None),
    _request.c.kind != RequestKind.CLINIC_RECORDS,
)


class Calls:
    """Logs calls and reads them."""

    def __init__(self, database: Database, ledger: Ledger, clock: Clock) -> None:
        self._database = database
        self._ledger = ledger
        self._clock = clock

    def log(self, actor: Actor, draft_id: UUID | None, form: CallForm, key: UUID) -> Written:
        """Log the call on the card, with its promise; ``value`` is the call's identity.

        The draft goes in the same transaction. Raises :class:`Refused` with what is missing or in
        the way, :class:`NeedsReason` for a promise outside the person's hours.
        """
        demand(actor, Permission.LOG_CALLS)
        ready = make_ready(form, self._clock())

        def work(writing: Writing) -> UUID:
            return write_call(writing, actor, ready, draft_id)

        return self._ledger.write(actor, "log_call", Permission.LOG_CALLS, key, work)

    def get(self, actor: Actor, call_id: UUID) -> CallRow:
        """One call. Raises :class:`NotFound`."""
        demand(actor, Permission.READ_PEOPLE)
        with self._database.read() as conn:
            return read_call(conn, call_id)

    def detail(self, actor: Actor, call_id: UUID) -> CallDetail:
        """One call with what came of it and its corrections. Raises :class:`NotFound`."""
        demand(actor, Permission.READ_PEOPLE)
        with self._database.read() as conn:
            return read_detail(conn, call_id)

    def number_to_dial(self, actor: Actor, call_id: UUID) -> str:
        """Whom to ring back after a call (see :mod:`desktop.services.calling_back`)."""
        demand(actor, Permission.READ_PEOPLE)
        with self._database.read() as conn:
            return number_to_dial(conn, actor, read_call(conn, call_id), self._clock())

    def correct(
        self,
        actor: Actor,
        call_id: UUID,
        version: int,
        reason: str,
        key: UUID,
        **columns: Unpack[Corrected],
    ) -> Recorded:
        """Say what a call should have said, and why. The first version stays.

        A promise made on it is never lost: with another outcome than Callback it stays open, and
        with another person or number it goes along, where nobody has tried it; the answer says so.
        A call that turns out to have been about danger gets its safety follow-up. Raises
        :class:`Refused` without a reason or a difference, :class:`ChangedSince` when somebody else
        changed the call.
        """
        ready = call_correcting.make_ready(columns, reason, self._clock())
        said = ""

        def work(writing: Writing) -> UUID:
            nonlocal said
            said = write_correction(writing, actor, call_id, version, ready)
            return call_id

        written = self._ledger.write(actor, "correct_call", Permission.LOG_CALLS, key, work)
        return Recorded(written, said or "The call is corrected. The first version stays with it.")

    def recent_for_number(
        self, actor: Actor, number_id: UUID, limit: int = 10
    ) -> tuple[CallRow, ...]:
        """The last calls from or to a number, newest first, whoever spoke."""
        demand(actor, Permission.READ_PEOPLE)
        with self._database.read() as conn:
            return read_calls_of_number(conn, number_id, limit)

    def attach_person(
        self,
        actor: Actor,
        call_id: UUID,
        version: int,
        key: UUID,
        *,
        speaker_id: UUID | None = None,
        subject_id: UUID | None = None,
    ) -> Written:
        """Say who spoke, or whom it concerned, on a call that was logged without.

        Who is named as the speaker alone called for themselves, unless another name was typed.
        A promise made on the call learns it too, where it has nobody yet (see
        :func:`desktop.services.attaching.learned`), and so does one that the call was missed
        again for.
        """
        demand(actor, Permission.LOG_CALLS)
        if speaker_id is None and subject_id is None:
            raise Refused("Nobody is picked. Pick who was on the phone.")

        def work(writing: Writing) -> UUID:
            call = writing.row("call", call_id)
            spoke, meant = (
                who_stays(writing.conn, each) if each else None for each in (speaker_id, subject_id)
            )
            speaker = spoke or call["speaker_id"]
            subject = meant or call["subject_id"]
            if subject is None and not call["subject_name"]:
                subject = speaker
            for person_id in filter(None, {spoke, meant}):
                writing.row("person", person_id)
            named = {"speaker_id": speaker, "subject_id": subject}
            writing.update("call", call_id, named, expected=version)
            for promise_id in _promises_of(writing, call_id, call["number_id"]):
                row = writing.row("callback", promise_id)
                writing.update("callback", promise_id, learned(writing, row, speaker, subject))
            for request_id in writing.conn.execute(_ASKED, {"this_call": call_id}).scalars().all():
                writing.update(
                    "request", request_id, {"person_id": subject, "asked_by_id": speaker}
                )
            return call_id

        return self._ledger.write(actor, "attach_person", Permission.LOG_CALLS, key, work)


def _promises_of(writing: Writing, call_id: UUID, number_id: UUID | None) -> list[UUID]:
    """Those made on the call, and those that it was missed again for."""
    made = [*writing.conn.execute(_PROMISED, {"this_call": call_id}).scalars()]
    if number_id is None:
        return made
    return made + nameless_promises_of_call(writing.conn, call_id, number_id)
