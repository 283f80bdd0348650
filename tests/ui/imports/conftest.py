"""The import screen over the real reading of files; only where the rows end up is a list."""

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.domain.incoming import Fate, Incoming, Receipt
from desktop.services.actor import Actor
from desktop.services.column_maps import ColumnMaps
from desktop.services.import_plan import ImportCounts, ImportPlan
from desktop.services.import_rejects import Rejects
from desktop.services.importing import Importing
from desktop.storage.engine import Database
from desktop.ui.imports.import_page import ImportPage
from desktop.ui.tasks import Tasks
from desktop.ui.theme import Theme
from tests.conftest import Clock
from tests.services.world import World, build_world


class Shelf:
    """Takes records into a list, batch by batch."""

    def __init__(self) -> None:
        self.kept: dict[UUID, list[Incoming]] = {}
        self.finished: list[UUID] = []
        self.plans: list[ImportPlan] = []

    @property
    def all(self) -> list[Incoming]:
        """Everything that is kept."""
        return [record for records in self.kept.values() for record in records]

    def was_read(self, sha256: str) -> bool:
        """Nothing is known of files before."""
        return False

    def look(self, actor: Actor, records: Sequence[Incoming]) -> Sequence[Receipt]:
        """What taking them would do."""
        return [self._receipt(record) for record in records]

    def begin(self, actor: Actor, plan: ImportPlan) -> UUID:
        """A new import."""
        self.plans.append(plan)
        import_id = uuid4()
        self.kept[import_id] = []
        return import_id

    def take(self, actor: Actor, import_id: UUID, records: Sequence[Incoming]) -> Sequence[Receipt]:
        """Keep one batch."""
        receipts = [self._receipt(record) for record in records]
        self.kept[import_id] += records
        return receipts

    def finish(self, actor: Actor, import_id: UUID, counts: ImportCounts) -> None:
        """It is whole."""
        self.finished.append(import_id)

    def take_back(self, actor: Actor, import_id: UUID) -> bool:
        """Drop up to a hundred of its records."""
        del self.kept[import_id][-100:]
        return bool(self.kept[import_id])

    def _receipt(self, record: Incoming) -> Receipt:
        names = {each.name for each in self.all}
        return Receipt(Fate.UNCHANGED if record.name in names else Fate.CREATED)


class Screen:
    """The screen and its surroundings, as a test holds them."""

    def __init__(
        self, page: ImportPage, tasks: Tasks, shelf: Shelf, qtbot: QtBot, database: Database
    ) -> None:
        self.page, self.tasks, self.shelf, self.qtbot = page, tasks, shelf, qtbot
        self.database = database

    def settle(self) -> None:
        """Until nothing is under way."""
        self.qtbot.waitUntil(lambda: not self.tasks.busy)
        QApplication.sendPostedEvents()
        self.qtbot.waitUntil(lambda: not self.tasks.busy)

    def open(self, path: Path) -> None:
        """Look at a file, until it is counted."""
        self.page.open_files([path])
        self.settle()


@pytest.fixture
def world(sqlite_database: object, clock: Clock) -> World:
    """The small world of the services."""
    return build_world(sqlite_database, clock)  # type: ignore[arg-type]


@pytest.fixture
def screen(qtbot: QtBot, theme: Theme, world: World) -> Iterator[Screen]:
    """Wren at the import screen."""
    tasks, shelf = Tasks(), Shelf()
    page = ImportPage(
        theme=theme,
        tasks=tasks,
        imports=Importing(shelf),
        maps=ColumnMaps(world.database),
        rejects=Rejects(world.ledger, ()),
        clock=world.clock,
    )
    qtbot.addWidget(page)
    page.resize(1200, 800)
    page.set_actor(world.wren)
    page.show()
    page.activateWindow()
    page.activate()
    yield Screen(page, tasks, shelf, qtbot, world.database)
    page.close_down()
    tasks.close()


LEAD_TITLES = ("full_name", "phone", "e-mail", "submitted", "comments", "utm_src")


@pytest.fixture
def leads(tmp_path: Path) -> Path:
    """Two leads and one that nobody can be reached by."""
    path = tmp_path / "leads-nov-18.csv"
    write(
        path,
        LEAD_TITLES,
        ("Basil Thornby", "8135550129", "basil@example.com", "11/18/2025 1:40 PM", "Hello", "a"),
        ("Marigold Finn", "5035550150", "", "11/18/2025 2:40 PM", "Hi", "b"),
        ("Nobody Here", "", "", "11/18/2025 2:40 PM", "Hi", "c"),
    )
    return path


def write(path: Path, *rows: Sequence[str]) -> None:
    """Write a table."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
