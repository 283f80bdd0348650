"""A promise found due the next day, tried, reached and closed; every outcome undone."""

from datetime import timedelta

import pytest
from PySide6.QtWidgets import QApplication

from desktop.domain.errors import ChangedSince
from desktop.domain.vocabulary import AttemptResult, CallbackKind, Resolution
from desktop.services.queue_row import QueueRow, ViewFilter
from tests.workflows.conftest import Hands, Open
from tests.workflows.looking import actor_of, call_of, open_promise, promises
from tests.workflows.test_intake import E164, begin

HAZEL = "+13035550112"


def take(hands: Hands, e164: str) -> QueueRow:
    """Go to Callbacks and put the promise to a number in hand: its digits, then Down."""
    hands.press("Ctrl+2")
    hands.press("Ctrl+F")
    hands.write(e164[-7:])
    rows = hands.window.callbacks.list.rows
    hands.qtbot.waitUntil(lambda: [row.e164 for row in rows.rows()] == [e164])
    hands.press("Down")
    row = open_promise(hands, e164)
    assert row is not None
    in_hand = hands.window.callbacks.list.in_hand()
    assert in_hand is not None
    assert in_hand.id == row.id
    return row


def test_promised_today_found_due_tomorrow_tried_reached_and_closed(open_desk: Open) -> None:
    # GIVEN a call logged with a promise for tomorrow
    hands = open_desk()
    begin(hands)
    hands.write("Where are my records?")
    hands.press("Alt+R")
    hands.write("3")
    hands.press("Alt+2")
    hands.press("Ctrl+Enter")
    promised = open_promise(hands, E164)
    assert promised is not None
    # WHEN it is tomorrow, and the program was started again
    hands.clock.now = promised.due_at + timedelta(minutes=1)
    hands = open_desk()
    hands.press("Ctrl+2")
    due = hands.desk.app.services.callbacks.queue(actor_of(hands), ViewFilter("due")).rows
    assert promised.id in {row.id for row in due}
    # THEN a voicemail moves it on
    take(hands, E164)
    hands.press("2")
    assert hands.sees("Please ring me back at")
    hands.press("2")
    tried = open_promise(hands, E164)
    assert tried is not None
    assert (tried.attempts, tried.last_result) == (1, AttemptResult.VOICEMAIL)
    assert tried.due_at > hands.clock.now
    assert "Next try" in hands.last_said
    # AND reaching them closes it
    hands.clock.now = tried.due_at + timedelta(minutes=1)
    hands = open_desk()
    take(hands, E164)
    hands.press("1")
    hands.press("Ctrl+Enter")
    assert open_promise(hands, E164) is None
    detail = hands.desk.app.services.callbacks.detail(actor_of(hands), promised.id)
    assert detail.row.resolution is Resolution.KEPT
    assert [entry.kind for entry in detail.timeline].count("attempt") == 2


@pytest.mark.parametrize(
    ("keys", "result"),
    [
        (("1", "Ctrl+Enter"), AttemptResult.REACHED),
        (("2", "Enter"), AttemptResult.VOICEMAIL),
        (("3",), AttemptResult.SOMEONE_ELSE),
        (("4",), AttemptResult.NO_ANSWER),
        (("5",), AttemptResult.BUSY),
        (("6", "Ctrl+Enter"), AttemptResult.WRONG_NUMBER),
        (("7", "Ctrl+Enter"), AttemptResult.DO_NOT_CALL),
    ],
)
def test_each_outcome_is_recorded_and_undone(
    hands: Hands, keys: tuple[str, ...], result: AttemptResult
) -> None:
    before = take(hands, HAZEL)
    for key in keys:
        hands.press(key)
    detail = hands.desk.app.services.callbacks.detail(actor_of(hands), before.id)
    assert detail.row.last_result is result
    assert detail.row.attempts == before.attempts + 1
    hands.press("Ctrl+Z")
    after = open_promise(hands, HAZEL)
    assert after is not None
    assert (after.due_at, after.attempts, after.last_result) == (
        before.due_at,
        before.attempts,
        before.last_result,
    )
    assert not hands.desk.app.services.callbacks.detail(actor_of(hands), before.id).do_not_call


def test_every_row_is_as_high_as_its_two_lines_in_whatever_view(hands: Hands) -> None:
    # GIVEN a queue in which a row asks for a decision
    hands.press("Ctrl+2")
    page = hands.window.callbacks
    assert page.list.rows.strip_lines
    # WHEN another view has a promise where that row stood
    hands.click(page.views.tabs.button("closed"))
    rows = page.list.rows.rows()
    assert len(rows) > 3
    # THEN nothing of it is cut off
    usual = page.list.verticalHeader().defaultSectionSize()
    assert {page.list.rowHeight(page.list.rows.line_of(row.id)) for row in rows} == {usual}


