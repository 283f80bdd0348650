"""A manager saves what the list shows, goes on working, cancels; a clerk is told whom to ask."""

import csv
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest
from PySide6.QtWidgets import QWidget

from desktop.domain.vocabulary import CallOutcome
from desktop.export.formulas import unguarded
from desktop.services.call_filter import CallFilter
from desktop.services.call_form import CallForm
from desktop.services.exporting import EXPORTABLE, Order
from desktop.services.queue_row import ViewFilter
from desktop.ui.exporting.doors import Doors
from desktop.ui.exporting.export_dialog import ExportDialog
from tests.workflows.conftest import Hands
from tests.workflows.looking import actor_of

MANAGER = "Lark Moor"


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
    assert lark.sees("Includes personal data.")
    lark.press("Ctrl+Enter")
    assert dialogs(lark) == 0
    assert answers.names == ["ketwell-callbacks-2026-11-17.csv"]
    assert {row["Callback"] for row in read(target)} == {row.id.hex for row in shown}
    assert lark.window.exports.bar.words == (
        f"{EXPORTABLE['callbacks'].counted(len(shown))} saved."
    )
    lark.click_on("Open folder")
    assert answers.shown == [tmp_path]


def test_columns_and_days_are_those_that_are_picked(lark: Hands, tmp_path: Path) -> None:
    target = tmp_path / "calls.csv"
    answer(lark, target)
    lark.window.exports.ask("calls", CallFilter())
    lark.settle()
    form = dialog(lark)
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
    lark.press("Ctrl+Enter")
    assert "is a folder" in lark.window.exports.bar.words
    answer(lark, tmp_path / "other.csv")
    lark.click_on("Save elsewhere")
    lark.press("Ctrl+Enter")
    assert "saved." in lark.window.exports.bar.words
    assert (tmp_path / "other.csv").exists()


def test_cancel_leaves_no_file_and_work_goes_on_meanwhile(
    lark: Hands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # One row at a time, and the first is told before the second: time enough to press Cancel.
    monkeypatch.setattr("desktop.services.exporting.PAGE", 1)
    exports = lark.window.exports
    answer(lark, tmp_path / "calls.csv")
    exports.ask("calls", CallFilter())
    lark.settle()
    exports._wrote.connect(lambda _rows: exports.bar.cancel.click())
    lark.press("Ctrl+Enter")
    assert exports.bar.words == "The export was cancelled. No file was made."
    assert list(tmp_path.glob("*.csv")) + list(tmp_path.glob(".ketwell*")) == []


def test_a_clerk_sees_no_button_and_is_told_whom_to_ask(hands: Hands) -> None:
    hands.press("Ctrl+2")
    assert not hands.window.callbacks.head.export.isVisible()
    hands.press("Ctrl+E")
    assert dialogs(hands) == 0
    assert hands.sees("Only a manager can export. Ask a manager.")


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
    services.exporting.export(actor, Order("calls", CallFilter(), target, columns), uuid4())
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
