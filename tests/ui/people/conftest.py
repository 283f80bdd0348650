"""The page of people over the encrypted data of the demo; work is done where it is asked for."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop import app as composition
from desktop.app import App
from desktop.services.actor import Actor
from desktop.services.passwords import Cost, Passwords
from desktop.storage.data_files import DataFiles
from desktop.ui.people.people_page import PeoplePage
from desktop.ui.theme import Theme
from tests.conftest import A_TUESDAY, Clock
from tests.ui.at_once import AtOnce


def _quick() -> Passwords:
    return Passwords(Cost(passes=1, memory=8, lanes=1))


@pytest.fixture(scope="session")
def people_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's data, made once and closed."""
    data = tmp_path_factory.mktemp("people") / "data"
    composition.build(
        data, demo=True, real=lambda: A_TUESDAY, clock=lambda: A_TUESDAY, passwords=_quick
    ).close()
    return data


@pytest.fixture
def app(people_template: Path, tmp_path: Path) -> Iterator[App]:
    """A copy of the demo of one's own."""
    data = tmp_path / "data"
    shutil.copytree(people_template, data)
    shutil.copy(DataFiles.of(people_template).key_file, DataFiles.of(data).key_file)
    built = composition.build(data, clock=Clock(A_TUESDAY), passwords=_quick)
    yield built
    built.close()


@pytest.fixture
def wren(app: App) -> Actor:
    """The clerk."""
    assert app.demo is not None
    return app.demo.actor("Wren Hill")


@pytest.fixture
def page(qtbot: QtBot, app: App, wren: Actor, theme: Theme) -> Iterator[PeoplePage]:
    """The page in a window of 1440 × 900, with Wren at it."""
    window = QWidget()
    qtbot.addWidget(window)
    made = PeoplePage(theme=theme, tasks=AtOnce(), services=app.services, clock=app.clock)
    column = QVBoxLayout(window)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(made)
    # As the main window does.
    made.written.connect(lambda written: made.on_changed(frozenset(written.touched)))
    window.resize(1352, 816)
    window.show()
    made.set_actor(wren)
    made.activate()
    yield made
    window.close()
