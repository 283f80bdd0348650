"""The program out of `dist/`, with nothing around it that helps, and demo data that it made."""

import json
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.frozen.screen import Screen

FOLDER = Path(__file__).parent.parent.parent / "dist" / "ketwell-desk"


@dataclass(frozen=True)
class Program:
    """The frozen program over one data directory."""

    data: Path

    def run(self, *words: str, exit_code: int = 0) -> subprocess.CompletedProcess[str]:
        """The command line; fails unless it ends with this code."""
        done = subprocess.run(
            self._command(*words),
            env=self._around(),
            cwd="/",
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == exit_code, done.stderr
        return done

    def answer(self, *words: str) -> Any:
        """What a verb answers in JSON."""
        return json.loads(self.run("--json", *words).stdout)

    def open(self, screen: Screen) -> subprocess.Popen[bytes]:
        """Open the window on this screen."""
        around = {**self._around(), "DISPLAY": screen.name, "QT_QPA_PLATFORM": "xcb"}
        return subprocess.Popen(self._command(), env=around, cwd="/")

    @property
    def log(self) -> str:
        """What it wrote down."""
        return (self.data / "logs" / "ketwell-desk.log").read_text("utf-8")

    def _command(self, *words: str) -> list[str]:
        return [str(FOLDER / "ketwell-desk"), "--data-dir", str(self.data), *words]

    def _around(self) -> dict[str, str]:
        """No Python, no libraries from elsewhere, and none of the system's time zones."""
        return {
            "HOME": str(self.data.parent),
            "LANG": "C.UTF-8",
            "PATH": "/usr/bin:/bin",
            "PYTHONTZPATH": "",
            "QT_QPA_PLATFORM": "offscreen",
        }


@pytest.fixture
def program(tmp_path: Path) -> Program:
    """The frozen program over an empty place."""
    assert (FOLDER / "ketwell-desk").exists(), "Build it first: python3 start.py build"
    return Program(tmp_path / "data")


@pytest.fixture
def demo(program: Program) -> Program:
    """The frozen program over demo data that it made itself."""
    program.run("demo")
    return program


@pytest.fixture
def screen() -> Iterator[Screen]:
    """A screen of its own."""
    with Screen() as shown:
        yield shown
