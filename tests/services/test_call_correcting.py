"""Corrections: with a reason, never silent, undone as one, and no promise gets lost."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from desktop.domain.errors import ChangedSince, NotFound, Refused
from desktop.domain.vocabulary import (
    CallbackKind,
    CallbackState,
    CallOutcome,
    Direction,
    Reason,
)
from desktop.services.call_detail import CallDetail
from desktop.services.recorded import Recorded
from desktop.services.trail import broken_links
from tests.services.phone import Phone, call_id
from tests.services.world import World, edit


@pytest.fixture
def phone(world: World) -> Phone:
    return Phone.at(world)


def detail(phone: Phone, key: UUID) -> CallDetail:
    return phone.calls.detail(phone.world.wren, key)


def take_back(phone: Phone, recorded: Recorded) -> None:
    change = recorded.written.change_id
    assert change is not None
    phone.undo.undo(phone.world.wren, change, uuid4())


def test_everything_may_be_corrected_and_old_and_new_are_told(world: World, phone: Phone) -> None:
    key = call_id(phone.log(phone.card(ended_at=world.clock.now)))
    before = detail(phone, key).call
    world.clock.forward(minutes=8)
    earlier = before.started_at - timedelta(hours=3)
    done = phone.calls.correct(
        world.wren,
        key,
        before.version,
        "  It was Rowan, from home  ",
        uuid4(),
        speaker_id=world.rowan,
        subject_id=world.juniper,
        number_text="(312) 555-0162",
        site_id=world.phoenix,
        direction=Direction.OUT,
        reasons=(Reason.REFUND, Reason.MEDICAL),
        outcome=CallOutcome.TRANSFERRED,
        notes="About the refund.",
        started_at=earlier,
        ended_at=earlier + timedelta(minutes=4),
    )
    assert "first version stays" in done.said
    shown = detail(phone, key)
    call = shown.call
    assert (call.speaker_name, call.subject_name) == ("Rowan Moss", "Juniper Moss")
    assert (call.e164, call.site_name, call.direction) == ("+13125550162", "Phoenix", Direction.OUT)
    assert (call.reasons, call.outcome) == (
        (Reason.REFUND, Reason.MEDICAL),
        CallOutcome.TRANSFERRED,
    )
    assert (call.started_at, call.ended_at) == (earlier, earlier + timedelta(minutes=4))
    assert call.answered_at == earlier
    (correction,) = shown.corrections
    assert (correction.by, correction.reason) == ("Wren Hill", "It was Rowan, from home")
    assert correction.at == world.clock.now
    old, new = correction.before, correction.after
    assert old is not None
    assert new is not None
    assert (old.speaker, new.speaker) == ("Juniper Moss", "Rowan Moss")
    assert (old.number, new.number) == ("(312) 555-0147", "(312) 555-0162")
    assert (old.reasons, new.reasons) == ((Reason.RECORDS,), (Reason.REFUND, Reason.MEDICAL))
    assert (old.notes, new.notes) == ("Wants her records.", "About the refund.")
    assert shown.first == old
    # And it is found by what it says now.
    take_back(phone, done)
    again = detail(phone, key)
    assert replace(again.call, version=before.version) == before
    assert (again.corrections, again.first) == ((), None)
    assert not list(broken_links(world.database))


def test_the_first_version_is_that_of_the_log_however_often_it_is_corrected(
    world: World, phone: Phone
) -> None:
    key = call_id(phone.log(phone.card()))
    for number, note in enumerate(("One.", "Two.", "Three.")):
        version = detail(phone, key).call.version
        world.clock.forward(minutes=1)
        phone.calls.correct(world.wren, key, version, f"Because {number}", uuid4(), notes=note)
    shown = detail(phone, key)
    assert [each.reason for each in shown.corrections] == ["Because 2", "Because 1", "Because 0"]
    assert [each.after.notes for each in shown.corrections if each.after] == [
        "Three.",
        "Two.",
        "One.",
    ]
    assert shown.first is not None
    assert shown.first.notes == "Wants her records."


@pytest.mark.parametrize(
    ("reason", "columns", "why"),
    [
        ("  ", {"notes": "Other"}, "Say why"),
        ("Because", {}, "Nothing is different"),
        ("Because", {"notes": "Wants her records."}, "Nothing is different"),
        ("Because", {"reasons": (Reason.RECORDS,)}, "Nothing is different"),
        ("Because", {"speaker_id": uuid4()}, "not there any more"),
    ],
)
def test_what_is_no_correction_is_refused(
    world: World, phone: Phone, reason: str, columns: dict[str, object], why: str
) -> None:
    key = call_id(phone.log(phone.card()))
    with pytest.raises(Refused, match=why):
        phone.calls.correct(world.wren, key, 1, reason, uuid4(), **columns)  # type: ignore[arg-type]
    assert detail(phone, key).call.version == 1
    assert phone.rows("call_correction") == []


def test_times_stay_in_order_and_in_the_past(world: World, phone: Phone) -> None:
    key = call_id(phone.log(phone.card()))
    now = world.clock.now
    with pytest.raises(Refused, match="still to come"):
        phone.calls.correct(
            world.wren, key, 1, "Clock", uuid4(), started_at=now + timedelta(minutes=1)
        )
    with pytest.raises(Refused, match="before it begins"):
        phone.calls.correct(
            world.wren, key, 1, "Clock", uuid4(), ended_at=now - timedelta(minutes=1)
        )


def test_card_and_social_security_numbers_are_masked(world: World, phone: Phone) -> None:
    key = call_id(phone.log(phone.card()))
    phone.calls.correct(
        world.wren, key, 1, "Gave 4111 1111 1111 1111", uuid4(), notes="Card 4111 1111 1111 1111"
    )
    shown = detail(phone, key)
    assert shown.call.notes == "Card •••• •••• •••• 1111"
    assert shown.corrections[0].reason == "Gave •••• •••• •••• 1111"
    phone.calls.correct(
        world.wren, key, 2, "Needed", uuid4(), notes="4111 1111 1111 1111", sensitive_kept=True
    )
    assert detail(phone, key).call.notes == "4111 1111 1111 1111"


def test_somebody_elses_correction_is_not_overwritten(world: World, phone: Phone) -> None:
    key = call_id(phone.log(phone.card()))
    phone.calls.correct(world.robin, key, 1, "Asked again", uuid4(), notes="Robin's")
    with pytest.raises(ChangedSince, match="Robin Vale"):
        phone.calls.correct(world.wren, key, 1, "Mine", uuid4(), notes="Wren's")
    assert detail(phone, key).call.notes == "Robin's"
    with pytest.raises(NotFound):
        phone.calls.correct(world.wren, uuid4(), 1, "Gone", uuid4(), notes="?")


def test_an_undo_never_takes_back_what_somebody_did_since(world: World, phone: Phone) -> None:
    key = call_id(phone.log(phone.card()))
    mine = phone.calls.correct(world.wren, key, 1, "Mine", uuid4(), notes="Wren's")
    edit(world, world.robin, "call", key, notes="Robin's")
    with pytest.raises(ChangedSince, match="Robin Vale"):
        take_back(phone, mine)
    shown = detail(phone, key)
    assert shown.call.notes == "Robin's"
    assert len(shown.corrections) == 1


def test_the_same_key_corrects_once(world: World, phone: Phone) -> None:
    key, again = call_id(phone.log(phone.card())), uuid4()
    first = phone.calls.correct(world.wren, key, 1, "Once", again, notes="Once")
    second = phone.calls.correct(world.wren, key, 1, "Once", again, notes="Once")
    assert second.written.change_id == first.written.change_id
    assert len(phone.rows("call_correction")) == 1


def test_a_promise_is_not_lost_with_another_outcome(world: World, phone: Phone) -> None:
    key = call_id(phone.log(phone.promising()))
    done = phone.calls.correct(
        world.wren, key, 1, "All was said", uuid4(), outcome=CallOutcome.RESOLVED
    )
    assert "The promise to Juniper Moss stays open" in done.said
    assert "tomorrow 10:00 am in Chicago" in done.said
    assert phone.callback().state == CallbackState.OPEN
    assert detail(phone, key).open_promise is not None
    # A second correction of something else says nothing of it.
    said = phone.calls.correct(world.wren, key, 2, "Typo", uuid4(), notes="Other").said
    assert "promise" not in said


def test_a_promise_that_was_made_is_asked_for(world: World, phone: Phone) -> None:
    key = call_id(phone.log(phone.card()))
    done = phone.calls.correct(
        world.wren, key, 1, "She was promised a call", uuid4(), outcome=CallOutcome.CALLBACK
    )
    assert "when to ring back" in done.said
    assert phone.rows("callback") == []


def test_a_call_about_danger_gets_its_follow_up_and_keeps_it(world: World, phone: Phone) -> None:
    key = call_id(phone.log(phone.card()))
    done = phone.calls.correct(
        world.wren, key, 1, "He spoke of dying", uuid4(), outcome=CallOutcome.SAFETY
    )
    assert "safety follow-up is open" in done.said
    follow_up = phone.callback()
    assert (follow_up.kind, follow_up.call_id) == (CallbackKind.SAFETY, key)
    assert follow_up.due_at <= world.clock.now
    take_back(phone, done)
    left = phone.callback()
    assert (left.state, left.call_id) == (CallbackState.OPEN, None)
    assert detail(phone, key).call.outcome is CallOutcome.RESOLVED


def test_a_typed_name_takes_the_place_of_somebody_picked(world: World, phone: Phone) -> None:
    key = call_id(phone.log(phone.card()))
    phone.calls.correct(
        world.wren, key, 1, "It was her aunt", uuid4(), speaker_id=None, speaker_name="Aunt Fern"
    )
    shown = detail(phone, key)
    assert (shown.call.speaker_id, shown.call.speaker_name) == (None, "Aunt Fern")
    assert shown.call.subject_name == "Juniper Moss"


def test_a_withheld_number_and_back(world: World, phone: Phone) -> None:
    key = call_id(phone.log(phone.card()))
    phone.calls.correct(world.wren, key, 1, "Not hers", uuid4(), number_text="anonymous")
    call = detail(phone, key).call
    assert (call.e164, call.withheld, call.number_text) == (None, True, "anonymous")
    phone.calls.correct(world.wren, key, 2, "Hers", uuid4(), number_text="303 555 0112")
    call = detail(phone, key).call
    assert (call.e164, call.withheld, call.number_text) == ("+13035550112", False, "")
