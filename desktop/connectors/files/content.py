"""The content of a file: its text whatever the encoding, its table whatever the delimiter.

Nothing here trusts the file's name. Large files are streamed; what is looked at to recognise a
format is the first stretch only.
"""

import codecs
import csv
import io
import json
import re
from collections.abc import Iterator
from functools import cached_property, partial
from pathlib import Path
from typing import Any, BinaryIO

from desktop.connectors.files.encodings import encoding_by_all, encoding_by_head
from desktop.connectors.files.sheets import ChosenSheet, choose_sheet, sheet_lines
from desktop.connectors.files.table import Dialect, Line, dialect_of, read_lines, sample_rows
from desktop.connectors.files.workbook_guard import RefusedWorkbook, is_workbook
from desktop.domain.errors import Problem

HEAD_BYTES = 64 * 1024
WHOLE_AT_MOST = 64 * 1024 * 1024
"""vCard, HTML and workbooks are read whole, up to this size; tables are streamed."""
LINE_AT_MOST = 2 * 1024 * 1024
JSON_AT_MOST = 24 * 1024 * 1024
_OBJECTS_AT_MOST = 160 * 1024 * 1024
"""What the objects of a JSON file may take of the memory, by a rough count of its marks."""
_CHUNK = 1024 * 1024
_FIRST_ROWS = 60
_NO_TABLE = re.compile(r"[{\[<]|--|BEGIN:|(?:GET|POST|PUT) /|[\w.-]{2,40}: |[^\s=&]+=[^\s&]*&")
_JSON_START = re.compile(r'\s*(?:\{\s*["}]|\[\s*[\[{"\]\d])')

__all__ = ["HEAD_BYTES", "WHOLE_AT_MOST", "Content", "Line", "UnreadableFile"]


class UnreadableFile(Problem):
    """The file cannot be read as anything; the sentence says why."""

    exit_code = 1


