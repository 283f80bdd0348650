"""One try of a promise: what is written, when it is due next, what is said, and its undo."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from desktop.domain.errors import NeedsReason, Refused
from desktop.domain.vocabulary import (
    AttemptResult,
    CallbackKind,
    CallbackState,
    DoNotCallPurpose,
    Resolution,
)
from desktop.services.trail import broken_links
from desktop.storage import tables
from tests.services.promises import Desk, at
from tests.services.world import CHICAGO


def test_a_promise_is_said_in_their_time_first(desk: Desk) -> None:
    callback_id = desk.promise(due_at=at(CHICAGO, 18, 10))
    row = desk.row(callback_id)
    assert row["state"] == CallbackState.OPEN
    assert row["promised_zone"] == CHICAGO
    assert row["due_at"] == row["first_due_at"] == at(CHICAGO, 18, 10)
    assert row["owner_team_id"] == desk.world.front_desk
    assert row["owner_user_id"] is None


_NEXT = {
    AttemptResult.VOICEMAIL: (
        at(CHICAGO, 18, 10),
        "Voicemail saved for Juniper Moss. Next try tomorrow 10:00 am in Chicago, 9:00 here.",
    ),
    AttemptResult.NO_ANSWER: (
        at(CHICAGO, 17, 17, 30),
        "No answer saved for Juniper Moss. Next try today 5:30 pm in Chicago, 4:30 here.",
    ),
    AttemptResult.BUSY: (
        at(CHICAGO, 17, 15, 33),
        "Busy saved for Juniper Moss. Next try today 3:33 pm in Chicago, 2:33 here.",
    ),
    AttemptResult.SOMEONE_ELSE: (
        at(CHICAGO, 18, 10),
        "Someone else answered for Juniper Moss. Next try tomorrow 10:00 am in Chicago, 9:00 here.",
    ),
    AttemptResult.WRONG_NUMBER: (
        at(CHICAGO, 18, 10),
        (
            "Wrong number saved for Juniper Moss. Ask for a new one. "
            "Next try tomorrow 10:00 am in Chicago, 9:00 here."
        ),
    ),
}


def test_tries_that_reached_nobody_and_their_undo(desk: Desk) -> None:
    callback_id = desk.promise()
    before = desk.row(callback_id)
    for result, (due, said) in _NEXT.items():
        recorded = desk.record(callback_id, result, note=" At the door. ")

        assert recorded.said == said
        row = desk.row(callback_id)
        assert row["state"] == CallbackState.OPEN
        assert row["due_at"] == due
        assert (row["attempts"], row["last_result"]) == (1, result)
        assert row["last_attempt_at"] == desk.now
        assert row["asks_number"] == (result is AttemptResult.WRONG_NUMBER)
        [attempt] = desk.attempts(callback_id)
        assert attempt["note"] == "At the door."
        assert attempt["next_due_at"] == due
        assert attempt["user_id"] == desk.world.wren.user_id

        desk.take_back(recorded)
        after = desk.row(callback_id)
        assert {**after, "version": 0} == {**before, "version": 0}
        assert desk.attempts(callback_id) == []
    assert list(broken_links(desk.world.database)) == []


def test_same_clock_needs_no_place(desk: Desk) -> None:
    callback_id = desk.promise(person_id=desk.world.sorrel, number_text="(602) 555-0171")
    recorded = desk.record(callback_id, AttemptResult.VOICEMAIL)
    assert recorded.said == "Voicemail saved for Sorrel Pine. Next try tomorrow 10:00 am."


def test_nobody_named_is_called_by_number(desk: Desk) -> None:
    callback_id = desk.promise(person_id=None, number_text="602 555 0171 x5")
    recorded = desk.record(callback_id, AttemptResult.VOICEMAIL)
    said = "Voicemail saved for (602) 555-0171 ext. 5. Next try tomorrow 10:00 am."
    assert recorded.said == said


def test_reached_asks_what_now(desk: Desk) -> None:
    callback_id = desk.promise()
    with pytest.raises(Refused, match="Close the promise, or promise a new time"):
        desk.record(callback_id, AttemptResult.REACHED)
    assert desk.attempts(callback_id) == []


def test_reached_and_kept(desk: Desk) -> None:
    callback_id = desk.promise()
    recorded = desk.record(callback_id, AttemptResult.REACHED, close=Resolution.KEPT)
    assert recorded.said == "Reached Juniper Moss. The promise is kept."
    row = desk.row(callback_id)
    assert (row["state"], row["resolution"]) == (CallbackState.CLOSED, Resolution.KEPT)
    assert row["closed_by"] == desk.world.wren.user_id
    desk.take_back(recorded)
    assert desk.row(callback_id)["state"] == CallbackState.OPEN
    assert desk.row(callback_id)["resolution"] is None


def test_reached_and_promised_again(desk: Desk) -> None:
    callback_id = desk.promise()
    new = at(CHICAGO, 19, 16)
    recorded = desk.record(
        callback_id, AttemptResult.REACHED, new_due_at=new, note="Asked for later"
    )
    assert recorded.said == (
        "New promise saved for Juniper Moss: Thu 4:00 pm in Chicago, 3:00 here."
    )
    row = desk.row(callback_id)
    assert row["due_at"] == row["first_due_at"] == new
    assert row["promised_at"] == desk.now
    assert desk.queue()[0].last_note == "Asked for later"


def test_a_new_promise_keeps_to_their_hours(desk: Desk) -> None:
    callback_id = desk.promise()
    late = at(CHICAGO, 18, 21, 30)
    with pytest.raises(NeedsReason, match="9:30 pm in Chicago is too late"):
        desk.record(callback_id, AttemptResult.REACHED, new_due_at=late)
    desk.record(
        callback_id, AttemptResult.REACHED, new_due_at=late, hours_reason="Works until nine"
    )
    assert desk.row(callback_id)["hours_reason"] == "Works until nine"
    with pytest.raises(Refused, match="has passed"):
        desk.record(callback_id, AttemptResult.REACHED, new_due_at=desk.now - timedelta(minutes=1))


def test_the_fourth_try_asks_for_a_decision_and_closes_nothing(desk: Desk) -> None:
    callback_id = desk.promise()
    said = ""
    for _ in range(4):
        said = desk.record(callback_id, AttemptResult.VOICEMAIL).said
    row = desk.row(callback_id)
    assert said == ("Voicemail saved for Juniper Moss. Four tries made: decide what happens next.")
    assert row["needs_decision"]
    assert row["state"] == CallbackState.OPEN
    assert row["due_at"] > desk.now


def test_a_wrong_number_with_a_new_one_is_due_when_it_was(desk: Desk) -> None:
    callback_id = desk.promise()
    due = desk.row(callback_id)["due_at"]
    recorded = desk.record(callback_id, AttemptResult.WRONG_NUMBER, new_number_text="312-555-0190")
    assert recorded.said.startswith("New number saved for Juniper Moss. Next try today 4:18 pm")
    row = desk.row(callback_id)
    assert row["due_at"] == due
    assert not row["asks_number"]
    assert desk.queue()[0].e164 == "+13125550190"
    desk.take_back(recorded)
    assert desk.queue()[0].e164 == "+13125550147"


def test_a_new_number_can_come_later(desk: Desk) -> None:
    callback_id = desk.promise()
    desk.record(callback_id, AttemptResult.WRONG_NUMBER)
    for text, why in [
        ("anonymous", "hidden number"),
        ("911", "service number"),
        ("12", "cannot be read"),
    ]:
        with pytest.raises(Refused, match=why):
            desk.callbacks.give_number(desk.world.wren, *desk.version(callback_id), text, uuid4())
    given = desk.callbacks.give_number(
        desk.world.wren, *desk.version(callback_id), "(312) 555-0190", uuid4()
    )
    assert not desk.row(callback_id)["asks_number"]
    desk.take_back(given)
    assert desk.row(callback_id)["asks_number"]


def test_a_wrong_number_is_rung_no_more(desk: Desk) -> None:
    world = desk.world
    callback_id = desk.promise(person_id=world.hazel)
    desk.record(callback_id, AttemptResult.WRONG_NUMBER)
    detail = desk.callbacks.detail(world.wren, callback_id)
    assert detail.next_action.title == "Next: ask for another number"
    assert not detail.next_action.can_call
    with pytest.raises(Refused, match="This number was wrong"):
        desk.callbacks.may_ring(world.wren, callback_id)
    with pytest.raises(Refused, match="no number to ring"):
        desk.promise(person_id=world.hazel)
    desk.callbacks.give_number(world.wren, *desk.version(callback_id), "720 555 0190", uuid4())
    desk.callbacks.may_ring(world.wren, callback_id)
    other = desk.promise(person_id=world.hazel)
    assert desk.row(other)["number_id"] == desk.row(callback_id)["number_id"]
    # It was a slip: the same number once more.
    desk.record(callback_id, AttemptResult.WRONG_NUMBER)
    desk.callbacks.give_number(world.wren, *desk.version(callback_id), "303 555 0112", uuid4())
    desk.callbacks.may_ring(world.wren, callback_id)
    assert desk.row(desk.promise(person_id=world.hazel))["number_id"] == world.hazels_number


def test_a_safety_follow_up_at_a_wrong_number_is_not_stopped(desk: Desk) -> None:
    callback_id = desk.promise(kind=CallbackKind.SAFETY)
    desk.record(callback_id, AttemptResult.WRONG_NUMBER)
    desk.callbacks.may_ring(desk.world.wren, callback_id)
    again = desk.promise(kind=CallbackKind.SAFETY, person_id=desk.world.hazel)
    assert not desk.row(again)["asks_number"]


def test_do_not_call_says_what_it_stopped_and_comes_back_whole(desk: Desk) -> None:
    world = desk.world
    one = desk.promise()
    other = desk.promise(kind=CallbackKind.MARKETING)
    safety = desk.promise(kind=CallbackKind.SAFETY)
    rowans = desk.promise(person_id=world.rowan)

    recorded = desk.record(one, AttemptResult.DO_NOT_CALL, reason="Told us so")

    assert recorded.said == (
        "Do not call saved for Juniper Moss. 2 promises stopped. The safety follow-up stays open."
    )
    closed = [desk.row(i)["state"] == CallbackState.CLOSED for i in (one, other, safety, rowans)]
    assert closed == [True, True, False, False]
    assert desk.row(other)["resolution"] == Resolution.DO_NOT_CALL
    with pytest.raises(Refused, match="asked not to be called"):
        desk.promise()
    desk.promise(kind=CallbackKind.SAFETY)
    with pytest.raises(Refused, match="asked not to be called"):
        desk.callbacks.reopen(world.wren, *desk.version(one), at(CHICAGO, 18, 10), uuid4())

    desk.take_back(recorded)
    assert desk.row(one)["state"] == desk.row(other)["state"] == CallbackState.OPEN
    desk.promise()


def test_do_not_call_of_another_purpose_leaves_this_promise(desk: Desk) -> None:
    callback_id = desk.promise()
    recorded = desk.record(
        callback_id,
        AttemptResult.DO_NOT_CALL,
        do_not_call_purpose=DoNotCallPurpose.MARKETING,
    )
    assert "stays open" in recorded.said
    assert desk.row(callback_id)["state"] == CallbackState.OPEN
    with pytest.raises(Refused, match="no marketing calls"):
        desk.promise(kind=CallbackKind.MARKETING)


CARD = "Card 4111 1111 1111 1111, SSN 219-09-9999."
MASKED = "Card •••• •••• •••• 1111, SSN •••-••-9999."


@pytest.mark.parametrize(("kept", "said"), [(False, MASKED), (True, CARD)])
def test_cards_and_social_security_numbers_are_masked_unless_kept(
    desk: Desk, kept: bool, said: str
) -> None:
    world = desk.world
    keep: dict[str, Any] = {"sensitive_kept": kept}
    tried = desk.promise(what=CARD, **keep)
    assert desk.row(tried)["promise"] == said
    for _ in range(4):
        desk.record(tried, AttemptResult.VOICEMAIL, note=CARD, **keep)
    assert {row["note"] for row in desk.attempts(tried)} == {said}
    desk.callbacks.decide(
        world.wren, *desk.version(tried), "unreachable", uuid4(), CARD, sensitive_kept=kept
    )
    assert desk.row(tried)["resolution_note"] == said
    reached = desk.promise()
    desk.record(reached, AttemptResult.REACHED, note=CARD, close=Resolution.KEPT, **keep)
    assert desk.row(reached)["resolution_note"] == said
    closed = desk.promise()
    desk.callbacks.close(
        world.wren, [desk.version(closed)], Resolution.RANG_US, CARD, uuid4(), sensitive_kept=kept
    )
    assert desk.row(closed)["resolution_note"] == said
    stopped = desk.promise(person_id=world.hazel)
    desk.record(stopped, AttemptResult.DO_NOT_CALL, reason=CARD, **keep)
    (wish,) = desk.callbacks.detail(world.wren, stopped).do_not_call
    assert wish.reason == said
    items = tables.metadata.tables["change_item"]
    with world.database.read() as conn:
        images = conn.execute(select(items.c.after)).scalars().all()
    assert any("4111 1111" in (image or "") for image in images) is kept
