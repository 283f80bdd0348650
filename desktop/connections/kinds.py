"""Who makes the connector of which kind of source: one line each, over the services."""

from collections.abc import Callable, Sequence

from desktop.connections.running import Maker
from desktop.connections.web import WebHands, web_maker
from desktop.domain.connection_state import SourceToRun
from desktop.domain.incoming import SetAside, Take
from desktop.services.actor import Actor
from desktop.services.changes import Clock
from desktop.services.receiving import Receiving


def makers(receiving: Receiving, listener: Callable[[], Actor], clock: Clock) -> Sequence[Maker]:
    """The makers of this program; what comes is handed in as ``listener``, who is asked for when a
    connector starts. A kind that has none is kept and not run."""

    def take(_: SourceToRun) -> Take:
        return receiving.as_take(listener())

    def set_aside(_: SourceToRun) -> SetAside:
        return receiving.as_set_aside(listener())

    return (web_maker(WebHands(take, set_aside, clock)),)
