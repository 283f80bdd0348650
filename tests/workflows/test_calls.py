"""The list of calls by keys: found by a word of its note and by digits, corrected, undone."""

from datetime import timedelta
from uuid import uuid4

from PySide6.QtWidgets import QApplication

from desktop.domain.vocabulary import CallOutcome, DoNotCallPurpose, Reason
from desktop.services.call_detail import CallDetail
from desktop.services.call_filter import CallFilter
from desktop.services.call_form import CallForm
from desktop.services.demo.day_calls import CORRECTED
from desktop.ui.calls.calls_page import CallsPage
from desktop.ui.calls.correct_dialog import CorrectDialog
from tests.workflows.conftest import Hands
from tests.workflows.looking import actor_of, promises


def page(hands: Hands) -> CallsPage:
    """The page of calls."""
    return hands.window.calls


def in_hand(hands: Hands) -> str:
    """Who the call in hand is from."""
    line = page(hands).table.in_hand()
    return line.who if line is not None else ""


def shown(hands: Hands) -> CallDetail:
    """The call that is shown in full."""
    detail = page(hands).pane.detail
    assert detail is not None
    return detail


def names(hands: Hands) -> list[str]:
    """Who stands in the list."""
    return [row.who for row in page(hands).table.rows.rows()]


def find(hands: Hands, words: str) -> None:
    """Look for words in notes, then go into the list."""
    hands.press("Ctrl+4")
    hands.press("Ctrl+F")
    hands.write(words)
    hands.press("Down")


def correct(hands: Hands) -> CorrectDialog:
    """Open the form for the call in hand."""
    hands.click(page(hands).pane.correct)
    dialog = page(hands).acts.dialog
    assert dialog.isVisible()
    return dialog


def test_found_by_a_word_of_its_note_corrected_and_undone(hands: Hands) -> None:
    # GIVEN a call found by the beginning of a word of its note
    find(hands, "baker")
    assert len(names(hands)) == 1
    assert page(hands).head.summary == "1 call found"
    assert shown(hands).call.notes == "Wanted a bakery."
    # WHEN its outcome and its notes are corrected
    dialog = correct(hands)
    dialog.notes.setFocus()
    hands.press("Ctrl+A")
    hands.write("Wanted a bakery, then asked about prices.")
    hands.press("Ctrl+Enter")
    assert dialog.isVisible(), "a reason is needed"
    assert dialog.because_field.problem
    dialog.because.setFocus()
    hands.write("Rang again at once")
    hands.press("Ctrl+Enter")
    # THEN old and new, who and why stand with it
    assert not dialog.isVisible()
    (correction,) = shown(hands).corrections
    assert (correction.by, correction.reason) == ("Wren Hill", "Rang again at once")
    assert hands.sees("Notes: Wanted a bakery., now Wanted a bakery, then asked about prices.")
    assert page(hands).undo_bar.isVisible()
    hands.click(page(hands).pane.corrections.first)
    assert hands.find_all("Notes: Wanted a bakery.")
    hands.press("Esc")
    # AND Ctrl+Z takes it back, without leaving the page
    page(hands).table.setFocus()
    hands.press("Ctrl+Z")
    assert hands.window.page == "calls"
    assert shown(hands).corrections == ()
    assert shown(hands).call.notes == "Wanted a bakery."


def test_found_by_its_last_digits_and_by_its_columns(hands: Hands) -> None:
    hands.press("Ctrl+4")
    filters = page(hands).table.filters
    filters.digits.setFocus()
    hands.write("0188")
    hands.press("Enter")
    assert [row.e164 for row in page(hands).table.rows.rows()] == ["+18135550188"]
    assert QApplication.focusWidget() is page(hands).table
    filters.digits.setFocus()
    hands.press("Ctrl+A")
    hands.write("5550147")
    # Somebody of the household left a message over night.
    assert set(names(hands)) == {"Juniper Moss", "Rowan Moss", ""}
    filters.who.setFocus()
    hands.write("row")
    assert names(hands) == ["Rowan Moss"]
    # And a column with the keyboard alone: the second outcome is Callback.
    hands.press("Ctrl+A")
    hands.write(" ")
    filters.digits.clear()
    filters.selects["outcome"].setFocus()
    hands.press("Down")
    hands.press("Down")
    hands.settle()
    asked = page(hands).filter
    assert asked.outcome is CallOutcome.CALLBACK
    assert {row.outcome for row in page(hands).table.rows.rows()} == {CallOutcome.CALLBACK}


