"""Text whatever the encoding, tables whatever the delimiter, and no good row lost to a bad one."""

import codecs
import csv
import io
import json
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.connectors.files.content import Content, UnreadableFile

WORDS = "name;number\nÑandú Fern;6025550147\nIvy;6025550148\n"
JAPANESE = "名前,電話番号,メモ\n" + "しだ・こけ,6025550147,またお電話します\n" * 5


def cells(content: bytes) -> list[list[str]]:
    return [line.cells for line in Content(content).lines()]


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le"],
)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_encoding_and_line_ending(encoding: str, end: str) -> None:
    found = cells(WORDS.replace("\n", end).encode(encoding))
    assert found == [["name", "number"], ["Ñandú Fern", "6025550147"], ["Ivy", "6025550148"]]


def test_marks_of_big_endian_text() -> None:
    for mark, name in ((codecs.BOM_UTF16_BE, "utf-16-be"), (codecs.BOM_UTF32_BE, "utf-32-be")):
        assert cells(mark + WORDS.encode(name))[1] == ["Ñandú Fern", "6025550147"]


def test_shift_jis_is_told_from_windows() -> None:
    assert cells(JAPANESE.encode("cp932"))[1][0] == "しだ・こけ"
    assert Content(WORDS.encode("cp1252")).encoding == "cp1252"


def test_bytes_that_are_not_utf8_far_behind_the_head() -> None:
    content = b"name,number\n" + b"Fern,6025550147\n" * 10_000 + "Ñandú,1\n".encode("cp1252")
    assert cells(content)[-1] == ["Ñandú", "1"]


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_any_delimiter(mark: str) -> None:
    rows = [["when", "who", "what"], ["2026-11-17 09:00:00", "Moss, Fern", "a; b | c"]] * 3
    written = io.StringIO()
    csv.writer(written, delimiter=mark).writerows(rows)
    content = Content(written.getvalue().encode())
    assert content.delimiter == mark
    assert [line.cells for line in content.lines()] == rows


def test_colons_only_where_nothing_else_cuts() -> None:
    assert Content(b"city:state:people\nTucson:AZ:12\nPhoenix:AZ:3\n").delimiter == ":"
    assert Content(b"when,who\n09:00:00,Fern\n09:10:00,Ivy\n").delimiter == ","


def test_a_table_below_title_lines() -> None:
    content = Content(b"Report, of the week\nMade on Tuesday\n\na;b;c\n1;2;3\n4;5;6\n7;8;9\n")
    assert content.delimiter == ";"


def test_quoted_newlines_nul_bytes_and_blank_lines() -> None:
    content = b'a,b\n"one\r\ntwo",2\n\n\0x\0,3\n'
    assert cells(content) == [["a", "b"], ["one\r\ntwo", "2"], [], ["x", "3"]]


def test_a_backslash_that_hides_a_mark() -> None:
    assert cells(b'"\\"Fern\\" Moss";1\n"Ivy \\"the\\" Vine";2\n')[0] == ['"Fern" Moss', "1"]
    assert cells(b'"C:\\calls\\",1\n"D:\\calls\\",2\n')[0] == ["C:\\calls\\", "1"]


def test_a_mark_open_at_the_end_costs_only_its_row() -> None:
    content = Content(b'a,b,c\n1,2,3\n4,"5,6\n7,8,9\n10,11,12')
    found = list(content.lines())
    assert [line.cells for line in found if not line.trouble] == [
        ["a", "b", "c"],
        ["1", "2", "3"],
        ["7", "8", "9"],
        ["10", "11", "12"],
    ]
    (bad,) = [line for line in found if line.trouble]
    assert (bad.number, content.row_text(bad)) == (3, '4,"5,6')


def test_a_mark_that_the_next_row_closes_costs_only_its_row() -> None:
    lines = ["a,b,c"] + [f"{n},x{n},y{n}" for n in range(6)] + ['6,"open,y'] + ['7,"q",z', "8,q,z"]
    found = list(Content("\n".join(lines).encode()).lines())
    assert [line.cells[0] for line in found if not line.trouble][1:] == [*"0123457", "8"]


def test_a_long_cell_is_read_and_a_longer_one_refused() -> None:
    good = b'a,b\n"' + b"x" * 200_000 + b'",2\n3,4\n'
    assert [len(row[0]) for row in cells(good)] == [1, 200_000, 1]
    found = list(Content(b'a,b\n"' + b"x" * 1_500_000 + b'",2\n3,4\n').lines())
    assert found[-1].cells == ["3", "4"]
    assert any("megabyte" in line.trouble for line in found)


def test_many_open_marks_are_read_in_time() -> None:
    content = b"a,b,c\n" + b'1,"""2,3\n' * 20_000 + b"4,5,6\n"
    found = list(Content(content).lines())
    assert found[-1].cells == ["4", "5", "6"]


def test_a_file_of_one_endless_line_does_not_fill_the_memory(tmp_path: Path) -> None:
    place = tmp_path / "long"
    with place.open("wb") as file:
        for _ in range(60):
            file.write(b"x" * 1_000_000)
    tracemalloc.start()
    try:
        for _ in Content(place).lines():
            pass
        assert tracemalloc.get_traced_memory()[1] < 60_000_000
    finally:
        tracemalloc.stop()


def test_json_keeps_long_numbers_and_refuses_what_would_fill_the_memory() -> None:
    assert Content(b'{"id": 9007199254740993}').json == {"id": 9007199254740993}
    assert Content("\ufeff{}".encode()).json == {}
    assert Content(json.dumps({"ñ": 1}).encode("utf-16")).json == {"ñ": 1}
    assert Content(b'{"a": ').json is None
    assert Content(b"[" * 100_000).json is None
    with pytest.raises(UnreadableFile):
        _ = Content(b'[{"a":{}}' + b",{}" * 4_000_000 + b"]").json


def test_a_file_that_is_not_there() -> None:
    with pytest.raises(UnreadableFile):
        Content(Path("/no/such/file"))


@given(
    st.lists(
        st.lists(
            st.text(st.characters(exclude_characters="\0\ufeff", codec="utf-8"), max_size=9),
            min_size=2,
            max_size=4,
        ),
        min_size=1,
        max_size=6,
    )
)
def test_what_a_spreadsheet_writes_is_read_back(rows: list[list[str]]) -> None:
    width = max(len(row) for row in rows)
    table = [["name", "number", "note", "more"][:width]] * 3 + [
        row + ["x"] * (width - len(row)) for row in rows
    ]
    written = io.StringIO()
    csv.writer(written, quoting=csv.QUOTE_ALL).writerows(table)
    assert cells(written.getvalue().encode("utf-8-sig")) == table


@given(st.binary(max_size=400))
def test_any_bytes_are_read_without_harm(content: bytes) -> None:
    found = Content(content)
    if not found.is_workbook:
        for line in found.lines():
            assert isinstance(found.row_text(line), str)
