"""Two desks write to the same data at once: one line of Changes, one winner for each version."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from desktop.domain.errors import ChangedSince
from desktop.domain.vocabulary import Permission
from desktop.services.changes import Ledger, Writing
from desktop.services.trail import broken_links
from desktop.storage.engine import Database, open_database
from tests.conftest import Clock
from tests.services.world import World, build_world

WRITES = 8


@pytest.fixture(params=["sqlite", "postgresql"])
def desks(request: pytest.FixtureRequest) -> Iterator[tuple[Database, Database]]:
    """The same data, opened twice."""
    name = "sqlite_data" if request.param == "sqlite" else "postgresql_target"
    target: Path | str = request.getfixturevalue(name)
    both = open_database(target).database, open_database(target).database
    yield both
    for database in both:
        database.close()


def at_once(*works: Callable[[], None]) -> None:
    with ThreadPoolExecutor() as threads:
        for running in [threads.submit(work) for work in works]:
            running.result()


def test_one_line_and_one_winner(desks: tuple[Database, Database], clock: Clock) -> None:
    world = build_world(desks[0], clock)
    won: list[str] = []
    lost: list[str] = []

    def at(database: Database, name: str) -> Callable[[], None]:
        ledger = Ledger(database, clock)

        def work() -> None:
            for version in range(1, WRITES + 1):
                try:
                    note(ledger, world, f"{name} {version}", version)
                    won.append(name)
                except ChangedSince:
                    lost.append(name)
                ledger.write(
                    world.robin, "add", Permission.READ_PEOPLE, uuid4(), lambda w: add_team(w, name)
                )

        return work

    at_once(at(desks[0], "first"), at(desks[1], "second"))
    assert not list(broken_links(desks[1]))
    with desks[1].read() as conn:
        changes = conn.exec_driver_sql("SELECT count(*) FROM change").scalar_one()
        version = conn.exec_driver_sql(
            "SELECT version FROM person WHERE name = 'Hazel Birch'"
        ).scalar_one()
    assert len(won) + len(lost) == 2 * WRITES
    assert version == 1 + len(won)
    assert changes == 1 + len(won) + 2 * WRITES


def test_one_key_at_both_desks_writes_once(desks: tuple[Database, Database], clock: Clock) -> None:
    world = build_world(desks[0], clock)
    key = uuid4()
    answers: list[bool] = []

    def at(database: Database) -> Callable[[], None]:
        ledger = Ledger(database, clock)

        def work() -> None:
            written = ledger.write(
                world.wren, "add", Permission.READ_PEOPLE, key, lambda w: add_team(w, "Once")
            )
            answers.append(written.repeated)

        return work

    at_once(at(desks[0]), at(desks[1]))
    assert sorted(answers) == [False, True]


def note(ledger: Ledger, world: World, notes: str, version: int) -> None:
    def work(writing: Writing) -> UUID:
        writing.update("person", world.hazel, {"notes": notes}, expected=version)
        return world.hazel

    ledger.write(world.wren, "edit_person", Permission.EDIT_PEOPLE, uuid4(), work)


def add_team(writing: Writing, name: str) -> UUID:
    site = writing.conn.exec_driver_sql("SELECT id FROM site").scalars().first()
    site_id = site if isinstance(site, UUID) else UUID(bytes=site)
    return writing.insert("team", {"name": f"{name} {uuid4()}", "site_id": site_id})
