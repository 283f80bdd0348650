"""Whoever a manager left out of exports is in nothing that leaves: every way out, one after the
other, finds neither her name nor her numbers nor a word about her."""

import inspect
import pkgutil
import typing
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4
from zipfile import ZipFile

import pytest
from PySide6.QtWidgets import QApplication
from sqlalchemy import select

from desktop.app import Services
from desktop.domain.vocabulary import (
    AttemptResult,
    CallOutcome,
    HandoverGroup,
    HoldKind,
    MilestoneKind,
    NumberKind,
    Reason,
    RequestKind,
    RestrictionKind,
)
from desktop.services.audit_filter import AuditFilter
from desktop.services.call_filter import CallFilter
from desktop.services.call_form import CallForm
from desktop.services.export_callbacks import CallbackFilter
from desktop.services.exportable import What
from desktop.services.exporting import EXPORTABLE, Asked, Exporting, Order
from desktop.services.handover_parts import read_parts
from desktop.services.holds import Holds
from desktop.services.new_promise import NewPromise
from desktop.services.person_copy import PersonCopies
from desktop.services.person_details import PersonDetails
from desktop.services.request_rows import NewRequest
from desktop.services.takeaway import Takeaway
from desktop.storage import tables
from desktop.storage.engine import Database
from desktop.ui import printing
from desktop.ui.printing.closure_sheet import closure_sheet
from desktop.ui.printing.summary_sheet import Summary, summary_sheet
from desktop.ui.printing.told_sheet import told_sheet
from tests.conftest import Clock
from tests.services.transition.deal import Deal, deal_of
from tests.services.world import build_world

ABOUT_HER = "ABOUTHER"
"""In every text that is typed about her."""
HERS = (
    "Juniper", ABOUT_HER, "5550162", "555-0162", "5550163", "555-0163", "Fern Lane",
    "juniper@example.com", "former@example.com",
)  # fmt: skip
_of = tables.metadata.tables


@pytest.fixture
def deal(sqlite_database: Database, clock: Clock, qapp: QApplication) -> Deal:
    """Juniper, Rowan and Hazel with a life of their own and one with each other."""
    assert qapp is not None
    world = build_world(sqlite_database, clock)
    deal = deal_of(world)
    details = PersonDetails(world.ledger)
    wren, juniper = world.wren, world.juniper
    for email in ("former@example.com", "juniper@example.com"):
        details.add_email(wren, juniper, email, uuid4())
    details.remove_email(wren, first(deal, "person_email", juniper), uuid4())
    details.add_restriction(wren, juniper, RestrictionKind.NO_VOICEMAIL, ABOUT_HER, uuid4())
    details.remove_restriction(wren, first(deal, "restriction", juniper, ABOUT_HER), uuid4())
    added = details_number(deal, juniper, "3125550163")
    details.remove_number(wren, juniper, added, uuid4())
    due = world.clock.now + timedelta(days=2)
    for person, speaker, number, notes in (
        (juniper, juniper, "3125550162", ABOUT_HER),
        (juniper, world.rowan, "3125550147", ABOUT_HER),
        (None, None, "3125550162", ABOUT_HER),
        (world.rowan, world.rowan, "3125550147", "About Rowan"),
        (world.hazel, world.hazel, "3035550112", "About Hazel"),
    ):
        log(deal, speaker, person, number, notes)
    said = deal.say()
    deal.tell(said, juniper)
    deal.tell(said, world.rowan)
    deal.tell(said, world.rowan, subject_id=juniper)
    for person in (juniper, world.rowan, world.hazel):
        note = ABOUT_HER if person == juniper else "About others"
        new = NewPromise(reason=Reason.RECORDS, due_at=due, person_id=person, what=note)
        promise = deal.callbacks.promise(wren, new, uuid4()).written.value
        assert promise is not None
        deal.callbacks.record(wren, promise, 1, AttemptResult.NO_ANSWER, uuid4(), note=note)
        asked = NewRequest(RequestKind.RECORDS, person_id=person, note=note)
        deal.requests.open(wren, asked, uuid4())
        deal.concern(
            person, prepaid_cents=5000, handover_consent="yes",
            address="12 Fern Lane" if person == juniper else "3 Oak Street",
        )  # fmt: skip
    new = NewPromise(
        reason=Reason.RECORDS, due_at=due, person_id=world.rowan, subject_id=juniper,
        what=ABOUT_HER,
    )  # fmt: skip
    about = deal.callbacks.promise(wren, new, uuid4()).written.value
    assert about is not None
    deal.callbacks.record(wren, about, 1, AttemptResult.NO_ANSWER, uuid4(), note=ABOUT_HER)
    return deal


