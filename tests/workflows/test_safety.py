"""A caller in danger: by keys and clicks through the real window on the encrypted file."""

import os
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from desktop.domain.safety_climb import Asked
from desktop.domain.vocabulary import (
    CallOutcome,
    Resolution,
    SafetyBranch,
    SafetyEnding,
    SafetyStepKind,
)
from desktop.services.queue_row import ViewFilter
from desktop.ui.safety.safety_card import SafetyCard
from desktop.ui.widgets.line_edit import LineEdit
from tests.conftest import Clock
from tests.workflows.conftest import Hands, Open
from tests.workflows.looking import actor_of, call_of
from tests.workflows.safety_hands import (
    become,
    card_of,
    event_of,
    follow_ups,
    no_card,
    pick_from_menu,
    remind,
    take,
)
from tests.workflows.test_intake import E164, begin

HALF_PAST_NINE = datetime(2026, 11, 18, 4, 30, tzinfo=UTC)
"""9:30 pm in Phoenix, on the demo's Tuesday."""


def test_a_suicidal_caller_who_hangs_up_at_half_past_nine(
    open_desk: Open, desk_clock: Clock
) -> None:
    # GIVEN somebody rings at 9:30 pm, from a number that asked not to be called
    desk_clock.now = HALF_PAST_NINE
    hands = open_desk()
    actor = actor_of(hands)
    before = len(follow_ups(hands))
    begin(hands)
    hands.write("Says she cannot go on.")
    # WHEN the clerk picks Safety the card is there at once, and takes the keys
    hands.press("Alt+5")
    card = card_of(hands)
    assert card.form.number_text == "(602) 555-0155"
    hands.press("T")
    for key in ("Y", "Y", "Y", "N"):
        hands.press(key)
    hands.click(card.record.place)
    hands.write("14 Fern Street, Chicago")
    assert card.form.branch is SafetyBranch.SUICIDE, "a letter in a field is no key"
    assert card.steps.help.dispatch_number.text() == "(312) 555-0199"
    hands.click_on("Call dropped")
    hands.press("Ctrl+Enter")
    # THEN the follow-up is hers, due now, whatever the hour
    assert no_card(hands)
    [row] = follow_ups(hands)[before:]
    assert (row.due_at, row.owner_user_id) == (desk_clock.now, actor.user_id)
    assert row.climb is not None
    assert row.climb.asked is Asked.CLERK
    event = event_of(hands, row)
    assert [(a.step, a.done) for a in event.answers] == [
        (SafetyStepKind.STAYED, True),
        (SafetyStepKind.ASKED, True),
        (SafetyStepKind.GAVE_988, True),
        (SafetyStepKind.JOINED_988, False),
    ]
    assert (event.ending, event.dispatch) == (
        SafetyEnding.DROPPED,
        "Chicago dispatch, (312) 555-0199",
    )
    # AND logging the call makes no second one, but gives the call to it
    hands.press("Ctrl+Enter")
    call = call_of(hands, E164)
    assert call.outcome is CallOutcome.SAFETY
    assert [each.id for each in follow_ups(hands)] == [row.id]
    assert event_of(hands, row).call_id == call.id
    # AND a do-not-call does not stop it, nor the hour
    take(hands, follow_ups(hands)[0])
    hands.press("7")
    hands.press("Ctrl+Enter")
    [row] = follow_ups(hands)
    hands.desk.app.services.callbacks.may_ring(actor, row.id)
    # AND it climbs: after a quarter of an hour the team, after another the managers
    assert "whole team" in remind(hands, 15)
    assert "managers" not in remind(hands, 1)
    become(hands, "Robin Vale")
    mine = hands.desk.app.services.callbacks.queue(actor_of(hands), ViewFilter("mine")).rows
    assert mine[0].id == row.id, "it is first, and Robin's to act on"
    desk_clock.forward(minutes=14)
    become(hands, "Lark Moor")
    assert "managers on duty" in hands.window.notices.sentence
    # WHEN the manager decides a welfare check, she must say who decided it and why
    take(hands, row)
    pick_from_menu(hands, "Close…")
    hands.click_on("Welfare check decided")
    hands.press("Ctrl+Enter")
    assert follow_ups(hands), "not without a word"
    hands.click(hands.find("Note", LineEdit))
    hands.write("Lark: no answer for half an hour, police are on the way")
    hands.press("Ctrl+Enter")
    # THEN it is closed, and nobody is asked any more
    assert follow_ups(hands) == []
    detail = hands.desk.app.services.callbacks.detail(actor_of(hands), row.id)
    assert detail.row.resolution is Resolution.WELFARE_CHECK
    assert detail.resolution_note.startswith("Lark: no answer")
    assert "safety" not in remind(hands, 30).lower()


