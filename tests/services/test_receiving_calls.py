"""Calls that come in: one row however often they are told, and what follows."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.domain.errors import NotAllowed
from desktop.domain.incoming import Disposition, Fate, Incoming, Receipt, Unreadable
from desktop.domain.vocabulary import CallOutcome, Direction, Permission, Role
from desktop.services.actor import demand
from desktop.services.changes import Writing, Written
from tests.services.incoming import HAZELS, SHARED, STRANGERS, Intake, ago
from tests.services.world import World, edit


@pytest.fixture
def intake(world: World) -> Intake:
    """The small world, listening."""
    return Intake.at(world)


def test_a_missed_call_opens_one_callback_for_whoever_has_the_number(intake: Intake) -> None:
    receipt = intake.take(intake.call())

    callback = intake.row("callback")
    assert (receipt.fate, receipt.callback_id) == (Fate.CREATED, callback.id)
    assert callback.person_id == intake.world.hazel
    assert intake.row("call").outcome == CallOutcome.MISSED


def test_a_household_has_nobody_picked(intake: Intake) -> None:
    intake.take(intake.call(caller=SHARED))

    assert intake.row("call").speaker_id is None
    assert intake.row("callback").person_id is None
    assert intake.row("callback").number_id == intake.world.shared_number


@pytest.mark.parametrize(
    ("caller", "later"), [(STRANGERS, timedelta(hours=3)), (HAZELS, timedelta(days=2))]
)
def test_lists_that_count_from_one_again_tell_of_other_calls(
    intake: Intake, caller: str, later: timedelta
) -> None:
    # GIVEN call 1 of a list
    began = ago(intake.world, days=3)
    first = intake.call(external_id="1", started_at=began)
    intake.take(first)
    # WHEN another list has a call 1, of somebody else or on another day
    other = intake.call(external_id="1", caller=caller, started_at=began + later)
    receipt = intake.take(other)
    # THEN both are in the log, and each is known again
    assert receipt.fate is Fate.CREATED
    assert len(intake.rows("call")) == 2
    assert intake.take(other).fate is intake.take(first).fate is Fate.UNCHANGED
    # AND news of the second goes to the second
    told = replace(other, name="Fern Moss")
    assert intake.take(told).record_id == receipt.record_id


@pytest.mark.parametrize("text", ["anonymous", "+17378742833", "Restricted", "", "101", "911"])
def test_who_shows_no_number_to_ring_is_logged_only(intake: Intake, text: str) -> None:
    receipt = intake.take(intake.call(caller=text))

    assert (receipt.fate, receipt.callback_id) == (Fate.CREATED, None)
    assert intake.row("call").number_text == text
    assert intake.rows("callback") == []


def test_an_internal_call_is_none_of_ours(intake: Intake) -> None:
    assert intake.take(intake.call(caller="101", called="102")).fate is Fate.IGNORED
    assert intake.rows("call") == []


def test_ring_answer_and_hang_up_are_one_call(intake: Intake) -> None:
    began = intake.world.clock.now
    ring = intake.take(intake.call(Disposition.RINGING))
    answer = intake.take(
        intake.call(Disposition.ANSWERED, answered_at=began + timedelta(seconds=9))
    )
    ended = began + timedelta(seconds=99)
    end = intake.take(intake.call(Disposition.ANSWERED, ended_at=ended, talked_seconds=90))
    again = intake.take(intake.call(Disposition.RINGING))

    assert [each.fate for each in (ring, answer, end, again)] == [
        Fate.CREATED, Fate.UPDATED, Fate.UPDATED, Fate.UNCHANGED,
    ]  # fmt: skip
    call = intake.row("call")
    assert {each.record_id for each in (ring, answer, end, again)} == {call.id}
    assert (call.disposition, call.talked_seconds, call.ended_at) == ("answered", 90, ended)
    assert intake.rows("callback") == []


def test_the_same_again_writes_nothing(intake: Intake) -> None:
    first = intake.take(intake.call())
    changes = intake.changes()

    second = intake.take(intake.call())

    assert second.fate is Fate.UNCHANGED
    assert (second.record_id, second.callback_id) == (first.record_id, first.callback_id)
    assert intake.changes() == changes


def test_without_an_identity_the_content_tells(intake: Intake) -> None:
    one = intake.take(intake.call(external_id=""))
    assert intake.take(intake.call(external_id="")).record_id == one.record_id
    later = intake.call(external_id="", started_at=ago(intake.world, minutes=-5))
    assert intake.take(later).record_id != one.record_id
    assert len(intake.rows("call")) == 2
    assert len(intake.rows("callback")) == 1


def test_two_sources_tell_of_one_call(intake: Intake) -> None:
    live = intake.take(intake.call())
    told = intake.call(source="cdr", external_id="x", started_at=ago(intake.world, seconds=20))

    assert intake.take(told).record_id == live.record_id
    assert len(intake.rows("call")) == len(intake.rows("callback")) == 1


def test_two_calls_of_one_source_are_two(intake: Intake) -> None:
    intake.take(intake.call())
    intake.take(intake.call(external_id="1700000000.2"))
    assert len(intake.rows("call")) == 2
    assert len(intake.rows("callback")) == 1, "several missed calls are one promise"


def test_what_the_clerk_typed_wins(intake: Intake) -> None:
    world = intake.world
    form = intake.phone.card(number_text=HAZELS, speaker_id=world.hazel, notes="Typed.")
    intake.phone.log(form)
    told = intake.call(
        Disposition.ANSWERED,
        started_at=ago(world, minutes=3),
        ended_at=world.clock.now,
        talked_seconds=170,
        name="CNAM FROM CARRIER",
    )

    receipt = intake.take(told)

    call = intake.row("call")
    assert receipt.record_id == call.id
    assert (call.outcome, call.notes, call.speaker_name) == (CallOutcome.RESOLVED, "Typed.", None)
    assert (call.talked_seconds, call.disposition) == (170, "answered")
    assert intake.rows("callback") == []


def test_a_missed_call_is_not_the_one_that_was_typed_after_it(intake: Intake) -> None:
    world = intake.world
    intake.phone.log(intake.phone.card(number_text=HAZELS, speaker_id=world.hazel))
    intake.take(intake.call(started_at=ago(world, minutes=4)))
    assert len(intake.rows("call")) == 2
    assert intake.row("callback").person_id == world.hazel


def test_whoever_rings_again_after_a_typed_call_is_another_call(intake: Intake) -> None:
    """Cut off, and nobody picks up this time: they are rung back."""
    world = intake.world
    intake.phone.log(intake.phone.card(number_text=HAZELS, speaker_id=world.hazel))
    world.clock.forward(seconds=40)
    ring = intake.call(Disposition.RINGING)
    rang = intake.take(ring)
    assert (rang.fate, len(intake.rows("call"))) == (Fate.CREATED, 2)
    missed = replace(ring, disposition=Disposition.MISSED, ended_at=world.clock.now)
    assert intake.take(missed).callback_id == intake.row("callback").id


def test_what_is_typed_goes_onto_the_call_that_rang(intake: Intake) -> None:
    world = intake.world
    rang = intake.take(intake.call(Disposition.RINGING, started_at=ago(world, minutes=2)))
    written = intake.phone.log(
        intake.phone.card(number_text=HAZELS, speaker_id=world.hazel, notes="Typed.")
    )
    intake.take(
        intake.call(
            Disposition.ANSWERED,
            started_at=ago(world, minutes=2),
            ended_at=world.clock.now,
            talked_seconds=60,
        )
    )

    call = intake.row("call")
    assert written.value == rang.record_id == call.id
    assert (call.notes, call.outcome, call.talked_seconds) == ("Typed.", CallOutcome.RESOLVED, 60)

    intake.phone.take_back(written)
    call = intake.row("call")
    assert (call.notes, call.outcome, call.talked_seconds) == ("", None, 60)


def test_answered_after_all_ends_its_promise(intake: Intake) -> None:
    intake.take(intake.call())
    intake.take(intake.call(Disposition.ANSWERED))
    callback = intake.row("callback")
    assert (callback.state, callback.resolution) == ("closed", "not_needed")
    assert intake.row("call").outcome is None


def test_a_promise_goes_on_for_the_next_missed_call(intake: Intake) -> None:
    intake.take(intake.call())
    intake.later(minutes=5)
    second = intake.take(intake.call(external_id="2"))
    intake.take(intake.call(Disposition.ANSWERED, started_at=ago(intake.world, minutes=5)))
    callback = intake.row("callback")
    assert (callback.state, callback.call_id) == ("open", second.record_id)


def test_ringing_back_closes_nothing_by_itself(intake: Intake) -> None:
    intake.take(intake.call())
    intake.later(minutes=5)
    intake.take(
        intake.call(
            Disposition.ANSWERED,
            caller="201",
            called=HAZELS,
            direction=Direction.OUT,
            external_id="out",
        )
    )
    assert intake.row("callback").state == "open"


@pytest.mark.parametrize(
    "text", ["I took all my PILLS", "Ya no quiero vivír más", "can’t\nbreathe"]
)
def test_words_of_danger_in_a_message_come_first(intake: Intake, text: str) -> None:
    missed = intake.take(intake.call())
    receipt = intake.take(intake.call(Disposition.VOICEMAIL, message=text))

    callback, message = intake.row("callback"), intake.row("voicemail")
    assert receipt.danger
    assert receipt.callback_id == missed.callback_id == callback.id
    assert (callback.kind, callback.due_at) == ("safety", intake.world.clock.now)
    assert message.danger
    assert message.danger_words
    assert message.callback_id == callback.id


def test_a_message_is_kept_also_from_who_shows_no_number(intake: Intake) -> None:
    intake.take(intake.call(Disposition.VOICEMAIL, caller="anonymous", message="It is Fern."))
    assert intake.row("voicemail").text == "It is Fern."
    assert intake.rows("callback") == []


@pytest.mark.parametrize("first", ["", "Mailbox 855", "https://voice.example.org/messages/7f3a91"])
def test_where_to_listen_is_kept_however_late_it_comes(intake: Intake, first: str) -> None:
    link = "https://voice.example.org/messages/7f3a91"
    intake.take(intake.call(Disposition.VOICEMAIL, recording=first))
    intake.take(intake.call(Disposition.VOICEMAIL, recording=link))
    intake.take(intake.call(Disposition.VOICEMAIL))
    (message,) = intake.rows("voicemail")
    assert message.recording == link


def test_a_message_of_danger_without_a_number_asks_for_one(intake: Intake) -> None:
    told = intake.call(Disposition.VOICEMAIL, caller="anonymous", message="I want to die")
    assert intake.take(told).danger
    assert intake.row("callback").asks_number


def test_the_list_of_words_is_the_managers(intake: Intake) -> None:
    lark = intake.world.lark
    intake.words.switch(lark, "en", "hopeless", uuid4(), on=False)
    intake.words.add(lark, "es", "Me siento vacío", uuid4())
    quiet = intake.call(Disposition.VOICEMAIL, message="hopeless weather", external_id="a")
    loud = intake.call(Disposition.VOICEMAIL, message="ME SIENTO VACIO", external_id="b")
    assert not intake.take(quiet).danger
    assert intake.take(loud).danger
    with pytest.raises(NotAllowed):
        intake.words.add(intake.world.wren, "en", "word", uuid4())


def test_the_listener_hands_in_and_reads_nobody(intake: Intake) -> None:
    assert intake.listener.role is Role.LISTENER
    for permission in Permission:
        if permission is not Permission.RECEIVE:
            with pytest.raises(NotAllowed):
                demand(intake.listener, permission)
    with pytest.raises(NotAllowed):
        intake.receiving.take(intake.world.it, intake.call())
    assert Intake.at(intake.world).listener == intake.listener


def test_what_cannot_be_read_is_kept_once(intake: Intake) -> None:
    bad = Unreadable("typeform", "This is no JSON. Look at it.", b"\xff\x00{")
    intake.receiving.set_aside(intake.listener, bad)
    intake.receiving.set_aside(intake.listener, bad)
    kept = intake.row("quarantine")
    assert (kept.raw, kept.reason, kept.handled_at) == (bad.raw, bad.reason, None)


def test_looking_writes_nothing(intake: Intake) -> None:
    call, stranger = intake.call(), intake.call(caller=STRANGERS, external_id="2")
    before = intake.changes()
    fates = [each.fate for each in intake.receiving.look(intake.listener, [call, stranger, call])]
    assert fates == [Fate.CREATED, Fate.CREATED, Fate.UNCHANGED]
    assert intake.changes() == before
    assert intake.rows("call") == intake.rows("incoming_key") == []


def test_a_message_after_all_is_rung_back(intake: Intake) -> None:
    for disposition in (Disposition.MISSED, Disposition.ANSWERED, Disposition.VOICEMAIL):
        receipt = intake.take(intake.call(disposition))
    (open_one,) = intake.rows("callback", state="open")
    assert receipt.callback_id == open_one.id == intake.row("voicemail").callback_id


def test_danger_on_one_call_leaves_the_promise_to_the_other(intake: Intake) -> None:
    first = intake.take(intake.call())
    second = intake.take(intake.call(external_id="2"))
    intake.take(intake.call(Disposition.VOICEMAIL, message="I have a gun"))
    promises = {row.kind: row.call_id for row in intake.rows("callback")}
    assert promises == {"service": second.record_id, "safety": first.record_id}


def test_a_closed_promise_is_not_opened_by_the_same_news(intake: Intake) -> None:
    receipt = intake.take(intake.call())
    callback_id = receipt.callback_id
    assert callback_id is not None
    edit(
        intake.world,
        intake.world.wren,
        "callback",
        callback_id,
        state="closed",
        resolution="kept",
        closed_at=intake.world.clock.now,
    )
    intake.take(intake.call())
    intake.take(intake.call(ended_at=intake.world.clock.now))
    assert intake.row("callback").state == "closed"


def test_nothing_is_left_of_a_batch_that_breaks(intake: Intake) -> None:
    calls = [intake.call(caller=STRANGERS, external_id=str(i)) for i in range(5)]
    before = intake.changes()

    def breaks(writing: Writing) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        intake.receiving.take_all(intake.listener, calls, breaks)

    for table in ("call", "callback", "incoming_key"):
        assert intake.rows(table) == []
    assert intake.changes() == before
    assert [intake.take(each).fate for each in calls] == [Fate.CREATED] * 5


def test_a_ringing_caller_is_announced_once_it_is_written(intake: Intake) -> None:
    heard: list[tuple[Incoming, Receipt, int]] = []

    def hear(record: Incoming, receipt: Receipt, written: Written) -> None:
        heard.append((record, receipt, len(intake.rows("call", id=receipt.record_id))))
        assert {each.record for each in written.touched} == {"call"}

    intake.receiving.hear(hear)
    ring = intake.call(Disposition.RINGING)
    receipt = intake.take(ring)
    assert heard == [(ring, receipt, 1)]


def test_what_was_taken_out_by_hand_does_not_come_again(intake: Intake) -> None:
    receipt = intake.take(intake.call(Disposition.ANSWERED))
    call_id = receipt.record_id
    assert call_id is not None
    intake.world.ledger.write(
        intake.world.lark,
        "remove_call",
        Permission.LOG_CALLS,
        uuid4(),
        lambda writing: writing.delete("call", call_id),
    )
    intake.take(intake.call(Disposition.ANSWERED, ended_at=intake.world.clock.now))
    assert intake.rows("call") == []


@given(st.text(), st.text(), st.text())
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_text_is_too_strange_to_be_kept(
    intake: Intake, caller: str, name: str, identity: str
) -> None:
    ring = intake.call(
        Disposition.VOICEMAIL, caller=caller, name=name, message=name, external_id=identity
    )
    receipt = intake.take(ring)
    again = intake.take(ring)
    assert again.record_id == receipt.record_id
    assert again.fate is not Fate.CREATED
