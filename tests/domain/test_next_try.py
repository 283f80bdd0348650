from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.calling_hours import CallingHours, allowed
from desktop.domain.local_time import local, local_day
from desktop.domain.next_try import NextTry, Tried, next_try, tries_in_a_row
from desktop.domain.suitable_hours import suits
from desktop.domain.vocabulary import AttemptResult, CallbackKind
from desktop.domain.work_days import SiteCalendar
from desktop.domain.zones import Candidates
from tests.domain.promises import (
    AT_HOME,
    CHICAGO,
    DENVER,
    DESK,
    KINDS,
    NEW_YORK,
    NOW,
    PHOENIX,
    RESULTS,
    SEATTLE,
    USUAL,
    at,
    common_minute_within_a_day,
    earlier_tries,
    moments,
    only,
    people,
    sites,
    tries,
    wishes,
)

VOICEMAIL = AttemptResult.VOICEMAIL
NO_ANSWER = AttemptResult.NO_ANSWER
BUSY = AttemptResult.BUSY
REACHED = AttemptResult.REACHED
SOMEONE_ELSE = AttemptResult.SOMEONE_ELSE
WRONG_NUMBER = AttemptResult.WRONG_NUMBER
DO_NOT_CALL = AttemptResult.DO_NOT_CALL


def follows(
    result: AttemptResult,
    tried: tuple[Tried, ...] = (),
    now: datetime = NOW,
    zone: str = DENVER,
    kind: CallbackKind = CallbackKind.SERVICE,
    first_due_at: datetime | None = None,
) -> NextTry:
    return next_try(result, tried, now, kind, only(zone), USUAL, DESK, first_due_at)


def test_busy_is_tried_again_in_a_quarter_of_an_hour() -> None:
    assert follows(BUSY).due_at == NOW + timedelta(minutes=15)


def test_busy_at_closing_time_waits_for_the_morning() -> None:
    assert follows(BUSY, now=at(PHOENIX, 2026, 11, 17, 17, 50)).due_at == at(
        PHOENIX, 2026, 11, 18, 8
    )


@pytest.mark.parametrize("result", [VOICEMAIL, SOMEONE_ELSE, WRONG_NUMBER])
def test_the_next_working_day_at_ten_their_time(result: AttemptResult) -> None:
    for zone in (DENVER, CHICAGO, SEATTLE):
        assert follows(result, zone=zone).due_at == at(zone, 2026, 11, 18, 10)


def test_over_weekend_and_holiday() -> None:
    friday = at(PHOENIX, 2026, 11, 20, 14)
    assert follows(VOICEMAIL, now=friday).due_at == at(DENVER, 2026, 11, 23, 10)
    eve = at(PHOENIX, 2026, 11, 25, 16, 30)
    assert follows(NO_ANSWER, now=eve).due_at == at(DENVER, 2026, 11, 27, 10)


def test_no_answer_is_tried_again_in_about_two_hours() -> None:
    found = follows(NO_ANSWER)
    assert found.due_at == at(DENVER, 2026, 11, 17, 16, 30)
    assert found.rule == "No answer. Again in about two hours."


def test_the_second_no_answer_of_a_day_moves_to_the_other_half_of_the_next() -> None:
    ten = at(DENVER, 2026, 11, 17, 10, 5)
    twelve = at(DENVER, 2026, 11, 17, 11, 50)
    found = follows(NO_ANSWER, (Tried(ten, NO_ANSWER),), now=twelve)
    assert found.due_at == at(DENVER, 2026, 11, 18, 15)
    afternoon = (Tried(at(DENVER, 2026, 11, 17, 13), NO_ANSWER),)
    found = follows(NO_ANSWER, afternoon, now=at(DENVER, 2026, 11, 17, 15))
    assert found.due_at == at(DENVER, 2026, 11, 18, 10)


def test_an_hour_already_tried_is_not_tried_again() -> None:
    tried = (
        Tried(at(DENVER, 2026, 11, 16, 10, 20), VOICEMAIL),
        Tried(at(DENVER, 2026, 11, 17, 13), NO_ANSWER),
    )
    found = follows(NO_ANSWER, tried, now=at(DENVER, 2026, 11, 17, 15))
    assert found.due_at == at(DENVER, 2026, 11, 18, 9)


