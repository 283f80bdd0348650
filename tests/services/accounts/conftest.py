"""Accounts that nobody has set up yet, and those of the small world."""

from uuid import uuid4

import pytest

from desktop.services.changes import Ledger
from desktop.services.users import Users
from desktop.storage.engine import Database
from tests.conftest import Clock
from tests.services.accounts.known import PASSWORD, PIN, CountingPasswords
from tests.services.world import World


@pytest.fixture
def fresh(database: Database, clock: Clock) -> Users:
    """A data directory in which nobody is yet."""
    return Users(database, Ledger(database, clock), clock, CountingPasswords())


@pytest.fixture
def users(world: World) -> Users:
    """The small world; Wren and Lark have a password, Wren a PIN."""
    made = Users(
        world.database,
        world.ledger,
        world.clock,
        CountingPasswords(),
        lambda: world.clock.now.timestamp(),
    )
    for actor in (world.wren, world.lark):
        made.reset(world.lark, actor.user_id, 1, PASSWORD, uuid4())
    made.set_pin(world.wren, PIN, uuid4())
    return made
