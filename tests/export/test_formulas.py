"""No text that somebody typed is run by a spreadsheet, and none is lost."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from desktop.export.formulas import guarded, unguarded

TRIGGERS = "=+-@＝＋－＠\t\r\n"
texts = st.one_of(
    st.text(),
    st.text(alphabet="'=+-@\t\r\n 1a,.；;\"＝\ufeff\0", max_size=8),
)


@given(texts)
@example("'=1+1")
@example("'+1312")
@example("''")
def test_taking_the_mark_away_gives_back_what_was_there(text: str) -> None:
    assert unguarded(guarded(text)) == text


@given(texts)
@example("\0\n")
@example(" \t=1")
def test_nothing_begins_like_a_formula_unless_it_is_a_number(text: str) -> None:
    cell = guarded(text)
    seen = cell.lstrip("\0 \ufeff\u200b")
    if seen[:1] and seen[0] in TRIGGERS:
        assert seen == cell
        assert seen[0] in "+-"
        assert set(seen[1:]) <= set("0123456789.,")


@given(st.from_regex(r"\+[1-9][0-9]{6,14}", fullmatch=True))
def test_a_telephone_number_stays_as_it_is(e164: str) -> None:
    assert guarded(e164) == e164


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1+cmd|' /C calc'!A0",
        "-2+3",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "  =1+1",
        "\ufeff=1+1",
        "＝1+1",
        "+1-800",
        "- called back",
        '=HYPERLINK("http://x","y")',
    ],
)
def test_what_a_spreadsheet_would_run_gets_an_apostrophe(text: str) -> None:
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "-5", "-1,204.50", "+13125550147", "a=b", "(312) 555-0147"])
def test_the_rest_stays_as_it_is(text: str) -> None:
    assert guarded(text) == text
