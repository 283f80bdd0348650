"""Damage to fixtures, the same for the same seed, and what has to hold of whatever is read."""

import json
import random
from collections.abc import Iterator, Sequence
from datetime import UTC
from typing import Any

from desktop.connectors.files.content import Content, UnreadableFile
from desktop.connectors.files.registry import FORMATS
from desktop.domain.incoming import (
    IncomingContact,
    IncomingKind,
    IncomingLead,
    Rejected,
    RowRead,
    Taken,
)
from desktop.domain.originals import PAYLOAD_AT_MOST
from tests.connectors.readings import CHICAGO

HOSTILE: Sequence[Any] = (
    *(None, True, False, 0, -1, 10**30, 1.5, 1e308, float("nan"), float("inf"), "", [], {}),
    *("\0", "\ud800", "=1+1", "\u202e", "a" * 5000, "9" * 400, "\r\n", "<b>", "%00%ff", "𝕁" * 50),
    *([[]], [None], [{}], {"value": {}}, {"first": []}, {"": ""}, [["x"]], "{", "[", '{"a":[1]}'),
    *("0000-00-00", "2026-02-30", "9999-12-31T23:59:59+14:00", "1E+400", "٣١٢", "p:", "l:", ":::"),
)
PIECES = (
    *(b"\0", b"\xff\xfe", b"\xed\xa0\x80", b'"', b"\\", b"{", b"}", b"[", b"]", b",", b";", b"\t"),
    *(b"\n", b"\r", b"\r\n", b"=\r\n", b":::", b"%", b"&", b"=", b"--", b"\n ", b"BEGIN:VCARD\n"),
    *(b"END:VCARD\n", b"ENCODING=BASE64", b"QUOTED-PRINTABLE", b"\x1a", b"a" * 3000, b"NaN"),
)
SECRETS = ("the-shared-key", "hush")


def damaged_bytes(data: bytes, chance: random.Random) -> bytes:
    """A few cuts, swaps and insertions."""
    for _ in range(chance.randint(1, 6)):
        at = chance.randint(0, len(data))
        end = min(len(data), at + chance.choice((1, 2, 8, 64, 400)))
        how = chance.randrange(6)
        if how == 0:
            data = data[:at]
        elif how == 1:
            data = data[:at] + chance.choice(PIECES) + data[at:]
        elif how == 2:
            data = data[:at] + data[end:]
        elif how == 3:
            data = data[:end] + data[at:]
        elif how == 4:
            data = data[:at] + bytes(chance.randrange(256) for _ in range(3)) + data[at:]
        else:
            data = data[:at] + chance.choice(PIECES) + data[end:]
    return data


def damaged_json(value: Any, chance: random.Random) -> Any:
    """Some values become something else, some keys go."""
    if chance.random() < 0.08:
        return chance.choice(HOSTILE)
    if isinstance(value, dict):
        return {
            key if inside in SECRETS or chance.random() > 0.03 else "name": damaged_json(
                inside, chance
            )
            for key, inside in value.items()
            if chance.random() > 0.05
        }
    if isinstance(value, list):
        return [damaged_json(each, chance) for each in value for _ in range(chance.randint(1, 2))]
    if isinstance(value, str) and value[:1] in ("{", "[") and chance.random() < 0.5:
        try:
            return json.dumps(damaged_json(json.loads(value), chance))
        except ValueError:
            return value
    return value


def readings(data: bytes) -> Iterator[RowRead]:
    """Every row, by every format that takes the file for its own."""
    content = Content(data)
    for each in FORMATS:
        if each.kind is IncomingKind.CALL:
            continue
        try:
            if each.recognise(content):
                yield from each.read(content, CHICAGO)
        except UnreadableFile:
            continue


def check(row: RowRead) -> None:
    """What holds of every row."""
    assert row.row > 0
    if isinstance(row, Taken):
        record = row.record
        assert isinstance(record, IncomingLead | IncomingContact)
        repr(record).encode()
        texts = (record.name, record.payload, *record.emails, record.external_id)
        assert all("\0" not in text for text in texts)
        assert len(record.payload) < PAYLOAD_AT_MOST + 200
        assert len(record.external_id) <= 255
        assert all("@" in email for email in record.emails)
        if isinstance(record, IncomingLead):
            _check_lead(record)
        else:
            assert record.name or record.numbers or record.emails
    elif isinstance(row, Rejected):
        assert row.reason.endswith((".", "…"))
        row.raw.encode()
        assert len(row.raw) < PAYLOAD_AT_MOST + 200
    else:
        assert row.reason


def _check_lead(lead: IncomingLead) -> None:
    assert lead.numbers or lead.emails or lead.is_pending or lead.is_test
    assert all(any(c.isdecimal() for c in number) for number in lead.numbers)
    assert lead.submitted_at is None or lead.submitted_at.tzinfo is UTC
    "".join((lead.message, lead.form, lead.campaign, *lead.remarks)).encode()
    assert "\0" not in lead.message
