"""Missed again and again: one promise, every call kept, nothing lost by taking any of them back."""

from datetime import timedelta
from itertools import permutations
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Row

from desktop.domain.errors import ChangedSince, Refused
from desktop.domain.vocabulary import (
    AttemptResult,
    CallbackKind,
    CallOutcome,
    Direction,
    DoNotCallPurpose,
    NumberKind,
    Reason,
    Resolution,
)
from desktop.services.changes import Written
from desktop.services.do_not_call import DoNotCalls
from desktop.services.new_promise import NewPromise
from desktop.services.people import People
from desktop.services.trail import broken_links
from tests.services.phone import Phone
from tests.services.promises import Desk, at, desk_of
from tests.services.world import CHICAGO, World, edit

NOBODY: dict[str, Any] = {"speaker_id": None}


@pytest.fixture
def phone(world: World) -> Phone:
    return Phone.at(world)


@pytest.fixture
def desk(world: World) -> Desk:
    return desk_of(world)


def missed(phone: Phone, after: int = 1, **more: Any) -> Written:
    """A call from the shared number is missed some minutes later; Juniper is named unless said."""
    phone.world.clock.forward(minutes=after)
    return phone.log(phone.card(CallOutcome.MISSED, **more))


def try_it(desk: Desk, row: Row[Any], result: AttemptResult, **more: Any) -> Row[Any]:
    """A try by Robin; the callback as it is then."""
    desk.record(row.id, result, actor=desk.world.robin, **more)
    return Phone.at(desk.world).rows("callback", id=row.id)[0]


def rang_again(desk: Desk, callback_id: UUID) -> list[UUID | None]:
    """The calls that the timeline shows as further ones, newest first."""
    timeline = desk.callbacks.detail(desk.world.wren, callback_id).timeline
    return [entry.call_id for entry in timeline if entry.aside == "rang again"]


def test_three_missed_calls_of_one_number_are_one_promise(phone: Phone, desk: Desk) -> None:
    first = missed(phone, **NOBODY)
    promised = phone.callback()
    second = missed(phone, **NOBODY)
    third = missed(phone, **NOBODY)
    assert phone.callback() == promised, "nothing is written to what somebody may be working on"
    assert len(phone.rows("call")) == 3
    timeline = desk.callbacks.detail(desk.world.wren, promised.id).timeline
    assert [(entry.title, entry.aside, entry.call_id) for entry in timeline] == [
        ("Missed call", "rang again", third.value),
        ("Missed call", "rang again", second.value),
        ("Callback promised for 3:19 pm the same day", "", first.value),
        ("Missed call", "", first.value),
    ]


def test_who_rings_again_is_due_at_once(world: World, phone: Phone, desk: Desk) -> None:
    missed(phone, **NOBODY)
    tried = try_it(desk, phone.callback(), AttemptResult.VOICEMAIL)
    assert tried.due_at == at(CHICAGO, 18, 10)
    again = missed(phone, **NOBODY)
    row = phone.callback()
    assert (row.due_at, row.first_due_at) == (world.clock.now, tried.first_due_at)
    assert row.attempts == 1
    third = missed(phone, **NOBODY)
    assert phone.callback() == row, "it is due already"
    # The second one taken back: the third waits for the same call.
    phone.take_back(again)
    assert phone.callback().due_at == row.due_at
    phone.take_back(third)
    assert phone.callback().due_at == row.due_at


def test_taken_back_it_is_due_when_it_was(phone: Phone, desk: Desk) -> None:
    missed(phone, **NOBODY)
    tried = try_it(desk, phone.callback(), AttemptResult.VOICEMAIL)
    phone.take_back(missed(phone, **NOBODY))
    row = phone.callback()
    assert (row.due_at, row.hours_reason) == (tried.due_at, tried.hours_reason)
    assert len(phone.rows("call")) == 1


def test_at_night_it_comes_forward_to_the_next_hour_that_suits(
    world: World, phone: Phone, desk: Desk
) -> None:
    missed(phone)
    row = phone.callback()
    later = at(CHICAGO, 20, 11)
    desk.callbacks.postpone(world.robin, [(row.id, row.version)], later, "", uuid4())
    world.clock.now = at(CHICAGO, 17, 22)
    missed(phone)
    # The desk in Phoenix opens at eight, nine in Chicago.
    assert phone.callback().due_at == at(CHICAGO, 18, 9)
    assert phone.callback().hours_reason is None


def test_a_promise_learns_who_it_was(world: World, phone: Phone) -> None:
    home = "(312) 555-0162"
    missed(phone, number_text=home, **NOBODY)
    before = phone.callback()
    again = missed(phone, number_text=home)
    row = phone.callback()
    assert (row.person_id, row.subject_id) == (world.juniper, world.juniper)
    assert row.number_id == world.shared_number, "never ring her at home"
    phone.take_back(again)
    row = phone.callback()
    assert (row.person_id, row.subject_id, row.number_id) == (None, None, before.number_id)
    # A call without a name belongs to it as well, whoever it is for.
    missed(phone, number_text=home)
    missed(phone, number_text=home, **NOBODY)
    assert phone.callback().person_id == world.juniper


