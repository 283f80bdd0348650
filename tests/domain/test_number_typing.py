"""Writing a number properly while it is typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.number_characters import digits_in, plain
from desktop.domain.number_typing import typed


def at(marked: str) -> tuple[str, int]:
    """``"31|2"`` → the text and the place of the cursor."""
    return marked.replace("|", ""), marked.index("|")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("3125550147|", "(312) 555-0147|"),
        ("31255|50147", "(312) 55|5-0147"),
        ("312|5550147", "(312|) 555-0147"),
        ("|3125550147", "|(312) 555-0147"),
        ("(312) 5550-|147", "(312) 555-0|147"),
        ("3125|", "312-5|"),
        ("5550147|", "555-0147|"),
        ("1312555|0147", "1 (312) 555|-0147"),
        ("+442079460018|", "+44 20 7946 0018|"),
        ("+|442079460018", "+|44 20 7946 0018"),
        ("３１２|５５５０１４７", "(312|) 555-0147"),
        ("312-555-0147|", "(312) 555-0147|"),
        ("3125550147 x5|", "(312) 555-0147 x5|"),
        ("312555|0147 ext. 5", "(312) 555|-0147 ext. 5"),
        ("3125550147 |", "(312) 555-0147 |"),  # the next key may be the x of an extension
        ("31255501478|", "31255501478|"),
    ],
)
def test_as_it_is_typed(before: str, after: str) -> None:
    assert typed(*at(before)) == at(after)


@pytest.mark.parametrize(
    "marked",
    [
        "|",
        "+|",
        "855-KET-|WELL",
        "855-K|",
        "*67 312|5550147",
        "tel:+1312555|0147",
        "(|",
        "Juni|per",
        "312 555 0147 / 646 555 0|145",
        "312 555 0147 e|",
        "anonymous|",
        "312+5|",
        "😀312|",
    ],
)
def test_what_is_more_than_a_number_is_left_alone(marked: str) -> None:
    assert typed(*at(marked)) == at(marked)


def test_another_region_writes_its_own_way() -> None:
    assert typed(*at("02079460018|"), "GB") == at("020 7946 0018|")


def test_a_whole_number_typed_key_by_key() -> None:
    text, cursor = "", 0
    for key in "3125550147 ext 5":
        text, cursor = typed(text[:cursor] + key + text[cursor:], cursor + 1)
    assert (text, cursor) == at("(312) 555-0147 ext 5|")


def test_backspace_walks_back_over_what_was_put_in() -> None:
    text, cursor = at("(312) 555-0147|")
    for _ in range(40):
        if cursor:
            text, cursor = typed(text[: cursor - 1] + text[cursor:], cursor - 1)
    assert (text, cursor) == ("", 0)


TEXTS = st.one_of(
    st.text(max_size=50),
    st.text("0123456789 +-().x#e٣３KW", max_size=24),
    st.from_regex(r"\+?[0-9]{0,15}( ?x[0-9]{1,4})?", fullmatch=True),
)


@given(TEXTS, st.integers(-3, 60), st.sampled_from(["US", "GB", "AR", "MX", "ZZ"]))
def test_nothing_typed_is_lost_and_the_cursor_stays_behind_it(
    text: str, cursor: int, region: str
) -> None:
    cursor = min(max(cursor, 0), len(text))
    written, place = typed(text, cursor, region)
    assert digits_in(plain(written)) == digits_in(plain(text))
    assert 0 <= place <= len(written)
    assert written == text or behind(written, place) == behind(text, cursor)
    again, there = typed(written, place, region)
    assert (again, there) == (written, place)


def behind(text: str, cursor: int) -> list[str]:
    """What stands before the cursor and counts: all but separators, digits in ASCII."""
    return [plain(c) for c in text[:cursor] if c.isalnum() or c in "+#;="]
