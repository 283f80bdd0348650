"""The chains of the trail: salted commitments to what was written, hashed in line.

Format 1 was one chain for all desks: a Change's hash was ``sha256(previous hash + canonical({v, id,
at, user, desk, action, key, undoes, items}))`` where ``items`` are the commitments in hex. Data
from then keeps its links; the chains of today begin on their end.

Format 2 is a chain for each desk, of Changes and events together:
``hmac(key of the chain, previous hash + canonical({v, seq, number, what, id, at, user, desk,
action, key, undoes, result, items}))``. The first link follows :func:`beginning`. Without the key
nobody makes a link, and a number that is missing is seen.

An item's commitment is ``sha256(salt + canonical({record, id, before, after}))`` in both. Erasing
an item's images and salt leaves everything verifiable.
"""

import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from json.encoder import encode_basestring
from typing import Any, Literal
from uuid import UUID

FORMAT = 2
GENESIS = bytes(32)
NO_DESK = UUID(int=0)
KEY_BYTES = 32
_BEGINNING = b"ketwell-desk chain 2"

What = Literal["change", "event"]

_json = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode


def canonical(value: Mapping[str, Any]) -> bytes:
    """JSON with sorted keys, no spaces, UTF-8: the same bytes on every desk."""
    return _json(value).encode()


def commitment(
    salt: bytes, record: str, record_id: UUID, before: str | None, after: str | None
) -> bytes:
    """What an item commits to; ``before`` and ``after`` are the stored JSON texts."""
    # canonical({record, id, before, after}), written out: a million rows are committed to.
    body = (
        f'{{"after":{_text(after)},"before":{_text(before)}'
        f',"id":"{record_id.hex}","record":{_text(record)}}}'
    )
    return hashlib.sha256(salt + body.encode()).digest()


def _text(text: str | None) -> str:
    return "null" if text is None else encode_basestring(text)


def event_commitment(
    salt: bytes, record: str | None, record_id: UUID | None, details: str | None
) -> bytes:
    """What an event commits to: what it was about."""
    body = {"record": record, "id": record_id.hex if record_id else None, "details": details}
    return hashlib.sha256(salt + canonical(body)).digest()


@dataclass(frozen=True, slots=True)
class Header:
    """What the hash of a link covers beside its items; an event has no ``key``."""

    id: UUID
    at: datetime
    user_id: UUID | None
    desk_id: UUID | None
    action: str
    key: UUID | None
    undoes_id: UUID | None
    what: What = "change"


def beginning(key: bytes, desk_id: UUID, closed_seq: int, closed_hash: bytes) -> bytes:
    """What the first link of a desk's chain follows: the end of the chain that all desks had
    together, or nothing."""
    body = _BEGINNING + desk_id.bytes + closed_seq.to_bytes(8, "big") + closed_hash
    return hmac.digest(key, body, "sha256")


def link(
    key: bytes,
    previous: bytes,
    header: Header,
    place: tuple[int, int],
    result: str | None,
    commitments: Iterable[bytes],
) -> bytes:
    """The hash of a link of format 2. ``place`` is its running number and its number in the chain,
    ``result`` the identity that a Change answered with, in hex."""
    body = _body(FORMAT, header, commitments)
    body["what"] = header.what
    body["seq"], body["number"] = place
    body["result"] = result
    return hmac.digest(key, previous + canonical(body), "sha256")


def first_format_link(previous: bytes, header: Header, commitments: Iterable[bytes]) -> bytes:
    """The hash of a link of format 1."""
    return hashlib.sha256(previous + canonical(_body(1, header, commitments))).digest()


def _body(version: int, header: Header, commitments: Iterable[bytes]) -> dict[str, Any]:
    return {
        "v": version,
        "id": header.id.hex,
        "at": header.at.isoformat(timespec="microseconds"),
        "user": header.user_id.hex if header.user_id else None,
        "desk": header.desk_id.hex if header.desk_id else None,
        "action": header.action,
        "key": header.key.hex if header.key else None,
        "undoes": header.undoes_id.hex if header.undoes_id else None,
        "items": [c.hex() for c in commitments],
    }
