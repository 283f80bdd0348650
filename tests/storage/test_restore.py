"""A backup put back: what would change is shown, what was there is kept, nothing is lost."""

import shutil
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from desktop.domain.backup_rules import BackupKind
from desktop.domain.errors import (
    DamagedFile,
    DataLocked,
    KeyMissing,
    NewerSchema,
    Refused,
    WrongKey,
)
from desktop.storage.backup import Backup, read_backup
from desktop.storage.data_files import DataFiles
from desktop.storage.data_lock import DataLock
from desktop.storage.engine import open_database
from desktop.storage.key_file import read_key_file
from desktop.storage.rekey import rekey
from desktop.storage.restore import prepare_restore
from desktop.storage.schema_version import HEAD
from desktop.storage.sqlite_connection import connect
from desktop.storage.tables import Person, UserAccount
from desktop.storage.unlock import unlock
from tests.storage.rows import add_row
from tests.storage.test_upgrade import OLDER, engine_of, step_back

WHO = text("SELECT name, version FROM person ORDER BY name")
UUIDS = {"Juniper Moss": 1, "Rowan Fir": 2, "Sorrel Pine": 3}


def raw_of(data_dir: Path) -> bytes:
    raw = read_key_file(DataFiles.of(data_dir))
    assert raw is not None
    return raw


class Desk:
    """Data with people in it, and its recovery code."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.files = folder, DataFiles.of(folder)
        opened = open_database(folder, prefer_key_file=True)
        opened.database.close()
        assert opened.recovery_code is not None
        self.code = opened.recovery_code

    def add(self, *names: str) -> None:
        from uuid import UUID

        with closing(open_database(self.folder).database) as database, database.write() as conn:
            for name in names:
                add_row(conn, Person, name=name, id=UUID(int=UUIDS[name]))

    def run(self, sql: str) -> None:
        with closing(open_database(self.folder).database) as database, database.write() as conn:
            conn.exec_driver_sql(sql)

    def people(self) -> list[str]:
        with closing(open_database(self.folder).database) as database, database.read() as conn:
            return [row.name for row in conn.execute(WHO)]

    def back_up(self) -> Backup:
        opened = open_database(self.folder)
        try:
            return opened.safe().take(BackupKind.BY_HAND)
        finally:
            opened.database.close()


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Juniper and Rowan are in the data."""
    one = Desk(tmp_path / "desk")
    one.add("Juniper Moss", "Rowan Fir")
    return one


def test_what_would_change_is_shown_and_nothing_has_changed(desk: Desk) -> None:
    backup = desk.back_up()
    desk.add("Sorrel Pine")
    desk.run("UPDATE person SET notes = 'later', version = 2 WHERE name = 'Rowan Fir'")
    desk.run("DELETE FROM person WHERE name = 'Juniper Moss'")
    before = desk.files.database.read_bytes()
    ready = prepare_restore(desk.folder, backup)
    (change,) = ready.changes
    assert (change.table, change.now, change.then) == ("person", 2, 2)
    assert (change.would_go, change.would_come, change.would_differ) == (1, 1, 1)
    ready.close()
    assert desk.files.database.read_bytes() == before
    assert not desk.files.incoming.exists()
    assert desk.people() == ["Rowan Fir", "Sorrel Pine"]


def test_it_is_put_back_and_a_backup_of_what_was_there_is_taken_first(desk: Desk) -> None:
    backup = desk.back_up()
    desk.add("Sorrel Pine")
    ready = prepare_restore(desk.folder, backup)
    ready.swap()
    ready.close()
    assert desk.people() == ["Juniper Moss", "Rowan Fir"]
    # and back again
    assert ready.backup_before is not None
    again = prepare_restore(desk.folder, ready.backup_before)
    again.swap()
    again.close()
    assert desk.people() == ["Juniper Moss", "Rowan Fir", "Sorrel Pine"]


