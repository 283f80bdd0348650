from datetime import timedelta

import pytest

from desktop.domain.next_action import NextAction, next_best_action
from desktop.domain.next_try import Tried
from desktop.domain.vocabulary import AttemptResult, CallbackKind, MilestoneKind
from desktop.domain.zones import Candidates
from tests.domain.promises import (
    DENVER,
    NEW_YORK,
    NOW,
    PHOENIX,
    SEATTLE,
    USUAL,
    at,
    only,
    tries,
)

LATE = at(DENVER, 2026, 11, 17, 13, 30)
TWICE = (
    Tried(at(DENVER, 2026, 11, 16, 16, 50), AttemptResult.VOICEMAIL),
    Tried(at(DENVER, 2026, 11, 17, 11, 30), AttemptResult.NO_ANSWER),
)
SERVICE = CallbackKind.SERVICE
EARLY = at(SEATTLE, 2026, 11, 18, 6, 30)


def test_call_now() -> None:
    found = next_best_action(LATE, TWICE, NOW, SERVICE, only(DENVER), USUAL, PHOENIX)
    assert found == NextAction(
        "Next: call now, third try", "Last time: no answer, today 11:30 am.", call_now=True
    )
    long_ago = (Tried(at(DENVER, 2026, 11, 9, 16, 50), AttemptResult.REACHED),)
    second = next_best_action(LATE, long_ago, NOW, SERVICE, only(DENVER), USUAL, PHOENIX)
    assert second.body == "Last time: reached, Nov 9, 4:50 pm."
    first = next_best_action(LATE, (), NOW, SERVICE, only(DENVER), USUAL, PHOENIX)
    assert (first.title, first.body) == ("Next: call now, first try", "Nobody has tried yet.")


def test_wait_for_their_morning() -> None:
    found = next_best_action(
        LATE, (), EARLY, SERVICE, only(SEATTLE), USUAL, PHOENIX, place="Seattle"
    )
    assert found == NextAction(
        "Next: wait until 8:00 am in Seattle",
        "It is 6:30 am there, too early to ring. Ringing now needs a reason.",
        call_now=False,
    )
    marketing = next_best_action(
        LATE, (), EARLY, CallbackKind.MARKETING, only(SEATTLE), USUAL, PHOENIX, place="Seattle"
    )
    assert marketing.body.endswith("A marketing call waits until then.")


def test_wait_until_tomorrow() -> None:
    night = at(DENVER, 2026, 11, 17, 21, 30)
    found = next_best_action(LATE, (), night, SERVICE, only(DENVER), USUAL, PHOENIX)
    assert found.title == "Next: wait until tomorrow 8:00 am in Denver"


def test_wait_until_it_is_due_where_that_is_later_than_their_morning() -> None:
    night = at(DENVER, 2026, 11, 17, 21, 30)
    noon = at(DENVER, 2026, 11, 18, 12, 30)
    found = next_best_action(noon, (), night, SERVICE, only(DENVER), USUAL, PHOENIX)
    assert found.title == "Next: wait until tomorrow 12:30 pm in Denver"


def test_where_the_zone_is_uncertain_the_desk_is_told_to_ask() -> None:
    two = next_best_action(
        LATE, (), EARLY, SERVICE, only(NEW_YORK, SEATTLE), USUAL, PHOENIX, place="Boston"
    )
    assert two.title == "Next: wait until 8:00 am in Los Angeles"
    assert two.body.endswith("ask.")
    unknown = Candidates((SEATTLE,), certain=False, ask=True)
    found = next_best_action(LATE, (), EARLY, SERVICE, unknown, USUAL, PHOENIX)
    assert found.body.endswith("ask.")


def test_not_yet_due() -> None:
    later = at(DENVER, 2026, 11, 18, 10)
    found = next_best_action(later, (), NOW, SERVICE, only(DENVER), USUAL, PHOENIX)
    assert found.title == "Next: call tomorrow 10:00 am in Denver"
    assert not found.call_now


def test_four_tries() -> None:
    four = tries(*[AttemptResult.BUSY] * 4)
    found = next_best_action(
        LATE, four, NOW, SERVICE, only(DENVER), USUAL, PHOENIX, needs_decision=True
    )
    assert (found.title, found.body) == (
        "Four tries. What next?",
        "It stays open until you decide.",
    )


def test_waiting_on_a_milestone_until_its_latest_date() -> None:
    latest = at(DENVER, 2026, 12, 16, 10)
    for now, title in (
        (NOW, "After Closing, or by Dec 16"),
        (latest, "Next: call now, first try"),
    ):
        found = next_best_action(
            latest,
            (),
            now,
            SERVICE,
            only(DENVER),
            USUAL,
            PHOENIX,
            waits_on=MilestoneKind.CLOSING,
        )
        assert found.title == title


@pytest.mark.parametrize("hour", range(24))
def test_safety_is_always_now(hour: int) -> None:
    night = at(DENVER, 2026, 11, 22, hour)
    found = next_best_action(
        night + timedelta(days=1),
        TWICE * 2,
        night,
        CallbackKind.SAFETY,
        only(DENVER),
        USUAL,
        PHOENIX,
        needs_decision=True,
        waits_on=MilestoneKind.CLOSING,
    )
    assert found.call_now
    assert found.title == "Next: call now, fifth try"


def test_a_wrong_number_is_not_offered_again() -> None:
    wrong = (Tried(at(DENVER, 2026, 11, 17, 11, 30), AttemptResult.WRONG_NUMBER),)
    found = next_best_action(
        LATE, wrong, NOW, SERVICE, only(DENVER), USUAL, PHOENIX, asks_number=True
    )
    assert found == NextAction(
        "Next: ask for another number", "Last time: wrong number, today 11:30 am.", call_now=False
    )
    safety = next_best_action(
        LATE, (), NOW, CallbackKind.SAFETY, only(DENVER), USUAL, PHOENIX, asks_number=True
    )
    assert (safety.title, safety.call_now) == (found.title, False)
    assert safety.body.startswith("A safety follow-up waits for no hour.")
    decide = next_best_action(
        LATE, wrong * 4, NOW, SERVICE, only(DENVER), USUAL, PHOENIX, True, asks_number=True
    )
    assert decide.title == "Four tries. What next?"
