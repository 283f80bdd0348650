"""A workbook as Excel and LibreOffice open it (Office Open XML, ECMA-376), at constant memory.

Every text is a text cell, so nothing in it is ever run, and it stands there letter by letter. The
libraries that write workbooks keep a sheet in memory, or in a temporary file that anybody's tools
could find afterwards: this one is written as it is read, and put nowhere else.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import IO, Any, Final
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from desktop.export.clock_words import local_words, utc_words
from desktop.export.table import Meaning, Table

ROWS_OF_SHEET: Final = 1_048_576
"""More a sheet does not hold, its head among them: the rest goes on in the next."""
LONGEST: Final = 32_767
"""So many UTF-16 units a cell holds."""
_CUT: Final = "… [cut: a cell holds no more]"
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
"""A spreadsheet would take ``_x0041_`` for "A"."""
_TEXT = '<c t="inlineStr"><is><t xml:space="preserve">{}</t></is></c>'
_NOTHING = "<c/>"

_Cells = Sequence[str]


class XlsxWriter:
    """See :class:`desktop.export.table.Writer`."""

    ending = ".xlsx"

    def __init__(self, rows_of_sheet: int = ROWS_OF_SHEET) -> None:
        self._most = rows_of_sheet

    def write(self, table: Table, file: IO[bytes]) -> None:
        """Write every row, on as many sheets as it takes, each with the head."""
        head = _row([_text(heading.title) for heading in table.headings])
        rows = _rows(table)
        with ZipFile(file, "w", ZIP_DEFLATED) as archive:
            sheets = 0
            first = next(rows, None)
            while first is not None or not sheets:
                sheets += 1
                name = f"xl/worksheets/sheet{sheets}.xml"
                with archive.open(name, "w", force_zip64=True) as sheet:
                    sheet.write(f"{_SHEET}{head}".encode())
                    if first is not None:
                        sheet.write(first.encode())
                    for row in islice(rows, self._most - 2):
                        sheet.write(row.encode())
                    sheet.write(b"</sheetData></worksheet>")
                first = next(rows, None)
            for name, text in _around(sheets):
                archive.writestr(name, text)


def _rows(table: Table) -> Iterator[str]:
    local, utc = local_words(table.zone), utc_words()
    cells: dict[Meaning, Callable[[Sequence[Any]], _Cells]] = {
        Meaning.TEXT: lambda values: [_text(value) for value in values],
        Meaning.WORD: lambda values: [_text(value) for value in values],
        Meaning.COUNT: lambda values: [
            _NOTHING if value is None else f"<c><v>{value}</v></c>" for value in values
        ],
        Meaning.FLAG: lambda values: [_FLAGS[value] for value in values],
        Meaning.LOCAL_TIME: lambda values: [_text(words) for words in local(values)],
        Meaning.UTC_TIME: lambda values: [_text(words) for words in utc(values)],
    }
    made = [cells[heading.meaning] for heading in table.headings]
    for page in table.pages:
        columns = [make(values) for make, values in zip(made, page, strict=True)]
        yield from map(_row, zip(*columns, strict=True))


def _row(cells: Sequence[str]) -> str:
    return f"<row>{''.join(cells)}</row>"


def _text(text: str | None) -> str:
    if not text:
        return _NOTHING
    if len(text) > LONGEST // 2:  # a unit or two each
        units = text.encode("utf-16-le", "replace")
        if len(units) > 2 * LONGEST:
            kept = units[: 2 * (LONGEST - len(_CUT))].decode("utf-16-le", "ignore")
            text = f"{kept}{_CUT}"
    text = _LOOKS_ESCAPED.sub("_x005F_", _NO_XML.sub("\N{REPLACEMENT CHARACTER}", text))
    return _TEXT.format(escape(text, {"\r": "&#13;"}))


_FLAGS = {None: _NOTHING, False: _text("no"), True: _text("yes")}

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SHEET = (
    f'{_HEAD}<worksheet {_MAIN}><sheetViews><sheetView workbookViewId="0">'
    '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
    "</sheetView></sheetViews><sheetData>"
)


def _around(sheets: int) -> Iterator[tuple[str, str]]:
    """What makes a workbook of so many sheets."""
    numbers = range(1, sheets + 1)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    yield (
        "[Content_Types].xml",
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
        'relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
        + "".join(
            f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{kind}.worksheet+xml"/>'
            for n in numbers
        )
        + "</Types>",
    )
    yield (
        "_rels/.rels",
        (
            f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
            f'Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
        ),
    )
    yield (
        "xl/workbook.xml",
        f'{_HEAD}<workbook {_MAIN} xmlns:r="{_RELATIONS}"><bookViews><workbookView/></bookViews>'
        "<sheets>"
        + "".join(f'<sheet name="Rows {n}" sheetId="{n}" r:id="rId{n}"/>' for n in numbers)
        + "</sheets></workbook>",
    )
    yield (
        "xl/_rels/workbook.xml.rels",
        f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
        + "".join(
            f'<Relationship Id="rId{n}" Type="{_RELATIONS}/worksheet" '
            f'Target="worksheets/sheet{n}.xml"/>'
            for n in numbers
        )
        + "</Relationships>",
    )
