"""What the world does to data: each has its own sentence, and nothing is overwritten.

The files are really damaged, the disk is really full, the lock is really another process's.
"""

import itertools
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlcipher3 import dbapi2

from desktop.domain.errors import (
    DamagedFile,
    DataLocked,
    DiskFull,
    KeyMissing,
    ServerLost,
    StorageProblem,
    UnsafePlace,
    WrongKey,
)
from desktop.storage import places, sqlite_connection
from desktop.storage.copying import copy_file
from desktop.storage.data_files import DataFiles
from desktop.storage.data_lock import DataLock
from desktop.storage.engine import Database, open_database
from desktop.storage.key_file import read_key_file
from desktop.storage.keys import new_key
from desktop.storage.surroundings import Mount, Surroundings
from desktop.storage.tables import Setting
from tests.databases import Server
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
    with database.write() as connection:
        add_row(connection, Setting, scope="data", name=f"n{number:06}", value="x" * size)


def fill(database: Database, rows: int) -> None:
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
    with database.read() as connection:
        return connection.execute(select(func.count()).select_from(Setting)).scalar_one()


Edit = Callable[[bytearray], None]


def change(file: Path, edit: Edit) -> None:
    data = bytearray(file.read_bytes())
    edit(data)
    file.write_bytes(data)


def flip(*places: int) -> Edit:
    """Turn a bit over at ``places``."""

    def edit(data: bytearray) -> None:
        for place in places:
            data[place] ^= 0x40

    return edit


def flip_in_each_page_but_the_first(data: bytearray) -> None:
    flip(*range(PAGE, len(data), PAGE))(data)


def keep(end: int) -> Edit:
    """Cut everything from ``end`` on (negative: counted from the end of the file)."""

    def edit(data: bytearray) -> None:
        del data[end:]

    return edit


def make_plain(data: bytearray) -> None:
    """Give it the header of an unencrypted SQLite file."""
    data[:16] = b"SQLite format 3\0"


# Keys


def test_the_key_of_other_data_is_a_wrong_key(sqlite_data: Path) -> None:
    DataFiles.of(sqlite_data).key_file.write_text(new_key().hex())
    with untouched(sqlite_data), pytest.raises(WrongKey, match="does not belong"):
        open_database(sqlite_data)


def test_a_wrong_key_is_told_without_the_identity_too(sqlite_data: Path) -> None:
    files = DataFiles.of(sqlite_data)
    files.identity.unlink()
    files.key_file.write_text(new_key().hex())
    with untouched(sqlite_data), pytest.raises(WrongKey, match="does not open the data file"):
        open_database(sqlite_data)


def test_data_whose_key_is_gone_asks_for_the_code_and_makes_no_new_key(sqlite_data: Path) -> None:
    DataFiles.of(sqlite_data).key_file.unlink()
    with untouched(sqlite_data), pytest.raises(KeyMissing, match="recovery code"):
        open_database(sqlite_data, prefer_key_file=True)


# Damage


@pytest.mark.parametrize(
    "edit",
    [
        pytest.param(flip(3), id="salt"),
        pytest.param(flip(100), id="first page"),
        pytest.param(flip_in_each_page_but_the_first, id="all other pages"),
        pytest.param(keep(100), id="stump"),
        pytest.param(keep(PAGE), id="one page left"),
        pytest.param(keep(0), id="emptied"),
        pytest.param(make_plain, id="not encrypted"),
    ],
)
def test_a_damaged_file_is_not_taken_for_a_wrong_key(sqlite_data: Path, edit: Edit) -> None:
    change(DataFiles.of(sqlite_data).database, edit)
    with untouched(sqlite_data), pytest.raises(DamagedFile, match="restore the last backup"):
        open_database(sqlite_data)


def test_damage_in_the_middle_is_told_when_it_is_met(sqlite_data: Path) -> None:
    with closing(open_database(sqlite_data).database) as database:
        fill(database, 60)
    file = DataFiles.of(sqlite_data).database
    change(file, flip(-20 * PAGE + 7))
    with (
        untouched(sqlite_data),
        closing(open_database(sqlite_data).database) as database,
        pytest.raises(DamagedFile),
        database.read() as connection,
    ):
        connection.execute(select(Setting.value)).all()


def test_a_file_cut_short_is_damaged(sqlite_data: Path) -> None:
    with closing(open_database(sqlite_data).database) as database:
        fill(database, 60)
    change(DataFiles.of(sqlite_data).database, keep(-15 * PAGE))
    with (
        pytest.raises(DamagedFile),
        closing(open_database(sqlite_data).database) as database,
        database.read() as connection,
    ):
        connection.execute(select(Setting.value)).all()


def test_a_data_file_that_is_gone_is_a_loss_and_not_a_beginning(sqlite_data: Path) -> None:
    DataFiles.of(sqlite_data).database.unlink()
    with untouched(sqlite_data), pytest.raises(DamagedFile, match="is gone"):
        open_database(sqlite_data)


# A full disk


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
