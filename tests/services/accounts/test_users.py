"""Accounts and the door, on both engines."""

import threading
from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from desktop.domain.errors import ChangedSince, NotAllowed, Refused
from desktop.domain.vocabulary import AttemptResult, Permission, Resolution, Role
from desktop.services.account_undo import INVERSES
from desktop.services.actor import demand
from desktop.services.first_desk import FirstDesk
from desktop.services.places import Places
from desktop.services.undo import Undo
from desktop.services.users import Users
from desktop.storage import tables
from desktop.storage.engine import Database
from tests.services.accounts.known import PASSWORD, PIN, row_of
from tests.services.promises import desk_of
from tests.services.world import World

OTHER = "seven grey herons"
PLACE = FirstDesk(clinic="Phoenix", desk="Front desk 3", zone="America/Phoenix")

_items = tables.metadata.tables["change_item"]
_accounts = tables.metadata.tables["user_account"]
_settings = tables.metadata.tables["setting"]


# -- the first set-up ---------------------------------------------------------------------


def test_the_first_manager_is_made_with_clinic_team_and_desk(fresh: Users) -> None:
    assert fresh.needs_first_manager()

    made = fresh.make_first_manager("  Lark   Moor ", PASSWORD, PLACE, uuid4(), PIN)

    assert not fresh.needs_first_manager()
    touched = dict.fromkeys(touched.record for touched in made.touched)
    assert list(touched) == ["site", "team", "desk", "holiday", "user_account"]
    signed_in = fresh.sign_in("lark moor", PASSWORD)
    assert (signed_in.actor.name, signed_in.actor.role) == ("Lark Moor", Role.MANAGER)
    assert signed_in.actor.user_id == made.value
    assert signed_in.actor.zone == "America/Phoenix"
    assert fresh.unlock(signed_in.actor.user_id, PIN).actor == signed_in.actor


def test_a_clinic_that_is_set_up_keeps_the_holidays(fresh: Users, database: Database) -> None:
    fresh.make_first_manager("Lark Moor", PASSWORD, PLACE, uuid4())
    actor = fresh.sign_in("Lark Moor", PASSWORD).actor
    calendar = Places(database).calendar(actor.site_id)
    for day in (date(2026, 11, 26), date(2026, 12, 25), date(2034, 7, 4)):
        assert not calendar.is_working(day)
    assert calendar.is_working(date(2026, 11, 27))


def test_there_is_only_one_first_manager(fresh: Users) -> None:
    key = uuid4()
    first = fresh.make_first_manager("Lark Moor", PASSWORD, PLACE, key)

    assert fresh.make_first_manager("Lark Moor", PASSWORD, PLACE, key).value == first.value
    with pytest.raises(Refused, match="set up already"):
        fresh.make_first_manager("Robin Vale", PASSWORD, PLACE, uuid4())
    assert fresh.at_the_door().names == ("Lark Moor",)


def test_a_set_up_says_what_is_missing_and_keeps_nothing(fresh: Users) -> None:
    for word, place in (
        ("clinic", FirstDesk("  ", "Front desk 1", "America/Phoenix")),
        ("desk", FirstDesk("Phoenix", "", "America/Phoenix")),
        ("time zone", FirstDesk("Phoenix", "Front desk 1", "Phoenix")),
    ):
        with pytest.raises(Refused, match=word):
            fresh.make_first_manager("Lark Moor", PASSWORD, place, uuid4())
    with pytest.raises(Refused, match="six digits"):
        fresh.make_first_manager("Lark Moor", PASSWORD, PLACE, uuid4(), pin="13579")
    assert fresh.needs_first_manager()


def test_an_account_that_is_switched_off_does_not_reopen_the_set_up(
    fresh: Users, database: Database
) -> None:
    fresh.make_first_manager("Lark Moor", PASSWORD, PLACE, uuid4())
    with database.write() as conn:
        conn.execute(_accounts.update().values(active=False))

    assert not fresh.needs_first_manager()


# -- the door -----------------------------------------------------------------------------


# -- PIN ----------------------------------------------------------------------------------


# -- accounts -----------------------------------------------------------------------------


def test_a_new_account_signs_in_and_belongs_to_the_desks_team(users: Users, world: World) -> None:
    made = users.add(world.lark, "Tern Cove", Role.STAFF, OTHER, uuid4())

    assert users.sign_in("tern cove", OTHER).actor.user_id == made.value
    added = users.find(world.lark, "TERN COVE")
    assert (added.role, added.active, added.team_id) == (Role.STAFF, True, world.front_desk)


