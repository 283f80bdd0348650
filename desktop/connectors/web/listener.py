"""The listener: who may post, what is read from it and handed in, what they are told.

A source's ``take`` and ``set_aside`` return when it is safely written, and only then is a sender
told that it arrived. What cannot be read is set aside with the reason and counts as arrived: sent
again it would be no better.
"""

import logging
import re
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Final
from urllib.parse import urlencode, urlsplit

from desktop.connectors.web.again import Again, Posted, Waiting
from desktop.connectors.web.answer import Answer, as_json, text
from desktop.connectors.web.counts import Counts, Outcome
from desktop.connectors.web.packed import unpacked
from desktop.connectors.web.request import BadRequest, Request
from desktop.connectors.web.server import Limits, Server
from desktop.connectors.web.signatures import Asked
from desktop.connectors.web.sources import Brings, ListenerState, WebSource
from desktop.connectors.web.vendors import Vendor, vendor_of
from desktop.domain.errors import Problem, Refused
from desktop.domain.incoming import (
    Ignored,
    Rejected,
    RowRead,
    Taken,
    Unreadable,
)
from desktop.domain.lead_secrets import text_without_secrets
from desktop.domain.quoting import not_taken

LOG = logging.getLogger(__name__)
_RETRY_AFTER: Final = "30"
_HOST: Final = re.compile(r"([a-z0-9.\-]{1,253}|\[[0-9a-f:.]{2,45}\])(?::[0-9]{1,5})?")
_OURS: Final = frozenset(("127.0.0.1", "localhost", "[::1]"))
_STUMBLED: Final = (
    "KetWell Desk stumbled over this message and kept it as it came. Show it to whoever looks "
    "after the program."
)
_NOT_SET_UP: Final = "No secret is kept for this source, so nothing is taken. Set one up."
_FROM_ANYBODY: Final = (
    "The signature or secret does not match, so this may come from anybody. Compare the secret "
    "here with the one at the sender."
)
_TURNED_AWAY: Final = {
    400: "A packed message came damaged and was not taken. Have the sender send it unpacked.",
    411: "A message came in pieces, without its length, and was not taken. Have the sender, or the "
    "proxy before the desk, send it whole.",
    413: "A message of more than 64 KB came and was not taken. Have the sender leave out what was "
    "uploaded, and look there for what it said.",
    415: "A message came packed in a way that is not known here and was not taken. Have the sender "
    "send it unpacked.",
}
_EMPTY: Final = "There is nothing in this message. See what the sender is set up to send."

Read = Callable[[Posted], Iterable[RowRead]]
"""The rows of a post: at least one, whatever it holds. Raises :class:`Problem` where it is none."""


