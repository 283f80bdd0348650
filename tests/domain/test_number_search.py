"""Keys for finding numbers by what a clerk types."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.number_search import (
    e164_prefix,
    national_prefix,
    reversed_digits,
    search_digits,
)

CHICAGO = "+13125550147"


def found(text: str, e164: str) -> bool:
    digits = search_digits(text)
    return digits is not None and reversed_digits(e164).startswith(digits[::-1])


@pytest.mark.parametrize(
    "text",
    [
        "7",
        "0147",
        "555-0147",
        "3125550147",
        "(312) 555-0147",
        "13125550147",
        "+1 312 555 0147",
        "０１４７",
        "٠١٤٧",
        "312-555-0147 x5",
        "Phone: 312-555-0147 (cell)",
        "tel:+13125550147",
        "011 1 312 555 0147",
        "Juniper Moss 312-555-0147",
        "312-555-0147 - after 5pm",
        "sip:+13125550147@example.com",
        "312-555-0147 / 646-555-0145",
    ],
)
def test_the_last_digits_find_a_number(text: str) -> None:
    assert found(text, CHICAGO)


@pytest.mark.parametrize("text", ["KET-WELL", "ket-well", "855-KET-WELL", "1-855-KET-WELLNESS"])
def test_letters_find_a_vanity_number(text: str) -> None:
    assert found(text, "+18555389355")


@pytest.mark.parametrize("text", ["020 7946 0018", "+44 20 7946 0018", "011 44 20 7946 0018"])
def test_numbers_abroad_are_found_as_dialled(text: str) -> None:
    assert found(text, "+442079460018")


@pytest.mark.parametrize(
    "text", ["", " ", "+", "Juniper", "Juniper Moss", "Moss 2", "Room 12", "w2@example.com", "😀"]
)
def test_what_is_no_number_searches_none(text: str) -> None:
    assert search_digits(text) is None
    assert e164_prefix(text) is None
    assert national_prefix(text) is None


@pytest.mark.parametrize(
    ("text", "prefix", "national"),
    [
        ("(312) 555", "+1312555", "312555"),
        ("312", "+1312", "312"),
        ("1 312", "+1312", "312"),
        ("+1 (312", "+1312", "312"),
        ("855-KET", "+1855538", "855538"),
        ("１", "+1", None),
        ("+44 20", "+4420", None),
        ("011 44 20 7946", "+44207946", None),
    ],
)
def test_the_first_digits(text: str, prefix: str, national: str | None) -> None:
    assert e164_prefix(text) == prefix
    assert national_prefix(text) == national


def test_the_first_digits_in_another_region() -> None:
    assert e164_prefix("020 7946", "GB") == "+44207946"
    assert national_prefix("020 7946", "GB") == "207946"


@given(st.integers(0, 10**10 - 1), st.integers(1, 11))
def test_every_ending_finds_its_number(number: int, length: int) -> None:
    e164 = f"+1{number:010d}"
    ending = e164[-length:]
    digits = search_digits(ending)
    assert digits is not None
    assert e164.endswith(digits)
    # Up to eight digits are looked for as they are, zeros and all.
    assert len(ending) > 8 or digits == ending


@given(st.text())
def test_any_text_is_digits_or_nothing(text: str) -> None:
    digits = search_digits(text)
    assert digits is None or (digits.isascii() and digits.isdecimal())
