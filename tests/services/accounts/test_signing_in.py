"""Who may come in: name and password, the wait after wrong ones, six digits, and for how long."""

import threading
from datetime import timedelta
from uuid import uuid4

import pytest

from desktop.domain.errors import NotFound, Refused
from desktop.domain.sign_in import PasswordNeeded
from desktop.services.users import Users
from desktop.storage import tables
from tests.services.accounts.known import PASSWORD, PIN, CountingPasswords, row_of
from tests.services.world import World

_settings = tables.metadata.tables["setting"]


def test_name_and_password_open_the_desk_for_twelve_hours(users: Users, world: World) -> None:
    world.clock.now = world.clock.now.replace(hour=13, minute=0)  # 6:00 am in Phoenix

    signed_in = users.sign_in("WREN  hill", PASSWORD)

    assert signed_in.actor == world.wren
    assert signed_in.until == world.clock.now + timedelta(hours=12)
    door = users.at_the_door()
    assert (door.desk.id, door.desk.zone) == (world.desk, "America/Phoenix")
    assert door.names == ("Jay Marsh", "Lark Moor", "Robin Vale", "Wren Hill")
    assert [(user.name, user.until) for user in door.quick] == [("Wren Hill", signed_in.until)]


def test_a_wrong_password_and_an_unknown_name_read_and_cost_the_same(users: Users) -> None:
    with pytest.raises(Refused) as wrong:
        users.sign_in("Wren Hill", "not the password")
    passwords = users._passwords
    assert isinstance(passwords, CountingPasswords)
    before = passwords.hashed

    with pytest.raises(Refused) as unknown:
        users.sign_in("Heron Grey", "not the password")

    assert str(unknown.value) == str(wrong.value)
    assert passwords.hashed == before + 1


def test_wrong_passwords_make_a_growing_wait_that_the_right_one_ends(
    users: Users, world: World
) -> None:
    def wrong() -> str:
        with pytest.raises(Refused) as refusal:
            users.sign_in("Wren Hill", "not the password")
        return str(refusal.value)

    assert "Wait" not in wrong() + wrong() + wrong()
    assert "Wait 5 seconds" in wrong()
    with pytest.raises(Refused, match="Wait"):  # nor does the right one jump the queue
        users.sign_in("Wren Hill", PASSWORD)
    world.clock.forward(seconds=5)
    assert "Wait" not in wrong()
    assert "Wait 10 seconds" in wrong()

    world.clock.forward(seconds=10)
    users.sign_in("Wren Hill", PASSWORD)

    assert "Wait" not in wrong() + wrong() + wrong()


def test_setting_the_clock_makes_no_wait_shorter(users: Users, world: World) -> None:
    ticks = [0.0]
    here = Users(world.database, world.ledger, world.clock, CountingPasswords(), lambda: ticks[0])

    def wrong(at: Users) -> str:
        with pytest.raises(Refused) as refusal:
            at.sign_in("Wren Hill", "not the password")
        return str(refusal.value)

    for _ in range(3):
        assert "Wait" not in wrong(here)
    for minutes in (15, -30, 15, -15, 60 * 24):
        world.clock.forward(minutes=minutes)
        assert "Wait 5 seconds" in wrong(here)
    # A program that was started anew knows the clock alone: set back, it begins the wait anew.
    world.clock.forward(days=-2)
    assert "Wait 5 seconds" in wrong(users)
    world.clock.forward(seconds=3)
    assert "Wait 2 seconds" in wrong(users)
    ticks[0] += 3
    assert "Wait 2 seconds" in wrong(here)

    # It ends when both say so; nobody waits for days because the clock was wrong.
    world.clock.forward(seconds=2)
    ticks[0] += 2
    here.sign_in("Wren Hill", PASSWORD)


def test_one_persons_wrong_tries_do_not_hold_up_another(users: Users) -> None:
    for _ in range(6):
        with pytest.raises(Refused):
            users.sign_in("Wren Hill", "not the password")

    assert users.sign_in("Lark Moor", PASSWORD).actor.name == "Lark Moor"


