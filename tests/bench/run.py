"""``python tests/bench/run.py``: every figure of the desk's first path, beside the driver alone.

``--data DIR`` is a demo of the size to measure, made with ``ketwell-desk --data-dir DIR demo
--people 300000 --calls 1000000``; without it one of ``--people`` and ``--calls`` is made first.
The data is copied: saving calls leaves the original as it was.
"""

import argparse
import os
import shutil
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))  # as a file it finds its neighbours too

from desktop import app as composition
from desktop.services.demo.make import grow
from desktop.services.passwords import Cost, Passwords
from desktop.storage.data_files import DataFiles
from tests.bench import (
    callback_queue,
    cold_start,
    exporting,
    finding,
    global_search,
    lists,
    reference,
    saving,
)
from tests.bench.sides import HEAD, Result

CLERK = "Wren Hill"


def main() -> int:
    """Measure, print the table, and return 1 when a target is missed."""
    parser = argparse.ArgumentParser(prog="python tests/bench/run.py", description=__doc__)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--people", type=int, default=300_000)
    parser.add_argument("--calls", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=200)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="ketwell-bench-") as folder:
        data = Path(folder) / "data"
        if asked.data is None:
            make(data, asked.people, asked.calls)
        else:
            shutil.copytree(asked.data, data)
            shutil.copy(DataFiles.of(asked.data).key_file, DataFiles.of(data).key_file)
        results = measure(data, Path(folder), asked.rounds)
    return 0 if all(result.kept for result in results) else 1


def make(data: Path, people: int, calls: int) -> None:
    """A demo of that size."""
    app = composition.build(data, demo=True, passwords=cheap)
    assert app.demo is not None
    print(f"Making {people:,} people and {calls:,} calls …", file=sys.stderr)
    grow(app.database, app.demo, people, calls, lambda *_: None)
    app.close()


def measure(data: Path, folder: Path, rounds: int) -> list[Result]:
    """Every figure, printed as it comes."""
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    print(f"{os.cpu_count()} processors{load}; medians, both sides in turns", flush=True)
    print(HEAD, flush=True)
    results: list[Result] = []

    def tell(result: Result) -> None:
        results.append(result)
        print(result.line(), flush=True)

    tell(cold_start.measure(data, max(15, rounds // 10)))
    app = composition.build(data, passwords=cheap)
    try:
        assert app.demo is not None, "the data must be a demo"
        actor = app.demo.actor(CLERK)
        for result in finding.measure(app, actor, data, rounds):
            tell(result)
        for result in global_search.measure(app, actor, data, rounds):
            tell(result)
        for result in callback_queue.measure(app, actor, data, folder, rounds):
            tell(result)
        tell(reference.measure(app, data, rounds))
        for result in lists.measure(app, actor, folder, rounds):
            tell(result)
        tell(saving.measure(app, actor, data, rounds))
        for result in exporting.measure(app, data, folder):
            tell(result)
    finally:
        app.close()
    return results


def cheap() -> Passwords:
    """Argon2id at its cheapest: accounts are not what is measured."""
    return Passwords(Cost(passes=1, memory=8, lanes=1))


if __name__ == "__main__":
    sys.exit(main())
