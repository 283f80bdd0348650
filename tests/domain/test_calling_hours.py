from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.calling_hours import (
    CallingHours,
    allowed,
    may_place,
    next_allowed,
)
from desktop.domain.errors import NeedsReason, Refused
from desktop.domain.vocabulary import CallbackKind, HourVerdict
from desktop.domain.zones import Candidates
from tests.domain.promises import (
    CHICAGO,
    NEW_YORK,
    PHOENIX,
    SEATTLE,
    USUAL,
    at,
    common_minute_within_a_day,
    moments,
    only,
    people,
    wishes,
)


@pytest.mark.parametrize(
    ("hour", "minute", "verdict"),
    [
        (0, 0, HourVerdict.TOO_EARLY),
        (7, 59, HourVerdict.TOO_EARLY),
        (8, 0, HourVerdict.ALLOWED),
        (20, 59, HourVerdict.ALLOWED),
        (21, 0, HourVerdict.TOO_LATE),
        (23, 59, HourVerdict.TOO_LATE),
    ],
)
def test_eight_to_nine(hour: int, minute: int, verdict: HourVerdict) -> None:
    check = allowed(at(CHICAGO, 2026, 11, 18, hour, minute, 59), only(CHICAGO), USUAL)
    assert check.deciding.verdict is verdict
    assert check.allowed is (verdict is HourVerdict.ALLOWED)


@pytest.mark.parametrize(("opens", "closes"), [(7 * 60, 900), (600, 21 * 60 + 1), (700, 700)])
def test_hours_are_never_wider_nor_empty(opens: int, closes: int) -> None:
    with pytest.raises(ValueError, match="calling hours"):
        CallingHours(opens, closes)


def test_a_naive_time_is_a_bug() -> None:
    with pytest.raises(ValueError, match="needs its zone"):
        allowed(datetime(2026, 11, 18, 10), only(CHICAGO), USUAL)  # noqa: DTZ001


def test_nobody_is_nowhere() -> None:
    with pytest.raises(ValueError, match="somewhere"):
        Candidates((), certain=False, ask=True)


def test_the_hour_suits_every_zone() -> None:
    early = at(NEW_YORK, 2026, 11, 18, 9, 30)  # 6:30 in Seattle
    check = allowed(early, only(NEW_YORK, SEATTLE), USUAL)
    assert not check.allowed
    assert check.why() == "6:30 am in Los Angeles · too early"
    assert check.why("Seattle") == "6:30 am in Seattle · too early"
    assert next_allowed(early, only(NEW_YORK, SEATTLE), USUAL) == at(SEATTLE, 2026, 11, 18, 8)


def test_words_of_the_picture() -> None:
    assert allowed(at(CHICAGO, 2026, 11, 18, 10), only(CHICAGO), USUAL).why() == (
        "10:00 am in Chicago · allowed"
    )
    assert allowed(at(CHICAGO, 2026, 11, 18, 22, 30), only(CHICAGO), USUAL).why() == (
        "10:30 pm in Chicago · too late"
    )


@pytest.mark.parametrize(
    ("evening", "morning"),
    [
        ((2026, 3, 7, 22), (2026, 3, 8, 8)),  # a night of 23 hours
        ((2026, 10, 31, 22), (2026, 11, 1, 8)),  # a night of 25
    ],
)
def test_nights_when_the_clock_changes(evening: tuple[int, ...], morning: tuple[int, ...]) -> None:
    assert next_allowed(at(CHICAGO, *evening), only(CHICAGO), USUAL) == at(CHICAGO, *morning)


def test_a_day_that_the_calendar_skips() -> None:
    """Samoa had no 30 December 2011."""
    late = at("Pacific/Apia", 2011, 12, 29, 22)
    opens = next_allowed(late, only("Pacific/Apia"), USUAL)
    assert opens == at("Pacific/Apia", 2011, 12, 31, 8)


