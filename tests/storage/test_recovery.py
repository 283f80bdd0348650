"""The printed code opens the data without the keyring, and forgives how it is typed."""

import shutil
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.errors import DamagedFile, KeyMissing, WrongKey
from desktop.storage.data_files import DataFiles
from desktop.storage.engine import Opened, open_database
from desktop.storage.key_file import read_key_file
from desktop.storage.recovery_code import GROUPS, SYMBOLS, code_secret, new_code, written
from tests.storage.keyrings import MemoryKeyring

CODES = st.lists(st.integers(0, 31), min_size=GROUPS * 4, max_size=GROUPS * 4).map(written)
PLACES = st.integers(0, GROUPS * 5 - 1)


@settings(max_examples=20)
@given(CODES, st.data())
def test_case_spaces_and_lookalikes_are_forgiven(code: str, data: st.DataObject) -> None:
    typed = "".join(
        data.draw(st.sampled_from({"0": "0Oo", "1": "1IiLl"}.get(c, c + c.lower())))
        + data.draw(st.sampled_from(["", " ", " \n", "-"]))
        for c in code
    )
    assert code_secret(typed) == code_secret(code)


@given(CODES, PLACES, st.sampled_from(SYMBOLS))
def test_a_wrong_symbol_is_found_and_its_group_named(code: str, place: int, other: str) -> None:
    symbols = list(code.replace("-", ""))
    if symbols[place] == other:
        return
    symbols[place] = other
    with pytest.raises(WrongKey, match=f"Group {place // 5 + 1} of the recovery code"):
        code_secret("".join(symbols))


@given(CODES, PLACES)
def test_two_neighbours_in_a_group_the_wrong_way_round_are_found(code: str, place: int) -> None:
    symbols = list(code.replace("-", ""))
    if place % 5 == 4 or symbols[place] == symbols[place + 1]:
        return
    symbols[place], symbols[place + 1] = symbols[place + 1], symbols[place]
    with pytest.raises(WrongKey, match=f"Group {place // 5 + 1} "):
        code_secret("".join(symbols))


@given(CODES, st.integers(0, GROUPS - 2))
def test_groups_in_the_wrong_order_are_found(code: str, place: int) -> None:
    groups = code.split("-")
    groups[place], groups[place + 1] = groups[place + 1], groups[place]
    with pytest.raises(WrongKey, match=f"Group {place + 1} "):
        code_secret("-".join(groups))


@pytest.mark.parametrize("text", ["", "8QK4M", "not a code", "U" * 35, "8QK4M-" * 8])
def test_what_is_no_code_is_told(text: str) -> None:
    with pytest.raises(WrongKey):
        code_secret(text)


def test_codes_hold_140_bits_and_differ() -> None:
    codes = {new_code() for _ in range(50)}
    assert len(codes) == 50
    assert all(len(code_secret(code)) == 28 for code in codes)
    assert {len(group) for code in codes for group in code.split("-")} == {5}


@pytest.fixture
def fresh(tmp_path: Path) -> Opened:
    """Data that was set up just now, and closed."""
    opened = open_database(tmp_path / "data", prefer_key_file=True)
    with opened.database.write() as connection:
        connection.exec_driver_sql("INSERT INTO setting VALUES ('data', 'x', 'kept')")
    opened.database.close()
    return opened


def kept(opened: Opened) -> str:
    with closing(opened.database) as database, database.read() as connection:
        return str(connection.exec_driver_sql("SELECT value FROM setting").scalar_one())


def test_the_code_opens_data_whose_key_is_lost_and_puts_the_key_back(
    fresh: Opened, tmp_path: Path
) -> None:
    files = DataFiles.of(tmp_path / "data")
    raw = read_key_file(files)
    files.key_file.unlink()
    opened = open_database(tmp_path / "data", recovery_code=fresh.recovery_code)
    assert opened.key_source is not None
    assert opened.key_source.kind == "recovery"
    assert opened.key_source.warning is not None
    assert kept(opened) == "kept"
    assert read_key_file(files) == raw
    assert kept(open_database(tmp_path / "data")) == "kept"


def test_the_code_puts_the_key_into_a_new_keyring(
    fresh: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    DataFiles.of(tmp_path / "data").key_file.unlink()
    monkeypatch.setattr("keyring.core._keyring_backend", MemoryKeyring())
    opened = open_database(tmp_path / "data", recovery_code=fresh.recovery_code)
    assert opened.key_source is not None
    assert opened.key_source.warning is None
    assert kept(opened) == "kept"
    again = open_database(tmp_path / "data")
    assert again.key_source is not None
    assert again.key_source.kind == "keyring"
    assert kept(again) == "kept"


def test_the_code_opens_the_data_when_the_identity_is_lost_too(
    fresh: Opened, tmp_path: Path
) -> None:
    files = DataFiles.of(tmp_path / "data")
    files.key_file.unlink()
    files.identity.unlink()
    assert kept(open_database(tmp_path / "data", recovery_code=fresh.recovery_code)) == "kept"


@pytest.mark.usefixtures("fresh")
def test_the_code_of_other_data_is_told(tmp_path: Path) -> None:
    other = open_database(tmp_path / "other", prefer_key_file=True)
    other.database.close()
    with pytest.raises(WrongKey, match="belongs to other data"):
        open_database(tmp_path / "data", recovery_code=other.recovery_code)


@pytest.mark.usefixtures("fresh")
def test_the_code_and_file_of_other_data_change_nothing(tmp_path: Path) -> None:
    """A recovery file that was mixed up gives a key that does not open this data."""
    other = open_database(tmp_path / "other", prefer_key_file=True)
    other.database.close()
    here, there = DataFiles.of(tmp_path / "data"), DataFiles.of(tmp_path / "other")
    shutil.copy(there.recovery, here.recovery)
    here.key_file.unlink()
    before = {file.name: file.read_bytes() for file in here.data_dir.iterdir()}
    with pytest.raises(WrongKey, match="does not open the data file"):
        open_database(tmp_path / "data", recovery_code=other.recovery_code)
    assert {file.name: file.read_bytes() for file in here.data_dir.iterdir()} == before
    assert not here.key_file.exists()


def test_a_new_code_ends_the_one_before(fresh: Opened, tmp_path: Path) -> None:
    opened = open_database(tmp_path / "data")
    assert opened.renew_recovery_code is not None
    code = opened.renew_recovery_code()
    opened.database.close()
    with pytest.raises(WrongKey, match="replaced by a newer one"):
        open_database(tmp_path / "data", recovery_code=fresh.recovery_code)
    assert kept(open_database(tmp_path / "data", recovery_code=code)) == "kept"


def test_a_missing_or_damaged_recovery_file_is_told(fresh: Opened, tmp_path: Path) -> None:
    recovery = DataFiles.of(tmp_path / "data").recovery
    recovery.write_text("{}")
    with pytest.raises(DamagedFile, match=r"recovery\.json is damaged"):
        open_database(tmp_path / "data", recovery_code=fresh.recovery_code)
    recovery.unlink()
    with pytest.raises(KeyMissing, match=r"recovery\.json is missing"):
        open_database(tmp_path / "data", recovery_code=fresh.recovery_code)


def test_the_code_is_kept_nowhere(fresh: Opened, tmp_path: Path) -> None:
    assert fresh.recovery_code is not None
    for file in (tmp_path / "data").iterdir():
        for group in fresh.recovery_code.split("-"):
            assert file.name == "ketwell.db" or group.encode() not in file.read_bytes()
