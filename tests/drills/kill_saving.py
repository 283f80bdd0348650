"""kill -9 of the real program while somebody logs calls at its keys; then it starts again.

The program is ``python -m desktop`` with its window, in a process of its own that is forked where
its modules are loaded already (:mod:`tests.drills.at_the_keys`). A call
counts as acknowledged when the window says that it is saved. After each kill the data has to hold
every one of them once; the next start is by the program itself, on the data as the kill left it.
"""

import os
import random
import re
import select
import signal
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from pathlib import Path
from typing import IO, Self

from desktop import app as composition
from desktop.services.passwords import Cost, Passwords
from desktop.storage.sqlite_connection import connect
from desktop.storage.unlock import unlock
from tests.drills import at_the_keys
from tests.drills.desk import look_through
from tests.drills.frame import Tally, copy_data
from tests.drills.preload import CHECKOUT

LOOK_EVERY = 10
"""Kills between two looks at every page and link."""
FRESH_EVERY = 50
"""Kills until data of its own begins anew: half-typed cards that nobody goes on with add up."""
PATIENCE = 120.0
"""Seconds until it is called hung; nothing takes so long, on the busiest computer."""


def run(count: int, seed: int, planted: bool, folder: Path) -> Tally:
    """``count`` kills, at two desks at a time: a start is most of the work."""
    template = folder / "template"
    composition.build(
        template, demo=True, passwords=lambda: Passwords(Cost(passes=1, memory=8, lanes=1))
    ).close()
    desks = 1 if planted else min(count, 2)
    shares = [count // desks + (desk < count % desks) for desk in range(desks)]

    def at_a_desk(desk: int) -> tuple[Tally, int]:
        chance, place = random.Random(seed + desk), folder / f"desk-{desk}"
        place.mkdir()
        return _kill_often(shares[desk], chance, planted, template, place / "data")

    with ThreadPoolExecutor(desks) as pool:
        found = list(pool.map(at_a_desk, range(desks)))
    failures = [each for tally, _ in found for each in tally.failures]
    calls = sum(calls for _, calls in found)
    return Tally(sum(tally.tried for tally, _ in found), failures, f"{calls:,} acknowledged calls")


def _kill_often(
    count: int, chance: random.Random, planted: bool, template: Path, data: Path
) -> tuple[Tally, int]:
    """``count`` kills at one desk, and how many calls were acknowledged there."""
    tally = Tally()
    said: set[int] = set()
    calls, first = 0, 1
    with _Starter(data) as starter:
        while tally.tried < count and not (planted and tally.failures):
            if tally.tried % FRESH_EVERY == 0:
                copy_data(template, data)
                said.clear()
            heard = _one_kill(tally, starter, first, chance, planted)
            tally.tried += 1
            calls += len(heard)
            first += len(heard) + 1  # the number of one that was not acknowledged is not used again
            said |= heard
            whole = tally.tried % LOOK_EVERY == 0 or tally.tried == count
            _compare(tally, data, said, whole=whole or planted)
    return tally, calls


class _Starter:
    """Starts the program on ``data`` again and again, one at a time."""

    def __init__(self, data: Path) -> None:
        self.told, write = os.pipe()
        """Where the program tells which calls are saved; never waits."""
        os.set_blocking(self.told, False)
        self._output = data.parent / "output"
        with self._output.open("ab") as output:
            self._server = subprocess.Popen(
                [sys.executable, "-m", at_the_keys.__name__, str(data), str(write)],
                cwd=CHECKOUT,
                env={**os.environ, "HOME": str(data.parent), "QT_QPA_PLATFORM": "offscreen"},
                pass_fds=[write],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=output,
                bufsize=0,
            )
        os.close(write)
        self._program = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._server.kill()
        self._server.communicate()
        os.close(self.told)

    @property
    def end(self) -> IO[bytes]:
        """Can be read once the program has ended."""
        assert self._server.stdout is not None
        return self._server.stdout

    def start(self, first: int, planted: bool) -> None:
        """Start it; its calls are numbered from ``first``."""
        assert self._server.stdin is not None
        self._server.stdin.write(f"{first} {int(planted)}\n".encode())
        self._program = int(self.end.readline())

    def kill(self) -> bool:
        """Kill it where it stands; returns when nothing is left of it: whether it was that which
        ended it."""
        ended, _, _ = select.select((self.end.fileno(),), (), (), 0)
        if not ended:
            with suppress(ProcessLookupError):  # it ended just now
                os.kill(self._program, signal.SIGKILL)
        return int(self.end.readline()) == -signal.SIGKILL

    def where(self) -> str:
        """Where the program is at in each thread, to know why it hangs."""
        os.kill(self._program, signal.SIGUSR1)
        time.sleep(1)
        return self._output.read_text(encoding="utf-8", errors="replace")[-3_000:]

    def read(self) -> bytes:
        """What was told and not read yet."""
        try:
            return os.read(self.told, 4096)
        except BlockingIOError:
            return b""


def _one_kill(
    tally: Tally, starter: _Starter, first: int, chance: random.Random, planted: bool
) -> set[int]:
    """Start the program, kill it some time after it has acknowledged a few calls (every eighth
    time at any moment of its start); which they were."""
    wanted = 0 if chance.random() < 0.125 and not planted else chance.randint(1, 4)
    after = chance.random() * (0.3 if wanted else 1.5)
    heard = b""
    starter.start(first, planted)
    give_up = time.monotonic() + PATIENCE
    while heard.count(b"\n") < wanted:
        left = give_up - time.monotonic()
        waited = (starter.told, starter.end.fileno())
        ready, _, _ = select.select(waited, (), (), max(0.0, left))
        some = starter.read()
        if not some:
            what = "ended by itself" if ready else f"hung: {starter.where()}"
            tally.fail(f"kill {tally.tried}: the program {what}")
            break
        heard += some
    time.sleep(0.01 if planted else after)
    tally.expect(starter.kill(), f"kill {tally.tried}: the program ended otherwise")
    while some := starter.read():
        heard += some
    return {int(line) for line in heard[: heard.rfind(b"\n") + 1].split()}


def _compare(tally: Tally, data: Path, said: set[int], *, whole: bool) -> None:
    kept = _kept(data)
    lost = said - kept.keys()
    tally.expect(not lost, f"kill {tally.tried}: {len(lost)} acknowledged calls are lost")
    said -= lost
    doubled = [call for call, times in kept.items() if times > 1]
    tally.expect(not doubled, f"kill {tally.tried}: {len(doubled)} calls are there twice")
    if whole:
        for each in look_through(data)[1]:
            tally.fail(f"kill {tally.tried}: {each}")


def _kept(data: Path) -> Counter[int]:
    """The calls of the drill by number, read by the driver alone."""
    unlocked = unlock(data)
    try:
        with closing(connect(unlocked.files.database, unlocked.key.raw)) as connection:
            rows = connection.execute(
                "SELECT notes FROM call WHERE notes LIKE ?", (f"{at_the_keys.NOTE} %",)
            ).fetchall()
    finally:
        unlocked.lock.release()
    return Counter(int(re.sub(r"\D", "", str(notes))) for (notes,) in rows)
