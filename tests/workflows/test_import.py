"""A file is dropped on the real window and imported, cancelled, taken back; only where its rows end
up is a list."""

import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from threading import Semaphore
from uuid import UUID

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop import app as composition
from desktop.domain.incoming import Incoming, IncomingLead, Receipt
from desktop.paths import resources
from desktop.services.actor import Actor
from desktop.services.importing import Importing
from desktop.ui.application import Desk
from desktop.ui.imports.import_page import ImportPage
from desktop.ui.theme import Theme
from tests.conftest import Clock
from tests.ui.imports.conftest import Shelf
from tests.workflows.conftest import Hands, quick_passwords

TITLES = ("full_name", "phone", "submitted", "comments")


@pytest.fixture
def shelf() -> Shelf:
    """Where rows end up."""
    return Shelf()


@pytest.fixture
def hands(
    qtbot: QtBot, qapp: QApplication, demo_data: Path, desk_clock: Clock, shelf: Shelf
) -> Iterator[Hands]:
    """Wren at the window."""
    theme = Theme(resources())
    theme.apply(qapp)
    app = composition.build(demo_data, clock=desk_clock, passwords=quick_passwords)
    app = replace(app, services=replace(app.services, importing=Importing(shelf)))
    desk = Desk(app, theme)
    desk.window.resize(1440, 900)
    desk.window.show()
    desk.window.activateWindow()
    desk.enter_demo()
    made = Hands(qtbot, desk, desk_clock)
    made.settle()
    yield made
    desk.close()


def page(hands: Hands) -> ImportPage:
    """The import screen."""
    found = hands.window.importing
    assert found is not None
    return found


def write(path: Path, *rows: Sequence[str]) -> Path:
    """A table as people send it."""
    with path.open("w", encoding="utf-16", newline="") as file:
        csv.writer(file, delimiter=";").writerows(rows)
    return path


