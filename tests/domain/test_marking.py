"""Marking what was typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.folding import words_of
from desktop.domain.marking import marked


@pytest.mark.parametrize(
    ("name", "typed", "found"),
    [
        ("Juniper Moss", "mos", ["Mos"]),
        ("Fern Moss-Hale", "ha mos", ["Mos", "Ha"]),
        ("Ångström Élan", "angs el", ["Ångs", "Él"]),
        ("Straße", "strass", ["Straß"]),
        ("Moss Mossley", "mossl", ["Mossl"]),
        ("Juniper", "un", []),
        ("<b>Moss</b>", "moss", ["Moss"]),
        ("", "x", []),
    ],
)
def test_the_beginnings_of_words_are_marked(name: str, typed: str, found: list[str]) -> None:
    spans = marked(name, words_of(typed))
    assert [name[start : start + length] for start, length in spans] == found


@given(st.text(max_size=30), st.text(max_size=10))
def test_marks_lie_within_the_name(name: str, typed: str) -> None:
    end = 0
    for start, length in marked(name, words_of(typed)):
        assert start >= end
        assert length > 0
        end = start + length
        assert end <= len(name)
