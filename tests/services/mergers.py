"""The world with everything that merging touches: what its tests say in one line."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import func, select

from desktop.domain.vocabulary import CallOutcome, Reason
from desktop.services import callbacks as callbacks_module
from desktop.services import calls as calls_module
from desktop.services import do_not_call as do_not_call_module
from desktop.services import merging as merging_module
from desktop.services import people as people_module
from desktop.services import person_details as details_module
from desktop.services.actor import Actor
from desktop.services.alike import LooksAlike
from desktop.services.call_form import CallForm
from desktop.services.callbacks import Callbacks
from desktop.services.calls import Calls
from desktop.services.do_not_call import DoNotCalls
from desktop.services.merge_moves import ADDED_UP, MOVED
from desktop.services.merging import Merging
from desktop.services.new_promise import NewPromise
from desktop.services.people import People
from desktop.services.person_details import PersonDetails
from desktop.services.recorded import Recorded
from desktop.services.undo import Undo
from desktop.storage import tables
from tests.services.world import World

_of = tables.metadata.tables


@dataclass(frozen=True)
class Merger:
    """Somebody who merges people, with all they need."""

    world: World
    people: People
    calls: Calls
    callbacks: Callbacks
    do_not_calls: DoNotCalls
    merging: Merging
    alike: LooksAlike
    details: PersonDetails
    undoing: Undo

    def log(self, speaker: UUID | None, subject: UUID | None, number: str = "") -> UUID:
        """A call that ended well."""
        form = CallForm(
            self.world.clock.now - timedelta(minutes=5),
            number_text=number,
            speaker_id=speaker,
            subject_id=subject,
            reasons=(Reason.RECORDS,),
            notes="About the records",
            outcome=CallOutcome.RESOLVED,
        )
        made = self.calls.log(self.world.wren, None, form, uuid4())
        assert made.value is not None
        return made.value

    def promise(self, person: UUID, number: str = "") -> UUID:
        """A promise for in an hour."""
        new = NewPromise(
            reason=Reason.RECORDS,
            due_at=self.world.clock.now + timedelta(hours=1),
            person_id=person,
            number_text=number,
        )
        made = self.callbacks.promise(self.world.wren, new, uuid4()).written.value
        assert made is not None
        return made

    def seen(self, person: UUID) -> tuple[UUID, int]:
        """Somebody and their version."""
        return person, self.row("person", person)["version"]

    def merge(
        self, stays: UUID, gone: UUID, take: Sequence[str] = (), actor: Actor | None = None
    ) -> Recorded:
        """Merge as they are now."""
        return self.merging.merge(
            actor or self.world.wren, self.seen(stays), self.seen(gone), uuid4(), take
        )

    def undo(self, recorded: Recorded, actor: Actor | None = None) -> None:
        """Take it back."""
        assert recorded.written.change_id is not None
        self.undoing.undo(actor or self.world.wren, recorded.written.change_id, uuid4())

    def row(self, record: str, record_id: UUID) -> dict[str, Any]:
        """One row as it is stored."""
        table = _of[record]
        with self.world.database.read() as conn:
            found = conn.execute(select(table).where(table.c.id == record_id)).mappings().one()
        return dict(found)

    def rows(self, record: str) -> list[dict[str, Any]]:
        """All rows, by their identities."""
        table = _of[record]
        first = table.c.id if "id" in table.c else next(iter(table.primary_key.columns))
        with self.world.database.read() as conn:
            return [dict(row) for row in conn.execute(select(table).order_by(first)).mappings()]

    def count(self, record: str, column: str, value: UUID) -> int:
        """How many rows say so."""
        table = _of[record]
        query = select(func.count()).select_from(table).where(table.c[column] == value)
        with self.world.database.read() as conn:
            return int(conn.execute(query).scalar_one())

    def number_of(self, e164: str) -> UUID:
        """The row of a number."""
        found: UUID = next(n["id"] for n in self.rows("phone_number") if n["e164"] == e164)
        return found

    def pictures(self) -> dict[str, list[dict[str, Any]]]:
        """Everything that merging may touch, without the versions."""
        taken = {}
        for record in ("person", "person_word", *MOVED, *ADDED_UP):
            rows = self.rows(record)
            for row in rows:
                row.pop("version", None), row.pop("seq", None)
            taken[record] = sorted(rows, key=str)
        return taken


def merger_of(world: World) -> Merger:
    """The services over a world."""
    database, ledger, clock = world.database, world.ledger, world.clock
    inverses = {
        **people_module.INVERSES,
        **calls_module.INVERSES,
        **callbacks_module.INVERSES,
        **do_not_call_module.INVERSES,
        **merging_module.INVERSES,
        **details_module.INVERSES,
    }
    return Merger(
        world,
        People(database, ledger, clock),
        Calls(database, ledger, clock),
        Callbacks(database, ledger, clock),
        DoNotCalls(database, ledger),
        Merging(database, ledger, clock),
        LooksAlike(database),
        PersonDetails(ledger),
        Undo(database, ledger, inverses),
    )
