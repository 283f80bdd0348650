"""News of calls and leads that somebody has dealt with, or that a closed clinic would keep."""

from collections.abc import Callable
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
