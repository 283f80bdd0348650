"""What leaves the page of the transition as a file: figures, one person's ledger, the summary."""

from pathlib import Path
from uuid import uuid4

from PySide6.QtWidgets import QApplication

from desktop.domain.vocabulary import HoldKind
from desktop.ui.exporting.why_dialog import WhyDialog
from desktop.ui.printing.print_acts import SheetWanted
from tests.export.zip_reader import look, open_with
from tests.workflows.conftest import Hands
from tests.workflows.looking import actor_of
from tests.workflows.test_closed_clinic import close_clinic
from tests.workflows.test_export import Answers as Leaves
from tests.workflows.transition_desk import (
    Answers,
    go,
    manager,
    press_in_menu,
    reasons,
    say_why,
)


def test_figures_by_phase_and_their_export(hands: Hands, tmp_path: Path) -> None:
    shown = go(hands)
    shown.summary.doors = Answers(tmp_path / "phases.csv")
    hands.press("Ctrl+Shift+Tab")
    assert shown.people.tab == "phases"
    rows = shown.people.phases.rows.rows()
    assert rows
    for row in rows:
        parts = row.on_time + row.late + row.broken + row.ended + row.open
        assert row.opened == parts
    hands.click(shown.people.export)
    say_why(hands)
    hands.qtbot.waitUntil(lambda: (tmp_path / "phases.csv").exists())
    hands.settle()
    lines = (tmp_path / "phases.csv").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 1 + sum(row.opened for row in rows)
    assert reasons(hands) == ["The figures for both owners"]


def test_left_the_place_of_a_file_is_asked_for_again_and_it_may_be_locked(
    hands: Hands, tmp_path: Path
) -> None:
    shown = go(hands)
    shown.summary.doors = doors = Leaves(None)
    hands.press("Ctrl+Shift+Tab")
    hands.click(shown.people.export)
    say_why(hands)
    # The system's dialog was left: what was typed is there again.
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, WhyDialog)
    assert dialog.why_field.line.text() == "The figures for both owners"
    hands.click(dialog.lock.box)
    hands.click(dialog.lock.make)
    password = dialog.lock.password_line.text()
    target = doors.target = tmp_path / "phases.zip"
    hands.press("Ctrl+Enter")
    assert [Path(name).suffix for name in doors.names] == [".csv", ".zip"]
    assert look(target).name == "ketwell-transition.csv"
    assert b"Promised for" in open_with(target, password)
    assert reasons(hands) == ["The figures for both owners"]


def test_everything_one_person_was_told_and_its_pdf(hands: Hands, tmp_path: Path) -> None:
    shown = go(hands)
    target = tmp_path / "told.pdf"
    hands.window.printing.doors = doors = Answers(target)
    row = shown.people.updates.in_hand()
    assert row is not None
    # the same from the list as from the person's own page
    hands.press("Enter")
    hands.settle()
    hands.click(hands.window.people.pane.more)
    press_in_menu(hands, "What they were told")
    dialog = hands.window.told.dialog
    assert dialog is not None
    told = hands.desk.app.services.disclosures.of_person(actor_of(hands), row.person_id)
    assert [entry.row for entry in dialog.entries] == list(told)
    assert dialog.entries[0].voice.text() == told[0].text
    hands.click(dialog.printing)
    say_why(hands, "For the record on paper")
    hands.qtbot.waitUntil(target.exists)
    hands.settle()
    assert target.read_bytes().startswith(b"%PDF")
    assert row.name.split()[0].lower() not in doors.names[0].lower()
    assert reasons(hands) == ["For the record on paper"]


def test_on_paper_nobody_is_named_who_was_left_out(hands: Hands) -> None:
    """GIVEN Rowan was told something about Juniper WHEN she is left out of exports THEN what he was
    told is printed without that, while the screen shows all of it."""
    services, lark = hands.desk.app.services, manager(hands)
    people = {name: services.people.find(lark, name)[0] for name in ("Rowan Moss", "Juniper Moss")}
    rowan, juniper = (each.person_id for each in people.values())
    words = services.statements.current(lark, None).statement
    assert words is not None
    services.disclosures.tell(lark, words.id, uuid4(), told_id=rowan, subject_id=juniper)
    services.disclosures.tell(lark, words.id, uuid4(), told_id=rowan)
    services.holds.set(lark, juniper, HoldKind.NO_EXPORT, "She asked", uuid4())
    told = services.disclosures.of_person(lark, rowan)
    assert [row for row in told if row.subject_name == "Juniper Moss"]
    sheets: list[SheetWanted] = []
    hands.window.told.print_requested.connect(sheets.append)
    hands.window.told.open(rowan)
    hands.settle()
    dialog = hands.window.told.dialog
    assert dialog is not None
    assert [entry.row for entry in dialog.entries] == list(told)
    hands.click(dialog.printing)
    hands.settle()
    (sheet,) = sheets
    assert "Rowan Moss" in sheet.document.toPlainText()
    assert "Juniper" not in sheet.document.toPlainText()
    assert sheet.rows == len([row for row in told if row.subject_id != juniper])
    hands.press("Esc")


def test_the_list_of_a_closure_is_printed_without_who_was_left_out(hands: Hands) -> None:
    close_clinic(hands)
    services, lark = hands.desk.app.services, manager(hands)
    site = next(each for each in services.places.sites(lark) if each.name == "Chicago")
    (out, *_) = listed = services.closures.to_tell(lark, site.id)
    services.holds.set(lark, out.person_id, HoldKind.NO_EXPORT, "She asked", uuid4())
    shown = go(hands)
    sheets: list[SheetWanted] = []
    shown.sides.closing.print_requested.connect(sheets.append)
    shown.sides.open_closure(site.id)
    hands.settle()
    hands.click(shown.sides.closure.printing)
    hands.settle()
    (sheet,) = sheets
    assert sheet.rows == len(listed) - 1 > 0
    assert out.name not in sheet.document.toPlainText()
    assert listed[1].name in sheet.document.toPlainText()
    hands.press("Esc")


def test_the_summary_is_saved(hands: Hands, tmp_path: Path) -> None:
    go(hands)
    target = tmp_path / "summary.pdf"
    hands.window.printing.doors = Answers(target)
    hands.press("Ctrl+P")
    say_why(hands)
    hands.qtbot.waitUntil(target.exists)
    hands.settle()
    assert target.read_bytes().startswith(b"%PDF")


def test_a_pdf_may_be_locked(hands: Hands, tmp_path: Path) -> None:
    go(hands)
    target = tmp_path / "summary.zip"
    hands.window.printing.doors = doors = Answers(target)
    hands.press("Ctrl+P")
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, WhyDialog)
    hands.write("The figures for both owners")
    hands.click(dialog.lock.box)
    hands.click(dialog.lock.make)
    password = dialog.lock.password_line.text()
    hands.press("Ctrl+Enter")
    hands.qtbot.waitUntil(target.exists)
    hands.settle()
    assert [Path(name).suffix for name in doors.names] == [".zip"]
    assert look(target).name == "ketwell-transition.pdf"
    assert open_with(target, password).startswith(b"%PDF")
    assert b"%PDF" not in target.read_bytes()
    assert target.stat().st_mode & 0o777 == 0o600
    assert reasons(hands) == ["The figures for both owners"]
    assert hands.last_said == "Saved as summary.zip."
