"""The rows that stay out, as a file in the layout of their source: put right there, it can be
imported like the first one."""

import csv
import io
import re
from collections.abc import Sequence
from pathlib import Path

from desktop.connectors.files.content import Content
from desktop.domain.errors import Problem
from desktop.services.import_plan import Refusal

_HARMLESS = re.compile(r"[+-][\d\s().,:/-]*")
_ACTING = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet program takes for the beginning of a formula."""
_ABOVE_AT_MOST = 40


class RejectsNotWritten(Problem):
    """The file for the rows that stay out could not be written."""


def write_rejects(source: Path, to: Path, refusals: Sequence[Refusal], first_row: int) -> None:
    """Write the texts of ``refusals`` below what stands above row ``first_row`` of ``source``.

    Raises :class:`RejectsNotWritten` where the file cannot be written or is the source itself.
    """
    content = Content(source)
    text = _table(content, refusals, first_row) if content.is_table else _texts(refusals)
    try:
        if to.exists() and to.samefile(source):
            raise RejectsNotWritten(
                "The rows that stay out cannot be written over the file they come from. "
                "Name another one."
            )
        to.write_text(text, encoding="utf-8-sig" if content.is_table else "utf-8", newline="")
    except OSError as problem:
        raise RejectsNotWritten(
            f"The rows that stay out could not be written to {to.name}. "
            "See that the folder is there and has room."
        ) from problem


def _table(content: Content, refusals: Sequence[Refusal], first_row: int) -> str:
    written = io.StringIO()
    mark = content.delimiter
    rows = csv.writer(written, delimiter=mark, lineterminator="\r\n")
    for line in content.lines():
        if line.number >= min(first_row, _ABOVE_AT_MOST):
            break
        rows.writerow([safe(cell) for cell in line.cells])
    for refusal in refusals:
        cells = next(csv.reader([refusal.raw], delimiter=mark), [])
        # A row with an open mark stands as it is: it is what has to be mended.
        whole = refusal.raw.count('"') % 2 == 0
        if whole and not any(each in refusal.raw for each in "\r\n"):
            rows.writerow([safe(cell) for cell in cells])
        elif whole:
            rows.writerow([safe(cell) for cell in _cells(refusal.raw, mark)])
        else:
            written.write(safe(refusal.raw.replace("\n", " ").replace("\r", " ")) + "\r\n")
    return written.getvalue()


def _cells(raw: str, mark: str) -> list[str]:
    return next(csv.reader(io.StringIO(raw, newline=""), delimiter=mark), [])


def _texts(refusals: Sequence[Refusal]) -> str:
    return "".join(refusal.raw.rstrip("\r\n") + "\n" for refusal in refusals)


def safe(cell: str) -> str:
    """A cell that no spreadsheet program takes for a formula; numbers and times stay."""
    if cell.startswith(_ACTING) and not _HARMLESS.fullmatch(cell):
        return "'" + cell
    return cell
