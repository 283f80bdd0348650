"""Undo: one's own Changes, as they were, unless somebody else was at work since."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from desktop.domain.errors import ChangedSince, NotAllowed, NotFound, Refused
from desktop.domain.vocabulary import NumberKind, Permission
from desktop.services import people as people_service
from desktop.services.changes import Ledger
from desktop.services.people import NewPerson, People
from desktop.services.undo import Undo
from desktop.storage import tables
from tests.services.world import World, edit


@pytest.fixture
def people(world: World) -> People:
    return People(world.database, world.ledger, world.clock)


@pytest.fixture
def undo(world: World) -> Undo:
    return Undo(world.database, world.ledger, people_service.INVERSES)


def stored(world: World, record: str, record_id: UUID) -> Any:
    table = tables.metadata.tables[record]
    with world.database.read() as conn:
        return conn.execute(select(table).where(table.c.id == record_id)).first()


def words(world: World, person_id: UUID) -> set[str]:
    table = tables.metadata.tables["person_word"]
    with world.database.read() as conn:
        query = select(table.c.word).where(table.c.person_id == person_id)
        return set(conn.execute(query).scalars())


def test_an_edit_goes_back_with_its_words(world: World, people: People, undo: Undo) -> None:
    written = people.update(
        world.wren, world.hazel, 1, uuid4(), name="Hazel O’Birch-Élan", notes="Loud line"
    )
    assert words(world, world.hazel) == {"hazel", "o", "birch", "elan", "obirchelan"}
    assert undo.last(world.wren) is not None
    assert written.change_id is not None
    undone = undo.undo(world.wren, written.change_id, uuid4())
    assert undone.value == world.hazel
    row = stored(world, "person", world.hazel)
    assert (row.name, row.notes, row.version) == ("Hazel Birch", "", 3)
    assert words(world, world.hazel) == {"hazel", "birch"}
    assert undo.last(world.wren) is None


def test_somebody_new_goes_again_whole(world: World, people: People, undo: Undo) -> None:
    added = people.add(world.wren, NewPerson("Fern Oakes", number_text="(713) 555-0168"), uuid4())
    assert added.value is not None
    assert added.change_id is not None
    undo.undo(world.wren, added.change_id, uuid4())
    assert stored(world, "person", added.value) is None
    assert words(world, added.value) == set()
    with pytest.raises(Refused, match="already undone"):
        undo.undo(world.wren, added.change_id, uuid4())


def test_undo_with_the_same_key_undoes_once(world: World, people: People, undo: Undo) -> None:
    written = people.update(world.wren, world.hazel, 1, uuid4(), notes="One")
    assert written.change_id is not None
    key = uuid4()
    first = undo.undo(world.wren, written.change_id, key)
    again = undo.undo(world.wren, written.change_id, key)
    assert again.repeated
    assert again.change_id == first.change_id


def test_a_later_change_wins_and_says_whose(world: World, people: People, undo: Undo) -> None:
    written = people.update(world.wren, world.hazel, 1, uuid4(), notes="One")
    assert written.change_id is not None
    edit(world, world.robin, "person", world.hazel, city="Denver")
    with pytest.raises(ChangedSince, match="Robin Vale changed this since"):
        undo.undo(world.wren, written.change_id, uuid4())
    assert stored(world, "person", world.hazel).notes == "One"
    edit(world, world.wren, "person", world.hazel, city="Boulder")
    with pytest.raises(ChangedSince, match="You changed this again"):
        undo.undo(world.wren, written.change_id, uuid4())


def test_newer_changes_first_then_older_ones(world: World, people: People, undo: Undo) -> None:
    first = people.update(world.wren, world.hazel, 1, uuid4(), notes="One")
    second = people.update(world.wren, world.hazel, 2, uuid4(), notes="Two")
    assert first.change_id is not None
    assert second.change_id is not None
    for change_id, left in ((second.change_id, "One"), (first.change_id, "")):
        last = undo.last(world.wren)
        assert last is not None
        assert last.change_id == change_id
        undo.undo(world.wren, change_id, uuid4())
        assert stored(world, "person", world.hazel).notes == left


def test_what_others_hold_on_to_stays(world: World, people: People, undo: Undo) -> None:
    added = people.add(world.wren, NewPerson("Fern Oakes"), uuid4())
    assert added.value is not None
    assert added.change_id is not None
    people.add_number(world.robin, added.value, "713 555 0168", NumberKind.HOME, uuid4())
    with pytest.raises(ChangedSince, match="Something was added to this since"):
        undo.undo(world.wren, added.change_id, uuid4())
    assert stored(world, "person", added.value).name == "Fern Oakes"


def test_only_ones_own_and_only_what_has_an_inverse(
    world: World, people: People, undo: Undo
) -> None:
    written = people.update(world.wren, world.hazel, 1, uuid4(), notes="One")
    assert written.change_id is not None
    with pytest.raises(Refused, match="your own work only"):
        undo.undo(world.robin, written.change_id, uuid4())
    with pytest.raises(NotFound):
        undo.undo(world.wren, uuid4(), uuid4())
    edit(world, world.wren, "site", world.phoenix, city="Phoenix, AZ")
    assert undo.last(world.wren) is None  # the newest has no inverse; older ones wait behind it
    assert undo.last(world.robin) is None


def test_the_inverse_asks_for_its_permission(world: World, people: People) -> None:
    strict = Undo(
        world.database,
        world.ledger,
        {"edit_person": (Permission.RUN_SYSTEM, people_service.INVERSES["edit_person"][1])},
    )
    written = people.update(world.wren, world.hazel, 1, uuid4(), notes="One")
    assert written.change_id is not None
    with pytest.raises(NotAllowed):
        strict.undo(world.wren, written.change_id, uuid4())


def test_undo_survives_a_restart(world: World, people: People) -> None:
    written = people.update(world.wren, world.hazel, 1, uuid4(), notes="One")
    ledger = Ledger(world.database, world.clock)
    later = Undo(world.database, ledger, people_service.INVERSES)
    last = later.last(world.wren)
    assert last is not None
    assert last.change_id == written.change_id
