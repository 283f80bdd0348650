"""A rare call is looked for step by step: it says how far, it can be stopped, and it goes on."""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop import app as composition
from desktop.paths import resources
from desktop.services import call_finding
from desktop.services.demo.day import demo_moment
from desktop.services.demo.make import grow
from desktop.services.passwords import Cost, Passwords
from desktop.storage.data_files import DataFiles
from desktop.ui.calls.calls_page import CallsPage
from desktop.ui.section_lines import BLOCK
from desktop.ui.theme import Theme
from tests.conftest import Clock
from tests.ui.at_once import AtOnce

TUESDAY = demo_moment(date(2026, 11, 17))
MANY = 1_500


def quick_passwords() -> Passwords:
    """Argon2id at its cheapest."""
    return Passwords(Cost(passes=1, memory=8, lanes=1))


@pytest.fixture(scope="module")
def many_calls(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demo with fifteen hundred calls, made once and closed."""
    data = tmp_path_factory.mktemp("many") / "data"
    app = composition.build(
        data, demo=True, real=lambda: TUESDAY, clock=lambda: TUESDAY, passwords=quick_passwords
    )
    assert app.demo is not None
    grow(app.database, app.demo, 40, MANY, lambda *_: None)
    app.close()
    return data


class Desk:
    """The page in a window; its work is done at once, or held back."""

    def __init__(self, data: Path, qtbot: QtBot, qapp: QApplication) -> None:
        theme = Theme(resources())
        theme.apply(qapp)
        self.app = composition.build(data, clock=Clock(TUESDAY), passwords=quick_passwords)
        self.tasks = AtOnce()
        self.page = CallsPage(
            theme=theme, tasks=self.tasks, services=self.app.services, clock=self.app.clock
        )
        qtbot.addWidget(self.page)
        self.page.resize(1352, 816)
        self.page.show()
        assert self.app.demo is not None
        self.page.set_actor(self.app.demo.actor("Wren Hill"))
        self.page.activate()

    @property
    def count(self) -> int:
        """Rows in the list."""
        return len(self.page.table.rows.rows())


@pytest.fixture
def desk(
    many_calls: Path, tmp_path: Path, qtbot: QtBot, qapp: QApplication,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Desk]:  # fmt: skip
    data = tmp_path / "data"
    shutil.copytree(many_calls, data)
    shutil.copy(DataFiles.of(many_calls).key_file, DataFiles.of(data).key_file)
    monkeypatch.setattr(call_finding, "ANCHOR", 50)
    desk = Desk(data, qtbot, qapp)
    yield desk
    desk.app.close()


def test_it_says_how_far_it_has_looked_and_stops(desk: Desk) -> None:
    page, tasks = desk.page, desk.tasks
    assert page.head.summary == f"{MANY:,} calls · {page.head.summary.split()[-2]} today"
    tasks.held = True
    page.table.filters.selects["source"].set_value("file")
    page.table.filters.changed.emit()
    step(tasks)
    assert page.looking.words == "Looked through 200 calls so far…"
    assert page.head.summary.endswith("found so far")
    found = desk.count
    page.looking.button.click()
    assert page.looking.words == "Looked through the newest 200 calls, then stopped."
    tasks.go_on()
    assert desk.count == found, "what was under way when it was stopped is not shown"
    page.looking.button.click()
    assert page.looking.words == ""
    assert page.head.summary.endswith("calls found")


def test_what_is_plentiful_comes_a_screen_at_a_time(desk: Desk) -> None:
    page = desk.page
    page.table.filters.selects["outcome"].set_value("resolved")
    page.table.filters.changed.emit()
    assert BLOCK <= desk.count < 2 * BLOCK
    assert page.looking.words == ""
    assert page.head.summary.endswith("found so far")
    before = desk.count
    page.table.verticalScrollBar().setValue(page.table.verticalScrollBar().maximum())
    page.table.rows.fetchMore(page.table.rootIndex())
    assert desk.count > before
    ids = [row.id for row in page.table.rows.rows()]
    assert len(ids) == len(set(ids))


def test_something_else_asked_for_meanwhile_wins(desk: Desk) -> None:
    page, tasks = desk.page, desk.tasks
    tasks.held = True
    page.table.filters.selects["source"].set_value("file")
    page.table.filters.changed.emit()
    page.table.filters.clear()
    page.table.filters.changed.emit()
    tasks.go_on()
    assert page.table.rows.is_long
    assert "today" in page.head.summary
    assert page.looking.words == ""


def step(tasks: AtOnce) -> None:
    """Do what was asked for, and hold back what that asks for."""
    waiting, tasks._waiting = tasks._waiting, []
    for job in waiting:
        job()
