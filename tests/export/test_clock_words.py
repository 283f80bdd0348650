"""Times as a datetime would say them, over every change of the clock."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.export.clock_words import local_words, utc_words

ZONES = st.sampled_from(
    ["America/Phoenix", "America/Chicago", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia"]
)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
AUTUMN = int(datetime(2025, 11, 2, 6, tzinfo=UTC).timestamp())
SECONDS = st.integers(0, 4_000_000_000) | st.integers(AUTUMN - 90_000, AUTUMN + 90_000)


@given(ZONES, st.lists(SECONDS | st.none(), max_size=20))
def test_each_is_what_the_clock_shows(zone: str, values: list[int | None]) -> None:
    def shown(seconds: int | None) -> str:
        if seconds is None:
            return ""
        at = (EPOCH + timedelta(seconds=seconds)).astimezone(ZoneInfo(zone))
        return f"{at:%Y-%m-%d %H:%M:%S}"

    assert local_words(zone)(values) == [shown(seconds) for seconds in values]


@given(st.lists(SECONDS, max_size=20))
def test_utc_says_that_it_is(values: list[int]) -> None:
    read = [datetime.fromisoformat(text) for text in utc_words()(values)]
    assert read == [EPOCH + timedelta(seconds=seconds) for seconds in values]


@pytest.mark.parametrize("zone", ["America/Chicago", "Australia/Lord_Howe"])
def test_the_day_on_which_the_clock_is_changed(zone: str) -> None:
    first = int(datetime(2025, 10, 4, tzinfo=UTC).timestamp())
    values = list(range(first, first + 32 * 86_400, 600))
    there = ZoneInfo(zone)
    expected = [
        f"{(EPOCH + timedelta(seconds=s)).astimezone(there):%Y-%m-%d %H:%M:%S}" for s in values
    ]
    assert local_words(zone)(values) == expected
