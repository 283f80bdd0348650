"""A promise made without a name gets one later."""

from datetime import timedelta
from uuid import uuid4

import pytest

from desktop.domain.errors import Refused
from desktop.domain.vocabulary import CallbackKind, CallOutcome
from desktop.services.call_form import PromiseForm
from tests.services.phone import Phone, call_id
from tests.services.promises import Desk, at
from tests.services.world import CHICAGO, PHOENIX, World

TOLL_FREE = "855-555-0100"


def test_a_promise_without_a_call_gets_its_name_and_its_hours(desk: Desk) -> None:
    world = desk.world
    callback_id = desk.promise(
        person_id=None, number_text=TOLL_FREE, due_at=at(PHOENIX, 17, 20, 30)
    )
    made = desk.callbacks.attach_person(
        world.wren, *desk.version(callback_id), world.juniper, uuid4()
    )
    assert made.said == "This promise is for Juniper Moss now."
    row = desk.row(callback_id)
    assert (row["person_id"], row["subject_id"]) == (world.juniper, world.juniper)
    # Half past eight in Phoenix is half past nine where she is.
    assert row["due_at"] == at(CHICAGO, 18, 9)
    with pytest.raises(Refused, match="This promise is for Juniper Moss"):
        desk.callbacks.attach_person(world.wren, *desk.version(callback_id), world.hazel, uuid4())
    desk.take_back(made)
    assert desk.row(callback_id)["person_id"] is None
    assert desk.row(callback_id)["due_at"] == at(PHOENIX, 17, 20, 30)


def test_a_safety_follow_up_stays_due(desk: Desk) -> None:
    desk.world.clock.now = at(PHOENIX, 17, 20, 30)
    callback_id = desk.promise(
        person_id=None, kind=CallbackKind.SAFETY, due_at=desk.now + timedelta(hours=1)
    )
    version = desk.version(callback_id)
    desk.callbacks.attach_person(desk.world.wren, *version, desk.world.hazel, uuid4())
    row = desk.row(callback_id)
    assert (row["due_at"], row["number_id"]) == (desk.now, desk.world.hazels_number)
    assert not row["asks_number"]


def test_the_promise_of_a_call_keeps_to_the_hours_of_who_spoke(world: World) -> None:
    phone = Phone.at(world)
    promise = PromiseForm(due_at=at(PHOENIX, 17, 20, 30))
    form = phone.card(CallOutcome.CALLBACK, number_text=TOLL_FREE, speaker_id=None, promise=promise)
    written = phone.log(form)
    phone.calls.attach_person(world.wren, call_id(written), 1, uuid4(), speaker_id=world.juniper)
    assert phone.callback().due_at == at(CHICAGO, 18, 9)
