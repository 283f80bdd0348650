"""Run the fault drills: ``python tests/drills/run.py [--long] [--seed N] [--count N]
[--jobs N] [NAME …]``.

Prints a line for each, as in docs/reliability.md; 1 when one found something, or cannot fail.
"""

import argparse
import math
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from tests.drills.frame import Drill, Skipped, workplace
from tests.drills.table import DRILLS


def main() -> int:
    """Run what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="only these")
    parser.add_argument("--long", action="store_true", help="the long form: hours")
    parser.add_argument("--seed", type=int, default=20261117)
    parser.add_argument("--count", type=int, help="so many of each, in place of short or long")
    parser.add_argument("--jobs", type=int, default=2, help="so many drills at a time")
    parser.add_argument("--list", action="store_true", help="only say which there are")
    asked = parser.parse_args()
    unknown = set(asked.names) - {drill.name for drill in DRILLS}
    if unknown:
        parser.error(f"there is no drill {', '.join(sorted(unknown))}")
    chosen = [drill for drill in DRILLS if not asked.names or drill.name in asked.names]
    if asked.list:
        for drill in chosen:
            print(f"{drill.name}: {drill.short:,} {drill.unit}; long {drill.long:,}")
        return 0
    if len(chosen) > 1 and asked.jobs > 1:
        return beside_each_other([drill.name for drill in chosen], asked)
    bad = 0
    for drill in chosen:
        count = asked.count or (drill.long if asked.long else drill.short)
        bad += not run_one(drill, count, asked.seed)
    return 1 if bad else 0


def beside_each_other(names: list[str], asked: argparse.Namespace) -> int:
    """Each drill in a process of its own, ``--jobs`` of them at a time."""
    words = ["--seed", str(asked.seed), *(["--long"] if asked.long else [])]
    words += ["--count", str(asked.count)] if asked.count else []

    def one(name: str) -> int:
        done = subprocess.run(
            [sys.executable, __file__, *words, name],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        print(done.stdout, end="", flush=True)
        return done.returncode

    with ThreadPoolExecutor(asked.jobs) as pool:
        return 1 if any(list(pool.map(one, names))) else 0


def run_one(drill: Drill, count: int, seed: int) -> bool:
    """Plant the bug, then run the drill; whether all was well."""
    missing = drill.needs()
    if missing:
        print(f"{drill.name}: left out: {missing}", flush=True)
        return True
    began = time.monotonic()
    try:
        with workplace(drill.name, large=drill.large) as folder:
            found = drill.run(drill.planted, seed, True, folder)
        if not found.failures:
            print(f"{drill.name}: CANNOT FAIL: {drill.bug}, and nothing was found", flush=True)
            return False
        with workplace(drill.name, large=drill.large) as folder:
            tally = drill.run(count, seed, False, folder)
    except Skipped as why:
        print(f"{drill.name}: left out: {why}", flush=True)
        return True
    seconds = time.monotonic() - began
    print(
        f"{drill.name}: {tally.tried:,} {drill.unit}, {len(tally.failures):,} failed, "
        f"{bound(tally.tried, len(tally.failures))}, {seconds:.0f} s, seed {seed}"
        f"{'; ' + tally.note if tally.note else ''}; planted ({drill.bug}): "
        f"{len(found.failures):,} of {found.tried:,} found",
        flush=True,
    )
    for failure in tally.failures[:20]:
        print(f"    {failure}", flush=True)
    return not tally.failures


def bound(tried: int, failed: int) -> str:
    """The 95 % bound on how often it fails that none in so many gives (the rule of three)."""
    if failed or not tried:
        return "no bound"
    return f"95 % sure: under {-math.log(0.05) / tried:.2g} of all"


if __name__ == "__main__":
    sys.exit(main())
