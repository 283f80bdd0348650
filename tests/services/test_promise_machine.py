"""The promise rules under any sequence of what a desk does, on both engines."""

from collections.abc import Callable, Collection

import pytest
from hypothesis import Phase

from desktop.storage.engine import Database
from tests.services.machines import QUICK, run_machine
from tests.services.promise_machine import PromiseMachine


def _run(
    fresh: Callable[[], Database], examples: int, steps: int, phases: Collection[Phase] = QUICK
) -> None:
    run_machine(PromiseMachine, fresh, examples, steps, phases)


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
