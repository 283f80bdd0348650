"""Answering the line: every outcome, households, spouses, nobody named, withheld numbers."""

import pytest

from desktop.domain.vocabulary import CallbackKind, CallOutcome, Relation
from desktop.ui.intake.intake_page import IntakePage
from tests.workflows.conftest import Hands, Open
from tests.workflows.looking import call_of, open_promise, promises

UNKNOWN = "6025550155"
E164 = "+16025550155"


def begin(hands: Hands, number: str = UNKNOWN) -> IntakePage:
    """Type a number into the ready page; the card opens with the focus in Notes."""
    hands.press("Ctrl+1")
    hands.write(number)
    hands.press("Enter")
    page = hands.window.intake
    assert page.working
    return page


def is_ready(page: IntakePage) -> bool:
    """No card is open. (A function, so that the type checker lets the answer change.)"""
    return not page.working


def test_a_call_is_logged_by_number_reasons_notes_outcome_and_ctrl_enter(hands: Hands) -> None:
    begin(hands)
    hands.write("Asks for a copy of her records.")
    hands.press("Alt+R")
    hands.write("37")
    hands.press("Alt+1")
    hands.press("Ctrl+Enter")

    call = call_of(hands, E164)
    assert call.outcome is CallOutcome.RESOLVED
    assert call.notes == "Asks for a copy of her records."
    assert [reason.value for reason in call.reasons] == ["records", "other"]
    assert "saved" in hands.last_said
    assert open_promise(hands, E164) is None


def test_the_enter_key_of_the_number_block_saves_too(hands: Hands) -> None:
    begin(hands)
    hands.press("Alt+3")
    hands.press("Ctrl+PadEnter")
    assert call_of(hands, E164).outcome is CallOutcome.TRANSFERRED


@pytest.mark.parametrize(
    ("keys", "outcome", "promised"),
    [
        ("Alt+6", CallOutcome.MISSED, True),
        ("Alt+7", CallOutcome.HUNG_UP, False),
        ("Alt+8", CallOutcome.WRONG_NUMBER, False),
        ("Alt+9", CallOutcome.SPAM, False),
    ],
)
def test_calls_without_a_talk_take_two_keys(
    hands: Hands, keys: str, outcome: CallOutcome, promised: bool
) -> None:
    begin(hands)
    hands.press(keys)
    hands.press("Ctrl+Enter")
    assert call_of(hands, E164).outcome is outcome
    assert (open_promise(hands, E164) is not None) is promised


def test_missed_twice_is_one_promise_that_says_so_at_once(hands: Hands) -> None:
    # GIVEN a missed call, its promise in hand on the page of callbacks
    begin(hands)
    hands.press("Alt+6")
    hands.press("Ctrl+Enter")
    row = open_promise(hands, E164)
    assert row is not None
    page = hands.window.callbacks
    page.show_callback(row.id)
    hands.settle()
    # WHEN they ring again and it is missed again
    hands.clock.forward(minutes=4)
    begin(hands)
    hands.press("Alt+6")
    hands.press("Ctrl+Enter")
    assert "to be rung back now" in hands.last_said
    # THEN it is the same promise, and what is shown of it tells
    assert [each.id for each in promises(hands) if each.e164 == E164] == [row.id]
    shown = page.detail.timeline.accessibleDescription()
    assert shown.startswith("Missed call · rang again. Today 2:22 pm")
    hands.press("Ctrl+Z")
    assert "rang again" not in page.detail.timeline.accessibleDescription()
    assert open_promise(hands, E164) == row
    hands.press("Ctrl+Enter")
    hands.press("Ctrl+2")
    assert hands.find("Missed call · rang again").isVisible()


def test_a_safety_call_starts_its_follow_up_at_once(hands: Hands) -> None:
    begin(hands)
    hands.write("Says she cannot go on.")
    hands.press("Alt+5")
    hands.press("Esc")  # back from the Safety card
    hands.press("Ctrl+Enter")
    row = open_promise(hands, E164)
    assert row is not None
    assert row.kind is CallbackKind.SAFETY
    assert row.due_at <= hands.clock.now


@pytest.mark.parametrize("key", ["Alt+1", "Alt+2", "Alt+3", "Alt+4", "Alt+6", "Alt+7", "Alt+9"])
def test_each_outcome_can_be_undone_and_the_card_comes_back(hands: Hands, key: str) -> None:
    page = begin(hands)
    hands.write("Half a story.")
    hands.press(key)
    hands.press("Ctrl+Enter")
    assert is_ready(page)
    hands.press("Ctrl+Z")
    assert call_of(hands, E164, missing_ok=True) is None
    assert open_promise(hands, E164) is None
    assert page.working
    assert page.state.form.notes == "Half a story."
    hands.press("Ctrl+Enter")
    assert call_of(hands, E164).notes == "Half a story."


