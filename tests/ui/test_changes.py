"""That somebody wrote is told at once to who must know at once, and each second to the rest."""

import pytest
from pytestqt.qtbot import QtBot

from desktop.domain.errors import ServerLost
from desktop.ui.changes import HEAR_EVERY_MS, LISTEN_EVERY_MS, Changes
from tests.ui.at_once import AtOnce


class _World:
    """What the data answers; ``told`` is what was told."""

    def __init__(self) -> None:
        self.version = self.stirs = 1
        self.away = False
        self.told: list[str] = []
        self.changes = Changes(AtOnce(), lambda: self.version, self._stir)
        self.changes.stirred.connect(lambda: self.told.append("stirred"))
        self.changes.changed.connect(lambda _touched: self.told.append("changed"))

    def _stir(self) -> int:
        if self.away:
            raise ServerLost("The clinic server does not answer.")
        return self.stirs


@pytest.fixture
def world(qtbot: QtBot) -> _World:
    """A window that listens."""
    return _World()


def test_what_is_heard_is_told_once(world: _World) -> None:
    """Also the first time: a caller may ring while the window opens."""
    for stirs, told in ((1, 1), (1, 1), (2, 2), (2, 2), (5, 3)):
        world.stirs = stirs
        world.changes.hear()
        assert world.told == ["stirred"] * told


def test_a_notice_that_got_lost_is_made_up_for(world: _World) -> None:
    world.changes.listen()
    assert world.told == []
    world.version = 2
    world.changes.listen()
    assert world.told == ["stirred", "changed"]


def test_it_asks_again_by_itself_and_a_lost_server_less_often(world: _World) -> None:
    world.changes.start_hearing()
    timer = world.changes._quick_timer
    assert (timer.isActive(), timer.interval()) == (True, HEAR_EVERY_MS)
    world.away = True
    world.changes.hear()
    assert (timer.isActive(), timer.interval()) == (True, LISTEN_EVERY_MS)
    world.away = False
    world.changes.hear()
    assert timer.interval() == HEAR_EVERY_MS
    world.changes.stop()
    world.changes.hear()
    assert not timer.isActive()
