"""Filters: what is found is what plain conditions find, in bounded pages."""

from collections.abc import Iterator
from dataclasses import fields
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from desktop.domain.vocabulary import CallOutcome, Direction, Reason, Source
from desktop.services import call_finding
from desktop.services.call_filter import CallFilter, conditions
from desktop.services.call_lines import CallKey, CallLine
from desktop.services.call_list import CallList
from desktop.storage import note_index, tables
from tests.services.test_call_list import AUTUMN, row
from tests.services.world import World

_call = tables.metadata.tables["call"]
NOTES = ("Wants her records.", "About the refund of the course.", "", "Her driver waits inside.")
MANY = 700


@pytest.fixture
def calls(world: World) -> CallList:
    """Seven hundred calls, of which the 600th alone is about parking."""
    rows = [varied(world, number) for number in range(MANY)]
    with world.database.write() as conn:
        conn.execute(_call.insert(), rows)
        reasons = [
            {"call_id": each["id"], "reason": list(Reason)[number % 7], "position": 0}
            for number, each in enumerate(rows)
        ]
        conn.execute(tables.metadata.tables["call_reason"].insert(), reasons)
        seqs = conn.execute(select(_call.c.id, _call.c.seq)).all()
        notes = {each["id"]: each["notes"] for each in rows}
        note_index.put_all(conn, "call", [(each.seq, [notes[each.id]]) for each in seqs])
    return CallList(world.database, world.clock)


def varied(world: World, number: int) -> dict[str, Any]:
    """Another call for each number."""
    at = AUTUMN + timedelta(minutes=number * 17 % 4_000)
    people = (world.juniper, world.rowan, world.hazel, None)
    numbers = (world.shared_number, world.hazels_number, None)
    who = people[number % 4]
    return {
        **row(world, at, number),
        "direction": (Direction.IN, Direction.OUT)[number % 2],
        "number_id": numbers[number % 3],
        "number_text": "" if number % 3 < 2 else "anonymous",
        "speaker_id": who,
        "subject_id": who,
        "outcome": list(CallOutcome)[number % 9],
        "user_id": (world.wren, world.robin)[number % 2].user_id,
        "site_id": (world.chicago, world.phoenix, None)[number % 3],
        "called_line": ("855-KET-WELL", "Transition")[number % 2],
        "source": list(Source)[number % 3],
        "ended_at": at + timedelta(seconds=number % 1_200),
        "notes": "Where to leave the car" if number == 600 else NOTES[number % 4],
    }


FILTERS = (
    CallFilter(),
    CallFilter(text="refund"),
    CallFilter(text="driver insi"),
    CallFilter(text="car"),
    CallFilter(text="nothing of the kind"),
    CallFilter(text="a"),
    CallFilter(who="moss"),
    CallFilter(who="ju mo"),
    CallFilter(who="hazel", text="records"),
    CallFilter(digits="0147"),
    CallFilter(digits="(303) 555"),
    CallFilter(digits="anonym"),
    CallFilter(outcome=CallOutcome.SPAM),
    CallFilter(reason=Reason.REFUND, direction=Direction.OUT),
    CallFilter(source=Source.FILE, called_line="Transition"),
    CallFilter(least_seconds=300, most_seconds=899),
    CallFilter(most_seconds=59),
    CallFilter(since=AUTUMN + timedelta(hours=20), until=AUTUMN + timedelta(hours=40)),
    CallFilter(text="records", since=AUTUMN + timedelta(hours=20)),
    CallFilter(who="rowan", until=AUTUMN + timedelta(hours=40)),
)


def pages(calls: CallList, world: World, asked: CallFilter, most: int) -> Iterator[list[CallLine]]:
    """Page after page, as the screen asks for them."""
    after: CallKey | None = None
    while True:
        page = calls.found(world.wren, asked, after, most)
        assert len(page.lines) <= most
        yield list(page.lines)
        if page.next is None:
            return
        assert after is None or page.next < after
        after = page.next


@pytest.mark.parametrize(("anchor", "few"), [(64, 0), (2_048, 1_000)])
def test_found_is_what_the_conditions_find_page_by_page(
    world: World, calls: CallList, anchor: int, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With short stretches and none that count as few everything is walked to, in many pages."""
    monkeypatch.setattr(call_finding, "ANCHOR", anchor)
    monkeypatch.setattr(call_finding, "_FEW", few)
    for asked in FILTERS:
        query = (
            select(_call.c.id)
            .where(*conditions(asked, world.database.dialect))
            .order_by(_call.c.started_at.desc(), _call.c.id.desc())
        )
        with world.database.read() as conn:
            expected = list(conn.execute(query).scalars())
        found = [line.id for page in pages(calls, world, asked, 50) for line in page]
        assert found == expected, asked


def test_each_field_of_a_filter_leaves_calls_out(world: World, calls: CallList) -> None:
    """None of the fields is forgotten by the conditions."""
    told: dict[str, Any] = {
        "text": "refund", "who": "rowan", "digits": "0112", "since": AUTUMN + timedelta(hours=1),
        "until": AUTUMN + timedelta(hours=60), "direction": Direction.OUT,
        "called_line": "Transition", "site_id": world.chicago, "reason": Reason.OTHER,
        "outcome": CallOutcome.SAFETY, "user_id": world.robin.user_id, "least_seconds": 90,
        "most_seconds": 90, "source": Source.DESK,
    }  # fmt: skip
    assert told.keys() == {field.name for field in fields(CallFilter)}
    for name, value in told.items():
        lines = [
            line
            for page in pages(calls, world, CallFilter(**{name: value}), 1_000)
            for line in page
        ]
        assert 0 < len(lines) < MANY, name


def test_a_page_looks_through_so_many_and_no_more(
    world: World, calls: CallList, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(call_finding, "ANCHOR", 10)
    nothing = CallFilter(direction=Direction.IN, user_id=world.robin.user_id)
    page = calls.found(world.wren, nothing, None, 50)
    assert (page.lines, page.looked) == ((), 10 * call_finding.STRETCH)
    assert page.next is not None
    looked, after = page.looked, page.next
    while True:
        page = calls.found(world.wren, nothing, after, 50)
        looked += page.looked
        if page.next is None:
            break
        after = page.next
    assert (page.lines, looked) == ((), MANY)


def test_what_is_rare_is_found_at_once(world: World, calls: CallList) -> None:
    """By its own index: a word that one note has need not be walked to."""
    page = calls.found(world.wren, CallFilter(text="car"), None, 50)
    assert [line.id for line in page.lines] == [UUID(int=601)]
    # Not seven hundred; words of calls that other tests have thrown away may be among them.
    assert page.looked < 50
    assert page.next is None