def drop(hands: Hands, target: QWidget, *paths: Path) -> bool:
    """Let files fall on a widget, as a file manager does; whether they were taken."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    how = (Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton)
    none = Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(target, QDragEnterEvent(QPoint(5, 5), *how, none))
    event = QDropEvent(QPointF(5, 5), *how, none)
    QApplication.sendEvent(target, event)
    hands.settle()
    return event.isAccepted()


def test_dropped_counted_imported_and_taken_back_by_keys(
    hands: Hands, shelf: Shelf, tmp_path: Path
) -> None:
    # GIVEN a clerk on Callbacks, and a file with one row that cannot be read
    hands.press("Ctrl+2")
    path = write(
        tmp_path / "leads.csv",
        TITLES,
        ("Basil Thornby", "813 555 0129", "11/18/2025 1:40 PM", "Hello; again"),
        ("Marigold Finn", "", "11/18/2025 1:41 PM", "=1+1"),
    )
    # WHEN it is dropped on the window
    assert drop(hands, hands.window, path)
    # THEN it is counted, and nothing is written
    assert hands.window.page == "importing"
    assert page(hands).check.foot.go.words() == "Import 1"
    assert shelf.all == []
    # AND Ctrl+Enter writes it, Ctrl+Z takes it back
    hands.press("Ctrl+Enter")
    (lead,) = shelf.all
    assert isinstance(lead, IncomingLead)
    assert (lead.name, lead.message) == ("Basil Thornby", "Hello; again")
    assert "1 lead imported from leads.csv" in page(hands).undo_bar.message
    hands.press("Ctrl+Z")
    assert shelf.all == []
    assert hands.sees("Taken back")


def test_several_files_come_one_after_the_other(hands: Hands, shelf: Shelf, tmp_path: Path) -> None:
    paths = [
        write(tmp_path / f"{name}.csv", TITLES, (name, f"602 555 010{place}", "", "Hi"))
        for place, name in enumerate(("Basil", "Marigold"))
    ]
    drop(hands, hands.window, *paths)
    hands.press("Ctrl+Enter")
    assert page(hands).finished.another.words() == "Next file (1 to go)…"
    hands.click(page(hands).finished.another)
    hands.press("Ctrl+Enter")
    assert sorted(record.name for record in shelf.all) == ["Basil", "Marigold"]


def test_esc_leaves_without_writing(hands: Hands, shelf: Shelf, tmp_path: Path) -> None:
    path = write(tmp_path / "leads.csv", TITLES, ("Basil", "602 555 0101", "", "Hi"))
    drop(hands, hands.window, path)
    hands.press("Esc")
    assert hands.window.page != "importing"
    assert shelf.all == []


def test_rows_that_stay_out_are_saved_mended_and_imported(
    hands: Hands, shelf: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(
        tmp_path / "leads.csv",
        TITLES,
        ("Basil", "602 555 0101", "", "Hi"),
        ("Marigold", "", "", "Hi"),
    )
    kept = tmp_path / "mend.csv"
    answer: Callable[..., tuple[str, str]] = lambda *_: (str(kept), "")  # noqa: E731
    monkeypatch.setattr("desktop.ui.imports.import_page.QFileDialog.getSaveFileName", answer)
    drop(hands, hands.window, path)
    hands.press("Ctrl+Enter")
    hands.click(page(hands).finished.rejects)
    hands.qtbot.waitUntil(kept.exists)
    hands.settle()
    text = kept.read_text(encoding="utf-8-sig")
    assert "Marigold" in text
    assert "Basil" not in text
    kept.write_text(text.replace("Marigold;", "Marigold;602 555 0102"), encoding="utf-8-sig")
    drop(hands, hands.window, kept)
    hands.press("Ctrl+Enter")
    assert sorted(record.name for record in shelf.all) == ["Basil", "Marigold"]


def test_a_text_that_is_dragged_is_no_file(hands: Hands) -> None:
    mime = QMimeData()
    mime.setText("/etc/passwd")
    event = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.CopyAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(hands.window, event)
    hands.settle()
    assert hands.window.page != "importing"


def test_nothing_is_taken_while_the_desk_is_locked(hands: Hands, tmp_path: Path) -> None:
    path = write(tmp_path / "leads.csv", TITLES, ("Basil", "602 555 0101", "", "Hi"))
    hands.press("Ctrl+L")
    drop(hands, hands.window, path)
    assert hands.window.page != "importing"


def test_leads_leads_to_the_import_and_esc_leads_back(hands: Hands) -> None:
    hands.press("Ctrl+3")
    hands.click(hands.window.leads.head.importing)
    assert hands.window.page == "importing"
    hands.press("Esc")
    assert hands.window.page == "leads"


class Slow(Shelf):
    """Takes a batch when it is told to."""

    def __init__(self) -> None:
        super().__init__()
        self.may = Semaphore(0)

    def take(self, actor: Actor, import_id: UUID, records: Sequence[Incoming]) -> Sequence[Receipt]:
        """Wait for leave, then keep one batch."""
        assert self.may.acquire(timeout=30)
        return super().take(actor, import_id, records)


@pytest.fixture
def slow(shelf: Shelf) -> Iterator[Slow]:
    """A desk on which an import takes its time; whatever waits at the end may go."""
    assert isinstance(shelf, Slow)
    yield shelf
    shelf.may.release(1000)


def _begin_slowly(hands: Hands, tmp_path: Path) -> None:
    rows = [(f"Person {n}", f"602 555 {n:04}", "", "Hi") for n in range(300)]
    drop(hands, hands.window, write(tmp_path / "leads.csv", TITLES, *rows))
    assert page(hands).check.foot.go.words() == "Import 300"
    page(hands).check.foot.go.click()
    page(hands).head.back.click()
    hands.qtbot.waitUntil(lambda: hands.window.page == "leads")


@pytest.mark.parametrize("shelf", [Slow()], ids=["slow"])
def test_the_clerk_works_on_and_sees_how_far_it_is(
    hands: Hands, shelf: Shelf, slow: Slow, tmp_path: Path
) -> None:
    # GIVEN an import that takes its time
    _begin_slowly(hands, tmp_path)
    strip = hands.window.leads.import_strip
    # THEN the leads show how far it is while the clerk works on
    assert strip.isVisible()
    assert (strip.name.text(), strip.words.text()) == ("Importing leads.csv", "0 of 300")
    hands.window.show_page("callbacks")
    slow.may.release(1000)
    hands.settle()
    assert len(shelf.all) == 300
    # AND say what came of it, with the way back to its screen
    hands.press("Ctrl+3")
    assert strip.words.text() == "300 leads imported from leads.csv."
    assert not strip.cancel.isVisible()
    hands.click(strip.see)
    assert page(hands).finished.isVisible()
    hands.press("Ctrl+3")
    assert not strip.isVisible()


@pytest.mark.parametrize("shelf", [Slow()], ids=["slow"])
def test_cancel_beside_the_leads_keeps_none_of_the_file(
    hands: Hands, shelf: Shelf, slow: Slow, tmp_path: Path
) -> None:
    _begin_slowly(hands, tmp_path)
    strip = hands.window.leads.import_strip
    strip.cancel.click()
    assert strip.words.text() == "Stopping. None of this file is kept."
    assert not strip.cancel.isEnabled()
    slow.may.release(1000)
    hands.settle()
    assert shelf.all == []
    assert strip.words.text() == "Cancelled. None of leads.csv is kept."
    hands.click(strip.away)
    assert not strip.isVisible()
