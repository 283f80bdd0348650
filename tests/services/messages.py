"""Messages as they stand in the voicemail box after a night."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from desktop.domain.incoming import Disposition
from desktop.domain.incoming_states import VoicemailState
from desktop.domain.numbers import read_number
from desktop.domain.vocabulary import CallOutcome, Reason
from desktop.domain.voicemail_ends import VoicemailEnd
from desktop.services.actor import Actor
from desktop.services.changes import Ledger, Writing
from desktop.services.number_rows import keep_number
from desktop.services.promising import Promise, add_promise
from desktop.services.recorded import Recorded
from desktop.services.undo import Undo
from desktop.services.voicemail_promises import RingBack
from desktop.services.voicemail_rows import Heard, VoicemailRow
from desktop.services.voicemails import Voicemails
from tests.services.announced import announce_call
from tests.services.phone import TOMORROW_TEN
from tests.services.world import World

HAZELS = "(303) 555-0112"


def leave_message(
    ledger: Ledger, actor: Actor, caller: str, received_at: datetime, **more: Any
) -> UUID:
    """Somebody leaves a message; returns its identity."""
    call = announce_call(
        ledger,
        actor,
        caller,
        received_at,
        outcome=CallOutcome.MISSED,
        disposition=Disposition.VOICEMAIL,
    )

    def work(writing: Writing) -> UUID:
        values: dict[str, Any] = {
            "call_id": call,
            "state": VoicemailState.WAITING,
            "text": "",
            "recording": "",
            "number_id": keep_number(writing, read_number(caller)),
            "person_id": None,
            "spoken_number_id": None,
            "spoken_text": "",
            "note": "",
            "callback_id": None,
            "danger": False,
            "danger_words": "",
            "received_at": received_at,
            "handled_at": None,
            "handled_by": None,
        }
        return writing.insert("voicemail", {**values, **more})

    written = ledger.write_unattended("take_call", uuid4(), work)
    assert written.value is not None
    return written.value


def message(world: World, caller: str = HAZELS, hours_ago: float = 8, **more: object) -> UUID:
    """Somebody left a message so many hours ago."""
    at = world.clock.now - timedelta(hours=hours_ago)
    return leave_message(world.ledger, world.wren, caller, at, **more)


def the_row(box: Voicemails, world: World, message_id: UUID) -> VoicemailRow:
    """The message as Wren sees it in the box."""
    return next(row for row in box.box(world.wren).rows if row.id == message_id)


def promise(
    box: Voicemails,
    world: World,
    message_id: UUID,
    spoken: str = "",
    note: str = "",
    back: RingBack | None = None,
    person_id: UUID | None = None,
) -> Recorded:
    """Promise it as it stands now."""
    version = the_row(box, world, message_id).version
    heard = Heard(spoken, person_id, note=note)
    return box.promise(world.wren, message_id, version, heard, back or RingBack(), uuid4())


def close(
    box: Voicemails,
    world: World,
    message_id: UUID,
    end: VoicemailEnd = VoicemailEnd.SPAM,
    note: str = "",
) -> Recorded:
    """Close it as it stands now."""
    version = the_row(box, world, message_id).version
    return box.close(world.wren, message_id, version, end, Heard(note=note), uuid4())


def take_back(undo: Undo, world: World, recorded: Recorded) -> None:
    """Undo it as Wren."""
    assert recorded.written.change_id is not None
    undo.undo(world.wren, recorded.written.change_id, uuid4())


def promised(world: World, message_id: UUID, **more: object) -> UUID:
    """The callback that the call behind a message opened by itself."""

    def work(writing: Writing) -> UUID:
        row = writing.row("voicemail", message_id)
        values: dict[str, object] = {
            "number_id": row["number_id"],
            "person_id": row["person_id"],
            "call_id": row["call_id"],
        }
        wanted = Promise(Reason.OTHER, "Call back.", TOMORROW_TEN, **{**values, **more})  # type: ignore[arg-type]
        callback_id = add_promise(writing, world.wren, wanted)
        writing.update("voicemail", message_id, {"callback_id": callback_id})
        return callback_id

    written = world.ledger.write_unattended("take_call", uuid4(), work)
    assert written.value is not None
    return written.value


def share(world: World, message_id: UUID, callback_id: UUID) -> None:
    """The machine found this promise open for the number of a message."""
    world.ledger.write_unattended(
        "take_call",
        uuid4(),
        lambda writing: writing.update("voicemail", message_id, {"callback_id": callback_id}),
    )