def test_names_are_unique_however_they_are_written(users: Users, world: World) -> None:
    for taken in ("wren hill", "Wrén  Hill", "ＷＲＥＮ ＨＩＬＬ"):
        with pytest.raises(Refused, match="account already"):
            users.add(world.lark, taken, Role.STAFF, OTHER, uuid4())
    for no_name in ("", "   ", "\0", "W" * 81):
        with pytest.raises(Refused, match="A name is missing"):
            users.add(world.lark, no_name, Role.STAFF, OTHER, uuid4())


def test_staff_do_not_manage_accounts_and_admins_do_but_read_nobody(
    users: Users, world: World
) -> None:
    row = users.find(world.lark, "Robin Vale")
    forbidden: list[Callable[[], object]] = [
        lambda: users.list(world.wren),
        lambda: users.find(world.wren, "Robin Vale"),
        lambda: users.add(world.wren, "Tern Cove", Role.STAFF, OTHER, uuid4()),
        lambda: users.disable(world.wren, row.id, row.version, uuid4()),
        lambda: users.reset(world.wren, row.id, row.version, OTHER, uuid4()),
    ]
    for attempt in forbidden:
        with pytest.raises(NotAllowed):
            attempt()

    users.reset(world.it, row.id, row.version, OTHER, uuid4())
    assert users.sign_in("Robin Vale", OTHER).actor.name == "Robin Vale"
    with pytest.raises(NotAllowed):
        demand(world.it, Permission.READ_PEOPLE)


def test_a_new_password_ends_the_old_one_the_pin_and_the_sign_in(
    users: Users, world: World
) -> None:
    users.sign_in("Wren Hill", PASSWORD)
    row = users.find(world.lark, "Wren Hill")

    users.reset(world.lark, row.id, row.version, OTHER, uuid4())

    assert users.quick_list(world.desk) == ()
    assert not users.find(world.lark, "Wren Hill").has_pin
    with pytest.raises(Refused):
        users.sign_in("Wren Hill", PASSWORD)
    assert users.sign_in("Wren Hill", OTHER).actor == world.wren


def test_a_new_password_ends_the_wait(users: Users, world: World) -> None:
    for _ in range(5):
        with pytest.raises(Refused):
            users.sign_in("Wren Hill", "not the password")
    row = users.find(world.lark, "Wren Hill")

    users.reset(world.lark, row.id, row.version, OTHER, uuid4())

    assert users.sign_in("Wren Hill", OTHER).actor == world.wren


def test_a_reset_of_an_old_version_is_refused(users: Users, world: World) -> None:
    row = users.find(world.lark, "Wren Hill")
    users.reset(world.lark, row.id, row.version, OTHER, uuid4())

    with pytest.raises(ChangedSince, match="Lark Moor"):
        users.reset(world.lark, row.id, row.version, PASSWORD, uuid4())


def test_ones_own_password_needs_the_old_one(users: Users, world: World) -> None:
    with pytest.raises(Refused, match="have now"):
        users.change_password(world.wren, "not the password", OTHER, uuid4())
    with pytest.raises(Refused, match="at least 15"):
        users.change_password(world.wren, PASSWORD, "short", uuid4())

    users.change_password(world.wren, PASSWORD, OTHER, uuid4())

    assert users.sign_in("Wren Hill", OTHER).actor == world.wren


def test_the_last_manager_and_the_last_administrator_stay(users: Users, world: World) -> None:
    lark, it = (users.find(world.lark, name) for name in ("Lark Moor", "Jay Marsh"))
    with pytest.raises(Refused, match="last manager"):
        users.disable(world.it, lark.id, lark.version, uuid4())
    with pytest.raises(Refused, match="last administrator"):
        users.disable(world.lark, it.id, it.version, uuid4())
    with pytest.raises(Refused, match="your own"):
        users.disable(world.lark, lark.id, lark.version, uuid4())

    users.add(world.lark, "Tern Cove", Role.MANAGER, OTHER, uuid4())
    users.disable(world.it, lark.id, lark.version, uuid4())

    tern = users.find(world.it, "Tern Cove")
    with pytest.raises(Refused, match="last manager"):  # one who is switched off does not count
        users.disable(world.it, tern.id, tern.version, uuid4())


