"""The small world in the middle of a sale, on both engines."""

import pytest

from tests.services.transition.deal import Deal, deal_of
from tests.services.world import World


@pytest.fixture
def deal(world: World) -> Deal:
    """Nothing announced and nothing approved yet."""
    return deal_of(world)
