"""A target that cannot be written: a sentence, no half file, and the old file stays."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop.domain.errors import FileProblem
from desktop.export.new_file import new_file

OLD = b"what was there"


def save(
    target: Path, content: bytes = b"new", meanwhile: Callable[[], object] = lambda: None
) -> None:
    with new_file(target, ".csv") as file:
        file.stream.write(content)
        meanwhile()
        file.finish()
        file.place()


def left_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_it_is_there_whole_and_for_its_owner_alone(tmp_path: Path) -> None:
    target = tmp_path / "calls.csv"
    save(target)
    assert target.read_bytes() == b"new"
    assert target.stat().st_mode & 0o777 == 0o600
    save(target, b"newer")
    assert target.read_bytes() == b"newer"
    assert left_in(tmp_path) == ["calls.csv"]


def test_until_it_is_placed_the_old_file_stays(tmp_path: Path) -> None:
    target = tmp_path / "calls.csv"
    target.write_bytes(OLD)
    with new_file(target, ".csv") as file:
        file.stream.write(b"new")
        file.finish()
        assert target.read_bytes() == OLD
        file.place()
    assert target.read_bytes() == b"new"


@pytest.mark.parametrize("placed", [False, True])
def test_what_goes_wrong_inside_leaves_nothing_new(tmp_path: Path, placed: bool) -> None:
    target = tmp_path / "calls.csv"

    def fail() -> None:
        with new_file(target, ".csv") as file:
            file.finish()
            if placed:
                file.place()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert left_in(tmp_path) == []


@pytest.fixture
def small_files() -> Iterator[None]:
    """The system lets no file grow beyond 64 KiB, as a full disk does."""
    import resource  # not there on Windows

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (64 * 1024, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)
    signal.signal(signal.SIGXFSZ, handler)


@pytest.mark.parametrize("size", [100_000, 3_000_000])
def test_no_room(tmp_path: Path, small_files: None, size: int) -> None:
    target = tmp_path / "calls.csv"
    target.write_bytes(OLD)
    with pytest.raises(FileProblem, match="no room left on the disk"):
        save(target, b"x" * size)
    assert target.read_bytes() == OLD
    assert left_in(tmp_path) == ["calls.csv"]


def test_a_full_disk(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(disk)]
    if (
        sys.platform != "linux"
        or subprocess.run(mount, capture_output=True, check=False).returncode
    ):
        pytest.skip("mounting a disk needs root on Linux; a full file is tested above")
    try:
        (disk / "calls.csv").write_bytes(OLD)
        with pytest.raises(FileProblem, match="no room left on the disk"):
            save(disk / "calls.csv", b"x" * 3_000_000)
        assert (disk / "calls.csv").read_bytes() == OLD
        assert left_in(disk) == ["calls.csv"]
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_a_folder_that_goes_away_meanwhile(tmp_path: Path) -> None:
    folder = tmp_path / "stick"
    folder.mkdir()
    with pytest.raises(FileProblem, match="not there any more"):
        save(folder / "calls.csv", meanwhile=lambda: folder.rename(tmp_path / "elsewhere"))
    assert not folder.exists()


def test_a_folder_that_never_was(tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match="There is no folder"):
        save(tmp_path / "nowhere" / "calls.csv")
    assert left_in(tmp_path) == []


def test_a_target_that_is_read_only(tmp_path: Path) -> None:
    target = tmp_path / "calls.csv"
    target.write_bytes(OLD)
    target.chmod(0o444)
    with pytest.raises(FileProblem, match="read-only"):
        save(target)
    assert target.read_bytes() == OLD
    assert left_in(tmp_path) == ["calls.csv"]


@pytest.mark.parametrize("folder", [place for place in ("/proc", "/sys") if os.path.ismount(place)])
def test_a_folder_where_nothing_can_be_made(folder: str) -> None:
    """Not even by root: the kernel's own."""
    with pytest.raises(FileProblem, match=f"{folder}/calls[.]csv .* (another|ask IT)"):
        save(Path(folder) / "calls.csv")


def test_a_folder_in_its_place(tmp_path: Path) -> None:
    (tmp_path / "calls.csv").mkdir()
    with pytest.raises(FileProblem, match="is a folder"):
        save(tmp_path / "calls.csv")
    assert left_in(tmp_path) == ["calls.csv"]


def test_a_folder_that_takes_its_place_meanwhile(tmp_path: Path) -> None:
    target = tmp_path / "calls.csv"
    with pytest.raises(FileProblem, match="nothing was saved"):
        save(target, meanwhile=target.mkdir)
    assert left_in(tmp_path) == ["calls.csv"]


def test_what_is_no_ordinary_file_is_left_alone() -> None:
    with pytest.raises(FileProblem, match="no ordinary file"):
        save(Path("/dev/full"))
    assert not Path("/dev/full").is_file()


def test_a_database_or_a_key_is_never_written_over(tmp_path: Path) -> None:
    for name in ("ketwell.db", "desk.key", "csv"):
        (tmp_path / name).write_bytes(OLD)
        with pytest.raises(FileProblem, match="is there already"):
            save(tmp_path / name)
        assert (tmp_path / name).read_bytes() == OLD


def test_an_empty_file_of_any_name_may_be_filled(tmp_path: Path) -> None:
    (tmp_path / "tmp1234").touch()
    save(tmp_path / "tmp1234")
    assert (tmp_path / "tmp1234").read_bytes() == b"new"


def test_a_link_goes_on_leading_where_it_led(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    real, link = tmp_path / "real" / "calls.csv", tmp_path / "calls.csv"
    real.write_bytes(OLD)
    link.symlink_to(real)
    save(link)
    assert link.is_symlink()
    assert real.read_bytes() == b"new"


def test_a_name_that_is_too_long(tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match="too long"):
        save(tmp_path / ("x" * 300 + ".csv"))
    assert os.listdir(tmp_path) == []  # noqa: PTH208 - names that pathlib may refuse
