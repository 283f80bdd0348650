"""UUIDv7, the identity of every record: made by the desk, sortable by time (RFC 9562, 5.7)."""

import secrets
from datetime import UTC, datetime
from uuid import UUID

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def uuid7(now: datetime, random_bits: int | None = None) -> UUID:
    """A new identity whose first 48 bits are ``now`` in milliseconds since 1970.

    ``random_bits`` (74 bits are used) is for demo data that must come out the same each time.
    """
    since = now - _EPOCH
    millis = (since.days * 86_400 + since.seconds) * 1_000 + since.microseconds // 1_000
    bits = secrets.randbits(74) if random_bits is None else random_bits
    high, low = (bits >> 62) & 0xFFF, bits & ((1 << 62) - 1)
    return UUID(int=(millis & ((1 << 48) - 1)) << 80 | 7 << 76 | high << 64 | 2 << 62 | low)
