"""The library that stands between a program and its files, and a process that runs with it."""

import ctypes
import dataclasses
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.drills.frame import Tally

SOURCE = Path(__file__).with_name("faultio.c")
CHECKOUT = Path(__file__).resolve().parents[3]


def needs() -> str:
    """What is missing to use it."""
    if not sys.platform.startswith("linux"):
        return "the library that makes writes fail is for Linux"
    return (
        "" if shutil.which("gcc") else "there is no gcc to build the library that makes writes fail"
    )


def run_with(module: str, count: int, seed: int, planted: bool, folder: Path) -> Tally:
    """Run ``python -m MODULE`` under the library; it prints a tally (see :func:`answer`)."""
    library = folder / "faultio.so"
    subprocess.run(
        ["gcc", "-O2", "-shared", "-fPIC", "-o", library, SOURCE, "-lpthread"], check=True
    )
    work = folder / "work"
    work.mkdir()
    done = subprocess.run(
        [sys.executable, "-m", module, str(count), str(seed), str(int(planted)), str(work)],
        env={**os.environ, "LD_PRELOAD": str(library), "FAULT_DIR": str(work)},
        cwd=CHECKOUT,
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    try:
        told = json.loads(done.stdout.splitlines()[-1])
    except (ValueError, IndexError):
        return Tally(1, [f"the drill itself ended with {done.returncode}"])
    return Tally(told["tried"], told["failures"], told["note"])


def answer(tally: Tally) -> None:
    """Print a tally for :func:`run_with`."""
    print(json.dumps(dataclasses.asdict(tally)), flush=True)


class Library:
    """The library, from within a process that runs with it."""

    def __init__(self) -> None:
        self._own: Any = ctypes.CDLL(None)
        self._own.fault_count.restype = ctypes.c_long

    def arm(self, at: int, error: int, *, sticky: bool = False) -> None:
        """Let request number ``at`` from now on fail; with ``sticky`` all that follow as well."""
        self._own.fault_arm(ctypes.c_long(at), error, int(sticky))

    def disarm(self) -> None:
        """Let nothing fail any more."""
        self._own.fault_arm(ctypes.c_long(0), 0, 0)

    def count(self) -> int:
        """How many requests there were since it was armed or disarmed."""
        return int(self._own.fault_count())

    def log(self, path: Path) -> None:
        """Write every request down from here on."""
        self._own.fault_log(str(path).encode())

    def mark(self, text: str) -> None:
        """Put a line of ours among them."""
        self._own.fault_mark(text.encode())
