"""Damaged files and wrong keys: each has its own sentence, and nothing is overwritten.

The files are really damaged.
"""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select

from desktop.domain.errors import DamagedFile, KeyMissing, WrongKey
from desktop.storage.data_files import DataFiles
from desktop.storage.engine import open_database
from desktop.storage.keys import new_key
from desktop.storage.tables import Setting
from tests.storage.unharmed import PAGE, fill, untouched

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
