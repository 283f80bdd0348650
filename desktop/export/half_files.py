"""Half a file of an export that was killed: removed with the next export into that folder.

It is not encrypted, and nobody would look for it. Whoever writes one holds a lock on it, which ends
with the process however that ends; Windows lets nobody remove what is open.
"""

import os
import stat
import sys
import time
from contextlib import suppress
from pathlib import Path

BEGINS, ENDS = ".ketwell-", ".part"
_SECONDS = 3600.0
"""One that is finished is no longer held, and is put in its place in a moment."""


def hold(descriptor: int) -> None:
    """It is being written. On a disk without locks its age alone keeps it."""
    if sys.platform == "win32":
        return
    import fcntl

    with suppress(OSError):
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def remove_left(folder: Path) -> None:
    """Remove what killed exports of this person left in ``folder``."""
    with suppress(OSError):
        for path in folder.iterdir():
            if path.name.startswith(BEGINS) and path.name.endswith(ENDS):
                with suppress(OSError):
                    _remove_if_left(path)


def _remove_if_left(path: Path) -> None:
    there = path.lstat()
    if not stat.S_ISREG(there.st_mode) or time.time() - there.st_mtime < _SECONDS:
        return
    if sys.platform == "win32":
        path.unlink()
        return
    if there.st_uid != os.geteuid():
        return
    import fcntl

    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        path.unlink()
    finally:
        os.close(descriptor)
