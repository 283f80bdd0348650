"""What a try of a promise may not do, and what stands in the way of taking it back."""

from datetime import timedelta
from uuid import uuid4

import pytest

from desktop.domain.errors import ChangedSince, NeedsReason, Refused
from desktop.domain.vocabulary import AttemptResult, CallbackKind, CallbackState, Resolution
from tests.services.promises import Desk, at
from tests.services.world import CHICAGO, PHOENIX


def test_outside_their_hours_a_try_needs_a_reason(desk: Desk) -> None:
    callback_id = desk.promise(due_at=at(CHICAGO, 17, 20, 30))
    desk.world.clock.now = at(CHICAGO, 17, 21, 5)
    with pytest.raises(NeedsReason, match="9:05 pm in Chicago is too late"):
        desk.record(callback_id, AttemptResult.NO_ANSWER)
    desk.record(callback_id, AttemptResult.NO_ANSWER, hours_reason="Asked for after nine")
    assert desk.attempts(callback_id)[0]["hours_reason"] == "Asked for after nine"


def test_a_call_begun_in_time_may_be_written_down_later(desk: Desk) -> None:
    callback_id = desk.promise(due_at=at(CHICAGO, 17, 20, 30))
    desk.world.clock.now = at(CHICAGO, 17, 20, 57)
    desk.callbacks.may_ring(desk.world.wren, callback_id)
    desk.callbacks.claim(desk.world.wren, callback_id)
    desk.world.clock.now = at(CHICAGO, 17, 21, 4)
    desk.record(callback_id, AttemptResult.NO_ANSWER)
    assert desk.attempts(callback_id)[0]["hours_reason"] is None


@pytest.mark.parametrize("kind", [CallbackKind.SERVICE, CallbackKind.MARKETING])
def test_a_call_in_time_is_written_down_however_early_it_was_claimed_or_long_it_took(
    desk: Desk, kind: CallbackKind
) -> None:
    wren, clock = desk.world.wren, desk.world.clock
    long_talk = desk.promise(due_at=at(CHICAGO, 17, 20, 30), kind=kind)
    clock.now = at(CHICAGO, 17, 20, 50)
    desk.callbacks.claim(wren, long_talk)
    clock.now = at(CHICAGO, 17, 21, 15)
    desk.record(long_talk, AttemptResult.REACHED, close=Resolution.KEPT)
    early = desk.promise(due_at=at(CHICAGO, 18, 8), kind=kind)
    clock.now = at(CHICAGO, 18, 7, 55)
    desk.callbacks.claim(wren, early)
    clock.now = at(CHICAGO, 18, 8, 3)
    desk.record(early, AttemptResult.BUSY)
    assert [each["hours_reason"] for each in desk.attempts(early)] == [None]
    # A call of the afternoon says nothing about one at night.
    late = desk.promise(due_at=at(CHICAGO, 18, 15), kind=kind)
    desk.callbacks.claim(wren, late)
    clock.now = at(CHICAGO, 18, 22)
    with pytest.raises(Refused, match="10:00 pm in Chicago is too late"):
        desk.record(late, AttemptResult.BUSY)


def test_marketing_outside_hours_is_refused_but_not_a_wish(desk: Desk) -> None:
    callback_id = desk.promise(kind=CallbackKind.MARKETING)
    desk.world.clock.now = at(CHICAGO, 17, 21, 5)
    for try_it in (
        lambda: desk.callbacks.may_ring(desk.world.wren, callback_id, "Very important"),
        lambda: desk.record(callback_id, AttemptResult.BUSY, hours_reason="Very important"),
    ):
        with pytest.raises(Refused, match="marketing") as refusal:
            try_it()
        assert not isinstance(refusal.value, NeedsReason)
    desk.record(callback_id, AttemptResult.DO_NOT_CALL)
    assert desk.row(callback_id)["state"] == CallbackState.CLOSED


