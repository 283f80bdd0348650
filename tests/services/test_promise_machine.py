"""The promise rules under any sequence of what a desk does, on both engines."""

import itertools
import shutil
from collections.abc import Callable, Collection, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from desktop.storage.data_files import DataFiles
from desktop.storage.engine import Database, open_database
from tests.databases import Server
from tests.services.promise_machine import PromiseMachine

_UNHURRIED = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]


# Making a failure small takes minutes: the drill does that.
_QUICK = [phase for phase in Phase if phase is not Phase.shrink]


def _run(
    fresh: Callable[[], Database], examples: int, steps: int, phases: Collection[Phase] = _QUICK
) -> None:
    machine = type("Promises", (PromiseMachine,), {"fresh": staticmethod(fresh)})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            phases=phases,
            suppress_health_check=_UNHURRIED,
        ),
    )


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


def test_promises_hold_on_sqlite(sqlite_files: Callable[[], Database]) -> None:
    _run(sqlite_files, examples=12, steps=25)


def test_promises_hold_on_postgresql(postgresql_databases: Callable[[], Database]) -> None:
    _run(postgresql_databases, examples=3, steps=20)


@pytest.mark.drill
@pytest.mark.parametrize("part", range(6))
def test_promises_hold_on_sqlite_for_long(sqlite_files: Callable[[], Database], part: int) -> None:
    _run(sqlite_files, examples=40, steps=25 + 5 * part, phases=tuple(Phase))


@pytest.mark.drill
@pytest.mark.parametrize("part", range(3))
def test_promises_hold_on_postgresql_for_long(
    postgresql_databases: Callable[[], Database], part: int
) -> None:
    _run(postgresql_databases, examples=12, steps=30 + 10 * part, phases=tuple(Phase))
