"""A manager saves what the list shows, goes on working, cancels; a clerk is told whom to ask."""

import csv
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest
import python_calamine
from PySide6.QtWidgets import QApplication, QWidget
from sqlalchemy import select

from desktop.domain.vocabulary import CallOutcome
from desktop.export.formulas import unguarded
from desktop.services.call_filter import CallFilter
from desktop.services.call_form import CallForm
from desktop.services.exporting import EXPORTABLE, Order
from desktop.services.queue_row import ViewFilter
from desktop.storage import tables
from desktop.ui.exporting.doors import Doors
from desktop.ui.exporting.export_dialog import ExportDialog
from desktop.ui.widgets.line_edit import LineEdit
from tests.export.zip_reader import WrongPassword, look, open_with
from tests.workflows.conftest import Hands
from tests.workflows.looking import actor_of

MANAGER = "Lark Moor"
PASSWORD = "seven herons over a pond"


class Answers(Doors):
    """Stands in for the system's own dialog: answers with ``target``; None leaves it."""

    def __init__(self, target: Path | None) -> None:
        self.target = target
        self.names: list[str] = []
        self.shown: list[Path] = []

    def ask_where(
        self,
        window: QWidget,
        name: str,
        chosen: Callable[[Path], None],
        left: Callable[[], None],
    ) -> None:
        self.names.append(name)
        target, self.target = self.target, None
        if target is None:
            left()
        else:
            chosen(target)

    def open_folder(self, folder: Path) -> None:
        self.shown.append(folder)


@pytest.fixture
def lark(hands: Hands) -> Hands:
    """The manager is at the desk."""
    hands.window.switch_to(MANAGER)
    hands.settle()
    return hands


def answer(hands: Hands, target: Path | None) -> Answers:
    answers = Answers(target)
    hands.window.exports.doors = answers
    return answers


def dialog(hands: Hands) -> ExportDialog:
    (shown,) = [d for d in hands.window.findChildren(ExportDialog) if d.isVisible()]
    return shown


def say_why(hands: Hands) -> None:
    """Type the reason that the form asks for."""
    line = dialog(hands).reason_line
    line.setFocus()
    line.selectAll()
    hands.write("The monthly count")


def dialogs(hands: Hands) -> int:
    return sum(d.isVisible() for d in hands.window.findChildren(ExportDialog))