def test_nothing_found_says_so_and_leads_back(hands: Hands) -> None:
    find(hands, "elephants")
    assert hands.sees("Nothing found for “elephants”")
    assert page(hands).pane.detail is None
    hands.click_on("See all calls")
    assert page(hands).head.summary.endswith("today")
    assert len(names(hands)) > 20
    assert QApplication.focusWidget() is page(hands).table


def test_the_list_is_walked_with_keys(hands: Hands) -> None:
    hands.press("Ctrl+4")
    table = page(hands).table
    first = table.in_hand()
    assert first is not None
    assert table.currentIndex().row() == 1
    hands.press("Down")
    second = table.in_hand()
    assert second is not None
    assert second.started_at < first.started_at
    assert shown(hands).call.id == second.id
    table.setFocus()
    for key, at_the_end in (("End", True), ("Home", False)):
        hands.press(key)
        last = table.rows.nearest(table.rows.rowCount() - 1)
        assert table.currentIndex().row() == (last if at_the_end else 1)
    hands.press("PageDown")
    assert table.currentIndex().row() > 8
    hands.press("PageUp")
    hands.press("PageUp")
    assert table.currentIndex().row() == 1
    hands.press("Up")
    assert table.currentIndex().row() == 1


def test_enter_calls_back_and_says_no_to_who_must_not_be_rung(hands: Hands) -> None:
    find(hands, "bakery")
    hands.press("Enter")
    assert QApplication.clipboard().text() == "(813) 555-0188"
    assert hands.sees("(813) 555-0188 is copied")
    # Somebody asked not to be called.
    actor = actor_of(hands)
    services = hands.desk.app.services
    number_id = services.numbers.match(actor, "+18135550188").number_id
    assert number_id is not None
    services.do_not_calls.set(actor, None, number_id, DoNotCallPurpose.ALL, "Asked", uuid4())
    QApplication.clipboard().clear()
    hands.press("Enter")
    assert QApplication.clipboard().text() == ""
    assert hands.sees("asked not to be called")


def test_resolved_that_was_a_promise_asks_for_the_promise(hands: Hands) -> None:
    # GIVEN a call that was logged as resolved
    find(hands, "letter")
    assert in_hand(hands) == "Fern Oakes"
    before = len(promises(hands))
    dialog = correct(hands)
    dialog.outcome.setFocus()
    hands.press("Down")
    assert dialog.outcome_picked is CallOutcome.CALLBACK
    assert "when to ring back" in dialog.outcome_says.text()
    dialog.because.setFocus()
    hands.write("She was promised a call")
    hands.press("Ctrl+Enter")
    # THEN the promise is asked for, filled in
    assert hands.window.page == "callbacks"
    new = hands.window.callbacks.new.dialog
    assert new.isVisible()
    assert new.who.person is not None
    assert new.who.person.name == "Fern Oakes"
    assert new.reason_picked is Reason.REFUND
    hands.press("Ctrl+Enter")
    assert len(promises(hands)) == before + 1
    # AND it stands with the call
    hands.press("Ctrl+4")
    hands.settle()
    promise = shown(hands).open_promise
    assert promise is not None
    hands.click(page(hands).pane.came.buttons[0])
    assert hands.window.page == "callbacks"
    detail = hands.window.callbacks.detail.detail
    assert detail is not None
    assert detail.row.id == promise.id


def test_a_promise_stays_when_the_call_is_called_resolved(hands: Hands) -> None:
    hands.press("Ctrl+4")
    table = page(hands).table
    while in_hand(hands) != CORRECTED:
        hands.press("Down")
    assert shown(hands).corrections[0].by == "Lark Moor"
    dialog = correct(hands)
    dialog.outcome.setFocus()
    hands.press("Up")
    assert "The promise stays open" in dialog.outcome_says.text()
    dialog.because.setFocus()
    hands.write("Chicago has confirmed")
    hands.press("Ctrl+Enter")
    assert "The promise to Juniper Moss stays open" in page(hands).undo_bar.message
    assert shown(hands).open_promise is not None
    assert len(shown(hands).corrections) == 2
    assert QApplication.focusWidget() is not None
    assert table.isVisible()