def test_an_account_that_is_switched_off_says_so_only_to_its_owner(
    users: Users, world: World
) -> None:
    users.disable(world.lark, world.wren.user_id, row_of(users, world, world.wren.user_id), uuid4())

    with pytest.raises(Refused, match="do not match"):
        users.sign_in("Wren Hill", "not the password")
    with pytest.raises(Refused, match="switched off"):
        users.sign_in("Wren Hill", PASSWORD)
    assert "Wren Hill" not in users.at_the_door().names


def test_a_desk_without_set_up_says_so(world: World) -> None:
    users = Users(world.database, world.ledger, world.clock, CountingPasswords())
    users.reset(world.lark, world.wren.user_id, 1, PASSWORD, uuid4())
    with world.database.write() as conn:
        conn.execute(_settings.delete())

    with pytest.raises(NotFound, match="not set up"):
        users.sign_in("Wren Hill", PASSWORD)


def test_the_pin_opens_only_the_desk_one_signed_in_at_today(users: Users, world: World) -> None:
    wren = world.wren.user_id
    with pytest.raises(PasswordNeeded):
        users.unlock(wren, PIN)

    until = users.sign_in("Wren Hill", PASSWORD).until
    assert users.unlock(wren, PIN).until == until
    assert users.quick_list(world.desk) != ()
    assert users.quick_list(uuid4()) == ()

    world.clock.now = until
    assert users.quick_list(world.desk) == ()
    with pytest.raises(PasswordNeeded, match="ended"):
        users.unlock(wren, PIN)


def test_three_wrong_pins_ask_for_the_password(users: Users, world: World) -> None:
    wren = world.wren.user_id
    users.sign_in("Wren Hill", PASSWORD)

    with pytest.raises(Refused, match="2 tries are left"):
        users.unlock(wren, "000000")
    with pytest.raises(Refused, match="1 try is left"):
        users.unlock(wren, "000000")
    with pytest.raises(PasswordNeeded, match="third"):
        users.unlock(wren, "000000")
    with pytest.raises(PasswordNeeded):  # the right one comes too late
        users.unlock(wren, PIN)
    (listed,) = users.quick_list(world.desk)
    assert listed.needs_password

    users.sign_in("Wren Hill", PASSWORD)
    assert users.unlock(wren, PIN).actor == world.wren


def test_a_right_pin_forgets_the_wrong_ones(users: Users, world: World) -> None:
    wren = world.wren.user_id
    users.sign_in("Wren Hill", PASSWORD)
    for _ in range(3):
        with pytest.raises(Refused, match="2 tries are left"):
            users.unlock(wren, "000000")
        users.unlock(wren, PIN)


def test_many_pins_at_once_get_three_tries_in_all(users: Users, world: World) -> None:
    users.sign_in("Wren Hill", PASSWORD)
    answers: list[type[Exception]] = []

    def guess() -> None:
        try:
            users.unlock(world.wren.user_id, "000000")
        except Refused as refusal:
            answers.append(type(refusal))

    threads = [threading.Thread(target=guess) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(a.__name__ for a in answers) == ["PasswordNeeded"] * 6 + ["Refused"] * 2


def test_whoever_signed_out_is_not_listed(users: Users, world: World) -> None:
    users.sign_in("Wren Hill", PASSWORD)

    users.sign_out(world.wren)

    assert users.quick_list(world.desk) == ()
    with pytest.raises(PasswordNeeded):
        users.unlock(world.wren.user_id, PIN)


def test_somebody_without_a_pin_is_not_listed(users: Users, world: World) -> None:
    users.sign_in("Lark Moor", PASSWORD)
    assert users.quick_list(world.desk) == ()

    users.set_pin(world.lark, "246802", uuid4())
    assert [user.name for user in users.quick_list(world.desk)] == ["Lark Moor"]
