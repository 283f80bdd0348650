"""One program runs a source; another takes over when that one has died."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import update

from desktop.services.source_leases import CLOCKS_APART, TERM, Held, SourceLeases
from desktop.storage.engine import Database, open_database
from desktop.storage.tables import SourceLease
from tests.conftest import Clock

MAILBOX, FOLDER = UUID(int=1), UUID(int=2)


@pytest.fixture
def front(database: Database, clock: Clock) -> SourceLeases:
    """The program at the front desk."""
    return SourceLeases(database, clock, uuid4(), "front")


@pytest.fixture
def back(database: Database, clock: Clock) -> SourceLeases:
    """The program at the back office."""
    return SourceLeases(database, clock, uuid4(), "back")


def test_the_first_has_it_while_it_renews(
    front: SourceLeases, back: SourceLeases, clock: Clock
) -> None:
    assert front.look(MAILBOX) == Held(mine=False)
    until = clock.now + TERM
    assert (
        front.claim(MAILBOX) == front.look(MAILBOX) == Held(mine=True, place="front", until=until)
    )
    assert back.claim(MAILBOX) == back.look(MAILBOX) == Held(mine=False, place="front", until=until)
    clock.forward(seconds=TERM.total_seconds() - 1)
    assert front.claim(MAILBOX).until == clock.now + TERM
    clock.forward(seconds=TERM.total_seconds() - 1)
    assert not back.claim(MAILBOX).mine
    assert back.claim(FOLDER).mine, "each source has a lease of its own"


def test_another_takes_over_when_it_dies(
    front: SourceLeases, back: SourceLeases, clock: Clock
) -> None:
    front.claim(MAILBOX)
    clock.forward(seconds=TERM.total_seconds())
    assert back.look(MAILBOX) == Held(mine=False)
    assert back.claim(MAILBOX).mine
    late = front.claim(MAILBOX)
    assert (late.mine, late.place) == (False, "back"), "who was away hears that it is lost"


def test_who_closes_lets_it_go_and_takes_nobody_else_s(
    front: SourceLeases, back: SourceLeases
) -> None:
    front.claim(MAILBOX)
    back.release(MAILBOX)
    assert not back.claim(MAILBOX).mine
    front.release(MAILBOX)
    assert back.claim(MAILBOX).mine


def test_a_lease_of_a_clock_that_was_wrong_keeps_nobody_off(
    database: Database, front: SourceLeases, back: SourceLeases, clock: Clock
) -> None:
    front.claim(MAILBOX)
    with database.write() as conn:
        conn.execute(update(SourceLease).values(until=clock.now + CLOCKS_APART))
    assert not back.claim(MAILBOX).mine
    with database.write() as conn:
        far = clock.now + CLOCKS_APART + timedelta(seconds=1)
        conn.execute(update(SourceLease).values(until=far))
    assert back.claim(MAILBOX).mine


def test_of_many_that_begin_at_once_one_has_it(database: Database, clock: Clock) -> None:
    programs = [SourceLeases(database, clock, uuid4(), str(number)) for number in range(6)]
    with ThreadPoolExecutor(6) as threads:
        held = list(threads.map(lambda each: each.claim(MAILBOX), programs))
    assert [each.mine for each in held].count(True) == 1
    assert len({each.place for each in held}) == 1


@pytest.fixture(params=["sqlite", "postgresql"])
def watched(request: pytest.FixtureRequest) -> Iterator[Database]:
    """Data that somebody listens to: on a server of its own, since a line that nobody reads any
    more would hold the database of all tests up."""
    if request.param == "sqlite":
        yield request.getfixturevalue("sqlite_database")
        return
    with closing(open_database(request.getfixturevalue("postgresql_target")).database) as opened:
        yield opened


def test_standing_by_writes_nothing_and_stirs_nobody(watched: Database, clock: Clock) -> None:
    """Renewing one makes no screen read again either."""
    front, back = (SourceLeases(watched, clock, uuid4(), name) for name in ("front", "back"))
    watched.stir()
    before = watched.data_version(), watched.stir()
    front.claim(MAILBOX)
    back.claim(MAILBOX)
    front.claim(MAILBOX)
    assert (watched.data_version(), watched.stir()) == before
