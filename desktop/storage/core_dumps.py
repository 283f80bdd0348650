"""A process that holds people's data leaves no picture of its memory behind when it crashes."""

import sys
from contextlib import suppress
from functools import cache

_PR_SET_DUMPABLE = 4
"""Of ``prctl(2)``."""


@cache
def forbid_core_file() -> None:
    """Once in a process: no core file. Light, as the first look at the data waits for it."""
    try:
        import resource
    except ImportError:
        return
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


@cache
def forbid_core_dumps() -> None:
    """The same, and on Linux none for a program that collects them either (``prctl`` also keeps
    other programs of the same account from reading this one's memory). Windows has no such switch
    for one process: see docs/security.md."""
    forbid_core_file()
    if sys.platform == "linux":
        import ctypes

        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