def test_zones_without_a_common_minute_still_give_a_time_but_not_leave() -> None:
    apart = only(PHOENIX, "Asia/Tokyo")
    hours = CallingHours(9 * 60, 11 * 60)
    noon = at(PHOENIX, 2026, 11, 18, 12)
    opens = next_allowed(noon, apart, hours)
    assert opens == at(PHOENIX, 2026, 11, 19, 9)
    check = allowed(opens, apart, hours)
    assert not check.allowed
    with pytest.raises(NeedsReason):
        may_place(CallbackKind.SERVICE, check, None)


@given(moments(), people(), wishes())
def test_allowed_is_what_every_clock_says(
    moment: datetime, who: Candidates, hours: CallingHours
) -> None:
    clocks = [moment.astimezone(ZoneInfo(zone)) for zone in who.zones]
    shown = [clock.hour * 60 + clock.minute for clock in clocks]
    expected = all(hours.opens <= minute < hours.closes for minute in shown)
    assert allowed(moment, who, hours).allowed is expected


@given(moments(), people(), wishes())
def test_next_allowed_is_allowed_and_stays(
    moment: datetime, who: Candidates, hours: CallingHours
) -> None:
    found = next_allowed(moment, who, hours)
    assert found >= moment
    assert found.tzinfo is UTC
    assert found - moment <= timedelta(days=2)
    if allowed(found, who, hours).allowed:
        assert next_allowed(found, who, hours) == found
    else:
        assert not common_minute_within_a_day(moment, who, hours)


@given(moments(), people(), wishes(), st.floats(0, 1, exclude_max=True))
def test_nothing_earlier_was_allowed(
    moment: datetime, who: Candidates, hours: CallingHours, share: float
) -> None:
    found = next_allowed(moment, who, hours)
    if found > moment and allowed(found, who, hours).allowed:
        between = moment + (found - moment) * share
        assert not allowed(min(between, found - timedelta.resolution), who, hours).allowed
        assert not allowed(found - timedelta(microseconds=1), who, hours).allowed


LATE = allowed(at(CHICAGO, 2026, 11, 18, 22, 30), only(CHICAGO), USUAL)
EARLY = allowed(at(CHICAGO, 2026, 11, 18, 6, 30), only(CHICAGO), USUAL)
FINE = allowed(at(CHICAGO, 2026, 11, 18, 10), only(CHICAGO), USUAL)


@pytest.mark.parametrize("kind", [CallbackKind.SERVICE, CallbackKind.TRANSITION])
@pytest.mark.parametrize("reason", [None, "", "  \n"])
def test_outside_the_hours_a_reason_is_needed(kind: CallbackKind, reason: str | None) -> None:
    with pytest.raises(NeedsReason) as caught:
        may_place(kind, LATE, reason)
    assert str(caught.value) == (
        "10:30 pm in Chicago is too late to ring. Say why it cannot wait, or choose a time from"
        " 8:00 am to 9:00 pm in Chicago."
    )
    may_place(kind, LATE, "She asked for half past ten")


@pytest.mark.parametrize("reason", [None, "She asked for it"])
def test_marketing_is_refused_whatever_the_reason(reason: str | None) -> None:
    with pytest.raises(Refused) as caught:
        may_place(CallbackKind.MARKETING, EARLY, reason)
    assert not isinstance(caught.value, NeedsReason)
    assert str(caught.value) == (
        "6:30 am in Chicago is too early for a marketing call. Choose a time from 8:00 am to"
        " 9:00 pm in Chicago."
    )


def test_a_safety_follow_up_is_never_held_back() -> None:
    for check in (LATE, EARLY, FINE):
        may_place(CallbackKind.SAFETY, check, None)


@pytest.mark.parametrize("kind", list(CallbackKind))
def test_within_the_hours_nothing_is_asked(kind: CallbackKind) -> None:
    may_place(kind, FINE, None)