def test_a_safety_follow_up_is_never_held_back(desk: Desk) -> None:
    world = desk.world
    world.clock.now = at(CHICAGO, 18, 2)
    callback_id = desk.promise(kind=CallbackKind.SAFETY, due_at=at(CHICAGO, 20, 10))
    assert desk.row(callback_id)["due_at"] == desk.now, "starts at once"
    for result in AttemptResult:
        if result is AttemptResult.REACHED:
            continue
        desk.callbacks.may_ring(world.wren, callback_id)
        desk.record(callback_id, result)
        row = desk.row(callback_id)
        assert row["state"] == CallbackState.OPEN
        assert row["due_at"] == desk.now + timedelta(minutes=15)
        world.clock.forward(minutes=15)
    with pytest.raises(Refused, match="not put off"):
        desk.callbacks.postpone(
            world.lark, [desk.version(callback_id)], at(CHICAGO, 18, 10), "", uuid4()
        )
    contact_or_welfare_check = {Resolution.KEPT, Resolution.RANG_US, Resolution.WELFARE_CHECK}
    for end in set(Resolution) - contact_or_welfare_check:
        with pytest.raises(Refused):
            desk.callbacks.close(
                world.lark, [desk.version(callback_id)], end, "Nobody is there", uuid4()
            )
    with pytest.raises(Refused, match="who decided the welfare check"):
        desk.callbacks.close(
            world.lark, [desk.version(callback_id)], Resolution.WELFARE_CHECK, " ", uuid4()
        )
    desk.callbacks.close(
        world.lark,
        [desk.version(callback_id)],
        Resolution.WELFARE_CHECK,
        "Lark Moor: nobody answers since 6 pm, police are on the way to her",
        uuid4(),
    )
    service = desk.promise(person_id=world.hazel, hours_reason="They asked for it")
    with pytest.raises(Refused, match="safety follow-ups only"):
        desk.callbacks.close(
            world.lark, [desk.version(service)], Resolution.WELFARE_CHECK, "Police", uuid4()
        )


def test_an_old_version_is_refused_with_the_name(desk: Desk) -> None:
    callback_id = desk.promise()
    version = desk.row(callback_id)["version"]
    desk.record(callback_id, AttemptResult.BUSY, actor=desk.world.robin)
    with pytest.raises(ChangedSince, match="Robin Vale"):
        desk.callbacks.record(
            desk.world.wren, callback_id, version, AttemptResult.VOICEMAIL, uuid4()
        )
    assert len(desk.attempts(callback_id)) == 1


def test_the_same_key_is_one_try(desk: Desk) -> None:
    callback_id = desk.promise()
    version, key = desk.row(callback_id)["version"], uuid4()
    first = desk.callbacks.record(desk.world.wren, callback_id, version, AttemptResult.BUSY, key)
    second = desk.callbacks.record(desk.world.wren, callback_id, version, AttemptResult.BUSY, key)
    assert second.written.repeated
    assert second.written.change_id == first.written.change_id
    assert len(desk.attempts(callback_id)) == 1


def test_undo_does_not_reach_past_somebody_elses_change(desk: Desk) -> None:
    callback_id = desk.promise()
    mine = desk.record(callback_id, AttemptResult.BUSY)
    desk.record(callback_id, AttemptResult.VOICEMAIL, actor=desk.world.robin)
    with pytest.raises(ChangedSince, match="Robin Vale"):
        desk.take_back(mine)
    assert len(desk.attempts(callback_id)) == 2


def test_a_promise_can_be_undone_while_claimed(desk: Desk) -> None:
    world = desk.world
    new = desk.promise()
    last = desk.undo.last(world.wren)
    assert last is not None
    desk.callbacks.claim(world.wren, new)
    desk.undo.undo(world.wren, last.change_id, uuid4())
    assert desk.queue() == []


def test_nothing_is_taken_back_while_a_colleague_rings(desk: Desk) -> None:
    world = desk.world
    callback_id = desk.promise()
    promised = desk.undo.last(world.wren)
    desk.callbacks.claim(world.robin, callback_id)
    assert promised is not None
    with pytest.raises(Refused, match="Robin Vale is at work on this"):
        desk.undo.undo(world.wren, promised.change_id, uuid4())
    desk.callbacks.release(world.robin, callback_id)
    tried = desk.record(callback_id, AttemptResult.BUSY)
    desk.callbacks.claim(world.robin, callback_id)
    with pytest.raises(Refused, match="Robin Vale is at work on this"):
        desk.take_back(tried)
    assert len(desk.attempts(callback_id)) == 1


def test_a_safety_follow_up_is_not_taken_back(desk: Desk) -> None:
    callback_id = desk.promise(kind=CallbackKind.SAFETY)
    last = desk.undo.last(desk.world.wren)
    assert last is not None
    with pytest.raises(Refused, match="write down who decided it"):
        desk.undo.undo(desk.world.wren, last.change_id, uuid4())
    assert desk.row(callback_id)["state"] == CallbackState.OPEN


def test_a_promise_needs_something_to_ring_and_a_time_to_come(desk: Desk) -> None:
    with pytest.raises(Refused, match="no number to ring"):
        desk.promise(person_id=desk.world.sorrel)
    with pytest.raises(Refused, match="has passed"):
        desk.promise(due_at=desk.now - timedelta(minutes=1))
    with pytest.raises(Refused, match="marketing"):
        desk.promise(kind=CallbackKind.MARKETING, due_at=at(PHOENIX, 18, 6))
    safety = desk.promise(kind=CallbackKind.SAFETY, person_id=desk.world.sorrel)
    assert desk.row(safety)["asks_number"]
