"""An older schema is brought up to date, a newer one is refused, and nothing is lost on the way."""

import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import Engine, select, text

from desktop.domain.backup_rules import BackupKind
from desktop.domain.errors import DamagedFile, DataLocked, NewerSchema, StorageProblem
from desktop.storage import postgresql_engine
from desktop.storage.backup import backups_in, check_backup
from desktop.storage.data_files import DataFiles
from desktop.storage.data_lock import DataLock
from desktop.storage.engine import Database, open_database
from desktop.storage.key_file import read_key_file
from desktop.storage.schema_version import HEAD
from desktop.storage.sqlite_connection import connect, stored_revision
from desktop.storage.sqlite_engine import migrating_engine
from desktop.storage.tables import Person
from desktop.storage.upgrade import migrations_config
from tests.storage.rows import add_row

OLDER = "0007"


def key_of(data_dir: Path) -> bytes:
    raw = read_key_file(DataFiles.of(data_dir))
    assert raw is not None
    return raw


@contextmanager
def engine_of(data_dir: Path) -> Iterator[Engine]:
    engine = migrating_engine(DataFiles.of(data_dir).database, key_of(data_dir))
    yield engine
    engine.dispose()


def step_back(engine: Engine) -> None:
    with engine.begin() as connection:
        command.downgrade(migrations_config(connection), OLDER)


def names(database: Database) -> list[str]:
    with database.read() as connection:
        return list(connection.execute(select(Person.name)).scalars())


@pytest.fixture
def older_data(sqlite_data: Path) -> Path:
    """Data at the revision before, with a person in it."""
    with engine_of(sqlite_data) as engine:
        step_back(engine)
        with engine.begin() as connection:
            add_row(connection, Person, name="Juniper Moss")
    return sqlite_data


def backup_of(data_dir: Path) -> DataFiles:
    """The one backup that an upgrade has made."""
    (backup,) = backups_in(DataFiles.of(data_dir).backups)
    assert backup.kind is BackupKind.BEFORE_UPGRADE
    check_backup(backup, key_of(data_dir))
    return backup.files


def test_an_older_file_is_upgraded_and_a_copy_kept(older_data: Path) -> None:
    opened = open_database(older_data)
    with closing(opened.database) as database:
        assert opened.upgraded_from == OLDER
        assert names(database) == ["Juniper Moss"]
    files = DataFiles.of(older_data)
    for file, revision in ((files.database, HEAD), (backup_of(older_data).database, OLDER)):
        with closing(connect(file, key_of(older_data))) as connection:
            assert stored_revision(connection) == revision
            assert connection.execute("SELECT name FROM person").fetchall() == [("Juniper Moss",)]
    again = open_database(older_data)
    again.database.close()
    assert again.upgraded_from is None


def test_what_a_crash_left_in_the_log_is_upgraded_and_copied_too(
    older_data: Path, tmp_path: Path
) -> None:
    crashed = tmp_path / "crashed"
    with closing(connect(DataFiles.of(older_data).database, key_of(older_data))) as connection:
        connection.execute("UPDATE person SET name = 'Rowan Fir'")
        shutil.copytree(older_data, crashed)  # as a power cut leaves it: the log not brought in
        shutil.copy(DataFiles.of(older_data).key_file, DataFiles.of(crashed).key_file)
    assert (crashed / "ketwell.db-wal").stat().st_size > 0
    with closing(open_database(crashed).database) as database:
        assert names(database) == ["Rowan Fir"]
    alone = backup_of(crashed).database.rename(tmp_path / "alone.db")
    with closing(connect(alone, key_of(crashed))) as connection:
        assert connection.execute("SELECT name FROM person").fetchall() == [("Rowan Fir",)]


def test_no_upgrade_while_another_program_has_the_data_open(older_data: Path) -> None:
    other = DataLock(DataFiles.of(older_data).lock)
    other.share()
    before = DataFiles.of(older_data).database.read_bytes()
    with pytest.raises(DataLocked, match="open in another window"):
        open_database(older_data)
    assert DataFiles.of(older_data).database.read_bytes() == before
    other.release()
    open_database(older_data).database.close()


def test_an_upgrade_that_fails_leaves_the_older_data_and_no_lock(older_data: Path) -> None:
    with engine_of(older_data) as engine, engine.begin() as connection:
        connection.execute(text("CREATE TABLE help_request (name TEXT)"))
    with pytest.raises(Exception, match="help_request already exists"):
        open_database(older_data)
    with DataLock(DataFiles.of(older_data).lock) as lock:
        lock.alone()
    with closing(connect(DataFiles.of(older_data).database, key_of(older_data))) as connection:
        assert stored_revision(connection) == OLDER
        assert connection.execute("SELECT name FROM person").fetchall() == [("Juniper Moss",)]


def test_newer_data_is_refused_and_untouched(sqlite_data: Path) -> None:
    with engine_of(sqlite_data) as engine, engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    before = DataFiles.of(sqlite_data).database.read_bytes()
    with pytest.raises(NewerSchema, match="newer KetWell Desk"):
        open_database(sqlite_data)
    assert DataFiles.of(sqlite_data).database.read_bytes() == before


def test_a_file_without_a_revision_was_emptied(sqlite_data: Path) -> None:
    with engine_of(sqlite_data) as engine, engine.begin() as connection:
        connection.execute(text("DELETE FROM alembic_version"))
    with pytest.raises(DamagedFile, match="empty or holds something else"):
        open_database(sqlite_data)


@contextmanager
def server_engine(target: str) -> Iterator[Engine]:
    engine = postgresql_engine.writing_engine(postgresql_engine.postgresql_url(target))
    yield engine
    engine.dispose()


def test_an_empty_database_on_the_server_is_set_up_once_by_two_desks_at_a_time(
    empty_postgresql_target: str,
) -> None:
    with ThreadPoolExecutor(2) as pool:
        opened = list(pool.map(open_database, [empty_postgresql_target] * 2))
    for one in opened:
        one.database.close()
    assert sorted(one.created for one in opened) == [False, True]


def test_an_older_database_on_the_server_is_upgraded_and_a_copy_kept(
    postgresql_target: str, tmp_path: Path
) -> None:
    with server_engine(postgresql_target) as engine:
        step_back(engine)
        with engine.begin() as connection:
            add_row(connection, Person, name="Juniper Moss")
    safe = tmp_path / "safe"
    opened = open_database(postgresql_target, prefer_key_file=True, server_safe=safe)
    with closing(opened.database) as database:
        assert (opened.created, opened.upgraded_from) == (False, OLDER)
        assert names(database) == ["Juniper Moss"]
    with closing(connect(backup_of(safe).database, key_of(safe))) as connection:
        assert stored_revision(connection) == OLDER
        assert connection.execute("SELECT name FROM person").fetchall() == [("Juniper Moss",)]


def test_a_newer_database_on_the_server_is_refused(postgresql_target: str) -> None:
    with server_engine(postgresql_target) as engine, engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(NewerSchema):
        open_database(postgresql_target)


def test_a_database_of_something_else_is_left_alone(empty_postgresql_target: str) -> None:
    with server_engine(empty_postgresql_target) as engine:
        with engine.begin() as connection:
            connection.execute(text("CREATE TABLE theirs (id INTEGER)"))
        with pytest.raises(StorageProblem, match="holds something else"):
            open_database(empty_postgresql_target)
        with engine.connect() as connection:
            tables = text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
            assert connection.execute(tables).scalars().all() == ["theirs"]
