"""A new key, a restore, an upgrade, a backup, a milestone and a merge are killed anywhere; the next
start opens the data, with every Change whole or not there at all, and ends what was begun.

Half of the kills come before each thing in turn that is asked of the file system (of a milestone
and a merge: before any statement that SQLite is given), the other half at a random moment, which
is mostly in the middle of SQLite's own work.
"""

import os
import random
import signal
import time
from collections.abc import Callable
from contextlib import closing, suppress
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from desktop.domain.errors import KeyMissing, Problem
from desktop.services import merging
from desktop.services.changes import Writing
from desktop.storage import exchange, rekey
from desktop.storage.data_files import DataFiles
from desktop.storage.engine import open_database
from desktop.storage.sqlite_connection import connect
from tests.drills.desk import look_through
from tests.drills.frame import (
    StatementKiller,
    Tally,
    copy_data,
    kill_at_step,
    raw_key,
    start_child,
    was_killed,
)
from tests.drills.prepared import WAITING, prepare
from tests.drills.workflows import WORKFLOWS
from tests.services.world import World

NAMES = ("new key", "restore", "upgrade", "back up", "milestone", "merge")
_PLANTED = ("new key", "merge")
_SPREAD = "SELECT count(*) FROM callback WHERE waited_on = 'closing' AND milestone IS NULL"
_MARKED = "SELECT count(*) FROM milestone WHERE kind = 'closing' AND happened_at IS NOT NULL"
_OF_BOTH = (
    "SELECT (SELECT count(*) FROM call WHERE speaker_id = :who)"
    " + (SELECT count(*) FROM callback WHERE person_id = :who)"
)


def run(count: int, seed: int, planted: bool, folder: Path) -> Tally:
    """``count`` kills of each."""
    tally, chance = Tally(), random.Random(seed)
    names = _PLANTED if planted else NAMES
    prepared = prepare(folder, names)
    killed: dict[str, int] = {}
    for name in names:
        failed = len(tally.failures)
        source, world = prepared[name]
        killed[name] = _kill_one(tally, chance, folder, name, source, world, count, planted)
        if planted and len(tally.failures) == failed:
            return Tally(tally.tried)  # one of the bugs is not found: it cannot fail
    tally.note = ", ".join(f"{name} {count}" for name, count in killed.items())
    return tally