def test_what_is_only_in_the_log_of_what_was_there_does_not_get_into_what_is_put_back(
    desk: Desk, tmp_path: Path
) -> None:
    backup = desk.back_up()
    crashed = tmp_path / "crashed"
    with closing(connect(desk.files.database, raw_of(desk.folder))) as connection:
        connection.execute("UPDATE person SET name = 'Nobody'")
        shutil.copytree(desk.folder, crashed)
    shutil.copy(desk.files.key_file, DataFiles.of(crashed).key_file)
    assert (crashed / "ketwell.db-wal").stat().st_size > 0
    ready = prepare_restore(crashed, read_backup(crashed / "backups" / backup.name))
    ready.swap()
    ready.close()
    with closing(open_database(crashed).database) as database, database.read() as conn:
        assert [row.name for row in conn.execute(WHO)] == ["Juniper Moss", "Rowan Fir"]
    assert ready.backup_before is not None
    with closing(connect(ready.backup_before.files.database, raw_of(crashed))) as connection:
        assert connection.execute("SELECT name FROM person").fetchall() == [("Nobody",)] * 2


@pytest.mark.parametrize("harm", ["first page", "a page", "gone"])
def test_damaged_data_is_kept_aside_and_the_backup_put_in_its_place(desk: Desk, harm: str) -> None:
    backup = desk.back_up()
    whole = bytearray(desk.files.database.read_bytes())
    if harm == "gone":
        desk.files.database.unlink()
    else:
        whole[100 if harm == "first page" else len(whole) // 2] ^= 1
        desk.files.database.write_bytes(whole)
    ready = prepare_restore(desk.folder, backup)
    ready.swap()
    ready.close()
    assert desk.people() == ["Juniper Moss", "Rowan Fir"]
    assert ready.backup_before is None
    if harm == "gone":
        assert ready.set_aside is None
    else:
        assert ready.set_aside is not None
        assert (ready.set_aside / "ketwell.db").read_bytes() == whole
        assert (ready.set_aside / "data.json").exists()


def test_a_new_computer_with_the_backup_and_the_code_alone(desk: Desk, tmp_path: Path) -> None:
    backup = desk.back_up()
    carried = tmp_path / "stick" / backup.name
    shutil.copytree(backup.path, carried)
    shutil.rmtree(desk.folder)
    desk.files.key_file.unlink()
    new = tmp_path / "new computer"
    with pytest.raises(KeyMissing):
        prepare_restore(new, read_backup(carried))
    there = DataFiles(carried).identity
    there.write_text(
        there.read_text("utf-8").replace('"key file"', '"keyring.backends.macOS.Keyring"')
    )
    ready = prepare_restore(
        new, read_backup(carried), recovery_code=desk.code, prefer_key_file=True
    )
    assert ready.changes == ()
    ready.swap()
    ready.close()
    with closing(open_database(new).database) as database, database.read() as conn:
        assert [row.name for row in conn.execute(WHO)] == ["Juniper Moss", "Rowan Fir"]
    # Where its key is kept now, and not where it was on the other computer.
    assert '"kept_by": "key file"' in DataFiles.of(new).identity.read_text("utf-8")
    DataFiles.of(new).key_file.unlink()
    with closing(open_database(new, recovery_code=desk.code).database):
        pass


def test_data_that_nobody_has_used_makes_room_and_is_kept_beside(
    desk: Desk, tmp_path: Path
) -> None:
    backup = desk.back_up()
    fresh = tmp_path / "fresh" / "data"
    fresh.parent.mkdir()
    open_database(fresh, prefer_key_file=True).database.close()
    with pytest.raises(Refused, match="of other data"):
        prepare_restore(fresh, backup, recovery_code=desk.code, prefer_key_file=True)
    ready = prepare_restore(
        fresh, backup, recovery_code=desk.code, prefer_key_file=True, over_unused=True
    )
    ready.swap()
    ready.close()
    assert ready.set_aside is not None
    assert (ready.set_aside / DataFiles.of(fresh).database.name).exists()
    with closing(open_database(fresh).database) as database, database.read() as conn:
        assert [row.name for row in conn.execute(WHO)] == ["Juniper Moss", "Rowan Fir"]
    # Once somebody works there it is nobody's to be put aside.
    used = Desk(tmp_path / "used")
    with closing(open_database(used.folder).database) as database, database.write() as conn:
        add_row(conn, UserAccount, name="Wren Hill")
    with pytest.raises(Refused, match="of other data"):
        prepare_restore(
            used.folder, backup, recovery_code=desk.code, prefer_key_file=True, over_unused=True
        )


def test_the_key_of_other_data_beside_the_folder_is_moved_aside_not_overwritten(
    desk: Desk, tmp_path: Path
) -> None:
    backup = desk.back_up()
    new = DataFiles.of(tmp_path / "new")
    new.key_file.write_text("11" * 32)
    new.key_file.chmod(0o600)
    desk.files.key_file.rename(tmp_path / "away.key")
    ready = prepare_restore(new.data_dir, backup, recovery_code=desk.code)
    ready.swap()
    ready.close()
    open_database(new.data_dir).database.close()
    (kept,) = tmp_path.glob("new.key.before-*")
    assert kept.read_text() == "11" * 32


def test_a_backup_from_before_a_new_key_is_put_back_under_the_new_one(desk: Desk) -> None:
    backup = desk.back_up()
    one = unlock(desk.folder)
    codes = list[str]()
    rekey(one, codes.append)
    one.lock.release()
    new = raw_of(desk.folder)
    ready = prepare_restore(desk.folder, backup)
    ready.swap()
    ready.close()
    assert desk.people() == ["Juniper Moss", "Rowan Fir"]
    assert raw_of(desk.folder) == new
    desk.files.key_file.unlink()
    with closing(open_database(desk.folder, recovery_code=codes[0]).database):
        pass


def test_a_backup_of_before_the_new_key_opens_with_either_code_on_another_computer(
    desk: Desk, tmp_path: Path
) -> None:
    backup = desk.back_up()
    one = unlock(desk.folder)
    codes = list[str]()
    rekey(one, codes.append)
    one.lock.release()
    carried = tmp_path / "stick"
    shutil.copytree(desk.files.backups, carried)
    shutil.rmtree(desk.folder)
    desk.files.key_file.unlink()
    for number, code in enumerate((desk.code, codes[0])):
        new = tmp_path / f"new-{number}"
        ready = prepare_restore(
            new, read_backup(carried / backup.name), recovery_code=code, prefer_key_file=True
        )
        ready.swap()
        ready.close()
        with closing(open_database(new).database) as database, database.read() as conn:
            assert len(conn.execute(WHO).all()) == 2


def test_refusals_change_nothing(desk: Desk, tmp_path: Path) -> None:
    other = Desk(tmp_path / "other").back_up()
    backup = desk.back_up()
    before = desk.files.database.read_bytes()
    with pytest.raises(Refused, match="is of other data"):
        prepare_restore(desk.folder, other)
    with closing(open_database(desk.folder).database), pytest.raises(DataLocked):
        prepare_restore(desk.folder, backup)
    new = tmp_path / "new"
    desk.files.key_file.rename(tmp_path / "away.key")
    slip = ("0" if desk.code[0] != "0" else "1") + desk.code[1:]
    with pytest.raises(WrongKey, match="Group 1"):
        prepare_restore(new, backup, recovery_code=slip)
    whole = bytearray(backup.files.database.read_bytes())
    whole[5_000] ^= 1
    backup.files.database.write_bytes(whole)
    with pytest.raises(DamagedFile, match="is damaged"):
        prepare_restore(new, backup, recovery_code=desk.code)
    assert not DataFiles.of(new).database.exists()
    assert desk.files.database.read_bytes() == before
    with DataLock(desk.files.lock) as lock:
        lock.alone()


def test_an_older_backup_is_upgraded_and_a_newer_one_refused(desk: Desk) -> None:
    with engine_of(desk.folder) as engine:
        step_back(engine)
    older = desk.files  # opening it upgrades it, after a backup
    assert desk.people() == ["Juniper Moss", "Rowan Fir"]
    (backup,) = [read_backup(path) for path in older.backups.iterdir() if path.is_dir()]
    assert backup.contents.revision == OLDER
    desk.add("Sorrel Pine")
    ready = prepare_restore(desk.folder, backup)
    assert ready.upgraded_from == OLDER
    assert [change.table for change in ready.changes if change.would_go] == ["person"]
    ready.swap()
    ready.close()
    assert desk.people() == ["Juniper Moss", "Rowan Fir"]
    with closing(connect(desk.files.database, raw_of(desk.folder))) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == (HEAD,)
    with engine_of(desk.folder) as engine, engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    one = unlock(desk.folder)
    from desktop.storage.safes import safe_of

    newer = safe_of(one.files, lambda: one.key.raw).take(BackupKind.BY_HAND)
    one.lock.release()
    with pytest.raises(NewerSchema):
        prepare_restore(desk.folder, newer)
