"""Many share the data; restore, rekey and upgrade have it alone; a dead process holds nothing."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.domain.errors import DataLocked
from desktop.storage.data_lock import DataLock, Hold

HOLDER = """
import sys
from pathlib import Path
from desktop.storage.data_lock import DataLock
lock = DataLock(Path(sys.argv[1]))
getattr(lock, sys.argv[2])()
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data.lock"


@pytest.fixture
def lock(path: Path) -> Iterator[DataLock]:
    with DataLock(path) as lock:
        yield lock


def test_two_share_and_neither_can_have_it_alone(path: Path, lock: DataLock) -> None:
    lock.share()
    with DataLock(path) as other:
        other.share()
        with pytest.raises(DataLocked):
            lock.alone()
    lock.alone()
    assert lock.hold is Hold.ALONE


def test_alone_keeps_everybody_out_until_it_is_shared_again(path: Path, lock: DataLock) -> None:
    lock.alone()
    with DataLock(path) as other:
        with pytest.raises(DataLocked):
            other.share()
        with pytest.raises(DataLocked):
            other.alone()
        lock.share()
        other.share()


def test_letting_go_twice_is_nothing(path: Path, lock: DataLock) -> None:
    lock.alone()
    lock.release()
    lock.release()
    with DataLock(path) as other:
        other.alone()


@pytest.mark.parametrize(("held", "wanted"), [("share", "alone"), ("alone", "share")])
def test_a_process_that_is_killed_holds_nothing_any_more(
    lock: DataLock, path: Path, held: str, wanted: str
) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(path), held],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        with pytest.raises(DataLocked):
            getattr(lock, wanted)()
        process.kill()
    getattr(lock, wanted)()
