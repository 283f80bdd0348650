"""Where the key is kept, and that it is never made twice, shown, or left to weak stores."""

import json
import os
import shutil
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import keyring.core
import pytest
from keyring.backends.fail import Keyring as FailKeyring
from keyring.backends.null import Keyring as NullKeyring

from desktop.domain.errors import KeyMissing, StorageProblem, WrongKey
from desktop.storage import data_files
from desktop.storage.data_files import DataFiles
from desktop.storage.data_identity import read_identity
from desktop.storage.engine import Opened, open_database
from desktop.storage.key_file import read_key_file
from desktop.storage.key_places import KEY_FILE
from desktop.storage.keyring_store import find_keyring
from desktop.storage.keys import DataKey, KeySource
from desktop.storage.rekey import rekey
from desktop.storage.unlock import unlock
from tests.storage.keyrings import ForgetfulKeyring, MemoryKeyring

UseKeyring = Callable[[Any], None]


@pytest.fixture
def use_keyring(monkeypatch: pytest.MonkeyPatch) -> UseKeyring:
    """Put a keyring in the place of the machine's."""
    return lambda store: monkeypatch.setattr(keyring.core, "_keyring_backend", store)


def open_and_close(data_dir: Path, **options: Any) -> Opened:
    opened = open_database(data_dir, **options)
    opened.database.close()
    return opened


def test_a_key_goes_into_the_keyring_and_is_found_there(
    tmp_path: Path, use_keyring: UseKeyring
) -> None:
    store = MemoryKeyring()
    use_keyring(store)
    opened = open_and_close(tmp_path / "data")
    assert opened.key_source == KeySource("keyring", None)
    assert not DataFiles.of(tmp_path / "data").key_file.exists()
    assert len(store.kept) == 1
    assert open_and_close(tmp_path / "data").key_source == KeySource("keyring", None)


def test_two_data_directories_keep_two_keys(tmp_path: Path, use_keyring: UseKeyring) -> None:
    store = MemoryKeyring()
    use_keyring(store)
    for name in ("here", "there", "here"):
        open_and_close(tmp_path / name)
    assert len(set(store.kept.values())) == len(store.kept) == 2


def test_data_that_was_moved_still_finds_its_key(tmp_path: Path, use_keyring: UseKeyring) -> None:
    use_keyring(MemoryKeyring())
    open_and_close(tmp_path / "data")
    (tmp_path / "data").rename(tmp_path / "moved")
    assert not open_and_close(tmp_path / "moved").created


@pytest.mark.parametrize("store", [NullKeyring, FailKeyring, partial(MemoryKeyring, priority=0.5)])
def test_a_store_that_does_not_protect_is_refused(
    tmp_path: Path, use_keyring: UseKeyring, store: Callable[[], Any]
) -> None:
    use_keyring(store())
    assert find_keyring() is None
    source = open_and_close(tmp_path / "data").key_source
    assert source is not None
    assert source.kind == "key_file"
    assert source.warning is not None
    assert "whoever can read that file" in source.warning


def test_plaintext_stores_are_refused_by_their_family(use_keyring: UseKeyring) -> None:
    rated_too_high = type("PlaintextKeyring", (MemoryKeyring,), {"__module__": "keyrings.alt.file"})
    use_keyring(rated_too_high())
    assert find_keyring() is None


class OtherKeyring(MemoryKeyring):
    """Another back end."""


def keeper(data_dir: Path) -> str:
    identity = read_identity(DataFiles.of(data_dir))
    assert identity is not None
    return identity.kept_by


def warning(opened: Opened) -> str:
    assert opened.key_source is not None
    return opened.key_source.warning or ""


