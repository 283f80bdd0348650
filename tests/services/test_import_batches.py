"""The rows of a file: written in parts under one identity, taken back whole."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest

from desktop.domain.incoming import Fate, Incoming, IncomingKind, Receipt
from desktop.services.import_batches import ImportIntake
from tests.services.incoming import Intake
from tests.services.world import World, edit


@dataclass(frozen=True)
class _Plan:
    path: Path = Path("calls.csv")
    format: str = "asterisk"
    kind: IncomingKind = IncomingKind.CALL
    zone: str = "America/Phoenix"
    sha256: str = "00"
    missed_since: date | None = None


@dataclass(frozen=True)
class _Counts:
    read: int = 120
    created: int = 120
    updated: int = 0
    unchanged: int = 0
    duplicates: int = 0
    ignored: int = 0
    rejected: int = 0


@pytest.fixture
def intake(world: World) -> Intake:
    """The small world, listening."""
    return Intake.at(world)


@pytest.fixture
def imports(intake: Intake) -> ImportIntake:
    """Where imports go."""
    return ImportIntake(intake.world.database, intake.world.ledger, intake.receiving)


def _calls(intake: Intake, first: int, count: int) -> list[Incoming]:
    return [
        intake.call(caller=f"60255501{i % 100:02}", external_id=str(i))
        for i in range(first, first + count)
    ]


def _import(intake: Intake, imports: ImportIntake) -> tuple[UUID, list[Receipt]]:
    wren = intake.world.wren
    import_id = imports.begin(wren, _Plan())
    receipts = [*imports.take(wren, import_id, _calls(intake, 0, 100))]
    receipts += imports.take(wren, import_id, _calls(intake, 100, 20))
    return import_id, receipts


def test_parts_are_written_under_one_identity(intake: Intake, imports: ImportIntake) -> None:
    import_id, receipts = _import(intake, imports)
    imports.finish(intake.world.wren, import_id, _Counts())

    assert {each.fate for each in receipts} == {Fate.CREATED}
    assert len(intake.rows("call")) == 120
    assert len(intake.rows("callback")) == 100, "one promise for each number"
    batch = intake.row("import_batch")
    assert (batch.id, batch.state, batch.created) == (import_id, "done", 120)
    changes = {row.change_id for row in intake.rows("import_part")}
    assert changes == {row.id for row in intake.rows("change", action="import_rows")}
    again = imports.take(intake.world.wren, import_id, _calls(intake, 0, 120))
    assert {each.fate for each in again} == {Fate.UNCHANGED}


@pytest.mark.parametrize("finished", [True, False])
def test_nothing_is_left_of_an_import_that_is_taken_back(
    intake: Intake, imports: ImportIntake, *, finished: bool
) -> None:
    before = len(intake.rows("phone_number"))
    import_id, _ = _import(intake, imports)
    if finished:
        imports.finish(intake.world.wren, import_id, _Counts())

    while imports.take_back(intake.world.wren, import_id):
        pass

    for table in ("call", "callback", "incoming_key"):
        assert intake.rows(table) == []
    assert len(intake.rows("phone_number")) == before
    assert intake.row("import_batch").state == ("undone" if finished else "cancelled")
    assert not imports.take_back(intake.world.wren, import_id)
    anew = imports.take(intake.world.wren, import_id, _calls(intake, 0, 1))
    assert anew[0].fate is Fate.CREATED


def test_what_was_worked_on_since_stays(intake: Intake, imports: ImportIntake) -> None:
    import_id, receipts = _import(intake, imports)
    kept = receipts[50].record_id
    assert kept is not None
    edit(intake.world, intake.world.robin, "call", kept, notes="Spoke with them.")

    while imports.take_back(intake.world.wren, import_id):
        pass

    assert [row.id for row in intake.rows("call")] == [kept]
    assert intake.row("incoming_key").record_id == kept
