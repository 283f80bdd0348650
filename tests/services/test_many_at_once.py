"""Rows of a file that are written together become what they become one at a time: the same tables,
the same receipts, whatever is there already and whatever somebody does between two batches."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from desktop.domain.incoming import Disposition, Incoming, IncomingCall, IncomingLead
from desktop.domain.vocabulary import CallOutcome, Direction, DoNotCallPurpose, Permission
from desktop.services import receiving_many
from desktop.services.changes import Writing
from desktop.services.trail import broken_links
from desktop.storage import note_index, tables
from desktop.storage.engine import Database
from tests.conftest import Clock
from tests.services.incoming import Intake
from tests.services.world import build_world, edit

_of = tables.metadata.tables
NUMBERS = (
    "(312) 555-0147",  # Juniper's and Rowan's
    "(312) 555-0162",  # Juniper's at home, where she must never be rung
    "(303) 555-0112",  # Hazel's
    "602-555-0101",
    "+16025550101",
    "602-555-0102",
    "1 (208) 555-0103",  # in two zones
    "602-555-0104 x7",
    "+1 800 555 0199",
    "+44 20 7946 0018",
    "anonymous",
    "101",
    "call me",
)
_TOLD = ("call", "callback", "voicemail", "lead", "phone_number", "incoming_key", "lead_contact")
_MANY = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large]

_numbers = st.sampled_from(NUMBERS)
_minutes = st.integers(0, 40)
_call = st.fixed_dictionaries(
    {
        "number": _numbers,
        "out": st.sampled_from([False, False, False, True]),
        "disposition": st.sampled_from(
            [
                *(Disposition.MISSED, Disposition.MISSED, Disposition.MISSED),
                *(Disposition.ANSWERED, Disposition.ANSWERED, Disposition.VOICEMAIL),
                *(Disposition.NOT_REACHED, Disposition.UNKNOWN, Disposition.RINGING),
            ]
        ),
        "ago": _minutes,
        "id": st.integers(0, 25) | st.just(""),
        "name": st.sampled_from(["", "FERN DALE"]),
        "message": st.sampled_from(["", "", "", "It is Fern.", "I want to die."]),
        "timed": st.sampled_from([True, True, True, False]),
    }
)
_lead = st.fixed_dictionaries(
    {
        "name": st.sampled_from(["", "Hazel Birch", "Hazel", "Rowan Moss", "Fern Dale"]),
        "numbers": st.lists(_numbers, max_size=2),
        "emails": st.lists(
            st.sampled_from(["fern@example.com", "Ivy@example.com", " "]), max_size=2
        ),
        "message": st.sampled_from(["", "Please ring me.", "I want to die."]),
        "ago": st.none() | _minutes,
        "id": st.integers(0, 25) | st.just(""),
        "kind": st.sampled_from(["", "", "", "", "test", "pending"]),
    }
)
_event = st.tuples(
    st.sampled_from(
        ["rings", "logged", "asked not to", "hours pass", "tried", "merged", "nothing"]
    ),
    _numbers,
    st.integers(0, 40),
)
_files = st.tuples(
    st.lists(_event, max_size=3),
    st.sampled_from([_call, _lead]).flatmap(
        lambda row: st.lists(
            st.tuples(_event, st.lists(row, min_size=2, max_size=12)), min_size=1, max_size=3
        )
    ),
)


def _record(intake: Intake, row: dict[str, Any]) -> Incoming:
    now = intake.world.clock.now
    if "numbers" in row:
        return IncomingLead(
            source="table",
            name=row["name"],
            numbers=tuple(row["numbers"]),
            emails=tuple(row["emails"]),
            message=row["message"],
            submitted_at=None if row["ago"] is None else now - timedelta(minutes=row["ago"]),
            external_id=str(row["id"]),
            payload=json.dumps({"Name": row["name"]}),
            is_test=row["kind"] == "test",
            is_pending=row["kind"] == "pending",
        )
    began = now - timedelta(minutes=row["ago"])
    sides = ("8555389355", row["number"]) if row["out"] else (row["number"], "8555389355")
    return IncomingCall(
        direction=Direction.OUT if row["out"] else Direction.IN,
        caller=sides[0],
        called=sides[1],
        source="asterisk-csv",
        name=row["name"],
        started_at=began if row["timed"] else None,
        ended_at=began + timedelta(seconds=80),
        talked_seconds=60,
        disposition=row["disposition"],
        message=row["message"] if row["disposition"] is Disposition.VOICEMAIL else "",
        external_id=str(row["id"]),
    )


def _happen(intake: Intake, event: tuple[str, str, int]) -> None:
    """What is there before a batch, or comes in between."""
    what, number, minutes = event
    world = intake.world
    # Nor do two Changes come at one moment: their identities would be in any order.
    intake.later(seconds=1)
    # Of two calls as far from a third as each other the identity decides, and that is chance.
    apart = timedelta(microseconds=1 + len(intake.rows("call")))
    if what == "rings":
        at = world.clock.now - timedelta(minutes=minutes) - apart
        intake.take(intake.call(caller=number, started_at=at, external_id=str(uuid4())))
    elif what == "logged":
        how = CallOutcome.MISSED if minutes % 2 else CallOutcome.RESOLVED
        form = intake.phone.card(how, number_text="(303) 555-0112", speaker_id=world.hazel)
        intake.phone.log(replace(form, started_at=form.started_at - apart))
    elif what == "hours pass":
        intake.later(hours=minutes)
    elif what == "tried":
        for row in intake.rows("callback", state="open"):
            edit(world, world.wren, "callback", row.id, due_at=row.due_at + timedelta(hours=30))
    elif what == "asked not to":
        _insert(
            intake,
            "do_not_call",
            person_id=world.hazel,
            number_id=None,
            purpose=DoNotCallPurpose.ALL,
            reason="asked",
            set_at=world.clock.now,
        )
    elif what == "merged":
        _insert(
            intake,
            "person_merge",
            gone_id=world.hazel,
            stays_id=world.sorrel,
            at=world.clock.now,
            user_id=world.wren.user_id,
        )


def _insert(intake: Intake, record: str, **values: Any) -> None:
    if intake.rows(record):
        return

    def work(writing: Writing) -> UUID:
        return writing.insert(record, values)

    intake.world.ledger.write(intake.world.wren, "test", Permission.READ_PEOPLE, uuid4(), work)


def _empty(database: Database) -> None:
    with database.write() as conn:
        for table in reversed(tables.metadata.sorted_tables):
            conn.execute(table.delete())
        for record in note_index.NOTED:
            conn.exec_driver_sql(f"DELETE FROM {note_index.index_of(record)}")  # noqa: S608


def _told(intake: Intake) -> tuple[dict[str, list[str]], dict[Any, str]]:
    """All that is there, without what differs between two runs, and how each record is told."""
    names: dict[Any, str] = {}
    found: dict[str, list[str]] = {}
    for record in ("person", "phone_number", "call", "callback", "voicemail", "lead"):
        names |= {row.id: _line(row._mapping, names) for row in intake.rows(record)}
    for record in _TOLD:
        found[record] = sorted(_line(row._mapping, names) for row in intake.rows(record))
    with intake.world.database.read() as conn:
        for record, words in (("call", ["fern"]), ("callback", ["ring"])):
            found[record].append(str(len(note_index.found(conn, record, words, 1000))))
    return found, names


def _line(row: Any, names: dict[Any, str]) -> str:
    own = {
        "id",
        "seq",
        "user_id",
        "desk_id",
        "site_id",
        "promised_by",
        "closed_by",
        "owner_team_id",
        "key",
    }
    return str({k: names.get(v, v) for k, v in row.items() if k not in own})


def _run(intake: Intake, before: Sequence[Any], batches: Sequence[Any]) -> Any:
    for event in before:
        _happen(intake, event)
    receipts: list[Any] = []
    for event, rows in batches:
        _happen(intake, event)
        intake.later(seconds=1)
        records = [_record(intake, row) for row in rows]
        receipts += intake.receiving.take_all(intake.world.wren, records, lambda _writing: None)[0]
    told, names = _told(intake)
    said = [
        (
            each.fate,
            names.get(each.record_id),
            names.get(each.callback_id),
            each.danger,
            each.reason,
        )
        for each in receipts
    ]
    return said, told


def _both_ways(database: Database, clock: Clock, patch: pytest.MonkeyPatch, file: Any) -> None:
    began = datetime(2026, 11, 17, 21, 18, tzinfo=UTC)
    results = []
    for fewest in (2, 10_000):
        clock.now = began
        _empty(database)
        with patch.context() as patched:
            patched.setattr(receiving_many, "FEWEST", fewest)
            results.append(_run(Intake.at(build_world(database, clock)), *file))
        assert not list(broken_links(database))
    together, alone = results
    for one, other in zip(together[0], alone[0], strict=True):
        assert one == other
    for record in together[1]:
        assert together[1][record] == alone[1][record], record


@given(file=_files)
@settings(suppress_health_check=_MANY)
def test_many_at_once_become_what_they_become_one_at_a_time(
    sqlite_database: Database, clock: Clock, monkeypatch: pytest.MonkeyPatch, file: Any
) -> None:
    _both_ways(sqlite_database, clock, monkeypatch, file)


@given(file=_files)
@settings(max_examples=12, suppress_health_check=_MANY)
def test_so_they_do_on_a_server(
    kept_postgresql: Database, clock: Clock, monkeypatch: pytest.MonkeyPatch, file: Any
) -> None:
    _both_ways(kept_postgresql, clock, monkeypatch, file)


def test_a_file_of_plain_rows_goes_together(database: Database, clock: Clock) -> None:
    """Or the test above would hold one way against itself."""
    intake = Intake.at(build_world(database, clock))
    plain = {"out": False, "ago": 5, "name": "", "message": "", "timed": True}
    rows = [
        {**plain, "number": f"602-555-01{n:02}", "disposition": Disposition.MISSED, "id": n}
        for n in range(30)
    ]
    memory = intake.receiving._memory_of(intake.world.wren)
    intake.receiving.take_all(
        intake.world.wren, [_record(intake, row) for row in rows], lambda _writing: None
    )
    assert len(memory.rung_back) == 30
    with database.read() as conn:
        assert len(conn.execute(select(_of["callback"])).all()) == 30


def _row_of(number: str, disposition: Disposition, key: object) -> dict[str, Any]:
    return {
        "number": number,
        "out": False,
        "disposition": disposition,
        "ago": 0,
        "id": key,
        "name": "",
        "message": "",
        "timed": True,
    }


@pytest.mark.parametrize("told_before", [False, True])
def test_news_of_a_call_that_names_another_number(
    sqlite_database: Database, clock: Clock, monkeypatch: pytest.MonkeyPatch, told_before: bool
) -> None:
    """The promise is for the call that the news belongs to, not for what was missed later."""
    rings, one, other = ("rings", "(312) 555-0147", 0), "(312) 555-0147", "602-555-0101"
    first = [_row_of(other, Disposition.ANSWERED, key) for key in (1, 7, 8, 9)]
    then = [
        _row_of(one, Disposition.VOICEMAIL, 1),
        _row_of(other, Disposition.MISSED, 0),
        _row_of(one, Disposition.MISSED, 6),
    ]
    batches = [(rings, first), (rings, then)] if told_before else [(rings, [*first, *then])]
    _both_ways(sqlite_database, clock, monkeypatch, ([], batches))
