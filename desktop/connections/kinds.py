"""Who makes the connector of which kind of source: one line each, over the services."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from desktop.connections.folders import FolderHands, folder_maker
from desktop.connections.mailboxes import MailHands, mailbox_maker
from desktop.connections.phone_lines import LineHands, line_maker
from desktop.connections.running import Maker
from desktop.connections.web import WebHands, web_maker
from desktop.domain.connection_state import SourceToRun
from desktop.domain.errors import Refused
from desktop.domain.incoming import SetAside, Take
from desktop.services.actor import Actor
from desktop.services.changes import Clock
from desktop.services.cursors import Cursors
from desktop.services.importing import Importing
from desktop.services.receiving import Receiving

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Hands:
    """What connectors hand in to. ``listener`` is asked for when a connector starts."""

    receiving: Receiving
    listener: Callable[[], Actor]
    clock: Clock
    importing: Importing
    cursors: Cursors


def makers(hands: Hands) -> Sequence[Maker]:
    """The makers of this program. A kind that has none is kept and not run."""
    clock = hands.clock

    def take(_: SourceToRun) -> Take:
        return take_from_now(hands)

    def set_aside(_: SourceToRun) -> SetAside:
        return hands.receiving.as_set_aside(hands.listener())

    return (
        web_maker(WebHands(take, set_aside, clock)),
        mailbox_maker(MailHands(take, set_aside, hands.cursors.folder, clock)),
        line_maker(LineHands(take, set_aside, hands.cursors, clock)),
        folder_maker(FolderHands(hands.importing, hands.listener, set_aside, clock)),
    )


def take_from_now(hands: Hands) -> Take:
    """What a connector that starts hands in to, once the calls whose end nobody told are missed."""
    actor = hands.listener()
    try:
        hands.receiving.end_unheard(actor)
    except Refused:
        # Who rings now is heard all the same; those are looked at again at the next start.
        _log.warning("calls whose end nobody told stay open: the desk does not take them")
    return hands.receiving.as_take(actor)
