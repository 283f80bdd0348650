"""A new computer, a backup and the printed code: every row is there, in a few minutes at most."""

import hashlib
import os
import shutil
import time
from contextlib import closing
from pathlib import Path

from desktop.app import real_clock
from desktop.domain.backup_rules import BackupKind
from desktop.services.demo.make import grow, make_demo
from desktop.services.passwords import Cost, Passwords
from desktop.storage.backup import read_backup
from desktop.storage.data_files import DataFiles
from desktop.storage.engine import open_database
from desktop.storage.restore import prepare_restore
from desktop.storage.sqlite_connection import connect
from tests.drills.frame import Tally, copy_data, raw_key

MINUTES = 5
READY = "KETWELL_DRILL_DATA"
"""Names a data directory with its key file beside it, to be copied in the place of making so many
calls anew, which takes far longer than restoring them."""


def run(count: int, seed: int, planted: bool, folder: Path) -> Tally:
    """Data with ``count`` calls, once."""
    tally = Tally(1)
    data, new = folder / "desk", folder / "new computer"
    ready_made = None if planted else os.environ.get(READY)
    if ready_made is not None:
        copy_data(Path(ready_made), data)
    opened = open_database(data, prefer_key_file=True)
    with closing(opened.database) as database:
        if ready_made is None:
            demo = make_demo(database, real_clock(), lambda: Passwords(Cost(1, 8, 1)))
            grow(database, demo, count // 4, count, lambda *_: None)
        code = opened.recovery_code
        if code is None and opened.renew_recovery_code is not None:
            code = opened.renew_recovery_code()
        taken = time.monotonic()
        backup = opened.safe().take(BackupKind.BY_HAND)
        taken = time.monotonic() - taken
    before = _rows(data)
    carried = folder / "stick"
    shutil.move(backup.path, carried)
    shutil.rmtree(data)
    DataFiles.of(data).key_file.unlink()
    if code is None:
        raise AssertionError("data in a file has a code")
    began, worked = time.monotonic(), time.process_time()
    ready = prepare_restore(new, read_backup(carried), recovery_code=code, prefer_key_file=True)
    ready.swap()
    ready.close()
    open_database(new).database.close()
    seconds, worked = time.monotonic() - began, time.process_time() - worked
    if planted:
        with closing(connect(DataFiles.of(new).database, raw_key(new))) as connection:
            connection.execute("DELETE FROM draft").close()
            connection.execute("UPDATE call SET notes = notes || '.' WHERE seq = 7").close()
    after = _rows(new)
    different = [name for name in before if before[name] != after.get(name)]
    tally.expect(not different, f"these tables differ: {', '.join(different)}")
    tally.expect(seconds < MINUTES * 60, f"it took {seconds:.0f} s")
    with closing(connect(DataFiles.of(new).database, raw_key(new))) as connection:
        calls = int(connection.execute("SELECT count(*) FROM call").fetchone()[0])
    tally.expect(calls >= count, f"there are {calls:,} calls")
    size = DataFiles.of(new).database.stat().st_size // 1_000_000
    tally.note = (
        f"{calls:,} calls, {size:,} MB: backup and its check {taken:.1f} s, "
        f"restore {seconds:.1f} s, of them {worked:.1f} s at work"
    )
    return tally


def _rows(data: Path) -> dict[str, str]:
    """The sum of all rows of each table, in the order of their identity."""
    with closing(connect(DataFiles.of(data).database, raw_key(data))) as connection:
        tables = connection.execute(
            "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'"
        ).fetchall()
        sums = {}
        for (name,) in tables:
            total = hashlib.sha256()
            wide = len(connection.execute(f'PRAGMA table_info("{name}")').fetchall())
            order = ", ".join(map(str, range(1, wide + 1)))
            for row in connection.execute(f'SELECT * FROM "{name}" ORDER BY {order}'):  # noqa: S608
                total.update(repr(row).encode())
            sums[str(name)] = total.hexdigest()
    return sums
