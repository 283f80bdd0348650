"""From a real mail server to the desk's own tables: promises to ring, nothing twice."""

from threading import Condition
from uuid import UUID, uuid4

import pytest

from desktop.connectors.mail.mailbox import Mailbox
from desktop.domain.connection_state import Link
from desktop.domain.vocabulary import CallOutcome
from desktop.services.cursors import Cursors
from tests.connectors.mail.conftest import server  # noqa: F401 - the fixture
from tests.connectors.mail.dovecot import MailServer
from tests.connectors.mail.receiving import LETTER, QUICK, VOICEMAIL, form, settings
from tests.services.incoming import Intake
from tests.services.world import World

UNREADABLE = (
    b"From: Clinic <wordpress@clinic.example.com>\nSubject: A question\n"
    b"Message-ID: <nobody@clinic.example.com>\n\nName: Fern Moss\nMessage: Ring me\n"
)


@pytest.fixture
def intake(world: World) -> Intake:
    """The small world, listening."""
    return Intake.at(world)


def read_once(intake: Intake, server: MailServer, user: str, source: UUID) -> None:  # noqa: F811
    """Until the mailbox has read what there is."""
    changed = Condition()

    def told() -> None:
        with changed:
            changed.notify_all()

    box = Mailbox(
        settings(server, user),
        intake.receiving.as_take(intake.listener),
        intake.receiving.as_set_aside(intake.listener),
        Cursors(intake.world.database, intake.world.clock).folder(source, "INBOX"),
        intake.world.clock,
        pace=QUICK,
        told=told,
    )
    box.start()
    try:
        with changed:
            assert changed.wait_for(lambda: box.standing.link is Link.WORKING, timeout=30)
    finally:
        box.stop()


def test_a_voicemail_and_a_form_become_promises_once(
    intake: Intake,
    server: MailServer,  # noqa: F811
) -> None:
    user, source = f"received-{uuid4().hex}", uuid4()
    server.deliver(user, VOICEMAIL, form(1), LETTER, UNREADABLE)
    read_once(intake, server, user, source)
    call = intake.row("call")
    assert call.outcome == CallOutcome.MISSED
    assert call.number_id is not None
    assert intake.row("lead").name == "Fern Moss"
    assert len(intake.rows("callback")) == 2
    assert "nobody can be reached" in intake.row("quarantine").reason
    assert server.seen(user) == [1, 2]
    # The place was lost (another desk, a restored copy): all that is unread is read again.
    with server.opened(user) as client:
        client.uid("STORE", "1:4", "-FLAGS", r"(\Seen)")
    read_once(intake, server, user, uuid4())
    assert [len(intake.rows(name)) for name in ("call", "lead", "callback")] == [1, 1, 2]
    assert server.seen(user) == [1, 2]
