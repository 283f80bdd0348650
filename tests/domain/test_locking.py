"""When a desk locks by itself."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.locking import (
    FEWEST_MINUTES,
    MOST_MINUTES,
    LockCause,
    is_away,
    locked_words,
    minutes_within,
)


@given(st.integers(-100, 10_000))
def test_what_was_set_is_within_one_and_fifteen(kept: int) -> None:
    within = minutes_within(kept)
    assert FEWEST_MINUTES <= within <= MOST_MINUTES
    assert within == kept or not FEWEST_MINUTES <= kept <= MOST_MINUTES
    assert (FEWEST_MINUTES, MOST_MINUTES) == (1, 15)


@given(st.integers(1, 15), st.integers(0, 3600))
def test_away_begins_with_the_last_second_and_not_before(minutes: int, seconds: int) -> None:
    assert is_away(timedelta(seconds=seconds), minutes) is (seconds >= minutes * 60)


def test_why_it_is_locked_names_nobody() -> None:
    said = [locked_words(cause, 1, "2:31 pm") for cause in LockCause]
    assert said == ["Locked at 2:31 pm", "Locked after 1 minute away", "Locked with the computer"]
