"""A backup is good when it is there: opened, looked through, counted; and it opens as data."""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, text

from desktop.domain.backup_rules import BackupKind
from desktop.domain.errors import DamagedFile, DataLocked, DiskFull, StorageProblem, WrongKey
from desktop.storage import copying, note_index
from desktop.storage.backup import Backup, Safe, backups_in, check_backup, read_backup
from desktop.storage.data_files import DataFiles
from desktop.storage.data_lock import DataLock
from desktop.storage.engine import Opened, open_database
from desktop.storage.key_file import read_key_file
from desktop.storage.safes import ServerSafe
from desktop.storage.tables import Person, Setting
from tests.storage.rows import add_row

NOON = datetime(2026, 11, 17, 12, 0, tzinfo=UTC)


def raw_of(data_dir: Path) -> bytes:
    raw = read_key_file(DataFiles.of(data_dir))
    assert raw is not None
    return raw


def fill(opened: Opened, *names: str) -> None:
    with opened.database.write() as connection:
        for number, name in enumerate(names):
            connection.execute(
                text("INSERT INTO setting (scope, name, value) VALUES ('plant', :n, :v)"),
                {"n": name, "v": "x" * number},
            )


def names(opened: Opened) -> list[str]:
    with opened.database.read() as connection:
        found = select(Setting.name).where(Setting.scope == "plant").order_by(Setting.name)
        return list(connection.execute(found).scalars())


@pytest.fixture(params=["sqlite", "postgresql"])
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Opened]:
    """Open data of a desk, and of a server with a safe in ``server``."""
    target = request.getfixturevalue(
        f"{request.param}_{'data' if request.param == 'sqlite' else 'target'}"
    )
    one = open_database(target, prefer_key_file=True, server_safe=tmp_path / "server")
    yield one
    one.database.close()


def test_a_backup_is_whole_and_opens_as_data(opened: Opened, tmp_path: Path) -> None:
    fill(opened, "juniper", "rowan")
    made = opened.safe().take(BackupKind.BY_HAND)
    assert made.contents.rows["setting"] == 2
    assert opened.safe().there() == (made,)
    opened.safe().check(made)
    if os.name == "posix":
        assert {path.stat().st_mode & 0o077 for path in [made.path, *made.path.iterdir()]} == {0}
    # Elsewhere, with nothing but the folder and the key:
    elsewhere = tmp_path / "elsewhere" / "desk"
    shutil.copytree(made.path, elsewhere)
    shutil.copy(opened.safe().files.key_file, DataFiles.of(elsewhere).key_file)
    again = open_database(elsewhere)
    assert names(again) == ["juniper", "rowan"]
    again.database.close()


def test_nothing_of_the_data_can_be_read_in_a_backup(opened: Opened) -> None:
    fill(opened, "juniper-canary")
    made = opened.safe().take(BackupKind.DAILY)
    for path in made.path.rglob("*"):
        assert b"juniper-canary" not in path.read_bytes(), path


def test_it_holds_one_moment_while_others_write(opened: Opened) -> None:
    fill(opened, *(f"before-{number:04}" for number in range(300)))
    wrote: list[int] = []

    def meanwhile(done: int, of: int) -> None:
        if len(wrote) < 3:
            wrote.append(done)
            fill(opened, f"meanwhile-{len(wrote)}")

    made = opened.safe().take(BackupKind.DAILY, meanwhile)
    assert wrote
    assert made.contents.rows["setting"] == 300
    assert len(names(opened)) == 300 + len(wrote)


def test_a_server_makes_a_key_for_its_backups_once_and_notes_are_found_in_them(
    postgresql_target: str, tmp_path: Path
) -> None:
    opened = open_database(postgresql_target, prefer_key_file=True, server_safe=tmp_path / "server")
    with opened.database.write() as connection:
        add_row(connection, Person, name="Juniper Moss", notes="prefers mornings")
    safe = opened.safe()
    assert isinstance(safe, ServerSafe)
    made = safe.take(BackupKind.BY_HAND)
    code = safe.take_recovery_code()
    assert code is not None
    safe.take(BackupKind.BY_HAND)
    assert safe.take_recovery_code() is None, "told once, when the key was made"
    opened.database.close()
    desk = tmp_path / "desk"
    shutil.copytree(made.path, desk)
    with (
        closing(open_database(desk, recovery_code=code).database) as database,
        database.read() as connection,
    ):
        assert note_index.found(connection, "person", ["morn"], 5) == [1]
        row = connection.execute(select(Person.name, Person.notes, Person.created_at)).one()
        assert row == (
            "Juniper Moss",
            "prefers mornings",
            datetime(2026, 11, 17, 21, 18, tzinfo=UTC),
        )


@pytest.fixture
def desk(sqlite_data: Path) -> Iterator[Opened]:
    one = open_database(sqlite_data)
    fill(one, "juniper")
    yield one
    one.database.close()


