"""The trail as a manager reads it: filters, pages, before and after, and the file of it."""

import csv
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import select

from desktop.domain.audit import AuditKind, Event
from desktop.domain.errors import NotAllowed, NotFound
from desktop.domain.vocabulary import Permission
from desktop.services import audit_reading, calls
from desktop.services.audit_filter import AuditFilter
from desktop.services.audit_reading import AuditLine, AuditReading
from desktop.services.changes import Writing
from desktop.services.exporting import Exporting, Order
from desktop.services.people import People
from desktop.services.person_details import PersonDetails
from desktop.services.safekeeping import Findings
from desktop.services.undo import Undo
from desktop.storage import tables
from tests.services.removals import log
from tests.services.world import World


@pytest.fixture
def audit(world: World) -> AuditReading:
    return AuditReading(world.database, lambda: Findings((), (), (), 7, 0))


def rename(world: World, notes: str) -> None:
    def work(writing: Writing) -> None:
        writing.update("person", world.juniper, {"notes": notes})

    world.ledger.write(world.wren, "edit_person", Permission.EDIT_PEOPLE, uuid4(), work)


def lines(audit: AuditReading, world: World, asked: AuditFilter) -> list[AuditLine]:
    """Every line, page after page of two."""
    found: list[AuditLine] = []
    before = None
    while True:
        page = audit.page(world.lark, asked, before, most=2)
        found += page.lines
        before = page.before
        if before is None:
            return found


def test_who_did_what_to_whom(audit: AuditReading, world: World) -> None:
    rename(world, "Prefers mornings")
    world.clock.forward(minutes=5)
    People(world.database, world.ledger, world.clock).page(world.robin, world.juniper)
    world.ledger.note(
        Event.SCREEN_POP, world.wren, record="phone_number", record_id=world.shared_number
    )
    ringing, opened, edited = audit.page(world.lark, AuditFilter(), most=3).lines
    assert (edited.action, edited.who, edited.whom) == (
        "edit_person",
        "Wren Hill",
        ("Juniper Moss",),
    )
    assert (opened.action, opened.who, opened.whom) == (
        "open_person",
        world.robin.name,
        ("Juniper Moss",),
    )
    assert set(ringing.whom) == {"Juniper Moss", "Rowan Moss"}, "a household rings"
    assert opened.is_event
    assert not edited.is_event
    assert edited.desk == opened.desk != ""
    assert opened.at - edited.at == timedelta(minutes=5)


def test_an_entry_says_what_stood_there_before_and_after(audit: AuditReading, world: World) -> None:
    rename(world, "Prefers mornings")
    rename(world, "Prefers evenings")
    (line,) = audit.page(world.lark, AuditFilter(), most=1).lines
    entry = audit.entry(world.lark, line.seq)
    (record,) = entry.records
    assert (record.record, record.what, record.erased) == ("person", "changed", False)
    assert [(each.name, each.before, each.after) for each in record.fields] == [
        ("notes", "Prefers mornings", "Prefers evenings")
    ]
    with pytest.raises(NotFound):
        audit.entry(world.lark, 9_999)


@pytest.mark.parametrize("window", [1, 3, 20_000])
def test_filters_and_pages_meet_without_a_gap(
    audit: AuditReading, world: World, window: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit_reading, "WINDOW", window)
    monkeypatch.setattr(audit_reading, "WINDOWS", 2)
    world.clock.forward(days=3)
    since = world.clock.now
    people = People(world.database, world.ledger, world.clock)
    for number in range(4):
        rename(world, f"Note {number}")
        world.clock.forward(hours=2)
        people.page(world.robin, world.hazel)
        world.ledger.note(Event.SIGN_IN, world.robin)
    everything = lines(audit, world, AuditFilter())
    assert [line.seq for line in everything] == list(range(everything[0].seq, 0, -1)), "no gap"
    assert [
        line.action for line in lines(audit, world, AuditFilter(user_id=world.wren.user_id))
    ] == ["edit_person"] * 4
    for kind, expected in (
        (AuditKind.SEEN, {"open_person"}),
        (AuditKind.CAME, {"sign_in"}),
        (AuditKind.TAKEN, set()),
        (AuditKind.SYSTEM, set()),
    ):
        found = lines(audit, world, AuditFilter(kind=kind, since=since))
        assert {line.action for line in found} == expected
    changed = lines(audit, world, AuditFilter(kind=AuditKind.CHANGED, since=since))
    assert len(changed) == 4
    hazels = lines(audit, world, AuditFilter(person_id=world.hazel, since=since))
    assert {line.action for line in hazels} == {"open_person"}
    junipers = lines(audit, world, AuditFilter(person_id=world.juniper))
    assert sum(line.action == "edit_person" for line in junipers) == 4
    until = since + timedelta(hours=3)
    days = lines(audit, world, AuditFilter(since=since, until=until))
    assert days
    assert all(since <= line.at < until for line in days)
    assert len(days) == len([line for line in everything if since <= line.at < until])


