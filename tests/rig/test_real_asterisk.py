"""A real Asterisk, real calls: the log of the desk equals its call records, whatever happens."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest

from desktop.domain.connection_state import Link
from desktop.domain.incoming import Disposition
from tests.cut_line import line_to
from tests.rig import scenarios
from tests.rig.asterisk import Asterisk
from tests.rig.callers import Caller, Crowd, Group
from tests.rig.desk import Desk, PopTimes, desk_at, until
from tests.rig.records import Entry, differences, records_of
from tests.rig.settings import (
    BUSY,
    MACHINE,
    NOBODY,
    PASSED_ON,
    QUEUE,
    QUEUE_AFTER_MENU,
    QUEUE_NOBODY,
    RING_GROUP,
    RINGS_LONG,
    VOICEMAIL,
)

pytestmark = pytest.mark.rig

NAMES = ("Fern Moss", "Hazel Birch", "", "Sorrel Pine")
_UNANSWERED = (Disposition.MISSED, Disposition.VOICEMAIL)


def plants() -> Iterator[Caller]:
    """Callers without end, each from a number of their own."""
    for number in itertools.count():
        area = ("312", "602", "303", "713")[number // 100]
        yield Caller(f"{area}55501{number % 100:02}", "", NAMES[number % len(NAMES)])


def ring(line: str, callers: Iterator[Caller], many: int = 1) -> list[Caller]:
    return [Caller(each.number, line, each.name) for each in itertools.islice(callers, many)]


def wave(outside: Crowd, callers: Iterator[Caller]) -> Sequence[Group]:
    """Nineteen calls of every kind within a few seconds."""
    hidden = Caller("", RING_GROUP), Caller("", NOBODY)
    again = ring(NOBODY, callers)[0]
    talks, refused = scenarios.caller_talks(2), scenarios.caller_is_refused()
    return [
        outside.call(talks, [*ring(RING_GROUP, callers, 3), hidden[0]]),
        outside.call(talks, ring(QUEUE, callers, 2)),
        outside.call(refused, [*ring(NOBODY, callers), hidden[1], again, again]),
        outside.call(refused, ring(BUSY, callers, 2)),
        outside.call(scenarios.caller_gives_up(1.5), ring(NOBODY, callers, 2)),
        outside.call(scenarios.caller_talks(3), ring(VOICEMAIL, callers)),
        outside.call(scenarios.caller_talks(2.5), ring(QUEUE_NOBODY, callers)),
        outside.call(scenarios.caller_talks(5), ring(PASSED_ON, callers)),
        outside.call(scenarios.caller_talks(4), ring(QUEUE_AFTER_MENU, callers)),
        outside.call(scenarios.caller_listens(), ring(MACHINE, callers)),
    ]


def pause(seconds: float) -> None:
    Event().wait(seconds)


def all_hang_up(groups: Sequence[Group]) -> None:
    for group in groups:
        group.wait()


def to_ring_back(calls: dict[str, Entry]) -> list[str]:
    """Whoever was missed and showed a number, each once."""
    missed = (each.caller for each in calls.values() if each.became in _UNANSWERED)
    return sorted({caller for caller in missed if caller})


def test_fifty_calls_with_the_connection_cut_in_the_middle(
    phone_system: Asterisk, outside: Crowd, tmp_path: Path
) -> None:
    pops, callers = PopTimes(), plants()
    with (
        line_to(phone_system.ports.manager, pops.on_the_wire) as wire,
        desk_at(tmp_path / "desk", wire.port, phone_system.records, pops) as desk,
    ):
        before = set(records_of(phone_system.records))
        all_hang_up(wave(outside, callers))
        # In the middle of the next calls: some ring, some talk, some begin and end unheard.
        second = wave(outside, callers)
        pause(1.5)
        wire.away = True
        wire.cut_now()
        pause(3)
        third = wave(outside, callers)
        pause(1.5)
        wire.away = False
        assert until(lambda: desk.standing.link is Link.WORKING)
        wire.cut_now()
        all_hang_up([*second, *third])
        all_hang_up([outside.call(scenarios.caller_talks(2), ring(RING_GROUP, callers, 2))])
        calls = now_equal(phone_system, desk, before, {})
    assert wire.cuts >= 2
    assert len(calls) >= 50
    became = [each.became for each in calls.values()]
    print(f"\n{len(calls)} calls: { ({each: became.count(each) for each in set(became)}) }")
    print(pops.sentence)


def test_killed_in_the_middle_of_calls_and_started_again(
    phone_system: Asterisk, outside: Crowd, tmp_path: Path
) -> None:
    pops, callers = PopTimes(), plants()
    with desk_at(tmp_path / "desk", phone_system.ports.manager, phone_system.records, pops) as desk:
        before = set(records_of(phone_system.records))
        all_hang_up([outside.call(scenarios.caller_talks(1), ring(RING_GROUP, callers))])
        going_on = [
            outside.call(scenarios.caller_talks(60), ring(RING_GROUP, callers, 2)),
            outside.call(
                scenarios.caller_gives_up(50),
                [*ring(RINGS_LONG, callers, 2), Caller("", RINGS_LONG)],
            ),
        ]
        assert until(lambda: len(desk.log()) == 6 and _talking(desk) == 2), desk.log()
        phone_system.kill()
        # Of these there will never be a record: what was heard is all there is.
        ended = desk.ended()
        cut = {key: each for key, each in desk.log().items() if key not in ended}
        for group in going_on:
            group.end()
        assert until(lambda: desk.standing.link is not Link.WORKING)
        phone_system.start()
        assert until(lambda: desk.standing.link is Link.WORKING, 60)
        all_hang_up(
            [
                outside.call(scenarios.caller_talks(1), ring(RING_GROUP, callers)),
                outside.call(scenarios.caller_is_refused(), ring(NOBODY, callers)),
            ]
        )
        now_equal(phone_system, desk, before, {key: _as_it_ended(cut[key]) for key in cut})
        assert set(desk.log()) == desk.ended()


def _rows_of(phone_system: Asterisk, different: str) -> list[str]:
    """The phone system's own words about what differs."""
    linked = {line.split()[0] for line in different.splitlines()[1:]}
    every = phone_system.records.read_text(encoding="utf-8").splitlines()
    return [row for row in every if row.split(",")[-2].strip('"') in linked]


def _talking(desk: Desk) -> int:
    ended = desk.ended()
    calls = desk.log().items()
    return sum(each.became is Disposition.ANSWERED for key, each in calls if key not in ended)


def _as_it_ended(cut: Entry) -> Entry:
    if cut.became is Disposition.RINGING:
        return replace(cut, became=Disposition.MISSED, talked=0)
    return cut


def now_equal(
    phone_system: Asterisk, desk: Desk, before: set[str], besides: dict[str, Entry]
) -> dict[str, Entry]:
    """Wait until the log of the desk is what the phone system wrote, and ``besides``, of which it
    wrote nothing. Returns the calls."""

    def records() -> dict[str, Entry]:
        every = records_of(phone_system.records)
        return {key: each for key, each in every.items() if key not in before} | besides

    until(lambda: not differences(records(), desk.log()), 90)
    calls = records()
    different = differences(calls, desk.log())
    told = [different, *_rows_of(phone_system, different), str(desk.standing)]
    assert not different, "\n".join(told)
    assert desk.rows() == len(calls)
    assert desk.open_callbacks() == to_ring_back(calls)
    return calls
