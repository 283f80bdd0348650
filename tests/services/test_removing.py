"""One person's data is found, handed over, and removed for good; the trail still verifies."""

from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from desktop.domain.errors import ChangedSince, NotAllowed, NotFound, Refused
from desktop.domain.removal import GONE, STAYS, STUBS
from desktop.domain.vocabulary import HoldKind, Reason, Resolution
from desktop.services import people as people_service
from desktop.services import person_records
from desktop.services.call_form import CallForm
from desktop.services.callbacks import Callbacks
from desktop.services.drafts import Drafts
from desktop.services.holds import Holds
from desktop.services.new_promise import NewPromise
from desktop.services.people import People
from desktop.services.person_copy import PersonCopies
from desktop.services.records import KINDS
from desktop.services.removing import Removing
from desktop.services.takeaway import Takeaway
from desktop.services.trail import broken_links
from desktop.services.undo import Undo
from desktop.storage import tables
from tests.services.removals import CANARY, cells, index_bytes, make_tamarisk
from tests.services.world import World


@pytest.fixture
def removing(world: World) -> Removing:
    return Removing(world.database, world.ledger, world.clock)


@pytest.fixture
def tamarisk(world: World) -> UUID:
    return make_tamarisk(world)


def test_nothing_of_them_is_left_and_the_chain_holds(
    world: World, removing: Removing, tamarisk: UUID
) -> None:
    before = removing.preview(world.lark, tamarisk)
    assert before.why_not == ""
    assert before.removed["call"] == 3, "hers, one about her, and one at her number"
    assert before.entries > 5
    assert any(CANARY.lower() in str(cell).lower() for cell in cells(world))
    assert CANARY.lower().encode() in index_bytes(world)
    removing.remove(world.lark, tamarisk, "Asked in writing, nothing owed")
    left = [cell for cell in cells(world) if CANARY.lower() in str(cell).lower()]
    assert left == []
    assert not any("7025550138" in str(cell) for cell in cells(world)), "her own number is gone"
    assert any("3125550147" in str(cell) for cell in cells(world)), "that of the household stays"
    assert CANARY.lower().encode() not in index_bytes(world), "nor as a word that was dropped"
    assert list(broken_links(world.database)) == []
    people = People(world.database, world.ledger, world.clock)
    assert people.find(world.wren, CANARY) == ()
    assert people.get(world.wren, tamarisk).name == "Removed person"
    rowan = people.get(world.wren, world.rowan)
    assert [each.e164 for each in rowan.numbers] == ["+13125550147"]
    with pytest.raises(NotFound):
        removing.remove(world.lark, tamarisk, "Once more")


def test_what_comes_meanwhile_is_looked_at_first(
    world: World, removing: Removing, tamarisk: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    """GIVEN a removal that has looked WHEN a note is added before it writes THEN nothing goes."""
    people = People(world.database, world.ledger, world.clock)
    note = world.ledger.note

    def late(*given: Any, **more: Any) -> None:
        version = people.get(world.wren, tamarisk).version
        people.update(world.wren, tamarisk, version, uuid4(), notes="Rang again")
        note(*given, **more)

    monkeypatch.setattr(world.ledger, "note", late)
    with pytest.raises(ChangedSince, match="meanwhile"):
        removing.remove(world.lark, tamarisk, "Asked")
    assert people.get(world.wren, tamarisk).notes == "Rang again"


def test_what_was_removed_cannot_be_undone_back(
    world: World, removing: Removing, tamarisk: UUID
) -> None:
    people = People(world.database, world.ledger, world.clock)
    version = people.get(world.wren, tamarisk).version
    written = people.update(world.wren, tamarisk, version, uuid4(), notes="Something else")
    removing.remove(world.lark, tamarisk, "Asked")
    undo = Undo(world.database, world.ledger, people_service.INVERSES)
    assert written.change_id is not None
    with pytest.raises(Refused, match="removed for good"):
        undo.undo(world.wren, written.change_id, uuid4())


def test_what_stands_in_the_way(world: World, removing: Removing, tamarisk: UUID) -> None:
    callbacks = Callbacks(world.database, world.ledger, world.clock)
    due = world.clock.now + timedelta(hours=1)
    new = NewPromise(reason=Reason.RECORDS, due_at=due, person_id=tamarisk)
    promise = callbacks.promise(world.wren, new, uuid4()).written.value
    assert promise is not None
    with pytest.raises(Refused, match="open promise"):
        removing.remove(world.lark, tamarisk, "Asked")
    callbacks.close(world.lark, [(promise, 1)], Resolution.NOT_NEEDED, "", uuid4())
    drafts = Drafts(world.database, world.clock)
    draft = uuid4()
    form = CallForm(world.clock.now, speaker_id=tamarisk)
    drafts.save(world.wren, draft, form)
    with pytest.raises(Refused, match="still open at a desk"):
        removing.remove(world.lark, tamarisk, "Asked")
    drafts.discard(world.wren, draft, form)
    holds = Holds(world.ledger)
    held = holds.set(world.lark, tamarisk, HoldKind.LEGAL, "Court", uuid4()).written.value
    assert held is not None
    with pytest.raises(Refused, match="legal hold"):
        removing.remove(world.lark, tamarisk, "Asked")
    holds.lift(world.lark, held, "Over", uuid4())
    with pytest.raises(Refused, match="reason"):
        removing.remove(world.lark, tamarisk, " ")
    for actor in (world.wren, world.it):
        with pytest.raises(NotAllowed):
            removing.remove(actor, tamarisk, "Asked")
    removing.remove(world.lark, tamarisk, "Asked")


def test_a_copy_has_everything_in_one_readable_file(
    world: World, tamarisk: UUID, tmp_path: Path
) -> None:
    copies = PersonCopies(world.database, world.ledger, world.clock)
    found = copies.everything(world.lark, tamarisk)
    assert found.name == f"{CANARY} Reed"
    target = tmp_path / "copy.txt"
    with pytest.raises(Refused, match="reason"):
        copies.save(world.lark, tamarisk, Takeaway(target, ""), uuid4())
    _written, file = copies.save(world.lark, tamarisk, Takeaway(target, "Right of access"), uuid4())
    text = file.read_text("utf-8")
    for words in (
        f"{CANARY} Reed", f"{CANARY}@example.com", "(702) 555-0138", f"Ask {CANARY} first",
        f"{CANARY} said so", "Rowan Moss", "Born: May 6, 1984",
    ):  # fmt: skip
        assert words in text
    assert file.stat().st_mode & 0o777 == 0o600
    with world.database.read() as conn:
        row = conn.execute(select(tables.metadata.tables["export"])).one()
    assert (row.what, row.reason) == ("person", "Right of access")
    assert CANARY not in row.asked
    with pytest.raises(NotAllowed):
        copies.everything(world.wren, tamarisk)


def test_every_kind_of_record_has_its_rule() -> None:
    known = {*STUBS, *GONE, *STAYS, "phone_number"}
    assert {*person_records.OWN, *person_records.UNDER} <= known
    for record, stub in STUBS.items():
        assert stub.keys() <= set(KINDS[record].table.c.keys()), record
