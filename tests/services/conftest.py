"""The small world, on both engines (see ``tests/databases.py``)."""

import pytest

from desktop.storage.engine import Database
from tests.conftest import Clock
from tests.services.world import World, build_world


@pytest.fixture
def world(database: Database, clock: Clock) -> World:
    """Phoenix and Chicago, the front desk, Wren, Robin, Lark, Juniper, Rowan and the others."""
    return build_world(database, clock)
