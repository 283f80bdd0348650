"""Workbooks (XLSX, XLSM, XLSB, XLS, ODS) as rows of texts.

The library that opens them is compiled code which allocates what a sheet says it needs. So it works
in a process of its own, with limits on memory and time: a hostile workbook ends that process and
gets a sentence, and the desk goes on. What it read comes over a pipe, a row to a line.
"""

import contextlib
import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from typing import IO, NamedTuple

from desktop.connectors.files.workbook_guard import RefusedWorkbook, refuse_bombs

READER_FLAG = "--read-workbook"
"""An installed program is not Python: it starts itself with this word instead of a module."""
_SECONDS = 15
_SECONDS_PER_MB = 1.0
_LOOK_SECONDS = 0.2
_LINE_AT_MOST = 4 * 1024 * 1024
_UNREAD = "…"
_TOO_LONG = (
    "A number in this row is formatted as a length of time and cannot be read. Format the cell as "
    "text or number and import the sheet again."
)
_DAMAGED = "This workbook cannot be opened: it is damaged, locked or too large. Save it as CSV."


class SheetRow(NamedTuple):
    """A row: the ``place`` of its sheet among those that are shown and not empty, the ``name`` of
    that sheet ("" where there is but one), cells as texts, and what is wrong with it."""

    place: int
    name: str
    cells: list[str]
    trouble: str = ""


def workbook_rows(data: bytes) -> Iterator[list[str]]:
    """The rows of the first sheet that is shown and not empty.

    Raises :class:`RefusedWorkbook` for what may not or cannot be opened.
    """
    with contextlib.closing(sheet_rows(data)) as rows:
        for row in rows:
            if row.place:
                return
            yield row.cells


def sheet_rows(data: bytes) -> Generator[SheetRow]:
    """The rows of every sheet that is shown and not empty, one sheet after the other.

    Raises :class:`RefusedWorkbook` for what may not or cannot be opened.
    """
    refuse_bombs(data)
    allowed = _SECONDS + _SECONDS_PER_MB * len(data) / 1_000_000
    with subprocess.Popen(
        _command(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as reader:
        watch = _Watch(allowed, reader.kill)
        feed = threading.Thread(target=_feed, args=(reader, data), daemon=True)
        feed.start()
        try:
            yield from _received(reader, watch)
        finally:
            watch.end()
            reader.kill()
            feed.join()


class _Watch:
    """Ends a process for which somebody has waited so many seconds in all: what whoever takes the
    rows does in between is not its time."""

    def __init__(self, allowed: float, end_it: Callable[[], None]) -> None:
        self._left, self._end_it = allowed, end_it
        self._since: float | None = None
        self._lock = threading.Lock()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def line(self, pipe: IO[bytes]) -> bytes:
        """The next line of what the process says."""
        began = time.monotonic()
        with self._lock:
            self._since = began
        line = pipe.readline(_LINE_AT_MOST)
        with self._lock:
            self._since = None
            self._left -= time.monotonic() - began
        return line

    def end(self) -> None:
        """Watch no longer."""
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._over.wait(_LOOK_SECONDS):
            with self._lock:
                waited = 0 if self._since is None else time.monotonic() - self._since
                is_over = waited >= self._left
            if is_over:
                self._end_it()
                return


def _command() -> Sequence[str]:
    if getattr(sys, "frozen", False):
        return (sys.executable, READER_FLAG)
    return (sys.executable, "-m", "desktop.connectors.files.workbook_process")


def _feed(reader: "subprocess.Popen[bytes]", data: bytes) -> None:
    """Hand the workbook over; a reader that died does not take it."""
    if reader.stdin is not None:
        with contextlib.suppress(OSError, ValueError):
            reader.stdin.write(data)
        with contextlib.suppress(OSError, ValueError):
            reader.stdin.close()


def _received(reader: "subprocess.Popen[bytes]", watch: _Watch) -> Iterator[SheetRow]:
    if reader.stdout is None:
        return
    whole = False
    place, name = -1, ""
    while line := watch.line(reader.stdout):
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            break
        if isinstance(row, list):
            yield SheetRow(max(place, 0), name, [str(cell) for cell in row])
        elif row is None:
            yield SheetRow(max(place, 0), name, [_UNREAD], _TOO_LONG)
        elif isinstance(row, dict) and "sheet" in row:
            place, name = place + 1, str(row["sheet"])
        else:
            whole = row == {"end": True}
    if not whole:
        raise RefusedWorkbook(_DAMAGED)
