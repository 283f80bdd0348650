"""The small world in the middle of a sale: the services around it, and short ways to use them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select

from desktop.app import SETTLES
from desktop.domain.vocabulary import Language, MilestoneKind, Reason
from desktop.services import callbacks as callbacks_module
from desktop.services import calls as calls_module
from desktop.services import closures as closures_module
from desktop.services import disclosures as disclosures_module
from desktop.services import handovers as handovers_module
from desktop.services import milestones as milestones_module
from desktop.services import outsiders as outsiders_module
from desktop.services import requests as requests_module
from desktop.services import statements as statements_module
from desktop.services import transition_settings as settings_module
from desktop.services import update_list as update_module
from desktop.services.actor import Actor
from desktop.services.callbacks import Callbacks
from desktop.services.calls import Calls
from desktop.services.changes import Ledger, Writing
from desktop.services.closures import Closures
from desktop.services.coverage import CoverageReader
from desktop.services.disclosures import DisclosureRow, Disclosures
from desktop.services.handovers import Handovers
from desktop.services.milestone_rows import MarkResult, MilestoneRow, UnmarkResult
from desktop.services.milestones import Milestones
from desktop.services.new_promise import NewPromise
from desktop.services.outsiders import Outsiders
from desktop.services.promise_phases import PromisePhases
from desktop.services.recorded import Recorded
from desktop.services.requests import Requests
from desktop.services.statement_rows import NewWords, StatementRow
from desktop.services.statements import Statements
from desktop.services.transition_settings import TransitionSettings
from desktop.services.undo import Undo
from desktop.services.update_list import UpdateList
from desktop.storage import tables
from tests.services.world import World


class SecretsInMemory:
    """Secrets of one test."""

    warning = ""

    def __init__(self) -> None:
        self._kept: dict[UUID, str] = {}

    def make_ready(self) -> None:
        """Nothing has to be made."""

    def get(self, source_id: UUID) -> str:
        """The secret, empty without one."""
        return self._kept.get(source_id, "")

    def put(self, source_id: UUID, secret: str) -> None:
        """Keep it."""
        self._kept[source_id] = secret

    def drop(self, source_id: UUID) -> None:
        """Forget it."""
        self._kept.pop(source_id, None)


@dataclass(frozen=True)
class Deal:
    """What a manager and a clerk need in a sale."""

    world: World
    ledger: Ledger
    settings: TransitionSettings
    statements: Statements
    disclosures: Disclosures
    milestones: Milestones
    coverage: CoverageReader
    updates: UpdateList
    requests: Requests
    phases: PromisePhases
    closures: Closures
    outsiders: Outsiders
    handovers: Handovers
    callbacks: Callbacks
    calls: Calls
    undo: Undo

    @property
    def now(self) -> datetime:
        """The time on the clock."""
        return self.world.clock.now

    def draft(self, text: str = "KWC is being acquired.", **more: Any) -> UUID:
        """A draft of Lark's."""
        made = self.statements.draft(self.world.lark, NewWords(text, **more), uuid4())
        assert made.written.value is not None
        return made.written.value

    def approve(self, statement_id: UUID, actor: Actor | None = None) -> Recorded:
        """Approve it, having seen what is current."""
        row = self.row(statement_id)
        seen = self.words(row.site_id, row.language)
        return self.statements.approve(
            actor or self.world.lark, statement_id, row.version, seen.id if seen else None, uuid4()
        )

    def say(self, text: str = "KWC is being acquired.", **more: Any) -> UUID:
        """Drafted and approved."""
        statement_id = self.draft(text, **more)
        self.approve(statement_id)
        return statement_id

    def withdraw(self, statement_id: UUID, reason: str = "It was wrong") -> Recorded:
        """Take it out of use."""
        version = self.row(statement_id).version
        return self.statements.withdraw(self.world.lark, statement_id, version, reason, uuid4())

    def row(self, statement_id: UUID) -> StatementRow:
        """A version as it is now."""
        return self.statements.get(self.world.wren, statement_id)

    def words(
        self, site_id: UUID | None = None, language: Language = Language.ENGLISH
    ) -> StatementRow | None:
        """The current words."""
        return self.statements.current(self.world.wren, site_id, language).statement

    def tell(self, statement_id: UUID, person_id: UUID, **more: Any) -> UUID:
        """Somebody was told, by Wren."""
        told = self.disclosures.tell(
            self.world.wren, statement_id, uuid4(), told_id=person_id, **more
        )
        assert told.written.value is not None
        return told.written.value

    def told(self, person_id: UUID) -> tuple[DisclosureRow, ...]:
        """Their ledger."""
        return self.disclosures.of_person(self.world.wren, person_id)

    def waits(
        self,
        person_id: UUID | None = None,
        on: MilestoneKind | None = MilestoneKind.CLOSING,
        days: float = 20,
        **more: Any,
    ) -> UUID:
        """A callback that waits for a step, with its latest date."""
        new = NewPromise(
            reason=more.pop("reason", Reason.ACQUISITION),
            due_at=more.pop("due_at", self.now + timedelta(days=days)),
            person_id=person_id or self.world.juniper,
            milestone=on,
            **more,
        )
        made = self.callbacks.promise(self.world.wren, new, uuid4())
        assert made.written.value is not None
        return made.written.value

    def step(self, kind: MilestoneKind, site_id: UUID | None = None) -> MilestoneRow:
        """A step as it is now."""
        rows = self.milestones.all(self.world.wren)
        return next(row for row in rows if (row.kind, row.site_id) == (kind, site_id))

    def mark(
        self, kind: MilestoneKind = MilestoneKind.CLOSING, site_id: UUID | None = None, **more: Any
    ) -> MarkResult:
        """Lark marks a step."""
        rows = self.milestones.all(self.world.lark)
        version = next((r.version for r in rows if (r.kind, r.site_id) == (kind, site_id)), 0)
        marked = self.milestones.mark(self.world.lark, kind, site_id, version, uuid4(), **more)
        assert marked is not None
        return marked

    def unmark(self, kind: MilestoneKind = MilestoneKind.CLOSING) -> UnmarkResult:
        """Lark takes it back."""
        row = self.step(kind)
        assert row.id is not None
        return self.milestones.unmark(self.world.lark, row.id, row.version, uuid4())

    def concern(self, person_id: UUID, **columns: Any) -> None:
        """How the transition concerns somebody."""

        def work(writing: Writing) -> UUID:
            writing.update("person", person_id, columns)
            return person_id

        self.ledger.write_unattended("concern", uuid4(), work)

    def plants(self, count: int, **columns: Any) -> list[UUID]:
        """So many more people with numbers, the first named "Plant 00"."""
        made: list[UUID] = []

        def work(writing: Writing) -> UUID:
            row = writing.row("person", self.world.juniper)
            for number in range(count):
                name = f"Plant {number:02}"
                values = {**row, "name": name, "name_key": name.lower(), "id": writing.new_id()}
                made.append(writing.insert("person", {**values, **columns}))
                e164 = f"+1312555{number:04}"
                number_id = writing.insert(
                    "phone_number",
                    {
                        "e164": e164,
                        "extension": "",
                        "reversed_digits": e164[:1:-1],
                        "unusual": False,
                    },
                )
                uses = {"person_id": made[-1], "number_id": number_id, "kind": "mobile"}
                writing.insert("person_number", {**uses, "position": 0})
            return made[0]

        self.ledger.write_unattended("plants", uuid4(), work)
        return made

    def stored(self, record: str, **where: Any) -> list[dict[str, Any]]:
        """The rows of a table."""
        table = tables.metadata.tables[record]
        query = select(table).where(*(table.c[name] == value for name, value in where.items()))
        with self.world.database.read() as conn:
            return [dict(row) for row in conn.execute(query).mappings()]

    def one(self, record: str, record_id: UUID) -> dict[str, Any]:
        """One row."""
        (row,) = self.stored(record, id=record_id)
        return row

    def take_back(self, recorded: Recorded, actor: Actor | None = None) -> None:
        """Undo it."""
        assert recorded.written.change_id is not None
        self.undo.undo(actor or self.world.lark, recorded.written.change_id, uuid4())


def deal_of(world: World) -> Deal:
    """The services over this world."""
    database, clock = world.database, world.clock
    ledger = Ledger(database, clock, SETTLES)
    inverses = {
        **callbacks_module.INVERSES,
        **calls_module.INVERSES,
        **statements_module.INVERSES,
        **disclosures_module.INVERSES,
        **milestones_module.INVERSES,
        **update_module.INVERSES,
        **requests_module.INVERSES,
        **closures_module.INVERSES,
        **outsiders_module.INVERSES,
        **handovers_module.INVERSES,
        **settings_module.INVERSES,
    }
    return Deal(
        world,
        ledger,
        TransitionSettings(database, ledger),
        Statements(database, ledger, clock),
        Disclosures(database, ledger),
        Milestones(database, ledger, clock),
        CoverageReader(database, clock),
        UpdateList(database, ledger, clock),
        Requests(database, ledger, clock),
        PromisePhases(database, ledger, clock),
        Closures(database, ledger, clock),
        Outsiders(database, ledger),
        Handovers(database, ledger, clock, SecretsInMemory()),
        Callbacks(database, ledger, clock),
        Calls(database, ledger, clock),
        Undo(database, ledger, inverses),
    )
