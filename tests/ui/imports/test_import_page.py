"""A file is looked at, its columns chosen, counted, written, cancelled and taken back."""

from datetime import timedelta
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from sqlalchemy import update

from desktop.domain.incoming import IncomingCall, IncomingLead
from desktop.domain.local_time import local_day
from desktop.storage import tables
from desktop.ui.imports.import_words import REJECTED
from tests.services.world import World
from tests.ui.imports.conftest import LEAD_TITLES, Screen, write


def test_counts_before_anything_is_written_then_imports(screen: Screen, leads: Path) -> None:
    page = screen.page
    screen.open(leads)
    assert "Recognised: Table of leads" in page.check.bar.found.text()
    assert screen.shelf.all == []
    assert page.check.foot.go.words() == "Import 2"
    assert "2 new. 1 stays out." in page.check.foot.words.text()
    assert [row.about for row in page.check.preview.shown] == ["(813) 555-0129", "(503) 555-0150"]
    assert [row.number for row in page.check.preview.shown] == [2, 3]
    assert page.check.columns.becomes.startswith("Row 2 becomes: Basil Thornby"), "one numbering"
    page.check.preview.lines[REJECTED].click()
    assert [row.number for row in page.check.preview.shown] == [4]
    assert "no number and no e-mail" in page.check.preview.shown[0].who
    QTest.keyClick(page.check.foot.cancel, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    screen.settle()
    assert [record.name for record in screen.shelf.all] == ["Basil Thornby", "Marigold Finn"]
    assert page.undo_bar.message == ""  # the window shows it
    page.finished.undo.click()
    screen.settle()
    assert screen.shelf.all == []


def test_a_second_time_there_is_nothing_new(screen: Screen, leads: Path) -> None:
    screen.open(leads)
    screen.page.check.foot.go.click()
    screen.settle()
    screen.open(leads)
    assert not screen.page.check.foot.go.isEnabled()
    assert "nothing new" in screen.page.check.foot.words.text()


def test_a_chosen_column_is_remembered_for_the_same_titles(screen: Screen, tmp_path: Path) -> None:
    page = screen.page
    titles = ("wer", "nummer", "was")
    first, second = tmp_path / "a.csv", tmp_path / "b.csv"
    write(first, titles, ("Basil Thornby", "813 555 0129", "Hello"))
    write(second, titles, ("Marigold Finn", "503 555 0150", "Again"))
    screen.open(first)
    assert "Say what its columns mean" in page.check.bar.found.text()
    for place, field in enumerate(("name", "phone", "message")):
        page.check.columns.selects[place].set_value(field)
        page.check.columns.selects[place].picked.emit(field)
    screen.qtbot.waitUntil(page.check.foot.go.isEnabled)
    screen.settle()
    page.check.foot.go.click()
    screen.settle()
    (lead,) = screen.shelf.all
    assert isinstance(lead, IncomingLead)
    assert (lead.name, lead.numbers, lead.message) == ("Basil Thornby", ("813 555 0129",), "Hello")
    screen.open(second)
    assert [each.value() for each in page.check.columns.selects] == ["name", "phone", "message"]
    assert page.check.foot.go.words() == "Import 1"


def test_two_columns_may_be_numbers(screen: Screen, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    write(
        path,
        ("name", "phone", "other", "message"),
        ("Basil Thornby", "813 555 0129", "813 555 0130", "Hello"),
    )
    screen.open(path)
    screen.page.check.columns.selects[2].picked.emit("phone")
    screen.qtbot.waitUntil(screen.page.check.foot.go.isEnabled)
    screen.page.check.foot.go.click()
    screen.settle()
    (lead,) = screen.shelf.all
    assert isinstance(lead, IncomingLead)
    assert lead.numbers == ("813 555 0129", "813 555 0130")


def test_the_zone_of_times_without_one_is_said_and_can_be_changed(
    screen: Screen, leads: Path
) -> None:
    page = screen.page
    screen.open(leads)
    # isVisible of what is said: two rows have a time without a zone.
    assert "2 rows have a time without a zone" in page.check.preview.zone.accessibleName()
    page.check.bar.zone_picked.emit("America/New_York")
    screen.settle()
    page.check.foot.go.click()
    screen.settle()
    lead = screen.shelf.all[0]
    assert isinstance(lead, IncomingLead)
    assert lead.submitted_at is not None
    assert lead.submitted_at.hour == 18
    assert lead.zone_assumed


def test_cancelled_in_the_middle_nothing_of_the_file_is_kept(
    screen: Screen, tmp_path: Path
) -> None:
    path, page = tmp_path / "many.csv", screen.page
    rows = [(f"Person {n}", f"602555{n:04}", "", "", "", "") for n in range(3000)]
    write(path, LEAD_TITLES, *rows)
    screen.open(path)
    heard: list[str] = []
    page.said.connect(lambda words, _undo: heard.append(words))
    taken = screen.shelf.take

    def cancel_after_first(*handed: object) -> object:
        page.work.stop()
        return taken(*handed)  # type: ignore[arg-type]

    screen.shelf.take = cancel_after_first  # type: ignore[method-assign, assignment]
    page.check.foot.go.click()
    screen.settle()
    assert screen.shelf.all == []
    assert screen.shelf.finished == []
    assert heard == ["Cancelled. None of many.csv is kept."]


def test_what_is_no_table_says_why_and_writes_nothing(screen: Screen, tmp_path: Path) -> None:
    path = tmp_path / "picture.csv"
    path.write_bytes(bytes(range(256)) * 40)
    heard: list[str] = []
    screen.page.troubled.connect(heard.append)
    screen.open(path)
    assert len(heard) == 1
    assert screen.page.start.isVisible()


def test_of_calls_it_is_said_which_are_rung_back(screen: Screen, leads: Path, world: World) -> None:
    missed = screen.page.check.bar.missed
    screen.open(leads)
    assert not missed.isVisible()
    calls = leads.with_name("calls.csv")
    titles = ("Start time", "From", "To", "Status", "Duration")
    for n, (choice, days) in enumerate((("all", None), (0, 0), (7, 7), (-1, -1))):
        start = f"2025-11-18 0{n}:00:00"
        write(calls, titles, (start, f"+1602555010{n}", "+18555551000", f"missed {n}", "60"))
        screen.shelf.kept.clear()
        screen.open(calls)
        assert missed.isVisible()
        assert missed.select.value() == "all"
        assert missed.select.set_value(choice)
        screen.page.check.foot.go.click()
        screen.settle()
        plan = screen.shelf.plans[-1]
        today = local_day(world.clock(), plan.zone)
        assert plan.missed_since == (None if days is None else today - timedelta(days=days))


def test_the_same_table_may_be_read_as_calls(screen: Screen, tmp_path: Path) -> None:
    path = tmp_path / "calls.csv"
    write(
        path,
        ("Start time", "From", "To", "Status", "Duration"),
        ("2025-11-18 09:00:00", "+16025550101", "+18555551000", "answered", "60"),
    )
    screen.open(path)
    assert screen.page.check.columns.isVisible()
    screen.page.check.foot.go.click()
    screen.settle()
    (call,) = screen.shelf.all
    assert isinstance(call, IncomingCall)
    assert call.caller == "+16025550101"


def test_everything_that_takes_the_focus_has_a_name(screen: Screen, leads: Path) -> None:
    from PySide6.QtWidgets import QWidget

    screen.open(leads)
    for widget in screen.page.findChildren(QWidget):
        if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            assert widget.accessibleName(), widget


def test_a_choice_that_does_not_fit_its_titles_is_forgotten(screen: Screen, tmp_path: Path) -> None:
    """As a damaged or an older note of it may be."""
    page, path = screen.page, tmp_path / "a.csv"
    write(path, ("wer", "nummer"), ("Basil Thornby", "813 555 0129"))
    screen.open(path)
    for place, field in enumerate(("name", "phone")):
        page.check.columns.selects[place].set_value(field)
        page.check.columns.selects[place].picked.emit(field)
    screen.qtbot.waitUntil(page.check.foot.go.isEnabled)
    screen.settle()
    page.check.foot.go.click()
    screen.settle()
    setting = tables.metadata.tables["setting"]
    chosen = setting.c.scope == "column_map"
    with screen.database.write() as conn:
        conn.execute(update(setting).where(chosen).values(value='["name", "phone", "email"]'))

    screen.open(path)

    assert [each.value() for each in page.check.columns.selects] != ["name", "phone"]
