"""CSV as RFC 4180 has it, which spreadsheets open by a double click.

UTF-8 with a byte order mark (without one, Excel takes it for the computer's old code page), CRLF
after each row, and every cell in quotes: LibreOffice and Excel may also split at semicolons and
tabs, which then could begin a formula of its own inside a text.
"""

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from typing import IO, Any

from desktop.export.clock_words import local_words, utc_words
from desktop.export.formulas import guarded
from desktop.export.table import Meaning, Table


class CsvWriter:
    """See :class:`desktop.export.table.Writer`."""

    ending = ".csv"

    def write(self, table: Table, file: IO[bytes]) -> None:
        """Write the head and every row."""
        # Half a character (a damaged import) is no reason to keep the rest from anybody.
        text = io.TextIOWrapper(file, "utf-8-sig", errors="replace", newline="")
        try:
            writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
            writer.writerow([heading.title for heading in table.headings])
            writer.writerows(_cells(table))
            text.flush()
        finally:
            text.detach()


def _cells(table: Table) -> Iterator[Sequence[Any]]:
    make: dict[Meaning, Callable[[Any], str]] = {
        Meaning.TEXT: guarded,
        Meaning.FLAG: lambda value: "yes" if value else "no",
        Meaning.LOCAL_TIME: local_words(table.zone),
        Meaning.UTC_TIME: utc_words,
    }
    made = [
        (place, make[heading.meaning])
        for place, heading in enumerate(table.headings)
        if heading.meaning in make
    ]
    for row in table.rows:
        cells = list(row)
        for place, words in made:
            value = cells[place]
            if value is not None:
                cells[place] = words(value)
        yield cells
