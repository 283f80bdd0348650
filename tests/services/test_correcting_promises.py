"""A call is corrected: its promise goes to the right person at the right number, or the desk hears
that it does not."""

from typing import Any, Unpack
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Row

from desktop.domain.vocabulary import AttemptResult, CallbackState, CallOutcome, DoNotCallPurpose
from desktop.services.call_correcting import Corrected
from desktop.services.call_form import PromiseForm
from desktop.services.recorded import Recorded
from tests.services.phone import Phone, call_id
from tests.services.promises import Desk, at
from tests.services.world import CHICAGO, PHOENIX

TOLL_FREE = "855-555-0100"
WRONG, RIGHT = "(602) 555-0111", "(602) 555-0119"


@pytest.fixture
def phone(desk: Desk) -> Phone:
    return Phone.at(desk.world)


def correct(phone: Phone, key: UUID, **columns: Unpack[Corrected]) -> Recorded:
    (call,) = phone.rows("call", id=key)
    wren = phone.world.wren
    return phone.calls.correct(wren, key, call.version, "Typed wrong", uuid4(), **columns)


def stranger(phone: Phone, number: str = WRONG) -> UUID:
    """Clover, whom nobody knows, was promised a call at a number that was typed wrong."""
    form = phone.promising(number_text=number, speaker_id=None, speaker_name="Clover")
    return call_id(phone.log(form))


def rings(phone: Phone, promise: Row[Any]) -> str | None:
    if promise.number_id is None:
        return None
    return str(phone.rows("phone_number", id=promise.number_id)[0].e164)


def test_the_promise_rings_the_right_number_and_undo_puts_both_back(phone: Phone) -> None:
    key = stranger(phone)
    before = phone.callback()
    done = correct(phone, key, number_text=RIGHT)
    assert done.said == (
        "The call is corrected. Its promise goes along: (602) 555-0119, due tomorrow 9:00 am."
    )
    assert rings(phone, phone.callback()) == "+16025550119"
    assert phone.callback().due_at == before.due_at
    assert done.written.change_id is not None
    phone.undo.undo(phone.world.wren, done.written.change_id, uuid4())
    assert rings(phone, phone.callback()) == "+16025550111"
    (call,) = phone.rows("call")
    assert call.number_id == before.number_id


def test_it_was_somebody_else(phone: Phone) -> None:
    key = call_id(phone.log(phone.promising()))
    rowan = phone.world.rowan
    done = correct(phone, key, speaker_id=rowan, subject_id=rowan)
    promise = phone.callback()
    assert (promise.person_id, promise.subject_id) == (rowan, rowan)
    assert promise.number_id == phone.world.shared_number
    assert "goes along: Rowan Moss at (312) 555-0147, due tomorrow 10:00 am" in done.said


def test_they_are_not_rung_where_they_must_never_be(phone: Phone) -> None:
    key = stranger(phone)
    correct(phone, key, speaker_id=phone.world.juniper, number_text="(312) 555-0162")
    promise = phone.callback()
    assert (promise.person_id, promise.number_id) == (
        phone.world.juniper,
        phone.world.shared_number,
    )


def test_the_time_suits_where_they_are(phone: Phone) -> None:
    """Half past eight in the evening in Phoenix is half past nine in Chicago."""
    evening = PromiseForm(due_at=at(PHOENIX, 17, 20, 30))
    form = phone.card(CallOutcome.CALLBACK, number_text=WRONG, speaker_id=None, promise=evening)
    key = call_id(phone.log(form))
    assert phone.callback().zone_certain
    correct(phone, key, number_text="(312) 555-0119")
    promise = phone.callback()
    assert promise.due_at == at(CHICAGO, 18, 9)
    assert promise.promised_zone == CHICAGO


def test_what_was_promised_is_told_on_the_clock_where_they_are(phone: Phone) -> None:
    at_ten = PromiseForm(due_at=at(PHOENIX, 18, 10))
    form = phone.card(CallOutcome.CALLBACK, number_text=WRONG, speaker_id=None, promise=at_ten)
    key = call_id(phone.log(form))
    assert phone.callback().promised_wall == "Wed 10:00 am"
    correct(phone, key, number_text="(312) 555-0119")
    promise = phone.callback()
    assert (promise.promised_wall, promise.promised_zone) == ("Wed 11:00 am", CHICAGO)
    assert promise.first_due_at == at(PHOENIX, 18, 10)


@pytest.mark.parametrize("told_by", ["number", "person"])
def test_the_zone_of_the_wrong_number_or_person_does_not_count(phone: Phone, told_by: str) -> None:
    if told_by == "number":
        key = stranger(phone, "(312) 555-0119")
    else:
        key = call_id(phone.log(phone.promising(number_text=TOLL_FREE)))
    assert (phone.callback().promised_zone, phone.callback().zone_certain) == (CHICAGO, True)
    correct(phone, key, number_text=TOLL_FREE, speaker_id=None, speaker_name="Clover")
    promise = phone.callback()
    assert (promise.promised_zone, promise.zone_certain) == (PHOENIX, False)


