"""The data are for their owner alone, whatever folder they were put into."""

import os
import stat
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from desktop.storage.data_files import DataFiles
from desktop.storage.engine import open_database

pytestmark = pytest.mark.skipif(os.name != "posix", reason="Windows has no such modes")


@pytest.fixture(autouse=True)
def _as_most_computers() -> Iterator[None]:
    before = os.umask(0o022)
    yield
    os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def files_open_to_others(folder: Path) -> list[str]:
    return [path.name for path in folder.rglob("*") if path.is_file() and mode(path) & 0o077]


def test_a_folder_that_was_there_before_is_closed_and_so_is_every_file(tmp_path: Path) -> None:
    data = tmp_path / "desk"
    data.mkdir(mode=0o755)
    with closing(open_database(data, prefer_key_file=True).database) as database:
        with database.write() as conn:
            conn.exec_driver_sql("INSERT INTO setting VALUES ('data', 'x', 'y')")
        assert (data / "ketwell.db-wal").exists()
        assert files_open_to_others(data) == []
    assert mode(data) == 0o700


def test_data_of_an_older_program_are_closed_when_they_are_opened(sqlite_data: Path) -> None:
    sqlite_data.chmod(0o755)
    DataFiles.of(sqlite_data).database.chmod(0o644)
    open_database(sqlite_data).database.close()
    assert (mode(sqlite_data), files_open_to_others(sqlite_data)) == (0o700, [])


def test_a_home_folder_and_one_that_everybody_shares_keep_their_rights(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, shared = tmp_path / "wren", tmp_path / "shared"
    home.mkdir(mode=0o755)
    shared.mkdir()
    shared.chmod(0o1777)
    monkeypatch.setenv("HOME", str(home))
    for folder, rights in ((home, 0o755), (shared, 0o1777)):
        open_database(folder, prefer_key_file=True).database.close()
        assert mode(folder) == rights
        assert mode(folder / "ketwell.db") == 0o600
