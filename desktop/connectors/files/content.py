"""The content of a file: its text whatever the encoding, its table whatever the delimiter.

Nothing here trusts the file's name. Large files are streamed; what is looked at to recognise a
format is the first stretch only.
"""

import codecs
import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from desktop.domain.errors import Problem

HEAD_BYTES = 64 * 1024
WHOLE_AT_MOST = 64 * 1024 * 1024
"""JSON, vCard, HTML and workbooks are read whole, up to this size; tables are streamed."""
CELL_AT_MOST = 1024 * 1024
_DELIMITERS = ",;\t|:"
_BOMS = (
    # UTF-32 little endian begins with the mark of UTF-16: the longer ones first.
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MOSTLY = 0.3


class UnreadableFile(Problem):
    """The file cannot be read as anything; the sentence says why."""

    exit_code = 1


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table: the number of the row (from 1, blank ones count), its cells, its text
    as far as it is known."""

    number: int
    cells: list[str]

    @property
    def is_blank(self) -> bool:
        """Whether nothing stands in it."""
        return not any(cell.strip() for cell in self.cells)


class Content:
    """One file, or the same as bytes. Raises :class:`UnreadableFile` where it cannot be opened."""

    def __init__(self, source: Path | bytes) -> None:
        self._source = source
        try:
            with self._open() as file:
                self.head = file.read(HEAD_BYTES)
        except OSError as problem:
            raise UnreadableFile(
                "This file cannot be opened. See that it is still there and that you may read it."
            ) from problem

    @property
    def size(self) -> int:
        """Bytes."""
        if isinstance(self._source, bytes):
            return len(self._source)
        return self._source.stat().st_size

    @cached_property
    def encoding(self) -> str:
        """How the text is encoded: by its mark, else by what it can be."""
        for mark, name in _BOMS:
            if self.head.startswith(mark):
                return name
        guess = _wide(self.head)
        if guess is not None:
            return guess
        try:
            # The last character may be cut off.
            codecs.getincrementaldecoder("utf-8")().decode(self.head)
        except UnicodeDecodeError:
            return "cp1252"
        return "utf-8"

    @cached_property
    def head_text(self) -> str:
        """The first stretch as text; what cannot be read is marked."""
        decoder = codecs.getincrementaldecoder(self.encoding)("replace")
        return decoder.decode(self.head)

    def raw(self) -> bytes:
        """All bytes of a file that is not too large to be read whole."""
        if self.size > WHOLE_AT_MOST:
            raise UnreadableFile(
                "This file is larger than 64 MB. Export it in smaller parts, or as a table (CSV)."
            )
        if isinstance(self._source, bytes):
            return self._source
        return self._source.read_bytes()

    def text(self) -> str:
        """All of the text of a file that is not too large to be read whole."""
        return self.raw().decode(self.encoding, "replace")

    @cached_property
    def json(self) -> Any:
        """The file as JSON; numbers beyond 2^53 stay whole. None where it is none (or is null)."""
        if self.head_text.lstrip()[:1] not in tuple("{["):
            return None
        try:
            return json.loads(self.text())
        except (ValueError, RecursionError):
            return None

    @cached_property
    def delimiter(self) -> str:
        """What stands between the cells of the table: what cuts the first rows most evenly."""
        return _delimiter(self.head_text)

    @cached_property
    def first_rows(self) -> tuple[list[str], ...]:
        """The first few rows that are not blank, to recognise a table by."""
        lines = csv.reader(io.StringIO(_whole_lines(self.head_text)), delimiter=self.delimiter)
        rows: list[list[str]] = []
        try:
            for row in lines:
                if any(cell.strip() for cell in row):
                    rows.append([cell.strip() for cell in row])
                if len(rows) == 8:
                    break
        except csv.Error:
            pass
        return tuple(rows)

    def lines(self) -> Iterator[Line]:
        """Every row of the table, streamed; quoted newlines belong to their cell."""
        csv.field_size_limit(CELL_AT_MOST)
        with self._open() as file:
            wrapped = io.TextIOWrapper(file, self.encoding, errors="replace", newline="")
            reader = csv.reader(_without_nul(wrapped), delimiter=self.delimiter)
            number = 0
            while True:
                number += 1
                try:
                    cells = next(reader)
                except StopIteration:
                    return
                except csv.Error:
                    cells = []
                yield Line(number, cells)

    def _open(self) -> Any:
        if isinstance(self._source, bytes):
            return io.BytesIO(self._source)
        return self._source.open("rb")


def _wide(head: bytes) -> str | None:
    """UTF-16 or UTF-32 without a mark: every second (or fourth) byte of Latin text is zero."""
    if len(head) < 8:
        return None
    sample = head[: len(head) - len(head) % 4]
    zeros = [sample[n::4].count(0) / (len(sample) // 4) for n in range(4)]
    if min(zeros[1:]) > _MOSTLY and zeros[0] < _MOSTLY:
        return "utf-32-le"
    if min(zeros[:3]) > _MOSTLY and zeros[3] < _MOSTLY:
        return "utf-32-be"
    if min(zeros[1], zeros[3]) > _MOSTLY and max(zeros[0], zeros[2]) < _MOSTLY:
        return "utf-16-le"
    if min(zeros[0], zeros[2]) > _MOSTLY and max(zeros[1], zeros[3]) < _MOSTLY:
        return "utf-16-be"
    return None


def _whole_lines(text: str) -> str:
    """Without a last line that may be cut off."""
    text = text.replace("\0", "")
    cut = max(text.rfind("\n"), text.rfind("\r"))
    return text[:cut] if cut > 0 else text


def _delimiter(text: str) -> str:
    text = _whole_lines(text)
    best, most = ",", 0.0
    for mark in _DELIMITERS:
        try:
            rows = [row for row in csv.reader(io.StringIO(text), delimiter=mark) if row][:50]
        except csv.Error:
            continue
        widths = [len(row) for row in rows]
        usual = max(set(widths), key=widths.count, default=1)
        # Colons stand in times: only where nothing else cuts the rows.
        weight = 0.2 if mark == ":" else 1.0
        evenness = widths.count(usual) / len(widths) if widths else 0.0
        score = (usual - 1) ** 0.5 * evenness * weight
        if score > most:
            best, most = mark, score
    return best


def _without_nul(lines: Iterator[str]) -> Iterator[str]:
    for line in lines:
        yield line.replace("\0", "") if "\0" in line else line
