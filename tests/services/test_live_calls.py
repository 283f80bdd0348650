"""Who rings now, as another desk of the same data reads it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from desktop.domain.incoming import Disposition
from desktop.domain.ringing_callers import RingState
from desktop.services.live_calls import FRESH, LiveCalls
from tests.services.incoming import HAZELS, SHARED, Intake
from tests.services.world import World, edit


@pytest.fixture
def intake(world: World) -> Intake:
    """The small world, listening."""
    return Intake.at(world)


@pytest.fixture
def live(world: World) -> LiveCalls:
    """What another desk reads."""
    return LiveCalls(world.database, world.clock)


def test_a_ring_is_told_for_a_minute(intake: Intake, live: LiveCalls) -> None:
    taken = intake.take(intake.call(Disposition.RINGING, SHARED, name="J. MOSS"))
    (news,) = live.news()
    assert (news.state, news.call_id) == (RingState.RINGING, taken.record_id)
    assert news.reading.e164 == "+13125550147"
    assert (news.name, news.line) == ("J. MOSS", "+18555389355")
    intake.world.clock.forward(seconds=FRESH.total_seconds())
    assert len(live.news()) == 1
    intake.world.clock.forward(seconds=1)
    assert live.news() == ()


def test_desks_whose_clocks_differ_by_a_minute_hear_it(intake: Intake, live: LiveCalls) -> None:
    intake.world.clock.forward(seconds=60)
    intake.take(intake.call(Disposition.RINGING))
    intake.world.clock.forward(seconds=-59)
    assert len(live.news()) == 1
    intake.world.clock.forward(seconds=-2)
    assert live.news() == ()


@pytest.mark.parametrize(("minutes", "told"), [(9, 1), (-9, 1), (11, 0), (-11, 0)])
def test_the_clock_of_a_phone_system_may_be_off(
    intake: Intake, live: LiveCalls, minutes: int, told: int
) -> None:
    """By so much that it is no old call that a file tells of."""
    began = intake.world.clock.now + timedelta(minutes=minutes)
    intake.take(intake.call(Disposition.RINGING, started_at=began))
    assert len(live.news()) == told


def test_what_is_answered_or_over_is_told_to_those_alone_who_show_it(
    intake: Intake, live: LiveCalls
) -> None:
    ring = intake.call(Disposition.RINGING)
    call_id = intake.take(ring).record_id
    assert call_id is not None
    now = intake.world.clock.now
    answer = replace(ring, disposition=Disposition.ANSWERED, answered_at=now)
    intake.take(answer)
    assert live.news() == ()
    assert [news.state for news in live.news([call_id])] == [RingState.ANSWERED]
    intake.take(replace(answer, ended_at=now + timedelta(seconds=9)))
    assert [news.state for news in live.news([call_id])] == [RingState.OVER]


@pytest.mark.parametrize(
    ("disposition", "left"), [(Disposition.MISSED, False), (Disposition.VOICEMAIL, True)]
)
def test_who_reached_nobody_is_told_with_the_promise(
    intake: Intake, live: LiveCalls, disposition: Disposition, left: bool
) -> None:
    """Also where an earlier promise to the same number serves for it."""
    intake.take(intake.call(external_id="earlier"))
    ring = intake.call(Disposition.RINGING)
    call_id = intake.take(ring).record_id
    assert call_id is not None
    assert [news.callback_id for news in live.news()] == [None]
    ended = replace(ring, disposition=disposition, ended_at=intake.world.clock.now)
    promised = intake.take(ended).callback_id
    assert promised is not None
    (news,) = live.news([call_id])
    assert (news.state, news.callback_id) == (RingState.MISSED, promised)
    assert news.left_message is left


def test_another_clinic_s_calls_ring_there(intake: Intake, live: LiveCalls) -> None:
    world = intake.world
    call_id = intake.take(intake.call(Disposition.RINGING)).record_id
    assert call_id is not None
    edit(world, world.robin, "call", call_id, site_id=world.chicago)
    assert live.news() == ()
    edit(world, world.robin, "call", call_id, site_id=None)
    assert len(live.news()) == 1


def test_a_call_that_somebody_wrote_down_is_announced_to_nobody(
    intake: Intake, live: LiveCalls
) -> None:
    """Whoever shows it goes on: the same number may ring again onto a call that was typed."""
    call_id = intake.take(intake.call(Disposition.RINGING, HAZELS)).record_id
    assert call_id is not None
    edit(intake.world, intake.world.robin, "call", call_id, outcome="resolved")
    assert live.news() == ()
    assert [news.state for news in live.news([call_id])] == [RingState.RINGING]


def test_withheld_and_service_numbers(intake: Intake, live: LiveCalls) -> None:
    for place, text in enumerate(("anonymous", "", "911", "204", "*69")):
        intake.take(intake.call(Disposition.RINGING, text, external_id=str(place)))
    assert sorted(news.number for news in live.news()) == ["", "anonymous"]