def test_without_the_number_one_is_asked_for(phone: Phone) -> None:
    form = phone.promising(number_text="(602) 555-0111", speaker_id=phone.world.sorrel)
    key = call_id(phone.log(form))
    done = correct(phone, key, number_text="anonymous")
    promise = phone.callback()
    assert (promise.number_id, promise.asks_number) == (None, True)
    assert done.said.endswith("Ask for a number to ring.")
    correct(phone, key, number_text=RIGHT)
    assert rings(phone, phone.callback()) == "+16025550119"
    assert not phone.callback().asks_number


def test_the_only_number_of_somebody_unknown_is_not_taken_away(phone: Phone) -> None:
    key = stranger(phone)
    done = correct(phone, key, number_text="anonymous")
    assert "stays with (602) 555-0111: the call shows no number" in done.said
    assert rings(phone, phone.callback()) == "+16025550111"


def test_a_promise_that_was_tried_stays_and_the_desk_hears_it(phone: Phone, desk: Desk) -> None:
    key = stranger(phone)
    desk.record(phone.callback().id, AttemptResult.NO_ANSWER)
    before = phone.callback()
    done = correct(phone, key, number_text=RIGHT)
    assert done.said == (
        "The call is corrected. Its promise stays with (602) 555-0111: "
        "somebody has tried it already. Look at it in Callbacks."
    )
    assert phone.callback() == before


def test_a_promise_somebody_is_at_work_on_stays(phone: Phone, desk: Desk) -> None:
    key = stranger(phone)
    desk.callbacks.claim(phone.world.robin, phone.callback().id)
    assert "somebody is at work on it" in correct(phone, key, number_text=RIGHT).said
    assert rings(phone, phone.callback()) == "+16025550111"


def test_nobody_is_promised_a_call_who_asked_not_to_be_called(phone: Phone, desk: Desk) -> None:
    key = call_id(phone.log(phone.promising()))
    world = phone.world
    desk.do_not_calls.set(world.wren, world.hazel, None, DoNotCallPurpose.ALL, "", uuid4())
    done = correct(phone, key, speaker_id=world.hazel, subject_id=world.hazel)
    assert "stays with Juniper Moss at (312) 555-0147: whom the call names now asked" in done.said
    assert phone.callback().person_id == world.juniper


@pytest.mark.parametrize("which", [0, 1])
def test_who_was_missed_too_is_still_rung_back(phone: Phone, which: int) -> None:
    """One promise was for both calls; now it turns out that they came from two numbers."""
    form = phone.card(CallOutcome.MISSED, number_text=WRONG, speaker_id=None)
    calls = [call_id(phone.log(form))]
    phone.world.clock.forward(minutes=5)
    calls.append(call_id(phone.log(form)))
    before = phone.callback()
    done = correct(phone, calls[which], number_text=RIGHT)
    assert "A promise was made for it: (602) 555-0119, due today" in done.said
    of_call = {each.call_id: rings(phone, each) for each in phone.rows("callback")}
    assert of_call == {calls[which]: "+16025550119", calls[1 - which]: "+16025550111"}
    assert done.written.change_id is not None
    phone.undo.undo(phone.world.wren, done.written.change_id, uuid4())
    left = phone.callback()
    assert (left.call_id, left.number_id) == (before.call_id, before.number_id)


def test_all_who_were_missed_at_a_number_learn_who_it_is(phone: Phone) -> None:
    form = phone.card(CallOutcome.MISSED, number_text=WRONG, speaker_id=None)
    first = call_id(phone.log(form))
    phone.world.clock.forward(minutes=5)
    phone.log(form)
    correct(phone, first, speaker_id=phone.world.hazel, subject_id=phone.world.hazel)
    promise = phone.callback()
    assert (promise.call_id, promise.person_id) == (first, phone.world.hazel)
    assert rings(phone, promise) == "+16025550111"


def test_a_further_call_is_not_promised_a_call_twice(phone: Phone) -> None:
    form = phone.card(CallOutcome.MISSED, number_text=WRONG, speaker_id=None)
    phone.log(form)
    phone.world.clock.forward(minutes=5)
    key = call_id(phone.log(form))
    assert "promise" not in correct(phone, key, outcome=CallOutcome.RESOLVED).said
    assert "promise" not in correct(phone, key, number_text=RIGHT).said
    assert phone.callback().call_id != key


def test_a_promise_that_is_for_somebody_else_by_now_is_told_of(phone: Phone, desk: Desk) -> None:
    key = stranger(phone)
    version = desk.version(phone.callback().id)
    desk.callbacks.attach_person(phone.world.wren, *version, phone.world.hazel, uuid4())
    done = correct(phone, key, speaker_id=phone.world.rowan)
    assert phone.callback().person_id == phone.world.hazel
    assert "Hazel Birch at (602) 555-0111" in done.said
    assert "in Callbacks" in done.said


def test_other_corrections_leave_the_promise_alone(phone: Phone) -> None:
    key = stranger(phone)
    before = phone.callback()
    done = correct(phone, key, notes="Other", number_text=WRONG)
    assert done.said == "The call is corrected. The first version stays with it."
    assert phone.callback() == before
    ended = correct(phone, key, outcome=CallOutcome.RESOLVED, number_text=RIGHT)
    assert "The promise to (602) 555-0119 stays open" in ended.said
    assert "goes along" in ended.said
    assert phone.callback().state == CallbackState.OPEN
