"""A new key: the old one opens nothing any more, and stopping anywhere loses nothing."""

import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from desktop.domain.backup_rules import BackupKind
from desktop.domain.errors import DataLocked, DiskFull, KeyMissing, WrongKey
from desktop.storage.backup import check_backup
from desktop.storage.data_files import DataFiles
from desktop.storage.data_identity import read_identity
from desktop.storage.engine import open_database
from desktop.storage.exchange import decide
from desktop.storage.key_file import read_key_file
from desktop.storage.rekey import rekey
from desktop.storage.sqlite_connection import connect
from desktop.storage.unlock import Unlocked, unlock
from desktop.storage.wrapped_keys import earlier_keys
from tests.storage.keyrings import MemoryKeyring


def raw_of(data_dir: Path) -> bytes:
    raw = read_key_file(DataFiles.of(data_dir))
    assert raw is not None
    return raw


def kept(data_dir: Path, code: str | None = None) -> str:
    with (
        closing(open_database(data_dir, recovery_code=code).database) as database,
        database.read() as connection,
    ):
        return str(connection.exec_driver_sql("SELECT value FROM setting").scalar_one())


@pytest.fixture
def data(tmp_path: Path) -> tuple[Path, str]:
    """Data with one row in it, closed, and its recovery code."""
    opened = open_database(tmp_path / "data", prefer_key_file=True)
    with opened.database.write() as connection:
        connection.exec_driver_sql("INSERT INTO setting VALUES ('data', 'x', 'kept')")
    opened.database.close()
    assert opened.recovery_code is not None
    return tmp_path / "data", opened.recovery_code


@pytest.fixture
def unlocked(data: tuple[Path, str]) -> Iterator[Unlocked]:
    one = unlock(data[0])
    yield one
    one.lock.release()


def test_the_new_key_and_code_open_it_and_the_old_ones_do_not(
    data: tuple[Path, str], unlocked: Unlocked
) -> None:
    data_dir, old_code = data
    old, codes = raw_of(data_dir), list[str]()
    before, after = rekey(unlocked, codes.append)
    unlocked.lock.release()
    new = raw_of(data_dir)
    assert new != old
    assert kept(data_dir) == "kept"
    with pytest.raises(Exception, match="damaged"):
        connect(DataFiles.of(data_dir).database, old)
    with pytest.raises(WrongKey):
        open_database(data_dir, recovery_code=old_code)
    DataFiles.of(data_dir).key_file.unlink()
    assert kept(data_dir, codes[0]) == "kept"
    # The backup of before opens with the key of before, which the new one unlocks.
    assert (before.kind, after.kind) == (BackupKind.BEFORE_REKEY, BackupKind.AFTER_REKEY)
    identity = read_identity(DataFiles.of(data_dir))
    assert identity is not None
    assert list(earlier_keys(DataFiles.of(data_dir), new, identity.data_id)) == [old]
    check_backup(before, old)
    check_backup(after, new)


def test_every_key_of_before_is_kept_locked_with_the_last_one(data: tuple[Path, str]) -> None:
    data_dir, _ = data
    had = [raw_of(data_dir)]
    for _ in range(3):
        one = unlock(data_dir)
        rekey(one, lambda _code: None)
        one.lock.release()
        had.append(raw_of(data_dir))
    files = DataFiles.of(data_dir)
    identity = read_identity(files)
    assert identity is not None
    assert list(earlier_keys(files, had[-1], identity.data_id)) == had[-2::-1]
    for key in had[:-1]:
        assert list(earlier_keys(files, key, identity.data_id)) == []
        assert key.hex() not in files.earlier_keys.read_text()


def test_the_keyring_gets_the_new_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keyring = MemoryKeyring()
    monkeypatch.setattr("keyring.core._keyring_backend", keyring)
    opened = open_database(tmp_path / "data")
    opened.database.close()
    one = unlock(tmp_path / "data")
    rekey(one, lambda _code: None)
    one.lock.release()
    again = open_database(tmp_path / "data")
    again.database.close()
    assert again.key_source is not None
    assert again.key_source.kind == "keyring"
    assert not DataFiles.of(tmp_path / "data").key_file.exists()


