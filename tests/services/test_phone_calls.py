"""A call that the phone system announced and a clerk typed is one call, in whatever order."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from desktop.domain.errors import ChangedSince
from desktop.domain.vocabulary import CallOutcome, Source
from desktop.services.phone_calls import is_typed
from desktop.services.trail import broken_links
from tests.services.announced import announce_call, measure
from tests.services.phone import Phone
from tests.services.world import World

_RANG = timedelta(seconds=9)
_TALKED = timedelta(minutes=4)


@pytest.fixture
def phone(world: World) -> Phone:
    return Phone.at(world)


def test_what_is_typed_becomes_part_of_the_announced_call(world: World, phone: Phone) -> None:
    """The phone system tells the end before the clerk saves."""
    rang_at = world.clock.now
    call = announce_call(world.ledger, world.wren, "+13125550147", rang_at)
    world.clock.forward(minutes=4)
    ended_at = world.clock.now
    measure(world.ledger, call, answered_at=rang_at + _RANG, ended_at=ended_at)
    world.clock.forward(minutes=4)
    written = phone.log(phone.promising(phone_call_id=call))
    (row,) = phone.rows("call")
    assert (row.id, written.value) == (call, call)
    assert (row.source, bool(row.external_id)) == (Source.PHONE_SYSTEM, True)
    assert (row.started_at, row.answered_at) == (rang_at, rang_at + _RANG)
    assert row.ended_at == ended_at
    assert (row.speaker_id, row.notes) == (world.juniper, "Wants her records.")
    assert row.user_id == world.wren.user_id
    assert [reason.reason for reason in phone.rows("call_reason")] == ["records"]
    assert phone.callback().call_id == call
    with world.database.read() as conn:
        assert is_typed(conn, call)


def test_the_end_may_be_told_after_it_was_typed(world: World, phone: Phone) -> None:
    """What was typed stays, and undo still works."""
    call = announce_call(world.ledger, world.wren, "+13125550147", world.clock.now)
    written = phone.log(phone.card(phone_call_id=call))
    ended_at = world.clock.now + _TALKED
    measure(world.ledger, call, ended_at=ended_at)
    (row,) = phone.rows("call")
    assert (row.notes, row.ended_at) == ("Wants her records.", ended_at)
    phone.take_back(written)
    (row,) = phone.rows("call")
    assert (row.outcome, row.notes, row.speaker_id) == (None, "", None)
    assert row.ended_at == ended_at
    (draft,) = phone.drafts.open_drafts(world.wren)
    assert draft.form.phone_call_id == call
    with world.database.read() as conn:
        assert not is_typed(conn, call)
    phone.log(draft.form, draft_id=draft.id)
    (row,) = phone.rows("call")
    assert row.notes == "Wants her records."
    assert not list(broken_links(world.database))


def test_undo_stays_behind_a_later_change(world: World, phone: Phone) -> None:
    """But for what is measured, the newer change wins."""
    call = announce_call(world.ledger, world.wren, "+13125550147", world.clock.now)
    written = phone.log(phone.card(phone_call_id=call))
    world.ledger.write_unattended(
        "correct", uuid4(), lambda writing: writing.update("call", call, {"notes": "Other."})
    )
    with pytest.raises(ChangedSince):
        phone.take_back(written)


def test_two_who_took_the_same_call_have_a_call_each(world: World, phone: Phone) -> None:
    """It was put through: nobody's notes are written over."""
    call = announce_call(world.ledger, world.wren, "+13125550147", world.clock.now)
    phone.log(phone.card(phone_call_id=call))
    phone.log(phone.card(phone_call_id=call, notes="Put through to me."), world.robin)
    assert {row.notes for row in phone.rows("call")} == {"Wants her records.", "Put through to me."}


def test_a_call_that_is_not_here_any_more_is_logged_all_the_same(
    world: World, phone: Phone
) -> None:
    """Its import was taken back meanwhile."""
    phone.log(phone.card(phone_call_id=uuid4()))
    (row,) = phone.rows("call")
    assert row.source == Source.DESK


def test_a_withheld_caller_who_tells_the_number(world: World, phone: Phone) -> None:
    """It is a call of that number then; untold it stays withheld."""
    told = announce_call(world.ledger, world.wren, "anonymous", world.clock.now)
    untold = announce_call(world.ledger, world.wren, "anonymous", world.clock.now)
    phone.log(phone.card(phone_call_id=told))
    nameless = replace(phone.card(phone_call_id=untold), number_text="", speaker_id=None)
    phone.log(replace(nameless, outcome=CallOutcome.HUNG_UP))
    rows = {row.id: row for row in phone.rows("call")}
    assert (rows[told].number_id, rows[told].withheld) == (world.shared_number, False)
    assert rows[told].number_text == ""
    assert (rows[untold].withheld, rows[untold].number_text) == (True, "anonymous")
