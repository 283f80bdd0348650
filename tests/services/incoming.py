"""A desk that things come in to: the service with the words that ship, and records to hand in."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, select

from desktop.domain.incoming import (
    Disposition,
    Incoming,
    IncomingCall,
    IncomingLead,
    Receipt,
)
from desktop.domain.vocabulary import CallbackState, Direction
from desktop.paths import resources
from desktop.services.actor import Actor
from desktop.services.danger_words import DangerWords, shipped_words
from desktop.services.listener import find_listener
from desktop.services.receiving import Receiving
from desktop.storage import tables
from tests.services.phone import Phone
from tests.services.world import World

HAZELS = "(303) 555-0112"
SHARED = "+1 312 555 0147"
STRANGERS = "(602) 555-0199"


@dataclass(frozen=True)
class Intake:
    """The small world, listening."""

    world: World
    phone: Phone
    listener: Actor
    words: DangerWords
    receiving: Receiving

    @classmethod
    def at(cls, world: World) -> "Intake":
        """The service over the small world."""
        words = DangerWords(world.database, world.ledger, shipped_words(resources()))
        return cls(
            world,
            Phone.at(world),
            find_listener(world.database, world.ledger),
            words,
            Receiving(world.database, world.ledger, words),
        )

    def take(self, record: Incoming) -> Receipt:
        """Hand a record in as the listener."""
        return self.receiving.take(self.listener, record)

    def call(
        self, disposition: Disposition = Disposition.MISSED, caller: str = HAZELS, **more: Any
    ) -> IncomingCall:
        """Somebody rings now."""
        values: dict[str, Any] = {
            "direction": Direction.IN,
            "caller": caller,
            "called": "+18555389355",
            "source": "asterisk",
            "started_at": self.world.clock.now,
            "external_id": "1700000000.1",
        }
        return IncomingCall(**{**values, "disposition": disposition, **more})

    def lead(self, **more: Any) -> IncomingLead:
        """A stranger writes."""
        values: dict[str, Any] = {
            "source": "elementor",
            "name": "Clover Fields",
            "numbers": (STRANGERS,),
            "emails": ("clover@example.com",),
            "message": "Please ring me about an appointment.",
            "external_id": "lead-1",
            "payload": '{"id": "lead-1"}',
        }
        return IncomingLead(**{**values, **more})

    def rows(self, record: str, **where: Any) -> list[Row[Any]]:
        """The stored rows of a table."""
        return self.phone.rows(record, **where)

    def row(self, record: str, **where: Any) -> Row[Any]:
        """The only one."""
        (row,) = self.rows(record, **where)
        return row

    def waiting(self) -> list[Row[Any]]:
        """The promises that are open."""
        return self.rows("callback", state=CallbackState.OPEN)

    def changes(self) -> int:
        """How many Changes there are."""
        with self.world.database.read() as conn:
            return len(conn.execute(select(tables.metadata.tables["change"].c.id)).all())

    def later(self, **how_far: float) -> datetime:
        """The time goes on."""
        return self.world.clock.forward(**how_far)


def ago(world: World, **how_long: float) -> datetime:
    """So long before now."""
    return world.clock.now - timedelta(**how_long)