def test_not_while_a_window_is_open(data: tuple[Path, str], unlocked: Unlocked) -> None:
    with closing(open_database(data[0]).database), pytest.raises(DataLocked):
        rekey(unlocked, lambda _code: None)
    assert kept(data[0]) == "kept"


@pytest.mark.parametrize("step", ["code", "room"])
def test_what_goes_wrong_before_the_decision_changes_nothing(
    data: tuple[Path, str], unlocked: Unlocked, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = raw_of(data[0])

    def refuse(_code: str) -> None:
        raise InterruptedError

    if step == "room":
        usage = shutil.disk_usage(data[0])._replace(free=1_000)
        monkeypatch.setattr("desktop.storage.copying.shutil.disk_usage", lambda _path: usage)
    with pytest.raises(DiskFull if step == "room" else InterruptedError):
        rekey(unlocked, refuse)
    unlocked.lock.release()
    assert raw_of(data[0]) == old
    assert not list(data[0].glob("*incoming*"))
    assert kept(data[0], data[1]) == "kept", "the old code is still the one"


def stopped_after_the_decision(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A new key that was decided on, and nothing more; returns the new code."""
    codes = list[str]()
    one = unlock(data_dir)

    def die(*_: object) -> None:
        raise InterruptedError

    with monkeypatch.context() as patch:
        patch.setattr("desktop.storage.rekey.settle", die)
        with pytest.raises(InterruptedError):
            rekey(one, codes.append)
    one.lock.release()
    assert DataFiles.of(data_dir).exchange.exists()
    return codes[0]


@pytest.mark.parametrize("way", ["key", "old code", "new code"])
def test_once_decided_the_next_start_carries_it_to_its_end_with_whichever_key(
    data: tuple[Path, str], way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    data_dir, old_code = data
    old = raw_of(data_dir)
    new_code = stopped_after_the_decision(data_dir, monkeypatch)
    if way != "key":
        DataFiles.of(data_dir).key_file.unlink()
        with pytest.raises(KeyMissing):
            open_database(data_dir)
    # The code of before still ends what was begun; from then on the new one is the one.
    given = {"key": None, "old code": old_code, "new code": new_code}[way]
    if way == "old code":
        unlock_and_settle(data_dir, old_code)
        given = new_code
    assert kept(data_dir, given) == "kept"
    assert not DataFiles.of(data_dir).exchange.exists()
    assert raw_of(data_dir) != old
    assert kept(data_dir, new_code) == "kept"


def unlock_and_settle(data_dir: Path, code: str) -> None:
    with pytest.raises(WrongKey):  # it ended with the exchange, and says so
        open_database(data_dir, recovery_code=code)


def test_what_was_left_ready_and_never_decided_is_removed_by_the_next_start(
    data: tuple[Path, str],
) -> None:
    files = DataFiles.of(data[0])
    files.incoming.write_bytes(b"half")
    assert kept(data[0]) == "kept"
    assert not files.incoming.exists()


def test_a_slip_in_the_code_is_named_in_the_middle_too(
    data: tuple[Path, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    code = stopped_after_the_decision(data[0], monkeypatch)
    slip = ("0" if code[0] != "0" else "1") + code[1:]
    with pytest.raises(WrongKey, match="Group 1"):
        open_database(data[0], recovery_code=slip)
    assert kept(data[0]) == "kept"


def test_a_decision_without_what_was_decided_on_is_told(data: tuple[Path, str]) -> None:
    files = DataFiles.of(data[0])
    identity = read_identity(files)
    assert identity is not None
    raw = raw_of(data[0])
    files.incoming.write_bytes(b"")
    ids = identity.data_id
    decide(files, (ids, bytes(32)), (ids, raw), key_file=True)
    files.incoming.unlink()
    files.database.unlink()
    with pytest.raises(Exception, match="Put it back from a backup"):
        open_database(data[0])
