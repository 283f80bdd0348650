"""Each drill finds the bug that is planted in it, and in a few tries nothing else.

The quick ones are always tried. The numbers that mean something are those of
``python tests/drills/run.py``, which CI runs, and of its ``--long``.
"""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.drills.table import DRILLS

QUICK = {"tampering": 22, "canaries": 10, "flipped-byte": 1}
FEW = {
    "kill-saving": 3,
    "power-cut": 30,
    "small-disk": 1,
    "killed-steps": 1,
    "clock": 1,
    "restore": 500,
}
"""So many of each; the drill of failing requests has no few."""
RUN = Path(__file__).with_name("run.py")


@pytest.mark.skipif(sys.platform == "win32", reason="the drills fork; Windows has no fork")
@pytest.mark.parametrize("name", QUICK)
def test_a_quick_one_finds_the_planted_bug_and_nothing_else(name: str) -> None:
    run(name, QUICK[name])


@pytest.mark.drill
@pytest.mark.skipif(sys.platform == "win32", reason="the drills fork; Windows has no fork")
@pytest.mark.parametrize("name", FEW)
def test_it_finds_the_planted_bug_and_nothing_else(name: str) -> None:
    run(name, FEW[name])


def run(name: str, count: int) -> None:
    """One drill, as from the command line."""
    done = subprocess.run(
        [sys.executable, RUN, name, "--count", str(count)],
        capture_output=True,
        text=True,
        check=False,
    )
    print(done.stdout, done.stderr)
    assert done.returncode == 0
    if "left out: " in done.stdout:
        pytest.skip(done.stdout.strip())
    assert "planted" in done.stdout


def test_every_drill_is_known_by_one_name() -> None:
    names = [drill.name for drill in DRILLS]
    assert len(names) == len(set(names))
    # What every role may do is tried by tests/roles, in each run.
    assert set(FEW) | set(QUICK) | {"failing-io", "roles"} == set(names)
