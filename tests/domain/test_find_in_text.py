"""Finding words in the article as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.find_in_text import find_in_text

TEXT = "A person’s life.\n\n  • “PTSD” and ptsd  symptoms"


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("ptsd", ["PTSD", "ptsd"]),
        ("person's", ["person’s"]),
        ('"ptsd"', ["“PTSD”"]),
        ("PTSD   Symptoms", ["ptsd  symptoms"]),
        ("person.s", []),
        ("(", []),
        ("  ", []),
        ("", []),
    ],
)
def test_what_is_found(wanted: str, found: list[str]) -> None:
    assert [TEXT[start:end] for start, end in find_in_text(TEXT, wanted)] == found


@given(st.text(max_size=200), st.text(max_size=40))
def test_any_text_has_an_answer_of_ranges_in_order(text: str, wanted: str) -> None:
    at = 0
    for start, end in find_in_text(text, wanted):
        assert at <= start < end <= len(text)
        at = end


def test_a_very_long_text_is_looked_for_too() -> None:
    assert find_in_text(TEXT, "x" * 10_000) == ()
