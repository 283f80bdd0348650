"""What a sender is told, and what is handed in."""

from collections.abc import Iterator

import pytest

from desktop.connectors.web.again import Posted
from desktop.connectors.web.sources import Brings
from desktop.domain.errors import Problem, Refused, ServerLost
from desktop.domain.incoming import Disposition, Ignored, IncomingCall, IncomingLead, RowRead
from tests.conftest import Clock
from tests.connectors.web.posting import FORM, SECRET, calls, leads, listening, source

LEAD = {"form_name": "Ask us", "name": "Linden Grove", "phone": "602-555-0142", "message": "Hello"}


def test_a_form_becomes_a_lead(clock: Clock) -> None:
    with listening(clock, leads()) as post:
        assert post("/leads/form", LEAD).status == 200
        assert post("/leads/form", list(LEAD.items())).status == 200
        state = post.listener.state()
    first, second = post.desk.taken
    assert isinstance(first, IncomingLead)
    assert isinstance(second, IncomingLead)
    assert (first.name, first.numbers) == ("Linden Grove", ("602-555-0142",))
    assert (second.name, second.numbers, second.message) == (
        first.name,
        first.numbers,
        first.message,
    )
    assert (state.taken, state.set_aside, state.last_event) == (2, 0, clock.now)
    assert state.sources["/leads/form"].taken == 2


def test_ringing_answered_and_over_are_one_call(clock: Clock) -> None:
    ring = {"event": "newCall", "direction": "in", "from": "16025550142", "to": "18555550100"}
    with listening(clock, calls("pbx", "generic-cti")) as post:
        began = clock.now
        assert post("/cti/pbx", ring | {"callId": "7"}).status == 200
        answered = clock.forward(seconds=9)
        post("/cti/pbx", {"event": "answer", "callId": "7"})
        over = clock.forward(seconds=60)
        post("/cti/pbx", {"event": "hangup", "callId": "7", "cause": "normalClearing"})
    heard = [call for call in post.desk.taken if isinstance(call, IncomingCall)]
    assert [call.disposition for call in heard] == [
        Disposition.RINGING,
        Disposition.ANSWERED,
        Disposition.ANSWERED,
    ]
    last = heard[-1]
    assert {call.external_id for call in heard} == {"7"}
    assert (last.caller, last.started_at) == ("+16025550142", began)
    assert (last.answered_at, last.ended_at, last.talked_seconds) == (answered, over, 60)


def test_a_hang_up_without_numbers_is_a_missed_call(clock: Clock) -> None:
    with listening(clock, calls("pbx", "generic-cti")) as post:
        post("/cti/pbx", [("event", "IncomingCall"), ("from", "6025550142"), ("call_id", "a")])
        post("/cti/pbx", [("event", "HungUp"), ("call_id", "a"), ("type", "missed")])
    last = post.desk.taken[-1]
    assert isinstance(last, IncomingCall)
    assert (last.disposition, last.caller) == (Disposition.MISSED, "6025550142")


def test_the_end_of_a_call_from_before_is_news_about_it(clock: Clock) -> None:
    with listening(clock, calls("pbx", "generic-cti")) as post:
        post("/cti/pbx", {"event": "dtmf", "callId": "7"})
        post("/cti/pbx", {"event": "hangup", "direction": "in", "callId": "7"})
    (first,) = post.desk.taken
    assert isinstance(first, IncomingCall)
    assert (first.external_id, first.caller, first.ended_at) == ("7", "", clock.now)
    assert first.disposition is Disposition.MISSED
    assert not post.desk.aside


def test_sipgate_is_told_where_to_tell_the_rest(clock: Clock) -> None:
    sip = calls("sip", "generic-cti", public="https://desk.example.org")
    ring = [("event", "newCall"), ("from", "16025550142"), ("to", "1"), ("callId", "7")]
    with listening(clock, sip) as post:
        told = post(f"/cti/sip?token={SECRET}&a=1", ring, token="", host="desk.example.org")
        over = post("/cti/sip", [("event", "hangup"), ("callId", "7")])
    address = f"https://desk.example.org/cti/sip?token={SECRET}&amp;a=1"
    assert f'<Response onAnswer="{address}" onHangup="{address}"/>'.encode() in told.body
    assert told.headers["Content-Type"].startswith("text/xml")
    assert b"<Response/>" in over.body


