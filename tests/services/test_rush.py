"""Fifty leads a second through the listener into the data, each sent twice, while others press at
the door and the desk goes on working: all are there afterwards, none twice."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Self

import pytest
from sqlalchemy import func, select

from desktop.connections.web import web_reader
from desktop.connectors.web.listener import Listener
from desktop.storage import tables
from tests.connectors.web.posting import SECRET, Desk, Post, leads
from tests.connectors.web.rush import Crowd, lead, send_all
from tests.services.incoming import Intake
from tests.services.world import World

_lead = tables.metadata.tables["lead"]
_callback = tables.metadata.tables["callback"]


@contextmanager
def taking_in(world: World) -> Iterator[Post]:
    """A listener that hands in to the service."""
    intake = Intake.at(world)
    ads = leads(
        "ads",
        "google-ads",
        take=intake.receiving.as_take(intake.listener),
        set_aside=intake.receiving.as_set_aside(intake.listener),
    )
    listener = Listener(read=web_reader(world.clock), clock=world.clock, sources=[ads])
    port = listener.start()
    try:
        yield Post(listener, Desk(), port)
    finally:
        listener.stop()


class AtWork:
    """A clerk who logs calls and a colleague who looks at the queue, while the block runs."""

    def __init__(self, intake: Intake) -> None:
        self._intake = intake
        self._over = threading.Event()
        self._threads = [threading.Thread(target=self._log), threading.Thread(target=self._look)]
        self.logged = 0
        self.looked = 0

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()

    def _log(self) -> None:
        while not self._over.wait(0.05):
            self._intake.take(self._intake.call(external_id=f"call-{self.logged}"))
            self.logged += 1

    def _look(self) -> None:
        while not self._over.wait(0.02):
            with self._intake.world.database.read() as conn:
                conn.execute(select(func.count()).select_from(_callback)).scalar_one()
            self.looked += 1


def rush(world: World, how_many: int, pause: float) -> None:
    wait = threading.Event().wait
    with taking_in(world) as post:
        with Crowd(post), AtWork(Intake.at(world)) as work:
            told = send_all(post, "/leads/ads", how_many, lambda took: wait(took * pause))
        state = post.listener.state()
    assert set(told) == {200}
    assert state.taken == 2 * how_many
    assert (state.set_aside, state.waiting, state.trouble) == (0, 0, "")
    assert work.logged
    assert work.looked
    with world.database.read() as conn:
        kept = conn.execute(select(_lead.c.external_id)).scalars().all()
    assert sorted(kept) == [lead(number)["lead_id"] for number in range(how_many)]
    assert SECRET not in str(state)


def test_a_hundred_leads_sent_twice_are_a_hundred(world: World) -> None:
    rush(world, 100, pause=0)


@pytest.mark.drill
def test_fifty_leads_a_second_for_a_minute(world: World) -> None:
    rush(world, 3_000, pause=1)