def first(deal: Deal, table: str, person: UUID, note: str = "") -> UUID:
    query = select(_of[table].c.id).where(_of[table].c.person_id == person)
    if note:
        query = query.where(_of[table].c.note == note)
    with deal.world.database.read() as conn:
        return conn.execute(query.order_by(_of[table].c.id)).scalars().first() or UUID(int=0)


def details_number(deal: Deal, person: UUID, number: str) -> UUID:
    """Put a number on their card; its identity."""
    from desktop.services.people import People

    people = People(deal.world.database, deal.world.ledger, deal.world.clock)
    people.add_number(deal.world.wren, person, number, NumberKind.WORK, uuid4())
    card = people.get(deal.world.wren, person)
    return next(each.number_id for each in card.numbers if each.e164 == f"+1{number}")


def log(deal: Deal, speaker: UUID | None, subject: UUID | None, number: str, notes: str) -> None:
    form = CallForm(
        deal.now - timedelta(minutes=5),
        number_text=number,
        speaker_id=speaker,
        subject_id=subject,
        reasons=(Reason.RECORDS,),
        notes=notes,
        outcome=CallOutcome.RESOLVED,
    )
    deal.calls.log(deal.world.wren, None, form, uuid4())


def taken(tmp_path: Path, ending: str) -> Takeaway:
    return Takeaway(tmp_path / f"{uuid4()}{ending}", "For the count")


def text_of(file: Path) -> str:
    if file.suffix != ".xlsx":
        return file.read_text("utf-8-sig")
    with ZipFile(file) as book:
        return "".join(book.read(name).decode() for name in book.namelist())


def rows(what: What, asked: Asked, ending: str) -> "Way":
    def way(deal: Deal, tmp_path: Path) -> str:
        world, target = deal.world, tmp_path / f"{uuid4()}{ending}"
        columns = tuple(column.key for column in EXPORTABLE[what].columns)
        order = Order(what, asked, target, "For the count", columns, ending.lstrip("."))
        exporting = Exporting(world.database, world.ledger, world.clock)
        assert exporting.export(world.lark, order, uuid4()) is not None
        return text_of(target)

    return way


def phases(deal: Deal, tmp_path: Path) -> str:
    lark = deal.world.lark
    return text_of(deal.phases.export(lark, taken(tmp_path, ".csv"), "csv", uuid4())[0])


def closure(deal: Deal, tmp_path: Path) -> str:
    lark, out = deal.world.lark, taken(tmp_path, ".csv")
    return text_of(deal.closures.export(lark, None, out, "csv", uuid4())[0])


def closure_on_paper(deal: Deal, _tmp_path: Path) -> str:
    rows = deal.closures.to_print(deal.world.wren, None)
    step = deal.step(MilestoneKind.CLOSING)
    return closure_sheet(step, rows, "America/Phoenix", deal.now).toPlainText()


def told_on_paper(deal: Deal, _tmp_path: Path) -> str:
    rows = deal.disclosures.to_print(deal.world.wren, deal.world.rowan)
    return told_sheet("Rowan Moss", rows, "America/Phoenix", deal.now, "KWC").toPlainText()


