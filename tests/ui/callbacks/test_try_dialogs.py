"""What a try asks more of: reached, a wrong number, and a wish not to be called."""

import pytest

from desktop.domain.vocabulary import AttemptResult, DoNotCallPurpose, Resolution
from desktop.ui.callbacks.number_dialog import NumberDialog
from desktop.ui.callbacks.reached_dialog import ReachedDialog
from desktop.ui.callbacks.stop_calls_dialog import StopCallsDialog
from tests.ui.callbacks.conftest import Hands


def test_reached_and_kept_with_two_keys(hands: Hands) -> None:
    hands.press("1")
    assert isinstance(hands.dialog, ReachedDialog)
    assert hands.dialog.title.text() == "You reached Hazel Birch. Is the promise kept?"
    hands.press("Ctrl+Enter")
    assert hands.said[-1][0] == "Reached Hazel Birch. The promise is kept."
    assert hands.row("Hazel Birch", "closed").resolution is Resolution.KEPT
    assert not hands.asks
    assert hands.in_hand == "Linden Ash"


def test_reached_and_promised_a_new_time(hands: Hands) -> None:
    hands.press("1")
    hands.press("2")
    dialog = hands.dialog
    assert isinstance(dialog, ReachedDialog)
    hands.press("Ctrl+PadEnter")
    assert hands.said[-1][0] == "New promise saved for Hazel Birch: tomorrow 10:00 am."
    assert hands.detail("Hazel Birch").first_due_at == hands.row("Hazel Birch").due_at


def test_a_new_time_outside_their_hours_needs_a_reason(hands: Hands) -> None:
    hands.press("1")
    hands.press("2")
    dialog = hands.dialog
    assert isinstance(dialog, ReachedDialog)
    hands.click(dialog.when.own)
    dialog.when.own_time.time.setFocus()
    dialog.when.own_time.time.selectAll()
    hands.write("9:30 pm")
    hands.press("Ctrl+Enter")
    assert dialog.isVisible()
    assert "too late to ring" in dialog.trouble.text()
    assert hands.focus is dialog.when.reason
    hands.write("She works nights")
    hands.press("Ctrl+Enter")
    assert not hands.asks
    assert hands.detail("Hazel Birch").hours_reason == "She works nights"


def test_the_next_allowed_time_is_one_button(hands: Hands) -> None:
    hands.press("1")
    hands.press("2")
    dialog = hands.dialog
    assert isinstance(dialog, ReachedDialog)
    hands.click(dialog.when.own)
    dialog.when.own_time.time.setFocus()
    dialog.when.own_time.time.selectAll()
    hands.write("10:30p")
    hands.press("Tab")
    assert dialog.when.field.hint.text() == "10:30 pm in Denver · too late"
    hands.click(dialog.when.instead)
    assert dialog.when.field.hint.text() == "8:00 am in Denver · allowed"
    assert dialog.when.words == "Thu 8:00 am for Hazel"


def test_a_dialog_that_is_closed_keeps_what_was_typed(hands: Hands) -> None:
    hands.press("1")
    dialog = hands.dialog
    assert isinstance(dialog, ReachedDialog)
    dialog.note.setFocus()
    hands.write("Will come by")
    hands.press("Esc")
    assert not hands.asks
    assert hands.row("Hazel Birch").attempts == 2
    hands.press("1")
    assert isinstance(hands.dialog, ReachedDialog)
    assert hands.dialog.note.text() == "Will come by"
    hands.press("Esc")
    hands.take("Clover Reed")
    hands.press("1")
    other = hands.dialog
    assert isinstance(other, ReachedDialog)
    assert other.note.text() == ""


def test_a_card_number_in_a_note_is_pointed_out_and_masked_unless_kept(hands: Hands) -> None:
    hands.press("1")
    dialog = hands.dialog
    assert isinstance(dialog, ReachedDialog)
    dialog.note.setFocus()
    hands.write("Card 4242 4242 4242 4242")
    found = dialog.note.found
    assert found.warning.text() == "This looks like a payment card. It will be saved as •••• 4242."
    hands.click(found.keep)
    assert found.warning.text() == "This looks like a payment card. It will be saved as typed."
    # One more that was not confirmed.
    dialog.note.setFocus()
    hands.write(" SSN 219-09-9999")
    assert found.warning.text().endswith("It will be saved as •••• 4242, •••• 9999.")
    hands.press("Ctrl+Enter")
    (note,) = {
        entry.detail
        for entry in hands.detail("Hazel Birch", "closed").timeline
        if entry.kind == "attempt" and entry.outcome == AttemptResult.REACHED
    }
    assert note == "Card •••• •••• •••• 4242 SSN •••-••-9999."


