"""Whether a workbook may be opened at all: looked at from outside, before anything of it is read.

A workbook of Excel or LibreOffice is a ZIP. What its parts come to is counted by unpacking them
into nothing, so that neither the directory nor a part can lie about it.
"""

import io
import zipfile
import zlib
from collections.abc import Iterator

from desktop.domain.errors import Problem

ZIP_MARK = b"PK\x03\x04"
OLE_MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BIFF_MARKS = (b"\x09\x08", b"\x09\x04", b"\x09\x02")
FILE_AT_MOST = 24 * 1024 * 1024
_UNPACKED_AT_MOST = 160 * 1024 * 1024
_RATIO_AT_MOST = 250
_SMALL = 4 * 1024 * 1024
"""A part that comes to less may have any ratio."""
_PARTS_AT_MOST = 3000
_CHUNK = 256 * 1024


class RefusedWorkbook(Problem):
    """The workbook is not opened; the sentence says why and what to do."""

    exit_code = 1


def is_workbook(head: bytes) -> bool:
    """Whether a file begins like a workbook (also one that turns out to be another archive)."""
    return head.startswith((ZIP_MARK, OLE_MARK)) or (
        head.startswith(BIFF_MARKS) and len(head) > 4 and head[3] == 0
    )


def refuse_bombs(data: bytes) -> None:
    """Raises :class:`RefusedWorkbook` for what is too large, unpacks to too much or is no
    workbook."""
    if len(data) > FILE_AT_MOST:
        raise RefusedWorkbook(
            "This workbook is larger than 24 MB. Save the sheet as CSV and import that."
        )
    if not data.startswith(ZIP_MARK):
        return
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as problem:
        raise RefusedWorkbook(
            "This file begins like a workbook and is damaged. Save it again and import that."
        ) from problem
    names = {part.filename for part in parts}
    if not any(name.startswith("xl/") for name in names) and "content.xml" not in names:
        raise RefusedWorkbook("This is an archive and no workbook. Unpack it and import the files.")
    if len(parts) > _PARTS_AT_MOST:
        raise RefusedWorkbook("This workbook has too many parts. Save the sheet as CSV.")
    total = 0
    for part in parts:
        if part.flag_bits & 1:
            raise RefusedWorkbook("This workbook has a password. Save it without one.")
        size = 0
        for length in _unpacked(data, part):
            size += length
            total += length
            packed = max(1, part.compress_size)
            if total > _UNPACKED_AT_MOST or (size > _SMALL and size > packed * _RATIO_AT_MOST):
                raise RefusedWorkbook(
                    "This workbook unpacks to far more than a list of calls or people needs. "
                    "It was not opened. Save the sheet as CSV and import that."
                )


def _unpacked(data: bytes, part: zipfile.ZipInfo) -> Iterator[int]:
    """The lengths of what a part unpacks to, piece by piece, whatever the directory says."""
    at = part.header_offset
    if at < 0 or data[at : at + 4] != ZIP_MARK:
        return
    names = int.from_bytes(data[at + 26 : at + 28], "little")
    extra = int.from_bytes(data[at + 28 : at + 30], "little")
    start = at + 30 + names + extra
    if part.compress_type == zipfile.ZIP_STORED:
        yield part.compress_size
        return
    if part.compress_type != zipfile.ZIP_DEFLATED:
        raise RefusedWorkbook("This workbook is packed in an unusual way. Save it again.")
    unpacker = zlib.decompressobj(-15)
    rest = memoryview(data)[start:]
    try:
        while not unpacker.eof:
            piece, rest = rest[:_CHUNK], rest[_CHUNK:]
            given = bytes(piece)
            while given and not unpacker.eof:
                yield len(unpacker.decompress(given, _CHUNK))
                given = unpacker.unconsumed_tail
            if not piece:
                return
    except zlib.error:
        return  # the reader will say that it is damaged
