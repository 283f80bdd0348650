"""One HTTP request, read strictly: what two programs could read in two ways is refused.

The listener stands behind a tunnel or a reverse proxy. A request that both might cut up differently
(two lengths, chunks, folded headers, a second request behind the first) is a way past the proxy, so
none of it is guessed at.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from desktop.connectors.form_text import charset_in, form_pairs

HEAD_AT_MOST: Final = 16 * 1024
BODY_AT_MOST: Final = 64 * 1024
"""Bytes."""
_HEADERS_AT_MOST: Final = 100
_FIELDS_AT_MOST: Final = 500
_END: Final = b"\r\n\r\n"
_START: Final = re.compile(rb"([A-Z]{1,16}) (/[\x21-\x7e]*) HTTP/1\.([01])")
_HEADER: Final = re.compile(rb"([!#$%&'*+\-.^_`|~0-9A-Za-z]{1,100}):[ \t]*(.*?)[ \t]*", re.DOTALL)
_CONTROL: Final = re.compile(rb"[\x00-\x08\x0a-\x1f\x7f]")
_LENGTH: Final = re.compile(r"[0-9]{1,9}")
_ONCE: Final = frozenset(
    ("host", "content-length", "content-type", "transfer-encoding", "origin", "authorization")
)
_TOLD: Final = frozenset((411, 413))
"""Sound requests with a body that is not taken: whoever runs the desk has to hear of them."""
_WITH_BODY: Final = frozenset(("POST", "PUT", "PATCH"))


class BadRequest(Exception):
    """The request is refused with ``status``; ``reason`` is for whoever sets the sender up.
    ``request`` is what is known of it where its source is to be told."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason
        self.request: Request | None = None


@dataclass(frozen=True)
class Request:
    """One request. ``target`` is path and query as they were sent; header names are small.
    ``refused``: why its body is not taken."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes = field(default=b"", repr=False)
    refused: BadRequest | None = None

    @cached_property
    def path(self) -> str:
        """Without the query, not decoded: our addresses have nothing to decode."""
        return self.target.partition("?")[0]

    @cached_property
    def query(self) -> str:
        """What stands behind the question mark."""
        return self.target.partition("?")[2]

    @cached_property
    def query_fields(self) -> tuple[tuple[str, str], ...]:
        """The query, decoded; none where it has more fields than anybody sends."""
        return tuple(form_pairs(self.query, most=_FIELDS_AT_MOST))

    @cached_property
    def form(self) -> tuple[tuple[str, str], ...]:
        """A form body, decoded; none where the body is another kind."""
        kind = self.header("content-type")
        if "urlencoded" not in kind.casefold():
            return ()
        return tuple(form_pairs(self.body, most=_FIELDS_AT_MOST, charset=charset_in(kind)))

    def header(self, name: str) -> str:
        """The header of that (small) name, "" where there is none."""
        return self.headers.get(name, "")

    def asked(self, name: str) -> str:
        """The first query field of that name, "" where there is none."""
        return next((value for key, value in self.query_fields if key == name), "")


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a request, and how much follows it."""

    method: str
    target: str
    headers: Mapping[str, str]
    length: int
    wants_go_ahead: bool
    """Whether the sender waits for "100 Continue" before it sends the body."""

    def with_body(self, body: bytes) -> Request:
        """The whole request."""
        return Request(self.method, self.target, self.headers, body)


def split_head(received: bytes) -> tuple[bytes, bytes] | None:
    """The head without its end and what came behind it; None while it is not whole. Raises
    :class:`BadRequest` where it will never be."""
    # Whoever speaks TLS or anything else to us is told at once, not after the time is up.
    if received and not b"A" <= received[:1] <= b"Z":
        raise BadRequest(400, "This is no HTTP request. TLS ends at the tunnel or proxy.")
    end = received.find(_END)
    if end > HEAD_AT_MOST or (end < 0 and len(received) > HEAD_AT_MOST):
        raise BadRequest(431, "The head of the request is longer than 16 KB.")
    if end < 0:
        return None
    return received[:end], received[end + len(_END) :]


def read_head(head: bytes) -> Head:
    """What the head says. Raises :class:`BadRequest`."""
    start, *lines = head.split(b"\r\n")
    found = _START.fullmatch(start)
    if found is None:
        raise BadRequest(400, "The first line of the request cannot be read.")
    if len(lines) > _HEADERS_AT_MOST:
        raise BadRequest(431, "The request has more than 100 headers.")
    headers: dict[str, str] = {}
    for line in lines:
        header = _HEADER.fullmatch(line)
        if header is None or _CONTROL.search(line):
            raise BadRequest(400, "A header of the request cannot be read.")
        name, value = header[1].decode("ascii").lower(), header[2].decode("latin-1")
        if name in headers and name in _ONCE:
            raise BadRequest(400, f"The header {name} stands there twice.")
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    method = found[1].decode("ascii")
    target = found[2].decode("ascii")
    try:
        length = _length(method, headers)
    except BadRequest as why:
        if why.status in _TOLD:
            why.request = Request(method, target, headers, refused=why)
        raise
    go_ahead = headers.get("expect", "").casefold()
    if go_ahead not in ("", "100-continue"):
        raise BadRequest(417, "The request expects what is not offered here.")
    return Head(method, target, headers, length, bool(go_ahead) and length > 0)


def _length(method: str, headers: Mapping[str, str]) -> int:
    said = headers.get("content-length")
    if "transfer-encoding" in headers:
        if said is not None:
            raise BadRequest(400, "The request has two lengths.")
        raise BadRequest(411, "Send the body in one piece, with a Content-Length.")
    if said is None:
        if method in _WITH_BODY:
            raise BadRequest(411, "Send the body in one piece, with a Content-Length.")
        return 0
    if _LENGTH.fullmatch(said) is None:
        # Ten digits and more are a length as well, only none that is taken.
        too_large = said.isascii() and said.isdecimal()
        raise BadRequest(413 if too_large else 400, "The length of the body cannot be read.")
    length = int(said)
    if length > BODY_AT_MOST:
        raise BadRequest(413, "The body is larger than 64 KB.")
    if length and method not in _WITH_BODY:
        raise BadRequest(400, f"A {method} request has no body.")
    return length
