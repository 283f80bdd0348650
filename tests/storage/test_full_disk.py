"""A disk that is really full: it is said, and what was saved is kept."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from desktop.domain.errors import DiskFull, StorageProblem
from desktop.storage import sqlite_connection
from desktop.storage.copying import copy_file
from desktop.storage.data_files import DataFiles
from desktop.storage.engine import Database, open_database
from desktop.storage.key_file import read_key_file
from desktop.storage.keys import new_key
from desktop.storage.tables import Setting
from tests.storage.rows import add_row
from tests.storage.unharmed import PAGE, count, fill, fill_up


def test_a_full_file_saves_nothing_and_goes_on_when_there_is_room(
    sqlite_database: Database,
) -> None:
    fill(sqlite_database, 3)
    with sqlite_database.write() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(DiskFull, match="no room left"), sqlite_database.write() as connection:
        add_row(connection, Setting, name="big", value="x" * 100_000)
    assert count(sqlite_database) == 3
    with sqlite_database.write() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1000000")
    with sqlite_database.write() as connection:
        add_row(connection, Setting, name="big", value="x" * 100_000)
    assert count(sqlite_database) == 4


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 3 MB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(disk)]
    if (
        sys.platform != "linux"
        or subprocess.run(mount, capture_output=True, check=False).returncode
    ):
        pytest.skip("mounting a disk needs root on Linux; the full file above is tested everywhere")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def test_a_disk_that_fills_up_keeps_what_was_saved(small_disk: Path) -> None:
    data_dir = small_disk / "data"
    with closing(open_database(data_dir, prefer_key_file=True).database) as database:
        saved = fill_up(database)
        assert saved > 10
        assert count(database) == saved
    with closing(open_database(data_dir).database) as database:
        assert count(database) == saved
        with database.read() as connection:
            assert connection.exec_driver_sql("PRAGMA integrity_check").all() == [("ok",)]


def test_a_copy_that_finds_no_room_is_told_though_the_driver_gives_no_code() -> None:
    with closing(dbapi2.connect(":memory:")) as full, closing(dbapi2.connect(":memory:")) as out:
        full.execute("CREATE TABLE t AS SELECT randomblob(100000) AS b").close()
        out.execute("PRAGMA max_page_count = 10").fetchall()
        with (
            pytest.raises(DiskFull, match="no room left on the disk"),
            sqlite_connection.driver_problems(),
        ):
            full.backup(out)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit for the size of a file")
def test_a_copy_that_the_disk_refuses_is_told_and_goes(tmp_path: Path) -> None:
    import resource

    open_database(tmp_path / "data", prefer_key_file=True).database.close()
    files, target = DataFiles.of(tmp_path / "data"), tmp_path / "copy.db"
    raw = read_key_file(files)
    assert raw is not None
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20 * PAGE, before[1]))
    try:
        with pytest.raises(StorageProblem, match="The disk did not do what it was asked"):
            copy_file(files.database, raw, target, new_key())
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert not target.exists()


def test_a_set_up_on_a_full_disk_can_be_tried_again(small_disk: Path) -> None:
    ballast = small_disk / "ballast"
    ballast.write_bytes(b"\0" * (3 * 1024 * 1024 - 60_000))
    with pytest.raises(DiskFull):
        open_database(small_disk / "data", prefer_key_file=True)
    assert not DataFiles.of(small_disk / "data").database.exists()
    ballast.unlink()
    opened = open_database(small_disk / "data", prefer_key_file=True)
    opened.database.close()
    assert opened.created
    assert opened.recovery_code
