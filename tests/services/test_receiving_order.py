"""The same news in any order, and any of it more than once, gives the same calls and promises."""

import itertools
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.domain.incoming import Disposition, IncomingCall
from desktop.domain.vocabulary import Direction
from tests.services.incoming import Intake
from tests.services.world import World

_AREAS = ("602", "312", "303", "713", "702", "612", "801", "206", "813", "480", "773", "720")
_SECONDS = st.integers(0, 90).map(lambda seconds: timedelta(seconds=seconds))
_News = dict[str, Any]

_NEWS = st.fixed_dictionaries(
    {
        "call": st.integers(0, 2),
        "disposition": st.sampled_from(
            [
                Disposition.UNKNOWN,
                Disposition.RINGING,
                Disposition.ANSWERED,
                Disposition.MISSED,
                Disposition.VOICEMAIL,
            ]
        ),
        "after": _SECONDS,
        "answered": st.none() | _SECONDS,
        "ended": st.none() | _SECONDS,
        "name": st.sampled_from(["", "FERN", "FERN DALE"]),
        "shown": st.booleans(),
        "message": st.sampled_from(["", "It is Fern.", "I want to die."]),
    }
)


@pytest.fixture
def intake(world: World) -> Intake:
    """The small world, listening."""
    return Intake.at(world)


@pytest.fixture
def numbers() -> "itertools.count[int]":
    """Every run of an example has numbers of its own."""
    return itertools.count()


def _record(intake: Intake, news: _News, run: int, first: int) -> IncomingCall:
    """Calls 0 and 1 are from one number, 2 is from another."""
    began = intake.world.clock.now - timedelta(hours=1)
    index = first + (news["call"] == 2)
    number = f"{_AREAS[index // 100 % len(_AREAS)]}55501{index % 100:02}"
    is_message = news["disposition"] is Disposition.VOICEMAIL

    def at(after: timedelta | None) -> Any:
        return None if after is None else began + after

    return IncomingCall(
        direction=Direction.IN,
        caller=number if news["shown"] else "anonymous",
        called="+18555389355",
        source="asterisk",
        name=news["name"],
        started_at=at(news["after"]),
        answered_at=at(news["answered"]),
        ended_at=at(news["ended"]),
        disposition=news["disposition"],
        message=news["message"] if is_message else "",
        external_id=f"{run}-{news['call']}",
    )


def _told(intake: Intake, news: Sequence[_News], run: int, first: int) -> Any:
    """What stands there after these news, without what differs between runs."""
    for each in news:
        intake.take(_record(intake, each, run, first))
    keys = {row.record_id: row.key.split("-") for row in intake.rows("incoming_key")}
    mine = {call_id: which for call_id, (ran, which) in keys.items() if ran == str(run)}
    calls = {
        mine[row.id]: (
            row.disposition, row.outcome, row.started_at, row.answered_at, row.ended_at,
            row.speaker_name, row.withheld, row.number_id is None, row.number_text,
        )
        for row in intake.rows("call")
        if row.id in mine
    }  # fmt: skip
    open_ones = [row for row in intake.rows("callback", state="open") if row.call_id in mine]
    # Callers who show no number share none.
    of_number = {row.id: row.number_id or row.id for row in intake.rows("call")}
    places = {of_number[call_id]: int(which == "2") for call_id, which in mine.items()}
    promises = sorted((row.kind, places[of_number[row.call_id]]) for row in open_ones)
    messages = sorted(
        (mine[row.call_id], row.text, row.danger)
        for row in intake.rows("voicemail")
        if row.call_id in mine
    )
    return calls, promises, messages


@given(news=st.lists(_NEWS, min_size=1, max_size=7), data=st.data())
@settings(
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_the_order_of_news_does_not_matter(
    intake: Intake, numbers: "itertools.count[int]", news: list[_News], data: st.DataObject
) -> None:
    other = data.draw(st.permutations([*news, *data.draw(st.lists(st.sampled_from(news)))]))
    one, two = next(numbers), next(numbers)

    assert _told(intake, news, one, 2 * one) == _told(intake, other, two, 2 * two)


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_a_call_told_in_pieces_is_one_though_its_identity_was_another_ones(
    world: World, order: tuple[int, ...]
) -> None:
    # GIVEN a phone system that gives an identity again
    intake = Intake.at(world)
    for _ in range(2):
        began = intake.later(days=3)
        answered, ended = (began + timedelta(seconds=after) for after in (10, 70))
        pieces = [
            intake.call(Disposition.RINGING, external_id="1"),
            intake.call(
                Disposition.ANSWERED, external_id="1", started_at=None, answered_at=answered
            ),
            intake.call(Disposition.ANSWERED, external_id="1", started_at=None, ended_at=ended),
        ]
        # WHEN another call is told under it, in pieces that do not all say when it began
        for place in order:
            intake.take(pieces[place])
        (call,) = intake.rows("call", started_at=began)
        assert (call.answered_at, call.ended_at) == (answered, ended)
    # THEN there are two, and nobody is rung back
    assert len(intake.rows("call")) == 2
    intake.later(hours=3)
    intake.receiving.end_unheard(intake.listener)
    assert intake.waiting() == []
