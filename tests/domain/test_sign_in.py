"""How long a sign-in lasts and how the wait grows."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.sign_in import FREE_TRIES, signed_in_until, spoken_wait, wait_after

PHOENIX = "America/Phoenix"


@pytest.mark.parametrize(
    ("now", "until"),
    [
        (datetime(2026, 11, 17, 13, 0, tzinfo=UTC), datetime(2026, 11, 18, 1, 0, tzinfo=UTC)),
        # 2:18 pm in Phoenix: the day ends before the twelve hours do.
        (datetime(2026, 11, 17, 21, 18, tzinfo=UTC), datetime(2026, 11, 18, 7, 0, tzinfo=UTC)),
    ],
)
def test_twelve_hours_or_the_end_of_the_day(now: datetime, until: datetime) -> None:
    assert signed_in_until(now, PHOENIX) == until


@given(
    st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - Hypothesis adds the zone
    st.sampled_from([PHOENIX, "America/New_York", "Asia/Kolkata", "Pacific/Apia"]),
)
def test_a_sign_in_lasts_a_while_and_never_beyond_twelve_hours(now: datetime, zone: str) -> None:
    assert timedelta() < signed_in_until(now, zone) - now <= timedelta(hours=12)


def test_a_slip_costs_nothing_and_a_guesser_waits_longer_each_time() -> None:
    waits = [wait_after(wrong) for wrong in range(40)]
    assert waits[:FREE_TRIES] == [timedelta()] * FREE_TRIES
    assert waits[FREE_TRIES : FREE_TRIES + 3] == [timedelta(seconds=s) for s in (5, 10, 20)]
    assert waits == sorted(waits)
    assert waits[-1] == wait_after(10_000) == timedelta(minutes=15)


@pytest.mark.parametrize(
    ("wait", "words"),
    [
        (timedelta(milliseconds=1), "1 second"),
        (timedelta(seconds=4, microseconds=1), "5 seconds"),
        (timedelta(seconds=59), "59 seconds"),
        (timedelta(seconds=60), "1 minute"),
        (timedelta(seconds=61), "2 minutes"),
    ],
)
def test_a_wait_in_words_is_never_too_short(wait: timedelta, words: str) -> None:
    assert spoken_wait(wait) == words
