"""How a file is read for an import: which format it is, and its rows to the end."""

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from desktop.connectors.files.content import Content, UnreadableFile
from desktop.connectors.files.format import FileFormat, ReadOptions
from desktop.connectors.files.registry import FORMATS, Recognised, named, recognise
from desktop.connectors.files.workbook_guard import RefusedWorkbook
from desktop.domain.errors import Refused
from desktop.domain.incoming import Rejected, RowRead
from desktop.services.import_plan import ImportAs, ImportPlan

_SAMPLE_ROWS = 8


def rows_of(plan: ImportPlan, content: Content) -> Iterator[RowRead]:
    """Every row of the file; where it breaks off, a last row that is rejected."""
    chosen = named(plan.format)
    if chosen is None:
        raise Refused(f"There is no format “{plan.format}”.")
    last = 0
    try:
        for row in chosen.read(content, ReadOptions(plan.zone, plan.region, plan.columns)):
            last = row.row
            yield row
    except (UnreadableFile, RefusedWorkbook) as why:
        yield Rejected(last + 1, str(why), "")


def formats_of(
    content: Content, read_as: ImportAs, format_name: str | None
) -> Sequence[FileFormat]:
    """The formats to read ``content`` by, the surest first; at least one. Raises
    :class:`UnreadableFile` where it is none, :class:`Refused` where there is no such format."""
    if format_name is not None:
        chosen = named(format_name)
        if chosen is None:
            names = ", ".join(sorted(each.name for each in FORMATS))
            raise Refused(f"There is no format “{format_name}”. There are: {names}.")
        return (chosen,)
    if not content.head:
        raise UnreadableFile("This file is empty. Export it again.")
    found: Sequence[Recognised] = recognise(content)
    kind = read_as.kind
    fitting = [each.format for each in found if kind in (None, each.format.kind)]
    if not fitting:
        what = {ImportAs.AUTO: "calls, leads or contacts"}.get(read_as, read_as.value)
        raise UnreadableFile(
            f"This file is not recognised as {what}. Say what its columns mean, or export it "
            "as a table (CSV)."
        )
    return fitting


def first_rows_of(content: Content) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """The first row and some below it, for the screen on which columns are chosen."""
    if not content.is_table or not content.first_rows:
        return (), ()
    rows = [tuple(row) for row in content.first_rows[: _SAMPLE_ROWS + 1]]
    return rows[0], tuple(rows[1:])


def sha256_of(path: Path) -> str:
    """The file's SHA-256. Raises :class:`UnreadableFile`."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as problem:
        raise UnreadableFile(
            "This file cannot be opened. See that it is still there and that you may read it."
        ) from problem
