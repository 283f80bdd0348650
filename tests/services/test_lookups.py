"""What runs on every key press walks along an index: no table is scanned, nothing is sorted."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from desktop.domain.vocabulary import CallOutcome
from desktop.paths import resources
from desktop.services.alike import LooksAlike
from desktop.services.finding import Finding
from desktop.services.found import FindKind
from desktop.services.history import History
from desktop.services.numbers import Numbers
from desktop.services.people import People
from desktop.services.people_list import PeopleList
from desktop.services.script_book import ScriptBook
from desktop.services.words import Words
from desktop.storage.engine import Database
from tests.conftest import Clock
from tests.services.phone import Phone
from tests.services.world import World, build_world


@pytest.fixture
def world(sqlite_database: Database, clock: Clock) -> World:
    """SQLite alone tells its plans the same whatever the table holds."""
    return build_world(sqlite_database, clock)


@contextmanager
def watched(world: World) -> Iterator[list[str]]:
    """The statements of the reading connections used next, as SQLite ran them."""
    seen: list[str] = []
    drivers: list[Any] = []
    # The one for glances first: it stays out, so that the one for reading is another.
    for reading in (world.database.glance, world.database.read):
        with reading() as conn:
            drivers.append(conn.connection.driver_connection)
    for driver in drivers:
        driver.set_trace_callback(seen.append)
    try:
        yield seen
    finally:
        for driver in drivers:
            driver.set_trace_callback(None)


def plan_of(world: World, statement: str) -> list[str]:
    with world.database.read() as conn:
        rows = conn.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement.replace('%', '%%')}")
        return [row[3] for row in rows]


FOUND_ROWS = (
    "SCAN CONSTANT ROW",
    "SCAN anon_",
    "SCAN counted",
    "SCAN call_note_index VIRTUAL TABLE",  # by its words
    "SCAN main.call_note_index_config",  # FTS5's own
)
SMALL = ("FROM holiday", "FROM milestone", "FROM team")
"""Tables of a dozen rows in all."""


def reads_a_table_whole(step: str) -> bool:
    """A scan, other than of the few rows that another step found, and of an index of notes, which
    has its own way to the words."""
    return step.startswith("SCAN") and not step.startswith(FOUND_ROWS) and "note_index" not in step


def bad_steps(world: World, work: Callable[[], object]) -> list[str]:
    """Steps of the plans that read a whole table or sort. Rows of one person at one instant are
    put in order of their identities, which is no sorting of the table."""
    with watched(world) as seen:
        work()
    selects = [statement for statement in seen if statement.lstrip().startswith("SELECT")]
    assert selects
    selects = [each for each in selects if not any(name in each for name in SMALL)]
    return [
        f"{step}: {statement}"
        for statement in selects
        for step in plan_of(world, statement)
        if reads_a_table_whole(step) or ("TEMP B-TREE" in step and "LAST TERM" not in step)
    ]


def test_no_lookup_scans_or_sorts(world: World) -> None:
    phone = Phone.at(world)
    phone.log(phone.promising())
    call_id = phone.log(phone.card(speaker_id=None)).value or uuid4()
    words = Words(world.database, world.ledger, ScriptBook(resources()))
    numbers = Numbers(world.database, world.clock)
    people = People(world.database, world.ledger, world.clock)
    listing = PeopleList(world.database, world.clock)
    alike = LooksAlike(world.database)
    history = History(world.database)
    finding, kinds = Finding(world.database, world.clock), frozenset(FindKind)
    before = (world.clock.now + timedelta(days=1), uuid4())
    looks: dict[str, Callable[[], object]] = {
        "match": lambda: numbers.match(world.wren, "(312) 555-0147"),
        "match elsewhere": lambda: numbers.match(world.wren, "(312) 555-0147 ext 9"),
        "suggest": lambda: numbers.suggest(world.wren, "312555"),
        "last digits": lambda: numbers.suggest(world.wren, "0147"),
        "find": lambda: people.find(world.wren, "mos"),
        "two words": lambda: people.find(world.wren, "mo jun"),
        "three words": lambda: people.find(world.wren, "j mo ju"),
        "by number": lambda: people.find(world.wren, "555 0147"),
        "listed": lambda: listing.find(world.wren, "mos"),
        "listed by address": lambda: listing.find(world.wren, "moss hale example"),
        "listed by number": lambda: listing.find(world.wren, "KET-WELL"),
        "alike": lambda: alike.of(world.wren, world.juniper),
        "alike while typing": lambda: people.known_while_typing(
            world.wren, "Juniper Moss", "312 555 0147"
        ),
        "household": lambda: people.household(world.wren, world.shared_number),
        "history": lambda: history.of_person(world.wren, world.juniper),
        "history page": lambda: history.of_person(world.wren, world.juniper, before=before),
        "history count": lambda: history.count(world.wren, world.juniper),
        "number history": lambda: history.of_number(world.wren, world.shared_number),
        "recent": lambda: phone.calls.recent_for_number(world.wren, world.shared_number),
        "person": lambda: people.get(world.wren, world.rowan),
        "words read": lambda: words.read_on(world.wren, call_id),
        "calls with words": lambda: words.calls_with(world.wren, uuid4()),
        "last undoable": lambda: phone.undo.last(world.wren),
        "drafts": lambda: phone.drafts.open_drafts(world.wren),
        "search for a name": lambda: finding.at_once(world.wren, "mo jun", kinds),
        "search for a number": lambda: finding.at_once(world.wren, "(312) 555-0147", kinds),
        "search in calls": lambda: finding.in_notes(world.wren, "records", {FindKind.CALL}),
        "search in calls, a number": lambda: finding.in_notes(
            world.wren, "555 0147", {FindKind.CALL}
        ),
    }
    found = {name: bad_steps(world, look) for name, look in looks.items()}
    assert {name: steps for name, steps in found.items() if steps} == {}


def test_a_scan_would_be_seen(world: World) -> None:
    """The check above can fail."""

    def scan() -> None:
        with world.database.read() as conn:
            conn.exec_driver_sql("SELECT name FROM person ORDER BY notes").all()

    assert len(bad_steps(world, scan)) == 2


def test_logging_reads_no_table_whole(world: World) -> None:
    phone = Phone.at(world)
    phone.log(phone.promising())
    with world.database.write() as conn:
        driver = conn.connection.driver_connection
        assert driver is not None
    seen: list[str] = []
    driver.set_trace_callback(seen.append)
    phone.log(phone.promising())
    phone.log(phone.card(CallOutcome.SAFETY, number_text="713 555 0168"), draft_id=uuid4())
    phone.log(phone.card(CallOutcome.MISSED))
    driver.set_trace_callback(None)
    reads = [s for s in seen if s.startswith("SELECT") and not any(name in s for name in SMALL)]
    steps = [step for statement in reads for step in plan_of(world, statement)]
    assert [step for step in steps if reads_a_table_whole(step)] == []
