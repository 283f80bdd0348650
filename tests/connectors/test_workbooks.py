"""Workbooks are read as tables, and hostile ones are refused before or while they are opened."""

import io
import subprocess
import sys
import time
import zipfile
import zlib
from collections.abc import Generator, Sequence
from datetime import UTC, datetime

import pytest

from desktop.connectors.files import workbook as workbook_module
from desktop.connectors.files import workbook_process
from desktop.connectors.files.content import Content, UnreadableFile
from desktop.connectors.files.workbook import workbook_rows
from desktop.connectors.files.workbook_guard import RefusedWorkbook, refuse_bombs
from desktop.domain.incoming import Disposition, IncomingCall, Rejected, Taken
from tests.connectors.reading import calls_of, rows_of

_TYPES = (
    '<?xml version="1.0"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def sheet(*rows: Sequence[object]) -> str:
    """A sheet of inline texts and numbers."""
    cells = []
    for number, row in enumerate(rows, start=1):
        written = "".join(
            f'<c r="{chr(65 + n)}{number}" t="inlineStr"><is><t>{cell}</t></is></c>'
            if isinstance(cell, str)
            else f'<c r="{chr(65 + n)}{number}"><v>{cell}</v></c>'
            for n, cell in enumerate(row)
        )
        cells.append(f'<row r="{number}">{written}</row>')
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{"".join(cells)}</sheetData></worksheet>'


def workbook(*sheets: str, states: tuple[str, ...] = (), styles: str = "") -> bytes:
    """An XLSX of these sheets."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="r" Target="xl/workbook.xml" '
            f'Type="{_OFFICE}/officeDocument"/></Relationships>',
        )
        named = "".join(
            f'<sheet name="S{n}" sheetId="{n}" r:id="r{n}" state="{state}"/>'
            for n, state in enumerate((states or ("visible",) * len(sheets)), start=1)
        )
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{named}</sheets></workbook>',
        )
        linked = "".join(
            f'<Relationship Id="r{n}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>'
            for n in range(1, len(sheets) + 1)
        )
        if styles:
            linked += f'<Relationship Id="s" Type="{_OFFICE}/styles" Target="styles.xml"/>'
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{_PACKAGE}">{linked}</Relationships>',
        )
        if styles:
            archive.writestr("xl/styles.xml", styles)
        for n, text in enumerate(sheets, start=1):
            archive.writestr(f"xl/worksheets/sheet{n}.xml", text)
    return packed.getvalue()


TITLES: list[object] = ["Start Time", "From", "To", "Direction", "Status", "Duration"]
CALL: list[object] = ["2026-11-17 09:00", 16025550147, "6025550100", "Inbound", "Missed", 0]


def test_a_table_in_a_workbook_is_a_table() -> None:
    (call,) = calls_of(workbook(sheet(["Calls of the week"], TITLES, CALL)))
    assert (call.caller, call.disposition) == ("16025550147", Disposition.MISSED)
    assert call.started_at == datetime(2026, 11, 17, 16, tzinfo=UTC)


def test_a_format_with_titles_is_known_in_a_workbook_too() -> None:
    titles: list[object] = ["Call Time", "From", "To", "Direction", "Status", "Ringing", "Talking"]
    row: list[object] = [
        "2026-11-17T09:00:00",
        "6025550147",
        "Desk (800)",
        "Inbound",
        "Unanswered",
        "00:00:07",
        "0",
    ]
    (call,) = calls_of(workbook(sheet(titles, row)))
    assert call.source == "3cx-report"


def test_hidden_and_empty_sheets_are_passed_over() -> None:
    data = workbook(
        sheet(["secret"]), sheet(), sheet(["a", "b"]), states=("hidden", "visible", "visible")
    )
    assert list(workbook_rows(data)) == [["a", "b"]]


def test_a_report_before_the_calls_is_passed_over() -> None:
    cover = sheet(["Report period", "11/1/2026", "11/30/2026"], ["Total calls", 1, "x"])
    (row,) = rows_of(workbook(cover, sheet(["Calls of the week"], TITLES, CALL)))
    assert isinstance(row, Taken)
    assert row.row == 3


def test_sheets_with_the_same_titles_are_read_one_behind_the_other() -> None:
    other: list[object] = ["2026-11-18 09:00", 16025550148, *CALL[2:]]
    third: list[object] = ["2026-11-19 09:00", 16025550149, *CALL[2:]]
    data = workbook(
        sheet(TITLES, CALL), sheet(["Wednesday"], TITLES, other), sheet(TITLES, third, TITLES)
    )
    rows = [row for row in rows_of(data) if isinstance(row, Taken)]
    assert [row.row for row in rows] == [2, 5, 7]
    assert [row.record.caller for row in rows if isinstance(row.record, IncomingCall)] == [
        "16025550147",
        "16025550148",
        "16025550149",
    ]


def test_a_sheet_with_people_on_it_that_is_not_read_is_told() -> None:
    people = sheet(["Name", "Phone"], ["Fern Moss", "602-555-0148"])
    notes = sheet(["These are notes", "of nobody"])
    for data, name in (
        (workbook(sheet(TITLES, CALL), notes, people), "S3"),
        (workbook(sheet(["Ask them", "602-555-0148"]), sheet(TITLES, CALL)), "S1"),
    ):
        call, told = rows_of(data)
        assert isinstance(call, Taken)
        assert isinstance(told, Rejected)
        assert told.row == 3
        assert f"Another sheet was not read: “{name}”" in told.reason
        assert name in told.raw


def test_a_workbook_that_nobody_knows_shows_its_first_sheet() -> None:
    content = Content(workbook(sheet(["a", "b"]), sheet(["c", "d"])))
    assert content.first_rows == (["a", "b"],)


def with_a_length_of_time() -> bytes:
    """Three rows; the number in the second is formatted as a length of time."""
    styles = (
        f'<styleSheet xmlns="{_MAIN}"><cellXfs count="2"><xf numFmtId="0"/>'
        '<xf numFmtId="46" applyNumberFormat="1"/></cellXfs></styleSheet>'
    )
    text = sheet(["Name", "Phone", "Message"], ["Fern", 6025550147, "Hi"], ["Moss", "602-555-0148"])
    return workbook(text.replace('<c r="B2">', '<c r="B2" s="1">'), styles=styles)


def test_a_number_that_is_formatted_as_a_length_of_time_costs_its_row_alone() -> None:
    rejected, taken = rows_of(with_a_length_of_time())
    assert isinstance(rejected, Rejected)
    assert "length of time" in rejected.reason
    assert isinstance(taken, Taken)
    assert taken.row == 3


def test_a_formula_is_its_result_and_never_run() -> None:
    text = (
        f'<worksheet xmlns="{_MAIN}"><sheetData><row r="1"><c r="A1"><f>HYPERLINK("x")</f><v>7</v>'
        "</c></row></sheetData></worksheet>"
    )
    assert list(workbook_rows(workbook(text))) == [["7"]]


def refused(data: bytes) -> str:
    begun = time.monotonic()
    with pytest.raises(RefusedWorkbook) as why:
        list(workbook_rows(data))
    assert time.monotonic() - begun < 60
    assert str(why.value).endswith(".")
    return str(why.value)


def test_a_bomb_is_refused_before_it_is_opened() -> None:
    bomb = workbook("<worksheet>" + " " * 200_000_000 + "</worksheet>")
    assert len(bomb) < 400_000
    with pytest.raises(RefusedWorkbook, match="unpacks to far more"):
        refuse_bombs(bomb)


def test_a_bomb_that_lies_about_its_size_is_refused_too() -> None:
    bomb = bytearray(workbook("<worksheet>" + " " * 30_000_000 + "</worksheet>"))
    size = (30_000_000 + len("<worksheet></worksheet>")).to_bytes(4, "little")
    at = bomb.find(size)
    while at >= 0:
        bomb[at : at + 4] = (100).to_bytes(4, "little")
        at = bomb.find(size)
    with pytest.raises(RefusedWorkbook, match="unpacks to far more"):
        refuse_bombs(bytes(bomb))


def test_a_sheet_that_claims_to_be_endless_ends_only_its_reader() -> None:
    text = (
        f'<worksheet xmlns="{_MAIN}"><sheetData><row r="1"><c r="A1"><v>1</v></c></row>'
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
    )
    assert "cannot be opened" in refused(workbook(text))


@pytest.mark.parametrize(
    "data",
    [
        workbook(sheet(["a"]))[:300],
        b"PK\x03\x04" + b"\0" * 100,
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
        b"\x09\x08\x10\x00" + b"\xff" * 300,
    ],
)
def test_damaged_workbooks(data: bytes) -> None:
    assert refused(data)
    with pytest.raises(UnreadableFile):
        _ = Content(data).first_rows


def test_an_archive_is_no_workbook() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("calls.csv", "a,b")
    assert "archive" in refused(packed.getvalue())


def test_a_workbook_with_a_password() -> None:
    data = bytearray(workbook(sheet(["a"])))
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        data[at + 8] |= 1
        at = data.find(b"PK\x01\x02", at + 4)
    assert "password" in refused(bytes(data))


def test_too_large_a_workbook() -> None:
    assert "24 MB" in refused(b"PK\x03\x04" + zlib.compress(b"") * 4_000_000)


def test_the_program_itself_is_the_reader_when_it_is_installed() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "desktop", "--read-workbook"],
        input=workbook(sheet(["a", "b"])),
        capture_output=True,
        check=True,
    )
    assert done.stdout.splitlines() == [b'["a", "b"]', b'{"end": true}']


def test_the_reader_that_is_left_early_does_not_stay() -> None:
    rows = workbook_rows(workbook(sheet(*([["a", "b"]] * 9000))))
    assert isinstance(rows, Generator)
    assert next(rows) == ["a", "b"]
    rows.close()


def test_rows_beyond_the_most_of_several_sheets_are_not_left_out_unsaid(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    sheets = workbook(*(sheet(*([["a", "b"]] * 4)) for _ in range(3)))
    odd = with_a_length_of_time()
    monkeypatch.setattr(workbook_process, "limit_self", lambda _seconds: None)
    for data, most, whole in (
        (sheets, 12, True),
        (sheets, 11, False),
        (sheets, 8, False),
        (sheets, 3, False),
        (odd, 3, True),
        (odd, 2, False),
    ):
        monkeypatch.setattr(workbook_process, "_ROWS_AT_MOST", most)
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
        assert (workbook_process.main() == 0) is whole
        assert ("end" in capsys.readouterr().out) is whole


def test_whoever_takes_the_rows_may_take_their_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook_module, "_SECONDS", 3)
    rows = "import json\nfor n in range(90_000): print(json.dumps(['a' * 50]))\n"
    whole = f"{rows}print(json.dumps({{'end': True}}))"
    monkeypatch.setattr(workbook_module, "_command", lambda: (sys.executable, "-c", whole))
    taken = workbook_rows(workbook(sheet(["a"])))
    next(taken)
    time.sleep(3.5)
    assert len(list(taken)) == 89_999


def test_a_reader_that_says_nothing_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook_module, "_SECONDS", 2)
    endless = (sys.executable, "-c", "print('[1]', flush=True)\nwhile True: pass")
    monkeypatch.setattr(workbook_module, "_command", lambda: endless)
    rows = workbook_rows(workbook(sheet(["a"])))
    assert next(rows) == ["1"]
    with pytest.raises(RefusedWorkbook):
        next(rows)
