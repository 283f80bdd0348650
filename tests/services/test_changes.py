"""The spine of every write."""

from tests.services.world import World


def test_world(world: World) -> None:
    assert world.juniper
