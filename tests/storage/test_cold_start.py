"""An ordinary start loads only what it needs: the rest would be waited for by everybody."""

import subprocess
import sys
from pathlib import Path

import pytest

UNLOCK = """
from desktop.storage.sqlite_connection import connect, stored_revision
from desktop.storage.unlock import unlock
unlocked = unlock(Path(sys.argv[1]))
connection = connect(unlocked.files.database, unlocked.key.raw, read_only=True)
stored_revision(connection)
connection.close()
unlocked.lock.release()
"""
OPEN = """
from desktop.storage.engine import open_database
open_database(Path(sys.argv[1])).database.close()
"""
SLOW = {"alembic", "cryptography", "keyring", "psycopg"}


@pytest.mark.parametrize(
    ("program", "unwanted"),
    [
        pytest.param(UNLOCK, SLOW | {"sqlalchemy"}, id="first page"),
        pytest.param(OPEN, SLOW, id="open"),
    ],
)
def test_what_an_ordinary_start_does_not_load(
    sqlite_data: Path, program: str, unwanted: set[str]
) -> None:
    loaded = subprocess.run(
        [
            sys.executable,
            "-c",
            f"import sys\nfrom pathlib import Path\n{program}\nprint(*sys.modules, sep='\\n')",
            str(sqlite_data),
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    assert set(loaded.stdout.split()) & unwanted == set()
