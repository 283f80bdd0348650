"""The voicemail box is worked to the end: each message promised or closed, each taken back."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from desktop.domain.errors import ChangedSince, NotAllowed, Refused
from desktop.domain.incoming_states import VoicemailState
from desktop.domain.vocabulary import CallbackState, DoNotCallPurpose, Reason, Resolution
from desktop.services import voicemails as voicemail_service
from desktop.services.changes import Writing
from desktop.services.do_not_call import DoNotCalls
from desktop.services.promising import Promise, add_promise
from desktop.services.trail import broken_links
from desktop.services.undo import Undo
from desktop.services.voicemails import VoicemailRow, Voicemails
from tests.services.messages import leave_message
from tests.services.phone import TOMORROW_TEN, Phone
from tests.services.world import World

HAZELS = "(303) 555-0112"
NEW = "(602) 555-0142"


@pytest.fixture
def box(world: World) -> Voicemails:
    return Voicemails(world.database, world.ledger, world.clock)


@pytest.fixture
def phone(world: World) -> Phone:
    return Phone.at(world)


@pytest.fixture
def undo(world: World) -> Undo:
    return Undo(world.database, world.ledger, voicemail_service.INVERSES)


def message(world: World, caller: str = HAZELS, hours_ago: int = 8, **more: object) -> UUID:
    at = world.clock.now - timedelta(hours=hours_ago)
    return leave_message(world.ledger, world.wren, caller, at, **more)


def the_row(box: Voicemails, world: World, message_id: UUID) -> VoicemailRow:
    return next(row for row in box.box(world.wren).rows if row.id == message_id)


def promised(world: World, number_id: UUID) -> UUID:
    """The callback that a missed call opens."""

    def work(writing: Writing) -> UUID:
        wanted = Promise(Reason.OTHER, "Call back.", TOMORROW_TEN, number_id=number_id)
        return add_promise(writing, world.wren, wanted)

    written = world.ledger.write_unattended("take_call", uuid4(), work)
    assert written.value is not None
    return written.value


def test_danger_comes_first_then_the_oldest_and_the_done_last(
    world: World, box: Voicemails
) -> None:
    late = message(world, hours_ago=2)
    early = message(world, NEW, hours_ago=9)
    danger = message(world, "anonymous", hours_ago=1, danger=True, danger_words="end it")
    done = message(world, hours_ago=11)
    box.close(world.wren, done, 1, "", "", uuid4())
    found = box.box(world.wren)
    assert [row.id for row in found.rows] == [danger, early, late, done]
    assert (found.done, found.waiting, box.waiting(world.wren)) == (1, 3, 3)
    assert found.rows[0].caller_id == ""
    world.clock.forward(hours=24)
    assert [row.id for row in box.box(world.wren).rows] == [danger, early, late]


def test_a_promise_is_kept_at_the_number_they_said(
    world: World, box: Voicemails, phone: Phone, undo: Undo
) -> None:
    callback = promised(world, world.hazels_number)
    left = message(world, person_id=world.hazel, callback_id=callback)
    recorded = box.promise(world.wren, left, 1, NEW, "Wants a refund.", uuid4())
    assert "is rung back" in recorded.said
    row = the_row(box, world, left)
    assert (row.state, row.spoken, row.note) == (VoicemailState.PROMISED, NEW, "Wants a refund.")
    assert (row.handled_by, row.due_at) == ("Wren Hill", TOMORROW_TEN)
    kept = phone.callback()
    assert (kept.id, kept.promise, kept.state) == (callback, "Wants a refund.", "open")
    assert kept.number_id != world.hazels_number
    assert recorded.written.change_id is not None
    undo.undo(world.wren, recorded.written.change_id, uuid4())
    assert the_row(box, world, left).state is VoicemailState.WAITING
    kept = phone.callback()
    assert (kept.number_id, kept.promise) == (world.hazels_number, "Call back.")
    assert not list(broken_links(world.database))


def test_a_withheld_caller_who_says_a_number_gets_a_promise(
    world: World, box: Voicemails, phone: Phone, undo: Undo
) -> None:
    left = message(world, "anonymous")
    with pytest.raises(Refused, match="no number to ring"):
        box.promise(world.wren, left, 1, "", "Call me.", uuid4())
    with pytest.raises(Refused, match="cannot be read"):
        box.promise(world.wren, left, 1, "call me", "", uuid4())
    with pytest.raises(Refused, match="cannot be read"):
        box.promise(world.wren, left, 1, "911", "", uuid4())
    recorded = box.promise(world.wren, left, 1, NEW, "", uuid4())
    assert NEW in recorded.said
    assert phone.callback().promise == voicemail_service.RING_BACK
    assert phone.callback().id == the_row(box, world, left).callback_id
    assert recorded.written.change_id is not None
    undo.undo(world.wren, recorded.written.change_id, uuid4())
    assert phone.rows("callback") == []


def test_closing_closes_the_promise_that_the_message_opened(
    world: World, box: Voicemails, phone: Phone, undo: Undo
) -> None:
    callback = promised(world, world.hazels_number)
    left = message(world, callback_id=callback)
    recorded = box.close(world.wren, left, 1, "", "Sells printer ink.", uuid4())
    closed = phone.callback()
    assert (closed.state, closed.resolution) == (CallbackState.CLOSED, Resolution.NOT_NEEDED)
    assert closed.resolution_note == "Sells printer ink."
    assert recorded.written.change_id is not None
    undo.undo(world.wren, recorded.written.change_id, uuid4())
    assert phone.callback().state == CallbackState.OPEN
    assert box.waiting(world.wren) == 1


def test_two_who_listen_at_once(world: World, box: Voicemails) -> None:
    """The second is told, and the same key writes once."""
    left = message(world)
    key = uuid4()
    box.close(world.wren, left, 1, "", "", key)
    assert box.close(world.wren, left, 1, "", "", key).written.repeated
    with pytest.raises(ChangedSince):
        box.promise(world.robin, left, 1, "", "", uuid4())


def test_do_not_call_holds_the_promise_back(world: World, box: Voicemails, phone: Phone) -> None:
    left = message(world)
    DoNotCalls(world.database, world.ledger).set(
        world.wren, None, world.hazels_number, DoNotCallPurpose.ALL, "Asked us.", uuid4()
    )
    with pytest.raises(Refused, match="not to be called"):
        box.promise(world.wren, left, 1, "", "", uuid4())
    assert box.waiting(world.wren) == 1
    assert phone.rows("callback") == []


def test_a_card_number_in_the_note_is_not_kept(world: World, box: Voicemails) -> None:
    left = message(world)
    box.close(world.wren, left, 1, "", "Card 4111 1111 1111 1111", uuid4())
    assert "4111 1111" not in the_row(box, world, left).note


def test_who_may_not_read_people_sees_no_message(world: World, box: Voicemails) -> None:
    left = message(world)
    for ask in (box.box, box.waiting):
        with pytest.raises(NotAllowed):
            ask(world.it)
    with pytest.raises(NotAllowed):
        box.close(world.it, left, 1, "", "", uuid4())
