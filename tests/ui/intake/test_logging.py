"""A call is logged with the keyboard alone, with its promise, and can be taken back."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from desktop.domain.vocabulary import CallbackKind, CallOutcome, Reason, Relation
from tests.services.world import World
from tests.ui.intake.conftest import Hands

WED_TEN_IN_CHICAGO = datetime(2026, 11, 18, 16, 0, tzinfo=UTC)
HAZEL = "3035550112"


@pytest.mark.parametrize("enter", ["Ctrl+Enter", "Ctrl+PadEnter"])
def test_number_reasons_notes_outcome_enter(hands: Hands, world: World, enter: str) -> None:
    hands.take_call(HAZEL)
    hands.press("Alt+R")
    hands.write("31")
    hands.press("Tab")
    hands.write("Asks for a copy of her file.")
    hands.press("Alt+2")
    hands.press(enter)

    sentence, change = hands.said[-1]
    assert sentence == "Call saved. Hazel Birch will be rung Wed 10:00 am."
    assert change is not None
    (promise,) = hands.queue
    assert promise.person_id == world.hazel
    assert promise.reason is Reason.RECORDS
    assert promise.owner_team == "Front desk, Phoenix"
    assert promise.owner_user_id is None
    assert not hands.page.working
    assert hands.focus is hands.page.ready.number
    assert hands.app.services.drafts.open_drafts(hands.actor) == ()


def test_the_promise_is_told_in_the_callers_time_first(hands: Hands, world: World) -> None:
    hands.take_call("3125550147")
    hands.press("Down")
    hands.press("Enter")
    hands.press("Alt+2")
    foot = hands.page.card.bottom
    assert hands.form.speaker_id == world.juniper
    assert foot.first.text() == "Wed 10:00 am for Juniper · 9:00 here"
    assert foot.second.text() == "Front desk, Phoenix will ring"
    assert foot.save.words() == "Save call and promise"
    hands.press("Ctrl+Enter")
    assert hands.queue[0].due_at == WED_TEN_IN_CHICAGO
    assert hands.said[-1][0] == "Call saved. Juniper Moss will be rung Wed 10:00 am."


def test_without_an_outcome_nothing_is_saved_and_the_card_says_what_is_missing(
    hands: Hands,
) -> None:
    hands.take_call(HAZEL)
    hands.press("Ctrl+Enter")
    assert hands.page.working
    assert "outcome" in hands.page.card.bottom.problem_line.text()
    assert hands.page.card.outcome.isAncestorOf(hands.focus)
    hands.press("1")
    assert hands.form.outcome is CallOutcome.RESOLVED
    assert hands.page.card.bottom.problem_line.text() == ""


@pytest.mark.parametrize(
    ("digit", "outcome", "promises"),
    [
        ("6", CallOutcome.MISSED, 1),
        ("7", CallOutcome.HUNG_UP, 0),
        ("8", CallOutcome.WRONG_NUMBER, 0),
        ("9", CallOutcome.SPAM, 0),
    ],
)
def test_calls_without_a_talk_take_two_keys(
    hands: Hands, digit: str, outcome: CallOutcome, promises: int
) -> None:
    hands.take_call(HAZEL)
    hands.press(f"Alt+{digit}")
    assert hands.form.outcome is outcome
    assert hands.page.card.outcome.talked.value() is None
    hands.press("Ctrl+Enter")
    assert hands.said[-1][1] is not None
    assert len(hands.queue) == promises


def test_a_missed_call_in_hours_is_rung_back_now(hands: Hands) -> None:
    hands.take_call(HAZEL)
    hands.press("Alt+6")
    assert hands.page.card.bottom.first.text() == "To be rung back now"
    hands.press("Ctrl+Enter")
    assert hands.queue[0].due_at == hands.clock.now


def test_safety_starts_a_follow_up_at_once(hands: Hands) -> None:
    hands.take_call(HAZEL)
    hands.press("Alt+5")
    assert hands.page.card.bottom.first.text() == "A safety follow-up starts now"
    hands.press("Ctrl+Enter")
    (promise,) = hands.queue
    assert (promise.kind, promise.due_at) == (CallbackKind.SAFETY, hands.clock.now)


def test_a_call_needs_no_name_and_no_number(hands: Hands) -> None:
    hands.page.new_call()
    hands.settle()
    hands.page.card.focus_notes()
    hands.write("Somebody asked for the address.")
    hands.press("Alt+1")
    hands.press("Ctrl+Enter")
    assert hands.said[-1][0] == "Call saved."
    assert hands.queue == ()


def test_a_promise_with_nothing_to_ring_is_refused_and_the_card_stays(hands: Hands) -> None:
    hands.page.new_call()
    hands.settle()
    hands.press("Alt+2")
    hands.press("Ctrl+Enter")
    assert hands.page.working
    assert "no number to ring" in hands.refused[-1]
    assert hands.page.card.bottom.problem_line.text() == hands.refused[-1]
    hands.page.card.focus_number()
    hands.write(HAZEL)
    hands.press("Ctrl+Enter")
    assert hands.said[-1][0].startswith("Call saved.")


def test_pressing_twice_saves_once(hands: Hands) -> None:
    hands.take_call(HAZEL)
    hands.press("Alt+2")
    hands.page.save()
    hands.page.save()
    hands.settle()
    hands.press("Ctrl+Enter")
    assert len(hands.queue) == 1
    assert len(hands.said) == 1


def test_undo_brings_the_card_back_as_it_was(hands: Hands, world: World) -> None:
    hands.take_call(HAZEL)
    hands.page.card.focus_notes()
    hands.write("Asks when.")
    hands.press("Alt+2")
    before = hands.form
    hands.press("Ctrl+Enter")
    undone = hands.app.services.undo.undo(hands.actor, hands.said[-1][1], uuid4())
    hands.page.on_undone(undone)
    hands.settle()
    assert hands.page.working
    assert (hands.form.notes, hands.form.outcome) == ("Asks when.", CallOutcome.CALLBACK)
    assert hands.form.promise.due_at == before.promise.due_at
    assert hands.form.speaker_id == world.hazel
    assert hands.queue == ()
    hands.press("Ctrl+Enter")
    assert len(hands.queue) == 1


def test_the_relation_and_language_of_the_call_are_logged(hands: Hands, world: World) -> None:
    hands.take_call(HAZEL)
    hands.page.card.who.relation.picked.emit(Relation.CAREGIVER)
    hands.page.card.number.language.picked.emit("Spanish", True)
    hands.press("Alt+1")
    hands.press("Ctrl+Enter")
    history = hands.app.services.history.of_person(hands.actor, world.hazel)
    call_id = history[0].call_id
    assert call_id is not None
    call = hands.app.services.calls.get(hands.actor, call_id)
    assert (call.relation, call.language, call.interpreter) == (
        Relation.CAREGIVER,
        "Spanish",
        True,
    )
