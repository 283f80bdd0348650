"""The chain of Changes verifies after anything the desk may do, and shows tampering."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select, update

from desktop.domain.errors import Refused
from desktop.domain.vocabulary import Permission
from desktop.services.changes import Writing
from desktop.services.trail import broken_links
from desktop.services.undo import Undo, restore_images
from desktop.storage import tables
from tests.services.world import World

_change = tables.metadata.tables["change"]
_item = tables.metadata.tables["change_item"]
_head = tables.metadata.tables["chain_head"]

TEXTS = st.text(st.characters(codec=None), max_size=20)


def write(world: World, name: str, words: Sequence[str] = ()) -> UUID:
    """A Change of two records, one with children."""

    def work(writing: Writing) -> UUID:
        writing.update(
            "person", world.hazel, {"name": name}, children=[{"word": word} for word in words]
        )
        writing.update("team", world.chicago_team, {"name": f"Team {name}"})
        return world.hazel

    written = world.ledger.write(world.wren, "edit", Permission.EDIT_PEOPLE, uuid4(), work)
    assert written.change_id is not None
    return written.change_id


def whats(world: World) -> list[str]:
    return [broken.what for broken in broken_links(world.database)]


def tamper(world: World, statement: Any) -> None:
    with world.database.write() as conn:
        assert conn.execute(statement).rowcount == 1


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.one_of(TEXTS, st.integers(0, 3)), max_size=8))
def test_any_texts_and_undos_verify(world: World, steps: list[str | int]) -> None:
    undo = Undo(world.database, world.ledger, {"edit": (Permission.EDIT_PEOPLE, restore_images)})
    done: list[UUID] = []
    for step in steps:
        if isinstance(step, str):
            done.append(write(world, f"{step}{len(done)}{uuid4()}", [f"w{step}"]))
        elif len(done) > step:
            try:
                undo.undo(world.wren, done[-1 - step], uuid4())
            except Refused:
                continue
    assert whats(world) == []


def test_an_empty_chain_holds(database: Any) -> None:
    assert list(broken_links(database)) == []


def test_an_altered_image_is_found(world: World) -> None:
    change_id = write(world, "Hazel Reed")
    where = (_item.c.change_id == change_id, _item.c.record == "person")
    tamper(world, update(_item).where(*where).values(after='{"name":"Somebody else"}'))
    assert whats(world) == ["a record image was altered"]


def test_an_altered_header_is_found(world: World) -> None:
    change_id = write(world, "Hazel Reed")
    tamper(
        world, update(_change).where(_change.c.id == change_id).values(user_id=world.robin.user_id)
    )
    assert whats(world) == ["the link was altered"]


@pytest.mark.parametrize("erase_all", [True, False])
def test_an_erased_item_still_verifies(world: World, erase_all: bool) -> None:
    change_id = write(world, "Hazel Reed")
    where = (_item.c.change_id == change_id, _item.c.record == "person")
    erased: dict[str, None] = {"salt": None}
    if erase_all:
        erased |= {"before": None, "after": None}
    tamper(world, update(_item).where(*where).values(erased))
    # Without its salt an image proves nothing: it has to go with it.
    assert whats(world) == ([] if erase_all else ["a record image was altered"])


def test_a_removed_item_change_or_end_is_found(world: World) -> None:
    first, second = write(world, "Hazel One"), write(world, "Hazel Two")
    write(world, "Hazel Three")
    tamper(
        world,
        delete(_item).where(_item.c.change_id == second, _item.c.record == "person"),
    )
    assert whats(world) == ["the link was altered"]
    with world.database.write() as conn:
        conn.execute(delete(_item).where(_item.c.change_id == second))
    tamper(world, delete(_change).where(_change.c.id == second))
    assert whats(world) == ["a link is missing before this one"]
    with world.database.write() as conn:
        conn.execute(delete(_item).where(_item.c.change_id != first))
        last = select(_change.c.id).where(_change.c.seq > 2)
        conn.execute(delete(_change).where(_change.c.id.in_(last)))
    assert "the end of the chain is missing" in whats(world)


def test_the_head_follows_the_last_change(world: World) -> None:
    write(world, "Hazel Reed")
    with world.database.read() as conn:
        head = conn.execute(select(_head)).one()
        last = conn.execute(select(_change).order_by(_change.c.seq.desc()).limit(1)).one()
    assert (head.seq, bytes(head.hash)) == (last.seq, bytes(last.hash)) == (2, bytes(last.hash))
