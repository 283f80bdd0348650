"""A locked file: what another program makes of it, and what anybody can see of it."""

import os
import resource
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop.domain.errors import FileProblem
from desktop.domain.passwords import check_file_password
from desktop.export.locked_zip import locked, new_password
from desktop.export.new_file import new_file
from tests.export.zip_reader import WrongPassword, look, open_with

PASSWORD = "seven herons over a pond"
AT = datetime(2026, 11, 17, 14, 18, tzinfo=UTC)
CONTENT = b"Juniper Ash,+13125550147\r\n" * 5_000


def save(target: Path, content: bytes = CONTENT) -> None:
    with new_file(target, ".zip") as file:
        with locked(file.stream, "ketwell-calls.csv", PASSWORD, AT) as stream:
            for start in range(0, len(content), 1_000):
                stream.write(content[start : start + 1_000])
        file.finish()
        file.place()


def test_another_library_opens_it_and_a_wrong_password_does_not(tmp_path: Path) -> None:
    target = tmp_path / "calls.zip"
    save(target)
    assert open_with(target, PASSWORD) == CONTENT
    with pytest.raises(WrongPassword):
        open_with(target, PASSWORD + "s")
    assert target.stat().st_mode & 0o777 == 0o600


def test_it_is_aes_256_and_tells_nothing_but_the_kind_of_rows(tmp_path: Path) -> None:
    target = tmp_path / "juniper.zip"
    save(target)
    seen = look(target)
    assert seen.encrypted
    assert (seen.way, seen.vendor, seen.strength) == (99, b"AE", 3)
    assert (seen.aes_version, seen.checksum) == (2, 0), "AE-2 has no checksum of what is inside"
    assert (seen.name, seen.compressed_as) == ("ketwell-calls.csv", 8)
    raw = target.read_bytes()
    assert b"Juniper" not in raw
    assert b"juniper" not in raw
    assert PASSWORD.encode() not in raw


def test_seven_zip_opens_it_and_refuses_a_wrong_password(tmp_path: Path) -> None:
    program = shutil.which("7zz") or shutil.which("7z")
    if program is None:
        pytest.skip("7-Zip is not installed here (Debian: 7zip)")
    target = tmp_path / "calls.zip"
    save(target)

    def extract(password: str) -> int:
        command = [program, "x", "-y", f"-p{password}", f"-o{tmp_path}", str(target)]
        return subprocess.run(command, check=False, capture_output=True).returncode

    assert extract(PASSWORD) == 0
    there = tmp_path / "ketwell-calls.csv"
    assert there.read_bytes() == CONTENT
    assert there.stat().st_mode & 0o777 == 0o600
    assert extract("seven herons over a pool") == 2


def test_nothing_is_written_anywhere_else(tmp_path: Path) -> None:
    """Not for a moment: every file that is opened for writing meanwhile is the locked one."""
    target = tmp_path / "calls.zip"
    written: list[str] = []
    listens = [True]

    def hear(event: str, said: tuple[object, ...]) -> None:
        if event != "open" or not listens or not isinstance(said[0], str):
            return
        if isinstance(said[2], int) and said[2] & 3:
            written.append(Path(said[0]).name)

    sys.addaudithook(hear)  # there is no way to take one away again
    save(target)
    listens.clear()
    assert len(written) == 1
    assert written[0].startswith(".ketwell-")


def test_two_of_the_same_have_nothing_in_common(tmp_path: Path) -> None:
    one, other = tmp_path / "1.zip", tmp_path / "2.zip"
    save(one)
    save(other)
    here, there = one.read_bytes()[80:-120], other.read_bytes()[80:-120]
    assert sum(a == b for a, b in zip(here, there, strict=True)) < len(here) / 20


@pytest.fixture
def small_disk() -> Iterator[None]:
    """No file of this process grows over 16 KiB."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (16 * 1024, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)
    signal.signal(signal.SIGXFSZ, handler)


@pytest.mark.usefixtures("small_disk")
def test_a_full_disk_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match="no room left"):
        save(tmp_path / "calls.zip", os.urandom(3_000_000))
    assert list(tmp_path.iterdir()) == []


def test_what_goes_wrong_inside_leaves_nothing(tmp_path: Path) -> None:
    def fail() -> None:
        with (
            new_file(tmp_path / "calls.zip", ".zip") as file,
            locked(file.stream, "ketwell-calls.csv", PASSWORD, AT) as stream,
        ):
            stream.write(CONTENT)
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert list(tmp_path.iterdir()) == []


def test_nobody_else_waits_for_what_locks() -> None:
    program = (
        "import sys, desktop.app, desktop.ui.main_window, desktop.ui.exporting.export_acts\n"
        "print({'pyzipper', 'Cryptodome'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    )
    assert done.stdout == "set()\n"


def test_a_password_that_is_made_is_long_and_may_be_chosen() -> None:
    made = {new_password() for _ in range(50)}
    assert len(made) == 50
    for password in made:
        check_file_password(password, "Lark Moor")
        assert len(password) == 24
        assert not set(password) & set("01ilo")
