"""Quarters of an hour belong to the day the clock on the wall shows."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.day_counts import spans_of

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
QUARTER = timedelta(minutes=15)
ZONES = (
    "America/Phoenix",
    "America/Chicago",
    "America/St_Johns",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Asia/Beirut",
    "UTC",
)
FIRST = (datetime(1999, 1, 1, tzinfo=UTC) - EPOCH) // QUARTER
LAST = (datetime(2035, 1, 1, tzinfo=UTC) - EPOCH) // QUARTER


@given(
    st.integers(FIRST, LAST),
    st.integers(0, 96 * 500),
    st.sampled_from(ZONES),
    st.floats(0, 1),
)
def test_each_quarter_is_in_one_span_that_tells_its_day(
    first: int, length: int, zone: str, which: float
) -> None:
    last = first + length
    spans = list(spans_of(first, last, zone))
    assert spans[0].first == first
    assert spans[-1].last == last
    assert all(before.last + 1 == after.first for before, after in pairwise(spans))
    quarter = first + int(which * length)
    (span,) = (each for each in spans if each.first <= quarter <= each.last)
    shown = (EPOCH + quarter * QUARTER).astimezone(ZoneInfo(zone))
    days = (quarter + span.ahead) // 96
    assert shown.date() == EPOCH.date() + timedelta(days=days)