def test_two_desks_cannot_switch_off_the_last_two_managers(users: Users, world: World) -> None:
    users.add(world.lark, "Tern Cove", Role.MANAGER, OTHER, uuid4())
    rows = [users.find(world.lark, name) for name in ("Lark Moor", "Tern Cove")]
    ready = threading.Barrier(2)
    refused: list[Refused] = []

    def disable(user_id: UUID, version: int) -> None:
        ready.wait()
        try:
            users.disable(world.it, user_id, version, uuid4())
        except Refused as refusal:
            refused.append(refusal)

    threads = [threading.Thread(target=disable, args=(row.id, row.version)) for row in rows]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 1


def test_undo_switches_an_account_on_again_with_its_password(users: Users, world: World) -> None:
    undo = Undo(world.database, world.ledger, INVERSES)
    row = users.find(world.lark, "Wren Hill")
    done = users.disable(world.lark, row.id, row.version, uuid4())
    assert done.change_id is not None

    undo.undo(world.lark, done.change_id, uuid4())

    assert users.sign_in("Wren Hill", PASSWORD).actor == world.wren


def test_undo_keeps_an_account_that_has_signed_in(users: Users, world: World) -> None:
    undo = Undo(world.database, world.ledger, INVERSES)
    made = users.add(world.lark, "Tern Cove", Role.STAFF, OTHER, uuid4())
    assert made.change_id is not None
    users.sign_in("Tern Cove", OTHER)

    with pytest.raises(ChangedSince, match="since"):
        undo.undo(world.lark, made.change_id, uuid4())
    assert users.sign_in("Tern Cove", OTHER).actor.name == "Tern Cove"


def test_a_new_password_can_switch_an_account_on_again(users: Users, world: World) -> None:
    row = users.find(world.lark, "Wren Hill")
    users.disable(world.lark, row.id, row.version, uuid4())
    with pytest.raises(Refused, match="switched off"):
        users.add(world.lark, "Wren Hill", Role.STAFF, OTHER, uuid4())
    off = users.find(world.lark, "Wren Hill")

    users.reset(world.lark, off.id, off.version, OTHER, uuid4(), enable=True)

    assert users.sign_in("Wren Hill", OTHER).actor == world.wren


def test_what_opens_an_account_never_gets_into_the_trail(users: Users, world: World) -> None:
    users.add(world.lark, "Tern Cove", Role.STAFF, OTHER, uuid4())
    users.change_password(world.wren, PASSWORD, OTHER, uuid4())
    with world.database.read() as conn:
        images = [
            text
            for row in conn.execute(select(_items.c.before, _items.c.after))
            for text in row
            if text
        ]
        hashes = list(conn.execute(select(_accounts.c.password_hash)).scalars())

    assert any(h.startswith("$argon2id$") for h in hashes)
    assert not [image for image in images if "argon2" in image or "_hash" in image]
    assert not [image for image in images if PIN in image or OTHER in image]


def test_promises_of_an_account_that_is_switched_off_go_to_their_team(
    users: Users, world: World
) -> None:
    desk = desk_of(world)
    robin = world.robin.user_id
    first, second = (desk.promise(owner_user_id=robin) for _ in range(2))
    kept = desk.promise(owner_user_id=robin)
    desk.callbacks.close(world.robin, [desk.version(kept)], Resolution.KEPT, "", uuid4())
    done = users.disable(world.lark, robin, row_of(users, world, robin), uuid4())
    due = desk.callbacks.due_for_reminder(world.wren, desk.now, desk.now + timedelta(days=1))
    assert {row.id for row in due} == {first, second}
    assert desk.row(kept)["owner_user_id"] == robin
    later = desk.now + timedelta(hours=1)
    desk.callbacks.reopen(world.wren, *desk.version(kept), later, uuid4())
    assert desk.row(kept)["owner_user_id"] is None
    # Taken back: what somebody works on by now stays with them.
    desk.record(second, AttemptResult.BUSY)
    assert done.change_id is not None
    undo = Undo(world.database, world.ledger, INVERSES)
    undo.undo(world.lark, done.change_id, uuid4())
    assert users.find(world.lark, "Robin Vale").active
    assert desk.row(first)["owner_user_id"] == robin
    assert desk.row(second)["owner_user_id"] is None