def read(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as text:
        return [{k: unguarded(v) for k, v in row.items()} for row in csv.DictReader(text)]


def test_the_view_that_is_shown_is_saved_by_keys(lark: Hands, tmp_path: Path) -> None:
    target = tmp_path / "callbacks.csv"
    answers = answer(lark, target)
    lark.press("Ctrl+2")
    lark.press("Ctrl+F")
    lark.write("moss")
    lark.press("Ctrl+E")
    asked = ViewFilter(text="moss")
    shown = lark.desk.app.services.callbacks.queue(actor_of(lark), asked).rows
    assert dialog(lark).rows.text() == f"About {EXPORTABLE['callbacks'].counted(len(shown))}."
    assert not lark.sees("Includes personal data."), "what nobody chose names nobody"
    lark.click_on("All columns")
    assert lark.sees("Includes personal data.")
    lark.press("Ctrl+Enter")
    assert dialogs(lark) == 1
    assert lark.sees("Say why in a few words: the trail keeps it.")
    say_why(lark)
    lark.press("Ctrl+Enter")
    assert dialogs(lark) == 0
    assert answers.names == ["ketwell-callbacks-2026-11-17.csv"]
    assert {row["Callback"] for row in read(target)} == {row.id.hex for row in shown}
    assert lark.window.exports.bar.words == (
        f"{EXPORTABLE['callbacks'].counted(len(shown))} saved."
    )
    lark.click_on("Open folder")
    assert answers.shown == [tmp_path]


def test_a_workbook_has_the_same_rows_and_its_numbers_are_text(lark: Hands, tmp_path: Path) -> None:
    target = tmp_path / "callbacks.xlsx"
    answers = answer(lark, target)
    lark.press("Ctrl+2")
    lark.press("Ctrl+E")
    say_why(lark)
    lark.click_on("All columns")
    kind = dialog(lark).kind
    kind.setFocus()
    lark.press("Down")
    assert kind.currentText() == "Excel workbook"
    lark.press("Ctrl+Enter")
    assert answers.names == ["ketwell-callbacks-2026-11-17.xlsx"]
    shown = lark.desk.app.services.callbacks.queue(actor_of(lark), ViewFilter()).rows
    book = python_calamine.load_workbook(str(target))
    head, *rows = book.get_sheet_by_index(0).to_python()
    assert {row[head.index("Callback")] for row in rows} == {row.id.hex for row in shown}
    numbers = [row[head.index("Phone")] for row in rows]
    assert "+13125550147" in numbers


def test_columns_and_days_are_those_that_are_picked(lark: Hands, tmp_path: Path) -> None:
    target = tmp_path / "calls.csv"
    answer(lark, target)
    lark.window.exports.ask("calls", CallFilter())
    lark.settle()
    form = dialog(lark)
    say_why(lark)
    lark.click_on("None columns")
    assert not form.notice.isVisible()
    assert not form.act_button.isEnabled()
    form.columns.boxes["started"].setFocus()
    lark.press("Space")
    form.period.select.setFocus()
    for _ in range(5):
        lark.press("Down")
    assert form.period.first.isVisible()
    form.period.first.setFocus()
    lark.write("17.11.")
    lark.press("Ctrl+Enter")
    assert dialogs(lark) == 1
    assert lark.sees("Write it as 2025-11-18")
    form.period.first.clear()
    lark.write("2026-11-17")
    lark.press("Ctrl+Enter")
    rows = read(target)
    assert list(rows[0]) == ["Started (desk time)"]
    assert {row["Started (desk time)"][:10] for row in rows} == {"2026-11-17"}


def test_leaving_the_systems_dialog_goes_back_to_the_form(lark: Hands, tmp_path: Path) -> None:
    answer(lark, None)
    lark.press("Ctrl+2")
    lark.press("Ctrl+E")
    say_why(lark)
    dialog(lark).columns.boxes["phone"].setChecked(False)
    lark.press("Ctrl+Enter")
    assert not dialog(lark).columns.boxes["phone"].isChecked()
    lark.press("Esc")
    assert dialogs(lark) == 0


def test_what_is_in_the_way_is_said_and_the_next_place_taken(lark: Hands, tmp_path: Path) -> None:
    taken = tmp_path / "callbacks.csv"
    taken.mkdir()
    answer(lark, taken)
    lark.press("Ctrl+2")
    lark.press("Ctrl+E")
    say_why(lark)
    lark.press("Ctrl+Enter")
    assert "is a folder" in lark.window.exports.bar.words
    answer(lark, tmp_path / "other.csv")
    lark.click_on("Save elsewhere")
    lark.press("Ctrl+Enter")
    assert "saved." in lark.window.exports.bar.words
    assert (tmp_path / "other.csv").exists()


@pytest.mark.parametrize("locked", [False, True])
def test_cancel_leaves_no_file_and_work_goes_on_meanwhile(
    lark: Hands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, locked: bool
) -> None:
    # One row at a time, and the first is told before the second: time enough to press Cancel.
    monkeypatch.setattr("desktop.services.exporting.PAGE", 1)
    exports = lark.window.exports
    answer(lark, tmp_path / "calls.zip")
    exports.ask("calls", CallFilter())
    lark.settle()
    say_why(lark)
    if locked:
        lark.click(dialog(lark).lock.box)
        lark.click(dialog(lark).lock.make)
    exports._wrote.connect(lambda _rows: exports.bar.cancel.click())
    lark.press("Ctrl+Enter")
    assert exports.bar.words == "The export was cancelled. No file was made."
    assert list(tmp_path.glob("*.zip")) + list(tmp_path.glob(".ketwell*")) == []


def test_a_locked_file_asks_for_a_password_twice_and_forgets_it(
    lark: Hands, tmp_path: Path
) -> None:
    """GIVEN the form WHEN it is to be locked THEN a short password and two that differ are said at
    their field, the name is that of a ZIP, only the password opens it, and nothing of it stays."""
    target = tmp_path / "callbacks.zip"
    answers = answer(lark, target)
    lark.press("Ctrl+2")
    lark.press("Ctrl+E")
    say_why(lark)
    lark.click_on("All columns")
    form = dialog(lark)
    form.lock.box.setFocus()
    lark.press("Space")
    assert lark.sees("Who has the file needs the password.")
    assert form.lock.password_line.hasFocus()
    lark.qtbot.waitUntil(lambda: not form.lock.again_line.visibleRegion().isEmpty())
    lark.write("too short")
    lark.press("Ctrl+Enter")
    assert "at least 15 characters" in form.lock.password_field.problem
    lark.press("Ctrl+A")
    lark.write(PASSWORD)
    lark.press("Tab")
    lark.press("Tab")
    form.lock.again_line.setFocus()
    lark.write("seven herons over a pool")
    lark.press("Ctrl+Enter")
    assert form.lock.again_field.problem == "The two differ. Type it again."
    assert dialogs(lark) == 1
    lark.press("Ctrl+A")
    lark.write(PASSWORD)
    lark.press("Ctrl+Enter")
    assert dialogs(lark) == 0
    assert answers.names == ["ketwell-callbacks-2026-11-17.zip"]
    assert "saved." in lark.window.exports.bar.words
    assert look(target).name == "ketwell-callbacks.csv"
    assert "Whom to ring" in open_with(target, PASSWORD).decode("utf-8-sig")
    with pytest.raises(WrongPassword):
        open_with(target, "seven herons over a pool")
    lark.press("Ctrl+E")
    assert form.lock.password_line.text() == form.lock.again_line.text() == ""


def make_password(hands: Hands) -> tuple[ExportDialog, str]:
    """All calls are to be locked with a password that is made; the form and the password."""
    hands.window.exports.ask("calls", CallFilter())
    hands.settle()
    say_why(hands)
    form = dialog(hands)
    hands.click(form.lock.box)
    hands.click(form.lock.make)
    return form, form.lock.password_line.text()


def test_a_password_is_made_shown_and_copied(lark: Hands, tmp_path: Path) -> None:
    target = tmp_path / "calls.zip"
    answer(lark, target)
    form, made = make_password(lark)
    assert len(made) == 24
    assert form.lock.password_line.echoMode() is LineEdit.EchoMode.Normal, "it can be read"
    lark.click(form.lock.copy)
    assert QApplication.clipboard().text() == made
    QApplication.clipboard().clear()
    lark.press("Ctrl+Enter")
    assert "Started" in open_with(target, made).decode("utf-8-sig")
    # AND it is never shown again
    lark.window.exports.ask("calls", CallFilter())
    lark.settle()
    assert form.lock.on
    assert form.lock.password_line.text() == ""
    assert not form.lock.copy.isVisible()


def test_left_without_saving_the_password_is_forgotten(lark: Hands, tmp_path: Path) -> None:
    answer(lark, None)
    form, made = make_password(lark)
    # The system's dialog is left: the form is there again as it was.
    lark.press("Ctrl+Enter")
    assert form.lock.password_line.text() == made
    lark.press("Esc")
    assert form.lock.password_line.text() == ""


def test_a_clerk_sees_no_button_and_is_told_whom_to_ask(hands: Hands) -> None:
    hands.press("Ctrl+2")
    assert not hands.window.callbacks.head.export.isVisible()
    hands.press("Ctrl+E")
    assert dialogs(hands) == 0
    assert hands.sees("Only a manager can export. Ask a manager.")


def test_a_preset_has_the_least_that_its_purpose_needs(lark: Hands, tmp_path: Path) -> None:
    """GIVEN the form with the columns that name nobody WHEN a purpose is picked THEN its columns
    alone are ticked, and a tick of one's own makes it one's own choice; why it was made is in the
    trail."""
    target = tmp_path / "calls.csv"
    answer(lark, target)
    lark.window.exports.ask("calls", CallFilter())
    lark.settle()
    form = dialog(lark)
    assert form.purpose.currentText() == "Counting: nobody is named"
    assert not form.notice.isVisible(), "nothing personal is in it"
    form.purpose.setFocus()
    lark.press("Down")
    assert form.purpose.currentText() == "Ringing back: name and number"
    assert form.notice.isVisible()
    lark.press("Up")
    assert not form.notice.isVisible()
    form.columns.boxes["phone"].setFocus()
    lark.press("Space")
    assert form.purpose.currentText() == "Own choice"
    lark.press("Space")
    say_why(lark)
    lark.press("Ctrl+Enter")
    assert list(read(target)[0]) == [
        "Started (desk time)", "Direction", "Line", "Clinic", "Handled by", "Reasons", "Outcome",
        "Talk (seconds)", "Source",
    ]  # fmt: skip
    export = tables.metadata.tables["export"]
    with lark.desk.app.database.read() as conn:
        assert conn.execute(select(export.c.reason)).scalars().all() == ["The monthly count"]


@pytest.mark.drill
def test_libreoffice_opens_it_with_the_same_values(lark: Hands, tmp_path: Path) -> None:
    """The drill installs it: apt-get install --no-install-recommends libreoffice-calc."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed here")
    services, actor = lark.desk.app.services, actor_of(lark)
    notes = ["=1+1", "+1+1", "-2+3", "@SUM(1)", "x;=1+1\t=2", 'say "so",\nthen = go', "-5"]
    for text in notes:
        form = CallForm(
            started_at=lark.clock.now,
            number_text="(312) 555-0147",
            notes=text,
            outcome=CallOutcome.RESOLVED,
        )
        services.calls.log(actor, None, form, uuid4())
    target = tmp_path / "calls.csv"
    columns = ("started", "phone", "talk_seconds", "speaker", "notes", "id")
    services.exporting.export(
        actor, Order("calls", CallFilter(), target, "The monthly count", columns), uuid4()
    )
    # Comma, quote, UTF-8, from line 1; then as shown, every cell in quotes.
    command = [
        office,
        f"-env:UserInstallation=file://{tmp_path}/office",
        "--headless",
        "--infilter=CSV:44,34,76,1",
        "--convert-to",
        "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false",
        "--outdir",
        str(tmp_path / "out"),
        str(target),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    with target.open(encoding="utf-8-sig", newline="") as ours:
        written = list(csv.reader(ours))
    with (tmp_path / "out" / "calls.csv").open(encoding="utf-8-sig", newline="") as theirs:
        opened = list(csv.reader(theirs))
    assert len(opened) == len(written)
    for row, there in zip(written, opened, strict=True):
        # It takes a telephone number for a number and keeps every digit, without the plus.
        assert [there[0], f"+{there[1]}" if row[1][:1] == "+" else there[1], *there[2:]] == row
    shown = {unguarded(row[4]) for row in opened}
    assert shown >= set(notes)
