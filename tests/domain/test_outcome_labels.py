from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.next_try import Tried, next_try
from desktop.domain.outcome_labels import neutral_words, outcome_labels, result_words
from desktop.domain.vocabulary import AttemptResult, CallbackKind
from desktop.domain.wording import again_words
from desktop.domain.zones import Candidates
from tests.domain.promises import (
    AT_HOME,
    CHICAGO,
    DENVER,
    DESK,
    NOW,
    PHOENIX,
    USUAL,
    at,
    earlier_tries,
    moments,
    only,
    people,
    tries,
)


def test_the_buttons_of_the_picture() -> None:
    tried = (
        Tried(at(DENVER, 2026, 11, 16, 16, 50), AttemptResult.VOICEMAIL),
        Tried(at(DENVER, 2026, 11, 17, 11, 30), AttemptResult.NO_ANSWER),
    )
    promised = at(DENVER, 2026, 11, 17, 13, 30)
    labels = outcome_labels(
        tried, NOW, CallbackKind.SERVICE, only(DENVER), USUAL, DESK, first_due_at=promised
    )
    assert list(labels.items()) == [
        (AttemptResult.REACHED, "Close or promise"),
        (AttemptResult.VOICEMAIL, "Tomorrow 10:00 am"),
        (AttemptResult.SOMEONE_ELSE, "Tomorrow 10:00 am"),
        (AttemptResult.NO_ANSWER, "Again 4:30 pm"),
        (AttemptResult.BUSY, "Again in 15 min"),
        (AttemptResult.WRONG_NUMBER, "Ask for a new one"),
        (AttemptResult.DO_NOT_CALL, "Confirm first"),
    ]


def test_another_clock_is_named() -> None:
    labels = outcome_labels((), NOW, CallbackKind.SERVICE, only(CHICAGO), USUAL, DESK)
    assert labels[AttemptResult.VOICEMAIL] == "Wed 10:00 am there"
    assert labels[AttemptResult.NO_ANSWER] == "Again 5:30 pm there"


def test_over_the_weekend() -> None:
    friday = at(PHOENIX, 2026, 11, 20, 14)
    labels = outcome_labels((), friday, CallbackKind.SERVICE, only(DENVER), USUAL, DESK)
    assert labels[AttemptResult.VOICEMAIL] == "Mon 10:00 am"


def test_the_fourth_try_says_what_comes_of_it() -> None:
    three = tries(*[AttemptResult.BUSY] * 3)
    labels = outcome_labels(three, NOW, CallbackKind.SERVICE, only(DENVER), USUAL, DESK)
    assert labels[AttemptResult.NO_ANSWER] == "Then decide"
    assert labels[AttemptResult.REACHED] == "Close or promise"


def test_safety_has_no_other_time() -> None:
    night = at(DENVER, 2026, 11, 22, 2)
    three = tries(*[AttemptResult.BUSY] * 3)
    for tried in ((), three):
        labels = outcome_labels(tried, night, CallbackKind.SAFETY, only(DENVER), USUAL, DESK)
        assert labels[AttemptResult.NO_ANSWER] == "Again in 15 min"


@given(moments(), people(AT_HOME), st.data())
def test_a_button_promises_what_the_rule_does(
    now: datetime, who: Candidates, data: st.DataObject
) -> None:
    tried = data.draw(earlier_tries(now))
    labels = outcome_labels(tried, now, CallbackKind.SERVICE, who, USUAL, DESK)
    assert all(labels.values())
    for result in (AttemptResult.VOICEMAIL, AttemptResult.NO_ANSWER, AttemptResult.BUSY):
        found = next_try(result, tried, now, CallbackKind.SERVICE, who, USUAL, DESK)
        assert found.due_at is not None
        if found.needs_decision:
            assert labels[result] == "Then decide"
        else:
            assert labels[result] == again_words(found.due_at, who.zones[0], PHOENIX, now)


def test_neutral_words_tell_nothing() -> None:
    assert neutral_words("Hazel", "Wren") == "Please ask Hazel to ring Wren."
    assert neutral_words(" ", "Wren") == "This is Wren. I will try again another time."


@pytest.mark.parametrize("result", list(AttemptResult))
def test_every_result_has_its_words(result: AttemptResult) -> None:
    assert result_words(result)
