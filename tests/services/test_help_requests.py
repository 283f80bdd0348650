"""Asking every desk for a colleague."""

from datetime import timedelta

import pytest

from desktop.domain.errors import NotAllowed
from desktop.services.help_requests import FRESH, HelpRequests
from tests.services.world import World


def test_the_first_who_comes_is_told(world: World) -> None:
    helping = HelpRequests(world.database, world.clock)
    asked = helping.ask(world.wren)
    assert asked.who == "Wren Hill"
    assert [row.id for row in helping.waiting()] == [asked.id]
    with pytest.raises(NotAllowed):
        helping.come(world.it, asked.id)
    first = helping.come(world.robin, asked.id)
    second = helping.come(world.lark, asked.id)
    assert first is not None
    assert second is not None
    assert first.helper == second.helper == "Robin Vale"
    assert helping.waiting() == ()
    helping.end(asked.id)
    assert helping.come(world.lark, asked.id) is None


def test_a_locked_desk_asks_by_its_name_and_old_requests_fade(world: World) -> None:
    helping = HelpRequests(world.database, world.clock)
    asked = helping.ask(None)
    assert asked.who == "Somebody at Desk 1"
    world.clock.now += FRESH - timedelta(seconds=1)
    assert len(helping.waiting()) == 1
    world.clock.forward(seconds=1)
    assert helping.waiting() == ()


def test_asking_is_heard_of_by_other_desks(world: World) -> None:
    helping = HelpRequests(world.database, world.clock)
    seen = [world.database.data_version()]
    asked = helping.ask(world.wren)
    seen.append(world.database.data_version())
    helping.come(world.robin, asked.id)
    seen.append(world.database.data_version())
    helping.end(asked.id)
    seen.append(world.database.data_version())
    assert len(set(seen)) == len(seen)
