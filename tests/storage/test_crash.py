"""kill -9 at any moment: every acknowledged commit is there afterwards, whole."""

import random
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from desktop.storage.engine import open_database

WRITER = """
import sys
from pathlib import Path
from sqlalchemy import update
from desktop.storage.engine import open_database
from desktop.storage.tables import Tally
database = open_database(Path(sys.argv[1])).database
for value in range(int(sys.argv[2]), 1_000_000):
    with database.write() as connection:
        for name in ("first", "second"):
            connection.execute(update(Tally).where(Tally.name == name).values(value=value))
        connection.exec_driver_sql(
            "INSERT INTO setting VALUES ('crash', ?, ?)", (f"{value:09}", "x" * 3_000)
        )
    print(value, flush=True)
"""


def write_until_killed(data_dir: Path, start: int, acknowledged: int) -> int:
    """Kill a writer some time after it has acknowledged so many; returns the last one it did."""
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, str(data_dir), str(start)], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        last = start - 1
        for _ in range(acknowledged):
            last = int(process.stdout.readline())
        process.kill()
        for line in process.stdout:
            if line.endswith("\n"):  # the last line may have been cut off by the kill
                last = int(line)
    return last


_VALUES = "SELECT value FROM tally WHERE name IN ('first', 'second')"


def kill_and_look(data_dir: Path, rounds: int) -> None:
    moments = random.Random(rounds)
    with closing(open_database(data_dir).database) as database, database.write() as connection:
        connection.exec_driver_sql("INSERT INTO tally VALUES ('first', 0), ('second', 0)")
    last = 0
    for _ in range(rounds):
        last = write_until_killed(data_dir, last + 1, moments.randint(1, 60))
        with closing(open_database(data_dir).database) as database, database.read() as connection:
            first, second = connection.exec_driver_sql(_VALUES).scalars()
            assert first == second >= last
            rows = connection.exec_driver_sql("SELECT count(*) FROM setting").scalar_one()
            assert rows == first
            assert connection.exec_driver_sql("PRAGMA integrity_check").all() == [("ok",)]
            assert connection.exec_driver_sql("PRAGMA cipher_integrity_check").all() == []
        last = first


def test_a_killed_writer_loses_nothing_it_acknowledged(sqlite_data: Path) -> None:
    kill_and_look(sqlite_data, rounds=3)


@pytest.mark.drill
def test_a_writer_killed_again_and_again_loses_nothing(sqlite_data: Path) -> None:
    kill_and_look(sqlite_data, rounds=60)
