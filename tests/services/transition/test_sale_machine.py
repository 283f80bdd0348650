"""The rules of the transition under any sequence of what people do, on both engines."""

from collections.abc import Callable

import pytest
from hypothesis import Phase

from desktop.storage.engine import Database
from tests.services.machines import run_machine
from tests.services.transition.sale_machine import SaleMachine


def test_a_sale_holds_on_sqlite(sqlite_files: Callable[[], Database]) -> None:
    run_machine(SaleMachine, sqlite_files, examples=10, steps=25)


def test_a_sale_holds_on_postgresql(postgresql_databases: Callable[[], Database]) -> None:
    run_machine(SaleMachine, postgresql_databases, examples=2, steps=20)


@pytest.mark.drill
@pytest.mark.parametrize("part", range(4))
def test_a_sale_holds_on_sqlite_for_long(sqlite_files: Callable[[], Database], part: int) -> None:
    run_machine(SaleMachine, sqlite_files, 30, 25 + 10 * part, tuple(Phase))
