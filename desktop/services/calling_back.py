"""May somebody who called be rung back now? Asked by the list of calls before it dials."""

from datetime import datetime

from sqlalchemy import Connection

from desktop.domain.calling_hours import allowed, may_place
from desktop.domain.errors import Refused
from desktop.domain.number_display import display
from desktop.domain.vocabulary import CallbackKind
from desktop.services.actor import Actor
from desktop.services.call_rows import CallRow
from desktop.services.promising import number_to_ring, refuse_stopped
from desktop.services.reach import reach
from desktop.services.ringing import wants_letters


def number_to_dial(conn: Connection, actor: Actor, call: CallRow, now: datetime) -> str:
    """The number to dial, as people write it.

    Raises :class:`Refused` (no number, do-not-call, letters only, a number never to be rung) and
    :class:`NeedsReason` outside of the person's hours.
    """
    if call.number_id is None or call.e164 is None:
        raise Refused("There is no number to ring on this call.")
    number = display(call.e164, call.extension or None)
    name = call.speaker_name or number
    refuse_stopped(conn, CallbackKind.SERVICE, call.speaker_id, call.number_id, name)
    if call.speaker_id is not None:
        if wants_letters(conn, call.speaker_id):
            raise Refused(f"{name} wants letters only. Write instead.")
        free = number_to_ring(conn, call.number_id, call.speaker_id, call.subject_id)
        if free != call.number_id:
            raise Refused(f"{name} must never be rung at this number. Open the person for another.")
    there = reach(conn, call.speaker_id, call.number_id, actor.site_id, call.zone)
    may_place(CallbackKind.SERVICE, allowed(now, there.candidates, there.hours), "")
    return number
