"""A folder that phone systems and people put files into: each is read once, when it is whole.

Polled, since a folder on a server tells nobody of its changes. A file that is still growing is
waited for; nothing is moved or deleted unless a folder for what is done was named.
"""

import hashlib
import logging
import shutil
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from desktop.connectors.files.content import UnreadableFile
from desktop.connectors.files.workbook_guard import RefusedWorkbook
from desktop.domain.errors import Problem
from desktop.domain.incoming import SetAside, Unreadable
from desktop.domain.quoting import quoted

POLL_SECONDS = 2.0
_SAME_LOOKS = 2
"""A file that looks the same so many times one after the other is whole."""
_UNFINISHED = (
    ".part",
    ".partial",
    ".crdownload",
    ".download",
    ".tmp",
    ".temp",
    ".filepart",
    ".swp",
)
LOG = logging.getLogger(__name__)
_STUMBLED = (
    "KetWell Desk stumbled over this file. Import it by hand, and tell who looks after the program."
)
_KEPT_OF_BAD = 64 * 1024
_AT_MOST = 10_000
"""Files looked at in one folder."""

HandOver = Callable[[Path], None]
"""Imports one file; returns when it is safely written. Raises :class:`UnreadableFile` for what is
no calls, leads or contacts, any other :class:`Problem` when it cannot be taken now."""

WasRead = Callable[[str], bool]
"""Whether a file with this SHA-256 was imported before, also by an earlier run of the program."""


@dataclass(frozen=True, slots=True)
class _Look:
    """How a file looked: any of it changes when somebody writes to it."""

    size: int
    modified: int
    same: int = 0


class WatchedFolder:
    """Watches one folder on a thread of its own. ``source`` names it in the quarantine; ``done``
    is the folder that files are moved to when they are read, None: they stay where they are."""

    def __init__(
        self,
        folder: Path,
        source: str,
        hand_over: HandOver,
        set_aside: SetAside,
        was_read: WasRead,
        done: Path | None = None,
        poll_seconds: float = POLL_SECONDS,
    ) -> None:
        self._folder = folder
        self._source = source
        self._hand_over = hand_over
        self._set_aside = set_aside
        self._was_read = was_read
        self._done = done
        self._poll_seconds = poll_seconds
        self._looks: dict[str, _Look] = {}
        self._finished: dict[str, _Look] = {}
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self.trouble = ""
        """What is wrong with the folder now, for the screen; "" when it can be read."""

    def start(self) -> None:
        """Begin to watch."""
        self._thread = threading.Thread(target=self._run, name="watched folder", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop watching; waits for a file that is being read."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join()

    def look(self) -> int:
        """Look once; returns how many files were handed over or set aside."""
        try:
            found = sorted(self._folder.iterdir())[:_AT_MOST]
        except OSError:
            self.trouble = "This folder cannot be read. See that it is there and may be opened."
            return 0
        self.trouble = ""
        read = 0
        looks: dict[str, _Look] = {}
        for path in found:
            seen = _look(path)
            if seen is None:
                continue
            before = self._looks.get(path.name)
            if before is not None and (before.size, before.modified) == (seen.size, seen.modified):
                seen = _Look(seen.size, seen.modified, before.same + 1)
            looks[path.name] = seen
            whole = seen.same >= _SAME_LOOKS - 1 and seen.size > 0
            finished = self._finished.get(path.name)
            known = finished is not None and (finished.size, finished.modified) == (
                seen.size,
                seen.modified,
            )
            if whole and not known and not self._stop.is_set() and self._read(path):
                self._finished[path.name] = seen
                read += 1
        self._looks = looks
        self._finished = {name: seen for name, seen in self._finished.items() if name in looks}
        return read

    def _read(self, path: Path) -> bool:
        """Hand one file over or set it aside; whether it is done with."""
        try:
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
                file.seek(0)
                head = file.read(_KEPT_OF_BAD)
        except OSError:
            return False  # whoever writes it still holds it
        try:
            if not self._was_read(digest):
                self._hand_over(path)
        except (UnreadableFile, RefusedWorkbook) as why:
            return self._put_aside(path.name, str(why), head, digest)
        except Problem as problem:
            # The desk is out of reach: the file stays and is tried again.
            self.trouble = str(problem)
            return False
        except Exception:
            # One file that a reader stumbles over must not keep back those behind it.
            LOG.exception("a file of a watched folder could not be read")
            return self._put_aside(path.name, _STUMBLED, head, digest)
        self._move(path)
        return True

    def _put_aside(self, name: str, reason: str, head: bytes, digest: str) -> bool:
        """Keep it for somebody to look at; False while the desk is out of reach."""
        try:
            self._set_aside(Unreadable(self._source, f"{quoted(name)}: {reason}", head, digest))
        except Problem as problem:
            self.trouble = str(problem)
            return False
        return True

    def _move(self, path: Path) -> None:
        if self._done is None:
            return
        try:
            self._done.mkdir(parents=True, exist_ok=True)
            to, number = self._done / path.name, 1
            while to.exists():
                number += 1
                to = self._done / f"{path.stem}-{number}{path.suffix}"
            shutil.move(path, to)
        except OSError:
            # Not which: whoever looks after the connections sees this, and so may a journal.
            self.trouble = "A file was read and could not be moved. It stays where it is."

    def _run(self) -> None:
        while not self._stop.wait(self._poll_seconds):
            try:
                self.look()
            except Exception:
                # A bug of ours must not end the watching.
                LOG.exception("a watched folder stumbled")


def _look(path: Path) -> _Look | None:
    """How a file looks; None for what is no file to read: folders, links, what is hidden, what a
    program names as unfinished."""
    name = path.name.casefold()
    if name.startswith((".", "~")) or name.endswith(_UNFINISHED):
        return None
    try:
        if path.is_symlink() or not path.is_file():
            return None
        state = path.stat()
    except OSError:
        return None
    return _Look(state.st_size, state.st_mtime_ns)
