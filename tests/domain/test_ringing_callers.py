"""Each call is shown once, whoever tells of it and in whatever order."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.incoming import Disposition, IncomingCall
from desktop.domain.ringing_callers import (
    ANSWERED_FOR,
    AWAY_FOR,
    LATE,
    RINGS_FOR,
    Callers,
    RingNews,
    RingState,
    heard,
    news_of,
    put_away,
    taken,
    without_stale,
)
from desktop.domain.vocabulary import Direction

NOW = datetime(2026, 11, 26, 16, 42, tzinfo=UTC)
RING = RingNews(RingState.RINGING, "+13125550147", "pbx", external_id="1.7")
ANSWER = replace(RING, state=RingState.ANSWERED)
MISSED = replace(RING, state=RingState.MISSED)
OVER = replace(RING, state=RingState.OVER)


def play(*news: RingNews) -> Callers:
    """All of it heard at once."""
    callers = Callers()
    for each in news:
        callers = heard(callers, each, NOW).callers
    return callers


def test_ring_and_answer_are_one_caller() -> None:
    """Also told twice and the wrong way round."""
    for order in ((RING, ANSWER), (RING, RING, ANSWER, ANSWER), (ANSWER, RING)):
        callers = play(*order)
        assert [each.is_answered for each in callers.shown] == [True]
    assert heard(play(RING), ANSWER, NOW).new is None


def test_what_ended_does_not_come_back() -> None:
    """The ring may be told after the end."""
    for end in (MISSED, OVER):
        assert play(end, RING).shown == ()
        assert play(RING, end, RING, ANSWER).shown == ()


def test_a_call_that_ends_unanswered_is_told_with_its_callback() -> None:
    """Once; after an answer it is no missed call."""
    promised = replace(MISSED, callback_id=UUID(int=7), name="Fern Moss")
    left = heard(play(RING), promised, NOW).left
    assert left is not None
    assert (left.news.callback_id, left.news.name) == (UUID(int=7), "Fern Moss")
    assert heard(play(RING, promised), promised, NOW).left is None
    assert heard(play(RING, ANSWER), promised, NOW).left is None
    assert heard(play(RING), OVER, NOW).left is None


def test_several_calls_queue_and_who_rings_comes_before_who_is_answered() -> None:
    """In the order in which they rang."""
    other = replace(RING, external_id="1.8")
    third = RingNews(RingState.RINGING, "anonymous", "pbx", external_id="1.9")
    callers = Callers()
    for at, news in enumerate((RING, other, third, ANSWER)):
        callers = heard(callers, news, NOW + timedelta(seconds=at)).callers
    assert [each.news.external_id for each in callers.shown] == ["1.8", "1.9", "1.7"]


def test_two_sources_tell_of_one_call() -> None:
    """A softphone has no identity for it, the phone system has."""
    callers = play(replace(RING, source="softphone", external_id=""), RING)
    assert len(callers.shown) == 1
    assert callers.shown[0].news.external_id == "1.7"
    assert taken(callers, RING.key, NOW).shown == ()
    assert len(play(RING, replace(RING, external_id="1.8")).shown) == 2


def test_two_withheld_callers_are_two() -> None:
    """No number makes nobody the same."""
    hidden = RingNews(RingState.RINGING, "anonymous", "pbx", external_id="1")
    assert len(play(hidden, replace(hidden, external_id="2", source="other")).shown) == 2


def test_the_taken_one_does_not_ring_again() -> None:
    """Nor does one that was put away; a key of nobody takes nobody."""
    for callers in (taken(play(RING), RING.key, NOW), put_away(play(RING), RING.key)):
        assert heard(callers, ANSWER, NOW).callers.shown == ()
        assert heard(callers, RING, NOW + RINGS_FOR).callers.shown == ()
    assert put_away(play(RING), "nobody") == taken(play(RING), "nobody", NOW) == play(RING)


def test_who_was_put_away_and_reaches_nobody_is_told() -> None:
    """Also one of whom nothing was heard for too long; whoever was taken or answered is not."""
    later = NOW + RINGS_FOR
    for callers in (put_away(play(RING), RING.key), without_stale(play(RING), later)):
        assert callers.shown == ()
        assert heard(callers, MISSED, later).left is not None
        assert heard(heard(callers, ANSWER, later).callers, MISSED, later).left is None
    assert heard(taken(play(RING), RING.key, NOW), MISSED, later).left is None
    forgotten = without_stale(put_away(play(RING), RING.key), NOW + AWAY_FOR)
    assert (forgotten.away, heard(forgotten, MISSED, NOW + AWAY_FOR).left) == ((), None)


def test_whoever_is_known_by_the_number_alone_may_ring_again_later() -> None:
    """A soft phone tells of one call twice, and of tomorrow's call with the same words."""
    ring = replace(RING, external_id="")
    soon, later = NOW + RINGS_FOR - timedelta(seconds=1), NOW + RINGS_FOR
    for callers in (taken(play(ring), ring.key, NOW), put_away(play(ring), ring.key)):
        assert heard(callers, ring, soon).callers.shown == ()
        assert heard(callers, replace(ring, state=RingState.ANSWERED), soon).callers.shown == ()
        assert heard(callers, ring, later).new is not None
    ended = play(ring, replace(ring, state=RingState.OVER))
    assert heard(ended, ring, soon).new is None
    assert heard(ended, ring, later).new is not None