def test_a_no_answer_of_yesterday_does_not_count() -> None:
    tried = tries(NO_ANSWER)
    assert follows(NO_ANSWER, tried).due_at == at(DENVER, 2026, 11, 17, 16, 30)


def test_hazel_of_the_picture() -> None:
    """Promised by 1:30 pm; a try at 11:30 came ahead of its time, so 2:18 is the first."""
    tried = (
        Tried(at(DENVER, 2026, 11, 16, 16, 50), VOICEMAIL),
        Tried(at(DENVER, 2026, 11, 17, 11, 30), NO_ANSWER),
    )
    promised = at(DENVER, 2026, 11, 17, 13, 30)
    found = follows(NO_ANSWER, tried, first_due_at=promised)
    assert found.due_at == at(DENVER, 2026, 11, 17, 16, 30)
    assert not found.needs_decision
    again = (*tried, Tried(NOW, NO_ANSWER))
    found = follows(NO_ANSWER, again, now=at(DENVER, 2026, 11, 17, 16, 30), first_due_at=promised)
    assert found.due_at == at(DENVER, 2026, 11, 18, 10)
    assert found.needs_decision


def test_two_hours_that_end_after_closing_or_after_their_evening() -> None:
    late = at(PHOENIX, 2026, 11, 17, 16, 10)
    assert follows(NO_ANSWER, now=late).due_at == at(DENVER, 2026, 11, 18, 10)
    long_day = SiteCalendar(PHOENIX, 8 * 60, 22 * 60, frozenset(range(5)))
    evening = at(PHOENIX, 2026, 11, 17, 17, 30)  # in two hours it is 9:30 pm in New York
    found = next_try(NO_ANSWER, (), evening, CallbackKind.SERVICE, only(NEW_YORK), USUAL, long_day)
    assert found.due_at == at(NEW_YORK, 2026, 11, 18, 10)
    assert found.rule == (
        "No answer, too late to try again today. Next working day at another hour."
    )


def test_the_day_that_counts_is_the_desk_s() -> None:
    """10:00 am tomorrow in Tokyo is this evening in Phoenix, and midnight here is mid-day there."""
    long_day = SiteCalendar(PHOENIX, 8 * 60, 22 * 60, frozenset(range(5)))
    found = next_try(VOICEMAIL, (), NOW, CallbackKind.SERVICE, only("Asia/Tokyo"), USUAL, long_day)
    assert found.due_at == at(PHOENIX, 2026, 11, 18, 16)
    day_and_night = SiteCalendar(PHOENIX, 0, 24 * 60, frozenset(range(5)))
    late = at(PHOENIX, 2026, 11, 17, 23)
    found = next_try(
        NO_ANSWER, (), late, CallbackKind.SERVICE, only("Asia/Tokyo"), USUAL, day_and_night
    )
    assert found.rule == (
        "No answer, too late to try again today. Next working day at another hour."
    )


def test_ten_in_new_york_is_before_the_desk_opens_in_summer() -> None:
    summer = at(PHOENIX, 2027, 7, 13, 14)
    assert follows(VOICEMAIL, now=summer, zone=NEW_YORK).due_at == at(PHOENIX, 2027, 7, 14, 8)


def test_an_uncertain_zone_is_suited_in_all() -> None:
    who = only("America/Boise", SEATTLE)
    own = CallingHours(10 * 60, 18 * 60)
    found = next_try(VOICEMAIL, (), NOW, CallbackKind.SERVICE, who, own, DESK)
    assert found.due_at == at(SEATTLE, 2026, 11, 18, 10)


def test_a_wrong_number_asks_and_stays_due() -> None:
    found = follows(WRONG_NUMBER)
    assert found.asks_number
    assert not found.closes


def test_four_tries_ask_for_a_decision_and_keep_a_time() -> None:
    assert not follows(VOICEMAIL, tries(BUSY, NO_ANSWER)).needs_decision
    found = follows(VOICEMAIL, tries(BUSY, NO_ANSWER, VOICEMAIL))
    assert found.needs_decision
    assert found.due_at == at(DENVER, 2026, 11, 18, 10)
    assert found.rule.endswith("Four tries made: decide what happens next.")


