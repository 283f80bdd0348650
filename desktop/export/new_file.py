"""A file that is there whole or not at all.

It is written beside its place, readable by its owner only, and put there in one step when every
byte has reached the disk. Until then an older file stays; when anything goes wrong nothing is left,
and what a program left that was killed goes with the next one (:mod:`desktop.export.half_files`).
"""

import errno
import os
import stat
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from desktop.domain.errors import FileProblem
from desktop.export.half_files import BEGINS, ENDS, hold, remove_left

_BUFFER = 1 << 20
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_NOT_ALLOWED = {errno.EACCES, errno.EPERM, errno.EROFS}


class NewFile:
    """``stream`` takes the bytes; :meth:`place` puts the file where it was asked for."""

    def __init__(self, target: Path, beside: Path, stream: IO[bytes]) -> None:
        self.target = target
        self.stream = stream
        self._beside = beside
        self._placed = False

    def finish(self) -> None:
        """Every byte is on the disk, and the stream closed. Raises FileProblem."""
        with _told(self.target):
            self.stream.flush()
            os.fsync(self.stream.fileno())
            self.stream.close()

    def place(self) -> None:
        """Put the finished file in its place, over an older one. Raises FileProblem."""
        with _told(self.target):
            self._beside.replace(self.target)
            self._placed = True
            _sync_folder(self.target.parent)

    def take_back(self) -> None:
        """Nothing of it stays, placed or not."""
        with suppress(OSError):
            self.stream.close()
        with suppress(OSError):
            (self.target if self._placed else self._beside).unlink(missing_ok=True)


@contextmanager
def new_file(asked: Path, ending: str) -> Iterator[NewFile]:
    """A file to be placed at ``asked``; gone again unless the block ends well.

    An older file is replaced only if its name ends with ``ending`` or nothing is in it: no slip of
    the hand puts a table over a database or a key. Raises FileProblem with what to do.
    """
    with _told(asked):
        # Over a link the file that it leads to is replaced, and not the link.
        target = asked.resolve()
        _look_at(target, ending)
        remove_left(target.parent)
        descriptor, name = tempfile.mkstemp(prefix=BEGINS, suffix=ENDS, dir=target.parent)
        hold(descriptor)
        beside = Path(name)
    file = NewFile(target, beside, os.fdopen(descriptor, "wb", buffering=_BUFFER))
    try:
        with _told(target):
            yield file
    except BaseException:
        file.take_back()
        raise


def _look_at(target: Path, ending: str) -> None:
    """Refuse what could not, or should not, be replaced before anything is written."""
    try:
        there = target.stat()
    except FileNotFoundError:
        if not target.parent.exists():
            raise FileProblem(
                f"There is no folder {target.parent}. Choose a folder that is there."
            ) from None
        return
    if stat.S_ISDIR(there.st_mode):
        raise FileProblem(f"{target} is a folder. Give the file a name of its own in it.")
    if not stat.S_ISREG(there.st_mode):
        raise FileProblem(f"{target} is no ordinary file. Choose another name.")
    if not there.st_mode & stat.S_IWUSR or not os.access(target, os.W_OK):
        raise FileProblem(f"{target} is read-only, so it stays as it is. Choose another name.")
    if there.st_size and target.suffix.lower() != ending:
        raise FileProblem(
            f"{target} is there already and is no {ending} file, so it stays as it is. "
            "Choose another name."
        )


@contextmanager
def _told(target: Path) -> Iterator[None]:
    """Turn what the system says into a sentence."""
    try:
        yield
    except OSError as error:
        raise FileProblem(_sentence(target, error)) from error


def _sentence(target: Path, error: OSError) -> str:
    if error.errno in _FULL:
        return (
            f"There is no room left on the disk for {target}, so nothing was saved. "
            "Free some room, or choose another disk."
        )
    if not target.parent.is_dir():
        return f"The folder {target.parent} is not there any more. Choose another one."
    if error.errno in _NOT_ALLOWED and sys.platform == "win32" and target.exists():
        return (
            f"{target} is open in another program, so it stays as it is. "
            "Close it there, or choose another name."
        )
    if error.errno in _NOT_ALLOWED:
        return (
            f"{target} cannot be written: the folder may be read-only. "
            "Choose another folder, or ask IT for the right to write there."
        )
    if error.errno == errno.ENAMETOOLONG or isinstance(error, FileExistsError):
        return f"{target.name} is too long or taken. Choose another name."
    return (
        f"{target} could not be written, so nothing was saved. "
        "Check that the disk is connected and healthy, or choose another one."
    )


def _sync_folder(folder: Path) -> None:
    """That the name is on the disk too. Windows has no such thing; some network disks neither."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
