"""The chain of Changes: salted commitments to the items, hashed in one line.

Format 1, fixed with the first migration. An item's commitment is
``sha256(salt + canonical({record, id, before, after}))``; a Change's hash is
``sha256(previous hash + canonical({v, id, at, user, desk, action, key, undoes, items}))`` where
``items`` are the commitments in hex. Erasing an item's images and salt leaves both verifiable.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

FORMAT = 1
GENESIS = bytes(32)


_json = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode


def canonical(value: Mapping[str, Any]) -> bytes:
    """JSON with sorted keys, no spaces, UTF-8: the same bytes on every desk."""
    return _json(value).encode()


def commitment(
    salt: bytes, record: str, record_id: UUID, before: str | None, after: str | None
) -> bytes:
    """What an item commits to; ``before`` and ``after`` are the stored JSON texts."""
    body = {"record": record, "id": record_id.hex, "before": before, "after": after}
    return hashlib.sha256(salt + canonical(body)).digest()


@dataclass(frozen=True, slots=True)
class Header:
    """What the hash of a Change covers beside its items."""

    id: UUID
    at: datetime
    user_id: UUID | None
    desk_id: UUID | None
    action: str
    key: UUID
    undoes_id: UUID | None


def link(previous: bytes, header: Header, commitments: Iterable[bytes]) -> bytes:
    """The hash of a Change that follows ``previous``."""
    body = {
        "v": FORMAT,
        "id": header.id.hex,
        "at": header.at.isoformat(timespec="microseconds"),
        "user": header.user_id.hex if header.user_id else None,
        "desk": header.desk_id.hex if header.desk_id else None,
        "action": header.action,
        "key": header.key.hex,
        "undoes": header.undoes_id.hex if header.undoes_id else None,
        "items": [c.hex() for c in commitments],
    }
    return hashlib.sha256(previous + canonical(body)).digest()
