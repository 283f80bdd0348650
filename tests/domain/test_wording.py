from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain import wording
from desktop.domain.vocabulary import MilestoneKind
from tests.domain.promises import CHICAGO, DENVER, NEW_YORK, NOW, PHOENIX, SEATTLE, at, moments

WEDNESDAY_AT_TEN = at(CHICAGO, 2026, 11, 18, 10)


@pytest.mark.parametrize(
    ("minute", "said"),
    [
        (0, "12:00 am"),
        (5, "12:05 am"),
        (8 * 60, "8:00 am"),
        (12 * 60, "12:00 pm"),
        (14 * 60 + 30, "2:30 pm"),
        (21 * 60, "9:00 pm"),
        (24 * 60, "12:00 am"),
    ],
)
def test_the_clock(minute: int, said: str) -> None:
    assert wording.clock_of_minute(minute) == said


def test_the_clock_of_a_zone() -> None:
    assert wording.clock(NOW, PHOENIX) == "2:18 pm"
    assert wording.clock(NOW, CHICAGO) == "3:18 pm"


def test_the_whole_promise() -> None:
    assert wording.promise_line(WEDNESDAY_AT_TEN, CHICAGO, PHOENIX, "Juniper", NOW) == (
        "Wed 10:00 am for Juniper · 9:00 here"
    )
    today = at(CHICAGO, 2026, 11, 17, 16, 18)
    assert wording.promise_line(today, CHICAGO, PHOENIX, "Juniper", NOW) == (
        "Today 4:18 pm for Juniper · 3:18 here"
    )
    same = at(DENVER, 2026, 11, 18, 10)
    assert wording.promise_line(same, DENVER, PHOENIX, "Aspen", NOW) == "Wed 10:00 am for Aspen"
    assert wording.promise_line(same, DENVER, PHOENIX, "", NOW) == "Wed 10:00 am"


def test_here_says_what_differs() -> None:
    noon = at(CHICAGO, 2026, 11, 18, 12, 30)
    assert wording.quick_line(noon, CHICAGO, PHOENIX) == "12:30 pm · 11:30 am here"
    tokyo = at("Asia/Tokyo", 2026, 11, 18, 8)
    assert wording.quick_line(tokyo, "Asia/Tokyo", PHOENIX) == "8:00 am · Tue 4:00 pm here"


@pytest.mark.parametrize(
    ("due", "zone", "first", "second"),
    [
        (at(DENVER, 2026, 11, 17, 13, 30), DENVER, "48 min late", "1:30 pm there"),
        (at(CHICAGO, 2026, 11, 17, 15, 15), CHICAGO, "3 min late", "3:15 pm there"),
        (at(SEATTLE, 2026, 11, 17, 13, 30), SEATTLE, "in 12 min", "1:30 pm there"),
        (at(NEW_YORK, 2026, 11, 17, 16, 45), NEW_YORK, "in 27 min", "4:45 pm there"),
        (at(DENVER, 2026, 11, 17, 15), DENVER, "in 42 min", "3:00 pm there"),
        (at(CHICAGO, 2026, 11, 17, 16, 30), CHICAGO, "in 1 h 12 min", "4:30 pm there"),
        (at(PHOENIX, 2026, 11, 17, 16, 30), PHOENIX, "4:30 pm", "Today"),
        (WEDNESDAY_AT_TEN, CHICAGO, "10:00 am", "Wed · 9:00 here"),
        (at(DENVER, 2026, 11, 18, 10), DENVER, "10:00 am", "Tomorrow"),
        # Beyond the picture.
        (at(PHOENIX, 2026, 11, 17, 14), PHOENIX, "18 min late", "2:00 pm"),
        (at(DENVER, 2026, 11, 16, 13), DENVER, "1 day late", "Yesterday 1:00 pm there"),
        (at(DENVER, 2026, 11, 12, 13), DENVER, "5 days late", "Nov 12 1:00 pm there"),
        (NOW, PHOENIX, "due now", "2:18 pm"),
        (at(PHOENIX, 2026, 11, 17, 16, 18), PHOENIX, "in 2 h", "4:18 pm"),
        (at(CHICAGO, 2026, 11, 17, 18), CHICAGO, "6:00 pm", "Today · 5:00 here"),
        (at(DENVER, 2027, 1, 4, 10), DENVER, "10:00 am", "Jan 4, 2027"),
    ],
)
def test_the_due_column(due: datetime, zone: str, first: str, second: str) -> None:
    assert wording.due_words(due, zone, NOW) == first
    assert wording.due_second_line(due, zone, PHOENIX, NOW) == second