def test_what_was_written_down_as_two_calls_is_two() -> None:
    """A switchboard shows one number for everybody; the records know better."""
    one, other = (replace(RING, external_id="", call_id=UUID(int=n)) for n in (1, 2))
    assert len(play(one, other).shown) == 2
    assert len(play(one, replace(RING, external_id="")).shown) == 1


def test_what_is_long_over_is_no_news() -> None:
    """After a gap the phone system tells of calls that were."""
    old = replace(RING, started_at=NOW - LATE)
    assert play(old).shown == ()
    slow_clock = replace(RING, started_at=NOW - LATE + timedelta(seconds=1))
    assert len(play(slow_clock).shown) == 1
    assert play(replace(ANSWER, started_at=NOW - ANSWERED_FOR)).shown == ()
    callers = heard(Callers(), RING, NOW).callers
    assert without_stale(callers, NOW + RINGS_FOR - timedelta(seconds=1)) == callers
    assert without_stale(callers, NOW + RINGS_FOR).shown == ()
    answered = heard(callers, ANSWER, NOW + timedelta(minutes=1)).callers
    assert without_stale(answered, NOW + ANSWERED_FOR).shown != ()
    assert without_stale(answered, NOW + ANSWERED_FOR + timedelta(minutes=1)).shown == ()


def test_service_numbers_and_calls_out_are_no_news() -> None:
    """Nobody rings from 911."""
    call = IncomingCall(Direction.IN, "+13125550147", "", "pbx", disposition=Disposition.RINGING)
    assert news_of(call, None, None) is not None
    assert news_of(replace(call, caller="anonymous"), None, None) is not None
    for none in ("911", "*69", "988", "204"):
        assert news_of(replace(call, caller=none), None, None) is None
    assert news_of(replace(call, direction=Direction.OUT), None, None) is None
    ended = replace(call, disposition=Disposition.ANSWERED, ended_at=NOW)
    told = news_of(ended, None, None)
    assert told is not None
    assert told.state is RingState.OVER


_NEWS = st.builds(
    RingNews,
    state=st.sampled_from(RingState),
    number=st.sampled_from(("+13125550147", "(312) 555-0147", "+16025550142", "anonymous", "")),
    source=st.sampled_from(("pbx", "softphone")),
    external_id=st.sampled_from(("", "1", "2")),
    call_id=st.sampled_from((None, UUID(int=1), UUID(int=2))),
)


@given(st.lists(_NEWS, max_size=12))
def test_whatever_is_heard_no_call_is_shown_twice(news: list[RingNews]) -> None:
    """Nobody is announced twice, and no key belongs to two callers."""
    callers, announced = Callers(), set[str]()
    for each in news:
        told = heard(callers, each, NOW)
        callers = told.callers
        if told.new is not None:
            assert not announced.intersection(told.new.keys)
            announced.update(told.new.keys)
        keys = [key for ringing in callers.shown for key in ringing.keys]
        assert len(keys) == len(set(keys))
        assert not any(callers.is_done(key, NOW) for key in keys)
