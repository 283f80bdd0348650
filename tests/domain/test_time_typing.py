"""Times of day as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.time_typing import read_clock
from desktop.domain.wording import clock_of_minute


@pytest.mark.parametrize(
    ("text", "minute"),
    [
        ("2:30 pm", 870),
        ("2:30pm", 870),
        (" 2.30 P.M. ", 870),
        ("2p", 840),
        ("14:30", 870),
        ("1430", 870),
        ("930", 570),
        ("10", 600),
        ("12 am", 0),
        ("12 pm", 720),
        ("noon", 720),
        ("Midnight", 0),
        ("02:00", 120),
        ("2", 840),
        ("7", 420),
        ("6:45", 18 * 60 + 45),
        ("23:59", 1439),
    ],
)
def test_times_in_many_forms(text: str, minute: int) -> None:
    assert read_clock(text) == minute


@pytest.mark.parametrize("text", ["", "soon", "24:00", "2:60", "13 pm", "0 am", "2:3:4", "٣"])
def test_what_is_no_time(text: str) -> None:
    assert read_clock(text) is None


@given(st.integers(0, 1439))
def test_a_time_as_we_write_it_is_read_back(minute: int) -> None:
    assert read_clock(clock_of_minute(minute)) == minute
