"""The chain of Changes verifies after anything the desk may do, and shows tampering."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert, select, update

from desktop.domain.audit import Event
from desktop.domain.errors import Refused
from desktop.domain.vocabulary import Permission
from desktop.services import chain, trail
from desktop.services.changes import Writing
from desktop.services.erasing import erase_items
from desktop.services.trail import broken_links
from desktop.services.undo import Undo, restore_images
from desktop.storage import tables
from desktop.storage.engine import Database
from tests.conftest import Clock
from tests.services.world import World, build_world

_change = tables.metadata.tables["change"]
_item = tables.metadata.tables["change_item"]
_event = tables.metadata.tables["audit_event"]
_desk_chain = tables.metadata.tables["desk_chain"]
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


def test_a_mark_of_an_undo_has_to_agree_with_the_trail(world: World) -> None:
    undo = Undo(world.database, world.ledger, {"edit": (Permission.EDIT_PEOPLE, restore_images)})
    first, second, third = (write(world, name) for name in ("A", "B", "C"))
    taken_back = undo.undo(world.wren, third, uuid4()).change_id
    assert whats(world) == []

    def mark(change_id: UUID, by: UUID | None) -> list[tuple[UUID, str]]:
        tamper(world, update(_change).where(_change.c.id == change_id).values(undone_by_id=by))
        return [(each.change_id, each.what) for each in broken_links(world.database)]

    assert mark(first, taken_back) == [(first, trail.MARK)]
    assert mark(first, None) == []
    assert mark(third, None) == [(third, trail.MARK)]
    assert mark(third, second) == [(third, trail.MARK)]
    assert mark(third, taken_back) == []


def test_an_erased_item_still_verifies_and_what_was_erased_is_in_the_trail(world: World) -> None:
    change_id = write(world, "Hazel Reed")
    erase_items(world.ledger, world.lark, Permission.EXPORT, [(change_id, 0)], "asked by letter")
    with world.database.read() as conn:
        row = conn.execute(select(_item).where(_item.c.change_id == change_id)).first()
        event = conn.execute(select(_event)).one()
    assert row is not None
    assert (row.before, row.after, row.salt) == (None, None, None)
    assert (event.action, event.user_id) == ("erase", world.lark.user_id)
    assert whats(world) == []


@pytest.mark.parametrize("whole", [True, False])
def test_an_item_that_was_blanked_by_hand_is_found(world: World, whole: bool) -> None:
    change_id = write(world, "Hazel Reed")
    where = (_item.c.change_id == change_id, _item.c.record == "person")
    blank: dict[str, None] = {"salt": None}
    if whole:
        blank |= {"before": None, "after": None}
    tamper(world, update(_item).where(*where).values(blank))
    # Without its salt an image proves nothing: it has to go with it.
    assert whats(world) == [trail.BLANKED if whole else trail.IMAGE]


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


def test_each_desk_has_its_own_chain_and_the_running_number_goes_through_all(
    world: World,
) -> None:
    other = replace(world.lark, desk_id=uuid4())
    write(world, "Hazel One")
    world.ledger.note(Event.SIGN_IN, other)
    world.ledger.note(Event.OPEN_PERSON, world.wren, record="person", record_id=world.hazel)
    write(world, "Hazel Two")
    with world.database.read() as conn:
        ends = {row.desk_id: row.number for row in conn.execute(select(_desk_chain))}
        changes = conn.execute(select(_change.c.seq, _change.c.chain_number)).all()
        events = conn.execute(select(_event.c.seq, _event.c.chain_number)).all()
        head = conn.execute(select(_head.c.seq)).scalar_one()
    # the small world itself was written where no desk was known
    assert ends == {UUID(int=0): 1, world.desk: 3, other.desk_id: 1}
    assert sorted([*changes, *events]) == [(1, 1), (2, 1), (3, 1), (4, 2), (5, 3)]
    assert head == 5
    assert whats(world) == []


def test_one_desks_whole_chain_that_is_gone_is_found(world: World) -> None:
    other = replace(world.lark, desk_id=uuid4())
    world.ledger.note(Event.SIGN_IN, other)
    write(world, "Hazel Reed")
    tamper(world, delete(_event))
    assert whats(world) == [trail.NO_NUMBER, trail.NO_END]
    tamper(world, delete(_desk_chain).where(_desk_chain.c.desk_id == other.desk_id))
    assert whats(world) == [trail.NO_NUMBER]


def test_an_altered_event_is_found(world: World) -> None:
    world.ledger.note(Event.OPEN_PERSON, world.wren, record="person", record_id=world.hazel)
    world.ledger.note(Event.SIGN_OUT, world.wren)
    tamper(
        world,
        update(_event).where(_event.c.record.is_not(None)).values(record_id=world.juniper),
    )
    assert whats(world) == [trail.IMAGE]


def test_a_chain_made_anew_without_its_key_is_found_at_its_first_link(world: World) -> None:
    write(world, "Hazel One")
    write(world, "Hazel Two")
    with world.database.write() as conn:
        conn.execute(update(_desk_chain).values(key=bytes(32)))
    assert whats(world)[0] == trail.MISSING


def test_a_clock_that_was_set_back_is_noted(world: World, clock: Clock) -> None:
    write(world, "Hazel One")
    clock.forward(hours=-3)
    write(world, "Hazel Two")
    clock.forward(minutes=-1)
    write(world, "Hazel Three")
    with world.database.read() as conn:
        actions = conn.execute(select(_event.c.action)).scalars().all()
    assert actions == ["clock_set_back"], "a minute is what the network puts right"
    assert whats(world) == []


def test_data_from_before_each_desk_had_a_chain_keeps_its_links(database: Database) -> None:
    """The one chain of then is closed where it ended, and the new ones begin on its end."""
    clock = Clock()
    previous = chain.GENESIS
    with database.write() as conn:
        for seq in range(1, 4):
            header = chain.Header(uuid4(), clock(), None, None, "old", uuid4(), None)
            new = chain.first_format_link(previous, header, [])
            conn.execute(
                insert(_change).values(
                    seq=seq,
                    id=header.id,
                    at=header.at,
                    action="old",
                    idempotency_key=header.key,
                    previous_hash=previous,
                    hash=new,
                )
            )
            previous = new
        conn.execute(insert(_head).values(id=1, seq=3, hash=previous, closed_seq=3))
    world = build_world(database, clock)
    write(world, "Hazel Reed")
    assert whats(world) == []
    tamper(world, update(_change).where(_change.c.seq == 2).values(action="other"))
    assert whats(world) == [trail.ALTERED]
    tamper(world, delete(_change).where(_change.c.seq == 3))
    assert trail.NO_END in whats(world)
