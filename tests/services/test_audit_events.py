"""What wrote no record is in the trail all the same, and names nobody but by identity."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select, update

from desktop.domain.audit import Event
from desktop.domain.errors import NotAllowed, Refused
from desktop.domain.vocabulary import Permission, Role
from desktop.services.caller_glance import CallerGlances
from desktop.services.clock_watch import ClockWatch
from desktop.services.erasing import erase_items
from desktop.services.numbers import Numbers
from desktop.services.passwords import Cost, Passwords
from desktop.services.people import People
from desktop.services.person_copy import PersonCopies
from desktop.services.trail import broken_links
from desktop.services.users import Users
from desktop.storage import tables
from tests.services.world import World

_event = tables.metadata.tables["audit_event"]
_account = tables.metadata.tables["user_account"]
CHEAP = Passwords(Cost(passes=1, memory=8, lanes=1))
PASSWORD, PIN = "copper kettle on", "135791"


def events(world: World) -> Sequence[Any]:
    with world.database.read() as conn:
        return conn.execute(select(_event).order_by(_event.c.seq)).all()


def told(world: World) -> list[tuple[Any, ...]]:
    return [(row.action, row.user_id, row.record, row.record_id) for row in events(world)]


@pytest.fixture
def users(world: World) -> Users:
    """Wren has a password and a PIN."""
    with world.database.write() as conn:
        hashed = {"password_hash": CHEAP.hash(PASSWORD), "pin_hash": CHEAP.hash(PIN)}
        conn.execute(update(_account).where(_account.c.id == world.wren.user_id).values(hashed))
    return Users(world.database, world.ledger, world.clock, CHEAP)


def test_who_came_who_went_and_who_could_not(world: World, users: Users) -> None:
    wren = world.wren.user_id
    with pytest.raises(Refused):
        users.sign_in("Wren Hill", "not this")
    with pytest.raises(Refused):
        users.sign_in("correct horse battery", "x")  # a password where the name belongs
    actor = users.sign_in("wren hill", PASSWORD).actor
    with pytest.raises(Refused):
        users.unlock(wren, "000000")
    users.unlock(wren, PIN)
    users.sign_out(actor)
    assert told(world) == [
        ("sign_in_failed", None, "user_account", wren),
        ("sign_in_failed", None, None, None),
        ("sign_in", wren, None, None),
        ("unlock_failed", None, "user_account", wren),
        ("unlock", wren, None, None),
        ("sign_out", wren, None, None),
    ]
    assert {row.desk_id for row in events(world)} == {world.desk}
    assert not list(broken_links(world.database))


def test_a_try_while_there_is_a_wait_is_noted_too(world: World, users: Users) -> None:
    for _ in range(8):
        with pytest.raises(Refused):
            users.sign_in("Wren Hill", "not this")
    assert [row.action for row in events(world)] == ["sign_in_failed"] * 8


def test_a_pin_that_comes_too_late_is_noted_too(world: World, users: Users) -> None:
    users.sign_in("Wren Hill", PASSWORD)
    for _ in range(6):
        with pytest.raises(Refused):
            users.unlock(world.wren.user_id, "000000")
    with pytest.raises(Refused):
        users.unlock(world.hazel, "000000")  # no account at all
    wren = ("unlock_failed", None, "user_account", world.wren.user_id)
    assert told(world)[1:] == [wren] * 6 + [("unlock_failed", None, None, None)]


def test_who_does_not_know_the_password_they_change_is_noted(world: World, users: Users) -> None:
    for _ in range(5):  # two of them while there is a wait
        with pytest.raises(Refused):
            users.change_password(world.wren, "not this one either", PASSWORD + "!", uuid4())
    wren = world.wren.user_id
    assert told(world) == [("password_failed", None, "user_account", wren)] * 5
    assert {row.desk_id for row in events(world)} == {world.desk}


def test_opening_a_person_is_noted_once_for_a_while(world: World) -> None:
    people = People(world.database, world.ledger, world.clock)
    people.page(world.wren, world.hazel)
    world.clock.forward(minutes=1)
    people.page(world.wren, world.hazel)  # brought up to date
    people.page(world.robin, world.hazel)
    people.page(world.wren, world.juniper)
    world.clock.forward(minutes=10)
    people.page(world.wren, world.hazel)
    wren, robin = world.wren.user_id, world.robin.user_id
    assert told(world) == [
        ("open_person", wren, "person", world.hazel),
        ("open_person", robin, "person", world.hazel),
        ("open_person", wren, "person", world.juniper),
        ("open_person", wren, "person", world.hazel),
    ]


def test_a_person_on_a_call_card_was_opened(world: World) -> None:
    people = People(world.database, world.ledger, world.clock)
    assert people.opened(world.wren, world.hazel).id == world.hazel
    people.opened(world.wren, world.hazel)  # with every change of the card
    people.page(world.wren, world.hazel)
    people.get(world.wren, world.juniper)  # for something else: nobody looks at them
    assert told(world) == [("open_person", world.wren.user_id, "person", world.hazel)]


def test_who_looks_at_everything_about_somebody_is_noted_each_time(world: World) -> None:
    copies = PersonCopies(world.database, world.ledger, world.clock)
    for _ in range(2):
        copies.everything(world.lark, world.hazel)
    assert told(world) == [("open_person", world.lark.user_id, "person", world.hazel)] * 2


def test_who_may_not_read_leaves_no_opening(world: World) -> None:
    people = People(world.database, world.ledger, world.clock)
    with pytest.raises(NotAllowed):
        people.page(world.it, world.hazel)
    assert told(world) == []


def test_a_screen_pop_is_noted_with_the_number(world: World) -> None:
    glances = CallerGlances(world.database, Numbers(world.database, world.clock), world.ledger)
    glances.of(world.wren, "+13125550147")
    glances.of(world.wren, "+16025550199")
    wren = world.wren.user_id
    assert told(world) == [
        ("screen_pop", wren, "phone_number", world.shared_number),
        ("screen_pop", wren, "phone_number", None),
    ]


def test_a_clock_that_jumps_is_noted_both_ways(world: World) -> None:
    ticks = [100.0]
    watch = ClockWatch(world.clock, lambda: ticks[0], world.ledger)

    def passes(seconds: float, clock: float) -> timedelta | None:
        ticks[0] += seconds
        world.clock.forward(seconds=clock)
        return watch.look(world.wren)

    assert watch.look(world.wren) is None
    assert passes(60, 60) is None
    assert passes(60, 100) is None, "the network puts a clock right by less than two minutes"
    assert passes(60, 60 + 3_600) == timedelta(hours=1)
    assert passes(60, 60 - 3_600) == timedelta(hours=-1)
    assert passes(60, 60) is None
    actions = [row.action for row in events(world)]
    assert actions.count("clock_set_forward") == 1
    assert actions.count("clock_set_back") == 1, "once, whoever sees it first"


def test_only_who_may_erases(world: World) -> None:
    with pytest.raises(NotAllowed):
        erase_items(world.ledger, world.wren, Permission.EXPORT, [(uuid4(), 0)], "asked")
    assert world.wren.role is Role.STAFF
    assert told(world) == []


def test_details_are_kept_as_they_are(world: World) -> None:
    world.ledger.note(
        Event.SCREEN_POP, world.lark, record="call", record_id=world.hazel, details={"pages": 3}
    )
    assert [row.details for row in events(world)] == ['{"pages": 3}']
