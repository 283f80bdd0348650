"""Mailboxes as connections: how one is made of a source, and tried."""

from collections.abc import Callable, Sequence

from desktop.connections.running import Hands, Maker
from desktop.connectors.mail.cursor import MailCursors
from desktop.connectors.mail.mailbox import Mailbox
from desktop.connectors.mail.settings import settings_of
from desktop.connectors.mail.trying import try_mailbox
from desktop.domain.connection_state import SourceToRun

MAILBOX = "mailbox"


def mailbox_maker(cursors: Callable[[str, str], MailCursors]) -> Maker:
    """Makes a connector of each mailbox. ``cursors`` gives that of a source's folder."""

    def make(sources: Sequence[SourceToRun], hands: Hands) -> Mailbox:
        (source,) = sources
        settings = settings_of(source)
        return Mailbox(
            settings,
            hands.take(source),
            hands.set_aside(source),
            cursors(settings.source, settings.folder),
            hands.clock,
        )

    return Maker(frozenset({MAILBOX}), make)


def mailbox_answers(source: SourceToRun, _running: Sequence[SourceToRun]) -> str:
    """The test button: signs in and says what is there. Raises Refused with what to do."""
    return try_mailbox(settings_of(source))
