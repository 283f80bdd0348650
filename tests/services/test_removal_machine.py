"""Removing under any sequence of what a desk does, on both engines."""

from collections.abc import Callable

import pytest
from hypothesis import Phase

from desktop.storage.engine import Database
from tests.services.machines import run_machine
from tests.services.removal_machine import RemovalMachine


def test_removing_holds_on_sqlite(sqlite_files: Callable[[], Database]) -> None:
    run_machine(RemovalMachine, sqlite_files, examples=12, steps=25)


def test_removing_holds_on_postgresql(postgresql_databases: Callable[[], Database]) -> None:
    run_machine(RemovalMachine, postgresql_databases, examples=3, steps=20)


@pytest.mark.drill
def test_removing_holds_on_sqlite_for_long(sqlite_files: Callable[[], Database]) -> None:
    run_machine(RemovalMachine, sqlite_files, 60, 40, tuple(Phase))
