"""The demo: the same for a given day, and as large as asked for, however often it is asked."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select

from desktop.services.demo.bulk import fill
from desktop.services.demo.make import make_demo
from desktop.services.passwords import Cost, Passwords
from desktop.storage import tables
from desktop.storage.engine import Database, open_database

A_SUNDAY = datetime(2026, 11, 22, 9, tzinfo=UTC)
_TOLD = ("person", "phone_number", "call", "call_reason", "callback", "attempt", "holiday")


def cheap() -> Passwords:
    return Passwords(Cost(passes=1, memory=8, lanes=1))


def quiet(what: str, done: int, of: int) -> None:
    """Nobody watches."""


def count(database: Database, table: str) -> int:
    with database.read() as conn:
        query = select(func.count()).select_from(tables.metadata.tables[table])
        return int(conn.execute(query).scalar_one())


def told(database: Database) -> dict[str, list[str]]:
    with database.read() as conn:
        return {
            name: sorted(repr(row) for row in conn.execute(select(tables.metadata.tables[name])))
            for name in _TOLD
        }


@pytest.fixture
def grow(database: Database) -> Callable[[int, int], None]:
    """Make the demo as large as that."""

    def grow(people: int, calls: int) -> None:
        demo = make_demo(database, A_SUNDAY, cheap)
        fill(database, demo.began, people, calls, quiet)

    return grow


def test_it_grows_to_what_is_asked_for(
    database: Database, grow: Callable[[int, int], None]
) -> None:
    grow(0, 0)
    people, calls = count(database, "person"), count(database, "call")
    for more_people, more_calls in [(0, 50), (people + 40, 80), (people + 150, 200), (0, 250)]:
        grow(more_people, more_calls)
        assert count(database, "person") == max(people, more_people)
        assert count(database, "call") == max(calls, more_calls)
        people, calls = count(database, "person"), count(database, "call")
    with database.read() as conn:
        numbers = conn.execute(select(tables.metadata.tables["phone_number"].c.e164)).scalars()
        assert all(e164[5:10] == "55501" for e164 in numbers)


def test_the_same_day_tells_the_same_story(
    sqlite_data: Path, sqlite_database: Database, tmp_path: Path
) -> None:
    other = open_database(tmp_path / "other", prefer_key_file=True).database
    try:
        for database in (sqlite_database, other):
            demo = make_demo(database, A_SUNDAY, cheap)
            fill(database, demo.began, 60, 120, quiet)
        assert told(sqlite_database) == told(other)
    finally:
        other.close()