def test_a_name_given_to_a_further_call_later_is_the_promises_too(
    world: World, phone: Phone
) -> None:
    missed(phone, **NOBODY)
    again = missed(phone, **NOBODY)
    assert isinstance(again.value, UUID)
    named = phone.calls.attach_person(world.wren, again.value, 1, uuid4(), speaker_id=world.rowan)
    assert phone.callback().person_id == world.rowan
    phone.take_back(named)
    assert phone.callback().person_id is None


def test_somebody_else_of_the_household_is_another_promise(
    world: World, phone: Phone, desk: Desk
) -> None:
    missed(phone)
    missed(phone, speaker_id=world.rowan)
    assert {row.person_id for row in phone.rows("callback")} == {world.juniper, world.rowan}
    missed(phone, speaker_id=world.rowan)
    missed(phone)
    missed(phone, **NOBODY)
    assert len(phone.rows("callback")) == 2
    named = missed(phone, number_text="(312) 555-0162")  # her other number, not to be rung
    (hers,) = phone.rows("callback", person_id=world.juniper)
    assert rang_again(desk, hers.id)[0] == named.value
    assert len(phone.rows("callback")) == 2


@pytest.mark.parametrize("how", ["closed", "reached", "wrong number", "promised", "new callback"])
def test_what_is_no_missed_call_waiting_takes_none(
    world: World, phone: Phone, desk: Desk, how: str
) -> None:
    if how == "promised":
        phone.log(phone.promising())
    elif how == "new callback":
        desk.promise()
    else:
        missed(phone)
    row = phone.callback()
    if how == "closed":
        desk.callbacks.close(world.robin, [(row.id, row.version)], Resolution.RANG_US, "", uuid4())
    elif how == "reached":
        try_it(desk, row, AttemptResult.REACHED, new_due_at=at(CHICAGO, 20, 10))
    elif how == "wrong number":
        try_it(desk, row, AttemptResult.WRONG_NUMBER)
    missed(phone)
    assert len(phone.rows("callback")) == 2
    assert rang_again(desk, row.id) == []


def test_a_safety_follow_up_is_no_missed_call(phone: Phone) -> None:
    phone.log(phone.card(CallOutcome.SAFETY))
    missed(phone)
    kinds = {row.kind for row in phone.rows("callback")}
    assert kinds == {CallbackKind.SAFETY, CallbackKind.SERVICE}


def test_another_number_and_another_extension_are_others(world: World, phone: Phone) -> None:
    missed(phone, **NOBODY)
    missed(phone, number_text="(312) 555-0147 ext. 5", **NOBODY)
    missed(phone, number_text="(303) 555-0112", speaker_id=world.hazel)
    assert len(phone.rows("callback")) == 3


@pytest.mark.parametrize("was_wrong", [False, True])
def test_to_be_rung_elsewhere_it_takes_calls_from_where_they_rang_unless_that_was_wrong(
    world: World, phone: Phone, desk: Desk, was_wrong: bool
) -> None:
    missed(phone, **NOBODY)
    row = phone.callback()
    elsewhere = "(602) 555-0171"
    if was_wrong:
        try_it(desk, row, AttemptResult.WRONG_NUMBER, new_number_text=elsewhere)
    else:
        desk.callbacks.give_number(world.robin, row.id, row.version, elsewhere, uuid4())
    again = missed(phone, **NOBODY)
    assert len(phone.rows("callback")) == 1 + was_wrong
    assert rang_again(desk, row.id) == ([] if was_wrong else [again.value])


def test_a_do_not_call_makes_no_promise_and_moves_none(
    world: World, phone: Phone, desk: Desk
) -> None:
    missed(phone, **NOBODY)
    tried = try_it(desk, phone.callback(), AttemptResult.VOICEMAIL)
    stops = DoNotCalls(world.database, world.ledger)
    stops.set(world.lark, world.juniper, None, DoNotCallPurpose.ALL, "Asked", uuid4())
    missed(phone)
    assert phone.callback().due_at == tried.due_at
    assert phone.callback().person_id is None


