"""Appointments, series and balances as tables write them."""

from contextlib import suppress
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.transition_fields import (
    UnreadableField,
    read_appointment,
    read_consent,
    read_count,
    read_day,
    read_money,
)

PHOENIX = "America/Phoenix"


@pytest.mark.parametrize(
    ("text", "cents"),
    [("$1,200.50", 120_050), ("1200.5", 120_050), ("USD 90", 9_000), ("0", 0), ("-", None)],
)
def test_money(text: str, cents: int | None) -> None:
    assert read_money(text) == cents


@pytest.mark.parametrize("text", ["about 90", "1.200,50 €", "-5", "$1,2", "99999999999"])
def test_money_that_cannot_be_read_is_said(text: str) -> None:
    with pytest.raises(UnreadableField, match="amount paid ahead"):
        read_money(text)


def test_days_and_times() -> None:
    at = read_appointment("11/20/2026 9:00 AM", PHOENIX, month_first=True)
    assert at == datetime(2026, 11, 20, 16, 0, tzinfo=UTC)
    assert read_appointment("none", PHOENIX, month_first=True) is None
    assert read_day("2026-09-01", "the last infusion", month_first=True) == date(2026, 9, 1)
    for text in ("next week", "13/13/2026"):
        with pytest.raises(UnreadableField):
            read_appointment(text, PHOENIX, month_first=True)
    with pytest.raises(UnreadableField, match="the last infusion"):
        read_day("September", "the last infusion", month_first=True)


def test_counts_and_consent() -> None:
    assert (read_count("3", "infusions"), read_count("3.0", "infusions")) == (3, 3)
    assert (read_consent("Sí"), read_consent("NO"), read_consent("")) == ("yes", "no", None)
    with pytest.raises(UnreadableField):
        read_count("three", "infusions")
    with pytest.raises(UnreadableField):
        read_consent("perhaps")


@given(st.text(max_size=30))
def test_whatever_is_written_is_read_or_said(text: str) -> None:
    for read in (
        read_money,
        read_consent,
        lambda said: read_count(said, "infusions"),
        lambda said: read_day(said, "the last infusion", month_first=True),
        lambda said: read_appointment(said, PHOENIX, month_first=True),
    ):
        with suppress(UnreadableField):
            read(text)
