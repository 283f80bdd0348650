"""What is written is read back by another program's reader, every text as text."""

import io
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree as ET

import pytest
import python_calamine
from hypothesis import given
from hypothesis import strategies as st

from desktop.export.table import Heading, Meaning, Table
from desktop.export.xlsx_writer import LONGEST, XlsxWriter

NOTES = (Heading("Notes", Meaning.TEXT), Heading("<Word> & more", Meaning.WORD))
READABLE = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), min_size=1
).filter(lambda text: "_x" not in text)


def written(
    headings: Sequence[Heading],
    pages: Sequence[Sequence[Sequence[Any]]],
    writer: XlsxWriter | None = None,
) -> bytes:
    file = io.BytesIO()
    (writer or XlsxWriter()).write(Table(headings, pages, "America/Phoenix"), file)
    return file.getvalue()


def sheets(raw: bytes) -> list[list[list[Any]]]:
    book = python_calamine.load_workbook(io.BytesIO(raw))
    return [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]


def cells(raw: bytes) -> list[list[str]]:
    """What a strict reader of XML finds on the first sheet."""
    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        sheet = ET.fromstring(archive.read("xl/worksheets/sheet1.xml"))  # noqa: S314 - our own
    return [
        ["".join(text.text or "" for text in cell.iter(f"{space}t")) for cell in row]
        for row in sheet.iter(f"{space}row")
    ]


@given(st.lists(st.tuples(READABLE, READABLE), min_size=1, max_size=5))
def test_another_reader_reads_back_every_text(rows: list[tuple[str, str]]) -> None:
    raw = written(NOTES, [tuple(zip(*rows, strict=True))])
    assert sheets(raw) == [[["Notes", "<Word> & more"], *map(list, rows)]]


@given(st.lists(st.text(), min_size=1, max_size=5))
def test_any_text_at_all_makes_a_sheet_that_is_xml(texts: list[str]) -> None:
    found = cells(written(NOTES[:1], [(texts,)]))
    assert len(found) == 1 + len(texts)


@pytest.mark.parametrize("text", ["=1+1", "+13125550147", "-2", "@SUM(A1)", "'x", " 007 ", "1e5"])
def test_what_looks_like_a_formula_or_a_number_is_text(text: str) -> None:
    raw = written(NOTES[:1], [([text],)])
    assert sheets(raw)[0][1] == [text]
    assert b"<f>" not in zipfile.ZipFile(io.BytesIO(raw)).read("xl/worksheets/sheet1.xml")


def test_lines_carriage_returns_and_what_is_no_letter() -> None:
    found = cells(written(NOTES[:1], [(["a\r\nb", "nul\0 and \ud800 half", "_x0041_"],)]))
    nowhere = "\N{REPLACEMENT CHARACTER}"
    assert [row[0] for row in found[1:]] == [
        "a\r\nb", f"nul{nowhere} and {nowhere} half", "_x005F_x0041_",
    ]  # fmt: skip


def test_numbers_flags_and_times() -> None:
    at = int(datetime(2025, 11, 18, 21, 14, 3, tzinfo=UTC).timestamp())
    headings = [Heading(meaning.value, meaning) for meaning in Meaning]
    page: list[list[Any]] = [
        [None, "x"],
        [None, "y"],
        [None, 7],
        [None, True],
        [None, at],
        [None, at],
    ]
    first = sheets(written(headings, [page]))[0]
    assert first[2] == ["x", "y", 7.0, "yes", "2025-11-18 14:14:03", "2025-11-18T21:14:03Z"]
    assert first[1] == [""] * 6


def test_what_is_more_than_a_sheet_holds_goes_on_in_the_next() -> None:
    page = ([str(number) for number in range(7)],)
    raw = written(NOTES[:1], [page], XlsxWriter(rows_of_sheet=4))
    assert sheets(raw) == [
        [["Notes"], ["0"], ["1"], ["2"]], [["Notes"], ["3"], ["4"], ["5"]], [["Notes"], ["6"]],
    ]  # fmt: skip
    full = written(NOTES[:1], [(["0", "1", "2"],)], XlsxWriter(rows_of_sheet=4))
    assert len(sheets(full)) == 1


def test_no_row_is_a_sheet_with_its_head() -> None:
    assert sheets(written(NOTES, [])) == [[["Notes", "<Word> & more"]]]


@pytest.mark.parametrize("letter", ["x", "\N{GRINNING FACE}"])
def test_what_is_too_long_for_a_cell_says_that_it_was_cut(letter: str) -> None:
    (cell,) = sheets(written(NOTES[:1], [([letter * 40_000],)]))[0][1]
    assert cell.endswith("[cut: a cell holds no more]")
    assert len(cell.encode("utf-16-le")) // 2 <= LONGEST
    whole = letter * (LONGEST // 2)
    assert sheets(written(NOTES[:1], [([whole],)]))[0][1] == [whole]