def test_what_cannot_be_read_is_set_aside_and_counts_as_arrived(clock: Clock) -> None:
    pbx, form = calls("pbx", "generic-cti"), leads()
    bodies = [b"", b"\xff\xfe\x00\x01", b'{"event": "newCall"', b"[[[[", b"null", b"x=1", b"{}"]
    with listening(clock, pbx, form) as post:
        for body in bodies:
            for path in ("/cti/pbx", "/leads/form"):
                for kind in ("application/json", FORM, "text/plain", "multipart/form-data"):
                    assert post(path, body, headers={"content-type": kind}).status == 200
        state = post.listener.state()
    assert len(post.desk.aside) == state.set_aside == len(bodies) * 8
    assert all(each.reason.endswith((".", "…")) for each in post.desk.aside)
    assert not post.desk.taken


def test_secrets_in_what_is_set_aside_are_taken_out(clock: Clock) -> None:
    with listening(clock, leads("g", "google-ads"), calls("pbx", "generic-cti")) as post:
        post("/leads/g", {"google_key": SECRET, "api_version": "1.0"}, token="")
        cut_off = b'{"event": "newCall", "access_token": "' + SECRET.encode() + b'", "from'
        post("/cti/pbx", cut_off)
    for aside, kept in zip(post.desk.aside, (b"api_version", b"newCall"), strict=True):
        assert SECRET.encode() not in aside.raw
        assert kept in aside.raw


def test_a_desk_out_of_reach_says_when_to_come_again_and_tries_by_itself(clock: Clock) -> None:
    with listening(clock, leads(), pause=0.01) as post:
        post.desk.away = ServerLost("The clinic server cannot be reached.")
        told = post("/leads/form", LEAD)
        state = post.listener.state()
        health = post("/health", method="GET", token="")
        post.desk.away = None
        while post.listener.state().trouble:
            post("/health", method="GET")
        again = post("/health", method="GET", token="")
    assert (told.status, told.headers["Retry-After"]) == (503, "30")
    assert state.trouble == "The clinic server cannot be reached."
    assert (health.status, again.status) == (503, 200)
    assert len(post.desk.taken) == 1


def test_our_own_stumbling_is_no_reason_to_lose_a_lead(clock: Clock) -> None:
    with listening(clock, leads()) as post:
        post.desk.stumbles = ZeroDivisionError("a bug")
        assert post("/leads/form", LEAD).status == 200
        post.desk.stumbles = Refused("Nobody may.")
        assert post("/leads/form", LEAD).status == 200
    first, second = post.desk.aside
    assert b"602-555-0142" in first.raw
    assert second.reason == "The desk does not take this: “Nobody may.”"


@pytest.mark.parametrize(
    ("problem", "reason"),
    [(Problem("This is too deep."), "too deep"), (KeyError("bug"), "stumbled")],
)
def test_a_reader_that_fails_loses_nothing(clock: Clock, problem: Exception, reason: str) -> None:
    def read(posted: Posted) -> Iterator[RowRead]:
        yield Ignored(1, "nothing yet")
        raise problem

    with listening(clock, leads(), read=read) as post:
        assert post("/leads/form", LEAD).status == 200
    (aside,) = post.desk.aside
    assert reason in aside.reason
    assert b"602-555-0142" in aside.raw


def test_nobody_is_let_in_without_the_secret(clock: Clock) -> None:
    no_secret = leads("bare", secret="")
    with listening(clock, leads(), no_secret) as post:
        for token in ("", "Willow-and-alder", f"{SECRET} "[:-2], f"x{SECRET}"):
            assert post("/leads/form", LEAD, token=token).status == 401
        assert post("/leads/bare", LEAD, token="").status == 401
        assert (
            post("/leads/form", LEAD, token="", headers={"x-ketwell-token": SECRET}).status == 200
        )
        assert post(f"/leads/form?token={SECRET}", LEAD, token="").status == 200
        state = post.listener.state()
    assert len(post.desk.taken) == 2
    assert [each.source for each in post.desk.aside] == ["form"] * 4 + ["bare"]
    assert "does not match" in post.desk.aside[0].reason
    assert state.sources["/leads/form"].refused == 4
    assert "No secret" in state.sources["/leads/bare"].refusal


