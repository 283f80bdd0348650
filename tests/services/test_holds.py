"""Holds: what is left out of every file, and what nobody may remove."""

import csv
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from desktop.domain.errors import NotAllowed, Refused
from desktop.domain.vocabulary import AttemptResult, CallOutcome, HandoverGroup, HoldKind, Reason
from desktop.services import callbacks as callbacks_service
from desktop.services import calls as calls_service
from desktop.services import holds as holds_service
from desktop.services import people as people_service
from desktop.services.audit_filter import AuditFilter
from desktop.services.call_filter import CallFilter
from desktop.services.call_form import CallForm
from desktop.services.callbacks import Callbacks
from desktop.services.calls import Calls
from desktop.services.export_callbacks import CallbackFilter
from desktop.services.exportable import What
from desktop.services.exporting import EXPORTABLE, Asked, Exporting, Order
from desktop.services.handover_parts import read_parts
from desktop.services.holds import Holds
from desktop.services.new_promise import NewPromise
from desktop.services.people import People
from desktop.services.person_copy import PersonCopies
from desktop.services.printouts import Printouts
from desktop.services.promise_phases import PromisePhases
from desktop.services.takeaway import Takeaway
from desktop.services.undo import Undo
from desktop.storage import tables
from tests.services.world import World


@pytest.fixture
def holds(world: World) -> Holds:
    return Holds(world.ledger)


def stored(world: World, record: str) -> list[Mapping[str, Any]]:
    with world.database.read() as conn:
        rows = conn.execute(select(tables.metadata.tables[record])).mappings()
        return [dict(row) for row in rows]


def log(world: World, speaker: UUID | None, subject: UUID | None, number: str) -> UUID:
    form = CallForm(
        world.clock.now - timedelta(minutes=5),
        number_text=number,
        speaker_id=speaker,
        subject_id=subject,
        reasons=(Reason.RECORDS,),
        notes="About the records",
        outcome=CallOutcome.RESOLVED,
    )
    made = Calls(world.database, world.ledger, world.clock).log(world.wren, None, form, uuid4())
    assert made.change_id is not None
    return made.change_id


def rows(world: World, tmp_path: Path, what: What, asked: Asked) -> list[dict[str, str]]:
    target = tmp_path / f"{uuid4()}.csv"
    exporting = Exporting(world.database, world.ledger, world.clock)
    columns = tuple(column.key for column in EXPORTABLE[what].columns)
    about = exporting.about(world.lark, what, asked)
    done = exporting.export(
        world.lark, Order(what, asked, target, "The monthly count", columns), uuid4()
    )
    assert done is not None
    with target.open(encoding="utf-8-sig", newline="") as file:
        found = list(csv.DictReader(file))
    assert len(found) == done.rows == about
    return found


def test_who_is_left_out_is_in_no_file(world: World, holds: Holds, tmp_path: Path) -> None:
    log(world, world.rowan, world.juniper, "3125550147")
    log(world, world.juniper, world.juniper, "3125550162")
    log(world, None, None, "3125550162")  # her number at home, nobody named
    log(world, world.hazel, world.hazel, "3035550112")
    log(world, None, None, "3035550112")
    callbacks = Callbacks(world.database, world.ledger, world.clock)
    for person in (world.juniper, world.hazel):
        due = world.clock.now + timedelta(hours=1)
        new = NewPromise(reason=Reason.RECORDS, due_at=due, person_id=person)
        callbacks.promise(world.wren, new, uuid4())
    assert len(rows(world, tmp_path, "calls", CallFilter())) == 5
    holds.set(world.lark, world.juniper, HoldKind.NO_EXPORT, "Asked for it in writing", uuid4())
    calls = rows(world, tmp_path, "calls", CallFilter())
    assert [row["Phone"] for row in calls] == ["+13035550112"] * 2
    promised = rows(world, tmp_path, "callbacks", CallbackFilter())
    assert [row["Whom to ring"] for row in promised] == ["Hazel Birch"]
    trail = rows(world, tmp_path, "audit", AuditFilter())
    assert trail
    assert not any("Juniper" in row["After"] or world.juniper.hex in row["After"] for row in trail)
    phases = PromisePhases(world.database, world.ledger, world.clock)
    file, many = phases.export(
        world.lark, Takeaway(tmp_path / "phases.csv", "For both owners"), "csv", uuid4()
    )
    assert many == 1
    assert "Juniper" not in file.read_text("utf-8-sig")
    with world.database.read() as conn:
        parts = read_parts(conn, {HandoverGroup.OPEN_PROMISE})
    assert "Juniper" not in str(parts.lines)
    assert "Hazel Birch" in str(parts.lines)
    with pytest.raises(Refused, match="left this person out"):
        Printouts(world.ledger).note(
            world.wren,
            "told",
            "one person",
            1,
            Takeaway(tmp_path / "told.pdf", "For the record"),
            uuid4(),
            lambda: None,
            world.juniper,
        )
    copies = PersonCopies(world.database, world.ledger, world.clock)
    with pytest.raises(Refused, match="left this person out"):
        copies.save(world.lark, world.juniper, Takeaway(tmp_path / "her.txt", "She asked"), uuid4())
    assert not (tmp_path / "her.txt").exists()


