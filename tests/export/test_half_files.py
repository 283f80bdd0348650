"""What a killed export leaves goes with the next one into that folder, and nothing else does."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from desktop.export.new_file import new_file

BEGUN = """
import os, signal, sys
from pathlib import Path
from desktop.export.new_file import new_file
with new_file(Path(sys.argv[1]), ".csv") as file:
    file.stream.write(b"Juniper Moss")
    file.stream.flush()
    print("begun", flush=True)
    sys.stdin.read()
"""


def hour_ago(folder: Path) -> list[Path]:
    """The half files there, as if from more than an hour ago."""
    found = sorted(folder.glob(".ketwell-*.part"))
    for path in found:
        os.utime(path, (time.time() - 4000,) * 2)
    return found


def save(target: Path) -> None:
    with new_file(target, ".csv") as file:
        file.stream.write(b"new")
        file.finish()
        file.place()


def test_what_is_being_written_stays_and_goes_when_its_program_was_killed(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", BEGUN, str(tmp_path / "calls.csv")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[2],
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline().strip() == b"begun"
        (half,) = hour_ago(tmp_path)
        save(tmp_path / "other.csv")
        assert half.exists()
        other.kill()
    assert half.exists()
    save(tmp_path / "other.csv")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["other.csv"]


def test_a_fresh_one_and_what_only_looks_like_one_stay(tmp_path: Path) -> None:
    (tmp_path / ".ketwell-fresh.part").write_bytes(b"x")
    old = tmp_path / "notes.part"
    old.write_bytes(b"x")
    os.utime(old, (0, 0))
    (tmp_path / ".ketwell-folder.part").mkdir()
    os.utime(tmp_path / ".ketwell-folder.part", (0, 0))
    save(tmp_path / "calls.csv")
    assert len(list(tmp_path.iterdir())) == 4


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_link_is_not_followed(tmp_path: Path) -> None:
    kept = tmp_path / "kept.txt"
    kept.write_bytes(b"x")
    os.utime(kept, (0, 0))
    (tmp_path / ".ketwell-link.part").symlink_to(kept)
    save(tmp_path / "calls.csv")
    assert kept.read_bytes() == b"x"
