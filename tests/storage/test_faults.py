"""What others do to data: each has its own sentence, and nothing is overwritten.

The lock is really another process's, the folder may really not be written, the server is away.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from desktop.domain.errors import DataLocked, ServerLost, StorageProblem, UnsafePlace
from desktop.storage import places, sqlite_connection
from desktop.storage.data_files import DataFiles
from desktop.storage.data_lock import DataLock
from desktop.storage.engine import Database, open_database
from desktop.storage.surroundings import Mount, Surroundings
from desktop.storage.tables import Setting
from tests.databases import Server
from tests.storage.rows import add_row
from tests.storage.unharmed import contents, count, fill

# Somebody else


@contextmanager
def another_program(data_dir: Path, *statements: str) -> Iterator[None]:
    """Another process that has the file open and has run ``statements`` on it."""
    files = DataFiles.of(data_dir)
    program = f"""
import sys
from sqlcipher3 import dbapi2
connection = dbapi2.connect({str(files.database)!r}, isolation_level=None)
connection.execute("PRAGMA key = \\"x'" + {files.key_file.read_text().strip()!r} + "'\\"")
for statement in {statements!r}:
    connection.execute(statement).fetchall()
print("ready", flush=True)
sys.stdin.read()
"""
    with subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        yield
        process.communicate("")


def test_a_write_while_another_program_writes_is_told_and_saves_nothing(
    sqlite_data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop.storage.sqlite_engine.BUSY_SECONDS", 0.05)
    with closing(open_database(sqlite_data).database) as database:
        with another_program(sqlite_data, "BEGIN EXCLUSIVE"):
            with pytest.raises(DataLocked, match="Another program is writing"):
                fill(database, 1)
            assert count(database) == 0
        fill(database, 1)
        assert count(database) == 1


def test_a_file_another_program_keeps_to_itself_is_told_at_the_start(
    sqlite_data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite_connection, "BUSY_SECONDS", 0.05)
    keep = ("PRAGMA locking_mode = EXCLUSIVE", "BEGIN EXCLUSIVE")
    with another_program(sqlite_data, *keep), pytest.raises(DataLocked):
        open_database(sqlite_data)
    open_database(sqlite_data).database.close()


def test_data_that_is_being_restored_is_told_at_the_start(sqlite_data: Path) -> None:
    with DataLock(DataFiles.of(sqlite_data).lock) as lock:
        lock.alone()
        with pytest.raises(DataLocked, match="set up, upgraded or restored"):
            open_database(sqlite_data)


# Places


def test_a_network_share_is_refused_before_anything_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    around = Surroundings(home=Path("/home/wren"), mounts=(Mount(tmp_path, "nfs4"),), synced=())
    monkeypatch.setattr(places, "look_around", lambda _: around)
    with pytest.raises(UnsafePlace, match="network share"):
        open_database(tmp_path / "data", prefer_key_file=True)
    assert list(tmp_path.iterdir()) == []


def test_a_synced_folder_is_refused_before_anything_is_made(tmp_path: Path) -> None:
    (tmp_path / ".stfolder").mkdir()
    with pytest.raises(UnsafePlace, match="Syncthing"):
        open_database(tmp_path / "desk" / "data", prefer_key_file=True)
    assert [file.name for file in tmp_path.iterdir()] == [".stfolder"]


@pytest.fixture
def read_only_data(sqlite_data: Path, request: pytest.FixtureRequest) -> Iterator[Path]:
    """Data in a folder that may be read and not written, with or without a lock file that may.

    Root may write anywhere, so the test is somebody else meanwhile.
    """
    root = os.name == "posix" and os.geteuid() == 0
    with tempfile.TemporaryDirectory(prefix="ketwell-read-only-") as place:
        data_dir = Path(place) / "data"
        shutil.copytree(sqlite_data, data_dir)
        key_file = DataFiles.of(data_dir).key_file
        shutil.copy(DataFiles.of(sqlite_data).key_file, key_file)
        for file in data_dir.iterdir():
            file.chmod(0o444)
        if request.param:
            DataFiles.of(data_dir).lock.chmod(0o666)
        else:
            DataFiles.of(data_dir).lock.unlink()
        data_dir.chmod(0o555)
        Path(place).chmod(0o755)
        if root:
            os.chown(key_file, 65_534, 65_534)
            os.seteuid(65_534)
        try:
            yield data_dir
        finally:
            if root:
                os.seteuid(0)
            data_dir.chmod(0o755)


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such folder rights")
@pytest.mark.parametrize("read_only_data", [True, False], indirect=True)
def test_a_folder_that_may_only_be_read_is_told(read_only_data: Path) -> None:
    before = contents(read_only_data)
    with pytest.raises(StorageProblem, match="Ask IT"):
        open_database(read_only_data)
    assert contents(read_only_data) == before


# The clinic server


def test_a_server_that_is_not_there_is_told() -> None:
    with pytest.raises(ServerLost, match="does not answer"):
        open_database("postgresql://wren@127.0.0.1:1/desk")


def test_a_database_the_server_does_not_have_is_told(postgresql_server: Server) -> None:
    with pytest.raises(StorageProblem, match="no database of that name"):
        open_database(postgresql_server.url("nowhere"))


def test_a_name_the_server_does_not_know_is_told(postgresql_target: str) -> None:
    with pytest.raises(StorageProblem, match="does not accept this desk's name"):
        open_database(postgresql_target.replace("postgres:@", "nobody_here:@"))


def test_a_server_that_goes_away_is_told_and_found_again(
    postgresql_database: Database,
) -> None:
    fill(postgresql_database, 1)
    end = (
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
    )
    with (
        pytest.raises(ServerLost, match="does not answer"),
        postgresql_database.write() as connection,
    ):
        connection.exec_driver_sql(end)
    assert count(postgresql_database) == 1
    with postgresql_database.write() as connection:
        add_row(connection, Setting, name="after")
    assert count(postgresql_database) == 2
