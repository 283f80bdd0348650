"""The page of calls over a demo with fifteen hundred calls, looked through fifty at a time."""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtTest import QAbstractItemModelTester
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
        self.clock = Clock(TUESDAY)
        self.app = composition.build(data, clock=self.clock, passwords=quick_passwords)
        self.tasks = AtOnce()
        self.page = CallsPage(
            theme=theme, tasks=self.tasks, services=self.app.services, clock=self.app.clock
        )
        qtbot.addWidget(self.page)
        self.page.resize(1352, 816)
        self.page.show()
        assert self.app.demo is not None
        self.actor = self.app.demo.actor("Wren Hill")
        self.page.set_actor(self.actor)
        self.page.activate()

    def watch_model(self) -> None:
        """Qt's own tester fails the test at the first wrong answer of the list."""
        tester = QAbstractItemModelTester(
            self.page.table.rows, QAbstractItemModelTester.FailureReportingMode.Fatal, self.page
        )
        assert tester.model() is self.page.table.rows

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
