"""The first look tells what the services tell, and loads little."""

import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from desktop.domain.vocabulary import AttemptResult, CallbackKind, MilestoneKind
from desktop.services.call_form import CallForm
from desktop.services.demo import desk as demo_desk
from desktop.services.drafts import Drafts
from desktop.services.first_look import SHOWN, take_first_look
from desktop.services.look import Look
from desktop.services.preferences import Preferences
from desktop.services.queue_row import ViewFilter
from desktop.storage.data_files import DataFiles
from desktop.storage.data_lock import DataLock
from desktop.storage.engine import open_database
from desktop.storage.sqlite_connection import connect
from desktop.storage.unlock import unlock
from tests.conftest import Clock
from tests.services.promises import Desk, desk_of
from tests.services.world import build_world


@pytest.fixture
def desk(sqlite_data: Path, clock: Clock) -> Iterator[Desk]:
    """The small world as a demo that has been open for a while."""
    database = open_database(sqlite_data).database
    desk = desk_of(build_world(database, clock))
    with database.write() as conn:
        demo_desk.mark(conn, clock.now)
    yield desk
    database.close()


def test_it_tells_what_the_services_tell(desk: Desk, sqlite_data: Path) -> None:
    world, wren = desk.world, desk.world.wren
    for minutes, milestone in ((600, MilestoneKind.CLOSING), (601, None), (1, None), (90, None)):
        desk.promise(
            due_at=desk.now + timedelta(minutes=minutes),
            hours_reason="For the test",
            owner_user_id=wren.user_id,
            milestone=milestone,
        )
    desk.promise(owner_user_id=wren.user_id, person_id=None, number_text="602 555 0171 x5")
    desk.promise(person_id=None, kind=CallbackKind.SAFETY, owner_user_id=world.robin.user_id)
    decide = desk.promise(person_id=world.rowan, owner_user_id=wren.user_id)
    for _ in range(4):
        desk.record(decide, AttemptResult.VOICEMAIL)
    world.clock.forward(minutes=5)
    form = CallForm(desk.now, notes="Half a sentence and")
    Drafts(world.database, world.clock).save(wren, uuid4(), form)
    Preferences(world.database).keep(wren, Look("dark", 1.25))

    look = take_first_look(sqlite_data, wren.name)

    assert look is not None
    assert (look.now, look.clerk, look.zone) == (desk.now, wren.name, wren.zone)
    assert look.look == Look("dark", 1.25)
    assert look.due == desk.callbacks.counts(wren).due_now
    assert look.cards == 1
    rows = desk.callbacks.queue(wren, ViewFilter("mine"), SHOWN).rows
    assert len(rows) == SHOWN
    assert [
        (row.due_at, row.group, row.needs_decision, row.name, row.reason) for row in rows
    ] == list(look.promises)


def test_nothing_is_seen_where_it_takes_more_than_a_glance(desk: Desk, sqlite_data: Path) -> None:
    wren = desk.world.wren.name
    files = DataFiles.of(sqlite_data)
    assert take_first_look(sqlite_data, wren) is not None
    assert take_first_look(sqlite_data, "Nobody Here") is None
    assert take_first_look(sqlite_data, desk.world.it.name) is None, "may not see people"
    assert take_first_look(sqlite_data.parent / "nothing yet", wren) is None
    assert not (sqlite_data.parent / "nothing yet").exists()

    key = files.key_file.read_text()
    files.key_file.unlink()
    assert take_first_look(sqlite_data, wren) is None, "the key is in the keyring, or lost"
    files.key_file.write_text("00" * 32)
    files.key_file.chmod(0o600)
    assert take_first_look(sqlite_data, wren) is None, "the key of other data"
    files.key_file.write_text(key)
    assert take_first_look(sqlite_data, wren) is not None


@pytest.mark.parametrize("revision", ["0001", "9999"])
def test_another_schema_is_left_to_the_opening(
    desk: Desk, sqlite_data: Path, revision: str
) -> None:
    unlocked = unlock(sqlite_data)
    connection = connect(unlocked.files.database, unlocked.key.raw)
    connection.execute("UPDATE alembic_version SET version_num = ?", (revision,)).close()
    connection.close()
    unlocked.lock.release()
    assert take_first_look(sqlite_data, desk.world.wren.name) is None


def test_a_real_desk_shows_nothing_before_somebody_signs_in(desk: Desk, sqlite_data: Path) -> None:
    unlocked = unlock(sqlite_data)
    connection = connect(unlocked.files.database, unlocked.key.raw)
    connection.execute("DELETE FROM setting WHERE name = 'demo'").close()
    connection.close()
    unlocked.lock.release()
    assert take_first_look(sqlite_data, desk.world.wren.name) is None


def test_data_that_is_being_restored_is_left_alone(sqlite_data: Path, clock: Clock) -> None:
    database = open_database(sqlite_data).database
    world = build_world(database, clock)
    with database.write() as conn:
        demo_desk.mark(conn, clock.now)
    database.close()
    with DataLock(DataFiles.of(sqlite_data).lock) as lock:
        lock.alone()
        assert take_first_look(sqlite_data, world.wren.name) is None
    assert take_first_look(sqlite_data, world.wren.name) is not None


_WHAT_IS_LOADED = """
import sys, desktop.services.first_look, desktop.ui.first_picture
print(*sys.modules)
"""


def test_it_loads_only_what_it_needs() -> None:
    loaded = subprocess.run(
        [sys.executable, "-c", _WHAT_IS_LOADED], capture_output=True, text=True, check=True
    )
    slow = {"sqlalchemy", "phonenumbers", "PySide6", "dataclasses", "uuid", "json", "hashlib"}
    assert set(loaded.stdout.split()) & slow == set()