def test_outward_and_talked_calls_do_not_show_as_rung_again(phone: Phone, desk: Desk) -> None:
    missed(phone)
    row = phone.callback()
    missed(phone, direction=Direction.OUT)
    phone.log(phone.card())
    phone.log(phone.card(CallOutcome.HUNG_UP))
    assert rang_again(desk, row.id) == []


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_taken_back_in_any_order_each_call_goes_and_the_promise_with_the_last(
    phone: Phone, desk: Desk, order: tuple[int, ...]
) -> None:
    """The second one names her, the third finds it put off."""
    calls = [missed(phone, **NOBODY), missed(phone)]
    row = phone.callback()
    calls.append(missed(phone, **NOBODY))
    left = {0, 1, 2}
    for which in order:
        phone.take_back(calls[which])
        left.remove(which)
        assert {call.id for call in phone.rows("call")} == {calls[each].value for each in left}
        rows = phone.rows("callback")
        assert [each.id for each in rows] == ([row.id] if left else [])
        if left:
            assert rows[0].call_id == calls[min(left)].value
            assert rows[0].state == "open"
            assert (rows[0].person_id is not None) == (1 in left)
            assert rang_again(desk, row.id) == [calls[each].value for each in sorted(left)[:0:-1]]
    drafts = phone.drafts.open_drafts(phone.world.wren)
    assert {draft.id for draft in drafts} == {call.value for call in calls}
    assert not list(broken_links(phone.world.database))
    # Logged again they are one promise again.
    for draft in drafts:
        phone.log(draft.form, draft_id=draft.id)
    assert len(phone.rows("callback")) == 1


def test_a_card_that_came_back_joins_the_promise_that_stayed(phone: Phone) -> None:
    first = missed(phone, **NOBODY)
    missed(phone, **NOBODY)
    phone.take_back(first)
    (draft,) = phone.drafts.open_drafts(phone.world.wren)
    phone.log(draft.form, draft_id=draft.id)
    assert len(phone.rows("callback")) == 1


def test_a_worked_promise_goes_with_none_of_its_calls(phone: Phone, desk: Desk) -> None:
    first, second = missed(phone, **NOBODY), missed(phone, **NOBODY)
    try_it(desk, phone.callback(), AttemptResult.VOICEMAIL)
    # It is the second one's as well, so the first one may go.
    phone.take_back(first)
    assert phone.callback().call_id == second.value
    with pytest.raises(ChangedSince, match="Its promise was worked on since, so it stays"):
        phone.take_back(second)
    assert phone.callback().attempts == 1
    assert [row.id for row in phone.rows("call")] == [second.value]


def test_what_a_further_call_did_is_not_undone_behind_somebodys_back(
    world: World, phone: Phone, desk: Desk
) -> None:
    missed(phone, **NOBODY)
    tried = try_it(desk, phone.callback(), AttemptResult.VOICEMAIL)
    again = missed(phone, **NOBODY)
    desk.callbacks.claim(world.robin, tried.id)
    with pytest.raises(Refused, match="Robin Vale is at work on this"):
        phone.take_back(again)
    edit(world, world.robin, "callback", tried.id, owner_user_id=world.robin.user_id)
    with pytest.raises(ChangedSince, match="Robin Vale changed this since"):
        phone.take_back(again)
    assert len(phone.rows("call")) == 2


def test_a_promise_that_another_desk_rings_is_not_taken_from_it(
    world: World, phone: Phone, desk: Desk
) -> None:
    first, second = missed(phone, **NOBODY), missed(phone, **NOBODY)
    phone.take_back(first)
    desk.callbacks.claim(world.robin, phone.callback().id)
    with pytest.raises(Refused, match="Robin Vale is at work on this"):
        phone.take_back(second)
    assert phone.callback().call_id == second.value


def test_a_call_with_a_promise_of_its_own_made_later_keeps_it(
    world: World, phone: Phone, desk: Desk
) -> None:
    talked = phone.log(phone.card())
    assert isinstance(talked.value, UUID)
    new = NewPromise(
        Reason.RECORDS, desk.now + timedelta(hours=1), person_id=world.juniper, call_id=talked.value
    )
    desk.callbacks.promise(world.wren, new, uuid4())
    with pytest.raises(ChangedSince):
        phone.take_back(talked)
    assert len(phone.rows("callback")) == 1


def test_a_late_entry_of_a_missed_call_joins_too(world: World, phone: Phone, desk: Desk) -> None:
    missed(phone, **NOBODY)
    row = phone.callback()
    really = world.clock.now - timedelta(hours=2)
    late = missed(phone, real_started_at=really, **NOBODY)
    assert phone.callback() == row
    assert rang_again(desk, row.id) == [late.value]


def test_their_other_number_is_the_same_person(world: World, phone: Phone, desk: Desk) -> None:
    people = People(world.database, world.ledger, world.clock)
    people.add_number(world.wren, world.hazel, "(720) 555-0190", NumberKind.WORK, uuid4())
    hazel: dict[str, Any] = {"speaker_id": world.hazel}
    missed(phone, number_text="(303) 555-0112", **hazel)
    row = phone.callback()
    # She rang from work, where she may be rung: that is another promise, as before.
    missed(phone, number_text="(720) 555-0190", **hazel)
    assert len(phone.rows("callback")) == 2
    assert rang_again(desk, row.id) == []
