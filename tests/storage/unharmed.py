"""Data that must come through whatever the world does to it: filled, counted, and left alone."""

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import func, select

from desktop.domain.errors import DiskFull
from desktop.storage.data_files import DataFiles
from desktop.storage.data_lock import DataLock
from desktop.storage.engine import Database
from desktop.storage.tables import Setting
from tests.storage.rows import add_row

PAGE = 4096


def contents(data_dir: Path) -> dict[str, bytes]:
    """Every file of the data and beside it, by name."""
    files = [*data_dir.iterdir(), *data_dir.parent.glob(f"{data_dir.name}.*")]
    return {file.name: file.read_bytes() for file in files if file.is_file()}


@contextmanager
def untouched(data_dir: Path) -> Iterator[None]:
    """Nothing in the directory, nor the key beside it, changes in the block; no lock is left."""
    before = contents(data_dir)
    yield
    after = contents(data_dir)
    assert {name for name in before if before[name] != after.get(name)} == set()
    assert set(after) - set(before) <= {"data.lock"}
    with DataLock(DataFiles.of(data_dir).lock) as lock:
        lock.alone()


def save(database: Database, number: int, size: int = 2_000) -> None:
    """One row of this size."""
    with database.write() as connection:
        add_row(connection, Setting, scope="data", name=f"n{number:06}", value="x" * size)


def fill(database: Database, rows: int) -> None:
    """So many of them."""
    for number in range(rows):
        save(database, number)


def fill_up(database: Database) -> int:
    """Save until the disk is full; returns how many saves were acknowledged."""
    for number in itertools.count():
        try:
            save(database, number, size=20_000)
        except DiskFull:
            return number
    raise AssertionError


def count(database: Database) -> int:
    """How many are there."""
    with database.read() as connection:
        return connection.execute(select(func.count()).select_from(Setting)).scalar_one()
