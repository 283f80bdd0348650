"""Where somebody is rung: what they said counts as long as their number does not tell."""

from datetime import timedelta
from uuid import UUID

import pytest

from desktop.domain.errors import NeedsReason
from desktop.domain.vocabulary import AttemptResult, CallOutcome
from desktop.services.call_form import PromiseForm
from tests.services.phone import Phone
from tests.services.promises import Desk, at

LONDON = "Europe/London"
SILENT = ["855-555-0100", "+44 20 7946 0018"]


def _promised(desk: Desk, number: str, zone: str | None) -> UUID:
    """Somebody without a name, promised a call for ten in the morning of their Wednesday."""
    phone = Phone.at(desk.world)
    promise = PromiseForm(due_at=at(zone or "America/Phoenix", 18, 10))
    form = phone.card(
        CallOutcome.CALLBACK, number_text=number, speaker_id=None, zone=zone, promise=promise
    )
    phone.log(form)
    callback_id: UUID = phone.callback().id
    return callback_id


@pytest.mark.parametrize("number", SILENT)
def test_where_they_said_they_are_still_counts_when_they_are_rung(desk: Desk, number: str) -> None:
    wren, clock = desk.world.wren, desk.world.clock
    callback_id = _promised(desk, number, LONDON)
    clock.now = at(LONDON, 18, 2)  # seven in the evening in Phoenix
    with pytest.raises(NeedsReason, match="2:00 am in London"):
        desk.callbacks.may_ring(wren, callback_id)
    clock.now = at(LONDON, 18, 10)  # three in the night in Phoenix
    desk.callbacks.may_ring(wren, callback_id)
    detail = desk.callbacks.detail(wren, callback_id)
    assert (detail.candidates.zones, detail.candidates.ask) == ((LONDON,), False)
    assert (detail.place, detail.next_action.call_now) == ("London", True)
    desk.record(callback_id, AttemptResult.BUSY)
    assert desk.row(callback_id)["hours_reason"] is None


def test_without_a_word_of_theirs_the_clinics_zone_counts(desk: Desk) -> None:
    callback_id = _promised(desk, SILENT[0], None)
    assert desk.callbacks.detail(desk.world.wren, callback_id).candidates.ask


def test_a_new_number_brings_its_own_zone_and_keeps_what_was_said(desk: Desk) -> None:
    wren = desk.world.wren
    said = _promised(desk, SILENT[0], LONDON)
    desk.callbacks.give_number(wren, *desk.version(said), "866-555-0100", UUID(int=1))
    assert desk.callbacks.detail(wren, said).candidates.zones == (LONDON,)
    # Nobody said anything: Chicago was told by a number that was not theirs.
    told = desk.promise(person_id=None, number_text="312-555-0190")
    desk.callbacks.give_number(wren, *desk.version(told), "212-555-0133", UUID(int=2))
    row = desk.row(told)
    assert (row["promised_zone"], row["zone_certain"]) == ("America/New_York", True)
    desk.callbacks.give_number(wren, *desk.version(told), "855-555-0133", UUID(int=3))
    assert desk.callbacks.detail(wren, told).candidates.ask
    assert not desk.row(told)["zone_certain"]
    assert desk.row(told)["due_at"] > desk.now - timedelta(minutes=1)
