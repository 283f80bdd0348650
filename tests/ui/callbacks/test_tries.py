"""How a call went, by digits and clicks."""

from uuid import uuid4

import pytest
from PySide6.QtWidgets import QPushButton

from desktop.domain.vocabulary import AttemptResult, VoicemailRule
from desktop.ui.callbacks.machine_words import SAY_NOTHING
from tests.ui.callbacks.conftest import Hands


def test_a_digit_records_and_the_next_row_is_taken(hands: Hands) -> None:
    hands.press("4")
    assert hands.said[-1][0] == "No answer saved for Hazel Birch. Next try today 4:30 pm."
    assert hands.row("Hazel Birch").last_result is AttemptResult.NO_ANSWER
    assert hands.in_hand == hands.shown == "Linden Ash"
    assert hands.focus is hands.page.list
    assert hands.page.undo_bar.message == hands.said[-1][0]


@pytest.mark.parametrize(
    ("digit", "result"),
    [
        ("3", AttemptResult.SOMEONE_ELSE),
        ("4", AttemptResult.NO_ANSWER),
        ("5", AttemptResult.BUSY),
    ],
)
def test_each_plain_outcome_has_its_digit(hands: Hands, digit: str, result: AttemptResult) -> None:
    hands.press(digit)
    row = hands.row("Hazel Birch")
    assert (row.last_result, row.attempts) == (result, 3)


def test_the_words_for_a_machine_come_up_before_it_is_left(hands: Hands) -> None:
    machine, words = hands.page.detail.outcomes.machine, hands.detail("Hazel Birch").voicemail_words
    hands.press("2")
    assert machine.isVisible()
    assert not hands.page.detail.outcomes.buttons[AttemptResult.REACHED].isVisible()
    assert machine.words.text().replace("\u00a0", " ") == words.text
    assert machine.left.accessibleName() == "Message left, Tomorrow 10:00 am"
    assert machine.left.hasFocus()
    assert hands.row("Hazel Birch").attempts == 2
    hands.press("2")
    assert hands.said[-1][0] == "Voicemail saved for Hazel Birch. Next try tomorrow 10:00 am."
    assert hands.row("Hazel Birch").last_result is AttemptResult.VOICEMAIL
    assert hands.in_hand == hands.shown == "Linden Ash"
    assert hands.focus is hands.page.list
    assert not machine.isVisible()


def test_enter_says_that_it_was_left_and_rings_nobody(hands: Hands) -> None:
    hands.press("2")
    hands.press("PadEnter")
    assert hands.row("Hazel Birch").last_result is AttemptResult.VOICEMAIL
    assert hands.dialled == []


def test_esc_leaves_nothing_and_another_outcome_is_one_key(hands: Hands) -> None:
    hands.press("2")
    hands.press("Esc")
    assert not hands.page.detail.leaving
    assert hands.focus is hands.page.list
    hands.press("2")
    hands.press("5")
    row = hands.row("Hazel Birch")
    assert (row.last_result, row.attempts) == (AttemptResult.BUSY, 3)
    assert not hands.page.detail.leaving


def test_the_words_are_those_of_whom_is_in_hand(hands: Hands) -> None:
    machine = hands.page.detail.outcomes.machine
    hands.press("2")
    hands.page.list.setFocus()
    hands.press("Down")
    assert hands.shown == "Linden Ash"
    assert not machine.isVisible()
    hands.press("2")
    assert machine.isVisible()
    assert hands.row("Linden Ash").attempts == 4
    assert hands.row("Hazel Birch").attempts == 2


def test_who_wants_no_messages_is_left_none(hands: Hands) -> None:
    person_id = hands.row("Hazel Birch").person_id
    assert person_id is not None
    people = hands.app.services.people
    version = people.get(hands.wren, person_id).version
    people.update(hands.wren, person_id, version, uuid4(), voicemail=VoicemailRule.NONE)
    hands.page.reload()
    hands.settle()
    machine = hands.page.detail.outcomes.machine
    hands.press("2")
    assert machine.title.text() == SAY_NOTHING
    assert machine.words.text() == "They do not want messages. Hang up and try again later."
    assert hands.focus is machine.no_answer
    hands.press("Enter")
    assert hands.row("Hazel Birch").last_result is AttemptResult.NO_ANSWER


def test_digits_typed_in_a_field_record_nothing(hands: Hands) -> None:
    hands.press("Ctrl+F")
    hands.write("2")
    assert hands.page.head.filter.text() == "2"
    assert hands.row("Hazel Birch").attempts == 2
    assert hands.said == []


def test_digits_on_a_tab_record_nothing(hands: Hands) -> None:
    hands.page.views.tabs.button("all").setFocus()
    hands.press("2")
    assert hands.row("Hazel Birch").attempts == 2


def test_digits_act_in_the_detail_too(hands: Hands) -> None:
    hands.page.detail.timeline.setFocus()
    hands.press("4")
    assert hands.row("Hazel Birch").last_result is AttemptResult.NO_ANSWER


def test_a_click_on_an_outcome_records_it(hands: Hands) -> None:
    hands.click(hands.page.detail.outcomes.buttons[AttemptResult.BUSY])
    assert hands.said[-1][0].startswith("Busy saved for Hazel Birch. Next try today 2:33 pm")


def test_a_key_that_bounces_records_once(hands: Hands) -> None:
    hands.strike("4")
    hands.strike("4")
    hands.settle()
    assert hands.row("Hazel Birch").attempts == 3
    assert hands.row("Linden Ash").attempts == 4
    assert hands.troubled == []


def test_undo_puts_the_promise_back(hands: Hands) -> None:
    before = hands.row("Hazel Birch")
    hands.press("2")
    hands.press("2")
    hands.click(hands.page.undo_bar.button)
    after = hands.row("Hazel Birch")
    assert (after.due_at, after.attempts) == (before.due_at, 2)
    assert hands.names[0] == "Hazel Birch"


def test_a_closed_promise_has_no_outcomes(hands: Hands) -> None:
    hands.press("1")
    hands.press("Ctrl+Enter")
    hands.click(hands.page.views.tabs.button("closed"))
    hands.page.list.setFocus()
    assert hands.shown == "Hazel Birch"
    assert not hands.page.detail.outcomes.isVisible()
    hands.press("2")
    hands.press("2")
    hands.press("Enter")
    assert hands.dialled == []
    assert hands.row("Hazel Birch", "closed").attempts == 3


def test_every_control_of_the_detail_has_a_name(hands: Hands) -> None:
    unnamed = [
        button
        for button in hands.page.findChildren(QPushButton)
        if button.isVisible() and not button.accessibleName().strip()
    ]
    assert unnamed == []
