"""What is marked is what was looked for, and it stays in what is shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.folding import fold, words_of
from desktop.domain.marking import digit_marks, excerpt, marks


def marked(text: str, typed: str) -> list[str]:
    return [text[start : start + length] for start, length in marks(text, words_of(typed))]


@pytest.mark.parametrize(
    ("text", "typed", "expected"),
    [
        ("Wants her records", "rec", ["rec"]),
        ("Records copy · Houston", "records", ["Records"]),
        ("Asks where the record is, or the records", "record", ["record", "record"]),
        ("Moss-Reed, Juniper", "re ju", ["Re", "Ju"]),
        ("Ångström", "ang", ["Ång"]),
        ("the longest one wins", "l long", ["long"]),
        ("Groß, all of a word that folds longer", "gros", ["Groß"]),
        ("Precords", "rec", []),
        ("", "rec", []),
        ("Wants her records", "", []),
    ],
)
def test_beginnings_of_words_are_marked(text: str, typed: str, expected: list[str]) -> None:
    assert marked(text, typed) == expected


@pytest.mark.parametrize(
    ("digits", "expected"),
    [
        ("0147", "0147"),
        ("31255", "312) 55"),
        ("3125550147", "312) 555-0147"),
        ("5", "5"),
        ("9", ""),
    ],
)
def test_digits_are_marked_as_the_number_is_written(digits: str, expected: str) -> None:
    shown = "(312) 555-0147"
    found = digit_marks(shown, digits)
    assert "".join(shown[start : start + length] for start, length in found) == expected


def test_a_long_note_shows_where_the_word_stands() -> None:
    note = "Called about the visit next week and then " * 4 + "asked where her records are now"
    shown = excerpt(note, ("records",), 56)
    assert "records" in shown
    assert shown.startswith("…")
    assert excerpt("Wants her\n records", ("records",), 56) == "Wants her records"
    assert excerpt("a" * 80, (), 20) == "a" * 19 + "…"


@given(st.text(max_size=120), st.text(max_size=12), st.integers(10, 60))
def test_any_text_is_marked_within_itself(text: str, typed: str, most: int) -> None:
    words = words_of(typed)
    for start, length in marks(text, words):
        assert 0 < length <= len(text) - start
        piece = fold(text[start : start + length])
        assert any(word.startswith(piece) or piece.startswith(word) for word in words)
    shown = excerpt(text, words, most)
    assert len(shown) <= most + 1
    digits = "".join(c for c in typed if c.isdecimal())
    for start, length in digit_marks(text, digits):
        assert 0 < length <= len(text) - start
