"""Who left since a backup was made does not come back with it."""

from contextlib import closing
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from desktop.app import App, build
from desktop.domain.errors import Refused
from desktop.domain.vocabulary import Role
from desktop.services.passwords import Cost, Passwords
from desktop.services.putting_back import PuttingBack, put_back
from desktop.services.restored_leavers import leavers_in_words
from desktop.services.safekeeping import check_all, note_restore
from desktop.storage.restore import Restore
from tests.conftest import Clock
from tests.services.world import World, build_world

PASSWORD = "otter marble canoe violet"


def opened(data: Path, clock: Clock) -> App:
    return build(data, clock=clock, passwords=lambda: Passwords(Cost(1, 8, 1)))


def restored(data: Path, clock: Clock, leavers: dict[UUID, int], world: World) -> Restore:
    """A backup is made, these are switched off, and the backup is put back."""
    with closing(opened(data, clock)) as app:
        backup = app.services.backups.take()
        for user_id, version in leavers.items():
            app.services.users.disable(world.lark, user_id, version, uuid4())
    ready = PuttingBack(data).prepare(backup)
    put_back(ready)
    with closing(opened(data, clock)) as app:
        note_restore(app.ledger, app.anchors, app.database, None, backup, ready.leavers)
    return ready


def test_they_stay_switched_off_and_what_was_theirs_is_their_teams(
    sqlite_data: Path, clock: Clock
) -> None:
    with closing(opened(sqlite_data, clock)) as app:
        world = build_world(app.database, clock, app.anchors.note)
        add = app.services.users.add
        finch = add(world.lark, "Finch Low", Role.STAFF, PASSWORD, uuid4()).value
        stays = add(world.lark, "Siskin Ray", Role.STAFF, PASSWORD, uuid4()).value
        assert finch is not None
    ready = restored(sqlite_data, clock, {finch: 1}, world)
    assert ready.leavers == (finch,)
    assert leavers_in_words(len(ready.leavers)).startswith("1 person who left since stays")

    with closing(opened(sqlite_data, clock)) as app:
        with pytest.raises(Refused, match="switched off"):
            app.services.users.recognise("Finch Low", PASSWORD)
        assert app.services.users.recognise("Siskin Ray", PASSWORD).user_id == stays
        assert check_all(app.opened).is_well
        row = app.services.users.find(world.lark, "Finch Low")
        app.services.users.reset(world.lark, finch, row.version, PASSWORD, uuid4(), enable=True)
        assert app.services.users.recognise("Finch Low", PASSWORD).user_id == finch


def test_the_only_manager_of_a_backup_comes_in(sqlite_data: Path, clock: Clock) -> None:
    with closing(opened(sqlite_data, clock)) as app:
        world = build_world(app.database, clock, app.anchors.note)
        row = app.services.users.find(world.lark, "Lark Moor")
        app.services.users.reset(world.lark, row.id, row.version, PASSWORD, uuid4())
        backup = app.services.backups.take()
        add = app.services.users.add
        later = add(world.lark, "Finch Low", Role.MANAGER, PASSWORD, uuid4()).value
        assert later is not None
        boss = app.services.users.recognise("Finch Low", PASSWORD)
        row = app.services.users.find(boss, "Lark Moor")
        app.services.users.disable(boss, row.id, row.version, uuid4())
    ready = PuttingBack(sqlite_data).prepare(backup)
    put_back(ready)
    assert ready.leavers == (row.id,)
    with closing(opened(sqlite_data, clock)) as app:
        note_restore(app.ledger, app.anchors, app.database, None, backup, ready.leavers)
        assert app.services.users.recognise("Lark Moor", PASSWORD).role is Role.MANAGER


def test_of_nobody_nothing_is_said() -> None:
    assert leavers_in_words(0) == ""
    assert leavers_in_words(2).startswith("2 people who left since stay switched off.")
