"""What is written is read back, by Python's reader and by one of RFC 4180's own words."""

import csv
import io
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from desktop.export.csv_writer import CsvWriter
from desktop.export.formulas import unguarded
from desktop.export.table import Heading, Meaning, Table

TEXTS = st.one_of(
    st.none(),
    st.text(st.characters(exclude_categories=["Cs"])),
    st.text(alphabet="\",;\r\n\t=+-@' a1", max_size=12),
)
HEADINGS = (Heading("Notes", Meaning.TEXT), Heading('A "b", c', Meaning.TEXT))


def written(headings: Sequence[Heading], pages: Sequence[Sequence[Sequence[Any]]]) -> bytes:
    file = io.BytesIO()
    CsvWriter().write(Table(headings, pages, "America/Phoenix"), file)
    return file.getvalue()


def by_the_grammar(text: str) -> list[list[str]]:
    """RFC 4180, section 2, rules 5 to 7, letter by letter."""
    rows: list[list[str]] = []
    row: list[str] = []
    at = 0
    while at < len(text):
        assert text[at] == '"'
        cell, at = "", at + 1
        while text[at] != '"' or text[at + 1 : at + 2] == '"':
            cell, at = cell + text[at], at + (2 if text[at] == '"' else 1)
        row.append(cell)
        at += 1
        if text[at] == ",":
            at += 1
        else:
            assert text[at : at + 2] == "\r\n"
            rows.append(row)
            row, at = [], at + 2
    assert not row
    return rows


@given(st.lists(st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=4), max_size=3))
def test_two_readers_read_back_every_value(
    pages: list[list[tuple[str | None, str | None]]],
) -> None:
    raw = written(HEADINGS, [tuple(zip(*page, strict=True)) for page in pages])
    assert raw.startswith(b"\xef\xbb\xbf")
    text = raw.decode("utf-8-sig")
    expected = [["" if cell is None else cell for cell in row] for page in pages for row in page]
    python = list(csv.reader(io.StringIO(text, newline="")))
    for read in (python, by_the_grammar(text)):
        assert read[0] == ["Notes", 'A "b", c']
        assert [[unguarded(cell) for cell in row] for row in read[1:]] == expected


def test_each_meaning_has_its_words() -> None:
    headings = [Heading(meaning.value, meaning) for meaning in Meaning]
    seconds = int(datetime(2025, 11, 18, 21, 14, 3, tzinfo=UTC).timestamp())
    row = ("=1", "+13125550147", -5, True, seconds, seconds)
    page = [(value, None) for value in row]
    lines = written(headings, [page]).decode("utf-8-sig").split("\r\n")
    assert lines[1] == (
        '"\'=1","+13125550147","-5","yes","2025-11-18 14:14:03","2025-11-18T21:14:03Z"'
    )
    assert lines[2] == '"","","","","",""'
    assert written([Heading("F", Meaning.FLAG)], [[(0, 1, False)]]).count(b'"no"') == 2


def test_a_table_without_rows_has_its_head() -> None:
    assert written(HEADINGS, []).decode("utf-8-sig") == '"Notes","A ""b"", c"\r\n'


def test_half_a_character_spoils_its_own_place_alone() -> None:
    assert written(HEADINGS[:1], [[("a\ud800b",)]]).endswith(b'"a?b"\r\n')