def _kill_one(
    tally: Tally,
    chance: random.Random,
    folder: Path,
    name: str,
    source: Path,
    world: World,
    count: int,
    planted: bool,
) -> int:
    """``count`` kills of one workflow; how many there were."""
    code = _code_of(source) if name not in _ENDS else ""
    records, _ = look_through(copy_data(source, folder / "desk"))
    took, statements = _whole(folder, name, source, world)
    before, failed, step = tally.tried, len(tally.failures), 0
    while tally.tried - before < count and not (planted and len(tally.failures) > failed):
        step += 1
        data = copy_data(source, folder / "desk")
        (folder / "desk.code").unlink(missing_ok=True)
        if step % 2:
            after = chance.random() * took
            where = f"{name}, after {after:.3f} s"
            _kill_after(after, _act(name, data, world, planted))
        elif name in _ENDS:
            at = chance.randint(1, statements)
            where = f"{name}, before statement {at}"
            _kill(_act(name, data, world, planted), partial(StatementKiller, at))
        else:
            where = f"{name}, before step {step // 2}"
            act = _act(name, data, world, planted)
            status = _kill(act, partial(kill_at_step, data, step // 2))
            if not was_killed(status):
                step = 1  # it came to its end: begin again with the first
        tally.tried += 1
        try:
            _judge(tally, where, data, records, code)
            if name in _ENDS:
                _ENDS[name](tally, where, data, world)
        except Problem as problem:
            tally.fail(f"{where}: {problem}")
    return tally.tried - before


def _code_of(data: Path) -> str:
    opened = open_database(data)
    with closing(opened.database):
        return opened.renew_recovery_code() if opened.renew_recovery_code is not None else ""


def _whole(folder: Path, name: str, source: Path, world: World) -> tuple[float, int]:
    """How many seconds it takes when nobody kills it, and how many statements."""
    data = copy_data(source, folder / "desk")
    read, write = os.pipe()

    def work() -> None:
        counting = StatementKiller()
        _act(name, data, world, planted=False)()
        os.write(write, str(counting.count).encode())

    began = time.monotonic()
    os.waitpid(start_child(work), 0)
    took = time.monotonic() - began
    os.close(write)
    with os.fdopen(read) as answer:
        return took, int(answer.read())


def _act(name: str, data: Path, world: World, planted: bool) -> Callable[[], None]:
    def act() -> None:
        with suppress(Problem):  # the bugs get in the way of what was to be done
            if planted:
                _plant()
            WORKFLOWS[name](data, world, lambda _new: None)

    return act


def _kill(act: Callable[[], None], killer: Callable[[], object]) -> int:
    def work() -> None:
        killer()
        act()

    return os.waitpid(start_child(work), 0)[1]


def _kill_after(seconds: float, act: Callable[[], None]) -> None:
    child = start_child(act)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def _plant() -> None:
    """The bugs: the key is changed in the file before the decision is on the disk; a merge is
    written in two transactions."""
    real_decide, real_hand_over = exchange.decide, vars(merging)["hand_over"]

    def hasty(files: DataFiles, *given: Any, **more: Any) -> None:
        files.incoming.replace(files.database)
        time.sleep(0.05)
        real_decide(files, *given, **more)

    def halved(writing: Writing, *given: Any) -> None:
        real_hand_over(writing, *given)
        driver: Any = writing.conn.connection.driver_connection
        driver.execute("COMMIT").close()
        time.sleep(0.05)
        driver.execute("BEGIN IMMEDIATE").close()

    vars(rekey)["decide"] = hasty
    vars(merging)["hand_over"] = halved


def _judge(tally: Tally, where: str, data: Path, records: set[UUID], code: str) -> None:
    """The data opens with the key that is kept, and then with one of the two codes and no key."""
    there, wrong = look_through(data)
    for each in wrong:
        tally.fail(f"{where}: {each}")
    lost = records - there
    tally.expect(not lost, f"{where}: {len(lost)} records are lost")
    if code:
        _judge_codes(tally, where, data, code)


def _judge_codes(tally: Tally, where: str, data: Path, code: str) -> None:
    new = data.with_name(data.name + ".code")
    codes = [code, new.read_text(encoding="ascii")] if new.exists() else [code]
    DataFiles.of(data).key_file.unlink()
    for each in codes:
        try:
            open_database(data, recovery_code=each, prefer_key_file=True).database.close()
        except (KeyMissing, Problem):
            continue
        return
    tally.fail(f"{where}: no recovery code opens it")


def _end_milestone(tally: Tally, where: str, data: Path, world: World) -> None:
    """While it is not marked callbacks may be due early; once it is, none waits. Marked again, or
    for the first time, every one of them is due once."""
    marked = _count(data, _MARKED)
    due = _count(data, _SPREAD)
    tally.expect(not marked or due == WAITING, f"{where}: marked, and {WAITING - due} still wait")
    WORKFLOWS["milestone"](data, world, lambda _new: None)
    for each in look_through(data)[1]:
        tally.fail(f"{where}, then to its end: {each}")
    due = _count(data, _SPREAD)
    whole = _count(data, _MARKED) == 1 and due == _count(data, "SELECT count(*) FROM callback")
    tally.expect(whole and due == WAITING, f"{where}: to its end, and {due} of {WAITING} are due")


def _end_merge(tally: Tally, where: str, data: Path, world: World) -> None:
    """All is with one of the two or, once they are one, with the one who stays."""
    merged = _count(data, "SELECT count(*) FROM person_merge")
    left = _count(data, _OF_BOTH, who=world.rowan.bytes)
    tally.expect(bool(merged) == (left == 0), f"{where}: merged {merged}, {left} are left")
    WORKFLOWS["merge"](data, world, lambda _new: None)
    for each in look_through(data)[1]:
        tally.fail(f"{where}, then to its end: {each}")
    left = _count(data, _OF_BOTH, who=world.rowan.bytes)
    once = _count(data, "SELECT count(*) FROM person_merge") == 1
    tally.expect(once and not left, f"{where}: to its end, and {left} are left")


def _count(data: Path, query: str, **values: bytes) -> int:
    with closing(connect(DataFiles.of(data).database, raw_key(data))) as connection:
        return int(connection.execute(query, values).fetchone()[0])


_ENDS = {"milestone": _end_milestone, "merge": _end_merge}
"""What has to be true after a kill, and after the same was done once more to its end."""
