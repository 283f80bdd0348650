"""Standing in for a manager, and how an account stands by now; on both engines."""

import json
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from desktop.domain.audit import Event
from desktop.domain.errors import NotAllowed, Refused
from desktop.domain.vocabulary import Permission, Role
from desktop.services import people as people_service
from desktop.services.actor import Actor, allowed, demand
from desktop.services.break_glass import BreakGlass
from desktop.services.people import People
from desktop.services.standing import LASTS, AccountStanding
from desktop.services.trail import walk
from desktop.services.undo import Undo
from desktop.storage import tables
from tests.services.world import World

WHY = "The clinic closes at noon"
_items = tables.metadata.tables["change_item"]
_events = tables.metadata.tables["audit_event"]


@pytest.fixture
def glass(world: World) -> BreakGlass:
    return BreakGlass(world.database, world.ledger, world.clock)


@pytest.fixture
def wren(world: World) -> Actor:
    """Wren as she comes through the door."""
    return through_the_door(world, world.wren)


def through_the_door(world: World, actor: Actor) -> Actor:
    standing = AccountStanding(world.database, world.clock, actor.user_id, actor.desk_id)
    return replace(actor, standing=standing)


def test_it_lasts_an_hour_by_the_clock(world: World, glass: BreakGlass, wren: Actor) -> None:
    with pytest.raises(NotAllowed):
        demand(wren, Permission.EXPORT)

    made = glass.begin(wren, f"  {WHY} ", uuid4())

    present = glass.present(wren)
    assert present.actor is not None
    assert present.actor.role is Role.STAND_IN
    assert present.glass is not None
    assert (present.glass.id, present.glass.reason) == (made.value, WHY)
    demand(wren, Permission.EXPORT)
    # An account that is made in the hour would outlast it.
    assert not allowed(wren, Permission.MANAGE_USERS)
    with pytest.raises(Refused, match="already"):
        glass.begin(wren, WHY, uuid4())

    world.clock.now += LASTS - timedelta(seconds=2)
    demand(wren, Permission.EXPORT)
    world.clock.forward(seconds=2)
    with pytest.raises(NotAllowed):
        demand(wren, Permission.EXPORT)
    assert glass.mine(wren) is None
    demand(wren, Permission.READ_PEOPLE)


def test_a_clock_that_is_set_back_gives_nothing(
    world: World, glass: BreakGlass, wren: Actor
) -> None:
    glass.begin(wren, WHY, uuid4())
    world.clock.now -= timedelta(days=1)
    assert not allowed(wren, Permission.EXPORT)


def test_a_clock_that_is_set_back_within_the_hour_ends_it(
    world: World, glass: BreakGlass, wren: Actor
) -> None:
    glass.begin(wren, WHY, uuid4())
    world.clock.forward(minutes=58)
    assert allowed(wren, Permission.EXPORT)
    world.ledger.note(Event.OPEN_PERSON, wren)
    world.clock.forward(minutes=-57)
    assert wren.standing is not None
    world.ledger.note(Event.OPEN_PERSON, wren)  # whatever is written notes the clock first

    assert wren.standing.role(fresh=True) is Role.STAFF
    assert glass.present(wren).glass is None
    assert glass.mine(wren) is None
    world.clock.forward(minutes=30)
    assert wren.standing.role(fresh=True) is Role.STAFF
    # Another hour is another entry, with its own reason.
    glass.begin(wren, WHY, uuid4())
    assert wren.standing.role(fresh=True) is Role.STAND_IN


def test_the_clock_of_another_desk_ends_nothing(
    world: World, glass: BreakGlass, wren: Actor
) -> None:
    glass.begin(wren, WHY, uuid4())
    elsewhere = replace(world.robin, desk_id=uuid4())
    world.ledger.note(Event.CLOCK_SET_BACK, elsewhere)
    assert glass.mine(wren) is not None


def test_an_hour_is_over_by_the_seconds_of_the_program_too(world: World, glass: BreakGlass) -> None:
    """The clock is set back and nothing has been written since that would note it."""
    ticks = [0.0]
    who = world.wren
    standing = AccountStanding(
        world.database, world.clock, who.user_id, who.desk_id, lambda: ticks[0]
    )
    wren = replace(who, standing=standing)
    people = People(world.database, world.ledger, world.clock)
    version = people.get(wren, world.juniper).version
    glass.begin(wren, WHY, uuid4())
    assert standing.role(fresh=True) is Role.STAND_IN

    ticks[0] += LASTS.total_seconds()
    assert standing.role(fresh=True) is Role.STAFF
    assert glass.present(wren).glass is None
    written = people.update(wren, world.juniper, version, uuid4(), notes="Rings at noon")
    with world.database.read() as conn:
        marks = conn.execute(
            select(_items.c.record_id).where(
                _items.c.change_id == written.change_id, _items.c.record == "break_glass"
            )
        ).all()
    assert marks == []


def test_it_wants_a_reason_and_is_for_the_front_desk_alone(world: World, glass: BreakGlass) -> None:
    for reason in ("", "   ", "x" * 201):
        with pytest.raises(Refused, match="Say in a few words"):
            glass.begin(world.wren, reason, uuid4())
    listener = replace(world.wren, role=Role.LISTENER)
    for somebody in (world.lark, world.it, listener):
        with pytest.raises(NotAllowed):
            glass.begin(somebody, WHY, uuid4())