def summary_on_paper(deal: Deal, _tmp_path: Path) -> str:
    wren = deal.world.wren
    summary = Summary(
        deal.settings.choices(),
        deal.milestones.all(wren),
        deal.coverage.coverage(wren),
        deal.requests.progress(wren),
        deal.statements.current(wren, None),
        deal.phases.figures(wren),
    )
    return summary_sheet(summary, "America/Phoenix", deal.now).toPlainText()


def copy_of_another(deal: Deal, tmp_path: Path) -> str:
    world = deal.world
    copies = PersonCopies(world.database, world.ledger, world.clock)
    return text_of(copies.save(world.lark, world.rowan, taken(tmp_path, ".txt"), uuid4())[1])


def handover(deal: Deal, _tmp_path: Path) -> str:
    with deal.world.database.read() as conn:
        return str(read_parts(conn, frozenset(HandoverGroup)).lines)


Way = Callable[[Deal, Path], str]
WAYS: Mapping[str, tuple[str, Way, str]] = {
    "calls": ("exporting.export", rows("calls", CallFilter(), ".csv"), "About Hazel"),
    "calls in a workbook": ("exporting.export", rows("calls", CallFilter(), ".xlsx"), "Hazel"),
    "callbacks": ("exporting.export", rows("callbacks", CallbackFilter(), ".csv"), "Hazel"),
    "the trail": ("exporting.export", rows("audit", AuditFilter(), ".csv"), "About Hazel"),
    "phases": ("promise_phases.export", phases, "Hazel Birch"),
    "closure": ("closures.export", closure, "Hazel Birch"),
    "closure on paper": ("closures.to_print", closure_on_paper, "Hazel Birch"),
    "told on paper": ("disclosures.to_print", told_on_paper, "KWC is being acquired"),
    "another’s copy": ("copies.save", copy_of_another, "About Rowan"),
    "the package": ("handovers.export", handover, "Hazel Birch"),
}


@pytest.mark.parametrize("name", sorted(WAYS))
def test_who_is_left_out_is_in_nothing_that_leaves(deal: Deal, tmp_path: Path, name: str) -> None:
    """GIVEN a way out in which she is WHEN she is left out THEN she is not, and the others are."""
    _, way, others = WAYS[name]
    before = way(deal, tmp_path)
    assert [word for word in HERS if word in before]
    world = deal.world
    Holds(world.ledger).set(world.lark, world.juniper, HoldKind.NO_EXPORT, "She asked", uuid4())
    after = way(deal, tmp_path)
    assert [word for word in (*HERS, world.juniper.hex) if word in after] == []
    assert others in after


def test_the_summary_names_nobody(deal: Deal, tmp_path: Path) -> None:
    text = summary_on_paper(deal, tmp_path)
    assert [name for name in ("Juniper", "Rowan", "Hazel") if name in text] == []


def test_every_way_out_is_looked_at() -> None:
    """A service that writes a file, or a sheet that is printed, is in the table above or says here
    why it need not be."""
    elsewhere = {
        "printouts.note": "writes down what is printed; refuses a sheet about her",
        "rejects.save": "rows of a file that somebody brings, none of which came in",
        "rejects.look_at": "looks whether they may be written",
    }
    found = set[str]()
    for service, kind in typing.get_type_hints(Services).items():
        if not inspect.isclass(kind):
            continue
        for method, does in inspect.getmembers(kind, inspect.isfunction):
            hints = {} if method.startswith("_") else typing.get_type_hints(does)
            named = {each for each, hint in hints.items() if hint in (Takeaway, Order)}
            paths = {each for each, hint in hints.items() if hint is Path} & {"target", "to"}
            if named or paths or method == "to_print":
                found.add(f"{service}.{method}")
    assert found - {"exporting.of_days"} == {way for way, *_ in WAYS.values()} | elsewhere.keys()
    sheets = {each.name for each in pkgutil.iter_modules(printing.__path__)}
    assert {each for each in sheets if each.endswith("_sheet")} == {
        "closure_sheet", "told_sheet", "summary_sheet",
    }  # fmt: skip
