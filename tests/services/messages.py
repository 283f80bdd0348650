"""Messages as they stand in the voicemail box after a night."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from desktop.domain.incoming import Disposition
from desktop.domain.incoming_states import VoicemailState
from desktop.domain.numbers import read_number
from desktop.domain.vocabulary import CallOutcome
from desktop.services.actor import Actor
from desktop.services.changes import Ledger, Writing
from desktop.services.number_rows import keep_number
from tests.services.announced import announce_call


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
