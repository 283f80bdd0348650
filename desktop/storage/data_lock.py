"""One lock file for a data directory: many share it, restore, rekey and upgrade hold it alone.

``flock`` and ``LockFileEx`` belong to the open file and end with the process, however it ends;
POSIX record locks (``lockf``) would end as soon as any handle to the file is closed.
"""

import os
import sys
from enum import Enum
from pathlib import Path
from types import TracebackType
from typing import Self

from desktop.domain.errors import DataLocked
from desktop.storage.faults import writing


class Hold(Enum):
    """How the lock is held."""

    NOT = 0
    SHARED = 1
    ALONE = 2


class DataLock:
    """The lock of one data directory, held by this object until :meth:`release`.

    Nothing waits: a lock that cannot be had at once is a :class:`DataLocked` that says why.
    """

    def __init__(self, path: Path) -> None:
        self._hold = Hold.NOT
        with writing(path):
            self._handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)

    @property
    def hold(self) -> Hold:
        """How the lock is held now."""
        return self._hold

    def share(self) -> None:
        """Hold the lock together with other windows and programs."""
        if not self._take(alone=False):
            raise DataLocked(
                "The data is being set up, upgraded or restored by another program. "
                "Try again in a moment."
            )

    def alone(self) -> None:
        """Hold the lock alone. If that fails it is not held at all any more."""
        if not self._take(alone=True):
            raise DataLocked(
                "KetWell Desk is open in another window or program. Close it there, then try again."
            )

    def release(self) -> None:
        """Let go for good. Calling it again does nothing."""
        if self._handle >= 0:
            if self._hold is not Hold.NOT:
                _unlock(self._handle)
            self._hold = Hold.NOT
            os.close(self._handle)
            self._handle = -1

    def _take(self, *, alone: bool) -> bool:
        if self._hold is not Hold.NOT:
            _unlock(self._handle)
            self._hold = Hold.NOT
        taken = _try_lock(self._handle, alone=alone)
        if taken:
            self._hold = Hold.ALONE if alone else Hold.SHARED
        return taken

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.release()


if sys.platform == "win32":
    import ctypes
    import msvcrt
    from ctypes import wintypes

    class _Overlapped(ctypes.Structure):
        """OVERLAPPED: the byte at which the locked range begins, here the first."""

        _fields_ = (
            ("Internal", ctypes.c_void_p),
            ("InternalHigh", ctypes.c_void_p),
            ("Offset", wintypes.DWORD),
            ("OffsetHigh", wintypes.DWORD),
            ("hEvent", wintypes.HANDLE),
        )

    _FAIL_IMMEDIATELY, _EXCLUSIVE, _LOCK_VIOLATION, _IO_PENDING = 1, 2, 33, 997
    _kernel = ctypes.WinDLL("kernel32", use_last_error=True)
    _range = (wintypes.DWORD, wintypes.DWORD, wintypes.DWORD)
    _kernel.LockFileEx.argtypes = (
        wintypes.HANDLE,
        wintypes.DWORD,
        *_range,
        ctypes.POINTER(_Overlapped),
    )
    _kernel.LockFileEx.restype = wintypes.BOOL
    _kernel.UnlockFileEx.argtypes = (wintypes.HANDLE, *_range, ctypes.POINTER(_Overlapped))
    _kernel.UnlockFileEx.restype = wintypes.BOOL

    def _try_lock(handle: int, *, alone: bool) -> bool:
        flags = _FAIL_IMMEDIATELY | (_EXCLUSIVE if alone else 0)
        file = msvcrt.get_osfhandle(handle)
        if _kernel.LockFileEx(file, flags, 0, 1, 0, ctypes.byref(_Overlapped())):
            return True
        code = ctypes.get_last_error()
        if code in (_LOCK_VIOLATION, _IO_PENDING):
            return False
        raise ctypes.WinError(code)

    def _unlock(handle: int) -> None:
        file = msvcrt.get_osfhandle(handle)
        if not _kernel.UnlockFileEx(file, 0, 1, 0, ctypes.byref(_Overlapped())):
            raise ctypes.WinError(ctypes.get_last_error())

else:
    import fcntl

    def _try_lock(handle: int, *, alone: bool) -> bool:
        try:
            fcntl.flock(handle, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _unlock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_UN)
