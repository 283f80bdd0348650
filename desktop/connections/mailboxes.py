"""Mailboxes as connections: how the connector of one is made."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from desktop.connections.in_the_way import secret_in_the_way
from desktop.connections.running import Maker
from desktop.connectors.mail.cursor import MailCursors
from desktop.domain.connection_state import SourceToRun
from desktop.domain.incoming import SetAside, Take
from desktop.services.changes import Clock

if TYPE_CHECKING:
    from desktop.connectors.mail.mailbox import Mailbox

MAILBOX = "mailbox"


@dataclass(frozen=True, slots=True)
class MailHands:
    """What a mailbox is handed: how to hand in for a source, where the place of a source's folder
    is kept, and the time."""

    take: Callable[[SourceToRun], Take]
    set_aside: Callable[[SourceToRun], SetAside]
    cursors: Callable[[UUID, str], MailCursors]
    clock: Clock


def mailbox_maker(hands: MailHands) -> Maker:
    """Makes a connector for each mailbox."""

    def make(sources: Sequence[SourceToRun]) -> "Mailbox":
        # Loaded for a desk that has a mailbox alone.
        from desktop.connectors.mail.mailbox import Mailbox
        from desktop.connectors.mail.settings import settings_of

        (source,) = sources
        settings = settings_of(source)
        return Mailbox(
            settings,
            hands.take(source),
            hands.set_aside(source),
            hands.cursors(source.id, settings.folder),
            hands.clock,
        )

    return Maker(frozenset({MAILBOX}), make, ready=secret_in_the_way)