@pytest.mark.parametrize("window", [1, 20_000])
def test_what_was_theirs_and_is_gone_is_about_them_still(
    audit: AuditReading,
    world: World,
    window: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """GIVEN an e-mail that was taken off her card and a call that was taken back WHEN a manager
    asks what was done to her THEN the entries of both are there, on the screen and in the file."""
    monkeypatch.setattr(audit_reading, "WINDOW", window)
    monkeypatch.setattr(audit_reading, "WINDOWS", 3)
    details = PersonDetails(world.ledger)
    details.add_email(world.wren, world.hazel, "hazel@example.com", uuid4())
    emails = tables.metadata.tables["person_email"]
    with world.database.read() as conn:
        (email,) = conn.execute(select(emails.c.id).where(emails.c.person_id == world.hazel))
    details.remove_email(world.wren, email.id, uuid4())
    for person, number in ((world.hazel, "3035550112"), (world.rowan, "3125550147")):
        made = log(world, person, person, number)
        Undo(world.database, world.ledger, calls.INVERSES).undo(world.wren, made, uuid4())
    rename(world, "Nothing of hers")
    hers = ["undo_log_call", "log_call", "remove_email", "add_email"]
    found = [line.action for line in lines(audit, world, AuditFilter(person_id=world.hazel))]
    assert found[:4] == hers
    assert found.count("log_call") == 1
    target = tmp_path / "audit.csv"
    order = Order(
        "audit", AuditFilter(person_id=world.hazel), target, "She asked", ("number", "action")
    )
    assert Exporting(world.database, world.ledger, world.clock).export(world.lark, order, uuid4())
    with target.open(encoding="utf-8-sig", newline="") as file:
        written = [row["What"] for row in csv.DictReader(file)]
    assert list(dict.fromkeys(written))[:4] == hers


def test_the_file_of_it_has_every_record_and_event(
    audit: AuditReading, world: World, tmp_path: Path
) -> None:
    rename(world, "=1+1")
    world.ledger.note(Event.SIGN_IN, world.robin)
    exporting = Exporting(world.database, world.ledger, world.clock)
    asked = AuditFilter(since=world.clock.now)
    target = tmp_path / "audit.csv"
    columns = ("number", "who", "action", "record", "before", "after")
    about = exporting.about(world.lark, "audit", asked)
    done = exporting.export(
        world.lark, Order("audit", asked, target, "The monthly count", columns), uuid4()
    )
    assert done is not None
    with target.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == done.rows == about
    assert (rows[0]["What"], rows[0]["Who"]) == ("sign_in", "Robin Vale")
    assert (rows[1]["What"], rows[1]["Record"]) == ("edit_person", "person")
    assert '"notes":"=1+1"' in rows[1]["After"]
    (taken,) = audit.page(world.lark, AuditFilter(kind=AuditKind.TAKEN)).lines
    assert taken.action == "export_audit", "that it was taken is in the trail too"


def test_only_a_manager_reads_it(audit: AuditReading, world: World) -> None:
    for actor in (world.wren, world.it):
        with pytest.raises(NotAllowed):
            audit.page(actor, AuditFilter())
        with pytest.raises(NotAllowed):
            audit.entry(actor, 1)
        with pytest.raises(NotAllowed):
            audit.check(actor)
    assert audit.check(world.lark).changes == 7