def test_what_was_promised() -> None:
    due = at(DENVER, 2026, 11, 17, 13, 30)
    assert wording.promised_words(due, DENVER, NOW) == "Today by 1:30 pm in Denver"
    seattle = at(SEATTLE, 2026, 11, 16, 13)
    assert wording.promised_words(seattle, SEATTLE, NOW, "Seattle") == (
        "Yesterday by 1:00 pm in Seattle"
    )


def test_waiting() -> None:
    assert wording.after_milestone(MilestoneKind.CLOSING) == "After Closing"
    assert wording.or_by(at(DENVER, 2026, 12, 16, 10), DENVER, NOW) == "or by Dec 16"
    assert all(wording.after_milestone(kind) for kind in MilestoneKind)


def test_what_happened() -> None:
    for when, said, short in (
        (at(PHOENIX, 2026, 11, 17, 13, 5), "Today 1:05 pm", "1:05 pm"),
        (at(PHOENIX, 2026, 11, 16, 15, 40), "Yesterday 3:40 pm", "Yesterday"),
        (at(PHOENIX, 2026, 11, 12, 9, 41), "Nov 12, 9:41 am", "Nov 12"),
        (at(PHOENIX, 2025, 11, 12, 9, 41), "Nov 12, 2025, 9:41 am", "Nov 12, 2025"),
    ):
        assert wording.moment(when, PHOENIX, NOW) == said
        assert wording.short_moment(when, PHOENIX, NOW) == short


@pytest.mark.parametrize(
    ("span", "said"),
    [
        (timedelta(minutes=4, seconds=12), "04:12"),
        (timedelta(seconds=59.9), "00:59"),
        (timedelta(hours=1, minutes=2, seconds=7), "1:02:07"),
        (timedelta(seconds=-3), "00:00"),
    ],
)
def test_the_timer(span: timedelta, said: str) -> None:
    assert wording.elapsed(span) == said


def test_set_aside() -> None:
    assert wording.ago_minutes(NOW - timedelta(minutes=12, seconds=40), NOW) == "12 min"
    assert wording.ago_minutes(NOW - timedelta(minutes=65), NOW) == "1 h 5 min"
    assert wording.ago_minutes(NOW - timedelta(seconds=59), NOW) == "just now"


@given(
    moments(),
    st.timedeltas(timedelta(minutes=-119), timedelta(minutes=121)),
    st.sampled_from([CHICAGO, DENVER, SEATTLE]),
)
def test_a_span_is_never_zero_and_never_flattering(
    now: datetime, ahead: timedelta, zone: str
) -> None:
    """Late is rounded down, time left up: nothing is called late before it is."""
    said = wording.due_words(now + ahead, zone, now)
    assert not said.startswith(("in 0", "0 min"))
    assert said.endswith("late") is (ahead <= timedelta(minutes=-1))
    assert (said[-2:] in {"am", "pm"}) is (ahead > timedelta(hours=2))


@pytest.mark.parametrize(
    ("said", "within"),
    [
        ("Today 1:05 pm", "today 1:05 pm"),
        ("Tomorrow", "tomorrow"),
        ("Yesterday 3:40 pm", "yesterday 3:40 pm"),
        ("After Closing, or by Dec 16", "after Closing, or by Dec 16"),
        ("Wed 10:00 am", "Wed 10:00 am"),
        ("Nov 10, 9:41 am", "Nov 10, 9:41 am"),
        ("1:30 pm there", "1:30 pm there"),
    ],
)
def test_in_the_middle_of_a_sentence_weekdays_and_months_keep_their_capital(
    said: str, within: str
) -> None:
    assert wording.in_sentence(said) == within
