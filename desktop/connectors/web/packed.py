"""Bodies that a sender has packed on the way: unpacked, up to the size that any body may have."""

import zlib
from dataclasses import replace
from typing import Final

from desktop.connectors.web.request import BODY_AT_MOST, BadRequest, Request

_GZIP_MARK: Final = b"\x1f\x8b"
_GZIP: Final = frozenset(("gzip", "x-gzip"))
_PACKED_OTHERWISE: Final = frozenset(("br", "compress", "deflate", "x-compress", "zstd"))
_PLAIN: Final = frozenset(("", "identity"))
_GZIP_BITS: Final = 16 + zlib.MAX_WBITS


def unpacked(request: Request) -> Request:
    """``request`` with its body as it was before it was packed. Raises :class:`BadRequest` for what
    is packed otherwise, is damaged, or comes to more than a body may."""
    coding = request.header("content-encoding").strip().casefold()
    # Some do not say that they pack it; no form and no JSON begins like this.
    if request.body.startswith(_GZIP_MARK) and coding in _PLAIN | _GZIP:
        return replace(request, body=_from_gzip(request.body))
    if coding in _PLAIN or not request.body:
        return request
    # Some write the encoding of their letters here ("utf-8"), or are unpacked on the way.
    if _PACKED_OTHERWISE.isdisjoint(map(str.strip, coding.split(","))) and _is_text(request.body):
        return request
    raise BadRequest(415, "The body is packed in a way that is not known here. Send it as it is.")


def _is_text(body: bytes) -> bool:
    try:
        body.decode()
    except UnicodeDecodeError:
        return False
    return True


def _from_gzip(body: bytes) -> bytes:
    """Also of several packages one behind the other, which are one body (RFC 1952)."""
    found = b""
    while body:
        unpacker = zlib.decompressobj(_GZIP_BITS)
        try:
            found += unpacker.decompress(body, BODY_AT_MOST + 1 - len(found))
        except zlib.error as problem:
            raise BadRequest(400, "The packed body is damaged.") from problem
        if len(found) > BODY_AT_MOST:
            raise BadRequest(413, "The body is larger than 64 KB.")
        if not unpacker.eof:
            raise BadRequest(400, "The packed body is cut off.")
        body = unpacker.unused_data
    return found
