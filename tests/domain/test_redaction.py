"""What the log may not hold, and what it needs to be of use."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.redaction import redact


@pytest.mark.parametrize(
    "personal",
    [
        "(312) 555-0147",
        "+1 312 555 0147",
        "312.555.0147",
        "555-0147",
        "+44 20 7946 0958",
        "３１２５５５０１４７",
        "312\u2011555\u20110147",
        "tel:+1-312-555-0147",
        "sip:moss@clinic.example",
        "ketwell:pop?number=3125550147",
        "juniper.moss+desk@example.org",
        "078-05-1120",
        "4111 1111 1111 1111",
    ],
)
def test_a_number_or_an_address_is_taken_out(personal: str) -> None:
    clean = redact(f"rang {personal} twice")
    assert re.fullmatch(r"rang ‹\w+› twice", clean)


@given(
    digits=st.text("0123456789", min_size=6, max_size=19),
    between=st.lists(st.sampled_from(["", " ", "-", ".", ") ", " (", "/"]), min_size=18),
)
def test_no_grouping_of_digits_gets_through(digits: str, between: list[str]) -> None:
    grouped = digits[0] + "".join(
        gap + digit for gap, digit in zip(between, digits[1:], strict=False)
    )
    assert not re.search(r"\d", redact(f"from {grouped}, again"))


@pytest.mark.parametrize(
    "kept",
    [
        "change 0197e2a1-4f3b-7c21-9a55-0123456789ab took 12 ms",
        "due 2026-11-17 21:18:00 moved to 2026-11-18T16:00",
        "schema 0001, page 3 of 128, exit code 2",
        "PySide6 6.11.3 on Python 3.11.7",
    ],
)
def test_what_helps_to_find_a_bug_stays(kept: str) -> None:
    assert redact(kept) == kept


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ('File "/home/wren/desk/app.py", line 7', 'File "~/desk/app.py", line 7'),
        (r"C:\Users\Wren Hill\AppData\desk.db", r"C:~\AppData\desk.db"),
        (
            "[SQL: INSERT INTO person]\n[parameters: ('Juniper Moss', 'x')]\n(Background)",
            "[SQL: INSERT INTO person]\n‹values›\n(Background)",
        ),
        (
            "violates\nDETAIL:  Failing row (7, Juniper Moss, says\nno, f).\n[SQL: INSERT]",
            "violates\n‹values›\n[SQL: INSERT]",
        ),
        (
            "duplicate key\nDETAIL:  Key (name_key)=(juniper moss) already exists.",
            "duplicate key\n‹values›",
        ),
    ],
)
def test_names_that_other_programs_write_into_their_messages(raw: str, clean: str) -> None:
    assert redact(raw) == clean