def test_another_keyring_in_between_is_told_until_there_is_a_new_key(
    tmp_path: Path, use_keyring: UseKeyring
) -> None:
    data = tmp_path / "data"
    first = MemoryKeyring()
    use_keyring(first)
    assert warning(open_and_close(data)) == ""
    assert keeper(data) == "tests.storage.keyrings.MemoryKeyring"
    # WHEN another back end answers, with the same key
    use_keyring(OtherKeyring(kept=dict(first.kept)))
    for _ in range(2):
        assert "was kept in another keyring (keyrings) and is now" in warning(open_and_close(data))
    # THEN a new key settles it
    unlocked = unlock(data)
    try:
        rekey(unlocked, lambda _code: None)
    finally:
        unlocked.lock.release()
    assert warning(open_and_close(data)) == ""
    assert keeper(data) == "tests.storage.test_keys.OtherKeyring"


def test_a_key_that_is_gone_with_its_keyring_is_told_so(
    tmp_path: Path, use_keyring: UseKeyring
) -> None:
    data = tmp_path / "data"
    use_keyring(MemoryKeyring())
    code = open_and_close(data).recovery_code
    use_keyring(MemoryKeyring(priority=0.5))
    with pytest.raises(KeyMissing, match="this computer now has no keyring that protects a key"):
        open_database(data)
    # WHEN the code puts the key into a file, since the keyring of now is refused
    opened = open_and_close(data, recovery_code=code)
    assert "lies in a file" in warning(opened)
    assert "was kept in another keyring (keyrings) and is now in a file" in warning(opened)
    assert keeper(data) == KEY_FILE
    # THEN it is told once, and the file for as long as the key is there
    assert "was kept in" not in warning(open_and_close(data))
    assert "lies in a file" in warning(open_and_close(data))


def test_older_data_without_the_name_of_its_keyring_opens_and_gets_it(
    tmp_path: Path, use_keyring: UseKeyring
) -> None:
    data = tmp_path / "data"
    use_keyring(MemoryKeyring())
    open_and_close(data)
    identity = DataFiles.of(data).identity
    kept = json.loads(identity.read_text("utf-8"))
    del kept["kept_by"]
    identity.write_text(json.dumps(kept), "utf-8")
    assert warning(open_and_close(data)) == ""
    assert keeper(data) == "tests.storage.keyrings.MemoryKeyring"


def test_a_key_that_leaves_its_file_for_a_keyring_needs_no_warning(
    tmp_path: Path, use_keyring: UseKeyring
) -> None:
    data = tmp_path / "data"
    code = open_and_close(data, prefer_key_file=True).recovery_code
    assert keeper(data) == KEY_FILE
    DataFiles.of(data).key_file.unlink()
    use_keyring(MemoryKeyring())
    assert warning(open_and_close(data, recovery_code=code)) == ""
    assert keeper(data) == "tests.storage.keyrings.MemoryKeyring"


def test_a_keyring_that_forgets_is_found_out_before_there_is_data(
    tmp_path: Path, use_keyring: UseKeyring
) -> None:
    use_keyring(ForgetfulKeyring())
    with pytest.raises(StorageProblem, match="does not keep the key"):
        open_database(tmp_path / "data")
    assert not DataFiles.of(tmp_path / "data").database.exists()


def test_a_locked_keyring_is_told_and_the_code_still_opens(
    tmp_path: Path, use_keyring: UseKeyring
) -> None:
    store = MemoryKeyring()
    use_keyring(store)
    open_and_close(tmp_path / "data")
    store.locked = True
    with pytest.raises(KeyMissing, match="keyring of this computer is locked"):
        open_database(tmp_path / "data")


def test_a_lost_keyring_never_leads_to_a_new_key(tmp_path: Path, use_keyring: UseKeyring) -> None:
    use_keyring(MemoryKeyring())
    open_and_close(tmp_path / "data")
    empty = MemoryKeyring()
    use_keyring(empty)
    with pytest.raises(KeyMissing, match="recovery code"):
        open_database(tmp_path / "data")
    assert empty.kept == {}
    assert not DataFiles.of(tmp_path / "data").key_file.exists()


