"""Do not call: by person, number and purpose; what it stops, what it never stops, lifting it."""

from uuid import uuid4

import pytest

from desktop.domain.errors import NotAllowed, Refused
from desktop.domain.vocabulary import (
    AttemptResult,
    CallbackKind,
    CallbackState,
    DoNotCallPurpose,
    Resolution,
)
from desktop.services.do_not_call import DoNotCallRow, in_force, stops
from tests.services.promises import Desk, at
from tests.services.world import CHICAGO, edit

_ALL = DoNotCallPurpose.ALL


def _row(purpose: DoNotCallPurpose, desk: Desk) -> DoNotCallRow:
    return DoNotCallRow(uuid4(), uuid4(), None, purpose, "", desk.now, "")


def test_what_each_purpose_stops(desk: Desk) -> None:
    stopped = {
        (purpose, kind)
        for purpose in DoNotCallPurpose
        for kind in CallbackKind
        if stops(kind, [_row(purpose, desk)])
    }
    assert stopped == {
        (_ALL, CallbackKind.SERVICE),
        (_ALL, CallbackKind.MARKETING),
        (_ALL, CallbackKind.TRANSITION),
        (DoNotCallPurpose.MARKETING, CallbackKind.MARKETING),
        (DoNotCallPurpose.TRANSITION, CallbackKind.TRANSITION),
    }


def test_a_number_is_stopped_for_everybody_at_it_and_nowhere_else(desk: Desk) -> None:
    world = desk.world
    junipers = desk.promise()
    rowans = desk.promise(person_id=world.rowan)
    nobodys = desk.promise(person_id=None, number_text="(312) 555-0147")
    elsewhere = desk.promise(number_text="(312) 555-0190")

    done = desk.do_not_calls.set(world.wren, None, world.shared_number, _ALL, "Office", uuid4())

    assert done.said == "Do not call saved for (312) 555-0147. 3 promises stopped."
    assert {row.id for row in desk.queue()} == {elsewhere}
    assert {row.resolution for row in (desk.row_of(i) for i in (junipers, rowans, nobodys))} == {
        Resolution.DO_NOT_CALL
    }
    with world.database.read() as conn:
        [row] = in_force(conn, world.juniper, world.shared_number)
        assert (row.reason, row.by, row.set_at) == ("Office", "Wren Hill", desk.now)
        assert in_force(conn, world.juniper, None) == ()
        assert in_force(conn, None, None) == ()
    desk.take_back(done)
    assert len(desk.queue()) == 4


def test_a_person_is_stopped_at_every_number(desk: Desk) -> None:
    world = desk.world
    desk.promise()
    desk.promise(number_text="(312) 555-0190")
    rowans = desk.promise(person_id=world.rowan)
    household = desk.promise(person_id=None, number_text="(312) 555-0147")
    done = desk.do_not_calls.set(world.wren, world.juniper, None, _ALL, "", uuid4())
    assert done.said == "Do not call saved for Juniper Moss. 2 promises stopped."
    assert {row.id for row in desk.queue()} == {rowans, household}


def test_a_number_that_only_they_use_is_theirs(desk: Desk) -> None:
    """A missed call of theirs, with nobody named, is not rung either."""
    world = desk.world
    unnamed = desk.promise(person_id=None, number_text="(303) 555-0112")
    desk.do_not_calls.set(world.wren, world.hazel, None, _ALL, "", uuid4())
    assert desk.row(unnamed)["state"] == CallbackState.CLOSED
    with pytest.raises(Refused, match="asked not to be called"):
        desk.promise(person_id=None, number_text="(303) 555-0112")


def test_a_person_at_one_number_only(desk: Desk) -> None:
    world = desk.world
    here, there = desk.promise(), desk.promise(number_text="(312) 555-0190")
    rowans = desk.promise(person_id=world.rowan)
    desk.do_not_calls.set(world.wren, world.juniper, world.shared_number, _ALL, "", uuid4())
    assert {row.id for row in desk.queue()} == {there, rowans}
    assert desk.row(here)["resolution"] == Resolution.DO_NOT_CALL


def test_one_purpose_leaves_the_others(desk: Desk) -> None:
    world = desk.world
    service = desk.promise()
    desk.promise(kind=CallbackKind.TRANSITION)
    done = desk.do_not_calls.set(
        world.wren, world.juniper, None, DoNotCallPurpose.TRANSITION, "", uuid4()
    )
    assert done.said.endswith("1 promise stopped.")
    assert {row.id for row in desk.queue()} == {service}
    with pytest.raises(Refused, match="no calls about the sale"):
        desk.promise(kind=CallbackKind.TRANSITION)


