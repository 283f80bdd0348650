"""A desk on the phone: the services a call needs, and cards to log."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Row, select

from desktop.domain.vocabulary import CallOutcome, Reason
from desktop.services import calls as call_service
from desktop.services import people as people_service
from desktop.services.actor import Actor
from desktop.services.call_form import CallForm, PromiseForm
from desktop.services.calls import Calls
from desktop.services.changes import Written
from desktop.services.drafts import Drafts
from desktop.services.undo import Undo
from desktop.storage import tables
from tests.services.world import World

TOMORROW_TEN = datetime(2026, 11, 18, 16, 0, tzinfo=UTC)
"""10:00 am in Chicago, 9:00 in Phoenix."""
TONIGHT = datetime(2026, 11, 18, 4, 30, tzinfo=UTC)
"""10:30 pm in Chicago, 9:30 pm in Phoenix."""


@dataclass(frozen=True)
class Phone:
    """What a clerk needs on the phone."""

    world: World
    calls: Calls
    drafts: Drafts
    undo: Undo

    @classmethod
    def at(cls, world: World) -> "Phone":
        """The services over the small world."""
        inverses = {**call_service.INVERSES, **people_service.INVERSES}
        return cls(
            world,
            Calls(world.database, world.ledger, world.clock),
            Drafts(world.database, world.clock),
            Undo(world.database, world.ledger, inverses),
        )

    def card(self, outcome: CallOutcome | None = CallOutcome.RESOLVED, **more: Any) -> CallForm:
        """Juniper calls from the shared number about her records."""
        values: dict[str, Any] = {
            "started_at": self.world.clock.now,
            "number_text": "(312) 555-0147",
            "speaker_id": self.world.juniper,
            "site_id": self.world.chicago,
            "reasons": (Reason.RECORDS,),
            "notes": "Wants her records.",
        }
        return CallForm(**{**values, "outcome": outcome, **more})

    def promising(self, due_at: datetime | None = TOMORROW_TEN, **more: Any) -> CallForm:
        """The same with a callback promised for tomorrow at ten."""
        promise = PromiseForm(due_at=due_at, **more.pop("promise", {}))
        return self.card(CallOutcome.CALLBACK, promise=promise, **more)

    def log(
        self, form: CallForm, actor: Actor | None = None, draft_id: UUID | None = None
    ) -> Written:
        """Log it as Wren."""
        return self.calls.log(actor or self.world.wren, draft_id, form, uuid4())

    def take_back(self, written: Written, actor: Actor | None = None) -> Written:
        """Undo it as Wren."""
        assert written.change_id is not None
        return self.undo.undo(actor or self.world.wren, written.change_id, uuid4())

    def rows(self, record: str, **where: Any) -> list[Row[Any]]:
        """The stored rows of a table."""
        table = tables.metadata.tables[record]
        query = select(table).where(*(table.c[name] == value for name, value in where.items()))
        with self.world.database.read() as conn:
            return list(conn.execute(query))

    def callback(self) -> Row[Any]:
        """The only callback there is."""
        (row,) = self.rows("callback")
        return row


def call_id(written: Written) -> UUID:
    """The call that was logged."""
    assert written.value is not None
    return written.value
