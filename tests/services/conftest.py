"""The small world, on both engines (see ``tests/databases.py``)."""

import itertools
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop.storage import tables
from desktop.storage.data_files import DataFiles
from desktop.storage.engine import Database, open_database
from tests.conftest import Clock
from tests.databases import Server
from tests.services.promises import Desk, desk_of
from tests.services.world import World, build_world


@pytest.fixture(scope="session")
def kept_postgresql(postgresql_server: Server, postgresql_template: str) -> Iterator[Database]:
    """One database of the server for all tests of the services: making one takes half a second."""
    name = f"services_{postgresql_template}"
    postgresql_server.administer(f"CREATE DATABASE {name} TEMPLATE {postgresql_template}")
    opened = open_database(postgresql_server.url(name)).database
    yield opened
    opened.close()
    postgresql_server.administer(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Database:
    """A database with all tables and no rows; the test runs once on each engine."""
    if request.param == "sqlite":
        fresh: Database = request.getfixturevalue("sqlite_database")
        return fresh
    kept: Database = request.getfixturevalue("kept_postgresql")
    with kept.write() as conn:
        for table in reversed(tables.metadata.sorted_tables):
            conn.execute(table.delete())
    return kept


@pytest.fixture
def world(database: Database, clock: Clock) -> World:
    """Phoenix and Chicago, the front desk, Wren, Robin, Lark, Juniper, Rowan and the others."""
    return build_world(database, clock)


@pytest.fixture
def desk(world: World) -> Desk:
    """The world with the services around its promises: Tuesday 2:18 pm in Phoenix, 3:18 pm in
    Chicago."""
    return desk_of(world)


@pytest.fixture
def sqlite_files(sqlite_template: Path, tmp_path: Path) -> Callable[[], Database]:
    """A fresh encrypted file each time."""
    key_file = DataFiles.of(sqlite_template).key_file
    names = itertools.count()

    def fresh() -> Database:
        copy = tmp_path / f"desk-{next(names)}" / "data"
        shutil.copytree(sqlite_template, copy)
        shutil.copy(key_file, DataFiles.of(copy).key_file)
        return open_database(copy).database

    return fresh


@pytest.fixture
def postgresql_databases(
    postgresql_server: Server, postgresql_template: str
) -> Iterator[Callable[[], Database]]:
    """A fresh PostgreSQL database each time, all dropped at the end."""
    made: list[str] = []

    def fresh() -> Database:
        name = next(postgresql_server.names)
        postgresql_server.administer(
            f"CREATE DATABASE {name} TEMPLATE {postgresql_template} STRATEGY file_copy"
        )
        made.append(name)
        return open_database(postgresql_server.url(name)).database

    yield fresh
    for name in made:
        postgresql_server.administer(f"DROP DATABASE {name} WITH (FORCE)")
