"""A day as people type it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.day_typing import read_day

TODAY = date(2026, 11, 17)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("today", TODAY),
        (" Yesterday ", date(2026, 11, 16)),
        ("11/17", TODAY),
        ("11/18", date(2025, 11, 18)),
        ("1/2/24", date(2024, 1, 2)),
        ("1/2/2024", date(2024, 1, 2)),
        ("Nov 3", date(2026, 11, 3)),
        ("november 3, 2020", date(2020, 11, 3)),
        ("Dec. 24", date(2025, 12, 24)),
        ("2026-02-28", date(2026, 2, 28)),
        ("Feb 29", date(2024, 2, 29)),
    ],
)
def test_days_are_read(text: str, day: date) -> None:
    assert read_day(text, TODAY) == day


@pytest.mark.parametrize("text", ["", "13/1", "Feb 30, 2026", "Foo 3", "2026-13-01", "3", "0/0/0"])
def test_what_is_no_day_is_none(text: str) -> None:
    assert read_day(text, TODAY) is None


@given(st.text(max_size=40))
def test_anything_typed_has_an_answer(text: str) -> None:
    read_day(text, TODAY)


@given(st.dates(date(2019, 1, 1), TODAY))
def test_a_day_without_its_year_is_the_last_one(day: date) -> None:
    found = read_day(f"{day.month}/{day.day}", TODAY)
    assert found is not None
    assert found <= TODAY
    assert (found.month, found.day) == (day.month, day.day)
