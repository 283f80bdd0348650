"""Merging under any sequence of what a desk does, on both engines."""

from collections.abc import Callable

import pytest
from hypothesis import Phase

from desktop.storage.engine import Database
from tests.services.machines import run_machine
from tests.services.merge_machine import MergeMachine


def test_merging_holds_on_sqlite(sqlite_files: Callable[[], Database]) -> None:
    run_machine(MergeMachine, sqlite_files, examples=12, steps=25)


def test_merging_holds_on_postgresql(postgresql_databases: Callable[[], Database]) -> None:
    run_machine(MergeMachine, postgresql_databases, examples=3, steps=20)


@pytest.mark.drill
@pytest.mark.parametrize("part", range(4))
def test_merging_holds_on_sqlite_for_long(sqlite_files: Callable[[], Database], part: int) -> None:
    run_machine(MergeMachine, sqlite_files, 30, 30 + 10 * part, tuple(Phase))
