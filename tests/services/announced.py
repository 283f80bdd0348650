"""A call as the phone system announces it, before anybody has typed a word."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from desktop.domain.numbers import read_number
from desktop.domain.vocabulary import Direction, Relation, Source
from desktop.services.actor import Actor
from desktop.services.changes import Ledger, Writing
from desktop.services.number_rows import keep_number


def announce_call(
    ledger: Ledger, actor: Actor, caller: str, started_at: datetime, **more: Any
) -> UUID:
    """It rings: the call is written down."""
    reading = read_number(caller)

    def work(writing: Writing) -> UUID:
        values: dict[str, Any] = {
            "direction": Direction.IN,
            "number_id": keep_number(writing, reading),
            "number_text": "" if reading.e164 else caller,
            "withheld": reading.e164 is None,
            "called_line": "855-KET-WELL",
            "relation": Relation.PATIENT,
            "started_at": started_at,
            "entered_at": writing.now,
            "late_entry": False,
            "zone": actor.zone,
            "user_id": actor.user_id,
            "desk_id": actor.desk_id,
            "site_id": None,
            "outcome": None,
            "language": "English",
            "interpreter": False,
            "notes": "",
            "source": Source.PHONE_SYSTEM,
            "external_id": uuid4().hex,
        }
        return writing.insert("call", {**values, **more})

    written = ledger.write_unattended("take_call", uuid4(), work)
    assert written.value is not None
    return written.value


def measure(ledger: Ledger, call_id: UUID, **values: datetime) -> None:
    """The phone system tells more of it."""
    ledger.write_unattended(
        "take_call", uuid4(), lambda writing: writing.update("call", call_id, values)
    )
