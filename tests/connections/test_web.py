"""The listener as a connection: which sources it serves, how it stands, what outlives a restart."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID, uuid4

import pytest

from desktop.connections.running import Connectors
from desktop.connections.web import WebHands, WebListener, web_maker
from desktop.connectors.web.sources import Brings
from desktop.connectors.web.vendors import VENDORS
from desktop.domain.connection_kinds import kind_named
from desktop.domain.connection_state import Link, SourceToRun
from desktop.domain.errors import ServerLost
from desktop.domain.incoming import Disposition, IncomingCall, Take
from tests.conftest import Clock
from tests.connectors.web.posting import SECRET, Desk, Post

LISTENER = UUID(int=1)


@pytest.mark.parametrize(("kind", "brings"), [("web_form", Brings.LEADS), ("cti", Brings.CALLS)])
def test_who_may_send_is_whom_the_listener_knows(kind: str, brings: Brings) -> None:
    (sender,) = kind_named(kind).options
    known = [(each.name or "any", each.title) for each in VENDORS if each.brings is brings]
    assert sorted(sender.choices) == sorted(known)
    assert sender.start in dict(sender.choices)
    assert kind_named(kind).path == f"/{brings}/"
    assert kind_named(kind).given_by <= dict(sender.choices).keys()
    assert not kind_named(kind).makes_secret_for({"sender": "callrail"})
    assert kind_named(kind).makes_secret_for({"sender": sender.start})


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as sock:
        return int(sock.getsockname()[1])


def listener(port: int, **options: str) -> SourceToRun:
    found = {"host": "127.0.0.1", "port": str(port), **options}
    return SourceToRun(LISTENER, "listener", "listener", tuple(found.items()), "UTC")


def a_source(kind: str, name: str, **options: str) -> SourceToRun:
    return SourceToRun(uuid4(), kind, name, tuple(options.items()), "America/Phoenix", SECRET)


class House:
    """Sources that can be changed, the connectors over them, and the desk they hand in to."""

    def __init__(self, clock: Clock) -> None:
        self.sources: list[SourceToRun] = []
        self.desk = Desk()
        self.named: list[str] = []
        hands = WebHands(self._take, lambda _: self.desk.set_aside, clock)
        self.connectors = Connectors(lambda: self.sources, [web_maker(hands)], clock)

    def _take(self, source: SourceToRun) -> Take:
        self.named.append(source.name)
        return self.desk.take

    def use(self, *sources: SourceToRun) -> None:
        self.sources = list(sources)
        self.connectors.refresh()

    def post(self, port: int) -> Post:
        running = next(iter(self.connectors._running.values()))
        assert isinstance(running, WebListener)
        return Post(running._listener, self.desk, port)


@contextmanager
def house(clock: Clock) -> Iterator[House]:
    found = House(clock)
    try:
        yield found
    finally:
        found.connectors.close()


def test_one_listener_serves_all_that_post(clock: Clock) -> None:
    port = free_port()
    form, pbx = a_source("web_form", "form"), a_source("cti", "pbx", sender="generic-cti")
    crm = a_source("pop", "crm")
    with house(clock) as home:
        home.use(listener(port, public="https://desk.example.org/"), form, pbx, crm)
        post = home.post(port)
        lead = {"name": "Linden Grove", "phone": "602-555-0142"}
        assert post("/leads/form", lead, host="desk.example.org").status == 200
        ring = {"event": "newCall", "callId": "1", "from": "16025550142"}
        assert post("/cti/pbx", ring).status == 200
        assert post("/pop?number=6025550142").status == 200
        standing = home.connectors.standing(form.id)
        assert (standing.link, standing.since) == (Link.WORKING, clock.now)
        assert standing.last_event_at == clock.now
        assert home.connectors.standing(LISTENER) == standing
    assert len(home.desk.taken) == 3
    assert home.named == ["form", "pbx", "crm"]
    assert home.connectors.standing(form.id).link is Link.OFF


def test_a_call_goes_on_when_a_source_is_changed_meanwhile(clock: Clock) -> None:
    port = free_port()
    pbx = a_source("cti", "pbx")
    with house(clock) as home:
        home.use(listener(port), pbx)
        home.post(port)("/cti/pbx", {"event": "newCall", "callId": "1", "from": "16025550142"})
        home.use(listener(port), pbx, a_source("web_form", "form"))
        home.post(port)("/cti/pbx", {"event": "hangup", "callId": "1"})
    last = home.desk.taken[-1]
    assert isinstance(last, IncomingCall)
    assert (last.disposition, last.caller) == (Disposition.MISSED, "+16025550142")


def test_how_it_stands_says_what_to_do(clock: Clock) -> None:
    form = a_source("web_form", "form")
    with house(clock) as home, socket.create_server(("127.0.0.1", 0)) as other:
        home.use(form)
        assert home.connectors.standing(form.id).link is Link.REFUSED
        assert "Switch it on" in home.connectors.standing(form.id).reason
        home.use(listener(other.getsockname()[1]), form)
        assert home.connectors.standing(form.id).link is Link.REFUSED
        assert "another program" in home.connectors.standing(form.id).reason
        port = free_port()
        home.use(listener(port), form)
        assert home.connectors.standing(form.id).link is Link.WORKING
        home.desk.away = ServerLost("The clinic server cannot be reached.")
        later = clock.forward(minutes=1)
        lead = {"name": "Linden Grove", "phone": "602-555-0142"}
        assert home.post(port)("/leads/form", lead).status == 503
        standing = home.connectors.standing(form.id)
        assert (standing.link, standing.reason) == (Link.RETRYING, str(home.desk.away))
        assert standing.since == later
        # What waits outlives a listener that is started anew.
        home.use(listener(port), form, a_source("web_form", "other"))
        assert home.post(port).listener.state().waiting == 1
