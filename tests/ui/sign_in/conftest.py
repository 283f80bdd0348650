"""The sign-in page over real accounts in an encrypted file."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
from pytestqt.qtbot import QtBot

from desktop.services.passwords import Cost, Passwords
from desktop.services.user_rows import SignedIn
from desktop.services.users import Users
from desktop.storage.engine import Database
from desktop.ui.sign_in.sign_in_page import SignInPage
from desktop.ui.theme import Theme
from desktop.ui.widgets.field import Field
from tests.conftest import A_TUESDAY, Clock
from tests.services.world import World, build_world
from tests.ui.at_once import AtOnce

PASSWORD = "copper kettle on"
PIN = "135790"


def is_read_in_full(field: Field) -> bool:
    """Whether what is said below a field has its place, and covers nothing."""
    below = field.below
    fits = below.width() >= below.full_width()
    return fits and below.geometry().top() > field.control.geometry().bottom()


@pytest.fixture
def world(sqlite_database: Database, clock: Clock) -> World:
    return build_world(sqlite_database, clock)


@pytest.fixture
def users(world: World) -> Users:
    """Wren and Robin have a password and a PIN, Lark a password."""
    users = Users(world.database, world.ledger, world.clock, Passwords(Cost(1, 8, 1)))
    for actor in (world.wren, world.robin, world.lark):
        users.reset(world.lark, actor.user_id, 1, PASSWORD, uuid4())
    for actor in (world.wren, world.robin):
        users.set_pin(actor, PIN, uuid4())
    return users


@pytest.fixture
def tasks() -> AtOnce:
    return AtOnce()


@pytest.fixture
def page(
    theme: Theme, users: Users, clock: Clock, tasks: AtOnce, qtbot: QtBot
) -> Iterator[SignInPage]:
    """The page, shown but not yet activated."""
    page = SignInPage(
        theme=theme,
        tasks=tasks,
        users=users,
        clock=clock,
        desk="Front desk 3",
        place=("Encrypted · this computer", "lock-keyhole"),
    )
    qtbot.addWidget(page)
    page.resize(1440, 900)
    with qtbot.waitExposed(page):
        page.show()
    page.activateWindow()
    yield page
    page.close()


@pytest.fixture
def entered(page: SignInPage) -> list[SignedIn]:
    """Who came in, in order."""
    came: list[SignedIn] = []
    page.signed_in.connect(came.append)
    return came


@pytest.fixture
def here_today(users: Users, clock: Clock) -> None:
    """Robin came first, Wren later."""
    clock.now = A_TUESDAY - timedelta(hours=8)
    users.sign_in("Robin Vale", PASSWORD)
    clock.forward(hours=1)
    users.sign_in("Wren Hill", PASSWORD)
    clock.now = A_TUESDAY