class Listener:
    """Posts of ``sources``, at one address, until :meth:`stop`.

    ``hosts`` are the names under which it is reached from outside, beside those of the sources.
    ``waiting`` holds what a listener before this one could not hand in.
    """

    def __init__(
        self,
        *,
        read: Read,
        clock: Callable[[], datetime],
        sources: Sequence[WebSource] = (),
        hosts: Sequence[str] = (),
        limits: Limits | None = None,
        waiting: Waiting | None = None,
        pause: float = 5.0,
    ) -> None:
        self._read = read
        self._clock = clock
        self._counts = Counts()
        self._again = Again(self._hand_in, Waiting() if waiting is None else waiting, pause)
        self._server = Server(self.answer, limits)
        self._more_hosts = tuple(hosts)
        self._host, self._port, self._running = "", 0, False
        self.use(sources)

    def use(self, sources: Sequence[WebSource]) -> None:
        """Listen to these from now on, instead of those before."""
        hosts = {*_OURS, *map(str.casefold, self._more_hosts)}
        hosts |= {urlsplit(each.public).netloc.rpartition("@")[2] for each in sources}
        self._hosts = frozenset(name for each in hosts if (name := _host_name(each)))
        self._sources = {each.path: each for each in sources}
        # Softphones have one line for the address, so that of a single source needs no name.
        pops = [each for each in sources if each.brings is Brings.POPS]
        if len(pops) == 1:
            self._sources[f"/{Brings.POPS}"] = pops[0]

    def start(self, host: str = "127.0.0.1", port: int = 0) -> int:
        """Begin; returns the port. Raises :class:`desktop.connectors.web.server.CannotListen`."""
        self._port = self._server.start(host, port)
        self._host, self._running = host, True
        self._again.start()
        LOG.info("listening for %d sources", len(self._sources))
        return self._port

    def stop(self) -> None:
        """End: what is under way is answered, no thread is left."""
        self._server.stop()
        self._again.stop()
        self._running = False

    def state(self) -> ListenerState:
        """How it is now."""
        return self._counts.state(
            running=self._running, host=self._host, port=self._port, waiting=len(self._again)
        )

    def answer(self, request: Request) -> Answer:
        """What a request is told."""
        name = _host_name(request.header("host"))
        if name not in self._hosts and name != self._host:
            return text(421, "This address is not known here.")
        if "origin" in request.headers or request.header("sec-fetch-site") not in ("", "none"):
            return text(403, "Web pages have nothing to do here.")
        if request.path == "/health":
            return self._health(request)
        source = self._sources.get(request.path)
        vendor = vendor_of(source) if source else None
        if source is None or vendor is None:
            return text(404, "There is no source at this address.")
        return self._receive(request, source, vendor)

    def _health(self, request: Request) -> Answer:
        if request.method not in ("GET", "HEAD"):
            return text(405, "Ask with GET.", Allow="GET, HEAD")
        well = not self._counts.trouble
        return as_json({"ok": well}, 200 if well else 503)

    def _receive(self, request: Request, source: WebSource, vendor: Vendor) -> Answer:
        if not source.secret:
            return self._refuse(request, source, _NOT_SET_UP)
        try:
            if request.refused:
                raise request.refused
            request = unpacked(request)
        except BadRequest as why:
            return self._turn_away(request, source, why)
        asked = Asked(request, source, self._clock())
        greeting = vendor.greet_first(asked)
        if greeting is not None:
            return greeting
        methods = ("POST", "GET") if vendor.by_get else ("POST",)
        if request.method not in methods:
            return text(405, "Send it with POST.", Allow=", ".join(methods))
        # Not any(): each is looked at, so that the time tells nothing.
        if not sum([check(asked) for check in vendor.checks]):
            return self._refuse(request, source, _FROM_ANYBODY)
        greeting = vendor.greet(asked)
        if greeting is not None:
            return greeting
        posted = _posted(asked, vendor)
        try:
            self._hand_in(posted)
        except Problem as why:
            self._again.keep(posted)
            LOG.warning("%s: the desk is out of reach (%s)", source.path, type(why).__name__)
            return text(503, "The desk is out of reach. Try again.", Retry_After=_RETRY_AFTER)
        return vendor.say(asked)

    def _refuse(self, request: Request, source: WebSource, reason: str) -> Answer:
        if self._counts.refuse(source, reason, self._clock()) and request.body.strip():
            # Whoever is refused is told so in any case: a desk out of reach changes nothing.
            with suppress(Problem):
                self._put_aside(Posted(source, request.body, ""), reason, "")
        return text(401, "The secret or signature does not fit.", WWW_Authenticate="Bearer")

    def _turn_away(self, request: Request, source: WebSource, why: BadRequest) -> Answer:
        """Tell the desk of a message that cannot be taken, since nobody else will."""
        if self._counts.refuse(source, _TURNED_AWAY[why.status], self._clock()):
            known = f"{request.method} {request.path}"
            with suppress(Problem):
                self._put_aside(Posted(source, b"", ""), _TURNED_AWAY[why.status], known)
        return text(why.status, why.reason)

    def _hand_in(self, posted: Posted) -> None:
        """Raises :class:`Problem` where it cannot be taken now; then all of it comes again."""
        outcome = Outcome()
        try:
            for row in self._rows(posted):
                self._hand_in_row(posted, row, outcome)
        except Problem as why:
            self._counts.fail(str(why))
            raise
        self._counts.note(posted.source, outcome, self._clock())
        LOG.info(
            "%s: %d taken, %d ignored, %d set aside",
            posted.source.path,
            outcome.taken,
            outcome.ignored,
            outcome.set_aside,
        )

    def _rows(self, posted: Posted) -> list[RowRead]:
        whole = posted.body.decode("utf-8", "replace")
        try:
            rows = list(self._read(posted))
        except Problem as why:
            return [Rejected(1, str(why), whole)]
        except Exception:
            LOG.exception("%s: a message could not be read", posted.source.path)
            return [Rejected(1, _STUMBLED, whole)]
        return rows or [Rejected(1, _EMPTY, whole)]

    def _hand_in_row(self, posted: Posted, row: RowRead, outcome: Outcome) -> None:
        match row:
            case Ignored():
                outcome.ignored += 1
            case Rejected():
                self._put_aside(posted, row.reason, row.raw)
                outcome.set_aside += 1
            case Taken():
                try:
                    posted.source.take(row.record)
                    outcome.taken += 1
                except Refused as why:
                    self._put_aside(posted, not_taken(why), "")
                    outcome.set_aside += 1
                except Problem:
                    raise
                except Exception:
                    LOG.exception("%s: a record could not be taken", posted.source.path)
                    self._put_aside(posted, _STUMBLED, "")
                    outcome.set_aside += 1

    def _put_aside(self, posted: Posted, reason: str, raw: str) -> None:
        kept = raw.strip() or posted.body.decode("utf-8", "replace")
        clean = text_without_secrets(kept).encode("utf-8", "replace")
        posted.source.set_aside(Unreadable(posted.source.name, reason, clean))


def _posted(asked: Asked, vendor: Vendor) -> Posted:
    request, source = asked.request, asked.source
    if request.method != "GET" and (request.body or not vendor.by_get):
        return Posted(source, vendor.unwrap(asked), request.header("content-type"))
    told = [(name, value) for name, value in request.query_fields if name != "token"]
    return Posted(source, urlencode(told).encode(), "application/x-www-form-urlencoded")


def _host_name(host: str) -> str:
    """``Desk.example.org:443`` → ``desk.example.org``; "" where it is no host."""
    found = _HOST.fullmatch(host.casefold())
    return found[1] if found else ""
