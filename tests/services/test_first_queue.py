"""The first painted queue is the services' queue, read without SQLAlchemy."""

import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert

from desktop.domain.errors import NewerSchema
from desktop.domain.vocabulary import AttemptResult, CallbackKind, MilestoneKind, Role
from desktop.services.first_queue import FirstQueue, read_first_queue
from desktop.services.this_desk import keep_this_desk
from desktop.storage import tables
from desktop.storage.engine import Database, open_unlocked
from desktop.storage.sqlite_connection import connect
from desktop.storage.unlock import Unlocked, unlock
from tests.conftest import Clock
from tests.services.promises import Desk, desk_of
from tests.services.world import build_world

_setting = tables.metadata.tables["setting"]


@pytest.fixture
def unlocked(sqlite_data: Path) -> Unlocked:
    """The data with its key."""
    return unlock(sqlite_data)


@pytest.fixture
def desk(unlocked: Unlocked, clock: Clock) -> Iterator[Desk]:
    """The small world on this desk, over the same data."""
    database: Database = open_unlocked(unlocked).database
    desk = desk_of(build_world(database, clock))
    with database.write() as conn:
        keep_this_desk(conn, desk.world.desk)
    yield desk
    database.close()


def _first(desk: Desk, unlocked: Unlocked, name: str = "Wren Hill", limit: int = 40) -> FirstQueue:
    found = read_first_queue(unlocked, name, desk.world.clock, limit)
    assert found is not None
    return found


def test_the_same_rows_and_counts(desk: Desk, unlocked: Unlocked) -> None:
    world = desk.world
    for minutes in (1, 30, 60, 600):
        desk.promise(
            due_at=desk.now + timedelta(minutes=minutes),
            hours_reason="For the test",
            owner_user_id=world.wren.user_id if minutes > 50 else None,
            milestone=MilestoneKind.CLOSING if minutes > 500 else None,
        )
    decide = desk.promise(person_id=world.rowan, subject_id=world.juniper)
    for _ in range(4):
        desk.record(decide, AttemptResult.VOICEMAIL, note="Beep")
    desk.promise(person_id=None, number_text="602 555 0171 x5")
    desk.promise(person_id=None, kind=CallbackKind.SAFETY)
    desk.callbacks.claim(world.robin, decide)
    world.clock.forward(minutes=5)

    first = _first(desk, unlocked)

    assert first.actor == world.wren
    assert first.now == desk.now
    assert first.rows == tuple(desk.queue())
    assert len(first.rows) == 7
    assert first.counts == desk.callbacks.counts(world.wren)
    assert _first(desk, unlocked, limit=3).rows == first.rows[:3]


def test_a_demo_is_read_at_its_own_time(desk: Desk, unlocked: Unlocked) -> None:
    callback_id = desk.promise()
    began = desk.now - timedelta(days=1)
    with desk.world.database.write() as conn:
        conn.execute(insert(_setting).values(scope="data", name="demo", value=began.isoformat()))
    done_last = desk.now
    desk.world.clock.forward(days=300)
    first = _first(desk, unlocked)
    assert first.now == done_last
    assert [row.id for row in first.rows] == [callback_id]


def test_nothing_is_told_when_it_cannot_be(desk: Desk, unlocked: Unlocked) -> None:
    clock = desk.world.clock
    assert read_first_queue(unlocked, "Nobody Here", clock) is None
    assert desk.world.it.role is Role.ADMIN
    assert read_first_queue(unlocked, desk.world.it.name, clock) is None, "may not see people"
    connection = connect(unlocked.files.database, unlocked.key.raw)
    try:
        connection.execute("UPDATE alembic_version SET version_num = '0001'").close()
        assert read_first_queue(unlocked, "Wren Hill", clock) is None, "an upgrade comes first"
        connection.execute("UPDATE alembic_version SET version_num = '9999'").close()
        with pytest.raises(NewerSchema):
            read_first_queue(unlocked, "Wren Hill", clock)
    finally:
        connection.close()


_WHAT_IS_LOADED = """
import sys, desktop.services.first_queue
print(*(m for m in ("sqlalchemy", "alembic", "phonenumbers") if m in sys.modules))
"""


def test_it_loads_neither_sqlalchemy_nor_the_numbering_library() -> None:
    loaded = subprocess.run(
        [sys.executable, "-c", _WHAT_IS_LOADED], capture_output=True, text=True, check=True
    )
    assert loaded.stdout.strip() == ""
