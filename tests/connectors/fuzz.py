"""Damage done to our own files, so that readers meet what nobody thought of."""

import random
from collections.abc import Iterator

from desktop.connectors.files.content import Content
from desktop.connectors.files.format import FileFormat, ReadOptions
from desktop.connectors.files.registry import FORMATS, recognise
from desktop.domain.errors import Problem
from desktop.domain.incoming import Ignored, Rejected, Taken

OPTIONS = ReadOptions("America/Phoenix")
_SPLINTERS = (
    b'"',
    b"'",
    b",",
    b";",
    b"\t",
    b"\r",
    b"\n",
    b"\0",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\xff",
    b"\\",
    b"{",
    b"}",
    b"[",
    b"]",
    b"null",
    b"true",
    b"-1",
    b"1e999",
    b"NaN",
    b"99999999999999999999999999",
    b"\\ud800",
    b"0000-00-00 00:00:00",
    b"2026-02-30 25:61:61",
    b"9999-12-31T23:59:59+14:00",
    b"0001-01-01T00:00:00-14:00",
    b"=cmd|' /C calc'!A0",
    b"%",
    b"%ff",
    b"&",
    b"<",
    b">",
    b"&#0;",
    "١٢٣".encode(),
    "²".encode(),
    "\u202e\u2028".encode(),
    b" " * 40,
    b"9" * 60,
)


def mutated(content: bytes, dice: random.Random) -> bytes:
    """``content`` with a few bytes changed, taken out, doubled, moved or put in."""
    data = bytearray(content)
    for _ in range(dice.choice((1, 1, 1, 2, 3, 8))):
        at = dice.randrange(len(data) + 1)
        end = min(len(data), at + dice.choice((1, 1, 2, 5, 20, 200)))
        way = dice.randrange(7)
        if way == 0:
            del data[at:end]
        elif way == 1:
            data[at:at] = data[at:end]
        elif way == 2:
            data[at:at] = dice.choice(_SPLINTERS)
        elif way == 3:
            data[at:end] = dice.choice(_SPLINTERS)
        elif way == 4 and data:
            data[min(at, len(data) - 1)] = dice.randrange(256)
        elif way == 5:
            data[at:at] = dice.randbytes(dice.randrange(12))
        else:
            del data[at:]
        if not data:
            break
    return bytes(data)


def swapped(content: bytes, other: bytes, dice: random.Random) -> bytes:
    """The beginning of one file and the end of another."""
    return content[: dice.randrange(len(content) + 1)] + other[dice.randrange(len(other) + 1) :]


def read_all(chosen: FileFormat, content: bytes) -> int:
    """Read with one format, sure of it or not; returns how many rows there were. What is raised
    is a Problem or a bug."""
    rows = 0
    try:
        found = Content(content)
        chosen.recognise(found)
        for row in chosen.read(found, OPTIONS):
            assert isinstance(row, Taken | Ignored | Rejected)
            assert row.row >= 1
            assert isinstance(row, Taken) or row.reason
            rows += 1
    except Problem:
        return rows
    return rows


def recognised_and_read(content: bytes) -> int:
    """Recognise as every format and read as the best; returns how many rows there were."""
    try:
        best = recognise(Content(content))
    except Problem:
        return 0
    return read_all(best[0].format, content) if best else 0


def rounds(files: list[tuple[str, bytes]], how_many: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """``how_many`` damaged files with the format to read each by, the same for the same seed."""
    dice = random.Random(seed)
    by_name = {each.name for each in FORMATS}
    for _ in range(how_many):
        name, content = dice.choice(files)
        way = dice.randrange(20)
        if way == 0:
            content = swapped(content, dice.choice(files)[1], dice)
        elif way == 1:
            content = dice.randbytes(dice.randrange(300))
        elif way == 2:
            content = content.decode("utf-8").encode(dice.choice(("utf-16", "utf-32", "cp1252")))
        yield (name if name in by_name else ""), mutated(content, dice)
