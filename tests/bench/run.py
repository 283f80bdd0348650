"""``python tests/bench/run.py``: every figure of the desk's first path, beside the driver alone.

``--data DIR`` is a demo of the size to measure, made with ``ketwell-desk --data-dir DIR demo
--people 300000 --calls 1000000``; without it one of ``--people`` and ``--calls`` is made first.
The data is copied: saving calls leaves the original as it was. Without a screen it draws on none.
"""

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Collection, Iterable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))  # as a file it finds its neighbours too

if sys.platform == "linux" and not os.environ.get("DISPLAY", os.environ.get("WAYLAND_DISPLAY")):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # before anything loads Qt

from desktop import app as composition
from desktop.services.demo.make import grow
from desktop.services.passwords import Cost, Passwords
from desktop.storage.data_files import DataFiles
from tests.bench import (
    callback_queue,
    cold_start,
    encryption,
    exporting,
    finding,
    global_search,
    import_frames,
    importing,
    listening,
    lists,
    popping,
    reference,
    saving,
    transition,
)
from tests.bench.sides import HEAD, Result

CLERK = "Wren Hill"
MANAGER = "Lark Moor"
PARTS = (
    *("start", "pops", "find", "search", "queue", "reference", "lists", "encryption", "save"),
    *("export", "import", "frames", "transition", "listener"),
)
FRAME_ROWS = 20_000


def main() -> int:
    """Measure, print the table, and return 1 when a target is missed."""
    parser = argparse.ArgumentParser(prog="python tests/bench/run.py", description=__doc__)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--people", type=int, default=300_000)
    parser.add_argument("--calls", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--import-calls", type=int, default=1_000_000)
    parser.add_argument("--import-leads", type=int, default=100_000)
    parser.add_argument(
        "--only", nargs="+", choices=PARTS, default=PARTS, help="some of the figures alone"
    )
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="ketwell-bench-") as folder:
        data = Path(folder) / "data"
        if asked.data is None:
            make(data, asked.people, asked.calls)
        else:
            shutil.copytree(asked.data, data)
            shutil.copy(DataFiles.of(asked.data).key_file, DataFiles.of(data).key_file)
        imports = asked.import_calls, asked.import_leads
        results = measure(data, Path(folder), asked.rounds, imports, asked.only)
    return 0 if all(result.kept for result in results) else 1


def make(data: Path, people: int, calls: int) -> None:
    """A demo of that size."""
    app = composition.build(data, demo=True, passwords=cheap)
    assert app.demo is not None
    print(f"Making {people:,} people and {calls:,} calls …", file=sys.stderr)
    grow(app.database, app.demo, people, calls, lambda *_: None)
    app.close()


def measure(
    data: Path, folder: Path, rounds: int, imports: tuple[int, int], parts: Collection[str]
) -> list[Result]:
    """Every figure of the parts asked for, printed as it comes."""
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    print(f"{os.cpu_count()} processors{load}; medians, both sides in turns", flush=True)
    print(HEAD, flush=True)
    results: list[Result] = []
    if "start" in parts:
        results.append(cold_start.measure(data, max(15, rounds // 10)))
        print(results[0].line(), flush=True)
    if "pops" in parts:  # with a desk of its own on the data
        for result in popping.measure(data, rounds):
            results.append(result)
            print(result.line(), flush=True)
    app = composition.build(data, passwords=cheap)
    try:
        assert app.demo is not None, "the data must be a demo"
        actor, manager = app.demo.actor(CLERK), app.demo.actor(MANAGER)
        work: dict[str, Callable[[], Iterable[Result]]] = {
            "find": lambda: finding.measure(app, actor, data, rounds),
            "search": lambda: global_search.measure(app, actor, data, rounds),
            "queue": lambda: callback_queue.measure(app, actor, data, folder, rounds),
            "reference": lambda: [reference.measure(app, data, rounds)],
            "lists": lambda: lists.measure(app, actor, folder, rounds),
            "encryption": lambda: [encryption.measure(app, actor, data, folder, rounds)],
            "save": lambda: [saving.measure(app, actor, data, rounds)],
            "export": lambda: exporting.measure(app, data, folder),
            "import": lambda: importing.measure(app, actor, data, folder, *imports),
            # Last: it makes the transition concern everybody.
            "transition": lambda: transition.measure(app, manager, data, max(10, rounds // 10)),
        }
        for part, measured in work.items():
            if part in parts:
                for result in measured():
                    results.append(result)
                    print(result.line(), flush=True)
    finally:
        app.close()
    if "frames" in parts:
        results.append(import_frames.measure(data, folder, CLERK, FRAME_ROWS))
        print(results[-1].line(), flush=True)
    if "listener" in parts:
        for result in listening.measure(data):
            results.append(result)
            print(result.line(), flush=True)
    return results


def cheap() -> Passwords:
    """Argon2id at its cheapest: accounts are not what is measured."""
    return Passwords(Cost(passes=1, memory=8, lanes=1))


if __name__ == "__main__":
    sys.exit(main())
