"""The rows that stay out, as a file in the layout of their source: put right there, it can be
imported like the first one. It leaves the program like every export, but for the reason, which is
always the same: who may bring a file in may have back what of it was not taken.
"""

import csv
import io
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import IO, Final
from uuid import UUID

from desktop.connectors.files.content import Content
from desktop.domain.errors import Refused
from desktop.domain.incoming import Rejected
from desktop.domain.vocabulary import Permission
from desktop.export.formulas import guarded
from desktop.export.new_file import new_file
from desktop.services.actor import Actor, demand
from desktop.services.changes import Ledger, Writing
from desktop.services.import_plan import ImportPlan
from desktop.services.import_reading import rows_of
from desktop.services.takeaway import Taken, note_export
from desktop.services.undo import EXPORT
from desktop.storage.data_files import DataFiles

_ABOVE_AT_MOST = 40
_WHY: Final = "To be put right and imported again"
_ALWAYS: Final = frozenset({".csv", ".txt"})
_TEXTS: Final = frozenset({".tsv", ".log", ".json", ".jsonl", ".ndjson", ".eml", ".mbox"})
"""What a file may be that is replaced, where the source is such a one."""


class Rejects:
    """Saves them. ``ours`` are the folders in which data is kept: nothing is written there."""

    def __init__(self, ledger: Ledger, ours: Collection[Path]) -> None:
        self._ledger = ledger
        self._ours = tuple(map(DataFiles.of, ours))

    def look_at(self, actor: Actor, to: Path, sources: Collection[Path]) -> None:
        """Raise :class:`Refused` where the rows may not be written: over a file that is being
        imported, over a key, or among the data."""
        demand(actor, Permission.RECEIVE)
        if any(files.holds(to) for files in self._ours):
            raise Refused(
                f"{to.name} would stand among the data of KetWell Desk, where nothing else is "
                "kept. Choose another folder for the rows that stay out."
            )
        if any(_same(to, each) for each in sources):
            raise Refused(
                "The rows that stay out cannot be written over the file they come from. "
                "Name another one."
            )

    def save(self, actor: Actor, plan: ImportPlan, to: Path, key: UUID) -> int:
        """Write the rows of the file that cannot be read, below what stands above its rows; how
        many. The trail says that, and who did. They are read once more for it: their texts may be
        too many for the memory. Raises :class:`Refused` as above, FileProblem, and
        :class:`UnreadableFile` where the source is gone."""
        self.look_at(actor, to, (plan.path,))
        with new_file(to, _ending(plan, to)) as file:
            rows = write_rejects(plan, file.stream)
            file.finish()

            def work(writing: Writing) -> UUID:
                asked = "the rows that an import left out"
                taken = Taken("rejects", asked, to.suffix.lower().lstrip("."), "", rows)
                export_id = note_export(writing, actor, taken, _WHY)
                file.place()  # last, and before COMMIT: see desktop.services.exporting
                return export_id

            written = self._ledger.write(actor, f"{EXPORT}rejects", Permission.RECEIVE, key, work)
            if written.repeated:
                file.place()
        return rows


def name_for(source: Path) -> Path:
    """A name beside the file that they come from."""
    ending = source.suffix if source.suffix.lower() in _ALWAYS | _TEXTS else ".csv"
    return source.with_name(f"{source.stem}-rows-to-mend{ending}")


def _ending(plan: ImportPlan, to: Path) -> str:
    """How the name of a file ends that may be replaced."""
    own = plan.path.suffix.lower()
    allowed = _ALWAYS | ({own} & _TEXTS)
    return to.suffix.lower() if to.suffix.lower() in allowed else ".csv"


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return one.resolve() == other.resolve()


def write_rejects(plan: ImportPlan, into: IO[bytes]) -> int:
    """Write them into a stream; how many."""
    content = Content(plan.path)
    # A spreadsheet program knows UTF-8 by its mark alone.
    encoding = "utf-8-sig" if content.is_table else "utf-8"
    file = io.TextIOWrapper(into, encoding, "replace", newline="")
    count = 0
    for text, is_row in _table(plan, content) if content.is_table else _texts(plan, content):
        file.write(text)
        count += is_row
    file.detach()
    return count


def _texts(plan: ImportPlan, content: Content) -> Iterator[tuple[str, bool]]:
    for row in rows_of(plan, content):
        if isinstance(row, Rejected):
            yield row.raw.rstrip("\r\n") + "\n", True


def _table(plan: ImportPlan, content: Content) -> Iterator[tuple[str, bool]]:
    """Text after text, and whether it is a row."""
    mark = content.delimiter
    above = True
    for row in rows_of(plan, content):
        if above:
            above = False
            yield "".join(_above(content, row.row)), False
        if isinstance(row, Rejected):
            cells = next(csv.reader(io.StringIO(row.raw, newline=""), delimiter=mark), [])
            whole = row.raw.count('"') % 2 == 0
            # A row with an open mark stands as it is: that is what has to be mended.
            yield (
                _row(cells, mark) if whole else guarded(" ".join(row.raw.split("\n"))) + "\r\n",
                True,
            )


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