def test_it_is_kept_once_and_needs_somebody(desk: Desk) -> None:
    world = desk.world
    first = desk.do_not_calls.set(world.wren, world.juniper, None, _ALL, "", uuid4())
    again = desk.do_not_calls.set(world.robin, world.juniper, None, _ALL, "", uuid4())
    assert again.said == "Do not call saved for Juniper Moss. No other promise was open."
    assert (again.written.change_id, again.written.value) == (None, first.written.value)
    with pytest.raises(Refused, match="needs a person or a number"):
        desk.do_not_calls.set(world.wren, None, None, _ALL, "", uuid4())


def test_only_a_manager_lifts_it_and_says_why(desk: Desk) -> None:
    world = desk.world
    made = desk.do_not_calls.set(world.wren, world.juniper, None, _ALL, "Angry", uuid4())
    row_id = made.written.value
    assert row_id is not None
    with pytest.raises(NotAllowed, match="Only a manager"):
        desk.do_not_calls.lift(world.wren, row_id, "Sorry", uuid4())
    with pytest.raises(Refused, match="needs a reason"):
        desk.do_not_calls.lift(world.lark, row_id, "  ", uuid4())
    lifted = desk.do_not_calls.lift(world.lark, row_id, "Wrote to us", uuid4())
    assert lifted.said.startswith("Juniper Moss may be called again.")
    with pytest.raises(Refused, match="lifted already"):
        desk.do_not_calls.lift(world.lark, row_id, "Wrote to us", uuid4())
    callback_id = desk.promise()
    with pytest.raises(Refused, match="promised since"):
        desk.take_back(lifted, world.lark)
    desk.callbacks.close(
        world.wren, [desk.version(callback_id)], Resolution.NOT_NEEDED, "", uuid4()
    )
    desk.take_back(lifted, world.lark)
    with pytest.raises(Refused, match="asked not to be called"):
        desk.promise()


def test_undo_opens_nothing_that_was_stopped_since(desk: Desk) -> None:
    world = desk.world
    callback_id = desk.promise()
    closed = desk.callbacks.close(
        world.wren, [desk.version(callback_id)], Resolution.KEPT, "", uuid4()
    )
    desk.do_not_calls.set(world.robin, world.juniper, None, _ALL, "", uuid4())
    with pytest.raises(Refused, match="asked not to be called"):
        desk.take_back(closed)
    assert desk.row(callback_id)["resolution"] == Resolution.KEPT


def test_undo_of_one_opens_nothing_that_another_stops(desk: Desk) -> None:
    world = desk.world
    callback_id = desk.promise()
    at_number = desk.do_not_calls.set(world.wren, None, world.shared_number, _ALL, "", uuid4())
    personal = desk.do_not_calls.set(world.robin, world.juniper, None, _ALL, "", uuid4())
    with pytest.raises(Refused, match="Another do not call stops the promise to Juniper Moss"):
        desk.take_back(at_number)
    assert desk.row(callback_id)["resolution"] == Resolution.DO_NOT_CALL
    desk.take_back(personal, world.robin)
    desk.take_back(at_number)
    assert desk.row(callback_id)["state"] == CallbackState.OPEN


def test_nobody_is_said_to_have_asked_who_did_not(desk: Desk) -> None:
    desk.do_not_calls.set(desk.world.wren, None, desk.world.shared_number, _ALL, "", uuid4())
    with pytest.raises(Refused, match=r"^Somebody at \(312\) 555-0147 asked not to be called"):
        desk.promise(person_id=desk.world.rowan)


def test_where_no_hour_suits_every_zone_the_rule_says_so(desk: Desk) -> None:
    """Pensacola's area code lies in two zones; she can be rung for one hour of her evening."""
    world = desk.world
    edit(world, world.wren, "person", world.hazel, hours_from=19 * 60, hours_to=20 * 60)
    callback_id = desk.promise(
        person_id=world.hazel,
        number_text="(850) 555-0123",
        due_at=at(CHICAGO, 17, 19, 30),
        hours_reason="She said so",
    )
    world.clock.now = at(CHICAGO, 17, 19, 30)
    desk.record(callback_id, AttemptResult.VOICEMAIL, hours_reason="She said so")
    row = desk.row(callback_id)
    assert row["due_at"] > desk.now
    assert row["hours_reason"] == "No hour suits every place this number may be in."