def test_reaching_the_person_begins_the_count_anew() -> None:
    tried = tries(BUSY, NO_ANSWER, VOICEMAIL, REACHED, BUSY)
    assert tries_in_a_row(tried) == 1
    assert not follows(NO_ANSWER, tried).needs_decision


@pytest.mark.parametrize("result", [REACHED, DO_NOT_CALL])
def test_reached_and_do_not_call_close(result: AttemptResult) -> None:
    found = follows(result, tries(BUSY, BUSY, BUSY, BUSY))
    assert (found.closes, found.due_at, found.needs_decision) == (True, None, False)


@given(RESULTS, moments(), people(), wishes(), sites(), st.data())
def test_a_safety_follow_up_is_never_held_back(
    result: AttemptResult,
    now: datetime,
    who: Candidates,
    hours: CallingHours,
    site: SiteCalendar,
    data: st.DataObject,
) -> None:
    tried = data.draw(earlier_tries(now))
    found = next_try(result, tried, now, CallbackKind.SAFETY, who, hours, site)
    if result is REACHED:
        assert found.closes
    else:
        assert found.due_at is not None
        assert timedelta(minutes=14) < found.due_at - now <= timedelta(minutes=15)


@given(RESULTS, moments(), KINDS, people(), wishes(), sites(), st.data())
def test_no_open_promise_without_a_time_nor_outside_their_hours(
    result: AttemptResult,
    now: datetime,
    kind: CallbackKind,
    who: Candidates,
    hours: CallingHours,
    site: SiteCalendar,
    data: st.DataObject,
) -> None:
    tried = data.draw(earlier_tries(now))
    promised = data.draw(st.none() | moments())
    found = next_try(result, tried, now, kind, who, hours, site, promised)
    assert (found.due_at is None) is found.closes
    assert found.closes or found.needs_decision is (tries_in_a_row(tried) >= 3)
    assert found.asks_number is (result is WRONG_NUMBER)
    if found.due_at is not None:
        assert found.due_at > now
        if kind is not CallbackKind.SAFETY:
            common = common_minute_within_a_day(found.due_at, who, hours)
            assert allowed(found.due_at, who, hours).allowed or not common
            assert site.is_working(local_day(found.due_at, site.zone))


@given(RESULTS, moments(), people(AT_HOME), st.data())
def test_at_home_every_time_suits_both_sides(
    result: AttemptResult, now: datetime, who: Candidates, data: st.DataObject
) -> None:
    tried = data.draw(earlier_tries(now))
    found = next_try(result, tried, now, CallbackKind.SERVICE, who, USUAL, DESK)
    if found.due_at is not None:
        assert suits(found.due_at, who, USUAL, DESK)
        today = local_day(now, DESK.zone)
        due_day = local_day(found.due_at, DESK.zone)
        if result in {VOICEMAIL, SOMEONE_ELSE, WRONG_NUMBER}:
            assert due_day == DESK.next_working_day(today)
        if result is NO_ANSWER:
            assert due_day in {today, DESK.next_working_day(today)}


@given(moments(), people((PHOENIX, DENVER, CHICAGO, SEATTLE)), st.data())
def test_the_next_day_is_tried_in_the_other_half(
    now: datetime, who: Candidates, data: st.DataObject
) -> None:
    tried = data.draw(earlier_tries(now))
    found = next_try(NO_ANSWER, tried, now, CallbackKind.SERVICE, who, USUAL, DESK)
    assert found.due_at is not None
    if local_day(found.due_at, DESK.zone) == local_day(now, DESK.zone):
        return
    zone = who.zones[0]
    counted = [*tried[len(tried) - tries_in_a_row(tried) :], Tried(now, NO_ANSWER)]
    mornings = [local(each.at, zone).hour < 12 for each in counted]
    due_in_the_morning = local(found.due_at, zone).hour < 12
    if all(mornings):
        assert not due_in_the_morning
    if not any(mornings):
        assert due_in_the_morning
