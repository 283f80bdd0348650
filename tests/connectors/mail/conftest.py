"""One mail server for all tests; each has a mailbox of its own."""

from collections.abc import Iterator

import pytest

from tests.connectors.mail.dovecot import PROGRAM, MailServer, running


@pytest.fixture(scope="session")
def server() -> Iterator[MailServer]:
    """A real one, with certificates."""
    if PROGRAM is None:
        pytest.skip("dovecot is not here: apt-get install dovecot-imapd")
    with running() as started:
        yield started


@pytest.fixture
def user(request: pytest.FixtureRequest) -> str:
    """The name of this test's own mailbox."""
    return "".join(c for c in request.node.name.lower() if c.isalnum())[:60]
