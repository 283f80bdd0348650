"""A message becomes a promise, and what becomes of a promise that a message opened."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from desktop.domain.errors import NeedsReason, Refused
from desktop.domain.incoming import Disposition
from desktop.domain.incoming_states import VoicemailState
from desktop.domain.vocabulary import (
    AttemptResult,
    CallbackKind,
    CallbackState,
    DoNotCallPurpose,
    Resolution,
)
from desktop.domain.voicemail_ends import VoicemailEnd
from desktop.services import voicemails as voicemail_service
from desktop.services.callbacks import Callbacks
from desktop.services.do_not_call import DoNotCalls
from desktop.services.leases import Leases
from desktop.services.trail import broken_links
from desktop.services.undo import Undo
from desktop.services.voicemail_promises import RING_BACK, RingBack
from desktop.services.voicemail_rows import Heard
from desktop.services.voicemails import Voicemails
from tests.services.incoming import Intake
from tests.services.messages import (
    HAZELS,
    close,
    message,
    promise,
    promised,
    share,
    take_back,
    the_row,
)
from tests.services.phone import TOMORROW_TEN, TONIGHT, Phone
from tests.services.world import World

NEW = "(602) 555-0142"
SHARED, HOME = "(312) 555-0147", "(312) 555-0162"


@pytest.fixture
def box(world: World) -> Voicemails:
    return Voicemails(world.database, world.ledger, world.clock)


@pytest.fixture
def phone(world: World) -> Phone:
    return Phone.at(world)


@pytest.fixture
def undo(world: World) -> Undo:
    return Undo(world.database, world.ledger, voicemail_service.INVERSES)


@pytest.fixture
def intake(world: World) -> Intake:
    return Intake.at(world)


def test_a_promise_is_kept_at_the_number_they_said(
    world: World, box: Voicemails, phone: Phone, undo: Undo
) -> None:
    left = message(world, person_id=world.hazel)
    callback = promised(world, left)
    recorded = promise(box, world, left, NEW, "Wants a refund.")
    assert "is rung back" in recorded.said
    row = the_row(box, world, left)
    assert (row.state, row.spoken, row.note) == (VoicemailState.PROMISED, NEW, "Wants a refund.")
    assert (row.handled_by, row.due_at) == ("Wren Hill", TOMORROW_TEN)
    kept = phone.callback()
    assert (kept.id, kept.promise, kept.state) == (callback, "Wants a refund.", "open")
    assert kept.number_id != world.hazels_number
    take_back(undo, world, recorded)
    assert the_row(box, world, left).state is VoicemailState.WAITING
    kept = phone.callback()
    assert (kept.number_id, kept.promise) == (world.hazels_number, "Call back.")
    assert not list(broken_links(world.database))


def test_a_time_and_an_owner_are_chosen(
    world: World, box: Voicemails, phone: Phone, undo: Undo
) -> None:
    left = message(world, person_id=world.hazel)
    promised(world, left)
    wanted = TOMORROW_TEN + timedelta(hours=2)
    back = RingBack(wanted, world.wren.team_id, world.robin.user_id)
    recorded = promise(box, world, left, back=back)
    kept = phone.callback()
    assert (kept.due_at, kept.owner_user_id) == (wanted, world.robin.user_id)
    assert (kept.first_due_at, kept.promised_by) == (wanted, world.wren.user_id)
    assert box.box(world.wren).first_due_at == wanted
    take_back(undo, world, recorded)
    kept = phone.callback()
    assert (kept.due_at, kept.owner_user_id) == (TOMORROW_TEN, None)


def test_a_time_outside_their_hours_wants_a_reason(
    world: World, box: Voicemails, phone: Phone
) -> None:
    with_promise = message(world, SHARED, person_id=world.juniper)
    promised(world, with_promise)
    for left in (with_promise, message(world, NEW)):
        with pytest.raises(NeedsReason):
            promise(box, world, left, back=RingBack(TONIGHT + timedelta(hours=2)))
        assert the_row(box, world, left).state is VoicemailState.WAITING
    why = RingBack(TONIGHT, hours_reason="They asked for it.")
    promise(box, world, with_promise, back=why)
    assert phone.callback().hours_reason == "They asked for it."


def test_a_withheld_caller_who_says_a_number_gets_a_promise(
    world: World, box: Voicemails, phone: Phone, undo: Undo
) -> None:
    left = message(world, "anonymous")
    with pytest.raises(Refused, match="no number to ring"):
        promise(box, world, left, "", "Call me.")
    for unreadable in ("call me", "911", "withheld"):
        with pytest.raises(Refused, match="cannot be read"):
            promise(box, world, left, unreadable)
    recorded = promise(box, world, left, NEW)
    assert NEW in recorded.said
    assert phone.callback().promise == RING_BACK
    assert phone.callback().id == the_row(box, world, left).callback_id
    take_back(undo, world, recorded)
    assert phone.rows("callback") == []


def test_one_of_a_household_is_named(world: World, box: Voicemails, phone: Phone) -> None:
    left = message(world, SHARED)
    promised(world, left)
    promise(box, world, left, person_id=world.rowan)
    assert (phone.callback().person_id, phone.callback().number_id) == (
        world.rowan,
        world.shared_number,
    )
    assert the_row(box, world, left).name == "Rowan Moss"


def test_it_is_not_whom_the_number_is_known_for(
    world: World, box: Voicemails, phone: Phone
) -> None:
    left = message(world, person_id=world.hazel)
    promised(world, left)
    assert box.look(world.wren, left, Heard(nobody=True)).person is None
    box.promise(world.wren, left, 2, Heard(nobody=True), RingBack(), uuid4())
    kept = phone.callback()
    assert (kept.person_id, kept.subject_id) == (None, None)
    assert the_row(box, world, left).person_id is None


def test_a_number_that_must_never_be_rung_is_not_promised(
    world: World, box: Voicemails, phone: Phone
) -> None:
    """Juniper says her home number: the promise is for her mobile, and the look says so."""
    left = message(world, SHARED)
    seen = box.look(world.wren, left, Heard(HOME, world.juniper))
    assert (seen.forbidden, seen.e164) == (True, "+13125550147")
    promise(box, world, left, HOME, person_id=world.juniper)
    assert phone.callback().number_id == world.shared_number


def test_two_messages_of_one_caller_keep_both_words_and_the_sooner_time(
    world: World, box: Voicemails, phone: Phone, undo: Undo
) -> None:
    first, second = message(world, hours_ago=9), message(world, hours_ago=8)
    callback = promised(world, first)
    share(world, second, callback)
    sooner = TOMORROW_TEN - timedelta(hours=1)
    promise(box, world, first, note="Wants a refund.", back=RingBack(sooner))
    later = RingBack(TOMORROW_TEN + timedelta(hours=3))
    recorded = promise(box, world, second, note="And her records.", back=later)
    kept = phone.callback()
    assert kept.promise == "Wants a refund. · And her records."
    assert kept.due_at == sooner
    take_back(undo, world, recorded)
    assert phone.callback().promise == "Wants a refund."


def test_another_number_does_not_take_the_promise_of_another_message(
    world: World, box: Voicemails, phone: Phone
) -> None:
    first, second = message(world, SHARED, hours_ago=9), message(world, SHARED, hours_ago=8)
    share(world, second, promised(world, first))
    promise(box, world, first, note="Juniper: her appointment.", person_id=world.juniper)
    promise(box, world, second, NEW, "Rowan: parking.", person_id=world.rowan)
    kept = {row.promise: row.person_id for row in phone.rows("callback", state="open")}
    assert kept == {
        "Juniper: her appointment.": world.juniper,
        "Rowan: parking.": world.rowan,
    }


def test_what_was_promised_in_a_talk_stays_as_it_was_said(
    world: World, box: Voicemails, phone: Phone
) -> None:
    phone.log(phone.promising())
    (word,) = phone.rows("callback")
    first, second = message(world, SHARED), message(world, SHARED, hours_ago=7)
    for left in (first, second):
        share(world, left, word.id)
    assert "stays open" in close(box, world, first, VoicemailEnd.NOTHING_SAID).said
    promise(box, world, second, note="Asks about parking.", back=RingBack(TOMORROW_TEN))
    rows = {row.id: row for row in phone.rows("callback", state="open")}
    assert (rows[word.id].promise, rows[word.id].due_at) == (word.promise, word.due_at)
    assert [row.promise for row in rows.values() if row.id != word.id] == ["Asks about parking."]


def test_closing_closes_the_promise_that_the_message_opened(
    world: World, box: Voicemails, phone: Phone, undo: Undo
) -> None:
    left = message(world)
    promised(world, left)
    recorded = close(box, world, left, VoicemailEnd.SPAM, "Sells printer ink.")
    closed = phone.callback()
    assert (closed.state, closed.resolution) == (CallbackState.CLOSED, Resolution.NOT_NEEDED)
    assert closed.resolution_note == "Spam · Sells printer ink."
    assert the_row(box, world, left).note == "Spam · Sells printer ink."
    take_back(undo, world, recorded)
    assert phone.callback().state == CallbackState.OPEN
    assert box.waiting(world.wren) == 1


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 0, 2)])
def test_the_promise_stays_until_the_last_of_its_messages_is_closed(
    world: World, intake: Intake, box: Voicemails, phone: Phone, order: tuple[int, ...]
) -> None:
    """One caller left three messages: they share one promise, whichever is closed first."""
    for number in range(3):
        intake.take(intake.call(Disposition.VOICEMAIL, NEW, external_id=f"message {number}"))
        world.clock.forward(minutes=1)
    rows = [row for row in box.box(world.wren).rows if not row.is_done]
    assert len({row.callback_id for row in rows}) == 1
    *before, last = [rows[place].id for place in order]
    for left in before:
        assert "stays open" in close(box, world, left, VoicemailEnd.DUPLICATE).said
        assert phone.callback().state == CallbackState.OPEN
    assert "stays open" not in close(box, world, last, VoicemailEnd.DUPLICATE).said
    assert phone.callback().resolution == Resolution.DUPLICATE


def test_a_promise_that_somebody_tried_to_keep_stays(
    world: World, box: Voicemails, phone: Phone
) -> None:
    left = message(world, person_id=world.hazel)
    callback = promised(world, left)
    callbacks = Callbacks(world.database, world.ledger, world.clock)
    callbacks.record(world.robin, callback, 1, AttemptResult.NO_ANSWER, uuid4())
    assert "stays open" in close(box, world, left, VoicemailEnd.HANDLED).said
    assert phone.callback().state == CallbackState.OPEN


@pytest.mark.parametrize("disposition", [Disposition.VOICEMAIL, Disposition.MISSED])
def test_words_of_danger_that_a_notice_said_beside_the_message_come_first(
    disposition: Disposition, intake: Intake, phone: Phone
) -> None:
    call = intake.call(disposition, NEW)
    told = intake.take(replace(call, left_out="Extension 2: I want to kill myself"))
    assert told.danger
    assert phone.callback().kind == CallbackKind.SAFETY


def test_a_message_that_grows_keeps_the_danger_beside_it(
    world: World, intake: Intake, box: Voicemails
) -> None:
    call = intake.call(Disposition.VOICEMAIL, NEW)
    intake.take(replace(call, left_out="I want to kill myself"))
    intake.take(replace(call, message="Please ring me back."))
    (row,) = box.box(world.wren).rows
    assert row.danger


def test_a_safety_follow_up_is_neither_closed_nor_put_off(
    world: World, intake: Intake, box: Voicemails, phone: Phone, undo: Undo
) -> None:
    intake.take(intake.call(Disposition.VOICEMAIL, NEW, message="I want to kill myself"))
    (row,) = box.box(world.wren).rows
    assert row.danger
    assert box.look(world.wren, row.id).safety_open
    due_at = phone.callback().due_at
    with pytest.raises(Refused, match="safety follow-up waits"):
        close(box, world, row.id, VoicemailEnd.NOTHING_SAID)
    recorded = promise(box, world, row.id, HAZELS, back=RingBack(TOMORROW_TEN))
    assert "the safety follow-up stays open" in recorded.said
    kept = phone.callback()
    assert (kept.kind, kept.state, kept.due_at) == (CallbackKind.SAFETY, "open", due_at)
    assert kept.number_id == world.hazels_number
    assert f"They rang from {NEW}." in kept.promise
    take_back(undo, world, recorded)
    assert phone.callback().kind == CallbackKind.SAFETY
    assert phone.callback().state == "open"


def test_who_is_at_work_on_the_promise_is_not_disturbed(
    world: World, box: Voicemails, undo: Undo
) -> None:
    left = message(world)
    callback = promised(world, left)
    leases = Leases(world.database, world.clock)
    leases.claim(world.robin, callback)
    with pytest.raises(Refused, match="Robin"):
        promise(box, world, left)
    with pytest.raises(Refused, match="Robin"):
        close(box, world, left)
    leases.release(world.robin, callback)
    recorded = promise(box, world, left, note="Wants a refund.")
    leases.claim(world.robin, callback)
    with pytest.raises(Refused, match="Robin"):
        take_back(undo, world, recorded)
    assert the_row(box, world, left).state is VoicemailState.PROMISED


def test_do_not_call_holds_the_promise_back(world: World, box: Voicemails, phone: Phone) -> None:
    left = message(world)
    DoNotCalls(world.database, world.ledger).set(
        world.wren, None, world.hazels_number, DoNotCallPurpose.ALL, "Asked us.", uuid4()
    )
    assert box.look(world.wren, left).do_not_call
    with pytest.raises(Refused, match="not to be called"):
        promise(box, world, left)
    assert box.waiting(world.wren) == 1
    assert phone.rows("callback") == []
