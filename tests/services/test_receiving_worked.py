"""News of calls and leads that somebody has dealt with, or that a closed clinic would keep."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from desktop.domain.incoming import Disposition, Fate, Receipt, Unreadable
from desktop.domain.vocabulary import (
    AttemptResult,
    CallbackKind,
    CallbackState,
    CallOutcome,
    MilestoneKind,
    Resolution,
)
from desktop.services.milestones import Milestones
from desktop.services.receiving import IN_DANGER
from tests.services.incoming import HAZELS, Intake
from tests.services.promises import Desk, desk_of
from tests.services.test_correcting_promises import correct
from tests.services.world import World


@pytest.fixture
def intake(world: World) -> Intake:
    """The small world, listening."""
    return Intake.at(world)


def _postpone(world: World, desk: Desk, callback_id: UUID) -> None:
    later = world.clock.now + timedelta(hours=20)
    desk.callbacks.postpone(world.wren, [desk.version(callback_id)], later, "", uuid4())


def _give(world: World, desk: Desk, callback_id: UUID) -> None:
    version, team, robin = desk.version(callback_id), world.front_desk, world.robin.user_id
    desk.callbacks.reassign(world.wren, [version], team, robin, uuid4())


def _claim(world: World, desk: Desk, callback_id: UUID) -> None:
    desk.callbacks.claim(world.wren, callback_id)


@pytest.mark.parametrize("work", [_postpone, _give, _claim])
def test_late_news_closes_no_promise_that_somebody_works_on(
    intake: Intake, work: Callable[[World, Desk, UUID], None]
) -> None:
    # GIVEN a promise for a missed call that somebody has moved, given away, or begun to ring
    callback_id = intake.take(intake.call()).callback_id
    assert callback_id is not None
    work(intake.world, desk_of(intake.world), callback_id)
    # WHEN the phone system says that the call was answered
    answered = intake.call(Disposition.ANSWERED, answered_at=intake.world.clock.now)
    assert intake.take(answered).fate is Fate.UPDATED
    # THEN whoever works on it decides
    assert intake.row("callback").state == CallbackState.OPEN


def test_late_news_closes_what_nobody_has_touched(intake: Intake) -> None:
    intake.take(intake.call())
    intake.take(intake.call(Disposition.ANSWERED, answered_at=intake.world.clock.now))
    assert intake.row("callback").state == CallbackState.CLOSED


def test_a_talk_that_was_typed_meanwhile_ends_the_promise_for_the_missed_call(
    intake: Intake,
) -> None:
    began = intake.world.clock.now
    ringing = intake.take(intake.call(Disposition.RINGING))
    intake.take(intake.call(Disposition.MISSED))
    hazel = intake.world.hazel
    intake.phone.log(
        intake.phone.promising(
            number_text=HAZELS, speaker_id=hazel, phone_call_id=ringing.record_id
        )
    )
    intake.later(minutes=3)
    intake.take(intake.call(Disposition.ANSWERED, started_at=began, answered_at=began))
    states = {row.promise: row.state for row in intake.rows("callback")}
    assert states.pop("Wants her records.") == CallbackState.OPEN, "what the clerk promised"
    assert set(states.values()) == {CallbackState.CLOSED}


def test_a_talk_on_one_call_leaves_the_promise_to_whoever_rang_after_it(intake: Intake) -> None:
    # GIVEN two missed calls with one promise, and a clerk who typed the first as talked on
    began = intake.world.clock.now
    first = intake.take(intake.call(external_id="1700000000.1"))
    intake.later(minutes=12)
    second = intake.take(intake.call(external_id="1700000720.2"))
    assert first.callback_id == second.callback_id
    phone = intake.phone
    phone.log(
        phone.card(number_text=HAZELS, speaker_id=intake.world.hazel, phone_call_id=first.record_id)
    )
    # WHEN the phone system says so too
    intake.take(
        intake.call(
            Disposition.ANSWERED,
            external_id="1700000000.1",
            started_at=began,
            answered_at=began,
        )
    )
    # THEN the second is still rung back
    (waits,) = intake.waiting()
    assert (waits.id, waits.call_id) == (first.callback_id, second.record_id)


def test_what_a_clerk_typed_as_missed_is_rung_back_though_machines_say_answered(
    intake: Intake,
) -> None:
    began = intake.world.clock.now
    rang = intake.take(intake.call())
    phone = intake.phone
    phone.log(
        phone.card(
            CallOutcome.MISSED,
            number_text=HAZELS,
            speaker_id=intake.world.hazel,
            phone_call_id=rang.record_id,
        )
    )
    intake.later(minutes=3)
    intake.take(intake.call(Disposition.ANSWERED, started_at=began, answered_at=began))
    assert [row.id for row in intake.waiting()] == [rang.callback_id]


@pytest.mark.parametrize("ended", [True, False])
def test_a_promise_that_is_closed_while_they_ring_again_was_not_closed_for_that_call(
    intake: Intake, *, ended: bool
) -> None:
    # GIVEN somebody who was missed rings again and waits
    first = intake.take(intake.call(external_id="1700000000.1"))
    assert first.callback_id is not None
    intake.later(minutes=30)
    again = intake.call(Disposition.RINGING, external_id="1700001800.2")
    intake.take(again)
    # WHEN the promise is closed, and then they hang up
    intake.later(minutes=2)
    desk = desk_of(intake.world)
    closing = [desk.version(first.callback_id)]
    desk.callbacks.close(intake.world.wren, closing, Resolution.NOT_NEEDED, "", uuid4())
    now = intake.later(minutes=5)
    missed = replace(again, disposition=Disposition.MISSED, ended_at=now if ended else None)
    receipt = intake.take(missed)
    # THEN they are rung back
    assert [row.id for row in intake.waiting()] == [receipt.callback_id]


def test_whoever_was_rung_back_is_not_promised_again_by_the_list_of_calls(intake: Intake) -> None:
    # GIVEN two missed calls with one promise, that was kept
    first = intake.take(intake.call(external_id="1700000000.1"))
    intake.later(minutes=5)
    at = intake.world.clock.now
    second = intake.take(intake.call(external_id="1700000300.2"))
    assert first.callback_id is not None
    assert first.callback_id == second.callback_id
    intake.later(minutes=5)
    desk = desk_of(intake.world)
    desk.record(first.callback_id, AttemptResult.REACHED, close=Resolution.KEPT)
    # WHEN the list of calls tells of the second again
    intake.later(minutes=40)
    told = intake.call(
        source="table", external_id="x", started_at=at, ended_at=at + timedelta(seconds=20)
    )
    assert intake.take(told).callback_id is None
    # THEN nobody is to be rung once more
    assert [row.state for row in intake.rows("callback")] == [CallbackState.CLOSED]


def test_a_call_whose_end_nobody_told_was_missed(intake: Intake) -> None:
    # GIVEN somebody rang when the program was ended
    intake.take(intake.call(Disposition.RINGING))
    assert intake.receiving.end_unheard(intake.listener) == 0, "it may ring still"
    # WHEN it listens again in the morning
    intake.later(hours=15)
    assert intake.receiving.end_unheard(intake.listener) == 1
    # THEN they are rung back, once
    assert intake.row("call").outcome == CallOutcome.MISSED
    assert intake.row("callback").state == CallbackState.OPEN
    assert intake.receiving.end_unheard(intake.listener) == 0


def test_what_a_clerk_corrected_is_not_missed_because_nobody_told_its_end(intake: Intake) -> None:
    rang = intake.take(intake.call(Disposition.RINGING))
    assert rang.record_id is not None
    correct(intake.phone, rang.record_id, outcome=CallOutcome.RESOLVED)
    intake.later(hours=15)
    assert intake.receiving.end_unheard(intake.listener) == 0
    assert intake.row("call").outcome == CallOutcome.RESOLVED
    assert intake.waiting() == []


def test_who_was_rung_back_after_a_call_whose_end_nobody_told_is_not_rung_again(
    intake: Intake,
) -> None:
    first = intake.take(intake.call(external_id="1700000000.1"))
    assert first.callback_id is not None
    intake.take(intake.call(Disposition.RINGING, external_id="1700000001.2"))
    intake.later(hours=2)
    desk = desk_of(intake.world)
    desk.record(first.callback_id, AttemptResult.REACHED, close=Resolution.KEPT)
    intake.later(hours=13)
    assert intake.receiving.end_unheard(intake.listener) == 1
    assert intake.waiting() == []


def test_a_clinic_that_is_closed_goes_on_listening_for_the_others(intake: Intake) -> None:
    # GIVEN the listener stands in Phoenix, which has closed
    world = intake.world
    Milestones(world.database, world.ledger, world.clock).mark(
        world.lark, MilestoneKind.CLOSURE, world.phoenix, 0, uuid4(), world.clock.now,
        "Iron Vault", "(312) 555-0100",
    )  # fmt: skip
    # WHEN somebody is missed, and somebody else writes
    missed, lead = intake.take(intake.call()), intake.take(intake.lead())
    # THEN both are rung back, by a team of a clinic that is open
    assert missed.callback_id is not None is not lead.callback_id
    teams = {row.owner_team_id for row in intake.rows("callback")}
    assert intake.listener.team_id not in teams
    assert len(teams) == 1


def test_words_of_danger_that_come_later_make_it_a_safety_follow_up(intake: Intake) -> None:
    first = intake.take(intake.lead(message=""))
    intake.later(minutes=1)
    second = intake.take(intake.lead(message="I want to kill myself"))
    assert (second.record_id, second.danger) == (first.record_id, True)
    row = intake.row("callback")
    assert (row.kind, row.due_at) == (CallbackKind.SAFETY, intake.world.clock.now)


def test_words_of_danger_beside_a_promise_that_is_worked_on(intake: Intake) -> None:
    first = intake.take(intake.lead(message=""))
    assert first.callback_id is not None
    _postpone(intake.world, desk_of(intake.world), first.callback_id)
    second = intake.take(intake.lead(message="I want to kill myself"))
    kinds = {row.id: row.kind for row in intake.rows("callback")}
    assert kinds.pop(first.callback_id) == CallbackKind.SERVICE
    assert kinds == {second.callback_id: CallbackKind.SAFETY}


def test_words_of_danger_in_a_message_leave_what_a_clerk_promised(intake: Intake) -> None:
    rang = intake.take(intake.call(Disposition.RINGING))
    phone, hazel = intake.phone, intake.world.hazel
    phone.log(phone.promising(number_text=HAZELS, speaker_id=hazel, phone_call_id=rang.record_id))
    intake.take(intake.call(Disposition.VOICEMAIL, message="I want to kill myself"))
    promised = {row.kind: row.promise for row in intake.waiting()}
    assert promised.keys() == {CallbackKind.SERVICE, CallbackKind.SAFETY}
    assert promised[CallbackKind.SERVICE] == "Wants her records."


def _form(intake: Intake) -> Receipt:
    return intake.take(intake.lead(source="form", external_id="", submitted_at=None))


def test_a_form_that_is_sent_again_weeks_later_asks_again(intake: Intake) -> None:
    # GIVEN a form that gives neither identity nor time
    first = _form(intake)
    assert _form(intake).fate is Fate.UNCHANGED
    # WHEN the same is sent three weeks later, and once more at once
    intake.later(days=21)
    second = _form(intake)
    # THEN it is asked again, once
    assert second.fate is Fate.CREATED
    assert second.record_id != first.record_id
    assert _form(intake).record_id == second.record_id
    intake.later(hours=20)
    assert _form(intake).fate is Fate.UNCHANGED


def test_a_form_that_is_sent_again_after_more_than_a_day_asks_again(intake: Intake) -> None:
    # GIVEN a form sent for the second time just after midnight
    _form(intake)
    intake.later(days=21)
    intake.world.clock.now = intake.world.clock.now.replace(hour=0, minute=5)
    second = _form(intake)
    # WHEN it is sent once more on the evening of the next day
    intake.later(hours=47, minutes=40)
    third = _form(intake)
    # THEN that is another one, and known again
    assert third.fate is Fate.CREATED
    assert third.record_id != second.record_id
    assert _form(intake).record_id == third.record_id


def test_a_file_that_is_read_again_weeks_later_says_nothing_new(intake: Intake) -> None:
    lead = intake.lead(source="table", external_id="", submitted_at=None)
    take = intake.receiving.take_all
    take(intake.listener, [lead], lambda _writing: None)
    intake.later(days=21)
    (receipt,), _ = take(intake.listener, [lead], lambda _writing: None)
    assert receipt.fate is Fate.UNCHANGED


def test_what_is_set_aside_says_so_where_it_holds_words_of_danger(intake: Intake) -> None:
    intake.receiving.set_aside(
        intake.listener, Unreadable("form", "No number.", b'{"q": "I want to kill myself"}')
    )
    assert intake.row("quarantine").reason == f"{IN_DANGER}No number."
