"""The desk with its callbacks: what the tests of promises say in one line."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from sqlalchemy import select

from desktop.domain.vocabulary import AttemptResult, Reason
from desktop.services import callbacks as callbacks_module
from desktop.services import calls as calls_module
from desktop.services import do_not_call as do_not_call_module
from desktop.services.actor import Actor
from desktop.services.callbacks import Callbacks
from desktop.services.do_not_call import DoNotCalls
from desktop.services.new_promise import NewPromise
from desktop.services.queue_row import QueueRow, ViewFilter
from desktop.services.recorded import Recorded
from desktop.services.undo import Undo
from desktop.storage import tables
from tests.services.world import World

_callback = tables.metadata.tables["callback"]
_attempt = tables.metadata.tables["attempt"]


def at(zone: str, day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    """A time of November 2026 (another ``month`` when said) on the clock of ``zone``."""
    return datetime(2026, month, day, hour, minute, tzinfo=ZoneInfo(zone))


@dataclass(frozen=True)
class Desk:
    """The world with the services around its promises."""

    world: World
    callbacks: Callbacks
    do_not_calls: DoNotCalls
    undo: Undo

    @property
    def now(self) -> datetime:
        """The time on the clock."""
        return self.world.clock.now

    def promise(
        self, actor: Actor | None = None, due_at: datetime | None = None, **more: Any
    ) -> UUID:
        """A promise to Juniper (unless said otherwise), due in an hour."""
        new = NewPromise(
            reason=more.pop("reason", Reason.RECORDS),
            due_at=due_at or self.now + timedelta(hours=1),
            person_id=more.pop("person_id", self.world.juniper),
            **more,
        )
        made = self.callbacks.promise(actor or self.world.wren, new, uuid4())
        assert made.written.value is not None
        return made.written.value

    def record(
        self, callback_id: UUID, result: AttemptResult, actor: Actor | None = None, **more: Any
    ) -> Recorded:
        """One try, by Wren unless said otherwise, at the version it has now."""
        version = self.row(callback_id)["version"]
        return self.callbacks.record(
            actor or self.world.wren, callback_id, version, result, uuid4(), **more
        )

    def row(self, callback_id: UUID) -> Mapping[str, Any]:
        """The callback as it is stored."""
        with self.world.database.read() as conn:
            found = conn.execute(select(_callback).where(_callback.c.id == callback_id))
            return dict(found.mappings().one())

    def row_of(self, callback_id: UUID) -> QueueRow:
        """The callback as the desk sees it."""
        return self.callbacks.detail(self.world.wren, callback_id).row

    def version(self, callback_id: UUID) -> tuple[UUID, int]:
        """What bulk actions ask for."""
        return callback_id, self.row(callback_id)["version"]

    def attempts(self, callback_id: UUID) -> list[Mapping[str, Any]]:
        """Its tries, oldest first."""
        query = select(_attempt).where(_attempt.c.callback_id == callback_id)
        with self.world.database.read() as conn:
            rows = conn.execute(query.order_by(_attempt.c.at)).mappings()
            return [dict(row) for row in rows]

    def queue(self, view: ViewFilter | None = None, actor: Actor | None = None) -> list[QueueRow]:
        """The whole view, page after page."""
        view, actor = view or ViewFilter(), actor or self.world.wren
        page = self.callbacks.queue(actor, view)
        rows = list(page.rows)
        while page.next:
            page = self.callbacks.queue(actor, view, after=page.next)
            rows += page.rows
        return rows

    def take_back(self, recorded: Recorded, actor: Actor | None = None) -> None:
        """Undo what was recorded."""
        assert recorded.written.change_id is not None
        self.undo.undo(actor or self.world.wren, recorded.written.change_id, uuid4())


def desk_of(world: World) -> Desk:
    """The services over this world."""
    inverses = {
        **callbacks_module.INVERSES,
        **calls_module.INVERSES,
        **do_not_call_module.INVERSES,
    }
    return Desk(
        world,
        Callbacks(world.database, world.ledger, world.clock),
        DoNotCalls(world.database, world.ledger),
        Undo(world.database, world.ledger, inverses),
    )