def test_undo_survives_a_restart(open_desk: Open) -> None:
    hands = open_desk()
    begin(hands)
    hands.write("Logged before lunch.")
    hands.press("Alt+2")
    hands.press("Ctrl+Enter")
    assert open_promise(hands, E164) is not None
    hands = open_desk()
    hands.press("Ctrl+Z")
    assert open_promise(hands, E164) is None
    assert call_of(hands, E164, missing_ok=True) is None


def test_ctrl_z_in_the_notes_takes_back_typing_not_the_last_call(hands: Hands) -> None:
    begin(hands)
    hands.press("Alt+1")
    hands.press("Ctrl+Enter")
    page = begin(hands, "6025550156")
    hands.write("abc")
    hands.press("Ctrl+Z")
    assert page.state.form.notes == ""
    assert call_of(hands, E164).outcome is CallOutcome.RESOLVED


def test_a_household_number_asks_who_is_speaking(hands: Hands) -> None:
    page = begin(hands, "3125550147")
    assert page.state.form.speaker_id is None, "two people share it: nobody may be assumed"
    assert hands.sees("Juniper Moss")
    hands.click_on("Rowan Moss")
    hands.press("Alt+1")
    hands.press("Ctrl+Enter")
    call = call_of(hands, "+13125550147")
    assert call.speaker_name == "Rowan Moss"


def test_a_spouse_with_permission_sees_its_limits_and_both_are_kept(hands: Hands) -> None:
    page = begin(hands, "3125550147")
    hands.click_on("Rowan Moss")
    assert page.state.form.relation is Relation.SPOUSE
    if page.state.form.subject_id is None:
        hands.click_on("Juniper Moss")
    assert hands.sees("Never ring home")
    assert hands.sees("May hear appointments")
    hands.press("Alt+2")
    hands.press("Ctrl+Enter")
    call = call_of(hands, "+13125550147")
    assert (call.speaker_name, call.subject_name) == ("Rowan Moss", "Juniper Moss")
    mine = [
        row for row in promises(hands) if row.e164 == "+13125550147" and row.name == "Rowan Moss"
    ]
    assert [row.subject_name for row in mine] == ["Juniper Moss"]


def test_somebody_without_permission_is_told_nothing(hands: Hands) -> None:
    page = begin(hands, UNKNOWN)
    hands.press("Alt+R")
    hands.write("2")
    page.card.search_requested.emit("Cedar Pell")
    hands.settle()
    page.state.pick_subject(None, "Cedar Pell")
    hands.settle()
    assert page.state.form.subject_name == "Cedar Pell"
    hands.press("Alt+4")
    hands.press("Ctrl+Enter")
    call = call_of(hands, E164)
    assert call.outcome is CallOutcome.MESSAGE


def test_a_call_with_nobody_named_keeps_its_promise(hands: Hands) -> None:
    begin(hands)
    hands.press("Alt+2")
    hands.press("Ctrl+Enter")
    row = open_promise(hands, E164)
    assert row is not None
    assert row.person_id is None
    assert row.name == "(602) 555-0155"


@pytest.mark.parametrize("text", ["anonymous", "Restricted", "+17378742833"])
def test_a_withheld_number_is_logged_and_never_rung(hands: Hands, text: str) -> None:
    page = begin(hands, text)
    hands.press("Alt+2")
    hands.press("Ctrl+Enter")
    assert page.working, "there is nothing to ring: the promise cannot be saved"
    assert not [row for row in promises(hands) if row.e164 is None]
    hands.press("Alt+1")
    hands.press("Ctrl+Enter")
    assert not page.working


def test_two_lines_at_once_one_is_set_aside_and_survives_a_restart(open_desk: Open) -> None:
    hands = open_desk()
    begin(hands)
    hands.write("First caller.")
    hands.press("F2")
    hands.write("6025550156")
    hands.press("Enter")
    hands.press("Alt+1")
    hands.press("Ctrl+Enter")
    hands = open_desk()
    page = hands.window.intake
    waiting = hands.find_all("Open the card of")
    assert len(waiting) == 2, "the demo's own card and this one"
    hands.click_on("Open the card of (602) 555-0155")
    assert page.state.form.notes == "First caller."


def test_a_card_number_in_the_notes_is_masked_unless_kept(hands: Hands) -> None:
    begin(hands)
    hands.write("Paid with 4111 1111 1111 1111 last week.")
    hands.press("Alt+1")
    hands.press("Ctrl+Enter")
    notes = call_of(hands, E164).notes
    assert "4111 1111" not in notes
    assert "1111" in notes
