"""The web listener as a connection: one address for every source that posts."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from desktop.connections.running import Maker
from desktop.domain.connection_state import Connector, Link, SourceToRun, Standing
from desktop.domain.incoming import Rejected, RowRead, SetAside, Take, Taken
from desktop.domain.pop_link import read_pop
from desktop.services.changes import Clock

if TYPE_CHECKING:
    from desktop.connectors.web.again import Posted, Waiting
    from desktop.connectors.web.listener import Read
    from desktop.connectors.web.sources import ListenerState, WebSource

_LISTENER: Final = "listener"
_BRINGS: Final = {"web_form": "leads", "cti": "cti", "pop": "pop"}
"""Kinds of source, and what they bring to the listener."""
_OFF: Final = "The web listener is switched off, so nothing can come here. Switch it on."
_NO_CALLER: Final = (
    "There is no number in it, so nobody can be announced. Send it as number=…, with digits."
)


@dataclass(frozen=True, slots=True)
class WebHands:
    """What the listener is handed: how to hand in for a source, and the time."""

    take: Callable[[SourceToRun], Take]
    set_aside: Callable[[SourceToRun], SetAside]
    clock: Clock


class WebListener:
    """The listener with its sources; a :class:`desktop.domain.connection_state.Connector`."""

    def __init__(
        self, sources: Sequence[SourceToRun], hands: WebHands, read: "Read", waiting: "Waiting"
    ) -> None:
        from desktop.connectors.web.listener import Listener

        self._clock = hands.clock
        self._since: datetime | None = None
        self._trouble: tuple[str, datetime] = ("", hands.clock())
        self._at = next((each for each in sources if each.kind == _LISTENER), None)
        public = self._at.option("public").strip().rstrip("/") if self._at else ""
        self._listener = Listener(
            read=read,
            clock=hands.clock,
            sources=[_web_source(each, hands, public) for each in sources if each is not self._at],
            hosts=[public.partition("://")[2].partition("/")[0]],
            waiting=waiting,
        )

    @property
    def standing(self) -> Standing:
        """Listening, or what is in the way."""
        if self._at is None:
            return Standing(Link.REFUSED, self._since, _OFF)
        state = self._listener.state()
        if not state.running:
            return Standing(Link.OFF)
        if state.trouble != self._trouble[0]:
            self._trouble = (state.trouble, self._clock())
        link = Link.RETRYING if state.trouble else Link.WORKING
        since = self._trouble[1] if state.trouble else self._since
        return Standing(link, since, state.trouble, state.last_event)

    @property
    def state(self) -> "ListenerState":
        """What has come since it started, by source."""
        return self._listener.state()

    def start(self) -> None:
        """Listen. Raises :class:`desktop.connectors.web.server.CannotListen`."""
        self._since = self._clock()
        if self._at is None:
            return
        host = self._at.option("host", "127.0.0.1").strip()
        self._listener.start(host, int(self._at.option("port", "8443")))

    def stop(self) -> None:
        """Answer what is under way, then end."""
        self._listener.stop()


def web_maker(hands: WebHands) -> Maker:
    """Makes the listener. What a sender said before about a call that goes on, and what could not
    be handed in, outlives a listener that is started anew because a source was changed."""
    read: Read | None = None
    waiting: Waiting | None = None

    def make(sources: Sequence[SourceToRun]) -> Connector:
        nonlocal read, waiting
        from desktop.connectors.web.again import Waiting

        read, waiting = read or web_reader(hands.clock), waiting or Waiting()
        return WebListener(sources, hands, read, waiting)

    return Maker(frozenset((_LISTENER, *_BRINGS)), make, together=True)


def web_reader(clock: Clock) -> "Read":
    """Who reads what is posted: the readers of leads, and those of calls with what was said before
    about the same call."""
    # Only here: the window starts without.
    from desktop.connectors.files.calls.live import LiveCalls
    from desktop.connectors.files.format import ReadOptions
    from desktop.connectors.files.leads.services import read_post
    from desktop.connectors.web.sources import Brings

    live = LiveCalls(clock)

    def read(posted: "Posted") -> Iterable[RowRead]:
        source, options = posted.source, ReadOptions(posted.source.zone)
        match source.brings:
            case Brings.LEADS:
                return read_post(posted.body, posted.content_type, options, source.vendor)
            case Brings.CALLS:
                vendor, body, kind = source.vendor, posted.body, posted.content_type
                return live.read(source.name, vendor, body, kind, options)
            case Brings.POPS:
                return _read_pop(posted, clock())

    return read


def _read_pop(posted: "Posted", now: datetime) -> Iterator[RowRead]:
    text = posted.body.decode("utf-8", "replace")
    if text.lstrip()[:1] == "{":
        try:
            fields = json.loads(text)
            text = urlencode({name: value for name, value in fields.items() if value is not None})
        except (ValueError, RecursionError):
            text = ""
    found = read_pop(f"ketwell:pop?{text}")
    if found is None:
        yield Rejected(1, _NO_CALLER, text)
    else:
        yield Taken(1, found.call(posted.source.name, now))


def _web_source(source: SourceToRun, hands: WebHands, public: str) -> "WebSource":
    from desktop.connectors.web.sources import Brings, WebSource

    sender = source.option("sender", "any" if source.kind == "web_form" else "generic-cti")
    brings = Brings(_BRINGS[source.kind])
    return WebSource(
        source.name,
        brings,
        "" if sender == "any" or brings is Brings.POPS else sender,
        source.zone,
        hands.take(source),
        hands.set_aside(source),
        source.secret,
        public,
    )
