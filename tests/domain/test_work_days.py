from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from desktop.domain.work_days import SiteCalendar, us_holidays
from tests.domain.promises import CHICAGO, DESK, PHOENIX, at, moments, sites


def test_over_the_weekend_and_thanksgiving() -> None:
    assert DESK.next_working_day(date(2026, 11, 20)) == date(2026, 11, 23)
    assert DESK.next_working_day(date(2026, 11, 25)) == date(2026, 11, 27)
    assert not DESK.is_working(date(2026, 11, 26))


def test_open_from_the_first_to_before_the_last_minute() -> None:
    assert not DESK.is_open(at(PHOENIX, 2026, 11, 17, 7, 59, 59))
    assert DESK.is_open(at(PHOENIX, 2026, 11, 17, 8))
    assert DESK.is_open(at(PHOENIX, 2026, 11, 17, 17, 59, 59))
    assert not DESK.is_open(at(PHOENIX, 2026, 11, 17, 18))
    assert not DESK.is_open(at(PHOENIX, 2026, 11, 21, 10))


def test_the_evening_before_a_holiday_opens_after_it() -> None:
    assert DESK.next_open(at(PHOENIX, 2026, 11, 25, 18)) == at(PHOENIX, 2026, 11, 27, 8)


def test_hours_in_the_night_when_the_clock_changes() -> None:
    """Open from 1:30: the clock shows it twice on 1 November and skips 2:30 on 8 March."""
    owls = SiteCalendar(CHICAGO, 90, 300, frozenset(range(7)))
    second_one_ten = at(CHICAGO, 2026, 11, 1, 1, 10) + timedelta(hours=1)
    assert owls.next_open(second_one_ten) == second_one_ten + timedelta(minutes=20)
    later = SiteCalendar(CHICAGO, 150, 300, frozenset(range(7)))
    opens = later.next_open(at(CHICAGO, 2026, 3, 8, 0))
    assert opens == at(CHICAGO, 2026, 3, 8, 3)
    brief = SiteCalendar(CHICAGO, 125, 170, frozenset(range(7)))
    assert brief.next_open(at(CHICAGO, 2026, 3, 8, 0)) == at(CHICAGO, 2026, 3, 9, 2, 5)


@pytest.mark.parametrize(
    ("opens", "closes", "days"),
    [(600, 600, {0}), (-1, 600, {0}), (0, 1441, {0}), (480, 1020, set()), (480, 1020, {7})],
)
def test_a_site_that_never_opens_is_refused(opens: int, closes: int, days: set[int]) -> None:
    with pytest.raises(ValueError, match=r"site hours|work days"):
        SiteCalendar(PHOENIX, opens, closes, frozenset(days))


@given(sites(), st.dates(date(2024, 1, 1), date(2032, 1, 1)))
def test_the_next_working_day_is_the_first(site: SiteCalendar, day: date) -> None:
    found = site.next_working_day(day)
    assert site.is_working(found)
    assert found > day
    between = (day + timedelta(days=n) for n in range(1, (found - day).days))
    assert not any(map(site.is_working, between))


@given(sites(), moments())
@example(
    SiteCalendar("America/Denver", 121, 181, frozenset({0, 1, 2, 6})),
    datetime(2026, 3, 8, 6, tzinfo=UTC),
)
def test_next_open_is_open_and_nothing_just_before(site: SiteCalendar, moment: datetime) -> None:
    found = site.next_open(moment)
    assert found >= moment
    assert site.is_open(found)
    if found > moment:
        assert not site.is_open(moment)
        assert not site.is_open(max(moment, found - timedelta(minutes=1)))


def test_federal_holidays() -> None:
    assert us_holidays(2026)[date(2026, 11, 26)] == "Thanksgiving Day"
    assert list(us_holidays(2026)) == [
        date(2026, 1, 1),
        date(2026, 1, 19),
        date(2026, 2, 16),
        date(2026, 5, 25),
        date(2026, 6, 19),
        date(2026, 7, 3),  # the Fourth is a Saturday
        date(2026, 9, 7),
        date(2026, 10, 12),
        date(2026, 11, 11),
        date(2026, 11, 26),
        date(2026, 12, 25),
    ]
    assert date(2027, 12, 31) in us_holidays(2027)  # New Year 2028 is a Saturday
    assert date(2028, 1, 1) not in us_holidays(2028)
    assert date(2023, 1, 2) in us_holidays(2023)  # New Year 2023 was a Sunday
