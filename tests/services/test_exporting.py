"""Exports on both engines: the same rows as the lists, whole or none, and in the trail."""

import csv
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from desktop.domain.errors import FileProblem, NotAllowed, Refused
from desktop.domain.vocabulary import AttemptResult, CallOutcome, Reason, Resolution
from desktop.export.formulas import unguarded
from desktop.services import exporting as service
from desktop.services.call_filter import CallFilter
from desktop.services.call_form import CallForm
from desktop.services.calls import Calls
from desktop.services.export_callbacks import CallbackFilter
from desktop.services.exportable import What
from desktop.services.exporting import EXPORTABLE, Exporting, Order, of_days
from desktop.services.queue_row import ViewFilter
from desktop.services.trail import broken_links
from desktop.services.undo import Undo
from desktop.storage import tables
from tests.export.zip_reader import look, open_with
from tests.services.promises import Desk
from tests.services.world import World

_export = tables.metadata.tables["export"]
WHY = "The monthly count"
PASSWORD = "seven herons over a pond"
NOTES = '=HYPERLINK("http://x.example","Juniper"), said twice;\r\n- and again'


@pytest.fixture
def exporting(world: World) -> Exporting:
    return Exporting(world.database, world.ledger, world.clock)


def log(world: World, started_at: datetime, **more: object) -> UUID:
    form = CallForm(
        started_at=started_at,
        number_text="(312) 555-0147",
        speaker_id=world.juniper,
        site_id=world.chicago,
        reasons=(Reason.RECORDS, Reason.APPOINTMENT),
        notes=NOTES,
        outcome=CallOutcome.RESOLVED,
    )
    calls = Calls(world.database, world.ledger, world.clock)
    written = calls.log(world.wren, None, replace(form, **more), uuid4())  # type: ignore[arg-type]
    assert written.value is not None
    return written.value


