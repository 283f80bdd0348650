"""start.py: when it sets up again, and what it says when it cannot."""

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import start


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that looks as after a set-up."""
    (tmp_path / "requirements").mkdir()
    for name in ("requirements/run.lock", "requirements/run.in", "pyproject.toml"):
        (tmp_path / name).write_text(name)
    monkeypatch.setattr(start, "ROOT", tmp_path)
    monkeypatch.setattr(start, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(start, "PYTHON", str(tmp_path / ".venv" / "python"))
    (tmp_path / ".venv").mkdir()
    Path(start.PYTHON).touch()
    start.stamp("run").write_text(start.fingerprint("run"))
    return tmp_path


def test_a_second_start_finds_that_nothing_changed(place: Path) -> None:
    assert start.is_current(["run"])


def test_a_changed_lock_or_project_is_installed_again(place: Path) -> None:
    (place / "pyproject.toml").write_text("another version")
    assert not start.is_current(["run"])


def test_a_moved_folder_and_an_unfinished_set_up_are_done_again(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    start.stamp("run").unlink()
    assert not start.is_current(["run"])
    start.stamp("run").write_text(start.fingerprint("run"))
    monkeypatch.setattr(start, "ROOT", place / "requirements" / "..")
    assert not start.is_current(["run"])


def test_a_python_that_is_gone_is_noticed(place: Path) -> None:
    Path(start.PYTHON).unlink()
    assert not start.is_current(["run"])
    assert not start.venv_works()


def test_without_root_the_missing_libraries_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(start, "LINUX", True)
    monkeypatch.setattr(start, "DISPLAY", False)
    monkeypatch.setattr(start, "QT_LIBRARIES", "libabsent1=libabsent.so.1 libc6=libc.so.6")
    monkeypatch.setattr(os, "geteuid", lambda: 1000, raising=False)
    with pytest.raises(SystemExit, match=r"sudo apt-get install libabsent1 \("):
        start.install_system_packages()


def test_a_build_needs_tools_and_the_libraries_of_a_screen(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(start, "LINUX", True)
    monkeypatch.setattr(start, "DISPLAY", False)
    monkeypatch.setattr(start, "QT_LIBRARIES", "")
    monkeypatch.setattr(start, "QT_SCREEN_LIBRARIES", "libabsent1=libabsent.so.1")
    monkeypatch.setattr(shutil, "which", {}.get)
    for base in ("/usr", "/home"):  # the system's own Python, and one of somebody's own
        monkeypatch.setattr(sys, "base_prefix", base)
        assert start.missing_packages(building=False) == []
        assert {"libabsent1", "binutils"} <= set(start.missing_packages(building=True))


def test_words_it_does_not_know_show_how_to_use_it() -> None:
    answer = subprocess.run(
        [sys.executable, start.__file__, "frobnicate"], capture_output=True, text=True, check=False
    )
    assert answer.returncode == 1
    assert "python3 start.py test" in answer.stderr


def test_an_old_python_can_read_it_as_far_as_the_sentence() -> None:
    source = Path(start.__file__).read_text("utf-8")
    ast.parse(source, feature_version=(3, 6))
