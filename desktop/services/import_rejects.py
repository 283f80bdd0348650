"""The rows that stay out, as a file in the layout of their source: put right there, it can be
imported like the first one."""

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path

from desktop.connectors.files.content import Content
from desktop.domain.errors import Problem
from desktop.domain.incoming import Rejected
from desktop.export.formulas import guarded
from desktop.export.new_file import new_file
from desktop.services.import_plan import ImportPlan
from desktop.services.import_reading import rows_of

_ABOVE_AT_MOST = 40


class RejectsNotWritten(Problem):
    """The file for the rows that stay out could not be written."""


def write_rejects(plan: ImportPlan, to: Path) -> int:
    """Write the rows of the file that cannot be read, below what stands above its rows; returns
    how many. They are read once more for that: their texts may be too many for the memory.

    Raises :class:`RejectsNotWritten` where the file cannot be written or is the source itself.
    """
    content = Content(plan.path)
    try:
        if to.exists() and to.samefile(plan.path):
            raise RejectsNotWritten(
                "The rows that stay out cannot be written over the file they come from. "
                "Name another one."
            )
        # A spreadsheet program knows UTF-8 by its mark alone.
        encoding = "utf-8-sig" if content.is_table else "utf-8"
        texts = _table(plan, content) if content.is_table else _texts(plan, content)
        # Whole or not at all, its owner's alone, and never over what is no such file.
        with new_file(to, ".csv" if content.is_table else plan.path.suffix.lower()) as made:
            file = io.TextIOWrapper(made.stream, encoding, "replace", newline="")
            count = sum(map(bool, map(file.write, texts)))
            file.detach()
            made.finish()
            made.place()
            return count
    except OSError as problem:
        raise RejectsNotWritten(
            f"The rows that stay out could not be written to {to.name}. "
            "See that the folder is there and has room."
        ) from problem


def _texts(plan: ImportPlan, content: Content) -> Iterator[str]:
    for row in rows_of(plan, content):
        if isinstance(row, Rejected):
            yield row.raw.rstrip("\r\n") + "\n"


def _table(plan: ImportPlan, content: Content) -> Iterator[str]:
    mark = content.delimiter
    above = True
    for row in rows_of(plan, content):
        if above:
            above = False
            yield "".join(_above(content, row.row))
        if isinstance(row, Rejected):
            cells = next(csv.reader(io.StringIO(row.raw, newline=""), delimiter=mark), [])
            whole = row.raw.count('"') % 2 == 0
            # A row with an open mark stands as it is: that is what has to be mended.
            yield _row(cells, mark) if whole else guarded(" ".join(row.raw.split("\n"))) + "\r\n"


def _above(content: Content, first: int) -> Iterator[str]:
    """The titles, and what stands above them."""
    for line in content.lines():
        if line.number >= min(first, _ABOVE_AT_MOST):
            return
        yield _row(line.cells, content.delimiter)


def _row(cells: Sequence[str], mark: str) -> str:
    written = io.StringIO()
    csv.writer(written, delimiter=mark, lineterminator="\r\n").writerow(map(guarded, cells))
    return written.getvalue()