def test_somebody_elses_correction_is_said_in_the_form(hands: Hands) -> None:
    find(hands, "bakery")
    dialog = correct(hands)
    demo = hands.desk.app.demo
    assert demo is not None
    call = shown(hands).call
    hands.desk.app.services.calls.correct(
        demo.actor("Robin Vale"), call.id, call.version, "Mine", uuid4(), notes="Robin’s"
    )
    dialog.notes.setFocus()
    hands.press("Ctrl+A")
    hands.write("Mine")
    dialog.because.setFocus()
    hands.write("Better")
    hands.press("Ctrl+Enter")
    assert dialog.isVisible()
    assert "Robin Vale changed this" in dialog.trouble.text()
    hands.press("Esc")


def test_new_calls_move_nothing_that_is_looked_at_and_the_top_follows(hands: Hands) -> None:
    hands.press("Ctrl+4")
    table, bar = page(hands).table, page(hands).table.verticalScrollBar()
    hands.window.resize(1280, 640)
    hands.settle()
    count = table.rows.rowCount()
    # At the top the new call is seen at once.
    log(hands, "3035550112", "One")
    assert table.rows.rowCount() == count + 1
    assert bar.value() == 0
    first = table.rows.row_at(1)
    assert first is not None
    assert first.e164 == "+13035550112"
    # Further down nothing moves.
    bar.setValue(bar.maximum() // 2)
    hands.settle()
    line = table.rowAt(60)
    row, place = table.rows.row_at(line), table.rowViewportPosition(line)
    assert row is not None
    log(hands, "2065550163", "Two")
    hands.settle()
    assert table.rows.rowCount() == count + 2
    line = table.rows.line_of(row.id)
    assert table.rowViewportPosition(line) == place


def log(hands: Hands, number: str, notes: str) -> None:
    """A colleague logs a call at another desk."""
    demo = hands.desk.app.demo
    assert demo is not None
    hands.clock.forward(minutes=1)
    form = CallForm(
        started_at=hands.clock.now - timedelta(seconds=30),
        number_text=number,
        notes=notes,
        outcome=CallOutcome.RESOLVED,
    )
    written = hands.desk.app.services.calls.log(demo.actor("Robin Vale"), None, form, uuid4())
    page(hands).on_changed(frozenset(written.touched))
    hands.settle()


def test_what_is_asked_for_is_what_is_exported(hands: Hands) -> None:
    asked: list[CallFilter] = []
    page(hands).export_requested.connect(asked.append)
    find(hands, "bakery")
    hands.press("Ctrl+E")
    assert [each.text for each in asked] == ["bakery"]


def test_days_alone_are_a_list_of_known_length(hands: Hands) -> None:
    hands.press("Ctrl+4")
    filters = page(hands).table.filters
    filters.selects["time"].setFocus()
    hands.press("Down")
    assert page(hands).filter.since is not None
    assert page(hands).table.rows.is_long
    today = page(hands).head.summary
    assert today.endswith("found")
    # From and to, as they are typed.
    for _ in range(4):
        hands.press("Down")
    dialog = page(hands)._range
    assert dialog is not None
    hands.qtbot.waitUntil(dialog.first.hasFocus)
    hands.write("foo")
    hands.press("Ctrl+Enter")
    assert dialog.first_field.problem
    hands.press("Ctrl+A")
    hands.write("yesterday")
    hands.press("Tab")
    hands.write("yesterday")
    hands.press("Ctrl+Enter")
    assert not dialog.isVisible()
    heads = page(hands).table.rows.group_lines
    assert len(heads) == 1
    assert "Yesterday" in str(page(hands).table.rows.index(0, 0).data())


def test_a_number_is_copied_and_columns_are_put_away(hands: Hands) -> None:
    find(hands, "bakery")
    page(hands).acts.copy_number(shown(hands))
    assert QApplication.clipboard().text() == "(813) 555-0188"
    page(hands).head.columns.put_away.emit(frozenset({"site"}))
    assert page(hands).table.isColumnHidden(5)
    assert not page(hands).table.filters.selects["site"].isVisible()
    assert page(hands).table.filters.selects["outcome"].isVisible()
