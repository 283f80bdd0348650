"""CSV as RFC 4180 has it, which spreadsheets open by a double click.

UTF-8 with a byte order mark (without one, Excel takes it for the computer's old code page), CRLF
after each row, and every cell in quotes: LibreOffice and Excel may also split at semicolons and
tabs, which then could begin a formula of its own inside a text.

A page is turned into text column by column, which takes a third of what a call for each cell does.
"""

from collections.abc import Callable, Sequence
from typing import IO, Any

from desktop.export.clock_words import local_words, utc_words
from desktop.export.formulas import guarded
from desktop.export.table import Meaning, Table

_Texts = Sequence[str]


class CsvWriter:
    """See :class:`desktop.export.table.Writer`."""

    ending = ".csv"

    def write(self, table: Table, file: IO[bytes]) -> None:
        """Write the head and every row."""
        texts: dict[Meaning, Callable[[Sequence[Any]], _Texts]] = {
            Meaning.TEXT: _typed,
            Meaning.WORD: lambda values: ["" if value is None else value for value in values],
            Meaning.COUNT: lambda values: ["" if value is None else str(value) for value in values],
            Meaning.FLAG: lambda values: [_FLAGS[value] for value in values],
            Meaning.LOCAL_TIME: local_words(table.zone),
            Meaning.UTC_TIME: utc_words(),
        }
        made = [texts[heading.meaning] for heading in table.headings]
        heads = [_typed([heading.title]) for heading in table.headings]
        file.write(b"\xef\xbb\xbf" + _lines(heads))
        for page in table.pages:
            file.write(_lines([make(values) for make, values in zip(made, page, strict=True)]))


_FLAGS = {None: "", False: "no", True: "yes"}


def _typed(values: Sequence[Any]) -> _Texts:
    # Most begin with a letter; no call for those.
    texts = ["" if not text else text if text[0].isalnum() else guarded(text) for text in values]
    if '"' in "".join(texts):
        return [text.replace('"', '""') for text in texts]
    return texts


def _lines(columns: Sequence[_Texts]) -> bytes:
    """One line for each row. Half a character (from a damaged import) becomes "?"."""
    rows = zip(*columns, strict=True)
    text = "".join([f'"{line}"\r\n' for line in map('","'.join, rows)])
    return text.encode("utf-8", "replace")
