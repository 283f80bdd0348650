"""Every write, sync, create, rename, link and removal fails in turn: alone with EIO, and with all
that follow with ENOSPC (but for removals, which a full disk allows).

Whatever fails: the person is told in a sentence, nothing that was acknowledged is lost, nothing is
half, and when the disk works again the same act succeeds.
"""

import errno
import sys
from pathlib import Path

from tests.drills.acting import Said, act_against, judge
from tests.drills.frame import Tally, copy_data
from tests.drills.preload import Library, answer, run_with
from tests.drills.prepared import prepare
from tests.drills.workflows import WORKFLOWS
from tests.services.world import World

IN_CI = ("call", "back up", "export")
_TRAIL_EVERY = 20


def run(count: int, seed: int, planted: bool, folder: Path) -> Tally:
    """All sites of so many workflows, twice: once the one request alone, once all that follow."""
    return run_with("tests.drills.failing_io", count, seed, planted, folder)


def main(count: int, planted: bool, folder: Path) -> None:
    """Under the library."""
    tally, library = Tally(), Library()
    names = list(dict.fromkeys((*IN_CI, *WORKFLOWS)))[:count]
    prepared = prepare(folder, names)
    sites = {}
    for name in names:
        source, world = prepared[name]
        sites[name] = _try(library, folder, name, source, world, 0, 0).count
        for at in range(1, sites[name] + 1):
            for error, sticky in ((errno.EIO, False), (errno.ENOSPC, True)):
                said = _try(library, folder, name, source, world, at, error, sticky, planted)
                tally.tried += 1
                where = f"{name}, request {at}, {errno.errorcode[error]}"
                trail = tally.tried % _TRAIL_EVERY == 0
                judge(tally, where, said, folder / "desk", trail=trail)
                if planted and tally.failures:
                    answer(tally)
                    return
    tally.note = ", ".join(f"{name} {count}" for name, count in sites.items())
    answer(tally)


def _try(
    library: Library,
    folder: Path,
    name: str,
    source: Path,
    world: World,
    at: int,
    error: int,
    sticky: bool = False,
    planted: bool = False,
) -> Said:
    """One workflow with one request failing, then, the disk well again, once more."""

    def well_again() -> int:
        count = library.count()
        library.disarm()
        return count

    return act_against(
        WORKFLOWS[name],
        copy_data(source, folder / "desk"),
        world,
        against=lambda: library.arm(at, error, sticky=sticky),
        well_again=well_again,
        planted=planted,
    )


if __name__ == "__main__":
    main(int(sys.argv[1]), bool(int(sys.argv[3])), Path(sys.argv[4]))
