"""Bodies that are packed, too large or in pieces: read, or told to the desk; never just gone."""

import gzip
import zlib

import pytest

from desktop.domain.incoming import IncomingLead
from tests.conftest import Clock
from tests.connectors.web.posting import JSON, SECRET, encoded, leads, listening

LEAD = encoded({"name": "Linden Grove", "phone": "602-555-0142", "message": "Hello"})
HEAD = (
    f"POST /leads/form?token={SECRET} HTTP/1.1\r\nHost: localhost\r\nContent-Type: {JSON}\r\n"
).encode()


def packed(coding: str) -> dict[str, str]:
    return {"content-type": JSON} | ({"content-encoding": coding} if coding else {})


@pytest.mark.parametrize("coding", ["gzip", "x-gzip", "GZIP", "identity", ""])
def test_a_packed_body_is_unpacked(coding: str, clock: Clock) -> None:
    with listening(clock, leads()) as post:
        told = post("/leads/form", gzip.compress(LEAD), headers=packed(coding))
    assert told.status == 200
    assert [each.name for each in post.desk.taken] == ["Linden Grove"]


@pytest.mark.parametrize("coding", ["identity", "utf-8", "UTF8", "gzip", "gzip, identity"])
def test_a_plain_body_that_says_it_may_be_packed(coding: str, clock: Clock) -> None:
    with listening(clock, leads()) as post:
        assert post("/leads/form", LEAD, headers=packed(coding)).status == 200
    assert [each.name for each in post.desk.taken] == ["Linden Grove"]


def test_a_body_in_several_packages_is_whole(clock: Clock) -> None:
    body = b"".join(gzip.compress(LEAD[at : at + 20]) for at in range(0, len(LEAD), 20))
    with listening(clock, leads()) as post:
        assert post("/leads/form", body, headers=packed("gzip")).status == 200
    (lead,) = post.desk.taken
    assert isinstance(lead, IncomingLead)
    assert lead.message == "Hello"


@pytest.mark.parametrize(
    ("body", "coding", "status", "reason"),
    [
        (zlib.compress(LEAD), "deflate", 415, "packed in a way"),
        (LEAD, "br", 415, "packed in a way"),
        (gzip.compress(LEAD)[:-12], "gzip", 400, "damaged"),
        (gzip.compress(LEAD)[:10] + b"\xff" * 30, "gzip", 400, "damaged"),
        (gzip.compress(LEAD) + b"more", "gzip", 400, "damaged"),
        (gzip.compress(LEAD) + gzip.compress(LEAD)[:-12], "gzip", 400, "damaged"),
        (gzip.compress(b" " * 40_000) * 2, "gzip", 413, "64 KB"),
        (b"\xff\xfe" + LEAD, "utf-8", 415, "packed in a way"),
        (gzip.compress(b" " * 65_537), "gzip", 413, "64 KB"),
        (gzip.compress(b" " * 30_000_000), "gzip", 413, "64 KB"),
    ],
    ids=[
        *("deflate", "brotli", "cut off", "damaged", "more behind", "the second cut off"),
        *("two too large", "no text", "too large", "bomb"),
    ],
)
def test_what_cannot_be_unpacked_is_told(
    body: bytes, coding: str, status: int, reason: str, clock: Clock
) -> None:
    with listening(clock, leads()) as post:
        assert post("/leads/form", body, headers=packed(coding)).status == status
        state = post.listener.state().sources["/leads/form"]
    (aside,) = post.desk.aside
    assert reason in aside.reason
    assert (state.refused, state.refusal) == (1, aside.reason)


@pytest.mark.parametrize(
    ("rest", "status", "reason"),
    [
        (b"Content-Length: 65537\r\n\r\n" + b" " * 65_537, 413, "64 KB"),
        (b"Content-Length: 99999999999\r\n\r\n" + LEAD, 413, "64 KB"),
        (b"Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n", 411, "in pieces"),
        (b"\r\n" + LEAD, 411, "in pieces"),
    ],
    ids=["large", "endless", "chunked", "no length"],
)
def test_a_body_that_is_not_taken_is_told(
    rest: bytes, status: int, reason: str, clock: Clock
) -> None:
    with listening(clock, leads()) as post:
        for _ in range(25):
            assert post.raw(HEAD + rest).status == status
        state = post.listener.state()
    assert state.sources["/leads/form"].refused == 25
    assert reason in state.sources["/leads/form"].refusal
    # A stranger fills no disk with it.
    assert len(post.desk.aside) == 20
    assert reason in post.desk.aside[0].reason
    assert SECRET.encode() not in post.desk.aside[0].raw


def test_a_body_that_is_not_taken_elsewhere_is_nobodys(clock: Clock) -> None:
    with listening(clock, leads()) as post:
        head = HEAD.replace(b"/leads/form", b"/leads/other")
        assert post.raw(head + b"Content-Length: 65537\r\n\r\n").status == 404
        assert not post.listener.state().sources
    assert not post.desk.aside
