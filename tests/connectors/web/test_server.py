"""Real sockets: cut-up, slow, many, and deliberately wrong requests."""

import socket
import threading
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.connectors.web.listener import Listener
from desktop.connectors.web.request import BadRequest, read_head, split_head
from desktop.connectors.web.server import CannotListen, Limits
from tests.conftest import Clock
from tests.connectors.web.posting import (
    Desk,
    calls,
    encoded,
    heard,
    leads,
    listening,
    read_answer,
)

LEAD = encoded({"name": "Linden Grove", "phone": "602-555-0142", "message": "Hello"})
HEAD = (
    b"POST /leads/form HTTP/1.1\r\nHost: localhost\r\nX-KetWell-Token: willow-and-alder\r\n"
    b"Content-Type: application/json\r\n"
)
WHOLE = HEAD + b"Content-Length: %d\r\n\r\n" % len(LEAD) + LEAD
GET = b"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n"


def with_length(length: bytes) -> bytes:
    return HEAD + b"Content-Length: " + length + b"\r\n\r\n" + LEAD


REFUSED = {
    b"GET / HTTP/1.1\r\n\r\n": 421,
    b"\x16\x03\x01\x02\x00\x01\x00": 400,
    b"get /health HTTP/1.1\r\nHost: localhost\r\n\r\n": 400,
    b"GET /health HTTP/2.0\r\nHost: localhost\r\n\r\n": 400,
    b"GET /health HTTP/1.1 \r\nHost: localhost\r\n\r\n": 400,
    b"GET http://localhost/health HTTP/1.1\r\nHost: localhost\r\n\r\n": 400,
    b"GET  /health HTTP/1.1\r\nHost: localhost\r\n\r\n": 400,
    b"GET /health\r\nHost: localhost\r\n\r\n": 400,
    b"CONNECT localhost:22 HTTP/1.1\r\nHost: localhost\r\n\r\n": 400,
    b"GET /health HTTP/1.1\nHost: localhost\r\n\r\n": 400,
    b"GET /health HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n": 400,
    b"GET /health HTTP/1.1\r\nHost: localhost\r\nA: 1\r\n b\r\n\r\n": 400,
    b"GET /health HTTP/1.1\r\nHost : localhost\r\n\r\n": 400,
    b"GET /health HTTP/1.1\r\n: localhost\r\n\r\n": 400,
    b"GET /health HTTP/1.1\r\nHost: localhost\r\nA: \x00\r\n\r\n": 400,
    b"GET /health HTTP/1.1\r\nHost: localhost\r\nA: 1\n2\r\n\r\n": 400,
    b"GET /health HTTP/1.1\r\nHost: localhost\r\nA: 1\r2\r\n\r\n": 400,
    b"GET /health HTTP/1.1\r\nHost: localhost\r\nExpect: cake\r\n\r\n": 417,
    b"GET /health HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n{}": 400,
    b"GET /health HTTP/1.1\r\n" + b"A: 1\r\n" * 101 + b"\r\n": 431,
    b"GET /" + b"a" * 20_000 + b" HTTP/1.1\r\n\r\n": 431,
    HEAD + b"\r\n" + LEAD: 411,
    HEAD + b"Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n": 411,
    HEAD + b"Transfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n{}": 400,
    HEAD + b"Transfer-Encoding: identity\r\n\r\n": 411,
    HEAD + b"Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}": 400,
    HEAD + b"Content-Length: 2\r\nContent-Length: 9\r\n\r\n{}": 400,
    with_length(b"+2"): 400,
    with_length(b"-2"): 400,
    with_length(b"2, 2"): 400,
    with_length(b"0x2"): 400,
    with_length(b"2_0"): 400,
    with_length(b""): 400,
    with_length("\u0662".encode()): 400,
    with_length(b"65537"): 413,
    with_length(b"9" * 50): 413,
    with_length(b"%d" % (len(LEAD) - 1)): 400,
    WHOLE + WHOLE: 400,
    GET + GET: 400,
}


@pytest.mark.parametrize("sent", REFUSED, ids=range(len(REFUSED)))
def test_what_can_be_read_in_two_ways_is_refused(sent: bytes, clock: Clock) -> None:
    with listening(clock, leads()) as post:
        assert post.raw(sent).status == REFUSED[sent]
        assert post.raw(WHOLE).status == 200
    assert len(post.desk.taken) == 1