def test_f8_over_an_open_dialog_and_back(hands: Hands) -> None:
    # GIVEN a modal dialog with something half typed
    begin(hands, "3125550147")
    hands.press("Ctrl+Shift+N")
    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    hands.qtbot.waitUntil(lambda: dialog.isAncestorOf(QApplication.focusWidget() or hands.window))
    hands.write("Fern Gully")
    field = QApplication.focusWidget()
    # WHEN F8 is pressed there, the card has the focus and takes the keys
    hands.press("F8")
    card = card_of(hands)
    hands.press("H")
    assert card.form.branch is SafetyBranch.HURT
    hands.press("F8")
    assert hands.window.safety.card is card
    # THEN Esc goes back to the dialog with what was typed, ready to type on
    hands.press("Esc")
    assert no_card(hands)
    hands.qtbot.waitUntil(lambda: QApplication.activeModalWidget() is dialog)
    hands.qtbot.waitUntil(lambda: QApplication.focusWidget() is field)
    hands.write("!")
    assert getattr(field, "text", str)() == "Fern Gully!"
    # AND the other key does the same
    hands.press("Ctrl+Shift+8")
    assert card_of(hands).form.branch is SafetyBranch.HURT


def test_closing_loses_nothing_nor_does_a_restart(open_desk: Open) -> None:
    hands = open_desk()
    begin(hands)
    hands.press("F8")
    hands.press("R")
    hands.press("Y")
    card = card_of(hands)
    hands.click(card.record.note)
    hands.write("He says he has a knife.")
    hands.press("Esc")
    hands.press("F8")
    card = card_of(hands)
    assert card.form.branch is SafetyBranch.THREATS
    assert card.record.note.text() == "He says he has a knife."
    hands.press("Esc")
    hands = open_desk()
    assert "not saved yet" in hands.window.notices.sentence
    hands.press("F8")
    card = card_of(hands)
    assert card.form.note == "He says he has a knife."
    assert card.form.answered == {SafetyStepKind.STAYED}
    hands.press("Ctrl+Enter")
    assert no_card(hands)
    [row] = follow_ups(hands)
    # AND it cannot be taken back
    hands.press("Ctrl+Z")
    assert "strike it with a reason" in hands.window.notices.sentence
    assert [each.id for each in follow_ups(hands)] == [row.id]


def test_no_number_is_asked_for_and_then_believed(hands: Hands) -> None:
    begin(hands, "anonymous")
    hands.press("F8")
    card = card_of(hands)
    hands.press("T")
    hands.click_on("Call dropped")
    assert card.head.ring.field.hasFocus(), "ready for the number"
    hands.press("Ctrl+Enter")
    assert card.isVisible()
    assert "No number" in card.foot.problem.text()
    hands.click_on("No number to ring back")
    hands.press("Ctrl+Enter")
    assert no_card(hands)
    [row] = follow_ups(hands, None)
    assert row.asks_number
    assert event_of(hands, row).number_text == "anonymous"


def test_the_locked_desk_has_the_card_without_a_name(hands: Hands) -> None:
    begin(hands, "3125550147")
    hands.press("F8")
    hands.press("D")
    hands.press("Esc")
    hands.press("Ctrl+L")
    assert hands.window.actor is None
    hands.click_on("Safety card")
    card = card_of(hands)
    assert not [w for w in _said(card) if "Moss" in w or "555-0147" in w]
    assert card.steps.help.lifeline.isVisible()
    hands.press("T")
    hands.press("Y")
    hands.press("Ctrl+Enter")
    assert no_card(hands)
    # What was recorded is there for whoever signs in.
    become(hands, "Robin Vale")
    hands.press("F8")
    assert card_of(hands).form.branch is SafetyBranch.SUICIDE


