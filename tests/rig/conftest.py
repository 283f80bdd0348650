"""One phone system for all tests here, with phones that do as their names say."""

import socket
from collections.abc import Iterator

import pytest

from tests.rig import scenarios
from tests.rig.asterisk import Asterisk, NotToBeHad, free_port, program, set_up
from tests.rig.callers import Crowd, crowd


@pytest.fixture(scope="session")
def phone_system() -> Iterator[Asterisk]:
    """It runs; left out with the reason where there can be none."""
    try:
        root = program()
    except NotToBeHad as reason:
        pytest.skip(str(reason))
    phones = {name: free_port(socket.SOCK_DGRAM) for name in ("101", "102", "103", "104")}
    with set_up(root, phones) as system:
        system.start()
        with crowd(system.ports.sip) as office:
            office.phone(scenarios.phone_answers(0.6), phones["101"])
            office.phone(scenarios.phone_rings(), phones["102"])
            office.phone(scenarios.phone_is_busy(), phones["103"])
            passes_on = scenarios.phone_passes_on(0.5, 1.5, "101", system.ports.sip)
            office.phone(passes_on, phones["104"])
            yield system


@pytest.fixture
def outside(phone_system: Asterisk) -> Iterator[Crowd]:
    """Everybody who rings."""
    with crowd(phone_system.ports.sip) as made:
        yield made
