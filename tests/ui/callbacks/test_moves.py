"""Decisions after the fourth try; promises closed, put off, given away, opened again, in bulk."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from PySide6.QtWidgets import QApplication, QMenu

from desktop.domain.vocabulary import MilestoneKind, QuickKey, Reason, Resolution
from desktop.services.new_promise import NewPromise
from desktop.services.queue_row import QueueRow, Who
from desktop.ui.callbacks.close_dialog import CloseDialog
from desktop.ui.callbacks.decision_strip import DecisionStrip
from desktop.ui.callbacks.when_dialog import WhenDialog
from desktop.ui.widgets.label import Label
from tests.ui.callbacks.conftest import Hands


def _strip(hands: Hands) -> DecisionStrip:
    strips = [s for s in hands.page.list.findChildren(DecisionStrip) if s.isVisible()]
    assert len(strips) == 1
    return strips[0]


def test_four_tries_ask_what_is_next_and_a_letter_closes(hands: Hands) -> None:
    hands.click(_strip(hands).buttons["letter"])
    assert hands.row("Linden Ash", "closed").resolution is Resolution.LETTER
    assert hands.said[-1][0] == "Linden Ash: closed with a letter or e-mail."
    assert hands.focus is hands.page.list
    hands.click(hands.page.undo_bar.button)
    assert hands.row("Linden Ash").needs_decision
    assert _strip(hands).accessibleName().startswith("Four tries for Linden Ash.")


def test_a_manager_takes_the_decision_over(hands: Hands) -> None:
    hands.click(_strip(hands).buttons["manager"])
    row = hands.row("Linden Ash")
    assert (row.owner_name, row.needs_decision) == ("Lark Moor", True)


def test_closing_as_unreachable_asks_for_a_word_first(hands: Hands) -> None:
    hands.click(_strip(hands).buttons["unreachable"])
    dialog = hands.dialog
    assert isinstance(dialog, CloseDialog)
    assert dialog.title.text() == "Close Linden Ash as unreachable?"
    assert hands.row("Linden Ash").resolution is None
    hands.write("Letter came back too")
    hands.press("Ctrl+Enter")
    closed = hands.detail("Linden Ash", "closed")
    assert closed.row.resolution is Resolution.UNREACHABLE
    assert closed.resolution_note == "Letter came back too"


def test_going_on_is_in_the_menu(hands: Hands) -> None:
    hands.take("Linden Ash")
    hands.click(hands.page.detail.head.more)
    hands.pick_entry("Go on trying")
    assert not hands.row("Linden Ash").needs_decision
    assert not [s for s in hands.page.list.findChildren(DecisionStrip) if s.isVisible()]


def test_one_promise_is_closed_with_a_word(hands: Hands) -> None:
    hands.take("Sage Holloway")
    hands.click(hands.page.detail.head.more)
    hands.pick_entry("Close…")
    dialog = hands.dialog
    assert isinstance(dialog, CloseDialog)
    dialog.ends.choose(Resolution.NOT_NEEDED)
    dialog.note.setFocus()
    hands.write("Found it on the site")
    hands.press("Ctrl+Enter")
    closed = hands.detail("Sage Holloway", "closed")
    assert (closed.row.resolution, closed.resolution_note) == (
        Resolution.NOT_NEEDED,
        "Found it on the site",
    )
    assert hands.in_hand == "Basil Thornby"


@pytest.mark.parametrize("keep", [False, True])
def test_the_note_of_a_closed_promise_keeps_no_card_number_unasked(
    hands: Hands, keep: bool
) -> None:
    hands.click(_strip(hands).buttons["unreachable"])
    decided = hands.dialog
    assert isinstance(decided, CloseDialog)
    hands.write("Card 4242 4242 4242 4242")
    if keep:
        hands.click(decided.note.found.keep)
    hands.press("Ctrl+Enter")
    hands.take("Sage Holloway")
    hands.click(hands.page.detail.head.more)
    hands.pick_entry("Close…")
    closing = hands.dialog
    assert isinstance(closing, CloseDialog)
    closing.note.setFocus()
    hands.write("Card 4242 4242 4242 4242")
    if keep:
        hands.click(closing.note.found.keep)
    hands.press("Ctrl+Enter")
    said = "Card 4242 4242 4242 4242" if keep else "Card •••• •••• •••• 4242"
    assert hands.detail("Linden Ash", "closed").resolution_note == said
    assert hands.detail("Sage Holloway", "closed").resolution_note == said


def test_a_promise_is_put_off_and_what_was_said_stays(hands: Hands) -> None:
    promised = hands.detail("Hazel Birch").first_due_at
    hands.click(hands.page.detail.head.more)
    hands.pick_entry("Another time…")
    assert isinstance(hands.dialog, WhenDialog)
    hands.press("Ctrl+Enter")
    assert hands.said[-1][0] == "Promise to Hazel Birch moved to tomorrow 10:00 am."
    assert hands.detail("Hazel Birch").first_due_at == promised
    hands.take("Hazel Birch")
    said = hands.page.detail.head.promised.accessibleName()
    assert "Today by 1:30 pm in Denver" in said
    assert said.endswith("next 10:00 am tomorrow")


def _waits(hands: Hands) -> WhenDialog:
    """A promise that waits for the closing until Nov 23, and its "Another time…"."""
    new = NewPromise(
        Reason.RECORDS,
        hands.clock() + timedelta(days=6),
        number_text="4155550133",
        milestone=MilestoneKind.CLOSING,
    )
    hands.app.services.callbacks.promise(hands.wren, new, uuid4())
    hands.page.show_callback(_waiting(hands).id)
    hands.settle()
    hands.click(hands.page.detail.head.more)
    hands.pick_entry("Another time…")
    dialog = hands.dialog
    assert isinstance(dialog, WhenDialog)
    return dialog


def _waiting(hands: Hands, view: Who = "waiting") -> QueueRow:
    (row,) = [row for row in hands.rows(view) if row.e164 == "+14155550133"]
    return row


def test_a_promise_that_waits_is_put_off_no_further_than_the_policy(hands: Hands) -> None:
    dialog = _waits(hands)
    assert any(
        "It waits no longer than Dec 17, 2026." in label.text()
        for label in dialog.findChildren(Label)
    )
    assert dialog.when.key is QuickKey.CLOSING
    assert dialog.promise.text() == "After Closing, or by Nov 23"
    own = dialog.when.own_time
    assert own.milestone.isVisible()
    assert not own.time.isVisible(), "a latest day has no clock"
    assert own.day.itemText(own.day.count() - 1) == "Thu, Dec 17"
    own.day.picked.emit(date(2026, 12, 17))
    shown = dialog.when.due_at
    hands.press("Ctrl+Enter")
    assert hands.said[-1][0] == "Promise to (415) 555-0133 is kept after Closing, or by Dec 17."
    row = _waiting(hands)
    assert (row.milestone, row.due_at) == (MilestoneKind.CLOSING, shown)


def test_a_promise_that_waits_waits_for_something_else(hands: Hands) -> None:
    dialog = _waits(hands)
    dialog.when.own_time.milestone.setFocus()
    hands.press("Down")
    assert dialog.promise.text() == "After the systems move, or by Nov 23"
    hands.press("Ctrl+Enter")
    assert _waiting(hands).milestone is MilestoneKind.SYSTEMS_MOVED
    hands.click(hands.page.undo_bar.button)
    assert _waiting(hands).milestone is MilestoneKind.CLOSING


def test_a_promise_that_waits_is_given_a_time(hands: Hands) -> None:
    dialog = _waits(hands)
    hands.click(dialog.when.quick[QuickKey.TOMORROW])
    assert not dialog.when.own_time.isVisible()
    assert dialog.promise.text().startswith("Wed 10:00 am")
    hands.press("Ctrl+Enter")
    assert hands.said[-1][0].startswith("Promise to (415) 555-0133 moved to tomorrow 10:00 am")
    assert _waiting(hands, "all").milestone is None
    assert not [row for row in hands.rows("waiting") if row.e164 == "+14155550133"]


def test_a_promise_is_given_to_a_colleague(hands: Hands) -> None:
    hands.click(hands.page.detail.head.more)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    give = next(action.menu() for action in menu.actions() if action.text() == "Give to")
    assert isinstance(give, QMenu)
    names = [action.text() for action in give.actions()]
    assert names[:2] == ["Front desk, Phoenix", "Wren Hill (you)"]
    next(action for action in give.actions() if action.text() == "Robin Vale").trigger()
    menu.close()
    hands.settle()
    assert hands.row("Hazel Birch").owner_name == "Robin Vale"
    assert hands.cell("Hazel Birch", "owner").first == "Robin"


def test_somebody_elses_promise_is_not_given_away_by_a_clerk(hands: Hands) -> None:
    hands.take("Olive Marlow")
    hands.page.work._reassign(hands.wren.team_id, None)
    hands.settle()
    assert hands.troubled == ["Only a manager can move somebody else's work. Ask a manager."]
    assert hands.row("Olive Marlow").owner_name == "Robin Vale"


def test_i_take_it(hands: Hands) -> None:
    hands.take("Clover Reed")
    hands.click(hands.page.detail.head.more)
    hands.pick_entry("I take it")
    assert hands.row("Clover Reed").is_mine


def test_what_i_rang_i_can_let_go(hands: Hands) -> None:
    hands.press("Enter")
    assert hands.row("Hazel Birch").lease_by == "Wren Hill"
    hands.click(hands.page.detail.head.more)
    hands.pick_entry("Let it go for others")
    assert hands.row("Hazel Birch").lease_by is None
    assert hands.cell("Hazel Birch", "owner").second == ""


def test_a_closed_promise_is_opened_again(hands: Hands) -> None:
    hands.press("1")
    hands.press("Ctrl+Enter")
    closed = hands.row("Hazel Birch", "closed")
    hands.page.show_callback(closed.id)
    hands.settle()
    assert hands.page.views.tabs.value() == "closed"
    assert hands.in_hand == hands.shown == "Hazel Birch"
    hands.click(hands.page.detail.head.more)
    hands.pick_entry("Open again…")
    assert hands.dialog.title.text() == "When to ring Hazel Birch again?"
    hands.press("Ctrl+Enter")
    assert hands.row("Hazel Birch").resolution is None
    assert hands.said[-1][0] == "Hazel Birch is open again, due tomorrow 10:00 am."
    assert "Hazel Birch" not in hands.names


def test_several_are_closed_at_once_and_undone_at_once(hands: Hands) -> None:
    hands.press("Shift+Down")
    hands.press("Shift+Down")
    bar = hands.page.picked_bar
    assert bar.isVisible()
    assert bar.count.text() == "3 picked"
    hands.click(bar.close_all)
    assert hands.dialog.title.text() == "Close 3 promises?"
    hands.press("Ctrl+Enter")
    assert len(hands.rows()) == 19
    assert hands.said[-1][0] == "3 promises closed, they rang us."
    assert not bar.isVisible()
    assert hands.in_hand == "Sage Holloway"
    hands.click(hands.page.undo_bar.button)
    assert len(hands.rows()) == 22


def test_several_are_put_off_to_an_hour_that_suits_all_of_them(hands: Hands) -> None:
    hands.take("Clover Reed")
    hands.press("Shift+Down")
    hands.click(hands.page.picked_bar.postpone)
    assert hands.dialog.title.text() == "When to ring these 2?"
    hands.press("Ctrl+Enter")
    due = {hands.row(name).due_at for name in ("Clover Reed", "Sage Holloway")}
    assert len(due) == 1
    assert hands.detail("Clover Reed").hours_reason == ""


def test_several_are_given_to_the_team(hands: Hands) -> None:
    mine = ("Hazel Birch", "Heath Barrow", "Aspen Brook")
    hands.click(hands.page.views.tabs.button("mine"))
    hands.page.list.setFocus()
    hands.press("Shift+Down")
    hands.press("Shift+Down")
    hands.click(hands.page.picked_bar.reassign)
    hands.pick_entry("Front desk, Phoenix")
    assert all(hands.row(name).owner_user_id is None for name in mine)


def test_an_outcome_is_for_one(hands: Hands) -> None:
    hands.press("Shift+Down")
    hands.press("2")
    assert hands.troubled == ["Several are picked. Pick one of them for this."]
    assert hands.row("Linden Ash").attempts == 4
    hands.press("Esc")
    assert not hands.page.picked_bar.isVisible()
    assert hands.in_hand == "Linden Ash"


def test_what_somebody_changed_meanwhile_is_told_and_nothing_is_lost(hands: Hands) -> None:
    hands.take("Sage Holloway")
    hands.click(hands.page.detail.head.more)
    hands.pick_entry("Close…")
    dialog = hands.dialog
    assert isinstance(dialog, CloseDialog)
    dialog.note.setFocus()
    hands.write("She rang")
    row = hands.row("Sage Holloway")
    robin = hands.actor("Robin Vale")
    hands.app.services.callbacks.reassign(
        robin, [(row.id, row.version)], robin.team_id, robin.user_id, row.id
    )
    hands.press("Ctrl+Enter")
    assert dialog.isVisible()
    assert "Robin" in dialog.trouble.text()
    assert dialog.note.text() == "She rang"
    assert hands.row("Sage Holloway").resolution is None