def test_it_holds_at_its_desk_alone(world: World, glass: BreakGlass, wren: Actor) -> None:
    glass.begin(wren, WHY, uuid4())
    elsewhere = AccountStanding(world.database, world.clock, wren.user_id, uuid4())
    assert elsewhere.role() is Role.STAFF


def test_it_is_ended_by_hand(world: World, glass: BreakGlass, wren: Actor) -> None:
    first = glass.begin(wren, WHY, uuid4()).value
    assert first is not None
    with pytest.raises(Refused, match="Only a manager"):
        glass.end(world.robin, first, uuid4())
    glass.end(wren, first, uuid4())
    assert glass.present(wren).glass is None
    assert not allowed(wren, Permission.EXPORT)

    second = glass.begin(wren, WHY, uuid4()).value
    assert second is not None
    glass.end(world.lark, second, uuid4())
    world.clock.forward(seconds=1)
    assert not allowed(wren, Permission.EXPORT)
    assert glass.unseen(world.lark)[0].ended_at is not None


def test_the_trail_says_under_which_one(world: World, glass: BreakGlass, wren: Actor) -> None:
    people = People(world.database, world.ledger, world.clock)
    undo = Undo(world.database, world.ledger, people_service.INVERSES)
    begun = glass.begin(wren, WHY, uuid4()).value
    glass.present(wren)

    written = people.update(
        wren, world.juniper, people.get(wren, world.juniper).version, uuid4(), notes="Rings at noon"
    )
    world.ledger.note(Event.OPEN_PERSON, wren, record="person", record_id=world.juniper)

    with world.database.read() as conn:
        marks = conn.execute(
            select(_items.c.record_id, _items.c.after).where(
                _items.c.change_id == written.change_id, _items.c.record == "break_glass"
            )
        ).all()
        details = conn.execute(
            select(_events.c.details).order_by(_events.c.seq.desc()).limit(1)
        ).scalar_one()
        assert list(walk(conn, {}, {})) == []
    assert [mark.record_id for mark in marks] == [begun]
    assert json.loads(marks[0].after)["reason"] == WHY
    assert begun is not None
    assert json.loads(details)["break_glass"] == begun.hex
    # What changed is told without it, and is undone without it, also when the hour is over.
    assert [touched.record for touched in written.touched] == ["person"]
    world.clock.now += LASTS
    assert written.change_id is not None
    undo.undo(wren, written.change_id, uuid4())
    assert people.get(wren, world.juniper).notes == ""


def test_managers_are_told_until_they_know(world: World, glass: BreakGlass) -> None:
    glass.begin(world.wren, WHY, uuid4())
    (row,) = glass.unseen(world.lark)
    assert (row.who, row.desk, row.reason) == ("Wren Hill", "Desk 1", WHY)
    assert row.until - row.began_at == LASTS

    glass.seen(world.lark, row.began_at)
    assert glass.unseen(world.lark) == ()
    world.clock.forward(hours=2)
    glass.begin(world.robin, "The manager is on a plane", uuid4())
    assert [each.who for each in glass.unseen(world.lark)] == ["Robin Vale"]
    with pytest.raises(NotAllowed):
        glass.unseen(world.it)


def test_a_clock_that_was_set_back_hides_nothing_from_managers(
    world: World, glass: BreakGlass
) -> None:
    glass.begin(world.wren, WHY, uuid4())
    (row,) = glass.unseen(world.lark)
    glass.seen(world.lark, row.began_at)
    world.clock.forward(days=-3)
    glass.begin(world.robin, "The manager is on a plane", uuid4())
    (later,) = glass.unseen(world.lark)
    assert later.who == "Robin Vale"
    world.clock.forward(days=10)
    glass.begin(world.wren, WHY, uuid4())
    assert [each.who for each in glass.unseen(world.lark)] == ["Wren Hill", "Robin Vale"]
    glass.seen(world.lark, glass.unseen(world.lark)[0].began_at)
    assert glass.unseen(world.lark) == ()


def test_what_a_manager_knew_of_in_an_older_version_stays_known(
    world: World, glass: BreakGlass
) -> None:
    glass.begin(world.wren, WHY, uuid4())
    setting = tables.metadata.tables["setting"]
    with world.database.write() as conn:
        kept = {"name": "break_glass_seen", "value": world.clock.now.isoformat()}
        conn.execute(setting.insert().values(scope=world.lark.user_id.hex, **kept))
    assert glass.unseen(world.lark) == ()


def test_who_is_switched_off_writes_nothing_from_that_moment(world: World, wren: Actor) -> None:
    people = People(world.database, world.ledger, world.clock)
    version = people.get(wren, world.juniper).version
    accounts = tables.metadata.tables["user_account"]
    with world.database.write() as conn:
        conn.execute(accounts.update().where(accounts.c.id == wren.user_id).values(active=False))

    with pytest.raises(NotAllowed, match="switched off"):
        people.update(wren, world.juniper, version, uuid4(), notes="Too late")
    world.clock.forward(seconds=1)
    with pytest.raises(NotAllowed, match="switched off"):
        people.get(wren, world.juniper)
    assert BreakGlass(world.database, world.ledger, world.clock).present(wren).actor is None
