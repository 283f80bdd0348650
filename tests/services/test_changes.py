"""The spine of every write: one transaction, one Change, whatever happens."""

from datetime import timedelta, timezone
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select

from desktop.domain.errors import ChangedSince, NotAllowed, NotFound
from desktop.domain.vocabulary import Permission
from desktop.services.changes import Touched, Writing
from desktop.services.trail import broken_links
from desktop.storage import tables
from desktop.storage.engine import Database
from tests.conftest import Clock
from tests.services.world import World, build_world, edit

_change = tables.metadata.tables["change"]
_item = tables.metadata.tables["change_item"]
_person = tables.metadata.tables["person"]


def changes(world: World) -> int:
    with world.database.read() as conn:
        return conn.execute(select(func.count()).select_from(_change)).scalar_one()


def person(world: World, person_id: UUID) -> Any:
    with world.database.read() as conn:
        return conn.execute(select(_person).where(_person.c.id == person_id)).one()


def rename(world: World, name: str, key: UUID, expected: int | None = None) -> Any:
    def work(writing: Writing) -> UUID:
        writing.update("person", world.hazel, {"name": name}, expected=expected)
        return world.hazel

    return world.ledger.write(world.wren, "edit_person", Permission.EDIT_PEOPLE, key, work)


def test_a_write_leaves_who_what_before_and_after(world: World) -> None:
    written = rename(world, "Hazel Reed", uuid4())
    assert written.value == world.hazel
    assert written.touched == (Touched("person", world.hazel),)
    assert person(world, world.hazel).version == 2
    with world.database.read() as conn:
        change = conn.execute(select(_change).where(_change.c.id == written.change_id)).one()
        item = conn.execute(select(_item).where(_item.c.change_id == written.change_id)).one()
    assert (change.user_id, change.desk_id) == (world.wren.user_id, world.desk)
    assert (change.action, change.at) == ("edit_person", world.clock())
    assert '"name":"Hazel Birch"' in item.before
    assert '"name":"Hazel Reed"' in item.after


def test_the_same_key_writes_once_and_answers_alike(world: World) -> None:
    key = uuid4()
    first = rename(world, "Hazel Reed", key)
    again = rename(world, "Hazel Fern", key)
    assert again.repeated
    assert (again.change_id, again.value, again.touched) == (
        first.change_id,
        first.value,
        first.touched,
    )
    assert person(world, world.hazel).name == "Hazel Reed"


def test_nothing_new_is_no_change(world: World) -> None:
    before = changes(world)
    written = rename(world, "Hazel Birch", uuid4())
    assert written.change_id is None
    assert written.touched == ()
    assert changes(world) == before
    assert person(world, world.hazel).version == 1


def test_a_stale_version_is_refused_with_the_name(world: World) -> None:
    edit(world, world.robin, "person", world.hazel, notes="Prefers mornings")
    with pytest.raises(ChangedSince, match="Robin Vale changed this"):
        rename(world, "Hazel Reed", uuid4(), expected=1)
    assert person(world, world.hazel).name == "Hazel Birch"


def test_a_role_without_the_permission_writes_nothing(world: World) -> None:
    before = changes(world)
    with pytest.raises(NotAllowed):
        world.ledger.write(
            world.it, "edit_person", Permission.EDIT_PEOPLE, uuid4(), lambda _writing: None
        )
    assert changes(world) == before


def test_a_refusal_half_way_takes_everything_back(world: World) -> None:
    before = changes(world)

    def work(writing: Writing) -> UUID:
        writing.update("person", world.hazel, {"name": "Half"})
        writing.delete("person", uuid4())
        return world.hazel

    with pytest.raises(NotFound):
        world.ledger.write(world.wren, "edit_person", Permission.EDIT_PEOPLE, uuid4(), work)
    assert person(world, world.hazel).name == "Hazel Birch"
    assert changes(world) == before
    assert not list(broken_links(world.database))


def test_what_no_engine_keeps_is_put_right_in_row_and_image(world: World) -> None:
    odd = "Zo\0ë \ud83d 🌿 " + "ж" * 10_000
    rename(world, odd, uuid4())
    kept = person(world, world.hazel).name
    assert kept == "Zoë ? 🌿 " + "ж" * 10_000
    with world.database.read() as conn:
        image = conn.execute(select(_item.c.after).where(_item.c.record_id == world.hazel)).all()
    assert kept in image[-1].after
    assert not list(broken_links(world.database))


def test_a_clock_of_another_zone_is_told_in_utc(database: Database, clock: Clock) -> None:
    clock.now = clock.now.astimezone(timezone(timedelta(hours=-7)))
    build_world(database, clock)
    assert not list(broken_links(database))


def test_what_is_written_first_has_the_smaller_identity(world: World) -> None:
    made: list[UUID] = []

    def work(writing: Writing) -> None:
        made.extend(writing.new_id() for _ in range(50))

    world.ledger.write(world.wren, "edit_person", Permission.EDIT_PEOPLE, uuid4(), work)
    assert made == sorted(made)
    assert len(set(made)) == 50
