"""Times as systems and people write them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.local_time import instant
from desktop.domain.time_reading import DayOrder, Moment, TimeReader, UnreadableTime, day_order

PHOENIX = TimeReader("America/Phoenix")
NINE = datetime(2026, 11, 17, 16, 0, tzinfo=UTC)
"""9:00 am in Phoenix."""


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-17 09:00:00",
        "2026-11-17T09:00:00",
        "2026-11-17 09:00",
        "2026/11/17 09:00:00",
        "20261117090000",
        "17 November 2026 09:00",
        "Nov 17, 2026, 9:00:00\u202fAM",
        "Tue 11/17/2026 9:00 AM",
        "Tuesday, November 17, 2026 at 9:00 AM",
        "17.11.2026 09:00",
        "17 de noviembre de 2026, 9:00 a. m.",
        "17-11-26 9:00",
        "9:00 am 17/11/2026",
        "09:00:00 2026-11-17",
        "9:00 AM 11-17-2026",
        "09:00 17-Nov-2026",
        "17-nov.-26 9:00",
        "Nov 17, 2026 @ 9:00 am",
        "  2026-11-17   09:00:00  ",
    ],
)
def test_without_a_zone_it_is_the_clock_of_the_source(text: str) -> None:
    assert PHOENIX.read(text) == Moment(NINE, zone_assumed=True)


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-17T16:00:00Z",
        "2026-11-17T16:00:00.000Z",
        "2026-11-17 16:00:00 UTC",
        "2026-11-17 09:00:00 MST",
        "2026-11-17 21:30:00+05:30",
        "2026-11-17T16:00:00+0000",
        "Tue, 17 Nov 2026 16:00:00 +0000",
        "Tue, 17 Nov 2026 09:00:00 -0700",
        "17 Nov 2026 16:00 GMT",
        "11/17/2026 4:00 PM (UTC)",
        "1794931200",
        "1794931200.000",
        "1794931200000",
        "1794931200000000",
        "2026-11-17 16:00:00 UTC+0",
        "16:00:00 UTC 2026-11-17",
        "09:00:00 2026-11-17 -0700",
        "Tue Nov 17 2026 09:00:00 GMT-0700 (Mountain Standard Time)",
        "Tue Nov 17 2026 09:00:00 GMT-0700 (hora estándar de las Montañas)",
        "2026-11-17 09:00:00 America/Phoenix",
        "11/17/2026 11:00 AM America/New_York",
        "2026-11-17 13:00 (America/Argentina/Buenos_Aires)",
        "2026-11-17T09:00:00-07:00[America/Phoenix]",
        "2026-11-17 09:00 MST America/Phoenix",
        "2026-11-17 11:00 AM EST (America/New_York)",
    ],
)
def test_with_a_zone_it_is_exact(text: str) -> None:
    assert PHOENIX.read(text) == Moment(NINE, zone_assumed=False)


def test_a_word_and_a_place_say_which_hour_of_two_it_is() -> None:
    first = datetime(2026, 11, 1, 7, 30, tzinfo=UTC)
    assert PHOENIX.at("2026-11-01 01:30 MDT America/Denver") == first
    assert PHOENIX.at("2026-11-01 01:30 MST America/Denver") == first + timedelta(hours=1)
    with pytest.raises(UnreadableTime, match="names two zones"):
        PHOENIX.read("2026-11-17 09:00 EST America/Phoenix")


def test_parts_of_a_second_are_kept() -> None:
    assert PHOENIX.at("2026-11-17T16:00:00.119Z") == NINE + timedelta(milliseconds=119)
    assert PHOENIX.at("1794931200.513823") == NINE + timedelta(microseconds=513823)
    assert PHOENIX.at("1794931200119") == NINE + timedelta(milliseconds=119)


@pytest.mark.parametrize(
    "text", ["", " ", "0", "-", "NULL", "n/a", "0000-00-00 00:00:00", "1970-01-01 00:00:00"]
)
def test_what_is_not_set_is_none(text: str) -> None:
    assert PHOENIX.read(text) is None
    assert PHOENIX.at(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "2026-02-30 10:00:00",
        "2026-13-01",
        "30/02/2026 10:00",
        "2026-11-17 25:00:00",
        "2026-11-17 09:61:00",
        "31 November 2026",
        "13:00 PM 17/11/2026",
        "0001-01-01 00:00:00",
        "9999-12-31 23:59:59",
        "yesterday",
        "6025550147",
        "(602) 555-0147",
        "Wren 17/11/2026",
        "2010-10-14T12:00:00.000Z-0300",
        "2026-11-17 09:00:00 XYZ",
        "2026-11-17 09:00:00 Meadow/Brook",
        "1/2",
        "…" * 200,
    ],
)
def test_impossible_dates_are_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(UnreadableTime) as refused:
        PHOENIX.read(text)
    assert str(refused.value).endswith(".")


def test_day_or_month_first_is_refused_unless_the_column_tells() -> None:
    with pytest.raises(UnreadableTime, match="day/month or month/day"):
        PHOENIX.read("3/11/2026 09:00")
    day_first = TimeReader("America/Phoenix", DayOrder.DAY_FIRST)
    month_first = TimeReader("America/Phoenix", DayOrder.MONTH_FIRST)
    assert day_first.at("3/11/2026 09:00") == datetime(2026, 11, 3, 16, tzinfo=UTC)
    assert month_first.at("3/11/2026 09:00") == datetime(2026, 3, 11, 16, tzinfo=UTC)
    assert PHOENIX.at("11/11/2026 09:00") == datetime(2026, 11, 11, 16, tzinfo=UTC)
    assert PHOENIX.at("17/11/2026 09:00") == NINE


def test_a_column_tells_the_order_as_a_whole() -> None:
    assert day_order(["3/11/2026", "17/11/2026"]) is DayOrder.DAY_FIRST
    assert day_order(["3/11/2026", "11/17/2026"]) is DayOrder.MONTH_FIRST
    assert day_order(["3.11.2026"]) is DayOrder.DAY_FIRST
    assert day_order(["3/11/2026", "4/11/2026"]) is None
    assert day_order(["17/11/2026", "11/17/2026"]) is None
    assert day_order(["2026/11/17", "", "x"]) is None


NEW_YORK = "America/New_York"


@pytest.mark.parametrize(
    ("text", "day", "minute"),
    [
        ("2026-03-08 02:30:00", date(2026, 3, 8), 150),
        ("2026-11-01 01:30:00", date(2026, 11, 1), 90),
        ("2026-11-01 00:59:00", date(2026, 11, 1), 59),
        ("2026-03-08 01:59:00", date(2026, 3, 8), 119),
        ("2026-03-08 03:00:00", date(2026, 3, 8), 180),
    ],
)
def test_where_the_clock_skips_or_repeats_it_is_as_everywhere(
    text: str, day: date, minute: int
) -> None:
    assert TimeReader(NEW_YORK).at(text) == instant(day, minute, NEW_YORK)


@given(
    st.integers(0, 4_000_000_000).map(
        lambda s: (datetime(1971, 1, 2, tzinfo=UTC) + timedelta(seconds=s)).replace(tzinfo=None)
    ),
    st.sampled_from([NEW_YORK, "America/Phoenix", "Europe/Madrid", "Australia/Lord_Howe", "UTC"]),
)
def test_the_short_way_gives_what_the_zone_says(at: datetime, zone: str) -> None:
    read = TimeReader(zone).at(at.isoformat(" "))
    expected = instant(at.date(), at.hour * 60 + at.minute, zone) + timedelta(seconds=at.second)
    assert read == expected


@given(st.text(max_size=60))
def test_any_text_is_a_time_or_a_sentence(text: str) -> None:
    try:
        moment = PHOENIX.read(text)
    except UnreadableTime:
        return
    assert moment is None or moment.at.utcoffset() == timedelta(0)


@given(
    st.from_regex(r"[0-9]{1,4}[/.\-][0-9]{1,2}[/.\-][0-9]{1,4} ?[0-9]{0,2}:?[0-9]{0,3} ?[apAP]?m?")
)
def test_nearly_dates_are_times_or_sentences(text: str) -> None:
    test_any_text_is_a_time_or_a_sentence.hypothesis.inner_test(text)  # type: ignore[attr-defined]