def test_a_request_that_ends_early_is_told_so(clock: Clock) -> None:
    with listening(clock, leads()) as post:
        for end in (1, 20, len(WHOLE) - len(LEAD), len(WHOLE) - 1):
            assert post.raw(WHOLE[:end], then_close=True).status == 400
        with post.connection() as silent:
            silent.shutdown(socket.SHUT_WR)
            assert silent.recv(100) == b""
    assert not post.desk.taken


def test_a_request_may_come_in_pieces(clock: Clock) -> None:
    with listening(clock, leads()) as post, post.connection() as sock:
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for at in range(0, len(WHOLE), 7):
            sock.sendall(WHOLE[at : at + 7])
        assert heard(sock).status == 200
    assert len(post.desk.taken) == 1


def test_bodies_of_64_kb_are_taken_and_an_empty_line_behind_them_is_nothing(clock: Clock) -> None:
    body = LEAD[:-1] + b" " * (65536 - len(LEAD)) + b"}"
    with listening(clock, leads()) as post:
        assert post.raw(HEAD + b"Content-Length: 65536\r\n\r\n" + body).status == 200
        assert post.raw(WHOLE + b"\r\n").status == 200
    assert len(post.desk.taken) == 2


def test_a_sender_that_waits_for_a_go_ahead_gets_it(clock: Clock) -> None:
    head = HEAD + b"Expect: 100-continue\r\nContent-Length: %d\r\n\r\n" % len(LEAD)
    with listening(clock, leads()) as post, post.connection() as sock:
        sock.sendall(head)
        assert sock.recv(1000) == b"HTTP/1.1 100 Continue\r\n\r\n"
        sock.sendall(LEAD)
        assert heard(sock).status == 200


def test_a_large_body_that_is_refused_can_still_read_why(clock: Clock) -> None:
    with listening(clock, leads()) as post:
        told = post.raw(with_length(b"300000") + b"x" * 300_000)
    assert told.status == 413


def test_slow_senders_cost_nobody_else_anything(clock: Clock) -> None:
    limits = Limits(connections=50, receive=0.3)
    with listening(clock, leads(), limits=limits) as post:
        slow = [post.connection() for _ in range(40)]
        for sock in slow:
            sock.sendall(HEAD)
        for _ in range(20):
            assert post.raw(WHOLE).status == 200
        # Each is told that it took too long, or was let go.
        assert {heard(sock).status for sock in slow} == {408}
        for sock in slow:
            sock.close()
    assert len(post.desk.taken) == 20


def test_more_connections_than_there_is_room_for(clock: Clock) -> None:
    with listening(clock, leads(), limits=Limits(connections=20)) as post:
        many = [post.connection() for _ in range(100)]
        for sock in many[::2]:
            sock.sendall(b"POST /leads/form HTTP/1.1\r\n")
        for _ in range(5):
            assert post.raw(WHOLE).status == 200
        for sock in many:
            sock.close()
    assert len(post.desk.taken) == 5


class HeldUp(Desk):
    """A desk whose writes wait until they may go on."""

    def __init__(self) -> None:
        super().__init__()
        self.may_go_on = threading.Event()
        self.here = threading.Semaphore(0)

    def take(self, record: object) -> object:  # type: ignore[override]
        """Wait, then keep it."""
        self.here.release()
        self.may_go_on.wait(20)
        return super().take(record)  # type: ignore[arg-type]


def test_a_desk_that_is_held_up_still_answers_and_sends_the_rest_away(clock: Clock) -> None:
    desk = HeldUp()
    with listening(clock, leads(), desk=desk, limits=Limits(workers=2, waiting=3)) as post:
        socks = [post.connection() for _ in range(3)]
        for sock in socks:
            sock.sendall(WHOLE)
        desk.here.acquire()
        desk.here.acquire()
        while post.raw(WHOLE[:5], then_close=True).status != 400:
            pass
        busy = post.raw(WHOLE)
        desk.may_go_on.set()
        assert [heard(sock).status for sock in socks] == [200, 200, 200]
        for sock in socks:
            sock.close()
    assert (busy.status, busy.headers["Retry-After"]) == (503, "5")
    assert len(desk.taken) == 3