def test_an_answer_that_comes_after_the_lock_shows_no_name(hands: Hands) -> None:
    begin(hands, "3125550147")
    hands.press("F8")
    hands.press("R")
    hands.press("Y")
    hands.press("Esc")
    # Somebody is back, and the desk is locked before the data has answered them.
    hands.window.safety.set_actor(actor_of(hands))
    hands.window.lock()
    assert hands.window.actor is None
    hands.settle()
    hands.click_on("Safety card")
    card = card_of(hands)
    assert (card.form.name, card.form.number_text) == ("", "")
    assert not [w for w in _said(card) if "Moss" in w or "555-0147" in w]


def test_who_is_switched_off_acts_no_more_and_their_safety_card_is_kept(hands: Hands) -> None:
    begin(hands, "3125550147")
    hands.press("F8")
    hands.press("D")
    services, demo = hands.desk.app.services, hands.desk.app.demo
    assert demo is not None
    manager, clerk = demo.actor("Lark Moor"), actor_of(hands)
    row = services.users.find(manager, clerk.name)
    services.users.disable(manager, row.id, row.version, uuid4())
    hands.clock.forward(seconds=2)
    hands.press("T")  # recorded in the moment before this desk hears of it
    hands.press("Y")

    hands.window.glass.look()
    hands.settle()
    assert hands.window.actor is None
    assert no_card(hands)
    hands.press("F8")
    card = card_of(hands)
    assert card.form.is_blank
    assert not [w for w in _said(card) if "Moss" in w or "555-0147" in w]
    hands.press("Esc")
    become(hands, "Robin Vale")
    hands.press("F8")
    kept = card_of(hands).form
    assert (kept.branch, len(kept.answers)) == (SafetyBranch.SUICIDE, 1)


def _said(card: SafetyCard) -> list[str]:
    widgets = [w for w in card.findChildren(QWidget) if w.isVisible()]
    return [w.accessibleName() for w in widgets] + [getattr(w, "text", str)() for w in widgets]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no kill -9; its twin is a drill")
def test_a_killed_program_offers_the_safety_card_as_it_was(
    open_desk: Open, demo_data: Path
) -> None:
    clerk = subprocess.Popen(
        [sys.executable, "-m", "tests.workflows.safety_clerk", str(demo_data)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    assert clerk.stdout is not None
    with clerk.stdout as said:
        assert said.readline().strip() == "recorded"
        clerk.send_signal(signal.SIGKILL)
        clerk.wait(timeout=20)
    hands = open_desk()
    assert "not saved yet" in hands.window.notices.sentence
    hands.press("F8")
    form = card_of(hands).form
    assert form.branch is SafetyBranch.SUICIDE
    assert form.answered == {SafetyStepKind.STAYED, SafetyStepKind.ASKED}
    assert form.note.startswith("She took tablets an hour ago and")
    assert form.number_text == "6025550155"


def test_a_manager_fills_in_the_number_that_is_missing(hands: Hands) -> None:
    # A clerk is told whom to ask.
    begin(hands, "7025550135")  # Sage Holloway, Las Vegas
    hands.press("F8")
    card = card_of(hands)
    shown = card.steps.help
    assert shown.missing.text() == "No dispatch number yet for Las Vegas"
    assert shown.ask.text() == "Ask Lark Moor to add it."
    assert not shown.add.isVisible()
    hands.press("Esc")
    become(hands, "Lark Moor")
    begin(hands, "7025550135")
    hands.press("F8")
    hands.click(card_of(hands).steps.help.add)
    # The dialog takes the place of the card.
    assert no_card(hands)
    hands.write("Las Vegas")
    hands.press("Tab")
    hands.write("7025550177")
    hands.press("Ctrl+Enter")
    assert hands.sees_anywhere("Las Vegas dispatch saved.")
    hands.press("Ctrl+Z")
    assert not _has_number(hands, "Las Vegas")
    hands.write("Las Vegas")
    hands.press("Tab")
    hands.write("7025550177")
    hands.press("Ctrl+Enter")
    assert _has_number(hands, "Las Vegas")
    hands.press("Esc")
    # And the card comes back with it.
    assert card_of(hands).steps.help.dispatch_number.text() == "(702) 555-0177"


def _has_number(hands: Hands, place: str) -> bool:
    numbers = hands.desk.app.services.safety_contacts.numbers()
    return any(contact.place == place for contact in numbers.contacts)
