"""The disk is full: a small file system in memory with less and less room on it.

Somebody acts; where there is no room they are told so in a sentence; they free some and act again,
and it succeeds. Nothing that was acknowledged is lost and nothing is half.
"""

import shutil
import subprocess
import sys
from pathlib import Path

from tests.drills.acting import Said, act_against, judge
from tests.drills.frame import Tally, copy_data, workplace
from tests.drills.prepared import prepare
from tests.drills.workflows import WORKFLOWS
from tests.services.world import World

SIZE_MB = 24
ROOM = (0, 4, 16, 32, 64, 128, 256, 512, 1_024, 2_048, 3_072, 4_096)
"""KB that are left."""


def needs() -> str:
    """What is missing to mount one."""
    if not sys.platform.startswith("linux"):
        return "a file system in memory is mounted on Linux"
    with workplace("mount") as folder:
        if subprocess.run(_mount(folder), capture_output=True, check=False).returncode:
            return "no right to mount a small file system here"
        subprocess.run(["umount", folder], check=True)
    return ""


def run(count: int, seed: int, planted: bool, folder: Path) -> Tally:
    """Every workflow with ``count`` different amounts of room."""
    tally = Tally()
    prepared = prepare(folder)
    disk = folder / "disk"
    disk.mkdir()
    subprocess.run(_mount(disk), check=True)
    full = 0
    try:
        for name, (source, world) in prepared.items():
            for room in ROOM[:count]:
                data = copy_data(source, disk / "desk")
                said = _try(disk, data, name, world, room, planted)
                full += bool(said.problem)
                judge(tally, f"{name}, {room} KB left", said, data, trail=True)
                tally.tried += 1
                if planted and tally.failures:
                    return tally
    finally:
        subprocess.run(["umount", disk], check=True)
    tally.expect(planted or full >= len(prepared), f"the disk was full {full} times only")
    tally.note = f"{full} times there was no room"
    return tally


def _mount(folder: Path) -> list[str]:
    return ["mount", "-t", "tmpfs", "-o", f"size={SIZE_MB}m", "none", str(folder)]


def _try(disk: Path, data: Path, name: str, world: World, room: int, planted: bool) -> Said:
    filler = disk / "filler"

    def fill() -> None:
        with filler.open("wb") as file:
            file.write(bytes(max(0, shutil.disk_usage(disk).free - room * 1_024)))

    def free() -> int:
        filler.unlink()
        return 0

    said = act_against(WORKFLOWS[name], data, world, against=fill, well_again=free, planted=planted)
    filler.unlink(missing_ok=True)
    return said