def test_tab_reaches_the_rail_the_top_bar_and_the_head_too(hands: Hands) -> None:
    # GIVEN a clerk at the queue
    hands.press("Ctrl+2")
    page = hands.window.callbacks
    page.list.setFocus()
    # WHEN Tab goes round once
    reached: list[str] = []
    while not reached or not page.list.hasFocus():
        hands.press("Tab")
        focused = QApplication.focusWidget()
        assert focused is not None
        reached.append(focused.accessibleName())
    # THEN nothing was left out, and of the rail it is the page that is shown
    rail = hands.window.rail
    assert [each for each in reached if each == rail.button("callbacks").accessibleName()]
    assert "Intake" not in reached
    for name in ("Safety card", "Filter this list", "Columns", "New callback", "All, 22"):
        assert name in reached


def test_a_nameless_promise_is_given_a_person_by_keys_and_undone(hands: Hands) -> None:
    # GIVEN a call with nobody named, and its promise
    begin(hands)
    hands.press("Alt+2")
    hands.press("Ctrl+Enter")
    nameless = take(hands, E164)
    assert nameless.person_id is None
    # WHEN somebody knows who it was: Tab goes on to the detail, Space presses its button
    page = hands.window.callbacks
    while not page.detail.head.whose.hasFocus():
        hands.press("Tab")
    hands.press("Space")
    hands.write("Ivy L")
    hands.press("Enter")
    # THEN the promise has a name, says so, and is ready to be rung
    named = open_promise(hands, E164)
    assert named is not None
    assert named.name == "Ivy Larkspur"
    assert hands.last_said == "This promise is for Ivy Larkspur now."
    hands.press("Ctrl+Z")
    again = open_promise(hands, E164)
    assert again is not None
    assert again.person_id is None
    # AND somebody new gets the number with the name
    hands.click_on("Who is it for?")
    hands.write("Tansy Fell")
    hands.press("Enter")
    hands.press("Ctrl+Enter")
    new = open_promise(hands, E164)
    assert new is not None
    assert new.name == "Tansy Fell"
    hands.press("Ctrl+Z")
    hands.press("Ctrl+Z")
    left = open_promise(hands, E164)
    assert left is not None
    assert left.person_id is None
    people = hands.desk.app.services.people
    assert people.find(actor_of(hands), "tansy fell") == ()


def test_undo_is_refused_with_the_name_when_somebody_went_on(hands: Hands) -> None:
    row = take(hands, HAZEL)
    hands.press("4")
    # Robin, at another desk, goes on with it.
    demo = hands.desk.app.demo
    assert demo is not None
    robin = demo.actor("Robin Vale")
    now = open_promise(hands, HAZEL)
    assert now is not None
    callbacks = hands.desk.app.services.callbacks
    callbacks.reassign(robin, [(row.id, now.version)], robin.team_id, robin.user_id, row.id)
    hands.press("Ctrl+Z")
    still = open_promise(hands, HAZEL)
    assert still is not None
    assert still.attempts == row.attempts + 1
    assert hands.sees("Robin Vale")
    assert issubclass(ChangedSince, Exception)


def test_do_not_call_says_what_it_stops_and_spares_the_safety_follow_up(hands: Hands) -> None:
    begin(hands, "3035550112")
    hands.press("Alt+5")
    hands.press("Esc")  # back from the Safety card
    hands.press("Ctrl+Enter")
    row = next(r for r in promises(hands) if r.e164 == HAZEL and r.kind is CallbackKind.SERVICE)
    hands.press("Ctrl+2")
    while (in_hand := hands.window.callbacks.list.in_hand()) is None or in_hand.id != row.id:
        hands.press("Down")
    hands.press("7")
    hands.press("Ctrl+Enter")
    left = [r for r in promises(hands) if r.e164 == HAZEL]
    assert [r.kind for r in left] == [CallbackKind.SAFETY]


def test_digits_are_text_while_typing(hands: Hands) -> None:
    before = take(hands, HAZEL)
    hands.press("Ctrl+F")
    hands.write("2")
    after = open_promise(hands, HAZEL)
    assert after is not None
    assert after.attempts == before.attempts


def test_the_decision_after_four_tries_is_asked_and_kept_open(hands: Hands) -> None:
    hands.press("Ctrl+2")
    hands.click_on("Ask a manager")
    row = open_promise(hands, "+12065550163")
    assert row is not None
    assert row.owner_name != "Jay Marsh" or not row.needs_decision


def test_what_is_logged_beside_shows_in_the_queue_at_once(hands: Hands) -> None:
    hands.press("Ctrl+2")
    count = len(
        hands.window.callbacks.findChildren(type(hands.window.callbacks.list))[0].rows.rows()
    )
    begin(hands)
    hands.press("Alt+2")
    hands.press("Ctrl+Enter")
    hands.press("Ctrl+2")
    assert len(hands.window.callbacks.list.rows.rows()) == count + 1
    assert call_of(hands, E164) is not None
