"""How a call went, by keys and clicks; ringing, and what a rule asks before it lets one through."""

from datetime import timedelta
from uuid import uuid4

import pytest
from PySide6.QtWidgets import QPushButton

from desktop.domain.vocabulary import (
    AttemptResult,
    CallbackKind,
    DoNotCallPurpose,
    Reason,
    Resolution,
    VoicemailRule,
)
from desktop.services.callbacks import NewPromise
from desktop.ui.callbacks.machine_words import SAY_NOTHING
from desktop.ui.callbacks.number_dialog import NumberDialog
from desktop.ui.callbacks.reached_dialog import ReachedDialog
from desktop.ui.callbacks.reason_dialog import ReasonDialog
from desktop.ui.callbacks.stop_calls_dialog import StopCallsDialog
from tests.ui.callbacks.conftest import Hands

LATE_EVENING = timedelta(hours=7, minutes=30)
"""After 2:18 pm in Phoenix: 9:48 pm there and in Denver."""


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


def test_enter_rings_and_takes_the_promise(hands: Hands) -> None:
    hands.press("Enter")
    assert hands.dialled == ["(303) 555-0112"]
    assert hands.row("Hazel Birch").lease_by == "Wren Hill"
    assert hands.cell("Hazel Birch", "owner").second == "Wren is on it"
    assert _says(hands, "You are on this until 2:28 pm")
    assert hands.focus is hands.page.list


def test_what_somebody_else_is_at_is_not_rung(hands: Hands) -> None:
    robin = hands.actor("Robin Vale")
    hands.app.services.callbacks.claim(robin, hands.row("Hazel Birch").id)
    hands.page.reload()
    hands.settle()
    assert _says(hands, "Robin is on this until 2:28 pm")
    hands.press("Enter")
    assert hands.dialled == []
    assert hands.troubled[-1].startswith("Robin Vale is at work on this until 2:28 pm.")
    hands.press("4")
    assert hands.row("Hazel Birch").attempts == 2


def test_a_call_at_night_asks_why_and_what_comes_of_it_keeps_the_reason(hands: Hands) -> None:
    hands.clock.now += LATE_EVENING
    hands.page.tick()
    hands.settle()
    hands.take("Hazel Birch")
    hands.press("Enter")
    dialog = hands.dialog
    assert isinstance(dialog, ReasonDialog)
    assert not dialog.act_button.isEnabled()
    assert hands.dialled == []
    hands.write("She asked for tonight")
    hands.press("Ctrl+Enter")
    assert hands.dialled == ["(303) 555-0112"]
    hands.press("4")
    assert not hands.asks
    assert hands.row("Hazel Birch").attempts == 3


def test_a_try_at_night_without_a_call_asks_why(hands: Hands) -> None:
    hands.clock.now += LATE_EVENING
    hands.page.tick()
    hands.settle()
    hands.take("Hazel Birch")
    hands.press("4")
    assert isinstance(hands.dialog, ReasonDialog)
    assert hands.row("Hazel Birch").attempts == 2
    hands.write("Her wish")
    hands.press("Ctrl+Enter")
    assert hands.row("Hazel Birch").attempts == 3
    hands.take("Olive Marlow")
    hands.press("1")
    dialog = hands.dialog
    hands.press("Ctrl+Enter")
    assert dialog.isVisible()
    assert hands.focus is dialog.why
    hands.write("His wish")
    hands.press("Ctrl+Enter")
    assert hands.row("Olive Marlow", "closed").resolution is Resolution.KEPT


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


def test_a_safety_follow_up_stands_out_and_is_stopped_by_nothing(hands: Hands) -> None:
    person = hands.row("Ivy Larkspur").person_id
    hands.app.services.callbacks.promise(
        hands.wren,
        NewPromise(Reason.MEDICAL, hands.clock.now, person_id=person, kind=CallbackKind.SAFETY),
        uuid4(),
    )
    hands.page.reload()
    hands.settle()
    rows = [row for row in hands.rows() if row.kind is CallbackKind.SAFETY]
    hands.page.show_callback(rows[0].id)
    hands.settle()
    hands.press("7")
    dialog = hands.dialog
    assert isinstance(dialog, StopCallsDialog)
    assert dialog.text.text().startswith("The safety follow-up stays open.")
    hands.press("Ctrl+Enter")
    assert any(row.kind is CallbackKind.SAFETY for row in hands.rows())


def test_every_control_of_the_detail_has_a_name(hands: Hands) -> None:
    unnamed = [
        button
        for button in hands.page.findChildren(QPushButton)
        if button.isVisible() and not button.accessibleName().strip()
    ]
    assert unnamed == []


def _says(hands: Hands, words: str) -> bool:
    head = hands.page.detail.head
    return any(line.text() == words for line in head.binding_lines)