def test_stopping_answers_what_is_under_way(clock: Clock) -> None:
    desk = HeldUp()
    with listening(clock, leads(), desk=desk) as post:
        sock, idle = post.connection(), post.connection()
        sock.sendall(WHOLE)
        desk.here.acquire()
        stopping = threading.Thread(target=post.listener.stop)
        stopping.start()
        assert idle.recv(100) == b""
        with pytest.raises(ConnectionError):
            post.connection()
        desk.may_go_on.set()
        assert heard(sock).status == 200
        stopping.join()
        sock.close()
        idle.close()
    assert len(desk.taken) == 1
    assert not post.listener.state().running


def test_it_starts_again_at_the_same_port_and_says_when_it_cannot(clock: Clock) -> None:
    with listening(clock, leads()) as post:
        other = Listener(read=lambda _: (), clock=clock)
        with pytest.raises(CannotListen, match=f"port {post.port}"):
            other.start(port=post.port)
        with pytest.raises(CannotListen):
            other.start("192.0.2.1")
        with pytest.raises(CannotListen):
            other.start(port=70_000)
        post.listener.stop()
        post.listener.stop()
        assert post.listener.start(port=post.port) == post.port
        assert post.raw(WHOLE).status == 200
        assert post.listener.state().running


PIECES = st.sampled_from(
    [
        *(HEAD, WHOLE, GET, LEAD, b"\r\n", b"\r\n\r\n", b"\n", b"\r", b" ", b":", b"\x00", b"POST"),
        *(b"Content-Length: 5\r\n", b"Transfer-Encoding: chunked\r\n", b"5\r\nhello\r\n0\r\n\r\n"),
        *(b"GET /cti/pbx?token=willow-and-alder HTTP/1.1\r\n", b"Host: localhost\r\n", b"%00"),
        *(b"X-KetWell-Token: willow-and-alder\r\n", b"HTTP/1.1", b"/pop", b"Origin: x\r\n"),
        *(b"Expect: 100-continue\r\n", b"\xff\xfe", b"A: " + b"a" * 9000 + b"\r\n", b"{}", b"=&"),
    ]
)
BYTES = st.lists(PIECES | st.binary(max_size=20), max_size=12).map(b"".join)


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """A sound request with a few bytes changed, put in or taken out."""
    sent = bytearray(draw(st.sampled_from([WHOLE, GET, WHOLE + GET, *REFUSED])))
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, max(0, len(sent) - 1)))
        kind = draw(st.integers(0, 3))
        if kind == 0:
            sent[at : at + 1] = draw(st.binary(min_size=1, max_size=1))
        elif kind == 1:
            sent[at:at] = draw(PIECES | st.binary(max_size=3))
        elif kind == 2:
            del sent[at : at + draw(st.integers(1, 9))]
        else:
            del sent[at:]
    return bytes(sent)


@given(BYTES | mutated() | st.binary())
def test_any_head_is_read_or_refused(sent: bytes) -> None:
    with suppress(BadRequest):
        parts = split_head(sent)
        if parts is not None:
            head = read_head(parts[0])
            assert 0 <= head.length <= 65536
            request = head.with_body(parts[1])
            assert request.path.startswith("/")
            assert isinstance(request.query_fields, tuple)
            assert isinstance(request.form, tuple)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(BYTES | mutated(), min_size=1, max_size=5))
def test_any_bytes_get_one_answer_that_is_no_500(clock: Clock, sent: list[bytes]) -> None:
    sources = (leads(), calls("pbx", "generic-cti"))
    with listening(clock, *sources, limits=Limits(workers=1)) as post:
        for each in sent:
            with post.connection() as sock:
                try:
                    sock.sendall(each)
                    sock.shutdown(socket.SHUT_WR)
                except ConnectionError:
                    continue  # it was refused before all was sent
                received = b""
                while chunk := sock.recv(65536):
                    received += chunk
            if received:
                told = read_answer(received.removeprefix(b"HTTP/1.1 100 Continue\r\n\r\n"))
                assert told.status < 500, each
                assert len(told.body) == int(told.headers["Content-Length"])
        assert post.raw(WHOLE).status == 200


def test_silence_is_let_go_without_a_word(clock: Clock) -> None:
    with listening(clock, leads(), limits=Limits(receive=0.05)) as post, post.connection() as sock:
        assert sock.recv(100) == b""