def test_the_key_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    open_and_close(tmp_path / "data", prefer_key_file=True)
    key_file = DataFiles.of(tmp_path / "data").key_file
    assert key_file.parent == tmp_path
    assert key_file.name == "data.key"
    if os.name == "posix":
        assert key_file.stat().st_mode & 0o777 == 0o600


def test_a_key_file_is_there_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # GIVEN the power goes while the first key is written
    def power_cut(_path: Path) -> None:
        raise StorageProblem("No power.")

    with monkeypatch.context() as broken:
        broken.setattr(data_files, "sync_file", power_cut)
        with pytest.raises(StorageProblem):
            open_and_close(tmp_path / "data", prefer_key_file=True)
    # THEN no half of it is in the way of the next start
    assert not DataFiles.of(tmp_path / "data").key_file.exists()
    assert open_and_close(tmp_path / "data", prefer_key_file=True).created


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such file modes")
@pytest.mark.parametrize("mode", [0o644, 0o640, 0o606])
def test_a_key_file_that_others_can_read_is_refused(sqlite_data: Path, mode: int) -> None:
    DataFiles.of(sqlite_data).key_file.chmod(mode)
    with pytest.raises(StorageProblem, match=f"can be read by others .mode {mode:04o}"):
        open_database(sqlite_data)


@pytest.mark.parametrize("text", ["", "not a key", "ab" * 31, "ab" * 33, "é"])
def test_a_key_file_without_a_key_is_told(sqlite_data: Path, text: str) -> None:
    DataFiles.of(sqlite_data).key_file.write_text(text, encoding="utf-8")
    with pytest.raises(WrongKey, match="does not hold a key"):
        open_database(sqlite_data)


def test_a_key_file_that_is_left_is_used_again_and_not_overwritten(
    sqlite_data: Path,
) -> None:
    """It may be the only thing that opens a backup."""
    before = read_key_file(DataFiles.of(sqlite_data))
    shutil.rmtree(sqlite_data)
    opened = open_and_close(sqlite_data)
    assert opened.created
    assert read_key_file(DataFiles.of(sqlite_data)) == before


def test_a_wrong_key_file_does_not_hide_the_key_in_the_keyring(
    tmp_path: Path, use_keyring: UseKeyring
) -> None:
    use_keyring(MemoryKeyring())
    open_and_close(tmp_path / "data")
    open_and_close(tmp_path / "other", prefer_key_file=True)
    shutil.copy(tmp_path / "other.key", tmp_path / "data.key")
    assert open_and_close(tmp_path / "data").key_source == KeySource("keyring", None)


def test_a_lost_identity_is_made_again_from_the_key_file(sqlite_data: Path) -> None:
    DataFiles.of(sqlite_data).identity.unlink()
    open_and_close(sqlite_data)
    assert DataFiles.of(sqlite_data).identity.exists()
    open_and_close(sqlite_data)


def test_a_set_up_that_was_cut_off_starts_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def power_cut(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr("desktop.storage.upgrade.migrate", power_cut)
        with pytest.raises(KeyboardInterrupt):
            open_database(tmp_path / "data", prefer_key_file=True)
    assert not DataFiles.of(tmp_path / "data").database.exists()
    opened = open_and_close(tmp_path / "data", prefer_key_file=True)
    assert opened.created
    assert opened.recovery_code
    assert not open_and_close(tmp_path / "data").created
    assert not list((tmp_path / "data").glob("*.new*"))


def test_the_key_shows_nowhere() -> None:
    raw = b"\x5a" * 32
    assert "5a" not in repr(DataKey(raw, KeySource("keyring", None)))
    assert repr(raw) not in repr(DataKey(raw, KeySource("keyring", None)))


def test_the_file_is_encrypted(sqlite_data: Path) -> None:
    with closing(open_database(sqlite_data).database) as database, database.write() as connection:
        connection.exec_driver_sql("INSERT INTO setting VALUES ('data', 'x', 'Juniper Moss')")
    data = DataFiles.of(sqlite_data).database.read_bytes()
    assert b"Juniper" not in data
    assert not data.startswith(b"SQLite")
