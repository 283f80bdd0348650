"""The voicemail box is worked to the end: each message promised or closed, each taken back."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from desktop.domain.errors import ChangedSince, NeedsReason, NotAllowed, Refused
from desktop.domain.incoming import Disposition
from desktop.domain.incoming_states import VoicemailState
from desktop.domain.vocabulary import (
    AttemptResult,
    CallbackKind,
    CallbackState,
    DoNotCallPurpose,
    Reason,
    Resolution,
)
from desktop.domain.voicemail_ends import VoicemailEnd
from desktop.services import voicemails as voicemail_service
from desktop.services.callbacks import Callbacks
from desktop.services.changes import Writing
from desktop.services.do_not_call import DoNotCalls
from desktop.services.leases import Leases
from desktop.services.promising import Promise, add_promise
from desktop.services.recorded import Recorded
from desktop.services.trail import broken_links
from desktop.services.undo import Undo
from desktop.services.voicemail_promises import RING_BACK, RingBack
from desktop.services.voicemail_rows import MOST, Heard, VoicemailRow
from desktop.services.voicemails import Voicemails
from tests.services.incoming import Intake
from tests.services.messages import leave_message
from tests.services.phone import TOMORROW_TEN, TONIGHT, Phone
from tests.services.world import World

HAZELS = "(303) 555-0112"
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


def message(world: World, caller: str = HAZELS, hours_ago: float = 8, **more: object) -> UUID:
    at = world.clock.now - timedelta(hours=hours_ago)
    return leave_message(world.ledger, world.wren, caller, at, **more)


def the_row(box: Voicemails, world: World, message_id: UUID) -> VoicemailRow:
    return next(row for row in box.box(world.wren).rows if row.id == message_id)


def promise(
    box: Voicemails,
    world: World,
    message_id: UUID,
    spoken: str = "",
    note: str = "",
    back: RingBack | None = None,
    person_id: UUID | None = None,
) -> Recorded:
    """Promise it as it stands now."""
    version = the_row(box, world, message_id).version
    heard = Heard(spoken, person_id, note=note)
    return box.promise(world.wren, message_id, version, heard, back or RingBack(), uuid4())


def close(
    box: Voicemails,
    world: World,
    message_id: UUID,
    end: VoicemailEnd = VoicemailEnd.SPAM,
    note: str = "",
) -> Recorded:
    """Close it as it stands now."""
    version = the_row(box, world, message_id).version
    return box.close(world.wren, message_id, version, end, Heard(note=note), uuid4())


def take_back(undo: Undo, world: World, recorded: Recorded) -> None:
    """Undo it as Wren."""
    assert recorded.written.change_id is not None
    undo.undo(world.wren, recorded.written.change_id, uuid4())


def promised(world: World, message_id: UUID, **more: object) -> UUID:
    """The callback that the call behind a message opened by itself."""

    def work(writing: Writing) -> UUID:
        row = writing.row("voicemail", message_id)
        values: dict[str, object] = {
            "number_id": row["number_id"],
            "person_id": row["person_id"],
            "call_id": row["call_id"],
        }
        wanted = Promise(Reason.OTHER, "Call back.", TOMORROW_TEN, **{**values, **more})  # type: ignore[arg-type]
        callback_id = add_promise(writing, world.wren, wanted)
        writing.update("voicemail", message_id, {"callback_id": callback_id})
        return callback_id

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
    close(box, world, done)
    found = box.box(world.wren)
    assert [row.id for row in found.rows] == [danger, early, late, done]
    assert (found.done, found.waiting, found.all, found.danger) == (1, 3, 4, 1)
    assert box.waiting(world.wren) == 3
    assert (found.rows[0].caller_id, found.rows[0].danger_words) == ("", ("end it",))
    world.clock.forward(hours=24)
    assert [row.id for row in box.box(world.wren).rows] == [danger, early, late]


def test_danger_comes_first_however_many_wait(world: World, box: Voicemails) -> None:
    """The youngest of more than are shown still stands at the top."""
    for number in range(MOST + 1):
        message(world, hours_ago=20 - number / 60)
    danger = message(world, hours_ago=1, danger=True, danger_words="end it")
    found = box.box(world.wren)
    assert found.rows[0].id == danger
    assert (len(found.rows), found.waiting) == (MOST, MOST + 2)


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


def test_two_who_listen_at_once(world: World, box: Voicemails) -> None:
    """The second is told by whom, and the same key writes once."""
    left = message(world)
    key = uuid4()
    box.close(world.robin, left, 1, VoicemailEnd.SPAM, Heard(), key)
    assert box.close(world.robin, left, 1, VoicemailEnd.SPAM, Heard(), key).written.repeated
    with pytest.raises(ChangedSince, match="Robin"):
        box.promise(world.wren, left, 1, Heard(), RingBack(), uuid4())


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


def test_a_card_number_in_the_note_is_not_kept(world: World, box: Voicemails) -> None:
    left, kept = message(world), message(world)
    card = "Card 4111 1111 1111 1111"
    close(box, world, left, note=card)
    assert "4111 1111" not in the_row(box, world, left).note
    heard = Heard(note=card, sensitive_kept=True)
    box.close(world.wren, kept, 1, VoicemailEnd.HANDLED, heard, uuid4())
    assert card in the_row(box, world, kept).note


def test_a_look_says_who_it_may_be_and_what_binds(
    world: World, box: Voicemails, phone: Phone
) -> None:
    left = message(world, SHARED)
    seen = box.look(world.wren, left)
    assert [who.name for who in seen.people] == ["Juniper Moss", "Rowan Moss"]
    assert (seen.person, seen.e164, seen.reading) == (None, "+13125550147", None)
    seen = box.look(world.wren, left, Heard(HAZELS, world.juniper))
    assert [who.name for who in seen.people] == ["Hazel Birch", "Juniper Moss", "Rowan Moss"]
    assert seen.person is not None
    assert (seen.person.name, seen.e164) == ("Juniper Moss", "+13035550112")
    assert seen.place == "Chicago"
    assert seen.promised == ()
    phone.log(phone.promising())
    (other,) = box.look(world.wren, left, Heard(person_id=world.juniper)).promised
    assert (other.reason, other.due_at) == (Reason.RECORDS, TOMORROW_TEN)
    assert box.look(world.wren, left, Heard("call me")).e164 == ""
    assert box.look(world.wren, left, Heard(NEW)).e164 == "+16025550142"


def test_who_may_not_read_people_sees_no_message(world: World, box: Voicemails) -> None:
    left = message(world)
    for ask in (box.box, box.waiting):
        with pytest.raises(NotAllowed):
            ask(world.it)
    with pytest.raises(NotAllowed):
        box.look(world.it, left)
    with pytest.raises(NotAllowed):
        box.close(world.it, left, 1, VoicemailEnd.SPAM, Heard(), uuid4())


def share(world: World, message_id: UUID, callback_id: UUID) -> None:
    """The machine found this promise open for the number of a message."""
    world.ledger.write_unattended(
        "take_call",
        uuid4(),
        lambda writing: writing.update("voicemail", message_id, {"callback_id": callback_id}),
    )
