"""What people can be reached by, and what only stands in its place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.channels import (
    LONGEST_NUMBER,
    emails_in,
    full_name,
    is_email,
    looks_like_number,
    name_in,
    number_in,
)


@pytest.mark.parametrize("text", ["a@b", "fern.hollow+x@clinic.example.com", "名@host.invalid"])
def test_one_address(text: str) -> None:
    assert is_email(text)
    assert emails_in(text) == (text,)


@pytest.mark.parametrize(
    "text", ["", "fern", "@b", "a@", "a b@c", "a@b@c", "a@b.", "a@.b", "a" * 300 + "@b"]
)
def test_no_address(text: str) -> None:
    assert not is_email(text)


def test_addresses_among_words() -> None:
    text = "Juniper <juniper@example.com>; moss@example.com, moss@example.com."
    assert emails_in(text) == ("juniper@example.com", "moss@example.com")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("(312) 555-0147", "(312) 555-0147"),
        ("p:+13125550147", "+13125550147"),
        ("312 555 0147 after 5", "312 555 0147 after 5"),
        ("sip:3125550147@example.com", "sip:3125550147@example.com"),
        ("mobile", ""),
        ("p:abc", ""),
        ("fern1@example.com", ""),
        ("", ""),
    ],
)
def test_a_number_as_written_or_none(text: str, number: str) -> None:
    assert number_in(text) == number


def test_a_letter_in_the_place_of_a_number_keeps_its_digits() -> None:
    found = number_in("please ring me, " * 20 + "+1 312 555 0147 " + "thank you " * 30)
    assert "+1 312 555 0147" in found


@given(st.text(max_size=400))
def test_a_number_has_a_digit_and_is_short(text: str) -> None:
    number = number_in(text)
    assert not number or any(c.isdecimal() for c in number)
    assert len(number) <= LONGEST_NUMBER


@pytest.mark.parametrize("text", ["N/A", "null", " - ", "12", "a@b", "+1 312 555 0147", ""])
def test_names_that_are_none(text: str) -> None:
    assert name_in(text) == ""


def test_names_in_parts() -> None:
    assert full_name("Juniper", "n/a", "", " Moss ") == "Juniper Moss"


def test_only_what_is_written_like_a_number_looks_like_one() -> None:
    assert all(map(looks_like_number, ("(312) 555-0147", "312.555.0147", "+13125550147")))
    assert not any(map(looks_like_number, ("2026-03-10", "12", "1234567", "Room 312")))