def test_a_copy_that_comes_out_different_is_thrown_away(
    desk: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = copying.copy_file

    def loses_a_row(
        source: Path, raw: bytes, target: Path, to: bytes, told: copying.Told
    ) -> copying.Contents:
        held = real(source, raw, target, to, told)
        return copying.Contents(held.revision, {**held.rows, "setting": held.rows["setting"] + 1})

    monkeypatch.setattr("desktop.storage.safes.copy_file", loses_a_row)
    with pytest.raises(DamagedFile, match="1 rows of setting, not 2"):
        desk.safe().take(BackupKind.DAILY)
    assert desk.safe().there() == ()
    assert [path.name for path in desk.safe().folder.iterdir()] == ["backup.lock"]


def test_damaged_data_gives_no_backup(sqlite_data: Path) -> None:
    files = DataFiles.of(sqlite_data)
    whole = bytearray(files.database.read_bytes())
    whole[len(whole) // 2] ^= 1
    files.database.write_bytes(whole)
    opened = open_database(sqlite_data)
    with pytest.raises(DamagedFile):
        opened.safe().take(BackupKind.DAILY)
    opened.database.close()


def test_too_little_room_is_said_before_anything_is_written(
    desk: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(desk.safe().files.data_dir)._replace(free=1_000)
    monkeypatch.setattr("desktop.storage.copying.shutil.disk_usage", lambda _path: usage)
    with pytest.raises(DiskFull, match=r"needs \d MB, and there are 0 MB free"):
        desk.safe().take(BackupKind.DAILY)
    assert desk.safe().there() == ()


def test_one_program_at_a_time(desk: Opened) -> None:
    desk.safe().folder.mkdir()
    with DataLock(desk.safe().folder / "backup.lock") as other:
        other.alone()
        with pytest.raises(DataLocked):
            desk.safe().take(BackupKind.DAILY)


def test_one_that_is_stopped_leaves_nothing_and_what_a_kill_left_is_swept_away(
    desk: Opened,
) -> None:
    def stop(_done: int, _of: int) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        desk.safe().take(BackupKind.DAILY, stop)
    half = desk.safe().folder / "2026-11-17T120000Z-daily.part"
    half.mkdir()
    (half / "ketwell.db").write_bytes(b"half")
    desk.safe().take(BackupKind.DAILY)
    assert len([path for path in desk.safe().folder.iterdir() if path.is_dir()]) == 1


def change_a_byte(path: Path) -> None:
    whole = bytearray(path.read_bytes())
    whole[len(whole) // 3] ^= 0x40
    path.write_bytes(whole)


def more_rows(path: Path) -> None:
    told = json.loads(path.read_text())
    told["rows"]["setting"] += 1
    path.write_text(json.dumps(told))


@pytest.mark.parametrize(
    ("file", "harm", "said"),
    [
        ("ketwell.db", change_a_byte, "its file is not as it was"),
        ("ketwell.db", Path.unlink, "has lost its database"),
        ("backup.json", more_rows, "was altered"),
    ],
)
def test_a_backup_that_was_touched_is_found(
    desk: Opened, file: str, harm: Callable[[Path], None], said: str
) -> None:
    made = desk.safe().take(BackupKind.DAILY)
    harm(made.path / file)
    with pytest.raises(DamagedFile, match=said):
        desk.safe().check(read_backup(made.path))


def test_an_older_file_in_a_newer_folder_is_found(desk: Opened) -> None:
    older = desk.safe().take(BackupKind.DAILY)
    fill(desk, "rowan")
    newer = desk.safe().take(BackupKind.DAILY)
    shutil.copy(older.files.database, newer.files.database)
    with pytest.raises(DamagedFile):
        desk.safe().check(newer)
    desk.safe().check(older)


def test_another_key_is_told_from_damage(desk: Opened) -> None:
    made = desk.safe().take(BackupKind.DAILY)
    with pytest.raises(WrongKey):
        check_backup(made, bytes(32))


def test_old_ones_go_by_the_rule_and_those_of_other_data_stay(desk: Opened, tmp_path: Path) -> None:
    now = [NOON]
    files = desk.safe().files
    safe = Safe(files, lambda: raw_of(files.data_dir), desk.safe()._copy, lambda: now[0])
    folder = tmp_path / "elsewhere"
    other = open_database(tmp_path / "other", prefer_key_file=True)
    theirs = Safe(
        other.safe().files, lambda: raw_of(tmp_path / "other"), other.safe()._copy, lambda: NOON
    ).take(BackupKind.DAILY, into=folder)
    other.database.close()
    for day in range(12):
        now[0] = NOON + timedelta(days=day)
        safe.take(BackupKind.DAILY, into=folder)
    left = [each.made_at.day for each in safe.there(folder)]
    assert left == [28, 27, 26, 25, 24, 23, 22], "seven days; Sunday the 22nd ends its week"
    assert theirs in backups_in(folder)


def test_why_there_was_none_is_kept_until_there_is_one(desk: Opened) -> None:
    assert desk.safe().last_failure() is None
    desk.safe().note_failure("There is no room left.")
    failure = desk.safe().last_failure()
    assert failure is not None
    assert failure.sentence == "There is no room left."
    desk.safe().take(BackupKind.DAILY)
    assert desk.safe().last_failure() is None


def test_what_is_no_backup_is_said(tmp_path: Path) -> None:
    with pytest.raises(StorageProblem, match="is no backup"):
        read_backup(tmp_path)
    (tmp_path / "backup.json").write_text("{}")
    with pytest.raises(DamagedFile, match="Use another backup"):
        read_backup(tmp_path)
    assert list(backups_in(tmp_path / "nowhere")) == []


def test_a_backup_on_a_disk_that_is_read_only_is_looked_through(desk: Opened) -> None:
    made: Backup = desk.safe().take(BackupKind.DAILY)
    before = sorted(path.name for path in made.path.iterdir())
    made.path.chmod(0o500)
    try:
        desk.safe().check(made)
    finally:
        made.path.chmod(0o700)
    assert sorted(path.name for path in made.path.iterdir()) == before
