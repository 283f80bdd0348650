"""Leads as whoever takes them in writes them down: the small world's, by name."""

import json
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from desktop.domain.folding import fold
from desktop.domain.incoming_states import LeadState
from desktop.domain.numbers import read_number
from desktop.domain.vocabulary import CallbackKind, Permission, Reason
from desktop.services import leads as lead_service
from desktop.services import people
from desktop.services.actor import Actor
from desktop.services.changes import Ledger, Writing
from desktop.services.lead_inbox import LeadInbox
from desktop.services.lead_rows import LeadDetail
from desktop.services.leads import Leads
from desktop.services.number_rows import keep_number
from desktop.services.promising import Promise, add_promise
from desktop.services.recorded import Recorded
from desktop.services.undo import Undo
from tests.services.world import World


def lead_came(
    ledger: Ledger,
    actor: Actor,
    name: str = "Hazel Birch",
    number: str = "(303) 555-0112",
    email: str = "",
    *,
    message: str = "Please ring me.",
    answers: dict[str, str] | None = None,
    promised: bool = True,
    kind: CallbackKind = CallbackKind.SERVICE,
    **columns: Any,
) -> UUID:
    """A lead that came now; ``promised`` with the promise that it opens."""

    def work(writing: Writing) -> UUID:
        number_id = keep_number(writing, read_number(number)) if number else None
        contacts: list[dict[str, Any]] = []
        if number:
            e164 = read_number(number).e164 or ""
            contacts.append(
                {"kind": "number", "text": number, "number_id": number_id, "contact_key": e164}
            )
        if email:
            contacts.append(
                {"kind": "email", "text": email, "number_id": None, "contact_key": fold(email)}
            )
        callback_id = None
        if promised:
            due_at = writing.now + timedelta(minutes=30)
            promise = Promise(
                Reason.NEW_PATIENT, message, due_at, kind=kind, number_id=number_id,
                hours_reason="They asked.",
            )  # fmt: skip
            callback_id = add_promise(writing, actor, promise)
        return writing.insert(
            "lead",
            {
                "state": LeadState.NEW,
                "source": "website",
                "name": name,
                "name_key": fold(name),
                "message": message,
                "form": "New patient",
                "campaign": "",
                "submitted_at": writing.now,
                "received_at": writing.now,
                "zone_assumed": False,
                "consents": "[]",
                "remarks": "[]",
                "payload": json.dumps({"Name": name, **(answers or {})}),
                "callback_id": callback_id,
                "danger": False,
                "danger_words": "",
                "state_at": writing.now,
                **columns,
            },
            [{**contact, "position": place} for place, contact in enumerate(contacts)],
        )

    done = ledger.write(actor, "take_lead", Permission.KEEP_CALLBACKS, uuid4(), work)
    assert done.value is not None
    return done.value


class Inbox:
    """The services of one world, and how a lead comes in."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.reads = LeadInbox(world.database, world.clock)
        self.acts = Leads(world.ledger)

    def came(self, *who: str, **more: Any) -> UUID:
        """A lead that came now."""
        return lead_came(self.world.ledger, self.world.wren, *who, **more)

    def detail(self, lead_id: UUID) -> LeadDetail:
        """As Wren sees it."""
        return self.reads.detail(self.world.wren, lead_id)

    def promise(self, lead_id: UUID) -> tuple[UUID, int]:
        """The promise to ring a lead, and its version."""
        detail = self.detail(lead_id)
        assert detail.callback_id is not None
        return detail.callback_id, detail.callback_version

    def take_back(self, done: Recorded) -> None:
        """Undo it as Wren."""
        world = self.world
        inverses = {**people.INVERSES, **lead_service.INVERSES}
        assert done.written.change_id is not None
        undo = Undo(world.database, world.ledger, inverses)
        undo.undo(world.wren, done.written.change_id, uuid4())
