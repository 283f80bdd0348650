"""Decisions, closing, opening again, owners, other times, leases and saved views."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from desktop.domain.errors import ChangedSince, NeedsReason, NotAllowed, NotFound, Refused
from desktop.domain.vocabulary import (
    AttemptResult,
    CallbackKind,
    CallbackState,
    Reason,
    Resolution,
)
from desktop.services.actor import Actor
from desktop.services.queue_row import ViewFilter
from desktop.services.recorded import Recorded
from tests.services.promises import Desk, at
from tests.services.world import CHICAGO, PHOENIX


def test_what_is_decided_after_four_tries(desk: Desk) -> None:
    world = desk.world
    callback_id = desk.promise()
    with pytest.raises(Refused, match="nothing to decide"):
        desk.callbacks.decide(world.wren, *desk.version(callback_id), "letter", uuid4())
    for _ in range(4):
        desk.record(callback_id, AttemptResult.VOICEMAIL)
    due = desk.row(callback_id)["due_at"]

    again = desk.callbacks.decide(world.wren, *desk.version(callback_id), "again", uuid4())
    assert again.said == (
        "Juniper Moss stays open. Next try tomorrow 10:00 am in Chicago, 9:00 here."
    )
    assert desk.row(callback_id)["due_at"] == due
    assert not desk.row(callback_id)["needs_decision"]
    desk.take_back(again)
    assert desk.row(callback_id)["needs_decision"]

    asked = desk.callbacks.decide(world.wren, *desk.version(callback_id), "manager", uuid4())
    assert asked.said == "Lark Moor decides about Juniper Moss. It stays open until then."
    assert desk.row(callback_id)["owner_user_id"] == world.lark.user_id
    assert desk.row(callback_id)["needs_decision"]
    desk.take_back(asked)

    letter = desk.callbacks.decide(world.wren, *desk.version(callback_id), "letter", uuid4())
    assert letter.said == "Juniper Moss: closed with a letter or e-mail."
    assert desk.row(callback_id)["resolution"] == Resolution.LETTER
    desk.take_back(letter)
    world.clock.now = due + timedelta(days=3)
    again = desk.callbacks.decide(world.wren, *desk.version(callback_id), "again", uuid4())
    assert desk.row(callback_id)["due_at"] == at(CHICAGO, 23, 9), "Monday, when the site opens"


def test_many_are_closed_in_one_change_and_come_back_in_one(desk: Desk) -> None:
    ids = [desk.promise() for _ in range(3)]
    which = [desk.version(i) for i in ids]
    closed = desk.callbacks.close(
        desk.world.wren, which, Resolution.NOT_NEEDED, "All answered", uuid4()
    )
    assert closed.said == "3 promises closed as not needed."
    assert {t.id for t in closed.written.touched} == set(ids)
    assert desk.queue() == []
    assert {row.id for row in desk.queue(ViewFilter("closed"))} == set(ids)
    desk.take_back(closed)
    assert len(desk.queue()) == 3

    desk.record(ids[1], AttemptResult.BUSY, actor=desk.world.robin)
    with pytest.raises(ChangedSince, match="Robin Vale"):
        desk.callbacks.close(
            desk.world.wren,
            [desk.version(ids[0]), (ids[1], which[1][1])],
            Resolution.KEPT,
            "",
            uuid4(),
        )
    assert len(desk.queue()) == 3, "all of them or none"
    with pytest.raises(Refused, match="Nothing is picked"):
        desk.callbacks.close(desk.world.wren, [], Resolution.KEPT, "", uuid4())
    with pytest.raises(Refused, match="Record it as Do not call"):
        desk.callbacks.close(
            desk.world.wren, [desk.version(ids[0])], Resolution.DO_NOT_CALL, "", uuid4()
        )


def test_a_closed_promise_opens_again_with_its_tries_and_a_time(desk: Desk) -> None:
    wren = desk.world.wren
    callback_id = desk.promise()
    desk.record(callback_id, AttemptResult.NO_ANSWER)
    desk.callbacks.close(wren, [desk.version(callback_id)], Resolution.RANG_US, "", uuid4())
    with pytest.raises(Refused, match="Reopen it first"):
        desk.record(callback_id, AttemptResult.BUSY)
    with pytest.raises(NeedsReason):
        desk.callbacks.reopen(wren, *desk.version(callback_id), at(CHICAGO, 18, 7), uuid4())
    opened = desk.callbacks.reopen(wren, *desk.version(callback_id), at(CHICAGO, 18, 9), uuid4())
    assert opened.said == "Juniper Moss is open again, due tomorrow 9:00 am in Chicago, 8:00 here."
    row = desk.row(callback_id)
    assert (row["state"], row["resolution"], row["attempts"]) == (CallbackState.OPEN, None, 1)
    with pytest.raises(Refused, match="open already"):
        desk.callbacks.reopen(wren, *desk.version(callback_id), at(CHICAGO, 18, 9), uuid4())
    desk.take_back(opened)
    assert desk.row(callback_id)["resolution"] == Resolution.RANG_US


def test_who_may_move_what(desk: Desk) -> None:
    world = desk.world
    team = world.front_desk
    ids = [desk.promise() for _ in range(2)]

    def move(actor: Actor, user_id: UUID | None, team_id: UUID = team) -> Recorded:
        return desk.callbacks.reassign(
            actor, [desk.version(i) for i in ids], team_id, user_id, uuid4()
        )

    assert move(world.wren, world.wren.user_id).said == "2 promises given to you."
    assert {row.is_mine for row in desk.queue()} == {True}
    for owner in (None, world.lark.user_id):
        with pytest.raises(NotAllowed):
            move(world.robin, owner)
    move(world.robin, world.robin.user_id)
    moved = move(world.lark, world.wren.user_id)
    assert moved.said == "2 promises given to Wren Hill."
    desk.take_back(moved, world.lark)
    assert {row.owner_name for row in desk.queue()} == {"Robin Vale"}
    assert move(world.robin, None, world.chicago_team).said == (
        "2 promises given to Chicago clinic."
    )
    with pytest.raises(Refused, match="Jay Marsh does not ring people"):
        move(world.wren, world.it.user_id)
    with pytest.raises(NotFound):
        move(world.wren, uuid4())
    with pytest.raises(NotAllowed):
        desk.callbacks.queue(world.it, ViewFilter())


def test_another_time_keeps_what_was_promised(desk: Desk) -> None:
    wren = desk.world.wren
    callback_id = desk.promise()
    promised = desk.row(callback_id)
    moved = desk.callbacks.postpone(
        wren, [desk.version(callback_id)], at(CHICAGO, 18, 10), "", uuid4()
    )
    assert moved.said == (
        "Promise to Juniper Moss moved to tomorrow 10:00 am in Chicago, 9:00 here."
    )
    row = desk.row(callback_id)
    assert row["due_at"] == at(CHICAGO, 18, 10)
    assert row["first_due_at"] == promised["first_due_at"]
    assert row["promised_wall"] == promised["promised_wall"]
    with pytest.raises(NeedsReason):
        desk.callbacks.postpone(
            wren, [desk.version(callback_id)], at(CHICAGO, 18, 22), " ", uuid4()
        )
    desk.callbacks.postpone(
        wren, [desk.version(callback_id)], at(CHICAGO, 18, 22), "Night shift", uuid4()
    )
    assert desk.row(callback_id)["hours_reason"] == "Night shift"
    with pytest.raises(Refused, match="has passed"):
        desk.callbacks.postpone(wren, [desk.version(callback_id)], desk.now, "", uuid4())


def test_a_lease_keeps_others_off_for_ten_minutes(desk: Desk) -> None:
    world = desk.world
    callback_id = desk.promise()
    lease = desk.callbacks.claim(world.wren, callback_id)
    assert lease.until == desk.now + timedelta(minutes=10)
    assert desk.queue(actor=world.robin)[0].lease_by == "Wren Hill"

    for try_it in (
        lambda: desk.callbacks.claim(world.robin, callback_id),
        lambda: desk.callbacks.may_ring(world.robin, callback_id),
        lambda: desk.record(callback_id, AttemptResult.BUSY, actor=world.robin),
    ):
        with pytest.raises(Refused, match=r"Wren Hill is at work on this until 2:28 pm\."):
            try_it()
    desk.callbacks.release(world.robin, callback_id)
    assert desk.queue()[0].lease_by == "Wren Hill", "not Robin's to release"

    desk.callbacks.claim(world.lark, callback_id)
    assert desk.queue()[0].lease_by == "Lark Moor"
    desk.callbacks.release(world.lark, callback_id)
    desk.record(callback_id, AttemptResult.BUSY, actor=world.robin)

    desk.callbacks.claim(world.wren, callback_id)
    world.clock.forward(minutes=10)
    assert desk.queue()[0].lease_by is None
    desk.callbacks.claim(world.robin, callback_id)
    desk.record(callback_id, AttemptResult.BUSY, actor=world.robin)
    assert desk.queue()[0].lease_by is None, "recording ends it"
    desk.callbacks.close(world.wren, [desk.version(callback_id)], Resolution.KEPT, "", uuid4())
    with pytest.raises(Refused, match="closed"):
        desk.callbacks.claim(world.wren, callback_id)


def test_a_lease_of_a_clock_set_back_keeps_nobody_off(desk: Desk) -> None:
    world = desk.world
    callback_id = desk.promise(kind=CallbackKind.SAFETY)
    desk.callbacks.claim(world.wren, callback_id)
    world.clock.forward(minutes=-9)  # two desks' clocks may differ that much
    with pytest.raises(Refused, match="at work on this"):
        desk.callbacks.claim(world.robin, callback_id)
    world.clock.forward(hours=-3)
    desk.callbacks.claim(world.robin, callback_id)
    desk.record(callback_id, AttemptResult.BUSY, actor=world.robin)


def test_views_are_ones_own(desk: Desk) -> None:
    world = desk.world
    view = ViewFilter("mine", "moss", Reason.REFUND, world.front_desk, None, world.phoenix)
    desk.callbacks.save_view(world.wren, " Refunds  ", view, uuid4())
    desk.callbacks.save_view(world.wren, "Late", ViewFilter("due"), uuid4())
    desk.callbacks.save_view(world.wren, "refunds", view, uuid4())
    views = desk.callbacks.views(world.wren)
    assert [(v.name, v.filter) for v in views] == [("refunds", view), ("Late", ViewFilter("due"))]
    assert desk.callbacks.views(world.robin) == ()
    with pytest.raises(NotFound):
        desk.callbacks.remove_view(world.robin, views[0].id, uuid4())
    removed = desk.callbacks.remove_view(world.wren, views[0].id, uuid4())
    assert [v.name for v in desk.callbacks.views(world.wren)] == ["Late"]
    assert removed.change_id is not None
    desk.undo.undo(world.wren, removed.change_id, uuid4())
    assert len(desk.callbacks.views(world.wren)) == 2
    with pytest.raises(Refused, match="needs a name"):
        desk.callbacks.save_view(world.wren, "  ", view, uuid4())


def test_never_ring_home_holds_at_the_call_button(desk: Desk) -> None:
    world = desk.world
    callback_id = desk.promise(kind=CallbackKind.SAFETY)
    desk.callbacks.may_ring(world.wren, callback_id)
    other = desk.promise()
    for each in (callback_id, other):
        desk.callbacks.give_number(world.wren, *desk.version(each), "(312) 555-0162", uuid4())
    with pytest.raises(Refused, match="must never be rung at this number"):
        desk.callbacks.may_ring(world.wren, other, "a reason")
    with pytest.raises(NeedsReason, match="must never be rung at this number"):
        desk.callbacks.may_ring(world.wren, callback_id)
    desk.callbacks.may_ring(world.wren, callback_id, "Nobody answers the mobile")


def test_a_promise_of_unknown_zone_waits_until_it_suits_the_other_clinic(desk: Desk) -> None:
    """Abroad tells no zone: 8:00 pm in Phoenix is 9:00 pm in Chicago."""
    world = desk.world
    evening = at(PHOENIX, 17, 20)
    callback_id = desk.promise(person_id=None, number_text="+44 20 7946 0018", due_at=evening)
    desk.callbacks.reassign(
        world.wren, [desk.version(callback_id)], world.chicago_team, None, uuid4()
    )
    assert desk.row(callback_id)["due_at"] == at(CHICAGO, 18, 8), "when Chicago opens"