def read(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as text:
        return [{k: unguarded(v) for k, v in row.items()} for row in csv.DictReader(text)]


def every(what: What) -> tuple[str, ...]:
    return tuple(column.key for column in EXPORTABLE[what].columns)


def trail(world: World) -> Sequence[object]:
    with world.database.read() as conn:
        return conn.execute(select(_export)).all()


def test_a_call_is_written_as_it_was_logged(
    world: World, exporting: Exporting, tmp_path: Path
) -> None:
    call_id = log(world, world.clock.now - timedelta(minutes=3, seconds=5))
    target = tmp_path / "calls.csv"
    order = Order("calls", CallFilter(), target, WHY, every("calls"))
    done = exporting.export(world.lark, order, uuid4())
    assert done is not None
    assert (done.rows, done.file) == (1, target)
    (row,) = read(target)
    assert row == {
        "Started (desk time)": "2026-11-17 14:14:55",
        "Started (UTC)": "2026-11-17T21:14:55Z",
        "Direction": "in",
        "Line": row["Line"],
        "Phone": "+13125550147",
        "Extension": "",
        "Phone as typed": row["Phone as typed"],
        "Who spoke": "Juniper Moss",
        "Relation": "patient",
        "Whom it concerns": "Juniper Moss",
        "Clinic": "Chicago",
        "Handled by": "Wren Hill",
        "Reasons": "records, appointment",
        "Outcome": "resolved",
        "Talk (seconds)": row["Talk (seconds)"],
        "Language": "English",
        "Interpreter": "no",
        "Notes": NOTES,
        "Source": "desk",
        "Late entry": row["Late entry"],
        "Call": call_id.hex,
    }
    assert b"\"'=HYPERLINK" in target.read_bytes()
    assert b'"+13125550147"' in target.read_bytes()


def test_pages_join_without_a_gap_and_newest_comes_first(
    world: World, exporting: Exporting, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "PAGE", 3)
    at = world.clock.now - timedelta(hours=2)
    # Several at the same moment, across the ends of pages.
    ids = [log(world, at + timedelta(minutes=number // 4)) for number in range(9)]
    heard: list[int] = []
    order = Order("calls", CallFilter(), tmp_path / "calls.csv", WHY, ("id",))
    exporting.export(world.lark, order, uuid4(), told=heard.append)
    rows = [row["Call"] for row in read(tmp_path / "calls.csv")]
    by_time = sorted(enumerate(ids), key=lambda each: (each[0] // 4, each[1].bytes), reverse=True)
    assert rows == [call_id.hex for _, call_id in by_time]
    assert heard == [3, 6, 9, 9]
    assert exporting.about(world.lark, "calls", CallFilter()) == 9


def test_days_are_those_of_the_desk(world: World, exporting: Exporting, tmp_path: Path) -> None:
    # Midnight in Phoenix is 7:00 UTC.
    log(world, datetime(2026, 11, 15, 6, 59, 59, tzinfo=UTC))
    inside = [
        log(world, datetime(2026, 11, 15, 7, 0, tzinfo=UTC)),
        log(world, datetime(2026, 11, 17, 6, 59, 59, tzinfo=UTC)),
    ]
    log(world, datetime(2026, 11, 17, 7, 0, tzinfo=UTC))
    asked = of_days("calls", date(2026, 11, 15), date(2026, 11, 16), world.lark.zone)
    assert exporting.about(world.lark, "calls", asked) == 2
    order = Order("calls", asked, tmp_path / "calls.csv", WHY, ("id",))
    exporting.export(world.lark, order, uuid4())
    assert {row["Call"] for row in read(tmp_path / "calls.csv")} == {each.hex for each in inside}
    with pytest.raises(Refused, match="before the first"):
        of_days("calls", date(2026, 11, 16), date(2026, 11, 15), world.lark.zone)


def test_columns_stand_as_asked_and_an_unknown_one_names_those_there_are(
    world: World, exporting: Exporting, tmp_path: Path
) -> None:
    log(world, world.clock.now - timedelta(minutes=3))
    target = tmp_path / "calls.csv"
    order = Order("calls", CallFilter(), target, WHY, ("phone", "started", "phone"))
    exporting.export(world.lark, order, uuid4())
    assert target.read_text("utf-8-sig").splitlines()[0] == '"Phone","Started (desk time)"'
    with pytest.raises(Refused, match=r"no column “name” of calls\. There are: started, "):
        exporting.export(world.lark, replace(order, columns=("name",)), uuid4())
    with pytest.raises(Refused, match="no format “docx”"):
        exporting.export(world.lark, replace(order, format="docx"), uuid4())


def test_every_filter_of_the_list_narrows_the_file(
    world: World, exporting: Exporting, tmp_path: Path
) -> None:
    log(world, world.clock.now - timedelta(minutes=9), outcome=CallOutcome.MISSED, notes="")
    kept = log(world, world.clock.now - timedelta(minutes=3))
    asked = CallFilter(text="twice", who="juni", digits="0147", outcome=CallOutcome.RESOLVED)
    done = exporting.export(
        world.lark, Order("calls", asked, tmp_path / "calls.csv", WHY, ("id",)), uuid4()
    )
    assert done is not None
    assert [row["Call"] for row in read(tmp_path / "calls.csv")] == [kept.hex]


def test_the_trail_says_who_took_what_and_names_nobody(
    world: World, exporting: Exporting, tmp_path: Path
) -> None:
    log(world, world.clock.now - timedelta(minutes=3))
    since = datetime(2026, 11, 1, 7, tzinfo=UTC)
    asked = CallFilter(since=since, who="juniper", digits="0147")
    order = Order("calls", asked, tmp_path / "juniper.csv", WHY, ("phone", "notes"))
    done = exporting.export(world.lark, order, uuid4())
    assert done is not None
    with world.database.read() as conn:
        row = conn.execute(select(_export)).one()
        images = conn.execute(select(tables.ChangeItem.after)).scalars().all()
    assert (row.what, row.format, row.columns, row.row_count) == ("calls", "csv", "phone notes", 1)
    assert row.reason == WHY
    assert row.asked == "from 2026-11-01 00:00, of a name, of a number"
    assert (row.user_id, row.at) == (world.lark.user_id, world.clock.now)
    assert "uniper" not in str(images[-1])
    assert [link.what for link in broken_links(world.database)] == []
    assert done.written.change_id is not None


def test_without_a_reason_nothing_goes(world: World, exporting: Exporting, tmp_path: Path) -> None:
    order = Order("calls", CallFilter(), tmp_path / "calls.csv", " ")
    with pytest.raises(Refused, match="needs a reason"):
        exporting.export(world.lark, order, uuid4())
    assert not order.target.exists()
    assert trail(world) == []


@pytest.mark.parametrize("what", ["calls", "callbacks", "audit"])
def test_a_locked_file_has_the_same_rows(
    world: World, exporting: Exporting, tmp_path: Path, what: What
) -> None:
    """GIVEN an export and the same with a password THEN what the password opens is the same to the
    byte, and neither the trail nor the order's own words have the password."""
    log(world, world.clock.now - timedelta(minutes=3))
    asked = of_days(what, None, world.clock.now.date(), "UTC")
    plain = Order(what, asked, tmp_path / "plain.csv", WHY, every(what))
    order = replace(plain, target=tmp_path / "juniper.zip", password=PASSWORD)
    assert PASSWORD not in repr(order)
    exporting.export(world.lark, order, uuid4())
    assert open_with(order.target, PASSWORD).count(b"\r\n") >= 1
    assert look(order.target).name == f"ketwell-{what}.csv"
    if what != "audit":  # the trail has one more entry now
        exporting.export(world.lark, plain, uuid4())
        assert open_with(order.target, PASSWORD) == plain.target.read_bytes()
    with world.database.read() as conn:
        kept = [row.format for row in conn.execute(select(_export))]
        images = conn.execute(select(tables.ChangeItem.after)).scalars().all()
    assert sorted(kept) == (["csv.zip"] if what == "audit" else ["csv", "csv.zip"])
    assert PASSWORD not in str(images)


@pytest.mark.parametrize(
    ("name", "password", "sentence"),
    [
        ("calls.zip", "short", "at least 15 characters"),
        ("calls.zip", "Lark Moor Lark Moor", "first passwords"),
        ("calls.zip", "fünf Reiher am Teich", "plain letters"),
        ("calls.zip", "seven herons " * 10, "at most 99"),
        ("calls.csv", "seven herons over a pond", "end with .zip"),
    ],
)
def test_what_does_not_lock_well_is_refused_before_anything_is_written(
    world: World, exporting: Exporting, tmp_path: Path, name: str, password: str, sentence: str
) -> None:
    order = Order("calls", CallFilter(), tmp_path / name, WHY, password=password)
    with pytest.raises(Refused, match=sentence):
        exporting.export(world.lark, order, uuid4())
    assert not order.target.exists()


def test_staff_may_not(world: World, exporting: Exporting, tmp_path: Path) -> None:
    order = Order("calls", CallFilter(), tmp_path / "calls.csv", WHY)
    read: list[int] = []
    for somebody in (world.wren, world.it):
        with pytest.raises(NotAllowed):
            exporting.export(somebody, order, uuid4(), told=read.append)
        with pytest.raises(NotAllowed):
            exporting.about(somebody, "calls", CallFilter())
    assert read == []
    assert list(tmp_path.glob("*.csv")) == []
    assert trail(world) == []


def test_what_cannot_be_written_is_not_in_the_trail(
    world: World, exporting: Exporting, tmp_path: Path
) -> None:
    target = tmp_path / "calls.csv"
    target.write_text("old")
    target.chmod(0o444)
    for problem in (target, tmp_path / "nowhere" / "calls.csv"):
        with pytest.raises(FileProblem):
            exporting.export(world.lark, Order("calls", CallFilter(), problem, WHY), uuid4())
    assert target.read_text() == "old"
    assert trail(world) == []


def test_a_place_that_is_taken_at_the_last_moment_leaves_no_trail(
    world: World, exporting: Exporting, tmp_path: Path
) -> None:
    target = tmp_path / "calls.csv"
    order = Order("calls", CallFilter(), target, WHY)
    with pytest.raises(FileProblem):
        exporting.export(world.lark, order, uuid4(), told=lambda _rows: target.mkdir())
    assert trail(world) == []
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".part"] == []


@pytest.mark.parametrize("password", ["", PASSWORD])
def test_cancel_leaves_no_file(
    world: World,
    exporting: Exporting,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    password: str,
) -> None:
    monkeypatch.setattr(service, "PAGE", 1)
    for minutes in (3, 4, 5):
        log(world, world.clock.now - timedelta(minutes=minutes))
    folder = tmp_path / "out"
    folder.mkdir()
    heard: list[int] = []
    order = Order("calls", CallFilter(), folder / "calls.zip", WHY, password=password)
    done = exporting.export(
        world.lark, order, uuid4(), told=heard.append, stopped=lambda: len(heard) == 2
    )
    assert done is None
    assert list(folder.iterdir()) == []
    assert trail(world) == []


def test_the_same_key_again_writes_the_file_and_no_second_change(
    world: World, exporting: Exporting, tmp_path: Path
) -> None:
    key, order = uuid4(), Order("calls", CallFilter(), tmp_path / "calls.csv", WHY)
    for repeated in (False, True):
        done = exporting.export(world.lark, order, key)
        assert done is not None
        assert done.written.repeated is repeated
        assert (tmp_path / "calls.csv").exists()
        (tmp_path / "calls.csv").unlink()
    assert len(trail(world)) == 1


def test_undo_reaches_past_an_export(world: World, exporting: Exporting, tmp_path: Path) -> None:
    calls = Calls(world.database, world.ledger, world.clock)
    form = CallForm(
        started_at=world.clock.now, number_text="(312) 555-0147", outcome=CallOutcome.MISSED
    )
    logged = calls.log(world.lark, None, form, uuid4())
    exporting.export(world.lark, Order("calls", CallFilter(), tmp_path / "c.csv", WHY), uuid4())
    undo = Undo(world.database, world.ledger, {"log_call": None})  # type: ignore[dict-item]
    last = undo.last(world.lark)
    assert last is not None
    assert last.change_id == logged.change_id


VIEWS: tuple[ViewFilter, ...] = (
    ViewFilter(),
    ViewFilter("mine"),
    ViewFilter("team"),
    ViewFilter("due"),
    ViewFilter("closed"),
    ViewFilter(text="moss"),
    ViewFilter(text="0112"),
    ViewFilter("closed", text="junip"),
    ViewFilter(reason=Reason.REFUND),
)


@pytest.mark.parametrize("view", VIEWS, ids=str)
def test_a_view_of_promises_has_the_rows_of_its_tab(
    desk: Desk, exporting: Exporting, tmp_path: Path, view: ViewFilter
) -> None:
    lark, day = desk.world.lark, timedelta(days=1)
    made = [
        desk.promise(),
        desk.promise(reason=Reason.REFUND, due_at=desk.now + day),
        desk.promise(person_id=desk.world.hazel),
        desk.promise(lark, owner_user_id=lark.user_id, due_at=desk.now + day),
        desk.promise(),
        desk.promise(person_id=desk.world.hazel),
    ]
    for closed in made[-2:]:
        desk.record(closed, AttemptResult.REACHED, close=Resolution.KEPT)
    shown = {row.id.hex for row in desk.queue(view, lark)}
    assert 0 < len(shown) < len(made)
    asked = CallbackFilter(view)
    order = Order("callbacks", asked, tmp_path / "c.csv", WHY, every("callbacks"))
    exporting.export(lark, order, uuid4())
    assert {row["Callback"] for row in read(tmp_path / "c.csv")} == shown
    assert exporting.about(lark, "callbacks", asked) == len(shown)
    assert exporting.about(lark, "callbacks", CallbackFilter()) == len(made)


def test_a_promise_is_written_as_it_was_given(
    desk: Desk, exporting: Exporting, tmp_path: Path
) -> None:
    given = desk.promise(what="@all: the records")
    desk.record(given, AttemptResult.VOICEMAIL, note="-2 rings")
    stored = desk.row(given)
    order = Order("callbacks", CallbackFilter(), tmp_path / "c.csv", WHY, every("callbacks"))
    exporting.export(desk.world.lark, order, uuid4())
    (row,) = read(tmp_path / "c.csv")
    assert row["Promised (desk time)"] == "2026-11-17 14:18:00"
    assert row["Due (UTC)"] == f"{stored['due_at']:%Y-%m-%dT%H:%M:%SZ}"
    assert row["Promised for (as it was said)"] == stored["promised_wall"]
    assert (row["Whom to ring"], row["Phone"]) == ("Juniper Moss", "+13125550147")
    assert (row["What was promised"], row["Last note"]) == ("@all: the records", "-2 rings")
    assert (row["Attempts"], row["Last result"], row["State"]) == ("1", "voicemail", "open")
    assert row["Callback"] == given.hex


def test_promises_of_some_days(desk: Desk, exporting: Exporting) -> None:
    desk.promise()
    lark = desk.world.lark
    today = date(2026, 11, 17)
    for first, last, rows in ((today, today, 1), (None, today - timedelta(days=1), 0)):
        asked = of_days("callbacks", first, last, lark.zone)
        assert exporting.about(lark, "callbacks", asked) == rows


def test_every_preset_names_columns_that_are_there_and_counting_ones_nobody() -> None:
    for source in EXPORTABLE.values():
        known = {column.key: column for column in source.columns}
        assert source.presets
        for preset in source.presets:
            assert preset.columns == source.preset(preset.key)
            assert set(preset.columns) <= known.keys()
            if preset.key != "ringing_back":
                assert not any(known[key].personal for key in preset.columns)
    with pytest.raises(Refused, match=r"no preset “all” of calls\. There are: counting"):
        EXPORTABLE["calls"].preset("all")