def test_a_card_number_that_is_confirmed_stays_in_the_note(hands: Hands) -> None:
    hands.press("6")
    dialog = hands.dialog
    assert isinstance(dialog, NumberDialog)
    dialog.note.setFocus()
    hands.write("Card 4242 4242 4242 4242")
    hands.click(dialog.note.found.keep)
    hands.press("Ctrl+Enter")
    notes = [entry.detail for entry in hands.detail("Hazel Birch").timeline]
    assert "Card 4242 4242 4242 4242." in notes


def test_a_wrong_number_asks_for_a_new_one_and_says_what_is_wrong_with_it(hands: Hands) -> None:
    hands.press("6")
    dialog = hands.dialog
    assert isinstance(dialog, NumberDialog)
    hands.write("30")
    hands.press("Ctrl+Enter")
    assert dialog.isVisible()
    assert dialog.field.problem
    assert hands.focus is dialog.number
    hands.write("35550148")
    assert dialog.number.text() == "(303) 555-0148"
    assert dialog.field.problem == ""
    hands.press("Ctrl+Enter")
    assert hands.row("Hazel Birch").e164 == "+13035550148"
    assert hands.said[-1][0].startswith("New number saved for Hazel Birch.")


def test_a_wrong_number_may_be_left_for_later(hands: Hands) -> None:
    hands.press("6")
    hands.press("Ctrl+Enter")
    assert hands.row("Hazel Birch").asks_number
    assert hands.cell("Hazel Birch", "phone").second == "Ask for a new one"
    hands.take("Hazel Birch")
    hands.click(hands.page.detail.next.number)
    hands.write("(303) 555-0148")
    hands.press("Ctrl+Enter")
    row = hands.row("Hazel Birch")
    assert (row.e164, row.asks_number) == ("+13035550148", False)


def test_do_not_call_asks_with_the_safe_choice_first(hands: Hands) -> None:
    hands.press("7")
    dialog = hands.dialog
    assert isinstance(dialog, StopCallsDialog)
    assert dialog.title.text() == "Stop all calls to Hazel Birch?"
    assert hands.focus is dialog.safe_button
    hands.press("Enter")
    assert not hands.asks
    assert hands.row("Hazel Birch").attempts == 2


def test_do_not_call_says_what_it_stopped(hands: Hands) -> None:
    hands.press("7")
    dialog = hands.dialog
    assert isinstance(dialog, StopCallsDialog)
    dialog.words.setFocus()
    hands.write("She asked us to stop")
    hands.click(dialog.act_button)
    assert hands.said[-1][0] == "Do not call saved for Hazel Birch. 1 promise stopped."
    closed = hands.detail("Hazel Birch", "closed")
    assert closed.row.resolution is Resolution.DO_NOT_CALL
    assert [row.reason for row in closed.do_not_call] == ["She asked us to stop"]


@pytest.mark.parametrize("keep", [False, True])
def test_a_reason_to_stop_calls_keeps_no_card_number_unasked(hands: Hands, keep: bool) -> None:
    hands.press("7")
    dialog = hands.dialog
    assert isinstance(dialog, StopCallsDialog)
    dialog.words.setFocus()
    hands.write("Card 4242 4242 4242 4242")
    if keep:
        hands.click(dialog.words.found.keep)
    hands.press("Ctrl+Enter")
    stopped = hands.detail("Hazel Birch", "closed").do_not_call
    said = "Card 4242 4242 4242 4242" if keep else "Card •••• •••• •••• 4242"
    assert [row.reason for row in stopped] == [said]


def test_do_not_call_for_one_purpose_leaves_the_service_call_open(hands: Hands) -> None:
    hands.press("7")
    dialog = hands.dialog
    assert isinstance(dialog, StopCallsDialog)
    dialog.what.press(DoNotCallPurpose.MARKETING)
    assert dialog.title.text() == "Stop marketing calls to Hazel Birch?"
    hands.press("Ctrl+Enter")
    assert hands.row("Hazel Birch").resolution is None
    assert "stays open" in hands.said[-1][0]
