from datetime import datetime, timedelta

from hypothesis import given

from desktop.domain.calling_hours import CallingHours, allowed
from desktop.domain.quick_times import QuickTime, quick_times
from desktop.domain.suitable_hours import suits
from desktop.domain.vocabulary import MilestoneKind, QuickKey
from desktop.domain.work_days import SiteCalendar
from desktop.domain.zones import Candidates
from tests.domain.promises import (
    AT_HOME,
    CHICAGO,
    DENVER,
    DESK,
    NEW_YORK,
    NOW,
    PHOENIX,
    USUAL,
    at,
    moments,
    only,
    people,
    sites,
    wishes,
)


def offered(now: datetime, zone: str) -> list[tuple[str, str]]:
    return [(each.label, each.line) for each in quick_times(now, only(zone), USUAL, DESK)]


def test_the_panel_of_the_picture() -> None:
    """The picture shows the same Tuesday a year earlier: 18 November, four weeks to 16 December."""
    now = at(CHICAGO, 2025, 11, 18, 15, 18)
    desk = SiteCalendar(PHOENIX, 8 * 60, 18 * 60, frozenset(range(5)))
    found = quick_times(now, only(CHICAGO), USUAL, desk)
    assert [(each.label, each.line) for each in found] == [
        ("In 1 hour", "4:18 pm · 3:18 here"),
        ("This afternoon", "5:30 pm · 4:30 here"),
        ("Tomorrow", "10:00 am · 9:00 here"),
        ("When the deal closes…", "or by Dec 16"),
    ]
    assert [each.waits_on for each in found] == [None, None, None, MilestoneKind.CLOSING]


def test_the_same_clock_is_said_once() -> None:
    assert offered(NOW, DENVER)[0] == ("In 1 hour", "3:18 pm")


def test_in_the_morning_the_afternoon_is_the_afternoon() -> None:
    assert offered(at(DENVER, 2026, 11, 17, 9), DENVER)[1] == ("This afternoon", "2:00 pm")


def test_late_in_the_day() -> None:
    assert offered(at(PHOENIX, 2026, 11, 17, 17, 30), CHICAGO)[:3] == [
        ("Tomorrow morning", "9:00 am · 8:00 here"),
        ("Tomorrow afternoon", "2:00 pm · 1:00 here"),
        ("Tomorrow", "10:00 am · 9:00 here"),
    ]


def test_an_afternoon_that_has_become_evening() -> None:
    assert offered(at(PHOENIX, 2026, 11, 17, 14), NEW_YORK)[1] == (
        "This evening",
        "6:00 pm · 4:00 here",
    )


def test_before_they_are_up() -> None:
    assert offered(at(DENVER, 2026, 11, 17, 6), DENVER)[0] == ("This morning", "8:00 am")


def test_before_a_weekend_and_a_holiday() -> None:
    assert offered(at(DENVER, 2026, 11, 20, 17, 30), DENVER)[:3] == [
        ("Monday morning", "8:00 am"),
        ("Monday afternoon", "2:00 pm"),
        ("Monday", "10:00 am"),
    ]
    assert offered(at(DENVER, 2026, 11, 25, 12), DENVER)[2] == ("Friday", "10:00 am")


def by_key(found: tuple[QuickTime, ...]) -> dict[QuickKey, QuickTime]:
    return {each.key: each for each in found}


@given(moments(), people(), wishes(), sites())
def test_each_has_a_time_to_come_that_is_allowed_if_any_is(
    now: datetime, who: Candidates, hours: CallingHours, site: SiteCalendar
) -> None:
    found = quick_times(now, who, hours, site)
    assert [each.key for each in found] == list(QuickKey)
    for each in found:
        assert each.due_at > now
        assert each.allowed is allowed(each.due_at, who, hours).allowed
    assert by_key(found)[QuickKey.CLOSING].due_at > now + timedelta(days=26)


@given(moments(), people(AT_HOME))
def test_at_home_every_offer_suits_both_sides_and_says_so(now: datetime, who: Candidates) -> None:
    found = by_key(quick_times(now, who, USUAL, DESK))
    for each in found.values():
        assert suits(each.due_at, who, USUAL, DESK)
        assert each.allowed
    hour = found[QuickKey.HOUR]
    in_an_hour = timedelta(minutes=59) < hour.due_at - now <= timedelta(hours=1)
    assert (hour.label == "In 1 hour") is in_an_hour
