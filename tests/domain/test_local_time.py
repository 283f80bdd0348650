from datetime import timedelta

import pytest

from desktop.domain.local_time import up_to_quarter, whole_minute
from tests.domain.promises import NOW, PHOENIX, at

QUARTER = at(PHOENIX, 2026, 11, 17, 14, 30)


@pytest.mark.parametrize(
    ("after", "up_to"),
    [
        (timedelta(), timedelta()),
        (timedelta(microseconds=1), timedelta(minutes=15)),
        (timedelta(seconds=20), timedelta(minutes=15)),
        (timedelta(minutes=14, seconds=59), timedelta(minutes=15)),
        (timedelta(minutes=15), timedelta(minutes=15)),
        (timedelta(minutes=31), timedelta(minutes=45)),
    ],
)
def test_up_to_the_quarter_hour(after: timedelta, up_to: timedelta) -> None:
    assert up_to_quarter(QUARTER + after) == QUARTER + up_to


def test_a_minute_without_its_seconds() -> None:
    assert whole_minute(NOW + timedelta(seconds=59, microseconds=9)) == NOW
