"""The list of calls: counts, heads and places are what plain SQL finds, whatever was written."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from desktop.domain.errors import NotAllowed, NotFound
from desktop.domain.local_time import local_day
from desktop.domain.vocabulary import CallOutcome
from desktop.services.actor import Actor
from desktop.services.call_list import CallList, Place
from desktop.services.changes import Written
from desktop.storage import tables
from tests.services.phone import Phone, call_id
from tests.services.world import World

_call = tables.metadata.tables["call"]
ZONES = ("America/Phoenix", "America/Chicago", "America/St_Johns", "Asia/Kathmandu")
AUTUMN = datetime(2026, 10, 30, tzinfo=UTC)
"""From here to the clock's now lies the night in which Chicago puts its clocks back."""
MINUTES = st.integers(0, 17 * 24 * 60) | st.sampled_from([0, 15, 1440, 3000, 3001])
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("log"), MINUTES),
        st.tuples(st.just("undo"), st.integers(0, 9)),
        st.tuples(st.just("move"), st.integers(0, 9), MINUTES),
        st.tuples(st.just("delete"), st.integers(0, 9)),
    ),
    max_size=14,
)


@pytest.fixture
def phone(world: World) -> Phone:
    return Phone.at(world)


@pytest.fixture
def calls(world: World) -> CallList:
    return CallList(world.database, world.clock)


def log_at(phone: Phone, at: datetime, **more: Any) -> Written:
    """A late entry: the call really was then."""
    return phone.log(phone.card(real_started_at=at, **more))


def stored(world: World) -> list[tuple[datetime, UUID]]:
    """Every call, newest first, by plain SQL."""
    query = select(_call.c.started_at, _call.c.id).order_by(
        _call.c.started_at.desc(), _call.c.id.desc()
    )
    with world.database.read() as conn:
        return [(row.started_at, row.id) for row in conn.execute(query)]


def in_zone(actor: Actor, zone: str) -> Actor:
    """The same clerk at a desk somewhere else."""
    return Actor(
        actor.user_id, actor.name, actor.role, actor.desk_id, actor.site_id, actor.team_id, zone
    )


def holds(world: World, calls: CallList, zone: str) -> None:
    """The list says what plain SQL says."""
    actor = in_zone(world.wren, zone)
    rows = stored(world)
    opening = calls.opening(actor, 4, 2)
    assert opening.total == len(rows)
    today = local_day(world.clock.now, zone)
    assert opening.today.calls == sum(local_day(at, zone) == today for at, _ in rows)
    newest = [line.id for line in opening.newest]
    assert newest == [key for _, key in rows[: len(newest)]]
    assert (len(rows) - len(newest)) % 4 == 0
    days = calls.days(actor)
    counted = Counter(local_day(at, zone) for at, _ in rows)
    assert [(each.day, each.calls) for each in days] == sorted(counted.items(), reverse=True)
    position = 0
    for day in days:
        for skip in range(day.calls):
            found = calls.rows(actor, Place(day, skip), 3)
            expected = [key for _, key in rows[position : position + 3]]
            assert [line.id for line in found] == expected
            place = calls.place_of(actor, expected[0])
            assert (place.day.day, place.skip) == (day.day, skip)
            position += 1
        assert calls.rows(actor, Place(day, day.calls + 200), 3) == ()


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(STEPS, st.sampled_from(ZONES))
def test_whatever_is_written_the_counts_and_places_are_those_of_plain_sql(
    world: World, phone: Phone, calls: CallList, steps: list[Any], zone: str
) -> None:
    with world.database.write() as conn:
        for name in ("call_correction", "callback", "call_reason", "call"):
            conn.execute(delete(tables.metadata.tables[name]))
    changes: list[Written] = []
    for step in steps:
        there = stored(world)
        if step[0] == "log":
            changes.append(log_at(phone, AUTUMN + timedelta(minutes=step[1])))
        elif step[0] == "undo" and changes:
            # Only what was not worked on since can be undone; the last one always.
            phone.take_back(changes.pop())
        elif step[0] == "move" and there:
            key = there[step[1] % len(there)][1]
            moved = AUTUMN + timedelta(minutes=step[2])
            before = phone.calls.get(world.wren, key)
            if moved != before.started_at:
                changes.append(
                    phone.calls.correct(
                        world.wren, key, before.version, "A wrong clock", uuid4(),
                        started_at=moved, ended_at=None,
                    ).written
                )  # fmt: skip
        elif step[0] == "delete" and there:
            # As a demo, an import or an erasure may: past the ledger.
            key = there[step[1] % len(there)][1]
            with world.database.write() as conn:
                correction = tables.metadata.tables["call_correction"]
                conn.execute(delete(correction).where(correction.c.call_id == key))
                conn.execute(delete(_call).where(_call.c.id == key))
            changes.clear()
    holds(world, calls, zone)


def test_thousands_in_one_quarter_are_stepped_over(world: World, calls: CallList) -> None:
    """An import that knew no more than the day."""
    at = AUTUMN
    rows = [row(world, at, number) for number in range(5_000)]
    with world.database.write() as conn:
        conn.execute(_call.insert(), rows)
    (day,) = calls.days(world.wren)
    assert day.calls == 5_000
    keys = [key for _, key in stored(world)]
    for skip in (0, 2_047, 2_048, 2_049, 4_096, 4_999):
        found = calls.rows(world.wren, Place(day, skip), 2)
        assert [line.id for line in found] == keys[skip : skip + 2]


def row(world: World, at: datetime, number: int) -> dict[str, Any]:
    """A call as an import writes it."""
    return {
        "id": UUID(int=number + 1), "direction": "in", "number_id": world.shared_number,
        "number_text": "", "withheld": False, "called_line": "855-KET-WELL",
        "speaker_id": world.juniper, "subject_id": world.juniper, "relation": "patient",
        "started_at": at, "answered_at": at, "ended_at": at + timedelta(seconds=61),
        "entered_at": at, "late_entry": False, "zone": "America/Chicago",
        "user_id": world.wren.user_id, "desk_id": world.desk, "site_id": world.chicago,
        "outcome": "resolved", "language": "English", "interpreter": False, "notes": "",
        "source": "file", "external_id": f"row {number}", "version": 1,
    }  # fmt: skip


def test_a_line_says_who_and_how_long(world: World, phone: Phone, calls: CallList) -> None:
    phone.log(
        phone.card(
            CallOutcome.TRANSFERRED,
            speaker_id=world.rowan,
            subject_id=world.juniper,
            ended_at=world.clock.now + timedelta(seconds=252),
        )
    )
    world.clock.forward(minutes=5)
    phone.log(phone.card(CallOutcome.HUNG_UP, number_text="anonymous", speaker_id=None, reasons=()))
    unknown, known = calls.opening(world.wren, 128, 2).newest
    assert (known.who, known.about, known.seconds) == ("Rowan Moss", "Juniper Moss", 252)
    assert (known.site, known.user) == ("Chicago", "Wren Hill")
    assert (unknown.who, unknown.e164, unknown.withheld) == ("", None, True)


def test_reading_asks_for_the_permission(world: World, phone: Phone, calls: CallList) -> None:
    written = phone.log(phone.card())
    for ask in (
        lambda: calls.opening(world.it, 128, 48),
        lambda: calls.days(world.it),
        lambda: calls.place_of(world.it, call_id(written)),
        lambda: phone.calls.detail(world.it, call_id(written)),
    ):
        with pytest.raises(NotAllowed):
            ask()
    with pytest.raises(NotFound, match="may have been undone"):
        calls.place_of(world.wren, uuid4())
