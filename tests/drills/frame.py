"""What a drill is made of, and helpers: a forked child that is killed, data to work on."""

import os
import shutil
import signal
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.pool import Pool

from desktop.storage.data_files import DataFiles
from desktop.storage.key_file import read_key_file


@dataclass
class Tally:
    """What one run of a drill found. ``tried`` counts in the drill's own unit."""

    tried: int = 0
    failures: list[str] = field(default_factory=list)
    note: str = ""

    def fail(self, what: str) -> None:
        """One failure, in words."""
        self.failures.append(what)

    def expect(self, holds: bool, what: str) -> None:
        """A failure unless it holds."""
        if not holds:
            self.fail(what)


_MEMORY = Path("/dev/shm")  # noqa: S108 - each folder in it is made anew, for its owner alone

Run = Callable[[int, int, bool, Path], Tally]
"""``run(count, seed, planted, folder)``; ``planted`` runs it with the bug that it has to find."""


@dataclass(frozen=True)
class Drill:
    """One drill. ``short`` and ``long`` are how many of ``unit`` it tries, ``planted`` how many are
    enough to find the planted bug. ``needs`` says what is missing on this computer, "" if
    nothing; ``large`` that it needs more room than there may be in memory."""

    name: str
    unit: str
    short: int
    long: int
    planted: int
    run: Run
    bug: str
    needs: Callable[[], str] = lambda: ""
    large: bool = False


class Skipped(Exception):
    """It cannot be run here; the words say why."""


def raw_key(data: Path) -> bytes:
    """The key of data that keeps it in a key file."""
    raw = read_key_file(DataFiles.of(data))
    if raw is None:
        raise AssertionError("the drills keep the key in a file")
    return raw


def copy_data(source: Path, target: Path) -> Path:
    """Another copy of a data directory, with its key."""
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source, target)
    shutil.copy(DataFiles.of(source).key_file, DataFiles.of(target).key_file)
    return target


@contextmanager
def workplace(name: str, *, large: bool = False) -> Iterator[Path]:
    """A folder that goes again: in memory where that is possible, unless what comes is ``large``.
    What a killed program asked of the disk is there for all others either way."""
    near = None if large or not _MEMORY.is_dir() else _MEMORY
    folder = Path(tempfile.mkdtemp(prefix=f"ketwell-drill-{name}-", dir=near))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def in_child(work: Callable[[], None]) -> int:
    """Run ``work`` in a forked process and wait for it; its wait status. What it raises is told on
    standard error and ends it with 1."""
    child = start_child(work)
    return os.waitpid(child, 0)[1]


def start_child(work: Callable[[], None]) -> int:
    """Run ``work`` in a forked process; its id."""
    sys.stdout.flush()
    sys.stderr.flush()
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        work()
        code = 0
    except BaseException:  # noqa: BLE001 - the child ends here, whatever it was
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def was_killed(status: int) -> bool:
    """Whether a child was killed, and did not end by itself."""
    return os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL


def kill_at_step(folder: Path, step: int) -> None:
    """From here on this process counts what it asks of the file system in ``folder`` (open, rename,
    link, remove, make a folder …) and kills itself instead of asking for number ``step``."""
    place, count = str(folder), [0]

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        if event.startswith(("os.", "open", "shutil.")) and any(
            isinstance(each, str | bytes | os.PathLike) and place in os.fsdecode(each)
            for each in arguments
        ):
            count[0] += 1
            if count[0] >= step:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)


class StatementKiller:
    """Counts what this process has SQLite do, statement by statement, from when it is made; kills
    the process before number ``step`` (0: never)."""

    def __init__(self, step: int = 0) -> None:
        self.count = 0
        self._step = step
        event.listen(Pool, "connect", self._connected)

    def _connected(self, connection: Any, _record: object) -> None:
        connection.set_trace_callback(self._counted)

    def _counted(self, _statement: str) -> None:
        self.count += 1
        if self.count == self._step:
            os.kill(os.getpid(), signal.SIGKILL)