def test_a_stranger_fills_no_disk(clock: Clock) -> None:
    with listening(clock, leads()) as post:
        for _ in range(30):
            assert post("/leads/form", LEAD, token="no").status == 401
        kept = len(post.desk.aside)
        clock.forward(days=1)
        post.desk.away = ServerLost("The clinic server cannot be reached.")
        assert post("/leads/form", LEAD, token="no").status == 401
    assert kept == len(post.desk.aside) == 20


def test_browsers_and_unknown_names_are_refused(clock: Clock) -> None:
    form = leads(public="https://Desk.example.org/")
    with listening(clock, form, hosts=["other.example.org"]) as post:
        for host in ("desk.example.org", "DESK.example.org:443", "other.example.org", "localhost"):
            assert post("/leads/form", LEAD, host=host).status == 200
        for host in ("evil.example.org", "desk.example.org.evil.example", "", "a b", "[::1", "-"):
            told = post("/leads/form", LEAD, headers={"host": host})
            assert told.status == 421, host
        for headers in (
            {"origin": "null"},
            {"origin": "http://localhost"},
            {"sec-fetch-site": "cross-site"},
            {"sec-fetch-site": "same-origin"},
        ):
            assert post("/leads/form", LEAD, headers=headers).status == 403
    assert len(post.desk.taken) == 4


def test_addresses_and_methods_that_are_not_there(clock: Clock) -> None:
    with listening(clock, leads(), calls("t", "nobody")) as post:
        for path in ("/", "/leads", "/leads/", "/leads/other", "/cti/form", "/cti/t", "/pop"):
            assert post(path, LEAD).status == 404, path
        assert post("/leads/%66orm", LEAD).status == 404
        told = post("/leads/form", method="GET")
        assert (told.status, told.headers["Allow"]) == (405, "POST")
        assert post("/health", b"").status == 405
        head = post("/health", method="HEAD", token="")
        assert (head.status, head.body, head.headers["Content-Length"]) == (200, b"", "12")


def test_sources_can_be_changed_while_it_runs(clock: Clock) -> None:
    with listening(clock, leads("old")) as post:
        post.listener.use([leads("new", secret="another")])
        assert post("/leads/old", LEAD).status == 404
        assert post("/leads/new", LEAD, token="another").status == 200
    assert not post.desk.taken  # the new source hands in elsewhere


def test_pop_tells_of_a_ringing_caller(clock: Clock) -> None:
    with listening(clock, source("crm", Brings.POPS, "")) as post:
        for told in (
            post(f"/pop?number=602-555-0142&name=Linden+Grove&token={SECRET}", method="GET"),
            post("/pop/crm", [("number", "+16025550142"), ("event", "answered"), ("id", "7")]),
            post("/pop?number=anonymous"),
            post("/pop", {"number": 6025550142, "name": None, "line": "855-KET-WELL"}),
        ):
            assert told.status == 200
        assert not post.desk.aside
        for body in (b"", b"number=", b"number=come-here", b"{", b"{}", b"number=1&event=party"):
            assert post("/pop", body).status == 200
        assert post("/pop?number=1", token="x").status == 401
        assert post("/pop?number=1", method="PUT").status == 405
    rung = [call for call in post.desk.taken if isinstance(call, IncomingCall)]
    assert [(call.caller, call.name, call.external_id) for call in rung] == [
        ("602-555-0142", "Linden Grove", ""),
        ("+16025550142", "", "7"),
        ("anonymous", "", ""),
        ("6025550142", "", ""),
    ]
    assert [call.disposition for call in rung[:2]] == [Disposition.RINGING, Disposition.ANSWERED]
    assert (rung[0].source, rung[0].started_at, rung[3].line) == ("crm", clock.now, "855-KET-WELL")
    assert len(post.desk.aside) == 6