class Content:
    """One file, or the same as bytes. Raises :class:`UnreadableFile` where it cannot be opened."""

    def __init__(self, source: Path | bytes) -> None:
        self._source = source
        self._reading: BinaryIO | None = None
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

    @property
    def position(self) -> int:
        """How many bytes of it have been read by whoever streams it now (roughly)."""
        file = self._reading
        try:
            return self.size if file is None or file.closed else file.tell()
        except (OSError, ValueError):
            return 0

    @cached_property
    def is_workbook(self) -> bool:
        """Whether this is a workbook (or an archive that looks like one from outside)."""
        return is_workbook(self.head)

    @cached_property
    def is_binary(self) -> bool:
        """Whether this is no text: a workbook, a picture, a program."""
        if self.is_workbook:
            return True
        if encoding_by_head(self.head) is not None or not self.head:
            return False
        odd = sum(self.head.count(bytes([code])) for code in (*range(1, 9), *range(14, 27)))
        few = len(self.head) * 0.05
        return odd > few or self.head.count(0) > 6 * few

    @cached_property
    def encoding(self) -> str:
        """How the text is encoded: by its mark, else by what it can be."""
        return encoding_by_head(self.head) or encoding_by_all(self._chunks())

    @cached_property
    def head_text(self) -> str:
        """The first stretch as text; what cannot be read is marked."""
        decoder = codecs.getincrementaldecoder(self.encoding)("replace")
        return decoder.decode(self.head)

    @property
    def _head_lines(self) -> str:
        """The first stretch without a last line that is cut off."""
        text = self.head_text.lstrip("\ufeff").replace("\0", "")
        if len(self.head) < HEAD_BYTES:
            return text
        cut = max(text.rfind("\n"), text.rfind("\r"))
        return text[:cut] if cut > 0 else text

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
        if self.is_binary or not _JSON_START.match(self.head_text.lstrip("\ufeff")):
            return None
        if self.size > JSON_AT_MOST:
            raise UnreadableFile(
                "This JSON file is larger than 24 MB. Export it in smaller parts, "
                "or with one record to a line."
            )
        raw = self.raw()
        marks = 250 * raw.count(b"{") + 70 * raw.count(b"[") + 40 * raw.count(b",")
        if marks > _OBJECTS_AT_MOST:
            raise UnreadableFile("This JSON file has too many small parts to be read at once.")
        try:
            return json.loads(raw.decode(self.encoding, "replace").lstrip("\ufeff").strip("\0\x1a"))
        except (ValueError, RecursionError):
            return None

    @cached_property
    def dialect(self) -> Dialect:
        """How the cells of the table are told apart; of a workbook, how they are written down."""
        return Dialect() if self.is_binary else dialect_of(self._head_lines)

    @property
    def delimiter(self) -> str:
        """What stands between the cells of the table."""
        return self.dialect.delimiter

    @cached_property
    def is_table(self) -> bool:
        """Whether this is rows of cells, not messages, cards, pages or mail."""
        if self.is_workbook:
            return True
        text = self.head_text.lstrip("\ufeff \t\r\n")
        return not self.is_binary and _NO_TABLE.match(text) is None and self.usual_width > 1

    @cached_property
    def first_rows(self) -> tuple[list[str], ...]:
        """The first rows that are not blank, to recognise a table by; none of a binary file.

        Raises :class:`UnreadableFile` for a workbook that may not be opened.
        """
        if self.is_workbook:
            return self.sheet.first_rows
        if self.is_binary:
            return ()
        return sample_rows(self._head_lines, self.dialect, _FIRST_ROWS)

    @cached_property
    def usual_width(self) -> int:
        """How many cells most of the first rows have."""
        widths = [len(row) for row in self.first_rows]
        return max(set(widths), key=widths.count, default=0)

    def lines(self) -> Iterator[Line]:
        """Every row of the table, streamed; quoted newlines belong to their cell. Of a workbook
        those of its sheet with what is known here, and of others with the same titles."""
        if self.is_workbook:
            yield from sheet_lines(self.raw(), self.sheet)
            return
        with self._open() as file:
            wrapped = io.TextIOWrapper(file, self.encoding, errors="replace", newline="")
            # A line without an end may not fill the memory.
            lines = iter(partial(wrapped.readline, LINE_AT_MOST), "")
            yield from read_lines(lines, self.dialect, self.usual_width)

    @cached_property
    def sheet(self) -> ChosenSheet:
        """The sheet of a workbook that is read."""
        try:
            return choose_sheet(self.raw(), self._is_known)
        except RefusedWorkbook as why:
            raise UnreadableFile(str(why)) from why

    def _is_known(self, sheet: ChosenSheet) -> bool:
        """Whether any format knows the rows of ``sheet``."""
        from desktop.connectors.files.registry import recognise

        with_it = Content(self._source)
        with_it.sheet = sheet
        return bool(recognise(with_it))

    def text_lines(self) -> Iterator[tuple[int, str]]:
        """Every line of the text with its number, streamed, without its end; a line of more than a
        megabyte comes in parts."""
        with self._open() as file:
            wrapped = io.TextIOWrapper(file, self.encoding, errors="replace")
            for number, line in enumerate(
                iter(partial(wrapped.readline, LINE_AT_MOST), ""), start=1
            ):
                yield number, line.rstrip("\n").replace("\0", "")

    def row_text(self, line: Line) -> str:
        """The row as it stands in the file, nearly: what is wrong in it can be put right."""
        if line.trouble:
            return self.delimiter.join(line.cells)
        written = io.StringIO()
        csv.writer(written, delimiter=self.delimiter, lineterminator="").writerow(line.cells)
        return written.getvalue()

    def _chunks(self) -> Iterator[bytes]:
        with self._open() as file:
            while chunk := file.read(_CHUNK):
                yield chunk

    def _open(self) -> BinaryIO:
        source = self._source
        file = io.BytesIO(source) if isinstance(source, bytes) else source.open("rb")
        self._reading = file
        return file
