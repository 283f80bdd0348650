"""Durations in every unit that phone systems use."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.duration_reading import DurationUnit, seconds


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("25", 25),
        ("4.0", 4),
        ("00:01:12", 72),
        ("0:00:00", 0),
        ("1:12", 72),
        ("101:00:00", 363_600),
        ("PT33M7S", 1987),
        ("PT1H51M35S", 6695),
        ("PT4S", 4),
        ("1 h 2 min 3 s", 3723),
        ("12 min 5 sec", 725),
        ("1 minuto, 5 segundos", 65),
        ("11989 ms", 11),
        ("", None),
        ("-", None),
        ("In Progress", None),
        ("-5", None),
        ("99999999", None),
        ("P", None),
        ("5 parsecs", None),
    ],
)
def test_durations(text: str, expected: int | None) -> None:
    assert seconds(text) == expected


def test_a_bare_number_counts_what_its_source_says() -> None:
    assert seconds("11989.972", DurationUnit.MILLISECONDS) == 11
    assert seconds("1.5", DurationUnit.MINUTES) == 90
    assert seconds("1500", DurationUnit.MILLISECONDS) == 1
    # What has its unit in itself is not changed by that.
    assert seconds("00:01:12", DurationUnit.MILLISECONDS) == 72


@given(st.text(max_size=70))
def test_any_text_gives_a_sensible_number_or_none(text: str) -> None:
    found = seconds(text)
    assert found is None or 0 <= found <= 7 * 24 * 3600