def test_a_hold_is_on_the_card_and_goes_with_a_reason(world: World, holds: Holds) -> None:
    people = People(world.database, world.ledger, world.clock)
    undo = Undo(world.database, world.ledger, holds_service.INVERSES)
    kinds = (HoldKind.LEGAL, HoldKind.NO_EXPORT)
    made = [holds.set(world.lark, world.juniper, kind, "Court order 12", uuid4()) for kind in kinds]
    card = people.get(world.wren, world.juniper)
    assert {(each.kind, each.reason, each.by) for each in card.holds} == {
        (kind, "Court order 12", "Lark Moor") for kind in kinds
    }
    with pytest.raises(Refused, match="already"):
        holds.set(world.lark, world.juniper, HoldKind.LEGAL, "Again", uuid4())
    lifted = holds.lift(world.lark, card.holds[0].id, "The case is closed", uuid4())
    assert [each.kind for each in people.get(world.wren, world.juniper).holds] == [kinds[1]]
    assert lifted.written.change_id is not None
    undo.undo(world.lark, lifted.written.change_id, uuid4())
    assert len(people.get(world.wren, world.juniper).holds) == 2
    assert made[1].written.change_id is not None
    undo.undo(world.lark, made[1].written.change_id, uuid4())
    assert [each.kind for each in people.get(world.wren, world.juniper).holds] == [kinds[0]]


@pytest.mark.parametrize("speaker", ["her", "her husband", "nobody"])
def test_what_a_legal_hold_keeps_is_not_undone(world: World, holds: Holds, speaker: str) -> None:
    """GIVEN a call that concerns Juniper WHEN she is held THEN the clerk who logged it cannot take
    it back, and it stands where it was; what concerns others goes as before."""
    undo = Undo(world.database, world.ledger, calls_service.INVERSES)
    person, number = {
        "her": (world.juniper, "3125550162"),
        "her husband": (world.rowan, "3125550147"),
        "nobody": (None, "3125550162"),
    }[speaker]
    hers = log(world, person, world.juniper if person else None, number)
    others = log(world, world.hazel, world.hazel, "3035550112")
    held = holds.set(world.lark, world.juniper, HoldKind.LEGAL, "Court order", uuid4())
    before = stored(world, "call")
    with pytest.raises(Refused, match="legal hold on somebody whom this concerns"):
        undo.undo(world.wren, hers, uuid4())
    assert stored(world, "call") == before
    undo.undo(world.wren, others, uuid4())
    assert len(stored(world, "call")) == 1
    assert held.written.value is not None
    holds.lift(world.lark, held.written.value, "Over", uuid4())
    undo.undo(world.wren, hers, uuid4())
    assert stored(world, "call") == []


def test_a_try_at_what_is_held_is_not_undone(world: World, holds: Holds) -> None:
    callbacks = Callbacks(world.database, world.ledger, world.clock)
    due = world.clock.now + timedelta(hours=1)
    new = NewPromise(reason=Reason.RECORDS, due_at=due, person_id=world.hazel)
    promise = callbacks.promise(world.wren, new, uuid4()).written.value
    assert promise is not None
    tried = callbacks.record(world.wren, promise, 1, AttemptResult.NO_ANSWER, uuid4())
    holds.set(world.lark, world.hazel, HoldKind.LEGAL, "Court order", uuid4())
    assert tried.written.change_id is not None
    with pytest.raises(Refused, match="legal hold"):
        Undo(world.database, world.ledger, callbacks_service.INVERSES).undo(
            world.wren, tried.written.change_id, uuid4()
        )
    assert len(stored(world, "attempt")) == 1


def test_an_edit_of_whom_is_held_can_be_undone(world: World, holds: Holds) -> None:
    people = People(world.database, world.ledger, world.clock)
    holds.set(world.lark, world.hazel, HoldKind.LEGAL, "Court order", uuid4())
    edited = people.update(world.wren, world.hazel, 1, uuid4(), notes="Typed at the wrong card")
    assert edited.change_id is not None
    Undo(world.database, world.ledger, people_service.INVERSES).undo(
        world.wren, edited.change_id, uuid4()
    )
    assert people.get(world.wren, world.hazel).notes == ""


def test_only_a_manager_and_only_with_a_reason(world: World, holds: Holds) -> None:
    with pytest.raises(Refused, match="reason"):
        holds.set(world.lark, world.juniper, HoldKind.LEGAL, "  ", uuid4())
    for actor in (world.wren, world.it):
        with pytest.raises(NotAllowed):
            holds.set(actor, world.juniper, HoldKind.LEGAL, "Why", uuid4())
